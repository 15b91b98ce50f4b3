"""Measurements of Outlay, each a ratio against a named baseline: `make bench`. What they mean is in docs/bench.md."""
