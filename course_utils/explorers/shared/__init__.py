"""What all explorers share: the base, the canvas, grids of numbers, images of the learner's own."""
