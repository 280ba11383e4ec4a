"""Figures of windows: a kernel slides, padding and stride, pooling, filter-detect-condense."""

import numpy as np

from course_utils import kernels
from course_utils.activations import relu
from course_utils.colours import FEATURE_MAP, INPUT, KERNEL, NEUTRAL, PALE, grey, ink, signed, to_hex
from course_utils.figures.data import garment, whole_feature_map
from course_utils.figures.svg import Picture, spoken, written
from course_utils.geometry import geometry
from course_utils.numbers import shape
from course_utils.pooling import average_pool, max_pool

# The image of notebook 01.
_SLIDING = np.array([[0, 3, 3, 0, 0], [0, 3, 3, 0, 1], [0, 2, 3, 0, 0], [1, 3, 3, 0, 0], [0, 3, 3, 1, 0]])
# Pale, so that numbers are read on them: behind negative ones, zeros and positive ones.
_SIGNS = np.array([to_hex(colour) for colour in signed([-1, 0, 1], limit=4)])
_GREYS = np.apply_along_axis(to_hex, -1, grey(_SLIDING, 0, _SLIDING.max()))
_POOLED = np.array([[1, 3, 2, 0], [6, 2, 1, 9], [4, 4, 5, 5], [8, 0, 7, 2]])


def kernel_slides():
    """A 3×3 window at three positions of a 5×5 image, its nine products, and the number each position writes."""
    feature_map = whole_feature_map(_SLIDING, kernels.sobel_x)
    picture = Picture(
        "kernel_slides",
        "Each position of the window writes one number",
        "Three rows. In each, a 3 by 3 window on a 5 by 5 image of numbers is multiplied, place by place, by the same "
        "kernel; the nine products are added and the sum goes to one place of a 3 by 3 feature map. The first position "
        f"gives {feature_map[0, 0]}, the second {feature_map[0, 1]}, the last {feature_map[2, 2]}.",
        height=765,
    )
    heads = {115: "image, 5 × 5", 300: "kernel, 3 × 3", 492: "products, place by place", 885: "feature map, 3 × 3"}
    for x, words in heads.items():
        picture.text(x, 90, words, anchor="middle")
    for y, row, column in ((110, 0, 0), (320, 0, 1), (565, 2, 2)):
        _one_position(picture, y, row, column, feature_map)
    picture.text(30, 530, "The window goes on, row by row. Seven positions later, the last one:", colour=ink(KERNEL))
    return picture


def _one_position(picture, y, row, column, feature_map):
    """Draw one row of the figure: image and window, kernel, products, and the map as far as it is written."""
    window = _SLIDING[row : row + 3, column : column + 3]
    picture.grid(30, y, _SLIDING, 34, INPUT, fills=_GREYS)
    picture.box(30 + 34 * column, y + 34 * row, 102, 102, KERNEL, weight=5)
    picture.centred(225, y + 85, "×", size=30)
    picture.grid(250, y + 25, kernels.sobel_x, 40, KERNEL)
    picture.centred(395, y + 85, "=", size=30)
    picture.grid(420, y + 13, window * kernels.sobel_x, 48, NEUTRAL)
    picture.arrow((580, y + 85), (790, y + 85))
    picture.text(680, y + 68, "add all nine", anchor="middle")
    picture.text(680, y + 118, written(feature_map[row, column]), anchor="middle", size=26, bold=True)
    so_far = feature_map.astype(float)
    so_far.ravel()[row * 3 + column + 1 :] = np.nan
    picture.grid(810, y + 10, so_far, 50, FEATURE_MAP, size=20)
    picture.box(810 + 50 * column, y + 10 + 50 * row, 50, 50, FEATURE_MAP, weight=5)


def padding_and_stride():
    """The windows of three settings on the same image: valid, same, and stride 2 with its ignored pixels."""
    picture = Picture(
        "padding_and_stride",
        "Padding adds positions, stride skips them",
        "Three panels with the same 6 by 6 image and a 3 by 3 window. Without padding at stride 1 there are 4 "
        "positions in a row and a 4 by 4 feature map. With a dotted border of padding one pixel wide there are 6 and a "
        "6 by 6 map. Without padding at stride 2 there are 2 positions; the last row and column are hatched: no window "
        "reads them.",
        height=765,
    )
    panels = (
        (40, "valid", 1, "No padding, stride 1"),
        (365, "same", 1, "Padding “same”, stride 1"),
        (690, "valid", 2, "No padding, stride 2"),
    )
    for x, padding, strides, title in panels:
        picture.text(x + 135, 90, title, anchor="middle", size=20, bold=True)
        _one_setting(picture, x + 15, geometry(6, 3, strides=strides, padding=padding), strides)
    return picture


def _one_setting(picture, x, placement, strides, size=6, cell=30):
    """Draw one panel: brackets above the image (one per window), the image, its feature map and the formula."""
    left, top = x + cell, 230
    before = placement.pad_before * cell
    for window in range(placement.output_size):
        start, y = left - before + window * strides * cell, top - before - 10 - 9 * window
        picture.line(
            (start + 2, y + 6),
            (start + 2, y),
            (start + 3 * cell - 2, y),
            (start + 3 * cell - 2, y + 6),
            colour=KERNEL,
            weight=2.5,
        )
    picture.text(left + 90, 122, f"{placement.output_size} positions in a row", anchor="middle", colour=ink(KERNEL))
    for row in range(-placement.pad_before, size + placement.pad_after):
        for column in range(-placement.pad_before, size + placement.pad_after):
            _pixel(picture, left + column * cell, top + row * cell, cell, (row, column), size, placement)
    picture.box(left, top, size * cell, size * cell, INPUT, weight=2.5)
    picture.box(left - before, top - before, 3 * cell, 3 * cell, KERNEL, weight=5)
    _what_comes_out(picture, left + size * cell / 2, placement, strides, size)


def _pixel(picture, x, y, cell, place, size, placement):
    """Draw one pixel: of the image, of the padding (dotted, a zero), or ignored (hatched)."""
    if min(place) < 0 or max(place) >= size:
        picture.box(x + 1.5, y + 1.5, cell - 3, cell - 3, NEUTRAL, weight=1.5, dotted=True)
        picture.centred(x + cell / 2, y + cell / 2, "0", size=16)
        return
    picture.cell(x, y, cell, cell, None, INPUT)
    if max(place) >= size - placement.ignored:
        picture.hatched(x, y, cell, cell)


def _what_comes_out(picture, middle, placement, strides, size):
    """Write what happened at the border, then draw the feature map with its size and formula."""
    note = "every pixel is read"
    if placement.ignored:
        note = "hatched: never read"
    if placement.pad_before:
        note = "dotted: zeros from padding"
    picture.text(middle, 470, note, anchor="middle")
    side, top = placement.output_size * 22, 530
    picture.arrow((middle, 484), (middle, top - 5))
    picture.grid(middle - side / 2, top, np.full((placement.output_size,) * 2, np.nan), 22, FEATURE_MAP)
    picture.text(
        middle, 692, f"feature map, {placement.output_size} × {placement.output_size}", anchor="middle", bold=True
    )
    padded = f" + {placement.pad_before} + {placement.pad_after}" if placement.pad_before else ""
    exact = (size + placement.pad_before + placement.pad_after - 3) / strides + 1
    formula = [f"({size}{padded} − 3) / {strides} + 1 = {written(exact)}"]
    if exact != placement.output_size:
        formula.append(f"rounded down: {placement.output_size}")
    picture.text(middle, 720, formula, anchor="middle")


def max_and_average_pooling():
    """A 4×4 map of numbers and its 2×2 max and average pools."""
    largest, mean = max_pool(_POOLED), average_pool(_POOLED)
    picture = Picture(
        "max_and_average_pooling",
        "Max pooling keeps the largest number, average pooling the mean",
        "A 4 by 4 map of numbers, cut into four windows of 2 by 2. Max pooling gives the 2 by 2 map "
        f"{spoken(largest)}; average pooling gives {spoken(mean)}. The largest number of each window is ringed.",
        height=520,
    )
    for row in (0, 2):
        for column in (0, 2):
            _pool_window(picture, 60 + 80 * column, 130 + 80 * row, _POOLED[row : row + 2, column : column + 2])
    picture.text(212, 100, "feature map, 4 × 4", anchor="middle")
    picture.text(212, 470, "four windows, 2 × 2, stride 2", anchor="middle", colour=ink(KERNEL))
    picture.text(212, 497, "ringed: the largest of each", anchor="middle")
    for y, words, pooled, name in (
        (100, "max pooling, 2 × 2", largest, "the largest"),
        (310, "average pooling, 2 × 2", mean, "the mean"),
    ):
        picture.arrow((390, 282), (440, 282), (440, y + 87), (500, y + 87))
        picture.text(520, y, words)
        picture.grid(520, y + 15, pooled, 72, FEATURE_MAP, size=22)
        windows = [_POOLED[row : row + 2, column : column + 2] for row in (0, 2) for column in (0, 2)]
        results = zip(windows, pooled.ravel(), strict=True)
        lines = [f"{name} of {spoken(window)}: {written(result)}" for window, result in results]
        picture.text(685, y + 52, lines, size=17)
    return picture


def _pool_window(picture, x, y, values):
    """Draw one window with a ring around its largest number."""
    picture.grid(x, y, values, 72, FEATURE_MAP, size=22)
    picture.box(x, y, 144, 144, KERNEL, weight=4)
    row, column = np.unravel_index(values.argmax(), values.shape)
    centre = {"cx": x + 72 * int(column) + 36, "cy": y + 72 * int(row) + 36}
    picture.add("circle", **centre, r=25, fill="none", stroke=FEATURE_MAP, stroke_width=4)


def filter_detect_condense():
    """A garment through one convolution, ReLU and max pooling, as pictures and as the numbers of one place."""
    image = garment(26)
    filtered = whole_feature_map(image, kernels.sobel_y)
    detected = relu(filtered)
    condensed = max_pool(detected)
    picture = Picture(
        "filter_detect_condense",
        "The kernel filters, ReLU detects, max pooling condenses",
        "A striped T-shirt, 28 by 28. Filtered with a kernel for horizontal edges it becomes a 26 by 26 map with "
        "positive values in green and negative ones in pink; ReLU sets the negative ones to zero, which is pale grey; "
        "max pooling leaves a 13 by 13 map. Below each picture stand the numbers of one outlined place.",
        height=650,
    )
    row, column = 18, 10
    stages = ((30, image, 6, "image"), (352, filtered, 4, "filter"), (590, detected, 4, "detect"))
    for x, values, count, kind in stages:
        _zoomed(picture, x, values, (row, column), count, kind)
    _zoomed(picture, 846, condensed, (row // 2, column // 2), 2, "condense")
    _operations(picture)
    return picture


def _zoomed(picture, x, values, place, count, kind, scale=7, top=150):
    """Draw one stage: the whole map, a window outlined on it, and that window's numbers below."""
    (row, column), cell = place, 30 if kind == "image" else 46
    colour = INPUT if kind == "image" else FEATURE_MAP
    if kind == "image":
        picture.image(x, top, values, scale)
    else:
        picture.feature_map(x, top, values, scale, limit=500)
    picture.box(x + column * scale, top + row * scale, count * scale, count * scale, KERNEL, weight=3.5)
    corner_y, side = top + (row + count) * scale, count * cell
    for corner in (0, 1):
        picture.line(
            (x + (column + corner * count) * scale, corner_y),
            (x + corner * side, 395),
            colour=KERNEL,
            weight=1.5,
            dashed=True,
        )
    numbers = values[row : row + count, column : column + count]
    fills = PALE[INPUT] if kind == "image" else _SIGNS[np.sign(numbers) + 1]
    picture.grid(x, 395, numbers, cell, colour, size=15 if kind == "image" else 16, fills=fills)
    picture.text(x, 105, kind.capitalize(), size=20, bold=True)
    picture.text(x, 130, shape(values.shape), size=17)


def _operations(picture):
    """Write between the stages what is done: the kernel, ReLU, max pooling."""
    picture.text(289, 195, "kernel", anchor="middle", size=17, colour=ink(KERNEL))
    picture.grid(244, 205, kernels.sobel_y, 30, KERNEL, size=16)
    picture.arrow((236, 318), (342, 318))
    for x, words in ((562, ["ReLU"]), (809, ["max", "pooling"])):
        picture.text(x, 248 - 22 * len(words), words, anchor="middle", size=17)
        picture.arrow((x - 22, 240), (x + 22, 240))
    note = "Below: the outlined place as numbers. Green is positive, pink negative, grey zero."
    picture.text(30, 620, note)
