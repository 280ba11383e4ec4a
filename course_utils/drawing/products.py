"""Multiply and add, drawn: one window, the answers at their places, all windows as one matrix product."""

import numpy as np

from course_utils.colours import NEUTRAL
from course_utils.drawing.grids import draw_feature_map, draw_image, draw_kernel, draw_window


def draw_products(axes, image, kernel, products, total, *, row=0, column=0):
    """Draw an image with one window, then that window × kernel = products, and their sum.

    Parameters
    ----------
    axes : five Axes
        Widths in the ratio of the columns, e.g. `widths=[5, 3, 3, 3, 1]`.
    image : (height, width)
    kernel, products : (kernel_height, kernel_width)
    total : float
        The sum of the products.
    row, column : int
        Upper left pixel of the window.
    """
    height, width = np.shape(kernel)
    draw_image(axes[0], image, "image")
    draw_window(axes[0], row, column, (height, width))
    window = np.asarray(image)[row : row + height, column : column + width]
    draw_image(axes[1], window, "window", limits=axes[0].images[0].get_clim())
    draw_kernel(axes[2], kernel, "kernel")
    draw_feature_map(axes[3], products, "products")
    draw_feature_map(axes[4], [[total]], "sum")
    for ax, sign in zip(axes[2:], "×=Σ", strict=True):
        draw_sign(ax, sign)


def draw_answers(axes, image, feature_map, kernel_size, places):
    """Draw an image and its feature map, some windows outlined in one and their answers in the other.

    Parameters
    ----------
    axes : two Axes
    image : (height, width)
    feature_map : (rows, columns)
    kernel_size : int or (rows, columns)
    places : sequence of (row, column)
        Of the windows, at stride 1.
    """
    draw_image(axes[0], image, "image")
    draw_feature_map(axes[1], feature_map, "feature map: one answer a window")
    for row, column in places:
        draw_window(axes[0], row, column, kernel_size)
        draw_window(axes[1], row, column, 1)


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


def draw_sign(ax, sign, *, colour=NEUTRAL):
    """Write a sign such as × or = to the left of a picture, half-way up.

    Parameters
    ----------
    ax : Axes
        Of the picture.
    sign : str
    colour : str

    Returns
    -------
    Annotation
    """
    return ax.annotate(
        sign,
        (0, 0.5),
        xytext=(-10, 0),
        textcoords="offset points",
        xycoords="axes fraction",
        ha="right",
        va="center",
        fontsize=18,
        color=colour,
    )
