"""The command line: `palermo`."""
