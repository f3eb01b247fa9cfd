"""Stems of single words: rules as data, one file a language in `languages/`, and the engine that follows them."""
