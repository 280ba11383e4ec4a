"""The figure of VGG16, its shapes and its parameters computed."""

from course_utils.colours import FEATURE_MAP, INPUT, KERNEL, NEUTRAL, PALE
from course_utils.figures.svg import Picture, written
from course_utils.layer_table import VGG16, Flatten, MaxPool, Row, layer_table
from course_utils.numbers import shape

_IMAGE = Row("Image", (224, 224, 3))
_TALLEST, _AXIS = 230, 220  # height of 224 pixels; where the slabs' middles are
_MIDDLES = (88, 214, 348, 478, 615, 758, 897)


def blocks():
    """Rows with parameters, in groups: the image, five blocks of convolutions, the dense layers."""
    groups = [[_IMAGE], []]
    for layer, row in zip(VGG16, layer_table(_IMAGE.shape, VGG16), strict=True):
        if isinstance(layer, MaxPool):
            groups.append([])
        elif not isinstance(layer, Flatten):
            groups[-1].append(row)
    return groups


def vgg16():
    """VGG16's layers as slabs to scale, with the shapes and the parameters of each block."""
    groups = blocks()
    counts = [sum(row.parameters for row in group) for group in groups]
    convolutions, dense_layers = sum(len(group) for group in groups[1:-1]), len(groups[-1])
    total, million = sum(counts), written(sum(counts) / 1e6, 0)
    picture = Picture(
        "vgg16",
        f"VGG16: {convolutions} convolutions, {dense_layers} dense layers, {million} million parameters",
        "VGG16 from left to right: an image of 224 by 224, then five blocks of 3 by 3 convolutions. Max pooling after "
        "each block halves height and width, from 224 down to 7, while the maps grow in number from 64 to 512. Three "
        f"dense layers follow; they hold {written(100 * counts[-1] / total, 0)} percent of the {written(total)} "
        "parameters.",
        height=600,
    )
    picture.text(30, 85, "A slab is as tall as its maps. After each block, 2 × 2 max pooling halves them.")
    picture.text(_MIDDLES[-1], 146, "vectors (own scale)", anchor="middle", size=17)
    _chain(picture, groups)
    picture.text(_MIDDLES[0], 425, "parameters:", anchor="middle", size=17)
    for middle, count in zip(_MIDDLES[1:], counts[1:], strict=True):
        picture.text(middle, 425, written(count), anchor="middle", size=17)
    _shares(picture, sum(counts[:-1]), counts[-1])
    return picture


def _chain(picture, groups):
    """Draw the groups from left to right, joined by arrows, each described below."""
    end = None
    for middle, group in zip(_MIDDLES, groups, strict=True):
        start, after = _slabs(picture, middle, group)
        if end:
            picture.arrow((end + 6, _AXIS), (start - 6, _AXIS))
        end = after
        first = group[0]
        if first is _IMAGE:
            lines = "Image", shape(first.shape)
        elif len(first.shape) == 3:
            lines = f"{len(group)} × Conv {first.shape[2]}", shape(first.shape)
        else:
            lines = f"{len(group)} × Dense", ", ".join(written(row.shape[0]) for row in group)
        picture.text(middle, 365, lines[0], anchor="middle", size=17, bold=True)
        picture.text(middle, 390, lines[1], anchor="middle", size=16)


def _slabs(picture, middle, group):
    """Draw the layers of one group side by side; return where they start and end."""
    sizes = [_slab(row.shape) for row in group]
    width = sum(thick for thick, _ in sizes) + 4 * (len(sizes) - 1)
    x = middle - width / 2
    colour = INPUT if group[0] is _IMAGE else FEATURE_MAP if len(group[0].shape) == 3 else NEUTRAL
    for thick, height in sizes:
        picture.box(x, _AXIS - height / 2, thick, height, colour, fill=PALE[colour])
        x += thick + 4
    return middle - width / 2, middle + width / 2


def _slab(sizes):
    """Return (width, height) of a slab: maps to scale in height, vectors by a scale of their own."""
    if len(sizes) == 1:
        return 10, sizes[0] * 0.03
    return 5 + sizes[2] / 18, _TALLEST * sizes[0] / _IMAGE.shape[0]


def _shares(picture, convolutions, dense_layers):
    """Draw one bar of all parameters, cut in two."""
    total = convolutions + dense_layers
    picture.text(30, 485, "All parameters to scale:")
    x = 30
    for words, count, colour in (("convolutions", convolutions, KERNEL), ("dense layers", dense_layers, NEUTRAL)):
        width = 940 * count / total
        picture.box(x, 500, width, 40, colour, fill=PALE[colour])
        sum_up = f"{words}: {written(count / 1e6, 1)} million, {written(100 * count / total, 0)} %"
        picture.text(x if x == 30 else 970, 567, sum_up, anchor="start" if x == 30 else "end")
        x += width
