"""One manifest and one file of functions a source; docs/adding-a-source.md says how to add one."""
