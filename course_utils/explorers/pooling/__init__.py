"""What a pool keeps: the explorer, its picture, and where it can be touched."""
