"""What holds for every explorer: moved to a state or made in it, it shows the same; nothing fails in silence."""

import base64
import datetime
import io
import json
import random
import re
from html import unescape
from itertools import islice, product
from pathlib import Path
from urllib.parse import unquote

import ipywidgets as widgets
import pytest
import traitlets
from PIL import Image

from course_utils import explorers, images
from course_utils.explorers.shared.base import Explorer
from course_utils.explorers.shared.canvas import Canvas
from course_utils.explorers.shared.controls import slider
from course_utils.explorers.shared.page import MARK, REFUSED
from course_utils.lessons import LESSONS

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
KINDS = [getattr(explorers, name) for name in explorers.__all__]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def kind(request):
    return request.param


def values(control):
    """Values that a control can be moved to: all of a short list, some of a long one."""
    if isinstance(control, widgets.Checkbox):
        return [True, False]
    if isinstance(control, (widgets.Dropdown, widgets.ToggleButtons, widgets.Select, widgets.SelectionSlider)):
        return [value for _, value in control._options_full]
    if isinstance(control, widgets.SelectMultiple):
        return [(), *((value,) for _, value in control._options_full)]
    if isinstance(control, (widgets.FloatSlider, widgets.BoundedFloatText)):
        return [control.min + share * (control.max - control.min) for share in (0, 0.25, 0.5, 1)]
    if isinstance(control, (widgets.IntSlider, widgets.BoundedIntText)):
        step = max((control.max - control.min) // 12, 1)
        return list(range(control.min, control.max + 1, step))
    return []


def moves(explorer):
    """Pairs of a control of the state and a value that it can be moved to."""
    return [
        (name, value)
        for name, control in explorer.controls.items()
        if name in explorer.state()
        for value in values(control)
    ]


def test_moved_there_or_made_there_it_shows_the_same(kind):
    moved = kind.example()
    start, at_start = moved.state(), kind.example().svg
    for name, value in islice(moves(kind.example()), 60):
        moved.controls[name].value = value
        made = kind.example(**{name: value})
        assert moved.words == made.words, (name, value)
        if not made.problem:
            assert moved.svg == made.svg, (name, value)
        moved.controls[name].value = start[name]
        assert moved.svg == at_start, "moved back, it shows what it showed"


def test_many_moves_at_random_end_on_the_last_state(kind):
    explorer, dice = kind.example(), random.Random(0)
    for _ in range(25):
        name, value = dice.choice(moves(explorer))
        explorer.controls[name].value = value
        assert not explorer.problem.startswith("This went wrong"), (explorer.state(), explorer.problem)
    made = kind.example(**explorer.state())
    assert (made.words, made.problem) == (explorer.words, explorer.problem)
    if not made.problem:
        assert made.svg == explorer.svg


def test_it_is_one_stable_line_of_text(kind):
    text = repr(kind.example())
    assert text == repr(kind.example())
    assert "\n" not in text
    assert "0x" not in text
    assert text.startswith(f"{kind.__name__}(")
    assert len(text.split("): ", 1)[1]) > 20, "the text twin says what is shown"


def test_a_static_picture_stands_beside_the_view(kind):
    bundle, metadata = kind.example()._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "image/png", "application/vnd.jupyter.widget-view+json"}
    assert metadata == {"image/png": {"alt": bundle["text/plain"]}}
    png = base64.b64decode(bundle["image/png"])
    assert png.startswith(b"\x89PNG")
    assert len(png) <= 60_000


def test_the_picture_fits_and_has_words(kind):
    explorer = kind.example()
    assert explorer.canvas.width <= 740
    assert 'role="img"' in explorer.svg
    assert re.search(r'aria-label="[^"]{20,}"', explorer.svg)


def test_every_control_has_a_name_and_stands_in_the_view(kind):
    explorer = kind.example()
    shown = set(tree(explorer))
    for control in explorer.controls.values():
        assert control.description
        assert control in shown
    assert len({control.description for control in explorer.controls.values()}) == len(explorer.controls)


def test_none_of_its_controls_is_disabled(kind):
    """What does nothing is not there: a disabled control could not take the keys that are pressed on it."""
    explorer = kind.example()
    for name, value in moves(explorer)[:40]:
        explorer.controls[name].value = value
        assert not [one for one in tree(explorer) if getattr(one, "disabled", False)]


def test_the_page_knows_it_and_what_to_say_when_its_kernel_has_ended(kind):
    explorer = kind.example()
    assert MARK in explorer._dom_classes
    (said,) = [one for one in tree(explorer) if f'"{MARK}-ended"' in str(getattr(one, "value", ""))]
    assert "Run its cell again" in said.value
    (part,) = [one for one in tree(explorer) if f'.closest(".{MARK}")' in unescape(str(getattr(one, "value", "")))]
    assert part.layout.display is None, "in a part that is not shown, no browser has to load its image"


def test_a_sentence_about_what_is_wrong_is_marked_for_the_page(kind, monkeypatch):
    explorer = kind.example()
    assert REFUSED not in explorer._words.value
    monkeypatch.setattr(kind, "compute", lambda self: 1 / 0)
    explorer.update()
    assert f'class="{REFUSED}"' in explorer._words.value
    assert "⚠ This went wrong: ZeroDivisionError" in explorer._picture.value.split("</svg>")[1], "in its middle too"


@pytest.mark.parametrize(
    "name", ["KernelGallery", "InvarianceExplorer", "AugmentationExplorer", "NetworkExplorer", "LensExplorer"]
)
def test_a_file_that_was_taken_is_not_kept_in_its_control(name):
    explorer = getattr(explorers, name).example()
    written = io.BytesIO()
    Image.fromarray(images.paper_trousers()).save(written, "png")
    # The network of its example takes images of 8 × 8: no garment.
    garment = "give images as the model takes them" if name == "NetworkExplorer" else ""
    for contents, said in ((b"no picture", "notes.png cannot be used as an image"), (written.getvalue(), garment)):
        file = {"name": "notes.png", "type": "image/png", "size": len(contents), "content": memoryview(contents)}
        explorer.upload.value = ({**file, "last_modified": datetime.datetime.now(datetime.UTC)},)
        assert said in explorer.words
        assert bool(explorer.problem) == bool(said), explorer.words
        assert explorer.upload.value == ()


def tree(widget):
    """A widget and all within it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from tree(child)


def test_a_control_follows_the_state(kind):
    explorer = kind.example()
    for name, value in moves(explorer)[:20]:
        setattr(explorer, name, value)
        assert explorer.controls[name].value == getattr(explorer, name)


def test_a_failure_is_shown_and_not_silent(kind, monkeypatch):
    explorer = kind.example()
    monkeypatch.setattr(kind, "compute", lambda self: 1 / 0)
    explorer.update()
    assert "ZeroDivisionError" in explorer.words
    assert "ZeroDivisionError" in explorer._words.value


def test_a_state_that_cannot_be_gets_a_sentence(kind):
    with pytest.raises(ValueError, match="is not known here; there are"):
        kind.example(nonsense=1)
    for name, trait in kind.class_traits(state=True).items():
        high = getattr(trait, "max", None)
        if isinstance(high, int):
            with pytest.raises(ValueError, match="is not allowed"):
                kind.example(**{name: high + 1})
        if isinstance(trait, traitlets.Float):
            with pytest.raises(ValueError, match=f"{name} nan is not allowed: a number"):
                kind.example(**{name: float("nan")})


def test_a_value_given_in_code_is_taken_or_gets_a_sentence(kind):
    """Set one by one, moved together or made so: what lies beyond the ends of a control is never cut off in silence."""
    explorer = kind.example()
    before = explorer.state()
    for name, control in explorer.controls.items():
        if name not in before or name in kind.beyond or not hasattr(control, "max"):
            continue
        said = rf"{name} \S+ is not allowed: .+\.$"
        for value in (control.max + 99, control.min - 99, float("nan"), "x", None):
            with pytest.raises(ValueError, match=said):
                setattr(explorer, name, value)
            with pytest.raises(ValueError, match=said):
                explorer.move(**{name: value})
            assert repr(explorer.state()) == repr(before)
            assert control.value == before[name]
        for made in {control.max, control.min}:
            setattr(explorer, name, made)
            assert getattr(explorer, name) == control.value == made
            explorer.move(**before)


class Reaching(Explorer):
    """A place in a row; how far its slider goes is the row's."""

    length = traitlets.Int(3, min=1, max=9).tag(state=True)
    place = traitlets.Int(0, min=0, max=8).tag(state=True)

    def make_controls(self):
        return {"length": slider("length", 1, 9), "place": slider("place", 0, 2)}

    def compute(self):
        self.controls["place"].max = self.length - 1

    def draw(self):
        return Canvas(20)

    def sentence(self):
        return f"Place {self.place} of {self.length}."


def test_values_moved_together_may_reach_as_far_as_their_controls_then_do():
    explorer = Reaching()
    with pytest.raises(ValueError, match=r"place 5 is not allowed: a whole number from 0 to 2\."):
        explorer.place = 5
    for order in (("length", "place"), ("place", "length")):
        explorer.move(length=3, place=0)
        explorer.move(**{name: {"length": 7, "place": 5}[name] for name in order})
        assert (explorer.place, explorer.controls["place"].value, explorer.words) == (5, 5, "Place 5 of 7.")
    with pytest.raises(ValueError, match=r"place 7 is not allowed: a whole number from 0 to 5\."):
        explorer.move(length=6, place=7)
    assert explorer.words == "Place 5 of 7."


def test_made_where_nothing_can_be_shown_it_shows_the_sentence(kind, monkeypatch):
    def refuse(self):
        raise ValueError("There is no image of your own yet: choose a file above.")

    monkeypatch.setattr(kind, "compute", refuse)
    explorer = kind.example()
    assert "There is no image of your own yet" in explorer.svg
    assert "choose a file above" in repr(explorer)
    assert base64.b64decode(explorer._repr_mimebundle_()[0]["image/png"]).startswith(b"\x89PNG")


def test_a_second_problem_takes_the_first_one_s_place(kind, monkeypatch):
    """As long as nothing could be shown, the picture says what is wrong now and not what was wrong before."""
    reasons = iter(["the first reason", "the second reason"])

    def refuse(self):
        raise ValueError(next(reasons))

    monkeypatch.setattr(kind, "compute", refuse)
    explorer = kind.example()
    explorer.update()
    assert "the second reason" in explorer.svg
    assert "the first reason" not in explorer.svg
    assert str(explorer.error) == "the second reason"


# The hand.


def test_whatever_can_be_touched_reaches_what_is_made_there(kind):
    """All gestures of all areas, at their corners and in their middles: the same picture as one made in that state."""
    start = kind.example()
    assert start.canvas.areas, "every picture can be touched"
    for area in start.canvas.areas:
        cells = area.cells()
        for (row, column), gesture in product(
            {cells[0], cells[len(cells) // 2], cells[-1]}, ("sets", "drags", "types")
        ):
            sets = area.filled(gesture, row, column, 2) if getattr(area, gesture) else {}
            if sets:
                moved = kind.example()
                moved._hand.asked = {"number": 1, "sets": sets}
                assert moved._hand.answered == 1
                assert not moved.problem, (area.name, gesture, sets, moved.problem)
                made = kind.example(**moved.state())
                assert (moved.svg, moved.words, repr(moved)) == (made.svg, made.words, repr(made)), (area.name, sets)


def test_its_areas_are_named_apart_lie_in_the_picture_and_say_what_they_are(kind):
    canvas = kind.example().canvas
    names = [area.name for area in canvas.areas]
    assert len(set(names)) == len(names)
    assert not [name for name in names if " " in name and name != name.strip()]
    assert 20 <= len(canvas.hint) <= 110, canvas.hint
    for area in canvas.areas:
        x, y, width, height = area.box
        assert min(width, height) > 0
        assert x >= -1
        assert y >= -1
        assert x + width <= canvas.width + 1
        assert y + height <= canvas.height + 1
        assert 3 <= len(area.hint) <= 60, (area.name, area.hint)
        assert not area.words or len(area.words) == area.rows * area.columns
        assert not area.types or len(area.values) == area.rows * area.columns
        assert set(area.lights) <= set(names), (area.name, set(area.lights) - set(names))


def test_its_lights_lie_within_the_areas_that_they_name(kind):
    canvas = kind.example().canvas
    areas = {area.name: area for area in canvas.areas}
    for area in canvas.areas:
        for name, link in area.lights.items():
            other = areas[name]
            if "cells" in link:
                assert len(link["cells"]) == area.rows * area.columns
                assert all(0 <= one < other.rows * other.columns for some in link["cells"] for one in some)
            else:
                assert (len(link["rows"]), len(link["columns"])) == (area.rows, area.columns)
                assert all(0 <= one < other.rows for some in link["rows"] for one in some)
                assert all(0 <= one < other.columns for some in link["columns"] for one in some)


def test_what_the_hand_may_not_ask_for_gets_a_sentence_and_changes_nothing(kind):
    explorer = kind.example()
    before = explorer.state()
    asked = [{"sets": {"children": ()}}, {"sets": {"nonsense": 1}}, {"sets": {"nonsense[3]": 1}}]
    asked += [{"sets": {name: object()}} for name in before]
    asked += [{"sets": [1, 2]}, {"sets": "abc"}, {"paints": 5}, {"file": {"name": "x"}}, {"file": {}, "sets": {"x": 1}}]
    for number, ask in enumerate(asked, 1):
        explorer._hand.asked = {"number": number, **ask}
        assert explorer._hand.answered == number
        assert explorer.problem, ask
        assert explorer.state() == before
    explorer._hand.asked = {"number": 99}
    assert explorer._hand.answered == 99


def test_several_values_at_once_are_one_update(kind, monkeypatch):
    explorer = kind.example()
    moved = {}
    for name, value in moves(kind.example()):
        moved.setdefault(name, value)
    counted = []
    monkeypatch.setattr(kind, "compute", lambda self, compute=kind.compute: (counted.append(1), compute(self))[1])
    explorer.move(**moved)
    assert len(counted) == 1


def test_it_fits_beside_its_controls_on_a_small_screen(kind):
    assert kind.example().canvas.height <= 560


def test_no_letters_are_smaller_than_twelve_pixels(kind):
    sizes = [shape[3] for shape in kind.example().canvas.shapes if shape[0] == "text"]
    assert min(sizes) >= 12


def test_words_of_the_lessons_that_set_an_explorer_are_true():
    """Each link of the kind #set:name=value stands nearest to an explorer that can be brought to that state."""
    tried = 0
    for row in LESSONS:
        cells = json.loads(row.path(NOTEBOOKS).read_text("utf-8"))["cells"]
        texts = ["".join(cell["source"]) for cell in cells]
        shown = {place: match[1] for place, text in enumerate(texts) if (match := _SHOWN.search(text))}
        for place, text in enumerate(texts):
            for link in re.findall(r"\]\(#set:([^)]+)\)", text):
                name = shown[min(shown, key=lambda at: abs(at - place))]
                explorer = getattr(explorers, name).example()
                wanted = dict(one.split("=") for one in unquote(link).split("&"))
                explorer.move(**{name: _read(value) for name, value in wanted.items()})
                assert not explorer.problem, (row.number, link)
                tried += 1
    assert tried >= 12


_SHOWN = re.compile(r"\b(\w+Explorer|KernelGallery)\((?!\w*epochs)")


def _read(text):
    """A value as the page reads it."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def test_the_last_good_picture_stands_while_a_state_cannot_be_shown(kind, monkeypatch):
    explorer = kind.example()
    good, picture = explorer.svg, explorer.canvas
    monkeypatch.setattr(kind, "compute", lambda self: 1 / 0)
    explorer.update()
    assert explorer.svg == good
    assert explorer.canvas is picture
    assert explorer.error.__traceback__ is not None
    monkeypatch.undo()
    explorer.update()
    assert explorer.error is None
    assert explorer.svg == good


def test_none_is_refused_or_means_the_usual(kind):
    for name in kind.class_traits(state=True):
        try:
            explorer = kind.example(**{name: None})
        except ValueError as refused:
            assert len(str(refused)) > 15
        else:
            assert explorer.svg == kind.example().svg, name


def test_the_base_shows_nothing_of_its_own():
    with pytest.raises(NotImplementedError):
        Explorer.draw(None)
