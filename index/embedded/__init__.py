"""The embedded engine: tantivy, in a folder of the library."""
