"""What the page does for every explorer: its keys stay its own, and a picture that nothing moves any more says so."""

from html import escape
from pathlib import Path

import ipywidgets as widgets

from course_utils.explorers.shared.theme import dark_style

#: The class by which the page knows an explorer.
MARK = "course-explorer"
#: The class of its sentence while that says what is wrong: the picture is then the one before, and pale.
REFUSED = "course-explorer-refused"

_ENDED = "The kernel that moved this picture has ended. Run its cell again, and it moves."
_LATE = "The kernel is busy: this picture is from before. It follows when the kernel is free."

# ipywidgets marks what has lost its kernel, by a broken chain before each part: in place of the chains and of controls
# that would do nothing the style shows one sentence.
_STYLE = Path(__file__).with_name("explorer.css").read_text(encoding="utf-8")
_SCRIPT = Path(__file__).with_name("page.js").read_text(encoding="utf-8")


def page_part():
    """A widget without a size that tells the page all this; where a page lets no script in, all else works."""
    # An image that cannot be shown is the one thing whose script runs when it is put into a page.
    loader = f'<img alt="" hidden src="data:," onerror="{escape(_SCRIPT)}">'
    style = f"{_STYLE}[data-jp-theme-light=false] {_dark()}"
    return widgets.HTML(f"<style>{style}</style>{loader}", layout={"margin": "0", "height": "auto"})


def site_style():
    """The style for a page of the site, whose body says which theme was chosen; auto is the machine's."""
    asked = "@media (prefers-color-scheme: dark)"
    return f"{_STYLE}body[data-theme=dark] {_dark()}\n{asked} {{ body[data-theme=auto] {_dark()} }}\n"


def _dark():
    return f".{MARK} {{{dark_style()}}}"


def over(words):
    """Words in the middle of a picture that is not that of the state."""
    return f'<div class="course-over">⚠ {escape(words)}</div>'


def sayings():
    """What the page shows in the middle of a picture that nothing moves any more, or not at once."""
    said = f'<div class="{MARK}-ended">{_ENDED}</div><div class="{MARK}-late">{_LATE}</div>'
    return widgets.HTML(said, layout={"margin": "0", "height": "auto"})
