"""The figure of three ways back through ReLU."""

from course_utils.colours import FEATURE_MAP, INPUT, NEUTRAL, PAPER
from course_utils.figures.svg import Picture, spoken, written
from course_utils.relu_rules import passed_back

_INPUTS, _ABOVE = (-1, 2, 3), (4, -5, 6)
_ROWS = (
    ("gradient", "gradient: passes where", "the input was positive"),
    ("deconvnet", "deconvnet: passes where", "what comes back is positive"),
    ("guided", "guided backpropagation:", "passes where both are"),
)


def three_ways_back():
    """What three ReLUs hand back, by each of three rules."""
    handed = {rule: passed_back(_INPUTS, _ABOVE, rule) for rule, *_ in _ROWS}
    said = "; ".join(f"{rule} {spoken(row)}" for rule, row in handed.items())
    picture = Picture(
        "three_ways_back",
        "Three ways back through ReLU",
        f"Three units were given {spoken(_INPUTS)}, and from above come back "
        f"{spoken(_ABOVE)}. Handed back: {said}. What is stopped is hatched.",
        height=555,
    )
    _row(picture, 100, ("what went in",), _INPUTS, INPUT)
    _row(picture, 180, ("what comes back", "from above"), _ABOVE, NEUTRAL)
    for number, (rule, *words) in enumerate(_ROWS):
        _row(picture, 290 + 80 * number, words, handed[rule], FEATURE_MAP)
    return picture


def _row(picture, y, words, values, colour):
    """Draw a name and three numbers; what is stopped is hatched."""
    picture.text(60, y + 37 - 12 * (len(words) - 1), list(words))
    for column, value in enumerate(values):
        x = 440 + 150 * column
        if value == 0:
            picture.hatched(x, y, 140, 60)
            picture.add("circle", cx=x + 70, cy=y + 30, r=17, fill=PAPER)
            picture.centred(x + 70, y + 30, "0", size=22)
        else:
            picture.cell(x, y, 140, 60, written(value), colour, size=22)
