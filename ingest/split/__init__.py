"""Blocks in, provisions out: grammar > contents > recognise > assemble."""
