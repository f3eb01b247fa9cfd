"""Search: one contract, and the engines behind it. `open_engine` gives one, `contract` says what it does."""
