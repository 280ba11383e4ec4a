"""What a check says: one symbol and a few sentences, as plain text and as HTML."""

import html
import re
from typing import NamedTuple

SYMBOLS = {"not attempted": "○", "right": "✓", "wrong": "✗", "raised": "⚠"}
TEXT_WIDTH = "46em"
_HEADS = {
    "not attempted": "Not attempted yet",
    "right": "Right",
    "wrong": "Not yet",
    "raised": "Your code stopped",
}


class Verdict(NamedTuple):
    """The answer of a check.

    Attributes
    ----------
    status : "not attempted", "right", "wrong" or "raised"
    sentence : str
        Says why; Markdown's backticks mark code.
    misconception : str or None
        The name of the mistake that the answer behaves like.
    note : str
        A remark on something else, such as progress that could not be kept.
    """

    status: str
    sentence: str = ""
    misconception: str | None = None
    note: str = ""

    @property
    def head(self):
        """Symbol and first words."""
        head = f"{SYMBOLS[self.status]} {_HEADS[self.status]}"
        return f"{head}: {self.misconception}." if self.misconception else f"{head}."

    def __repr__(self):
        return "\n".join(filter(None, [f"{self.head} {self.sentence}".rstrip(), self.note]))

    def _repr_html_(self):
        return boxed(f"<strong>{in_html(self.head)}</strong> {in_html(self.sentence)}{_small(self.note)}", self.status)


class Words(NamedTuple):
    """A titled text to read: a hint, or a solution's code, with the reason for it where there is one."""

    title: str
    text: str
    is_code: bool = False
    note: str = ""
    reason: str = ""

    def __repr__(self):
        gap = "\n" if self.is_code else " "
        return "\n".join(filter(None, [f"{self.title}{gap}{self.text}", self.reason, self.note]))

    def _repr_html_(self):
        text = (
            f'<pre style="white-space: pre; overflow-x: auto">{html.escape(self.text)}</pre>'
            if self.is_code
            else in_html(self.text)
        )
        content = f"<strong>{html.escape(self.title)}</strong> {text}{in_html(self.reason)}{_small(self.note)}"
        return boxed(content, "not attempted", width="none" if self.is_code else TEXT_WIDTH)


def in_html(sentence):
    """The sentence with what HTML would misread escaped, and code in backticks marked as code.

    >>> in_html("`a < b` holds")
    '<code>a &lt; b</code> holds'
    """
    return re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(sentence, quote=False))


def _small(note):
    return f"<br><small>{in_html(note)}</small>" if note else ""


def boxed(content, status, *, width=TEXT_WIDTH):
    """Content in a box whose left border differs by status in style as well as in colour."""
    border = {
        "not attempted": "4px dotted #7a8793",
        "right": "4px solid #1b7f5f",
        "wrong": "4px double #b5581a",
        "raised": "4px dashed #a3336b",
    }[status]
    style = f"border-left: {border}; padding: 0.2em 0.8em; max-width: {width}; line-height: 1.5"
    return f'<div role="status" style="{style}">{content}</div>'
