"""The nouns of the domain, one a file. Every value checks itself when it is made."""
