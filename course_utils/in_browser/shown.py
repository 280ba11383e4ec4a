"""What a notebook would show, as HTML: values, pictures, printed text."""

import base64
import sys
from html import escape

_HIDDEN = "(picture text)"  # what `show` writes for screen readers; here the picture's alternative text says it


def as_html(thing):
    """A value as a notebook shows it at the end of a cell.

    >>> as_html(3 < 5), as_html({"text/plain": "a < b"})
    ('<pre>True</pre>', '<pre>a &lt; b</pre>')
    """
    if isinstance(thing, dict) and "text/plain" in thing:
        return _bundle(thing)
    if type(thing).__name__ == "Figure":  # shown with all that were drawn
        return ""
    if hasattr(thing, "svg") and hasattr(thing, "words"):
        return f"{thing.svg}<p>{escape(thing.words)}</p>"
    made = thing._repr_html_() if hasattr(thing, "_repr_html_") and not isinstance(thing, type) else None
    return made or as_text(repr(thing))


def as_text(text, kind=""):
    """Text as it stands, where there is any.

    >>> as_text("a < b"), as_text("")
    ('<pre>a &lt; b</pre>', '')
    """
    return f"<pre{kind}>{escape(text)}</pre>" if text else ""


def _bundle(bundle):
    if bundle["text/plain"] == _HIDDEN:
        return ""
    if "image/png" in bundle:
        return _picture(bundle["image/png"], bundle["text/plain"])
    return bundle.get("text/html") or as_text(bundle["text/plain"])


def _picture(png, words):
    data = png if isinstance(png, str) else base64.b64encode(png).decode()
    return f'<img alt="{escape(words)}" src="data:image/png;base64,{data}">'


def open_figures():
    """Matplotlib's figures that were made and not shown, as HTML; they are closed. Nothing where nobody drew."""
    plots = sys.modules.get("matplotlib.pyplot")
    if plots is None:
        return []
    found = [_figure(plots.figure(number)) for number in plots.get_fignums()]
    plots.close("all")
    return found


def _figure(figure):
    import io

    written = io.BytesIO()
    figure.savefig(written, format="png", bbox_inches="tight")
    titles = ", ".join(filter(None, (axes.get_title() for axes in figure.axes)))
    return _picture(written.getvalue(), f"A figure{f': {titles}' if titles else ''}")
