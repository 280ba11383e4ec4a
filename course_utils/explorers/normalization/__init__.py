"""Batch norm with its two modes: the explorer, its picture, and where it can be touched."""
