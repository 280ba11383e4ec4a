"""The explorer of receptive fields, and its picture."""
