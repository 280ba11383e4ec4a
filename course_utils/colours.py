"""Colours with a fixed meaning: the one table, for lessons, figures and explorers alike. NumPy alone.

The same thing has the same colour in every notebook. Signed values are centred on zero, and zero is the same grey
everywhere. A kernel and a feature map have maps of their own, on which no colour of the one means the opposite in the
other: a kernel goes from purple (negative) to orange, a feature map from pink (negative) to green. Both are safe for
colour-blind readers.
"""

import functools

import numpy as np

INPUT = "#4f6d8f"  # blue-grey
KERNEL = "#c96a00"  # orange
FEATURE_MAP = "#1b7837"  # green
NEUTRAL = "#5f6368"
INK, PAPER = "#202124", "#ffffff"
LINE = "#c8ccd0"  # between cells

#: A fill behind words in the colour of the key.
PALE = {INPUT: "#dce4ec", KERNEL: "#fdeddc", FEATURE_MAP: "#e1f1e4", NEUTRAL: "#f1f3f4"}

IMAGE_COLOURS = "gray"
KERNEL_COLOURS = "PuOr_r"
FEATURE_MAP_COLOURS = "PiYG"

#: Ten colours that colour-blind readers tell apart, by M. Petroff (arXiv:2107.02270, 2021), as Matplotlib orders them.
TEN = (
    "#3f90da",
    "#ffa90e",
    "#bd1f01",
    "#94a4a2",
    "#832db6",
    "#a96b59",
    "#e76300",
    "#b9ac70",
    "#717581",
    "#92dadd",
)

# ColorBrewer's, by Cynthia Brewer (Apache 2.0), from the low end to the high.
_BREWER = {
    "PuOr": "7f3b08 b35806 e08214 fdb863 fee0b6 f7f7f7 d8daeb b2abd2 8073ac 542788 2d004b",
    "PiYG": "8e0152 c51b7d de77ae f1b6da fde0ef f7f7f7 e6f5d0 b8e186 7fbc41 4d9221 276419",
    "Oranges": "fff5eb fee6ce fdd0a2 fdae6b fd8d3c f16913 d94801 a63603 7f2704",
}
_MIDDLE = 127  # of 255 colours, so that zero has one of its own


@functools.cache
def table(name):
    """255 colours from the low end to the high, uint8 (255, 3), as Matplotlib's map of this name has them.

    >>> table("PiYG")[[0, 127, 254]].tolist()
    [[142, 1, 82], [247, 247, 247], [39, 100, 25]]
    """
    given = np.array([to_rgb(f"#{one}") for one in _BREWER[name.removesuffix("_r")].split()])
    places, shares = np.linspace(0, 1, len(given)), np.linspace(0, 1, 2 * _MIDDLE + 1)
    colours = np.round(255 * np.stack([np.interp(shares, places, part) for part in given.T], axis=-1)).astype(np.uint8)
    return colours[::-1] if name.endswith("_r") else colours


def signed(values, limit, name=FEATURE_MAP_COLOURS):
    """Colours of signed values, uint8 (…, 3): full at ±limit, grey at zero, which NaN is too.

    >>> signed([-2, 0, 1], limit=1).tolist()
    [[142, 1, 82], [247, 247, 247], [39, 100, 25]]
    """
    shares = np.clip(np.nan_to_num(np.asarray(values, float)) / max(limit, 1e-9), -1, 1)
    return table(name)[np.round(_MIDDLE + _MIDDLE * shares).astype(int)]


def shares(values, name="Oranges"):
    """Colours of shares from 0 to 1, uint8 (…, 3), on a map that grows darker.

    >>> shares([0, 1]).tolist()
    [[255, 245, 235], [127, 39, 4]]
    """
    return table(name)[np.round(2 * _MIDDLE * np.clip(values, 0, 1)).astype(int)]


def grey(values, low, high):
    """Colours of pixels, uint8 (…, 3): black at `low`, white at `high`.

    >>> grey([0, 0.5, 2], 0, 1).tolist()
    [[0, 0, 0], [127, 127, 127], [255, 255, 255]]
    """
    shade = 255 * np.clip((np.asarray(values) - low) / max(high - low, 1e-9), 0, 1)
    return np.repeat(shade.astype(np.uint8)[..., np.newaxis], 3, axis=-1)


def is_dark(colours):
    """Whether white letters are read better than black ones on these colours, uint8 (…, 3).

    The better of the two has a contrast of at least 4.5, by the Web Content Accessibility Guidelines 2.

    >>> is_dark(np.array([[39, 100, 25], [247, 247, 247]], np.uint8))
    array([ True, False])
    """
    return _LUMINANCE_OF_PARTS[np.asarray(colours), [0, 1, 2]].sum(axis=-1) < _HALF_WAY


@functools.cache
def ink(colour):
    """The shade of a colour "#rrggbb" in which words on a pale ground are read: its own where dark enough, else darker.

    Dark enough is a contrast of 5 to white, a little more than the 4.5 of the Web Content Accessibility Guidelines 2.

    >>> ink(FEATURE_MAP), ink(KERNEL), ink("#ffa90e")
    ('#1b7837', '#a95900', '#976408')
    """
    rgb = np.array(to_rgb(colour))
    while 1.05 / (_luminance_of_parts(rgb).sum() + 0.05) < 5:
        rgb = rgb * 0.99
    return to_hex(rgb)


@functools.cache
def ink_on_dark(colour):
    """The shade of a colour "#rrggbb" in which words on a dark page are read: greys turned, others made lighter.

    Its contrast to #111111 is at least 5.

    >>> ink_on_dark(INK), ink_on_dark(FEATURE_MAP), ink_on_dark(KERNEL)
    ('#dfdedb', '#48935f', '#ca6b03')
    """
    rgb = np.array(to_rgb(colour))
    if np.ptp(rgb) < 0.06:
        rgb = np.clip(1 - rgb, 0, 0.88)
    while (_luminance_of_parts(rgb).sum() + 0.05) / (_luminance_of_parts(_NIGHT).sum() + 0.05) < 5:
        rgb = 1 - (1 - rgb) * 0.99
    return to_hex(rgb)


def to_rgb(colour):
    """A colour "#rrggbb" as three numbers in 0 … 1; three numbers stay as they are.

    >>> to_rgb("#ff0000")
    (1.0, 0.0, 0.0)
    """
    if not isinstance(colour, str):
        return tuple(map(float, colour))
    digits = colour.removeprefix("#")
    return tuple(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))


def to_hex(rgb):
    """Three numbers in 0 … 1, or three of uint8, as "#rrggbb".

    >>> to_hex((1, 0.5, 0)), to_hex(np.array([255, 128, 0], np.uint8))
    ('#ff8000', '#ff8000')
    """
    scale = 1 if getattr(rgb, "dtype", None) == np.uint8 else 255
    return "#" + "".join(f"{round(scale * float(part)):02x}" for part in rgb)


def _luminance_of_parts(rgb):
    """What red, green and blue in 0 … 1, (…, 3), add to the luminance, (…, 3).

    The contrast of two luminances is the larger + 0.05 over the smaller + 0.05.
    """
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear * np.array([0.2126, 0.7152, 0.0722])


_NIGHT = np.full(3, 0x11 / 0xFF)  # the ground of a dark page
_LUMINANCE_OF_PARTS = _luminance_of_parts(np.repeat(np.arange(256)[:, np.newaxis] / 255, 3, axis=1))
_HALF_WAY = (0.05 * 1.05) ** 0.5 - 0.05  # the luminance whose contrast to black is that to white
