"""A confusion matrix: the explorer and its picture."""
