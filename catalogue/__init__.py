"""The store of record: laws, versions, provisions, tags and reviews. The only room that knows SQL."""
