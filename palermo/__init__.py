"""The domain of Palermo: treaties, laws, provisions, tags and what may be said of them. Pure Python."""
