"""Windows on a row of pixels: the explorer and its picture."""
