"""Widths of words from our own table: what the font itself says, to the last digit."""

import random
import subprocess
import sys

import pytest
from PIL import features

from course_utils import explorers
from course_utils.commands import font_widths
from course_utils.explorers.shared import raster
from course_utils.explorers.shared.widths import JOINED, TABLE, width_of

# Where Pillow comes without raqm it sets letters more plainly than the table, which is then the better of the two.
sets_pairs = pytest.mark.skipif(not features.check("raqm"), reason="this Pillow knows no pairs of letters")


def by_pillow(words, size, bold):
    return raster.font(round(2 * size), bold).getlength(words) / 2


@sets_pairs
def test_the_table_is_that_of_the_font():
    assert TABLE.read_text(encoding="utf-8") == font_widths.table()


@sets_pairs
def test_words_are_as_wide_as_the_font_says():
    dice = random.Random(0)
    signs = [*font_widths.PAIRED, *JOINED, *"AVTofil.,→≈√≤⌊"]
    for _ in range(3000):
        words = "".join(dice.choices(signs, k=dice.randint(0, 16)))
        size, bold = dice.choice([9, 10, 10.4, 11, 12, 13, 14, 17, 20]), dice.random() < 0.5
        assert width_of(words, size, bold) == by_pillow(words, size, bold), (words, size, bold)


@sets_pairs
@pytest.mark.parametrize("name", explorers.__all__)
def test_words_of_explorers_are_as_wide_as_the_font_says(name):
    for _, _, words, size, _, _, bold in (
        shape for shape in getattr(explorers, name).example().canvas.shapes if shape[0] == "text"
    ):
        assert width_of(words, size, bold) == by_pillow(words, size, bold), words


def test_a_sign_that_the_table_lacks_is_as_wide_as_the_box_in_its_place():
    assert width_of("猫", 12) == width_of("\uffff", 12) > 0


def test_what_explorers_import_is_light():
    """Neither Matplotlib nor Pillow, nor anything of Jupyter's that ipywidgets does not bring itself."""
    code = (
        "import sys, ipywidgets, anywidget; before = set(sys.modules); from course_utils import explorers;"
        "[getattr(explorers, name) for name in explorers.__all__];"
        "print({name.split('.')[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() in ("{'numpy', 'course_utils'}", "{'course_utils', 'numpy'}", "{'course_utils'}")
