"""What data says of itself, in words: the clauses that descriptions of pictures are made of.

Behind ≈ stands what may differ in its last digits from processor to processor; what a pencil finds stands without it.
"""

import numpy as np

from course_utils.numbers import counted, number, significant
from course_utils.numbers import shape as shape_in_words

_FEW = 36  # numbers up to which each is said


def about(value, digits=3):
    """A measured number.

    >>> about(0.91649), about(-3)
    ('≈ 0.916', '≈ −3')
    """
    return f"≈ {significant(value, digits)}"


def values_in_words(values):
    """Each number of a small array, row by row, where all are short; else from where to where they reach.

    Parameters
    ----------
    values : (rows, columns)

    >>> values_in_words([[1, 0, -1], [2, 0, -2]])
    '2 × 3: 1 0 −1; 2 0 −2'
    >>> values_in_words(np.full((2, 2), 1 / 3)), values_in_words(np.arange(100).reshape(10, 10))
    ('2 × 2, all ≈ 0.333', '10 × 10, from 0 to 99')
    """
    values = np.asarray(values)
    is_short = np.array_equal(values, np.round(values, 2))
    if is_short and values.size <= _FEW:
        rows = "; ".join(" ".join(number(value, 2) for value in row) for row in values)
        return f"{shape_in_words(values.shape)}: {rows}"
    return f"{shape_in_words(values.shape)}, {reach(values)}"


def reach(values):
    """From where to where values reach.

    >>> reach([3, 3]), reach([0.25, 1 / 3]), reach([0, 255])
    ('all 3', 'from ≈ 0.25 to ≈ 0.333', 'from 0 to 255')
    """
    values = np.asarray(values)
    lowest, highest = values.min(), values.max()
    said = number if np.array_equal(values, np.round(values)) else about
    return f"all {said(lowest)}" if lowest == highest else f"from {said(lowest)} to {said(highest)}"


def course_in_words(values):
    """Where a curve begins and ends, and between which values it stays.

    Words that came and went with the values would differ from processor to processor.

    >>> course_in_words([1.0, 0.0, 0.9]), course_in_words([0.5]), course_in_words([np.nan, np.nan])
    ('≈ 1 to ≈ 0.9, between ≈ 0 and ≈ 1', '≈ 0.5', 'not drawn: NaN or infinite throughout')
    """
    values = np.asarray(values, float)
    finite = values[np.isfinite(values)]  # a training may come to nothing
    if not len(finite):
        return "not drawn: NaN or infinite throughout"
    if len(values) == 1:
        return about(values[0])
    ends, between = (values[0], values[-1]), (finite.min(), finite.max())
    return f"{about(ends[0])} to {about(ends[1])}, between {about(between[0])} and {about(between[1])}"


def runs_in_words(values):
    """The mean of several runs, and how far they lie apart.

    >>> runs_in_words([0.81, 0.82, 0.83]), runs_in_words([2])
    ('mean ≈ 0.82 of 3 runs from ≈ 0.81 to ≈ 0.83', '≈ 2')
    >>> runs_in_words([0.5, np.nan]), runs_in_words([np.inf])
    ('≈ 0.5, and 1 more not drawn: NaN or infinite', '1 not drawn: NaN or infinite')
    """
    values = np.asarray(list(values), float)
    finite = values[np.isfinite(values)]
    gaps = f"{len(values) - len(finite)}{' more' if len(finite) else ''} not drawn: NaN or infinite"
    said = [_finite_runs_in_words(finite)] if len(finite) else []
    return ", and ".join([*said, gaps] if len(finite) < len(values) else said)


def _finite_runs_in_words(values):
    if len(values) == 1:
        return about(values[0])
    runs, lowest, highest = counted(len(values), "run"), about(values.min()), about(values.max())
    return f"mean {about(values.mean())} of {runs} from {lowest} to {highest}"


def image_in_words(image):
    """An image's kind, size and values.

    >>> image_in_words(np.zeros((28, 28, 3))), image_in_words(np.eye(2))
    ('a colour image, 28 × 28', 'a grey image, 2 × 2: 1 0; 0 1')
    """
    image = np.asarray(image)
    if image.ndim == 3:
        return f"a colour image, {shape_in_words(image.shape[:2])}"
    return f"a grey image, {values_in_words(image)}"


def windows_in_words(windows):
    """Where outlined windows stand.

    Parameters
    ----------
    windows : sequence of (row, column, size)

    >>> windows_in_words([(8, 12, 8)]), windows_in_words([(0, 0, (3, 2)), (2, 2, 3)])
    ('; outlined 8 × 8 at row 8, column 12', '; outlined 3 × 2 at row 0, column 0, 3 × 3 at row 2, column 2')
    """
    sides = [(size, size) if np.ndim(size) == 0 else tuple(size) for *_, size in windows]
    said = [
        f"{shape_in_words(side)} at row {row}, column {column}"
        for side, (row, column, _) in zip(sides, windows, strict=True)
    ]
    return f"; outlined {', '.join(said)}" if said else ""


def reads_in_words(reads, texts, border, unread, answers):
    """Windows over a row of pixels, as `draw_windows` shows them."""
    starts = [int(positions[0]) for positions in reads]
    at = f"{counted(len(starts), 'window')} over {' '.join(texts)}, beginning at {_positions(starts)}"
    padding = f"; padding {border[0]} before, {border[1]} after" if any(border) else ""
    never = f"; never read: {_positions(unread)}" if unread else ""
    answered = f"; answers {_enumerated(answers)}" if answers is not None else ""
    return f"{at}{padding}{never}{answered}"


def _positions(places):
    return f"position{'s' if len(places) > 1 else ''} {_enumerated(places)}"


def _enumerated(values):
    return ", ".join(map(number, values))
