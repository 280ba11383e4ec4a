"""The explorer of a whole network: trace, layers in NumPy, picture."""
