"""How much a shift changes: the explorer and its picture."""
