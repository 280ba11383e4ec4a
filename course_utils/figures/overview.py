"""Figures that stand at the start: the map of the lessons, and how an image of the data set was made."""
