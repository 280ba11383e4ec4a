"""The pictures of `ConvolutionExplorer`, one a view, from finished numbers: what stands out, and the calculation."""

from functools import partial

import numpy as np

from course_utils.colours import KERNEL
from course_utils.explorers.convolution.convolution_facts import Pixel, Weight, Window
from course_utils.explorers.convolution.convolution_layout import CHANNELS, Sketch
from course_utils.explorers.shared.sums import equation, equations, parts
from course_utils.numbers import number

SHOW = ["window", "who reads a pixel", "what a weight touches"]


def picture(answers, found):
    """The picture of a view, a Canvas.

    Parameters
    ----------
    answers : Answers
    found : Window, Pixel or Weight
        What is looked at.
    """
    canvas = {Window: _window, Pixel: _pixel, Weight: _weight}[type(found)](answers, found)
    if not isinstance(found, Window):
        canvas.back = {"show": SHOW[0]}
        canvas.hint = f"{canvas.hint} Escape: back to the window."
    return canvas


# Window times kernel, and the sum written into the map.


def _window(answers, found):
    (lines, title, total), beside = _written(answers, found), _is_beside(answers.laid)
    longest = max(len(line) for of_channel in lines for line, _ in of_channel)
    sketch, (rows, columns) = Sketch(answers), answers.laid.shape[:2]
    strip = max(sketch.side * rows + (20 if beside else 18 * rows + 30), 46)
    filled = f", {found.position + 1} of {answers.feature_map.size}" * (not sketch.many)
    hidden = np.arange(answers.feature_map.size).reshape(answers.feature_map.shape) > found.position
    sketch.image(((found.row, rows), (found.column, columns)), dragged=True)
    sketch.map(answers.feature_map, "feature map" + filled, ((found.row, 1), (found.column, 1)), hidden=hidden)
    for channel, of_channel in enumerate(lines):
        y = sketch.below + strip * channel
        slots = [
            ("window", found.window[..., channel], sketch.as_pixels, partial(sketch.touch_part, "values", channel)),
            (sketch.kernel_name, answers.laid[..., channel], sketch.as_weights, partial(sketch.touch_weights, channel)),
            (
                "products",
                found.products[..., channel],
                sketch.as_products,
                partial(sketch.touch_part, "products", channel),
            ),
        ]
        x = sketch.slots(channel, y, slots)
        place, step = ((x - 4, y), sketch.side) if beside else ((12, y + sketch.side * rows + 8), 18)
        sketch.sums(place, of_channel, longest, step)
    return sketch.drawn(title, strip * len(lines) + 44, total)


def _written(answers, found):
    """Each row's products and what the sum is so far, channel by channel; the title; and the total."""
    sums = np.stack([found.row_sums, found.running_sums])
    *texts, answer = map(number, [*sums.ravel(), found.answer])
    names = CHANNELS if sums.shape[2] > 1 else ["sum"]
    terms, values = parts([*names, "bias"], [*found.running_sums[-1], answers.bias])
    total = f"{equation(terms, values, answer)}   → row {found.row}, column {found.column}"
    count = found.products.size
    made = f"{count} products, one sum" if count > 1 else "One product"
    lines = _lines(answers, found, *np.reshape(texts, sums.shape))
    return lines, f"{made}: {answer} goes into the feature map", total


def _lines(answers, found, of_rows, so_far):
    """For each channel: each row's products written out, and what the sum is so far."""
    names, lines = ["so far"] * (len(so_far) - 1) + ["sum"], []
    for channel in range(answers.laid.shape[2]):
        pixels, weights = found.window[..., channel], answers.laid[..., channel]
        written = _fitting(pixels, weights, of_rows[:, channel])
        ends = map(" ".join, zip(names, so_far[:, channel], strict=True))
        lines.append(list(zip(written, ends, strict=True)))
    return lines


def _fitting(pixels, weights, of_rows):
    """Each row's products and sum, in as many decimals as there is room for: three where no number has more, else two.

    Where even these are too long, what is tiny gets no digits, and the others get fewer.
    """
    is_short = all(np.allclose(one, one.round(3), rtol=0, atol=1e-7) for one in (pixels, weights))
    usual, letters = 3 if is_short else 2, 54 if _is_beside(weights) else 120
    for decimals, tiny in ((usual, None), (usual, "≈0"), (1, "≈0"), (0, "≈0")):
        lines = equations(pixels, weights, of_rows, decimals, tiny)
        if max(map(len, lines)) <= letters:
            break
    return lines


def _is_beside(kernel):
    """Whether the sums have room beside the grids, rather than below."""
    return kernel.shape[1] <= 3


# Which answers a pixel has a share in.


def _pixel(answers, found):
    sketch, (height, width), met = Sketch(answers), answers.laid.shape[:2], found.weights_met
    strong = np.zeros(answers.pixels.shape[:2], bool)
    for row, column in np.argwhere(found.readers):
        strong[row : row + height, column : column + width] = True
    sketch.image([(at, 1) for at in found.at], strong=strong)
    frame = [_run(found.readers.any(axis=axis)) for axis in (1, 0)]
    sketch.map(answers.feature_map, "feature map", frame, strong=found.readers)
    strip = sketch.side * met.shape[0] + 20
    for channel in range(met.shape[2]):
        slots = [
            ("pixel", answers.pixels[found.at][channel].reshape(1, 1), sketch.as_pixels, None),
            ("weights it meets", met[..., channel], sketch.as_weights, None),
            ("its shares", found.shares[..., channel], sketch.as_products, None),
        ]
        x = sketch.slots(channel, sketch.below + strip * channel, slots)
    _write_beside(sketch, x + 4, _words_of_pixel(answers, met))
    count = found.readers.sum()
    title = "1 window reads this pixel" if count == 1 else f"{count} windows read this pixel, each with its own weight"
    return sketch.drawn(title, max(strip * met.shape[2], 84) + 16)


def _words_of_pixel(answers, met):
    if met.shape[:2] != answers.laid.shape[:2]:
        return ["Placed as the answers are.", "So near the border, some", "weights never meet it."]
    turn = "as it is written." if answers.turned else "turned by half a turn."
    return ["Placed as the answers are.", "All weights meet it once:", f"the kernel, {turn}"]


# Which pixels a weight touches.


def _weight(answers, found):
    sketch, (row, column, of) = Sketch(answers), found.at
    weight = number(answers.laid[found.at])
    sketch.image([_run(found.touched.any(axis=axis)) for axis in (1, 0)], strong=found.touched, channels=[of])
    name = "its products" if sketch.many else f"its products, {weight} × pixel"
    sketch.map(found.shares, name, [(0, size) for size in found.shares.shape])
    x, wide = 12, max(sketch.side * answers.laid.shape[1], 90)
    left = x + (wide - sketch.side * answers.laid.shape[1]) / 2
    for channel in range(answers.laid.shape[2]):
        name = f"{CHANNELS[channel]} slice" if sketch.many else sketch.kernel_name
        chosen = np.zeros(answers.laid.shape[:2], bool)
        chosen[row, column] = channel == of
        shown = {"y": sketch.below, "cell": sketch.side, "strong": chosen}
        sketch.grid(left, answers.laid[..., channel], sketch.as_weights, name, **shown)
        sketch.touch_weights(channel)
        if channel == of:
            sketch.frame(left, (row, 1), (column, 1), sketch.side, KERNEL, y=sketch.below)
        x, left = x + wide + 22, left + wide + 22
    _write_beside(sketch, x + 8, _words_of_weight(weight, found.shares.size))
    title = f"One weight touches {found.touched.sum()} pixels: all windows share it"
    return sketch.drawn(title, max(sketch.side * answers.laid.shape[0], 70) + 22)


def _words_of_weight(weight, windows):
    return [
        f"Weight {weight} meets each of these pixels once,",
        f"in another window each time: {windows} windows.",
        "Its products are its part of all the answers.",
    ]


def _write_beside(sketch, x, lines):
    for place, line in enumerate(lines):
        sketch.write(x, sketch.below + 10 + 20 * place, line, size=13, anchor="start")


def _run(mask):
    """First True place and how many, of a run of them."""
    return int(np.argmax(mask)), int(mask.sum())
