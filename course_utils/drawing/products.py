"""Multiply and add, drawn: one window, the answers at their places, all windows as one matrix product."""

import numpy as np

from course_utils.drawing.given import check_same, check_shape, grid, items, one_number, one_row
from course_utils.drawing.grids import draw_feature_map, draw_image, draw_kernel, grey_limits, inside


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
    image, kernel, products = grid(image, "image"), grid(kernel, "kernel"), grid(products, "products")
    check_shape(products.shape, "products", kernel.shape, "kernel")
    ((row, column, (height, width)),) = windows = inside([(row, column, kernel.shape)], image.shape)
    window = image[row : row + height, column : column + width]
    limits = grey_limits(image)
    return [
        draw_image(image, "image", windows=windows, limits=limits, width=image.shape[1]),
        draw_image(window, "window", limits=limits, width=width),
        draw_kernel(kernel, "kernel", sign="×", width=width),
        draw_feature_map(products, "products", sign="=", width=width),
        draw_feature_map([[one_number(total, "total")]], "sum", sign="Σ", width=1),
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
    places = [items(place, "a place", kind="number") for place in items(places, "places", kind="place", least=0)]
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
    rows, column, answers = grid(rows, "rows"), one_row(column, "column"), one_row(answers, "answers")
    check_same(len(column), "weight", rows.shape[1], "number in a row")
    check_same(len(answers), "answer", len(rows), "row")
    column, answers = column[:, np.newaxis], answers[:, np.newaxis]
    return [
        draw_image(rows, "every window, one per row", width=rows.shape[1]),
        draw_kernel(column, "kernel", sign="@"),
        draw_feature_map(answers, "answers", sign="="),
    ]
