"""The figure of the classic network, layer by layer."""

from course_utils.colours import FEATURE_MAP, INPUT, KERNEL, NEUTRAL, PALE
from course_utils.figures.svg import Picture, written
from course_utils.layer_table import CLASSIC, Conv, Row, layer_table
from course_utils.numbers import shape

_IMAGE = Row("Image", (28, 28, 1))


def classic_rows():
    """Rows of `models.classic` without its scaling: shapes and parameters, by formula."""
    return layer_table(_IMAGE.shape, CLASSIC)


def network_layers():
    """The classic network as a table: shapes to scale, parameter counts as numbers and bars."""
    rows = [_IMAGE, *classic_rows()]
    total = sum(row.parameters for row in rows)
    largest = max(row.parameters for row in rows)
    words = "; ".join(f"{row.layer}: {shape(row.shape)}, {written(row.parameters)}" for row in rows)
    picture = Picture(
        "network_layers",
        f"The classic network: {written(total)} parameters, {written(100 * largest / total, 0)} % in one dense layer",
        f"The layers from top to bottom, each with the shape that leaves it and its number of parameters. {words}.",
        height=165 + 70 * len(rows),
    )
    for x, head in ((30, "drawn"), (140, "layer"), (425, "shape"), (600, "parameters")):
        picture.text(x, 88, head, colour=NEUTRAL)
    for number, row in enumerate(rows):
        y = 108 + 70 * number
        _layer_row(picture, y, row)
        if row.parameters:
            picture.text(600, y + 17, _formula(CLASSIC[number - 1], rows[number - 1].shape), size=17)
            _share(picture, y, row.parameters, largest, total)
        else:
            picture.text(600, y + 28, "0")
    drawn = "Drawn: as tall as one map is high, as wide as there are maps; a vector as wide"
    picture.text(30, 125 + 70 * len(rows), [drawn, "as it is long, in units of its own."], size=17, colour=NEUTRAL)
    return picture


def _formula(layer, before):
    """Write how the parameters of a layer are counted, given the shape before it."""
    if isinstance(layer, Conv):
        return f"({layer.kernel_size}·{layer.kernel_size}·{before[2]} + 1) · {layer.filters}"
    return f"({written(before[0])} + 1) · {written(layer.units)}"


def _layer_row(picture, y, row):
    """Draw one layer: its shape to scale (as tall as a map, as wide as there are maps), its name and shape."""
    is_image = row is _IMAGE
    colour = INPUT if is_image else KERNEL if row.parameters else NEUTRAL
    picture.box(140, y, 265, 44, colour, fill=PALE[colour], radius=8)
    picture.text(155, y + 28, row.layer)
    if not is_image:
        picture.arrow((272, y - 24), (272, y - 2))
    picture.text(425, y + 28, shape(row.shape))
    maps = len(row.shape) == 3
    height, width = (row.shape[0] * 1.6, row.shape[2] * 1.4) if maps else (8, row.shape[0] * 0.11)
    colour = INPUT if is_image else FEATURE_MAP
    picture.box(31, y + 22 - height / 2, max(width, 2), height, colour, fill=PALE[colour])


def _share(picture, y, parameters, largest, total):
    """Write the number of parameters, and draw their share of all."""
    picture.text(600, y + 40, f"= {written(parameters)}", bold=True)
    width = max(190 * parameters / largest, 2)
    picture.box(780, y + 10, width, 24, KERNEL, fill=PALE[KERNEL], weight=1.5)
    share = f"{written(100 * parameters / total, 1)} %"
    if width > 100:
        picture.text(772 + width, y + 28, share, anchor="end", bold=True)
    else:
        picture.text(788 + width, y + 28, share)
