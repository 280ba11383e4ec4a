"""The tests; `support` is what they and the benchmarks share."""
