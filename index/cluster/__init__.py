"""The engine for a shared service: Elasticsearch, through its official client, which only this package imports."""
