"""The picture that moves: an explorer in several of its states, one after the other, in one SVG without a script.

It plays once, in less than five seconds, and stands still on its last state; where the reader wants no motion, and
where styles are not played, it shows that state from the beginning.
"""

from html import escape

from course_utils.colours import PAPER
from course_utils.files import write_text
from course_utils.numbers import coordinate, counted, number, shape

#: How long each state stands, in seconds. WCAG 2.2.2 asks that what moves by itself can be stopped, or ends in five.
SECONDS = 0.5


def window_moves():
    """`ConvolutionExplorer` as its window goes over the image, place by place, as the text of an SVG."""
    from course_utils.explorers import ConvolutionExplorer

    explorer = ConvolutionExplorer.example()
    states = []
    for position in range(explorer.feature_map.size):
        explorer.position = position
        states.append(explorer.canvas.svg_parts())
    return moving("window_moves", states, said(explorer), explorer.canvas.width, explorer.canvas.height)


def said(explorer):
    """What there is to see in it, for who does not see it."""
    answers = [number(answer) for answer in explorer.feature_map.ravel()]
    return (
        f"A window of {shape(explorer.laid.shape[:2])} pixels goes over an image of {shape(explorer.image.shape)}, "
        f"place by place. At each of its {counted(len(answers), 'place')} the pixels in it are multiplied by a "
        f"kernel's weights, and their sum is written into the feature map: {', '.join(answers)}."
    )


def moving(name, states, words, width, height):
    """Several lists of SVG elements as one picture that shows one after the other.

    What stands in every state is written once, and all stays in the order in which it is drawn.

    Parameters
    ----------
    name : str
        Begins every class, so that two such pictures can stand in one page.
    states : list of list of str
    words : str
        Read by who does not see it.
    width, height : float
    """
    size = f"{coordinate(width)} {coordinate(height)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{coordinate(width)}" '
        f'height="{coordinate(height)}" role="img" aria-label="{escape(words)}" '
        f'font-family="DejaVu Sans, Verdana, Arial, sans-serif">\n<style>{style(name, len(states))}</style>\n'
        f'<rect width="{coordinate(width)}" height="{coordinate(height)}" fill="{PAPER}"/>\n'
        + "\n".join(_woven(name, states))
        + "\n</svg>\n"
    )


def style(name, count):
    """The style that lets `count` states follow one another; only the last is seen where it is not played."""
    last = count - 1
    turns = "".join(f".{name}-{place}{{animation-delay:{coordinate(place * SECONDS)}s}}" for place in range(last))
    return (
        f".{name}{{visibility:hidden}}"
        "@media (prefers-reduced-motion:no-preference){"
        f".{name}{{animation:{name}-seen {coordinate(SECONDS)}s step-end}}{turns}"
        f".{name}-{last}{{animation:{name}-unseen {coordinate(last * SECONDS)}s step-end}}}}"
        f".{name}-{last}{{visibility:visible}}"
        f"@keyframes {name}-seen{{from,to{{visibility:visible}}}}"
        f"@keyframes {name}-unseen{{from,to{{visibility:hidden}}}}"
    )


def _woven(name, states):
    """The elements of all states, those that all share once, the others in groups of their state."""
    shared = [part for part in states[0] if all(part in state for state in states)]
    rest = [list(state) for state in states]
    for part in [*shared, None]:
        for place, state in enumerate(rest):
            end = len(state) if part is None else state.index(part)
            if end:
                yield f'<g class="{name} {name}-{place}">{"".join(state[:end])}</g>'
            del state[: end + 1]
        if part is not None:
            yield part


def draw_moving(folder):
    """Write the pictures that move into a folder; a file that shows the same is left alone.

    Returns
    -------
    paths : list of Path
    """
    from course_utils.commands.gallery import shows

    folder.mkdir(parents=True, exist_ok=True)
    path, picture = folder / "window_moves.svg", window_moves()
    if not shows(path, picture):
        write_text(path, picture)
    return [path]
