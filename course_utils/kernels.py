"""Named kernels: small arrays of weights, each a detector or a filter with a name.

The named ones are read-only: change a copy, `kernels.sobel_x.copy()`.
"""

import numpy as np

from course_utils.arrays import shown, whole_number
from course_utils.geometry import as_number


def _kernel(rows):
    kernel = np.array(rows, np.float32)
    kernel.flags.writeable = False  # a kernel changed by accident would stay changed for every later cell
    return kernel


#: Leaves every pixel as it is.
identity = _kernel([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
#: Answers where brightness rises from left to right (a vertical edge).
sobel_x = _kernel([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
#: Answers where brightness rises from top to bottom (a horizontal edge).
sobel_y = _kernel([[-1, -2, -1], [0, 0, 0], [1, 2, 1]])
#: Answers where a pixel differs from its four neighbours; zero on flat ground.
laplacian = _kernel([[0, -1, 0], [-1, 4, -1], [0, -1, 0]])
#: The identity plus the Laplacian: flat ground stays, differences grow.
sharpen = _kernel([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
#: A light from the upper left: relief.
emboss = _kernel([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]])


def _checked(size):
    count = whole_number(size)
    if count is None or count < 1:
        raise ValueError(f"size {shown(size)} is not allowed: a kernel has 1, 2, 3 … pixels per side.")
    return count


def box_blur(size=3):
    """Kernel that averages a square of pixels: all weights equal, their sum 1.

    Parameters
    ----------
    size : int
        Pixels per side.

    Returns
    -------
    kernel : float32 (size, size)

    >>> box_blur(2)
    array([[0.25, 0.25],
           [0.25, 0.25]], dtype=float32)

    Introduced in notebook 01.
    """
    size = _checked(size)
    return np.full((size, size), 1 / size**2, np.float32)


def gaussian_blur(size=5, sigma=1.0):
    """Kernel that averages with weights falling off as a bell around the middle, their sum 1.

    Parameters
    ----------
    size : int
        Pixels per side.
    sigma : float
        Width of the bell, in pixels.

    Returns
    -------
    kernel : float32 (size, size)

    >>> gaussian_blur(3, sigma=1.0).round(2)
    array([[0.08, 0.12, 0.08],
           [0.12, 0.2 , 0.12],
           [0.08, 0.12, 0.08]], dtype=float32)

    Introduced in notebook 01.
    """
    size = _checked(size)
    sigma = as_number(sigma, "sigma", lambda width: width > 0, "the width of the bell must be above 0 pixels")
    square = (np.arange(size) - (size - 1) / 2) ** 2
    # Without the smallest, which cancels in the quotient, a narrow bell of even size would be all zeros.
    bell = np.exp(-(square - square.min()) / (2 * sigma**2))
    kernel = np.outer(bell, bell)
    return (kernel / kernel.sum()).astype(np.float32)
