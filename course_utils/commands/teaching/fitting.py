"""What fits on a slide: lines of text and of code, estimated; a test measures them in a browser."""

import re

from course_utils.commands.teaching.outline import paragraphs

#: Lines of text on a slide, or of code.
MOST = 12
_WIDTH, _CODE_WIDTH = 78, 72  # characters of a line on a slide


def lines(text):
    """About how many lines a text takes on a slide."""
    return sum(_lines_of(block) + 0.6 for block in paragraphs(text))


def code_lines(text):
    """How many lines code, or what a cell printed, takes where long ones wrap."""
    return sum(max(1, -(-len(line) // _CODE_WIDTH)) for line in text.splitlines())


def pieces(block):
    """A paragraph in pieces that fit: a long list is parted between its items."""
    if lines(block) <= MOST or not block.startswith(("- ", "1. ")):
        return [block]
    parted = [""]
    for item in re.split(r"\n(?=- |\d+\. )", block):
        joined = f"{parted[-1]}\n{item}".strip()
        if parted[-1] and lines(joined) > MOST:
            parted.append(item)
        else:
            parted[-1] = joined
    return parted


def chunks(text):
    """What a cell printed, in pieces that fit."""
    parted = [[]]
    for line in text.splitlines():
        if code_lines("\n".join([*parted[-1], line])) > MOST:
            parted.append([])
        parted[-1].append(line)
    return ["\n".join(piece) for piece in parted]


def _lines_of(block):
    if block.startswith("$$"):
        return 4 if "matrix" in block else 2.5
    return sum(-(-len(line) // _WIDTH) * (1.5 if line.startswith("|") else 1) for line in block.split("\n"))
