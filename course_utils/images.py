"""Images to learn on: tiny ones that can be checked by hand, and a photograph."""

import numpy as np


def counting(height, width):
    """Image whose pixels are numbered from 1 in reading order, as float32 (height, width).

    >>> counting(2, 3)
    array([[1., 2., 3.],
           [4., 5., 6.]], dtype=float32)

    Introduced in notebook 01.
    """
    return np.arange(1, height * width + 1, dtype=np.float32).reshape(height, width)


def vertical_edge(height=6, width=6, *, column=None):
    """Image that is dark (0) left of a column and bright (1) from it on, as float32 (height, width).

    The column is the middle unless one is given.

    >>> vertical_edge(2, 4)
    array([[0., 0., 1., 1.],
           [0., 0., 1., 1.]], dtype=float32)

    Introduced in notebook 01.
    """
    image = np.zeros((height, width), np.float32)
    image[:, width // 2 if column is None else column :] = 1
    return image


def dot(size, row, column):
    """Image of one bright pixel (1) on black (0), as float32 (size, size).

    >>> dot(2, 0, 1)
    array([[0., 1.],
           [0., 0.]], dtype=float32)

    Introduced in notebook 01.
    """
    image = np.zeros((size, size), np.float32)
    image[row, column] = 1
    return image


def checkerboard(size):
    """Image of alternating black (0) and white (1) pixels, black first, as float32 (size, size).

    >>> checkerboard(3)
    array([[0., 1., 0.],
           [1., 0., 1.],
           [0., 1., 0.]], dtype=float32)

    Introduced in notebook 03.
    """
    return (np.indices((size, size)).sum(axis=0) % 2).astype(np.float32)


def square_outline(size=16, *, side=10):
    """Image of a square's outline, one pixel thick, in the middle, as float32 (size, size).

    >>> square_outline(5, side=3)
    array([[0., 0., 0., 0., 0.],
           [0., 1., 1., 1., 0.],
           [0., 1., 0., 1., 0.],
           [0., 1., 1., 1., 0.],
           [0., 0., 0., 0., 0.]], dtype=float32)

    Introduced in notebook 03.
    """
    image = np.zeros((size, size), np.float32)
    first = (size - side) // 2
    image[first : first + side, first : first + side] = 1
    image[first + 1 : first + side - 1, first + 1 : first + side - 1] = 0
    return image


def circle_outline(size=16, *, diameter=10):
    """Image of a circle's outline, about one pixel thick, in the middle, as float32 (size, size).

    >>> circle_outline(5, diameter=5)
    array([[0., 1., 1., 1., 0.],
           [1., 0., 0., 0., 1.],
           [1., 0., 0., 0., 1.],
           [1., 0., 0., 0., 1.],
           [0., 1., 1., 1., 0.]], dtype=float32)

    Introduced in notebook 03.
    """
    row, column = np.indices((size, size)) - (size - 1) / 2
    distance = np.hypot(row, column)
    return (np.abs(distance - (diameter - 1) / 2) < 0.5).astype(np.float32)


def photograph(height=160):
    """Colour photograph of Grace Hopper, as float32 (height, about 5/6 of that, 3) in [0, 1].

    Rear Admiral Grace Hopper, U.S. Navy portrait by James S. Davis (1984), in the public domain. The file
    comes with Matplotlib as sample data, so nothing is downloaded.

    Parameters
    ----------
    height : int
        Rows wanted, up to 600; the width follows.

    >>> photograph(120).shape
    (120, 102, 3)

    Introduced in notebook 00.
    """
    # Imported here: other images need neither, and both take time.
    from matplotlib import cbook
    from PIL import Image

    if not 1 <= height <= 600:
        raise ValueError(f"height {height} is not allowed: the photograph has 600 rows; give 1 to 600.")
    with cbook.get_sample_data("grace_hopper.jpg") as stream, Image.open(stream) as picture:
        width = round(picture.width * height / picture.height)
        pixels = np.asarray(picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS))
    return pixels.astype(np.float32) / 255
