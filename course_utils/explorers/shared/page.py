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
    // A word of a lesson's text that sets the explorer beside it: a link to #set:name=value&name=value.
    page.addEventListener('click', event => {
        const link = event.target.closest('a[href*="#set:"]');
        if (!link) return;
        event.preventDefault();
        event.stopPropagation();
        const wanted = decodeURIComponent(link.href.split('#set:')[1]).split('&').map(one => one.split('='));
        const read = text => { try { return JSON.parse(text); } catch { return text; } };
        const here = link.getBoundingClientRect().top, away = one => {
            const place = one.getBoundingClientRect();
            return Math.max(place.top - here, here - place.bottom);
        };
        const nearest = [...page.querySelectorAll('.MARK')].sort((one, other) => away(one) - away(other))[0];
        const detail = Object.fromEntries(wanted.map(([name, value]) => [name, read(value)]));
        nearest?.dispatchEvent(new CustomEvent('course-set', {detail}));
        nearest?.scrollIntoView({block: 'nearest'});
    }, true);
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
    style = f"{_STYLE}[data-jp-theme-light=false] .{MARK} {{{dark_style()}}}"
    return widgets.HTML(f"<style>{style}</style>{loader}", layout={"margin": "0", "height": "auto"})


def over(words):
    """Words in the middle of a picture that is not that of the state."""
    return f'<div class="course-over">⚠ {escape(words)}</div>'


def sayings():
    """What the page shows in the middle of a picture that nothing moves any more, or not at once."""
    said = f'<div class="{MARK}-ended">{_ENDED}</div><div class="{MARK}-late">{_LATE}</div>'
    return widgets.HTML(said, layout={"margin": "0", "height": "auto"})
