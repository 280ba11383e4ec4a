"""Random changes of a garment: the explorer and its picture."""
