"""PDFs of known text for tests and benchmarks: invented laws, laid out as gazettes lay them out."""
