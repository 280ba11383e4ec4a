"""The figure of the clinic's instruments: which part of the way from the images to the answer each of them tests."""

from course_utils.colours import FEATURE_MAP, INPUT, KERNEL, NEUTRAL, PALE
from course_utils.figures.svg import Picture

#: The parts of the way, from left to right: name, what may be wrong there, colour.
PARTS = (
    ("data", ["order, scale,", "what belongs", "to which part"], INPUT),
    ("network", ["ends, layers", "that move"], KERNEL),
    ("training", ["loss, rate,", "order"], KERNEL),
    ("asking", ["mode, scale,", "company"], FEATURE_MAP),
    ("counting", ["accuracy", "of what?"], FEATURE_MAP),
)
#: Instrument, the question it asks, and the parts that it tests: from, to.
TESTS = (
    ("what arrives", "Is it what I think it is?", ((0, 0), (3, 3))),
    ("first loss", "Does it know nothing yet?", ((1, 2),)),
    ("overfit twenty", "Can it learn at all?", ((0, 2),)),
    ("neighbours", "Same question, same answer?", ((3, 3),)),
    ("shuffled labels", "Does it know what it cannot?", ((0, 4),)),
    ("baselines", "Better than what?", ((0, 0), (3, 4))),
)
_LEFT, _WIDTH, _STEP = 325, 118, 133


def clinic_instruments():
    """Five parts of the way as boxes, and below them a bar for each instrument over the parts that it tests."""
    said = "; ".join(f"{name} ({asks}) tests {_parts(spans)}" for name, asks, spans in TESTS)
    picture = Picture(
        "clinic_instruments",
        "Six instruments: each tests another part of the way",
        f"Five boxes from left to right: {', '.join(name for name, _, _ in PARTS)}. "
        f"Below them bars for six instruments: {said}.",
        height=640,
    )
    for place, (name, lines, colour) in enumerate(PARTS):
        x = _LEFT + _STEP * place
        picture.box(x, 85, _WIDTH, 120, colour, fill=PALE[colour], radius=8)
        picture.text(x + 10, 112, name, size=18, bold=True)
        picture.text(x + 10, 140, lines, size=16)
        if place:
            picture.arrow((x - _STEP + _WIDTH + 1, 145), (x - 1, 145), weight=2)
    for row, (name, asks, spans) in enumerate(TESTS):
        y = 235 + 65 * row
        picture.text(30, y + 20, name, bold=True)
        picture.text(30, y + 43, asks, size=16, colour=NEUTRAL)
        for first, last in spans:
            width = _STEP * (last - first) + _WIDTH
            picture.box(_LEFT + _STEP * first, y + 6, width, 34, NEUTRAL, fill=PALE[NEUTRAL], radius=17)
    return picture


def _parts(spans):
    """The parts of the way that an instrument tests, in words."""
    ends = [(PARTS[first][0], PARTS[last][0]) for first, last in spans]
    return " and ".join(first if first == last else f"{first} to {last}" for first, last in ends)
