"""What the page does for every explorer: its keys stay its own, and a picture that nothing moves any more says so."""

from html import escape

import ipywidgets as widgets

#: The class by which the page knows an explorer.
MARK = "course-explorer"
#: The class of its sentence while that says what is wrong: the picture is then the one before, and pale.
REFUSED = "course-explorer-refused"

_ENDED = "The kernel that moved this picture has ended. Run its cell again, and it moves."

# ipywidgets marks what has lost its kernel, by a broken chain before each part. In place of the chains and of controls
# that would do nothing there is one sentence.
_STYLE = f"""
.{MARK}-ended, .{MARK}.jupyter-widgets-disconnected > .widget-box {{ display: none }}
.{MARK}.jupyter-widgets-disconnected .{MARK}-ended {{ display: block; padding: 0.2em 0 }}
.{MARK}.jupyter-widgets-disconnected::before, .{MARK} > .jupyter-widgets-disconnected::before {{ display: none }}
.{MARK}:has(.{REFUSED}) svg[role=img] {{ opacity: 0.35 }}
"""

# JupyterLab takes keys from whatever has the focus within a cell, lists, sliders and buttons included, unless one types
# into it: arrows go to another cell, "m" makes the cell Markdown, "d d" deletes it. It listens at the document, so what
# the body keeps back never comes there, and the control has had its key before. Ctrl and Cmd go on, to save or to run,
# but for those that would move, mark or merge cells. Once a page is enough, however many explorers stand in it.
# Whoever clicks beside a slider's handle goes on with arrow keys: it must have them, and not the cell.
_SCRIPT = """
const page = document.body;
if (!page.dataset.courseExplorers) {
    page.dataset.courseExplorers = 'watched';
    page.addEventListener('keydown', event => {
        const goesOn = (event.ctrlKey || event.metaKey) && !/^(Arrow.*|Backspace|a|m)$/i.test(event.key);
        if (event.target.closest('.MARK') && !goesOn) event.stopPropagation();
    });
    // Pressed and let go: what JupyterLab does in between may take the focus to the cell.
    for (const moment of ['mousedown', 'mouseup']) page.addEventListener(moment, event => {
        const slider = event.target.closest('.MARK .noUi-target');
        if (slider) setTimeout(() => slider.querySelector('.noUi-handle').focus());
    }, true);
}
"""


def page_part():
    """A widget without a size that tells the page all this; where a page lets no script in, all else works."""
    # An image that cannot be shown is the one thing whose script runs when it is put into a page.
    loader = f'<img alt="" hidden src="data:," onerror="{escape(_SCRIPT.replace("MARK", MARK))}">'
    ended = f'<div class="{MARK}-ended">{_ENDED}</div>'
    return widgets.HTML(f"<style>{_STYLE}</style>{loader}{ended}", layout={"margin": "0", "height": "auto"})
