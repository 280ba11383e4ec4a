"""The figure of how an image of the data set was made, from product photograph to 28×28 grey pixels."""

import numpy as np

from course_utils import kernels
from course_utils.convolution import pad
from course_utils.figures.data import garment, whole_feature_map
from course_utils.figures.svg import GREYS, Picture, between

_DRESS = 351
_DYED = between((28, 62, 110), (255, 255, 255))  # an invented colour: dark blue on white
_NEGATED = between((0, 0, 0), (227, 193, 145))  # the same, each part taken from 255
_STEPS = (
    ("1. Convert to PNG", ["a product photograph,", "51 × 73"]),
    ("2. Trim", ["edges close to the", "corners’ colour go"]),
    ("3. Resize", ["skip rows and columns:", "long edge 28"]),
    ("4. Sharpen", ["Gaussian, radius and", "standard deviation 1"]),
    ("5. Extend", ["short edge to 28,", "garment in the centre"]),
    ("6. Negate", ["dark becomes bright,", "background black"]),
    ("7. Grey", ["8 bits: 0 to 255,", "28 × 28"]),
)


def how_an_image_was_made():
    """The seven steps from a product photograph to 28×28 grey pixels, worked back from the result."""
    picture = Picture(
        "how_an_image_was_made",
        "From a product photograph to 28 × 28 grey pixels",
        "Seven pictures of a dress. 1: a photograph of 51 by 73 pixels on white. 2: its edges trimmed. 3: resized "
        "until the long edge has 28 pixels. 4: sharpened. 5: the short edge extended to 28. 6: negated, the dress "
        "bright on black. 7: grey, as stored. Only the last is data; the others are reconstructed from it, in an "
        "invented colour.",
        height=690,
    )
    stages = reconstruction(garment(_DRESS))
    shades = (_DYED,) * 5 + (_NEGATED, GREYS)
    places = [(130 + 247 * column, 180) for column in range(4)] + [(253 + 247 * column, 462) for column in range(3)]
    for place, pixels, colours, step in zip(places, stages, shades, _STEPS, strict=True):
        _stage(picture, *place, pixels, colours, *step)
    picture.arrow((871, 313), (871, 332), (253, 332), (253, 356))
    picture.text(30, 640, "Only number 7 is data. Numbers 1 to 6 are worked back from it, in an invented colour.")
    picture.text(30, 668, "Steps after Xiao, Rasul and Vollgraf, arXiv:1708.07747 (2017).")
    return picture


def reconstruction(image):
    """Seven images that could have led to this one, from the photograph on, undoing one step after the other."""
    rows, columns = (np.flatnonzero(image.any(axis=axis)) for axis in (1, 0))
    extended = 255 - image
    sharpened = extended[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    trimmed = _blurred(sharpened.repeat(2, axis=0).repeat(2, axis=1))
    resized = trimmed[::2, ::2]
    missing = np.array((73, 51)) - trimmed.shape
    photograph = np.pad(trimmed, [(gap // 2, gap - gap // 2) for gap in missing], constant_values=253)
    return [photograph, trimmed, resized, sharpened, extended, image, image]


def _blurred(image):
    """Blur with whole weights, so that every machine gets the same pixels."""
    bell = np.rint(1000 * kernels.gaussian_blur(3, sigma=1))
    return whole_feature_map(pad(image, 1, mode="edge"), bell) // int(bell.sum())


def _stage(picture, middle, y, pixels, shades, name, lines):
    """Draw one step: its name, its picture around (middle, y), and what it does."""
    scale = 2 if max(pixels.shape) > 28 else 5
    height, width = (side * scale for side in pixels.shape)
    picture.text(middle, y - 84, name, anchor="middle", size=20, bold=True)
    picture.image(middle - width / 2, y - height / 2, pixels, scale, shades=shades)
    picture.text(middle, y + 102, lines, anchor="middle", size=17)
    if name[0] not in "15":
        picture.arrow((middle - 143, y), (middle - 104, y))
