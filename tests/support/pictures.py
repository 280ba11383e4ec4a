"""What tests ask of pictures: their Axes with what is drawn on them, and their words."""

import numpy as np

from course_utils.drawing import style


def axes_of(*panels):
    """The Axes of a picture, row by row from the left; arguments as for `show`."""
    return style.drawn(*panels)[0].axes


def words_of(*panels):
    """The description of a picture."""
    return style.drawn(*panels)[1]


def artist_of(panel):
    """The array that a lone panel shows, as an artist with its colours."""
    return axes_of(panel)[0].images[0]


def shown(ax):
    """The array that an Axes shows."""
    return np.asarray(ax.images[0].get_array())


def written(ax):
    """The texts on an Axes, its title and labels aside."""
    return [text.get_text() for text in ax.texts]
