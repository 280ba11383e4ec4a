"""The picture that moves: drawn by code, state by state what the explorer draws, over within five seconds."""

import re
import xml.etree.ElementTree as ElementTree
from html import escape, unescape
from pathlib import Path

import pytest

from course_utils.commands import moving
from course_utils.commands.gallery import shown
from course_utils.explorers import ConvolutionExplorer

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "figures" / "moving" / "window_moves.svg"
SVG = FILE.read_text(encoding="utf-8")
GROUP = re.compile(r'<g class="window_moves window_moves-(\d)">(.*?)</g>')


def test_the_file_is_what_the_code_draws():
    assert shown(SVG) == shown(moving.window_moves()), "run: course figures"
    assert [path.name for path in FILE.parent.iterdir()] == [FILE.name]


@pytest.mark.parametrize("position", range(9))
def test_each_state_is_the_explorer_s_own_picture(position):
    explorer = ConvolutionExplorer.example()
    explorer.position = position
    lines = moving.window_moves().splitlines()[3:-1]
    groups = [(GROUP.fullmatch(line), line) for line in lines]
    seen = [line if found is None else found[2] for found, line in groups if not found or found[1] == str(position)]
    assert "".join(seen) == "".join(explorer.canvas.svg_parts())


def test_nothing_runs_and_nothing_is_fetched():
    root = ElementTree.fromstring(SVG)
    tags = {element.tag.partition("}")[2] for element in root.iter()}
    assert tags == {"svg", "style", "rect", "g", "image", "polyline", "text"}
    for element in root.iter():
        assert not [name for name in element.attrib if name.startswith("on")]
        assert element.get("href", "data:image/png;").startswith("data:image/png;")
    assert "url(" not in SVG and "@import" not in SVG
    assert len(SVG) < 60_000


def test_it_ends_within_five_seconds_and_asks_whether_motion_is_wanted():
    style = re.search("<style>(.*)</style>", SVG)[1]
    assert "infinite" not in style and 9 * moving.SECONDS < 5
    outside, _, inside = style.partition("@media (prefers-reduced-motion:no-preference){")
    assert outside and "animation" not in outside
    assert "animation" not in inside[inside.index("}}") :], "all that moves stands in the rule that asks"


def test_the_readme_shows_it_in_words_too():
    words = moving.said(ConvolutionExplorer.example())
    assert unescape(re.search('aria-label="([^"]*)"', SVG)[1]) == words and escape(words) in SVG
    alone = f"![{words}](figures/moving/window_moves.svg)"
    assert alone in (ROOT / "README.md").read_text(encoding="utf-8")


def test_what_lies_above_stays_above():
    """A part of one state lies between the shared ones where it lay, not above all of them."""
    states = [["<a/>", "<x/>", "<b/>"], ["<a/>", "<b/>", "<y/>"]]
    made = moving.moving("m", states, "words", 10, 10).splitlines()[3:-1]
    assert made == ["<a/>", '<g class="m m-0"><x/></g>', "<b/>", '<g class="m m-1"><y/></g>']
