"""A question's little Markdown (paragraphs, a table, a block of numbers, code, stress), for a terminal or a page."""

import re
import textwrap
from html import escape

from course_utils.checking.verdict import in_html

#: Stands below a form where no kernel runs.
STILL = "Run this cell, and the questions can be answered."
_WIDTH = 88


def plain(markdown):
    """For a terminal: lines of at most 88 characters, without the signs that mark code and stress.

    >>> print(plain("Which one has `w` in *inference* mode?"))
    Which one has w in inference mode?
    """
    return "\n\n".join(_plain_block(block) for block in markdown.split("\n\n"))


def _plain_block(block):
    if block.startswith("|"):
        rows = [row for row in block.splitlines() if not row.startswith("|--")]
        return "\n".join("  " + "".join(f"{cell:<14}" for cell in _cells(row)).rstrip() for row in rows)
    if block.startswith("    "):
        return block
    return textwrap.fill(re.sub(r"[`*]", "", block), _WIDTH)


def html(markdown):
    """For a page.

    >>> html("Which one has `w` in *inference* mode?")
    '<p>Which one has <code>w</code> in <em>inference</em> mode?</p>'
    """
    return "".join(_html_block(block) for block in markdown.split("\n\n"))


def listed(texts):
    """Texts as a list of a page.

    >>> listed(["82 %", "a < b"])
    '<ul><li>82 %</li><li>a &lt; b</li></ul>'
    """
    return f"<ul>{''.join(f'<li>{in_html(text)}</li>' for text in texts)}</ul>"


def _html_block(block):
    if block.startswith("|"):
        head, *rows = [row for row in block.splitlines() if not row.startswith("|--")]
        body = "".join(f"<tr>{_tagged('td', row)}</tr>" for row in rows)
        return f'<table style="border-spacing: 1.5em 0.2em"><tr>{_tagged("th", head)}</tr>{body}</table>'
    if block.startswith("    "):
        return f"<pre>{escape(textwrap.dedent(block))}</pre>"
    stressed = re.sub(r"[*]([^*]+)[*]", r"<em>\1</em>", in_html(block))
    return f"<p>{stressed}</p>"


def _tagged(tag, row):
    return "".join(f"<{tag}>{in_html(cell)}</{tag}>" for cell in _cells(row))


def _cells(row):
    return [cell.strip() for cell in row.strip("|").split("|")]
