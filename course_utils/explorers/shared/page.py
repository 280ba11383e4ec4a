"""What the page does for every explorer: its keys stay its own, and a picture that nothing moves any more says so."""

from html import escape

import ipywidgets as widgets

from course_utils.explorers.shared.theme import dark_style

#: The class by which the page knows an explorer.
MARK = "course-explorer"
#: The class of its sentence while that says what is wrong: the picture is then the one before, and pale.
REFUSED = "course-explorer-refused"

_ENDED = "The kernel that moved this picture has ended. Run its cell again, and it moves."
_LATE = "The kernel is busy: this picture is from before. It follows when the kernel is free."

# Controls beside the picture where there is room, else above it. ipywidgets marks what has lost its kernel, by a broken
# chain before each part: in place of the chains and of controls that would do nothing there is one sentence.
_STYLE = f"""
.{MARK}.{MARK} {{ position: relative; flex-flow: row wrap; align-items: flex-start; gap: 4px 16px; max-width: 1000px; overflow: visible }}
.{MARK} > .course-controls {{ flex: 1 1 230px; min-width: 0; max-width: 740px; overflow: visible }}
.{MARK} > .course-seen {{ flex: 1 1 560px; max-width: 740px; min-width: min(560px, 100%); overflow: visible }}
.{MARK} > .course-page {{ flex: 0 0 0; width: 0; margin: 0 -16px 0 0 }}
.{MARK} .course-controls.course-controls {{ gap: 2px 16px }}
.{MARK} .course-controls > * {{ max-width: 100% }}
.{MARK} .course-controls .widget-inline-hbox {{ flex: 1 1 200px; max-width: 320px; flex-wrap: wrap; height: auto; min-height: 28px; margin: 0; overflow: visible }}
.{MARK} .course-controls :is(.widget-slider, .widget-dropdown, .widget-select) > .widget-label {{ flex: 1 0 100%; text-align: left; height: 20px; line-height: 20px; margin: 0 }}
.{MARK} .course-controls .widget-vbox > * {{ flex: 0 0 auto }}
.{MARK} .course-controls .widget-hbox {{ flex: 1 1 200px; max-width: 100% }}
.{MARK} .course-controls .jupyter-widget-play {{ flex: 0 1 120px; align-self: end }}
.{MARK} .course-controls .slider-container {{ flex: 1 1 60px; margin: 4px 8px; min-width: 0 }}
.{MARK} .course-controls :is(button, select, .noUi-handle, input):focus-visible {{ outline: 2px solid var(--jp-brand-color1, #1976d2); outline-offset: 1px }}
.{MARK} .course-controls .noUi-handle::before {{ content: ""; position: absolute; inset: -6px }}
.{MARK} .course-controls .widget-checkbox input {{ width: 24px; height: 24px; margin: 2px 6px 2px 0 }}
.{MARK} .course-picture.course-picture {{ display: block; position: relative; overflow: visible; margin: 0; width: 100%; height: auto }}
.{MARK} .course-picture > .widget-html-content {{ line-height: 0 }}
.{MARK} .course-layer {{ position: absolute; inset: 0; width: 100%; overflow: visible; pointer-events: auto }}
.{MARK} .course-area {{ fill: transparent; outline: none; stroke: none }}
.{MARK} .course-area:focus-visible {{ stroke: var(--jp-brand-color1, #1976d2); stroke-width: 3 }}
.{MARK} .course-dragged {{ stroke: #c96a00; stroke-width: 3; stroke-dasharray: 6 3 }}
.{MARK} .course-lit {{ fill: #c96a0026; stroke: #c96a00; stroke-width: 2.5; pointer-events: none }}
.{MARK} .course-hint {{ min-height: 20px; font-size: 12px; line-height: 20px; color: var(--jp-content-font-color2, #5f6368) }}
.{MARK} .course-spoken {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }}
.{MARK} .course-type {{ width: 100%; height: 100%; box-sizing: border-box; text-align: center; font: inherit; padding: 0 }}
.{MARK} .course-over, .{MARK}-ended, .{MARK}-late {{ position: absolute; z-index: 2; left: 50%; top: 40%; max-width: 80%;
  width: max-content; transform: translate(-50%, -50%); padding: 0.6em 1em; line-height: 1.5; border-radius: 4px;
  background: var(--jp-layout-color1, #fff); color: var(--jp-content-font-color1, #202124); border: 2px solid #c96a00 }}
.{MARK}-ended, .{MARK}-late, .{MARK}.jupyter-widgets-disconnected > .course-controls {{ display: none }}
.{MARK}.jupyter-widgets-disconnected .{MARK}-ended, .course-late .{MARK}-late {{ display: block }}
.{MARK}.jupyter-widgets-disconnected::before, .{MARK} .jupyter-widgets-disconnected::before {{ display: none }}
.{MARK}:has(.{REFUSED}) svg[role=img], .course-late svg[role=img], .{MARK}.jupyter-widgets-disconnected svg[role=img] {{ opacity: 0.35 }}
.{MARK} .jupyter-widgets-error-widget {{ display: none }} /* where the hand's module is not let in, the picture is enough */
.{MARK}.course-touched .course-typed {{ display: none }}
[data-jp-theme-light=false] .{MARK} {{ {dark_style()} }}
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
    return widgets.HTML(f"<style>{_STYLE}</style>{loader}", layout={"margin": "0", "height": "auto"})


def over(words):
    """Words in the middle of a picture that is not that of the state."""
    return f'<div class="course-over">⚠ {escape(words)}</div>'


def sayings():
    """What the page shows in the middle of a picture that nothing moves any more, or not at once."""
    said = f'<div class="{MARK}-ended">{_ENDED}</div><div class="{MARK}-late">{_LATE}</div>'
    return widgets.HTML(said, layout={"margin": "0", "height": "auto"})
