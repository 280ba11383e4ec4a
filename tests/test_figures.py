"""The figures: the files are what the code draws, readable anywhere, and right."""

import json
import re
import xml.etree.ElementTree as ElementTree
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from course_utils import lessons
from course_utils.colours import signed, to_hex
from course_utils.figures import FIGURES, draw_all
from course_utils.figures.data import garment
from course_utils.figures.glance import scores
from course_utils.figures.networks import classic_rows
from course_utils.figures.origin import reconstruction
from course_utils.figures.svg import NEGATIVE, POSITIVE, Picture
from course_utils.figures.vgg import blocks

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "figures"
SVG = "{http://www.w3.org/2000/svg}"
NAMES = [draw.__name__ for draw in FIGURES]


@cache
def picture(name):
    return next(draw for draw in FIGURES if draw.__name__ == name)()


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


@pytest.fixture
def root(name):
    return ElementTree.fromstring((FOLDER / f"{name}.svg").read_bytes())


def texts(root):
    """Every text with its size and where it begins and ends, its width guessed from above."""
    for element in root.iter(f"{SVG}text"):
        x, size = float(element.get("x")), float(element.get("font-size"))
        width = 0.62 * size * len(element.text)
        start = x - {None: 0, "middle": 0.5, "end": 1}[element.get("text-anchor")] * width
        yield element, size, start, start + width


def test_redrawing_gives_the_stored_bytes(name):
    assert (FOLDER / f"{name}.svg").read_bytes() == str(picture(name)).encode("utf-8"), "run: course figures"


def test_the_figures_on_disk_are_the_figures_drawn():
    assert {path.name for path in FOLDER.iterdir()} - {"explorers", "moving"} == {f"{name}.svg" for name in NAMES}


def test_files_are_written_whole_and_nothing_is_left_beside(tmp_path):
    paths = draw_all(tmp_path / "new")
    assert [path.stem for path in paths] == NAMES
    assert sorted((tmp_path / "new").iterdir()) == sorted(paths)
    assert all(path.read_bytes() == (FOLDER / path.name).read_bytes() for path in paths)


def test_a_figure_says_what_it_shows(name, root):
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert len(title.text) > 15 and len(description.text) > 60
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_a_figure_stands_alone(name, root):
    """Nothing is fetched, nothing runs, no font file is needed; ids stay unique when two figures share a page.

    What can be clicked leads to a file of the course.
    """
    elements = list(root.iter())
    assert {element.tag.removeprefix(SVG) for element in elements} <= {
        "svg",
        "a",
        "title",
        "desc",
        "defs",
        "pattern",
        "path",
        "rect",
        "polyline",
        "polygon",
        "circle",
        "text",
    }
    for element in elements:
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on")
            if "href" in attribute:
                assert element.tag == f"{SVG}a" and (FOLDER / value).is_file()
            assert all(target.startswith(f"#{name}-") for target in re.findall(r"url\(([^)]*)\)", value))
    assert all(element.get("id", name).startswith(name) for element in elements)
    assert root.get("font-family").endswith(", sans-serif")
    assert not [element for element in elements[1:] if "font-family" in element.attrib]


def test_a_figure_has_a_white_ground(root):
    ground = root.find(f"{SVG}rect")
    assert ground.get("fill") == "#ffffff"
    assert [ground.get("width"), ground.get("height")] == root.get("viewBox").split()[2:]


def test_a_figure_is_small(name):
    assert (FOLDER / f"{name}.svg").stat().st_size <= 150_000


def test_words_are_large_enough_and_inside(root):
    width, height = map(float, root.get("viewBox").split()[2:])
    assert width == 1000
    for element, size, start, end in texts(root):
        assert size >= 15, element.text
        assert start >= 0 and end <= width, element.text
        assert size <= float(element.get("y")) <= height - 0.3 * size, element.text


def test_words_do_not_lie_on_each_other(root):
    """With the width of common letters, half of their size; the guess above would be too strict here."""
    boxes = []
    for element, size, start, end in texts(root):
        spare = (end - start) * 0.1
        boxes.append(
            (element.text, start + spare, end - spare, float(element.get("y")) - 0.7 * size, float(element.get("y")))
        )
    for number, (words, left, right, top, base) in enumerate(boxes):
        for other, left2, right2, top2, base2 in boxes[number + 1 :]:
            assert not (left < right2 and left2 < right and top < base2 and top2 < base), (words, other)


def test_words_are_dark_enough(root):
    """Contrast to what lies behind of at least 4.5, of large words 3 (WCAG 2, level AA)."""

    def luminance(colour):
        parts = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
        return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ (0.2126, 0.7152, 0.0722)

    middles = {element: (start + end) / 2 for element, _, start, end in texts(root)}
    behind = []
    for element in root.iter():
        if element.tag == f"{SVG}rect" and element.get("fill").startswith("#"):
            left, top, *size = (float(element.get(side, 0)) for side in ("x", "y", "width", "height"))
            behind.append((left, top, left + size[0], top + size[1], element.get("fill")))
        if element.tag == f"{SVG}text":
            size = float(element.get("font-size"))
            x, y = middles[element], float(element.get("y")) - 0.35 * size
            grounds = [fill for left, top, right, base, fill in behind if left <= x <= right and top <= y <= base]
            darker, lighter = sorted(luminance(colour) + 0.05 for colour in (element.get("fill"), grounds[-1]))
            assert lighter / darker >= (3 if size >= 24 else 4.5), element.text


def test_words_on_a_dark_square_are_white():
    drawn = Picture("one", "One row of pixels", "", height=100)
    drawn.grid(0, 50, [[0, 255]], 20, "#4a6b94", fills=[["#000000", "#ffffff"]])
    dark, light = list(ElementTree.fromstring(str(drawn)).iter(f"{SVG}text"))[-2:]
    assert (dark.text, dark.get("fill"), light.text) == ("0", "#ffffff", "255") and light.get("fill") != "#ffffff"


def fills(values, **style):
    """Where a feature map that is drawn alone is painted in which colour: (x, y) of the first pixel -> colour."""
    drawn = Picture("one", "One feature map", "", height=100)
    drawn.feature_map(0, 0, values, 10, **style)
    root = ElementTree.fromstring(str(drawn))
    ground = [element.get("fill") for element in root.iter(f"{SVG}rect")][1]
    runs = {path.get("d"): path.get("fill") for path in root.iter(f"{SVG}path")}
    return ground, {tuple(map(int, re.match(r"M(\d+) (\d+)", run).groups())): fill for run, fill in runs.items()}


@pytest.mark.parametrize("limit", [None, 4, 8])
def test_a_feature_map_has_the_colours_of_signed_values(limit):
    """To one of fifteen steps on either side of zero."""
    values = np.array([[0, 0, 0, 0], [-4, -1, 1, 4]])
    ground, runs = fills(values, limit=limit)
    steps = np.round(15 * values[1] / (limit or 4)) / 15
    assert ground == to_hex(signed(0, 1)) == "#f7f7f7"
    assert [runs[x, 1] for x in range(4)] == [to_hex(colour) for colour in signed(steps, 1)]


def test_values_beyond_the_limit_have_its_colour():
    _, runs = fills(np.array([[0, 0, 0], [0, -900, 900]]), limit=500)
    assert runs == {(1, 1): NEGATIVE[-1], (2, 1): POSITIVE[-1]}


def test_what_is_said_of_colours_is_what_is_drawn(root):
    """A figure that paints negative values says so, by the colour's name."""
    colours = {element.get("fill") for element in root.iter()}
    words = "".join(element.text for element in root.iter() if element.tag in (f"{SVG}text", f"{SVG}desc"))
    assert ("pink" in words) == bool(colours & set(NEGATIVE[1:]))
    assert "brown" not in words


@pytest.mark.parametrize(
    "lines",
    [
        ["00", "Start here", "45 min"],
        ["01", "Convolution", "by hand", "85 min"],
        ["02", "Padding", "and stride", "75 min"],
        ["03", "Pooling and", "translation", "invariance", "75 min"],
        ["06", "A network for", "Fashion-MNIST", "110 min"],
    ],
    ids=" ".join,
)
def test_a_title_in_the_lesson_map_breaks_into_even_lines(lines):
    drawn = [element.text for element in ElementTree.fromstring(str(picture("lesson_map"))).iter(f"{SVG}text")]
    first = drawn.index(lines[0])
    assert drawn[first : first + len(lines)] == lines


def test_the_classic_network_is_the_one_keras_builds():
    from course_utils.models import classic

    built = [layer for layer in classic().layers if "rescaling" not in layer.name]
    drawn = classic_rows()
    assert [layer.output.shape[1:] for layer in built] == [layer.shape for layer in drawn]
    assert [layer.count_params() for layer in built] == [layer.parameters for layer in drawn]


def test_vgg16_has_the_published_number_of_parameters():
    groups = blocks()
    assert sum(row.parameters for group in groups for row in group) == 138_357_544
    assert [len(group) for group in groups] == [1, 2, 2, 3, 3, 3, 3]


def test_the_boot_is_scored_as_a_boot():
    assert scores(garment(0)).argmax() == 9


def test_the_reconstruction_ends_at_the_data():
    photograph, trimmed, resized, sharpened, extended, *last = reconstruction(garment(351))
    assert photograph.shape == (73, 51)
    assert max(resized.shape) == 28 and resized.shape == sharpened.shape
    assert extended.shape == (28, 28)
    assert np.array_equal(resized, trimmed[::2, ::2])
    assert all(np.array_equal(image, 255 - extended) for image in last)


def before(number):
    """Every lesson that must come before this one."""
    direct = lessons.lesson(number).builds_on
    return {*direct}.union(*(before(earlier) for earlier in direct))


@pytest.mark.parametrize("lesson", lessons.LESSONS, ids=lambda lesson: lesson.number)
def test_the_map_agrees_with_the_notebooks(lesson):
    """Title, minutes and what a lesson builds on, as its first cell says them.

    When it fails: mend LESSONS in course_utils/lessons.py, then run `course figures`.
    """
    assert f'<a href="../notebooks/{lesson.file}.ipynb">' in str(picture("lesson_map"))
    for path in (ROOT / "notebooks").glob(f"{lesson.number}_*.ipynb"):
        first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
        heading = re.match(r"# (?:\d\d\W+)?(.*)", first).group(1)
        assert heading == lesson.title
        assert {int(minutes) for minutes in re.findall(r"(\d+) minutes", first)} <= {lesson.minutes}
        assert set(re.findall(r"\]\((\d\d)_\w+\.ipynb\)", first)) <= before(lesson.number)
