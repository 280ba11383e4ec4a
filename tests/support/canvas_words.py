"""Where the words of an explorer's picture lie."""


def words_of(canvas):
    """Each text of a canvas with its left and right end in pixels; none is tiny or runs out of the picture."""
    found = []
    for shape in canvas.shapes:
        if shape[0] == "text":
            (x, y), words, size, anchor, _, bold = shape[1:]
            width = canvas.width_of(words, size, bold)
            left = x - {"start": 0, "middle": 0.5, "end": 1}[anchor] * width
            assert size >= 10, words
            assert 0 <= y <= canvas.height, words
            assert left >= 0, words
            assert left + width <= canvas.width, words
            found.append((words, left, left + width))
    return found
