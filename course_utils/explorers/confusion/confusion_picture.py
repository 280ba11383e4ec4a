"""What `ConfusionExplorer` shows: the matrix, or the question before it, the images of the choice, where to touch."""

import numpy as np

from course_utils.colours import INK, KERNEL, LINE, NEUTRAL, PALE, PAPER, ink, shares, to_hex
from course_utils.explorers.shared.areas import light_cells, light_windows
from course_utils.explorers.shared.canvas import Canvas
from course_utils.numbers import counted, number

PER_PAGE, _COLUMNS = 12, 4
_LEFT, _TOP, _MATRIX = 104, 48, 330  # of the matrix
_IMAGES, _PITCH, _ROW = 484, 64, 100  # where the images begin; from one to the next, across and down
_SHOWN = 56  # an image of 28 pixels at twice its size
_TURN, _TALL = 344, 26  # where the pages are turned, and how high that is
_HINT = "Click a cell, or the name of a row or column. Or Tab, arrow keys, Enter; PageDown turns pages."
_ASK = "Click the row of the hardest label. Or Tab, up and down, Enter; Escape takes the guess back."


def drawn(found):
    """The picture of an explorer's state, a `Canvas`."""
    canvas = Canvas(_TOP + _MATRIX + 56)
    _draw_matrix(canvas, found)
    _draw_names(canvas, found)
    _draw_images(canvas, found)
    _touch_matrix(canvas, found)
    if len(found.page_places):
        _touch_images(canvas, found)
    if found.pages > 1:
        _draw_turning(canvas, found)
    canvas.hint = _HINT
    return canvas


def question(found):
    """The matrix without its counts: which row holds the smallest share of right answers?"""
    canvas, classes = Canvas(_TOP + _MATRIX + 56), len(found.names)
    cell = _MATRIX / classes
    canvas.text(_LEFT, 13, "Which label is the hardest?", size=14, anchor="start", bold=True)
    for row, column in np.ndindex(classes, classes):
        fill = PALE[KERNEL] if row == found.guess else PALE[NEUTRAL] if row == column else None
        canvas.box(_LEFT + cell * column, _TOP + cell * row, cell, cell, fill, edge=LINE)
    for place, name in enumerate(found.names):
        words, is_guess = f"{name} {place}", place == found.guess
        size = _size(canvas, words)
        canvas.text(_LEFT - 6, _TOP + cell * (place + 0.5), words, size=size, anchor="end", bold=is_guess)
        canvas.text(_LEFT + cell * (place + 0.5), _TOP - 11, place, size=12)
    for line, words in enumerate(("The counts are hidden.", "Grey: where right answers", "will stand. Click a row.")):
        canvas.text(_IMAGES, _TOP + 10 + 20 * line, words, size=13, anchor="start", colour=NEUTRAL)
    says = {"rows": classes, "at": (max(found.guess, 0), 0), "words": tuple(found.names), "hint": "guess"}
    canvas.area("rows", 2, _TOP, _LEFT + _MATRIX, cell * classes, sets={"guess": "{row}"}, **says)
    canvas.hint, canvas.back = _ASK, {"guess": -1}
    return canvas


def pages_of(count, size=PER_PAGE):
    """How many pages so many things fill."""
    return -(-int(count) // size)


def share(value):
    """A share with three decimals."""
    return number(value, fixed=True)


def _draw_matrix(canvas, found):
    cell, classes = _MATRIX / len(found.names), len(found.names)
    wrong = found.counts * (1 - np.eye(classes, dtype=int))
    fills = shares(0.6 * wrong / max(wrong.max(), 1))
    canvas.text(_LEFT, 13, "Labels in rows, answers in columns", size=14, anchor="start", bold=True)
    for (row, column), count in np.ndenumerate(found.counts):
        x, y = _LEFT + cell * column, _TOP + cell * row
        fill = PALE[NEUTRAL] if row == column else to_hex(fills[row, column])
        canvas.box(x, y, cell, cell, fill if count else None, edge=LINE)
        if count:
            words = number(count) if count < 10_000 else f"{number(count / 1000, 0)}k"
            canvas.text(x + cell / 2, y + cell / 2, words, size=12, bold=row == column, colour=INK)
    x, y = _LEFT + cell * found.answer, _TOP + cell * found.label
    for edge, weight in ((PAPER, 6), (INK, 3)):  # the white one is seen on a dark page, and between orange cells
        canvas.box(x, y, cell, cell, edge=edge, weight=weight)
        canvas.glides(f"cell {edge}")
    words = "grey: right answers; orange: mistakes"
    canvas.text(_LEFT + _MATRIX / 2, _TOP + _MATRIX + 42, words, size=12, colour=NEUTRAL)


def _draw_names(canvas, found):
    """Rows and columns by name, with the share that is right of each."""
    cell, right, bottom = _MATRIX / len(found.names), _LEFT + _MATRIX + 22, _TOP + _MATRIX + 14
    canvas.text(right, _TOP - 11, "recall", size=12, colour=NEUTRAL)
    canvas.text(_LEFT - 6, bottom, "precision", size=12, anchor="end", colour=NEUTRAL)
    rates = zip(found.names, found.recalls.tolist(), found.precisions.tolist(), strict=True)
    for place, (name, recall, precision) in enumerate(rates):
        middle, row, column = cell * (place + 0.5), place == found.label, place == found.answer
        canvas.text(
            _LEFT - 6, _TOP + middle, f"{name} {place}", size=_size(canvas, f"{name} {place}"), anchor="end", bold=row
        )
        canvas.text(_LEFT + middle, _TOP - 11, place, size=12, bold=column)
        canvas.text(right, _TOP + middle, _rate(recall), size=12, bold=row, colour=INK if row else NEUTRAL)
        canvas.text(_LEFT + middle, bottom, _rate(precision), size=12, bold=column, colour=INK if column else NEUTRAL)


def _size(canvas, name):
    """Of the letters of a row's name: 12, or less where it is as long as a name may be."""
    return max(min(12, 12 * (_LEFT - 10) / canvas.width_of(name, 12, True)), 10)


def _rate(value):
    return "–" if np.isnan(value) else number(value, 2, fixed=True)


def _draw_images(canvas, found):
    for line, words in enumerate(_title(canvas, found)):
        canvas.text(_IMAGES, 13 + 16 * line, words, size=13, anchor="start", bold=True)
    if not len(found.page_places):
        canvas.text(_IMAGES, _TOP + 20, "no such image", size=12, anchor="start", colour=NEUTRAL)
        return
    for position, place in enumerate(found.page_places):
        left, top = _IMAGES + _PITCH * (position % _COLUMNS), _TOP - 8 + _ROW * (position // _COLUMNS)
        canvas.image(left, top, _SHOWN, _SHOWN, found.images[place])
        x, y = left + _SHOWN / 2, top + _SHOWN
        canvas.text(x, y + 10, share(found.sure[place]), size=12, bold=True)
        if found.mistakes:
            words = f"{found.answers[place]}, not {found.labels[place]}"
            canvas.text(x, y + 25, words, size=12, colour=ink(KERNEL))
    canvas.text(_IMAGES, _TOP + _MATRIX + 14, "under each image: the", size=12, anchor="start", colour=NEUTRAL)
    canvas.text(_IMAGES, _TOP + _MATRIX + 30, "probability of the answer", size=12, anchor="start", colour=NEUTRAL)


def _title(canvas, found):
    """What the images are, in two lines where they are long."""
    if found.mistakes:
        return ["The surest mistakes"]
    label, answer = found.names[found.label], found.names[found.answer]
    answered = f"answered {answer}" if found.label != found.answer else "answered rightly"
    whole = f"{label}, {answered}"
    return [whole] if canvas.width_of(whole, 13, True) <= canvas.width - _IMAGES else [f"{label},", answered]


def _draw_turning(canvas, found):
    """Below the images, what turns the pages; after the last comes the first."""
    before, after = (found.page_now - 2) % found.pages + 1, found.page_now % found.pages + 1
    turns = (_IMAGES, "◂ before", "previous", before), (_IMAGES + 168, "next ▸", "next", after)
    for x, words, name, page in turns:
        canvas.box(x, _TURN, 80, _TALL, PALE[NEUTRAL], edge=NEUTRAL)
        canvas.text(x + 40, _TURN + _TALL / 2, words, size=12)
        canvas.area(name, x, _TURN, 80, _TALL, sets={"page": page}, hint=f"{name} page of images")
    x, words = _IMAGES + 84, f"{found.page_now} of {found.pages}"
    canvas.text(x + 40, _TURN + _TALL / 2, words, size=12)
    says = {"types": {"page": "{value}"}, "values": (found.page_now,), "step": -1}  # PageDown goes on
    canvas.area("page", x, _TURN, 80, _TALL, **says, hint="page, type its number or press PageUp, PageDown")


# Where it can be touched.


def _touch_matrix(canvas, found):
    classes, cell = len(found.names), _MATRIX / len(found.names)
    one, every = [[place] for place in range(classes)], [list(range(classes))]
    sets = {"label": "{row}", "answer": "{column}", "mistakes": False, "page": 1}
    lights = {"labels": light_windows(one, [[0]] * classes), "answers": light_windows([[0]] * classes, one)}
    says = {"rows": classes, "columns": classes, "sets": sets, "lights": lights, "words": _words_of_cells(found)}
    canvas.area("counts", _LEFT, _TOP, _MATRIX, _MATRIX, **says, hint="look into a cell")
    row = {"rows": classes, "sets": {"label": "{row}"}, "lights": {"counts": light_windows(one, every)}}
    words = _words_of(found.names, found.counts.sum(axis=1), "labelled", found.recalls, "recall")
    canvas.area("labels", 2, _TOP, _LEFT - 4, cell * classes, **row, words=words, hint="choose a row")
    column = {"columns": classes, "sets": {"answer": "{column}"}, "lights": {"counts": light_windows(every, one)}}
    words = _words_of(found.names, found.counts.sum(axis=0), "answered", found.precisions, "precision")
    canvas.area("answers", _LEFT, _TOP - 24, _MATRIX, 24, **column, words=words, hint="choose a column")


def _words_of_cells(found):
    return tuple(
        f"labelled {found.names[row]}, answered {found.names[column]}: {counted(int(count), 'image')}"
        for (row, column), count in np.ndenumerate(found.counts)
    )


def _words_of(names, sums, verb, rates, name_of_rate):
    said = ["none" if np.isnan(rate) else share(rate) for rate in rates]
    parts = zip(names, sums.tolist(), said, strict=True)
    return tuple(f"{verb} {name}: {counted(count, 'image')}, {name_of_rate} {rate}" for name, count, rate in parts)


def _touch_images(canvas, found):
    """An image lights the cell in which it is counted."""
    places, classes = found.page_places, len(found.names)
    rows = pages_of(len(places), _COLUMNS)
    none = rows * _COLUMNS - len(places)
    labels, answers = found.labels[places], found.answers[places]
    cells = [[cell] for cell in (classes * labels + answers).tolist()] + [[]] * none
    words = [
        f"{found.names[label]}, answered {found.names[answer]} with {share(sure)}"
        for label, answer, sure in zip(labels, answers, found.sure[places], strict=True)
    ]
    says = {
        "rows": rows,
        "columns": _COLUMNS,
        "words": (*words, *[""] * none),
        "lights": {"counts": light_cells(cells)},
    }
    canvas.area("images", _IMAGES - 4, _TOP - 12, _PITCH * _COLUMNS, _ROW * rows, **says, hint="an image")
