"""What explanations say of each pixel, and what they say where nothing was learned: the explorer and its parts."""
