"""What `KernelGallery` shows: the image, the chosen kernel and its answer large, below them all kernels, small."""

import numpy as np

from course_utils.colours import FEATURE_MAP, INPUT, KERNEL, KERNEL_COLOURS, NEUTRAL, grey, ink, signed
from course_utils.explorers.shared.areas import light_windows
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.number_grid import draw_grid, fitted, written
from course_utils.numbers import number, shape

#: Name of the kernel that typing makes.
YOURS = "yours"

_LARGE, _KERNEL, _TOP = 250, 170, 24
_MIDDLES = 129, 370, 611  # of image, kernel and answer
_BANK, _BANK_HEIGHT, _OTHERS = 324, 176, 508
_COLUMNS, _TILE = 5, WIDTH / 5
_TOLD = 1024  # places up to which each one's number is told when one points at it
_NUMBERED, _LETTERS = 5, 12  # a side up to which weights are written, and the size from which on they are
_HINT = "Point at an answer, click a kernel or weight and type, drop a picture; Tab, arrows, Enter."


def draw(gallery):
    """The picture of a gallery that has been computed, a `Canvas`."""
    canvas = Canvas(_OTHERS + 48)
    kernel, answers = gallery.bank[gallery.kernel], gallery.feature_maps[gallery.kernel]
    _draw_image(canvas, gallery)
    _draw_kernel(canvas, gallery, kernel)
    _draw_answers(canvas, gallery, answers)
    for x, sign in ((269, "⋆"), (471, "=")):
        canvas.text(x, _TOP + _LARGE / 2, sign, size=24 if sign == "⋆" else 18)
    if answers is not None:
        _touch(canvas, gallery.pixels, kernel, answers)
    _draw_bank(canvas, gallery)
    gallery.draw_others(canvas, _OTHERS)
    canvas.hint = _HINT
    return canvas


def short(value):
    """Two digits behind the point, and none from 100 on, where the whole ones need the room."""
    return number(value, 2 if abs(value) < 100 else 0, thousands=True)


def _draw_image(canvas, gallery):
    low, high = map(short, (gallery.pixels.min(), gallery.pixels.max()))
    canvas.text(_MIDDLES[0], 12, gallery.title(), colour=ink(INPUT), bold=True)
    _fitted(canvas, _MIDDLES[0], _TOP + _LARGE / 2, _LARGE, _as_image(gallery.pixels), INPUT)
    canvas.text(_MIDDLES[0], 289, f"{shape(gallery.pixels.shape)} pixels, {low} to {high}", size=12)
    _draw_key(canvas, _MIDDLES[0], grey(np.linspace(0, 1, 72)[np.newaxis], 0, 1), "0", short(_white(gallery.pixels)))


def _draw_kernel(canvas, gallery, kernel):
    x, y = _MIDDLES[1], _TOP + _LARGE / 2
    canvas.text(x, 12, gallery.kernel, colour=ink(KERNEL), bold=True)
    cell = _KERNEL / max(3, *kernel.shape)
    height, width = (cell * side for side in kernel.shape)
    place = x - width / 2, y - height / 2
    most = float(np.abs(kernel).max())
    colours = signed(kernel, most, KERNEL_COLOURS)
    if _is_numbered(kernel, cell):
        draw_grid(canvas, *place, cell, kernel, colours)
    else:
        canvas.framed_image(*place, width, height, colours, NEUTRAL)
    canvas.area(
        "kernel",
        *place,
        width,
        height,
        **touched_weights(kernel, begun=bool(gallery.kernel == YOURS and gallery.weights)),
    )
    canvas.text(x, y + _KERNEL / 2 + 18, f"sum {short(gallery.sums[gallery.kernel])}", size=14, bold=True)
    canvas.text(x, 289, "weights", size=12)
    _draw_key(canvas, x, signed(np.linspace(-1, 1, 72)[np.newaxis], 1, KERNEL_COLOURS), short(-most), short(most))


def touched_weights(kernel, *, begun):
    """What typing into a kernel does: it makes yours of it, or goes on with yours where that was begun."""
    start = {} if begun else {"kernel": YOURS, "weights": written(kernel)}
    return {
        "rows": kernel.shape[0],
        "columns": kernel.shape[1],
        "types": start | {"weights[{row},{column}]": "{value}"},
        "values": tuple(map(float, written(kernel.ravel()))),
        "step": 1 if not np.any(kernel % 1) else 0.1,
        "words": tuple(short(weight) for weight in kernel.ravel().tolist()),
        "hint": "a weight, click and type",
    }


def _is_numbered(kernel, cell):
    texts, size = fitted(tuple(np.ravel(kernel).tolist()), cell - 0.5, max(10, min(15, 0.4 * cell)))
    return max(kernel.shape) <= _NUMBERED and size >= _LETTERS and "…" not in texts


def _draw_answers(canvas, gallery, answers):
    x, y = _MIDDLES[2], _TOP + _LARGE / 2
    after = ", negative ones set to 0" if gallery.relu else ""
    canvas.text(x, 12, f"answers{after}", colour=ink(FEATURE_MAP), bold=True)
    if answers is None:
        canvas.box(x - _LARGE / 2, _TOP, _LARGE, _LARGE, edge=NEUTRAL, dotted=True)
        canvas.text(x, y, "The kernel is larger than the image.")
        return
    limit = gallery.limits[gallery.kernel]
    _fitted(canvas, x, y, _side(gallery.pixels, answers), signed(answers, limit), FEATURE_MAP)
    canvas.text(x, 289, f"{shape(answers.shape)} answers, {gallery.said_of(gallery.kernel)}", size=12)
    _draw_key(canvas, x, signed(np.linspace(-1, 1, 72)[np.newaxis], 1), short(-limit), short(limit))


def _side(pixels, answers):
    """The larger side of the answers, on the scale of the image."""
    return _LARGE * max(answers.shape) / max(pixels.shape)


def _touch(canvas, pixels, kernel, answers):
    """Let image and answers be pointed at: each answer's window, and each pixel's readers."""
    size = tuple(zip(kernel.shape, answers.shape, strict=True))
    windows = [[range(place, place + side) for place in range(count)] for side, count in size]
    readers = [
        [range(max(place - side + 1, 0), min(place + 1, count)) for place in range(side + count - 1)]
        for side, count in size
    ]
    for name, values, of, lit, hint in (
        ("image", pixels, "answers", readers, "a pixel, and who reads it"),
        ("answers", answers, "image", windows, "an answer, and its window"),
    ):
        # What a sum of float32 lacks to 0 or to 0.175 differs from processor to processor, and is nothing to say.
        told = np.round(values.ravel().astype(float), 5).tolist() if values.size <= _TOLD else []
        words = tuple(number(value, 2) for value in told)
        place = _place(_MIDDLES[0] if name == "image" else _MIDDLES[2], pixels, values)
        says = {"rows": values.shape[0], "columns": values.shape[1], "words": words, "hint": hint}
        canvas.area(name, *place, **says, lights={of: light_windows(*lit, whole=True)})


def _draw_bank(canvas, gallery):
    """Every kernel with what it makes of the image; the chosen one is framed."""
    names = list(gallery.names)
    rows = -(-len(names) // _COLUMNS)
    pitch = _BANK_HEIGHT / rows
    for place, name in enumerate(names):
        x, y = _TILE * (place % _COLUMNS), _BANK + pitch * (place // _COLUMNS)
        _draw_tile(canvas, gallery, name, x + 2, y, pitch - 22)
        if name == gallery.kernel:
            canvas.box(x + 1, y - 1, _TILE - 3, pitch - 2, edge=KERNEL, weight=2)
    for row in range(rows):
        some = names[row * _COLUMNS : (row + 1) * _COLUMNS]
        words = tuple(f"{name}, sum {short(gallery.sums[name])}" if name in gallery.sums else name for name in some)
        says = {"sets": {"kernel": "{index}"}, "start": row * _COLUMNS, "hint": "click to see it large", "words": words}
        place = 0, _BANK + pitch * row, _TILE * len(some), pitch - 4
        canvas.area(f"kernels {row}", *place, rows=1, columns=len(some), **says)


def _draw_tile(canvas, gallery, name, x, y, side):
    canvas.text(x + 4, y + 8, name, size=12, anchor="start", colour=ink(KERNEL), bold=name == gallery.kernel)
    middle = y + 17 + side / 2
    first, second = x + 38, x + 108
    if name not in gallery.bank:
        canvas.box(x + 4, y + 18, _TILE - 12, side - 2, edge=NEUTRAL, dotted=True)
        canvas.text(x + _TILE / 2 - 2, middle, "type a weight above", size=12, colour=NEUTRAL)
        return
    kernel, answers = gallery.bank[name], gallery.feature_maps[name]
    total = f"sum {short(gallery.sums[name])}"
    if canvas.width_of(name, 12, True) + canvas.width_of(total, 12) < _TILE - 16:
        canvas.text(x + _TILE - 8, y + 8, total, size=12, anchor="end")
    share = max(kernel.shape) / max(3, *kernel.shape)
    _fitted(canvas, first, middle, side * share, signed(kernel, float(np.abs(kernel).max()), KERNEL_COLOURS), NEUTRAL)
    if answers is not None:
        step = -(-max(answers.shape) // int(side))  # a large map has more places than the tile has pixels
        small = signed(answers[::step, ::step], gallery.limits[name])
        _fitted(canvas, second, middle, side, small, FEATURE_MAP)


def _white(pixels):
    """The brightness shown as white: a garment's own is kept."""
    return 1 if pixels.max() >= 0.5 else float(pixels.max())


def _as_image(pixels):
    return grey(pixels, 0, _white(pixels))


def _fitted(canvas, x, y, side, colours, edge):
    """An image around a middle, its longer side given, framed."""
    height, width = (side * count / max(colours.shape[:2]) for count in colours.shape[:2])
    canvas.framed_image(x - width / 2, y - height / 2, width, height, colours, edge)


def _place(x, pixels, values):
    """Where an image stands that has the scale of the pixels."""
    height, width = (_LARGE * count / max(pixels.shape) for count in values.shape)
    return x - width / 2, _TOP + _LARGE / 2 - height / 2, width, height


def _draw_key(canvas, x, colours, low, high):
    canvas.image(x - 36, 301, 72, 10, colours)
    canvas.text(x - 42, 306, low, size=12, anchor="end")
    canvas.text(x + 42, 306, high, size=12, anchor="start")
