"""One file a format. The first reader in `READERS` that knows a source reads it: the tightest comes first."""
