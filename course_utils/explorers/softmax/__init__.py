"""Logits into shares: the explorer and its picture."""
