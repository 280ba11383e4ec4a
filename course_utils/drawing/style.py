"""The look of every picture: Matplotlib's settings, the panels it is made of, and `show`.

The colours themselves stand in `course_utils.colours`, which needs no Matplotlib.
"""

import functools
import inspect
import io
import warnings
from html import escape
from itertools import chain, starmap
from typing import NamedTuple

import matplotlib.pyplot as plt
from IPython.display import display
from matplotlib.colors import ListedColormap
from matplotlib.text import Text
from PIL import Image

from course_utils.colours import TEN, table
from course_utils.drawing.given import positive, short

# The one side effect of importing this module: every lesson looks the same without a line for it.
plt.rcParams.update(
    {
        "figure.dpi": 100,
        "figure.facecolor": "white",  # so that a dark theme leaves every picture readable
        "font.size": 11,
        "axes.titlesize": 11,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": plt.cycler(color=TEN),
        "image.interpolation": "nearest",
    }
)


@functools.cache
def colour_map(name):
    """Matplotlib's colour map of a table in `colours`: 255 colours, so that zero in the middle has one of its own.

    Parameters
    ----------
    name : str
        As for `colours.table`.

    Returns
    -------
    ListedColormap
    """
    return ListedColormap(table(name) / 255, name)


#: The two widths of a picture, in inches of 100 pixels: all pictures of a lesson end at one right edge.
FULL, HALF = 7.9, 3.95
_PANELS = "give what a draw_… function returns, as in show(draw_image(image))."
_ROOM = "give shorter ones, fewer panels side by side, or a larger height."
_CHART, _TALLEST, _TITLE = 2.8, 3.4, 0.34  # inches: height of a chart, of a grid at most, of a line of title
_LOWEST = 0.15  # inches: of a grid
_LONG = 40  # a grid so many times longer than wide would be a hair: its cells are no squares
_LETTERS = 15  # of a title, in an inch


class Panel(NamedTuple):
    """One part of a picture, not drawn yet: what the `draw_…` functions return and `show` gives its place.

    Attributes
    ----------
    draw : function
        Draws on the Axes that it gets, and returns its description, or "".
    title : str
    width : float
        Relative to the panels beside it.
    aspect : float or None
        Height by width of what is drawn; None for a chart, which fills its place.
    height : float
        Of a chart, in inches; of a grid, what it may have at most.
    """

    draw: object
    title: str
    width: float
    aspect: float | None
    height: float


def panel(shape=None, /, tallest=_TALLEST, **checks):
    """A decorator: a function that draws on Axes becomes one that makes a `Panel`; `NAME.on(ax, …)` draws at once.

    The function takes the Axes and a `title` among its arguments, and returns its description: a clause without a full
    stop, computed from the data. What it makes takes two more arguments: `width`, relative to the panels beside it, and
    `height`, of a chart, in inches.

    Parameters
    ----------
    shape : function, optional
        Returns (rows, columns) from the arguments, when what is drawn has square pixels.
    tallest : float
        Height in inches of what has square pixels, at most.
    **checks : function
        For an argument of this name, the check in `given` that it goes through before anything is drawn.
    """

    def decorate(draw):
        parameters = list(inspect.signature(draw).parameters.values())[1:]
        signature = inspect.Signature(parameters)

        @functools.wraps(draw)
        def made(*args, width=1.0, height=_CHART, **settings):
            given = signature.bind(*args, **settings)
            given.apply_defaults()
            given.arguments.update({name: check(given.arguments[name], name) for name, check in checks.items()})
            title = given.arguments["title"]
            given.arguments["title"] = title = "" if title is None else str(title)
            rows_columns = shape(*given.args, **given.kwargs) if shape else None
            aspect = rows_columns[0] / rows_columns[1] if rows_columns is not None else None
            own = (positive(width, "width", 10_000), aspect, tallest if shape else positive(height, "height", 100))
            return Panel(lambda ax: draw(ax, *given.args, **given.kwargs), title, *own)

        made.__signature__, made.on = signature, draw
        return made

    return decorate


def show(*panels, words=""):
    """Show panels as one picture with its description, then close it.

    Each panel describes itself. The whole description is the output's plain text and the picture's alternative text,
    and an HTML line that a screen reader finds (JupyterLab gives an output image no alternative text).

    Parameters
    ----------
    *panels : Panel, or lists of Panel
        Panels stand side by side; lists of panels are rows, one below the other. None leaves its place empty.
    words : str
        What the data cannot know, e.g. what a photograph shows: a sentence, put before the description.

    Examples
    --------
    show(draw_image(boot, "A boot"), draw_kernel(kernel, "Sobel x"))

    Raises
    ------
    ValueError
        There is no panel, or something else among them.
    """
    figure, description = drawn(*panels)
    said = " ".join(f"{words} {description}".split())  # a name may break its line in the picture; a sentence does not
    data, metadata = picture(figure, said)
    display(data, metadata=metadata, raw=True)
    hidden = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);margin:-1px"
    line = f'<p style="{hidden}">{escape(data["text/plain"])}</p>'
    display({"text/html": line, "text/plain": "(picture text)"}, raw=True)


def drawn(*panels):
    """A figure with all panels on it, and their descriptions in one text; arguments as for `show`."""
    rows = _rows(panels)
    widths = [max((one.width for one in column if one), default=1.0) for column in zip(*rows, strict=True)]
    whole = HALF if len(rows) == len(widths) == 1 and _fits_half(rows[0][0]) else FULL
    inches = [whole * width / sum(widths) for width in widths]
    heights = [max(_height(one, space) for one, space in zip(row, inches, strict=True) if one) for row in rows]
    figure, axes = plt.subplots(
        len(rows),
        len(widths),
        figsize=(whole, sum(heights)),
        layout="constrained",
        squeeze=False,
        gridspec_kw={"width_ratios": widths, "height_ratios": heights},
    )
    places = zip(axes.flat, chain(*rows), inches * len(rows), strict=True)
    try:
        return figure, " ".join(filter(None, starmap(_drawn_on, places)))
    except BaseException:
        plt.close(figure)  # left open, it would be shown half drawn below the error
        raise


def _drawn_on(ax, one, space):
    """Draw a panel, or leave its place empty where it is None; its description as sentences, or ""."""
    if one is None:
        ax.axis("off")
        return ""
    said = one.draw(ax)
    if not said:
        return ""
    _fit(ax, one, space)
    title = one.title.replace("\n", ", ").rstrip(".:")
    return f"{title}: {said}." if title else f"{said[0].upper()}{said[1:]}."


def picture(figure, alt):
    """A figure as a display bundle, PNG and alternative text, and the bundle's metadata; the figure is closed."""
    try:
        if not alt.strip():
            raise ValueError("The picture has no description: say in a sentence what there is to see.")
        png = _png(figure)
    finally:
        plt.close(figure)  # also one that is refused, or it would be shown below the error
    data = {"image/png": _with_a_palette(png).getvalue(), "text/plain": f"Picture: {alt}"}
    return data, {"image/png": {"alt": alt}}


def _png(figure):
    png = io.BytesIO()
    # Without metadata: its version string would change the stored file with each Matplotlib release.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from")  # an emoji is a box, and a word in the description
        warnings.filterwarnings("error", "constrained_layout not applied")
        try:
            figure.savefig(png, format="png", metadata={"Software": None})
        except UserWarning:
            raise ValueError(f"names leave no room for what they name: {_ROOM}") from None
    return png


def _rows(panels):
    """Panels as a list of rows, of which all are of one length; a lone list of lists is taken apart."""
    while len(panels) == 1 and isinstance(panels[0], list):
        (panels,) = panels
    rows = panels if panels and all(isinstance(one, list) for one in panels) else [panels]
    others = [type(one).__name__ for one in chain(*rows) if one is not None and not isinstance(one, Panel)]
    if others:
        raise ValueError(f"a {others[0]} is no panel: {_PANELS}")
    if not all(map(any, rows)):
        raise ValueError(f"a row without a panel: {_PANELS}")
    longest = max(map(len, rows))
    return [[*row, *[None] * (longest - len(row))] for row in rows]


def _fits_half(one):
    """Whether a panel that stands alone is large enough at half the width: a square picture, not a tall mosaic."""
    return one.aspect is not None and one.aspect > 0.45 and one.height <= _TALLEST


def _height(one, space):
    """What a panel needs in inches, in a place so wide."""
    title = _TITLE * (one.title.count("\n") + 1 if one.title else 0.3)
    return one.height if one.aspect is None else min(max(space * one.aspect, _LOWEST), one.height) + title


def _fit(ax, one, space):
    """Give a panel that is drawn what it needs to be seen in a place so wide: no hair's width, no endless title."""
    if one.aspect is not None and not 1 / _LONG <= one.aspect <= _LONG:
        ax.set_aspect("auto")
    letters = max(int(space * _LETTERS), 12)
    ax.title.set_text(short(ax.get_title(), letters))
    for text in ax.findobj(Text):
        text.set_parse_math(False)  # a $ in a name is a dollar
    for axis in (ax.xaxis, ax.yaxis):
        if axis.get_scale() == "log":  # of which Matplotlib writes the powers as formulas
            plt.setp(axis.get_ticklabels(), parse_math=True)


def _with_a_palette(png):
    """Return the picture in 256 colours: a third of the bytes, and no difference to the eye."""
    smaller = io.BytesIO()
    Image.open(png).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(smaller, "PNG", optimize=True)
    return smaller
