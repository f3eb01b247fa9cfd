"""Deposits in, provisions out: deposit > source > reader > blocks > split > language > pipeline."""
