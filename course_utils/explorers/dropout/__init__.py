"""Masks and means: the explorer and its picture."""
