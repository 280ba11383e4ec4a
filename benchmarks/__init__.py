"""Side-by-side measurements; each prints a small table. Run one with `python -m benchmarks.<name>`."""
