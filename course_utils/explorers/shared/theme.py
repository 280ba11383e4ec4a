"""A picture's colours on a dark page: what stands on paper changes with it, what stands on coloured cells does not."""

import functools

import numpy as np

from course_utils.colours import FEATURE_MAP, INK, INPUT, KERNEL, LINE, NEUTRAL, PAPER, TEN, ink, ink_on_dark

_LINES = {INK, NEUTRAL, LINE, INPUT, FEATURE_MAP}


def on_paper(colour):
    """A colour as SVG writes it where it stands on the paper: on a dark page another one takes its place.

    >>> on_paper("#aabbcc")
    'var(--course-aabbcc,#aabbcc)'
    """
    return f"var(--course-{colour[1:]},{colour})"


@functools.cache
def dark_style():
    """The colours of a dark page, as CSS: each is read on it as well as its own on white."""
    used = {INK, NEUTRAL, INPUT, KERNEL, FEATURE_MAP, *TEN}
    used |= {ink(colour) for colour in used}
    shades = {colour: ink_on_dark(colour) for colour in sorted(used)} | {LINE: NEUTRAL, PAPER: "#111111"}
    return ";".join(f"--course-{colour[1:]}:{shade}" for colour, shade in shades.items())


def on_page(shapes):
    """A canvas's shapes with the colours of what stands on the paper taken from the page.

    Words stand on what was drawn before below their middle: a cell keeps their colour. Frames change too, but for
    a kernel's orange, which is seen on both.
    """
    on = _stand_on_paper(shapes)
    return [_ON_PAGE[shape[0]](shape, is_paper) for shape, is_paper in zip(shapes, on, strict=True)]


def _stand_on_paper(shapes):
    """Whether nothing but paper was drawn before at the point on which each shape is judged, bool (shapes,)."""
    ground = [
        (order, *shape[1], shape[0] == "image" or shape[2] != PAPER)
        for order, shape in enumerate(shapes)
        if shape[0] == "image" or (shape[0] == "box" and shape[2])
    ]
    if not ground:
        return np.ones(len(shapes), bool)
    order, left, top, wide, high, is_cell = np.array(ground, float).T
    x, y = np.array([_POINT[shape[0]](shape[1]) for shape in shapes], float).T[..., np.newaxis]
    before = order < np.arange(len(shapes))[:, np.newaxis]
    over = before & (left <= x) & (x <= left + wide) & (top <= y) & (y <= top + high)
    last = over.shape[1] - 1 - over[:, ::-1].argmax(axis=1)
    return ~(over.any(axis=1) & (is_cell[last] > 0))


def _corner(place):
    return place[0] - 1, place[1] - 1


def _middle(points):
    return (points[0][0] + points[-1][0]) / 2, (points[0][1] + points[-1][1]) / 2


def _box(shape, is_paper):
    kind, place, fill, edge, weight, dotted = shape
    fill = on_paper(fill) if fill == PAPER else fill
    return kind, place, fill, on_paper(edge) if edge in _LINES and is_paper else edge, weight, dotted


def _line(shape, is_paper):
    kind, points, colour, *rest = shape
    return kind, points, on_paper(colour) if is_paper else colour, *rest


def _text(shape, is_paper):
    kind, place, words, size, anchor, colour, bold = shape
    return kind, place, words, size, anchor, on_paper(colour) if is_paper else colour, bold


def _image(shape, is_paper):
    return shape


_POINT = {"box": _corner, "image": _corner, "line": _middle, "text": tuple}
_ON_PAGE = {"box": _box, "line": _line, "text": _text, "image": _image}
