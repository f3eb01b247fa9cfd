"""Blocks in, provisions out: grammar > contents > families > sequence > habits > roles > notes > assemble."""
