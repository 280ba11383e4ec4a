"""The figure of VGG16, its table of shapes computed."""

import numpy as np

from course_utils.drawing.style import FEATURE_MAP, INPUT, KERNEL, NEUTRAL
from course_utils.figures.networks import Layer, convolution, dense, pooling
from course_utils.figures.svg import PALE, Picture, written

_BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
_TALLEST = 250  # of 224 pixels


def blocks():
    """VGG16 as lists of layers: the image, five blocks of convolutions each ending in a pooling, the dense part.

    Configuration D of Simonyan and Zisserman, "Very Deep Convolutional Networks", ICLR (2015).
    """
    parts = [[Layer("Image", (224, 224, 3))]]
    for filters, count in _BLOCKS:
        layers = [parts[-1][-1]]
        for _ in range(count):
            layers.append(convolution("Conv", layers[-1].shape, 3, filters, padding="same"))
        parts.append([*layers[1:], pooling(layers[-1].shape)])
    layers = [Layer("Flatten", (int(np.prod(parts[-1][-1].shape)),))]
    for units in (4096, 4096, 1000):
        layers.append(dense("Dense", layers[-1].shape, units))
    return [*parts, layers]


def vgg16():
    """VGG16's layers as slabs to scale, with the shapes and the parameters of each block."""
    parts = blocks()
    counts = [sum(layer.parameters for layer in part) for part in parts]
    layers = [layer for part in parts for layer in part if layer.parameters]
    convolutions = sum(layer.name == "Conv" for layer in layers)
    picture = Picture(
        "vgg16",
        f"VGG16: {convolutions} convolutions, {len(layers) - convolutions} dense layers, "
        f"{sum(counts) / 1e6:.0f} million parameters",
        "VGG16 from left to right: an image of 224 by 224, then five blocks of 3 by 3 convolutions. Max pooling after "
        "each block halves height and width, from 224 down to 7, while the maps grow in number from 64 to 512. Three "
        f"dense layers follow; they hold {100 * counts[-1] / sum(counts):.0f} percent of the {written(sum(counts))} "
        "parameters.",
        height=660,
    )
    middles = [60, 170, 323, 480, 632, 775, 915]
    for number, (middle, part) in enumerate(zip(middles, parts)):
        width = _draw_part(picture, middle, part)
        _describe_part(picture, middle, number, part, counts[number])
    _shares(picture, sum(counts[:-1]), counts[-1])
    return picture


def _draw_part(picture, middle, part):
    """Draw the layers of one part side by side, as tall as their maps."""
    shown = [layer for layer in part if layer.parameters or layer.name == "Image"]
    sizes = [_slab(layer) for layer in shown]
    x = middle - (sum(width for width, _ in sizes) + 4 * (len(sizes) - 1)) / 2
    for layer, (width, height) in zip(shown, sizes):
        colour = INPUT if layer.name == "Image" else FEATURE_MAP
        picture.box(x, 230 - height / 2, width, height, colour, fill=PALE[colour])
        x += width + 4


def _slab(layer):
    if len(layer.shape) == 1:
        return 10, 30 * layer.shape[0] / 1000
    return 5 + layer.shape[2] / 18, _TALLEST * layer.shape[0] / 224
