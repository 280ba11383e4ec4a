"""Named kernels and one's own: the gallery and its picture."""
