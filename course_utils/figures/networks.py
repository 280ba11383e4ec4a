"""Figures of whole networks: at a glance, layer by layer, and VGG16."""

from typing import NamedTuple

import numpy as np

from course_utils import kernels
from course_utils.activations import relu, softmax
from course_utils.convolution import output_size
from course_utils.drawing.style import FEATURE_MAP, INPUT, KERNEL, NEUTRAL
from course_utils.fashion_mnist import CLASS_NAMES
from course_utils.figures.data import garment, train, whole_feature_map
from course_utils.figures.svg import INK, ORANGE_INK, PALE, Picture, written
from course_utils.pooling import max_pool


class Layer(NamedTuple):
    """A row of the table: the layer, the shape that leaves it, and how its parameters are counted."""

    name: str
    shape: tuple
    formula: str = ""
    parameters: int = 0


def convolution(name, shape, kernel_size, filters, padding="valid"):
    """Layer after a convolution of stride 1: (kernel height × width × channels + one bias) × filters."""
    height, width, channels = shape
    count = (kernel_size**2 * channels + 1) * filters
    after = tuple(output_size(size, kernel_size, padding=padding) for size in (height, width))
    return Layer(name, (*after, filters), f"({kernel_size}·{kernel_size}·{channels} + 1) · {filters}", count)


def pooling(shape):
    """Layer after 2×2 max pooling."""
    return Layer("MaxPool, 2 × 2", (*(output_size(size, 2, strides=2) for size in shape[:2]), shape[2]))


def dense(name, shape, units):
    """Layer after a dense layer: (inputs + one bias) × units."""
    return Layer(name, (units,), f"({shape[0]:,} + 1) · {units:,}", (shape[0] + 1) * units)


def classic_layers():
    """Layers of `models.classic`, from the image to the ten scores."""
    layers = [Layer("Image", (28, 28, 1))]
    for _ in range(2):
        layers.append(convolution("Conv, 32 filters, 3 × 3", layers[-1].shape, 3, 32))
        layers.append(pooling(layers[-1].shape))
    layers.append(Layer("Flatten", (int(np.prod(layers[-1].shape)),)))
    layers.append(dense("Dense, 128 units", layers[-1].shape, 128))
    layers.append(dense("Dense, 10 scores", layers[-1].shape, len(CLASS_NAMES)))
    return layers


def network_layers():
    """The classic network as a table: shapes to scale, parameter counts as numbers and bars."""
    layers = classic_layers()
    total = sum(layer.parameters for layer in layers)
    largest = max(layer.parameters for layer in layers)
    rows = "; ".join(f"{layer.name}: {_spelled(layer.shape)}, {written(layer.parameters)}" for layer in layers)
    picture = Picture(
        "network_layers",
        f"The classic network: {written(total)} parameters, {100 * largest / total:.0f} % in one dense layer",
        f"The layers from top to bottom, each with the shape that leaves it and its number of parameters. {rows}.",
        height=112 + 70 * len(layers),
    )
    for x, words in ((30, "to scale"), (140, "layer"), (425, "shape"), (600, "parameters")):
        picture.text(x, 88, words, colour=NEUTRAL)
    for number, layer in enumerate(layers):
        _layer_row(picture, 108 + 70 * number, layer)
        if layer.parameters:
            _layer_parameters(picture, 108 + 70 * number, layer, largest, total)
    return picture


def _spelled(shape):
    return " × ".join(written(size) for size in shape)


def _layer_row(picture, y, layer):
    """Draw one layer: its shape to scale (as tall as a map, as wide as there are maps), its name and shape."""
    colour = INPUT if layer.name == "Image" else KERNEL if layer.parameters else NEUTRAL
    picture.box(140, y, 265, 44, colour, fill=PALE[colour], radius=8)
    picture.text(155, y + 28, layer.name)
    if layer.name != "Image":
        picture.arrow((272, y - 24), (272, y - 2))
    picture.text(425, y + 28, _spelled(layer.shape))
    height, width = (layer.shape[0] * 1.6, layer.shape[2] * 1.4) if len(layer.shape) == 3 else (8, layer.shape[0] * 0.11)
    made = INPUT if layer.name == "Image" else FEATURE_MAP
    picture.box(31, y + 22 - height / 2, max(width, 2), height, made, fill=PALE[made])


def _layer_parameters(picture, y, layer, largest, total):
    """Write how the parameters are counted, and draw their share."""
    picture.text(600, y + 17, layer.formula, size=16)
    picture.text(600, y + 40, f"= {written(layer.parameters)}", bold=True)
    width = max(190 * layer.parameters / largest, 2)
    picture.box(780, y + 10, width, 24, KERNEL, fill=KERNEL, weight=1)
    share, inside = f"{100 * layer.parameters / total:.1f} %", width > 100
    picture.text(772 + width if inside else 788 + width, y + 28, share, anchor="end" if inside else "start",
                 colour="#ffffff" if inside else INK, bold=inside)  # fmt: skip


def vgg16_layers():
    """Layers of VGG16 (Simonyan and Zisserman, ICLR 2015, configuration D), pooling included."""
    layers = [Layer("Image", (224, 224, 3))]
    for filters, count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(count):
            layers.append(convolution("Conv", layers[-1].shape, 3, filters, padding="same"))
        layers.append(pooling(layers[-1].shape))
    layers.append(Layer("Flatten", (int(np.prod(layers[-1].shape)),)))
    for units in (4096, 4096, 1000):
        layers.append(dense("Dense", layers[-1].shape, units))
    return layers
