"""The one table of colours: as Matplotlib has them, centred on zero, and dark enough for words."""

import re
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from course_utils import colours
from course_utils.colours import FEATURE_MAP, INK, INPUT, KERNEL, LINE, NEUTRAL, PALE, PAPER, TEN, signed, table

PACKAGE = Path(colours.__file__).parent
NAMED = {"INPUT": INPUT, "KERNEL": KERNEL, "FEATURE_MAP": FEATURE_MAP, "NEUTRAL": NEUTRAL, "INK": INK}
GREY = [247, 247, 247]


def contrast(one, other):
    """Contrast of two colours, by the Web Content Accessibility Guidelines 2."""
    parts = np.array([[int(colour[place : place + 2], 16) for place in (1, 3, 5)] for colour in (one, other)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    dark, bright = sorted(linear @ (0.2126, 0.7152, 0.0722))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["PuOr", "PuOr_r", "PiYG", "Oranges"])
def test_a_table_is_matplotlibs_map(name):
    """To the last value; Matplotlib cuts off where this table rounds, so it is asked for shares."""
    theirs = 255 * matplotlib.colormaps[name].resampled(255)(np.arange(255))[:, :3]
    assert table(name).dtype == np.uint8
    assert np.array_equal(table(name), np.round(theirs))
    assert np.abs(theirs - np.floor(theirs) - 0.5).min() > 1e-6, "a tie could round otherwise on another machine"


def test_a_reversed_table_is_the_table_from_its_end():
    assert np.array_equal(table("PuOr_r"), table("PuOr")[::-1])


def test_ten_are_matplotlibs():
    assert [colours.to_hex(rgb) for rgb in matplotlib.color_sequences["petroff10"]] == list(TEN)


@pytest.mark.parametrize("name", [colours.KERNEL_COLOURS, colours.FEATURE_MAP_COLOURS])
@pytest.mark.parametrize("limit", [1e-6, 0.1, 1, 3, 1000])
def test_signed_colours_are_centred_on_zero_and_full_at_the_limit(name, limit):
    low, zero, high = signed(limit * np.array([-1, 0, 1]), limit, name).tolist()
    assert [low, zero, high] == table(name)[[0, 127, 254]].tolist()
    assert zero == GREY


def test_minus_is_as_far_from_zero_as_plus():
    values = np.linspace(-1, 1, 401)
    assert np.array_equal(signed(-values, 1, "PuOr"), signed(values, 1, "PuOr_r"))


def test_what_is_no_number_is_grey_and_what_goes_too_far_is_full():
    assert signed([np.nan, -0.0, 0], 1).tolist() == [GREY] * 3
    assert signed([5, np.inf, -5, -np.inf], 1).tolist() == table("PiYG")[[254, 254, 0, 0]].tolist()
    assert signed([0, 0], 0).tolist() == [GREY] * 2, "no limit at all divides by nothing"


def test_colours_have_the_shape_of_their_values():
    for shape in ((), (3,), (2, 3), (2, 3, 4)):
        for made in (signed(np.zeros(shape), 1), colours.shares(np.zeros(shape)), colours.grey(np.zeros(shape), 0, 1)):
            assert made.shape == (*shape, 3) and made.dtype == np.uint8


def test_shares_grow_darker():
    luminance = colours.shares(np.linspace(0, 1, 50)) @ np.array([0.299, 0.587, 0.114])
    assert np.all(np.diff(luminance) < 0)
    assert colours.shares([-1, 2]).tolist() == colours.shares([0, 1]).tolist()


def test_grey_is_black_at_its_low_end_and_white_at_its_high_end():
    pixels = np.arange(256, dtype=np.uint8)
    assert np.array_equal(colours.grey(pixels, 0, 255), np.repeat(pixels[:, np.newaxis], 3, axis=1))
    assert colours.grey([-5.0, 5.0], -1, 1).tolist() == [[0] * 3, [255] * 3]
    assert colours.grey([3.0], 3, 3).tolist() == [[0] * 3]


@pytest.mark.parametrize("name", ["PuOr_r", "PiYG", "Oranges"])
def test_a_number_is_readable_on_every_colour_of_a_map(name):
    for colour, dark in zip(table(name), colours.is_dark(table(name)), strict=True):
        assert contrast(colours.to_hex(colour), "#ffffff" if dark else "#000000") >= 4.5


def test_white_letters_stand_on_the_dark_half_of_the_greys():
    greys = np.repeat(np.arange(256, dtype=np.uint8)[:, np.newaxis], 3, axis=1)
    assert np.array_equal(colours.is_dark(greys), np.arange(256) < 118)


@pytest.mark.parametrize("colour", [*NAMED.values(), *TEN])
def test_words_in_any_colour_are_dark_enough(colour):
    """4.5 to 1 on white (WCAG 2, level AA); what is dark enough keeps its own shade."""
    assert contrast(colours.ink(colour), PAPER) >= 4.5
    if contrast(colour, PAPER) >= 5:
        assert colours.ink(colour) == colour


@pytest.mark.parametrize("colour", list(PALE))
def test_words_are_read_on_a_pale_ground(colour):
    """In INK at any size, in the ground's own colour where they are large, of which 3 is asked."""
    assert contrast(INK, PALE[colour]) >= 10
    assert contrast(colours.ink(colour), PALE[colour]) >= 4


@pytest.mark.parametrize("colour", [*NAMED.values(), PAPER, LINE, *PALE.values(), *TEN])
def test_a_colour_comes_back_from_its_parts(colour):
    assert colours.to_hex(colours.to_rgb(colour)) == colour
    assert colours.to_hex(np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)], np.uint8)) == colour
    assert colours.to_rgb(colours.to_rgb(colour)) == colours.to_rgb(colour)


def hex_colours(path):
    """Every "#rrggbb" in a file, with its line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        yield from ((number, colour.lower()) for colour in re.findall(r"#[0-9a-fA-F]{6}\b", line))


def test_no_module_writes_a_colour_that_the_table_has():
    """When it fails: import the colour from course_utils.colours."""
    names = {value: name for name, value in NAMED.items()} | {PAPER: "PAPER", LINE: "LINE"}
    names |= {value: f"PALE[{names[key]}]" for key, value in PALE.items()} | dict.fromkeys(TEN, "TEN")
    again = [
        f"{path.relative_to(PACKAGE)}:{line} writes {colour}, which is {names[colour]}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != Path(colours.__file__)
        for line, colour in hex_colours(path)
        if colour in names
    ]
    assert not again, "\n".join(again)
