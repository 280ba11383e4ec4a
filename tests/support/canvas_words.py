"""Where the words of an explorer's picture lie."""

from course_utils.explorers.shared.canvas import _font


def words_of(canvas):
    """Each text of a canvas with its left and right end in pixels; none is tiny or runs out of the picture."""
    found = []
    for shape in canvas.shapes:
        if shape[0] == "text":
            (x, y), words, size, anchor = shape[1:5]
            width = _font(size, shape[6]).getlength(words)
            left = x - {"start": 0, "middle": 0.5, "end": 1}[anchor] * width
            assert size >= 10, words
            assert 0 <= y <= canvas.height, words
            assert left >= 0, words
            assert left + width <= canvas.width, words
            found.append((words, left, left + width))
    return found
