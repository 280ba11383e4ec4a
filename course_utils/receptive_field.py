"""How much of the input image one unit of a deep layer sees."""

from typing import NamedTuple

from course_utils.geometry import as_count, check_padding, geometry


class Layer(NamedTuple):
    """A convolution or pooling layer, as far as its windows go (one axis); values in pixels of its own input."""

    kernel_size: int
    strides: int = 1
    padding: str | int = "valid"
    dilation_rate: int = 1


class Field(NamedTuple):
    """What the units of one layer see, in pixels of the input image.

    `size` is how many each sees, from the first to the last (strides larger than the kernel, and dilation,
    leave gaps between); `jump` how far apart neighbouring units look; `start` the first pixel that unit 0
    sees, negative where it lies in the padding.
    """

    size: int
    jump: int
    start: int


def receptive_field(layers, *, input_size=None):
    """Receptive field after each layer, along one axis.

    Each layer adds (kernel_size - 1) × dilation_rate × jump to the size and multiplies the jump by its stride.

    Parameters
    ----------
    layers : sequence of Layer (or of tuples in the same order)
        From the input on.
    input_size : int, optional
        Pixels of the image along this axis. Needed only for "same" padding at strides above 1, where
        the padding depends on it.

    Returns
    -------
    fields : list of Field
        One a layer.

    Raises
    ------
    ValueError
        A setting is not allowed or a kernel does not fit (the message names the layer), or `input_size`
        is needed and missing.

    Notes
    -----
    After Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill (2019).

    >>> receptive_field([Layer(3), Layer(3), Layer(2, strides=2)])
    [Field(size=3, jump=1, start=0), Field(size=5, jump=1, start=0), Field(size=6, jump=2, start=0)]

    Introduced in notebook 02.
    """
    field, fields = Field(1, 1, 0), []
    for number, layer in enumerate((Layer(*layer) for layer in layers), start=1):
        try:
            before, input_size = _pad_before(layer, input_size)
        except ValueError as error:
            raise ValueError(f"layer {number}: {error}") from None
        field = Field(
            size=field.size + (layer.kernel_size - 1) * layer.dilation_rate * field.jump,
            jump=field.jump * layer.strides,
            start=field.start - before * field.jump,
        )
        fields.append(field)
    return fields


def _pad_before(layer, input_size):
    """Return the padding in front of a layer's input, and the size of its output (None if unknown)."""
    if input_size is not None:
        settings = {"strides": layer.strides, "padding": layer.padding, "dilation_rate": layer.dilation_rate}
        lie = geometry(input_size, layer.kernel_size, **settings)
        return lie.pad_before, lie.output_size
    for name in ("kernel_size", "strides", "dilation_rate"):
        as_count(getattr(layer, name), name)
    check_padding(layer.padding)
    if layer.padding == "same" and layer.strides > 1:
        raise ValueError("padding 'same' at strides above 1 depends on the image: give input_size.")
    span = (layer.kernel_size - 1) * layer.dilation_rate + 1
    return {"valid": 0, "same": (span - 1) // 2}.get(layer.padding, layer.padding), None
