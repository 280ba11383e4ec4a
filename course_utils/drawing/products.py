"""Multiply and add, drawn: one window, all windows as a matrix product, and the channels of a volume."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course_utils.drawing.grids import draw_feature_map, draw_image, draw_kernel
from course_utils.drawing.style import NEUTRAL

# Light at the top, so that a blue channel is as easy to see as a red one.
_CHANNELS = {"red": "#ff8a80", "green": "#7ee08a", "blue": "#9db8ff"}


def draw_products(axes, window, kernel, products, total):
    """Draw window × kernel = products, and their sum: the answer at one position.

    Parameters
    ----------
    axes : four Axes
    window, kernel, products : (height, width)
    total : float
        The sum of the products.
    """
    draw_image(axes[0], window, "window")
    draw_kernel(axes[1], kernel, "kernel")
    draw_feature_map(axes[2], products, "products")
    draw_feature_map(axes[3], [[total]], "sum")
    for ax, sign in zip(axes[1:], "×=Σ", strict=True):
        draw_sign(ax, sign)


def draw_matrix_product(axes, rows, column, answers):
    """Draw all windows, one a row, times the kernel as a column: one answer a row.

    Parameters
    ----------
    axes : three Axes
        Widths in the ratio of the columns, e.g. `widths=[9, 1, 1]`.
    rows : (windows, weights)
    column : (weights,)
    answers : (windows,)
    """
    draw_image(axes[0], rows, "every window, one a row")
    draw_kernel(axes[1], column[:, np.newaxis], "kernel")
    draw_feature_map(axes[2], answers[:, np.newaxis], "answers")
    draw_sign(axes[1], "@")
    draw_sign(axes[2], "=")


def draw_channels(axes, image):
    """Draw the red, green and blue channel of an image, each a matrix of its own.

    Parameters
    ----------
    axes : three Axes
    image : (height, width, 3)
        In 0 … 1.
    """
    for channel, (ax, (name, light)) in enumerate(zip(axes, _CHANNELS.items(), strict=True)):
        artist = draw_image(ax, image[..., channel], f"{name} channel")
        artist.set_cmap(LinearSegmentedColormap.from_list(name, ["black", light]))


def draw_kernel_slices(axes, kernel):
    """Draw a kernel for RGB images: one slice of weights a channel, on one scale of colours.

    Parameters
    ----------
    axes : three Axes
    kernel : (height, width, 3)
    """
    for channel, (ax, name) in enumerate(zip(axes, _CHANNELS, strict=True)):
        draw_kernel(ax, kernel[..., channel], f"weights for {name}", limit=float(np.abs(kernel).max()))


def draw_sign(ax, sign, *, colour=NEUTRAL):
    """Write a sign such as × or = to the left of a picture, half-way up."""
    return ax.annotate(
        sign, (0, 0.5), xytext=(-10, 0), textcoords="offset points", xycoords="axes fraction",
        ha="right", va="center", fontsize=18, color=colour,
    )  # fmt: skip
