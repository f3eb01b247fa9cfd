"""How fast, how large and how right Palermo is: `make bench`, or `python -m benchmarks`."""
