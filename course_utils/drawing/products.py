"""Multiply and add, drawn: one window, the answers at their places, all windows as one matrix product."""

import numpy as np

from course_utils.drawing.grids import draw_feature_map, draw_image, draw_kernel


def draw_products(image, kernel, products, total, *, row=0, column=0):
    """Five panels: an image with one window, then that window × kernel = products, and their sum.

    Parameters
    ----------
    image : (height, width)
    kernel, products : (kernel_height, kernel_width)
    total : float
        The sum of the products.
    row, column : int
        Upper left pixel of the window.

    Returns
    -------
    list of Panel
        A pixel has the same size in all of them.
    """
    image, (height, width) = np.asarray(image), np.shape(kernel)
    window = image[row : row + height, column : column + width]
    limits = min(0, image.min()), 255 if image.dtype == np.uint8 else max(1.0, float(image.max()))
    return [
        draw_image(image, "image", windows=[(row, column, (height, width))], limits=limits, width=image.shape[1]),
        draw_image(window, "window", limits=limits, width=width),
        draw_kernel(kernel, "kernel", sign="×", width=width),
        draw_feature_map(products, "products", sign="=", width=width),
        draw_feature_map([[total]], "sum", sign="Σ", width=1),
    ]


def draw_answers(image, feature_map, kernel_size, places):
    """Two panels: an image and its feature map, some windows outlined in one and their answers in the other.

    Parameters
    ----------
    image : (height, width)
    feature_map : (rows, columns)
    kernel_size : int or (rows, columns)
    places : sequence of (row, column)
        Of the windows, at stride 1.

    Returns
    -------
    list of Panel
    """
    windows, answers = [(*place, kernel_size) for place in places], [(*place, 1) for place in places]
    return [
        draw_image(image, "image", windows=windows),
        draw_feature_map(feature_map, "feature map: one answer per window", windows=answers),
    ]


def draw_matrix_product(rows, column, answers):
    """Three panels: all windows, one a row, times the kernel as a column: one answer a row.

    Parameters
    ----------
    rows : (windows, weights)
    column : (weights,)
    answers : (windows,)

    Returns
    -------
    list of Panel
    """
    column, answers = np.asarray(column)[:, np.newaxis], np.asarray(answers)[:, np.newaxis]
    return [
        draw_image(rows, "every window, one per row", width=np.shape(rows)[1]),
        draw_kernel(column, "kernel", sign="@"),
        draw_feature_map(answers, "answers", sign="="),
    ]
