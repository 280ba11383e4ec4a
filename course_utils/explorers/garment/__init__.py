"""Garments drawn from a code: the explorer of a decoder and its parts."""
