"""The look of every picture: Matplotlib's settings, panels to draw on, and `show`.

The colours themselves stand in `course_utils.colours`, which needs no Matplotlib.
"""

import functools
import io
from html import escape

import matplotlib.pyplot as plt
from IPython.display import display
from matplotlib.colors import ListedColormap
from PIL import Image

from course_utils.colours import TEN, table

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


def panels(rows=1, columns=1, *, size=3.0, width=None, widths=None):
    """Axes to draw on, side by side.

    Parameters
    ----------
    rows, columns : int
    size : float
        Height of a panel, in inches of 100 pixels.
    width : float, optional
        Width of a panel; the height unless given. The whole should stay below 8.
    widths : sequence of float, optional
        Relative widths of the columns.

    Returns
    -------
    axes : Axes when there is one panel, a list for one row or column, else a list of rows
    """
    _, axes = plt.subplots(
        rows,
        columns,
        figsize=((width or size) * columns, size * rows),
        layout="constrained",
        squeeze=False,
        gridspec_kw={"width_ratios": widths},
    )
    if rows == columns == 1:
        return axes[0][0]
    return axes.ravel().tolist() if 1 in (rows, columns) else axes.tolist()


def show(alt):
    """Show the current figure with its alternative text, then close it.

    The text says what there is to see. It is stored as the output's plain text and as an HTML line that
    a screen reader finds (JupyterLab gives an output image no alt attribute).

    Parameters
    ----------
    alt : str
        One or two sentences.
    """
    display(picture(alt), raw=True)
    hidden = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);margin:-1px"
    display({"text/html": f'<p style="{hidden}">Picture: {escape(alt)}</p>', "text/plain": "(picture text)"}, raw=True)


def picture(alt):
    """The current figure as a display bundle, PNG and alternative text; the figure is closed."""
    if not alt.strip():
        raise ValueError("alt is empty: say in a sentence what there is to see.")
    png = io.BytesIO()
    # Without metadata: its version string would change the stored file with each Matplotlib release.
    plt.gcf().savefig(png, format="png", metadata={"Software": None})
    plt.close()
    return {"image/png": _with_a_palette(png).getvalue(), "text/plain": f"Picture: {alt}"}


def _with_a_palette(png):
    """Return the picture in 256 colours: a third of the bytes, and no difference to the eye."""
    smaller = io.BytesIO()
    Image.open(png).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(smaller, "PNG", optimize=True)
    return smaller
