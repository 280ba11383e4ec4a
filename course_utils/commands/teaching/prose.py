"""Texts and pictures of a lesson as HTML in one file: formulas set, pictures with their words, nothing fetched."""

import base64
import re
from functools import cache
from html import escape
from pathlib import Path

from course_utils.commands.teaching.formulas import mathml

_FIGURE = re.compile(r"(?:\.\./)?figures/([\w.-]+\.svg)$")
_TALL = 0.55  # height by width; such a picture has its words beside it
_HERE = Path(__file__).resolve().parent


def html_of(text, figures):
    """Markdown as HTML.

    Parameters
    ----------
    text : str
    figures : Path
        The folder of the figures that a text may show.

    Raises
    ------
    CommandError
        A formula cannot be set.
    """
    return _converter(figures).render(text)


def code_html(text):
    """Python as HTML, coloured by classes; long lines wrap."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return highlight(text.strip("\n"), PythonLexer(), HtmlFormatter(cssclass="code"))


def output_html(text):
    """What a cell has printed."""
    return f'<pre class="output">{escape(text)}</pre>'


def picture_html(png, words):
    """A stored picture, at the size at which a lesson shows it, with its words for who cannot see it.

    Parameters
    ----------
    png : str
        In base64.
    words : str
    """
    head = base64.b64decode(png[:64])  # a PNG says its size at its beginning
    width, height = (int.from_bytes(head[place : place + 4], "big") for place in (16, 20))
    words, shape = escape(words.removeprefix("Picture: ")), "tall" if height > _TALL * width else "wide"
    return f'<img class="{shape}" src="data:image/png;base64,{png}" width="{width}" alt="{words}">'


def style(*names):
    """Style sheets of this folder as one text, formulas' and code's among them."""
    from pygments.formatters import HtmlFormatter

    own = [(_HERE / name).read_text(encoding="utf-8") for name in ("formulas.css", *names)]
    return "\n".join([HtmlFormatter(style="default").get_style_defs(".code"), *own])


def script(name):
    """A script of this folder as text."""
    return (_HERE / name).read_text(encoding="utf-8")


def page(title, body, *, style, script="", classes=""):
    """A whole HTML file; its policy lets nothing be fetched.

    Parameters
    ----------
    title, body, style, script, classes : str
    """
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<style>\n{style}\n</style></head>\n<body class="{classes}">\n{body}\n'
        f"{f'<script>{script}</script>' if script else ''}</body></html>\n"
    )


@cache
def _converter(figures):
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    class Renderer(IPythonRenderer):
        """Jupyter's Markdown, with formulas set and figures taken in."""

        def block_math(self, body):
            return mathml(body, display=True)

        def inline_math(self, body):
            return mathml(body)

        def image(self, text, url, title=None):
            return f'<img class="figure" src="{_taken_in(url, figures)}" alt="{escape(text)}">'

        def link(self, text, url, title=None):
            return f'<a href="{escape(url)}">{text}</a>' if url.startswith("https:") else f"<span>{text}</span>"

    return MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True))


def _taken_in(url, figures):
    """A figure's own text in place of its address."""
    found = _FIGURE.search(url)
    if not found:
        return escape(url)
    drawn = (figures / found.group(1)).read_bytes()
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode()}"
