"""What filters do, drawn: an image, the kernels, and the feature maps they make of it."""

from matplotlib.colors import LinearSegmentedColormap

from course_utils.drawing.given import check_same, colour_picture, grid, items, largest, one_of, volume
from course_utils.drawing.given import names as checked_names
from course_utils.drawing.grids import draw_feature_map, draw_image, draw_kernel
from course_utils.drawing.style import panel
from course_utils.drawing.words import values_in_words

# Light at the top, so that a blue channel is as easy to see as a red one.
_CHANNELS = {"red": "#ff8a80", "green": "#7ee08a", "blue": "#9db8ff"}


def draw_filtering(image, kernel, feature_maps, titles):
    """Panels of an image, a kernel, and one feature map or several on one scale of colours.

    Parameters
    ----------
    image : (height, width)
    kernel : (kernel_height, kernel_width)
    feature_maps : sequence of (rows, columns)
    titles : sequence of str
        Of the image, the kernel, and each feature map.

    Returns
    -------
    list of Panel
    """
    feature_maps = [grid(one, "a feature map") for one in items(feature_maps, "feature_maps", kind="feature map")]
    limit = max(map(largest, feature_maps))
    titles = checked_names(titles, 2 + len(feature_maps), "panel", name="titles")
    maps = [draw_feature_map(one, title, limit=limit) for one, title in zip(feature_maps, titles[2:], strict=True)]
    return [draw_image(image, titles[0]), draw_kernel(kernel, titles[1]), *maps]


def draw_filter_bank(image, bank, feature_maps, names, title=""):
    """Two rows of panels: several kernels, and below each the feature map it makes of one image.

    Parameters
    ----------
    image : (height, width)
    bank : sequence of (kernel_height, kernel_width)
    feature_maps : sequence of (rows, columns)
        Each on its own scale of colours.
    names : sequence of str
        Of the kernels.
    title : str
        Of the image.

    Returns
    -------
    list of lists of Panel
    """
    bank = items(bank, "bank", kind="kernel")
    names = checked_names(names, len(bank), "kernel")
    feature_maps = items(feature_maps, "feature_maps", kind="feature map")
    check_same(len(feature_maps), "feature map", len(bank), "kernel")
    kernels = [draw_kernel(kernel, name) for kernel, name in zip(bank, names, strict=True)]
    return [[None, *kernels], [draw_image(image, title), *map(draw_feature_map, feature_maps)]]


@panel(lambda channel, *_, **__: channel.shape, channel=grid, name=one_of(*_CHANNELS))
def draw_channel(ax, channel, title="", *, name):
    """One channel of a colour image, from black to its own colour.

    Parameters
    ----------
    channel : (height, width)
        In 0 … 1.
    title : str
    name : "red", "green" or "blue"
    """
    draw_image.on(ax, channel, title)
    ax.images[0].set_cmap(LinearSegmentedColormap.from_list(name, ["black", _CHANNELS[name]]))
    return values_in_words(channel)


def draw_channels(image):
    """Three panels: the red, green and blue channel of an image, each a matrix of its own.

    Parameters
    ----------
    image : (height, width, 3)
        In 0 … 1.

    Returns
    -------
    list of Panel
    """
    image = colour_picture(image, "image")
    return [draw_channel(image[..., n], f"{name} channel", name=name) for n, name in enumerate(_CHANNELS)]


def draw_volume_filtering(image, kernel, feature_map):
    """Two rows of panels: an RGB image by channels, below each its slice of the kernel, and the one feature map.

    Parameters
    ----------
    image : (height, width, 3)
        In 0 … 1.
    kernel : (kernel_height, kernel_width, 3)
    feature_map : (rows, columns)
        In colours that reach three fifths of its largest magnitude, so that weak answers show.

    Returns
    -------
    list of lists of Panel
    """
    image, kernel = colour_picture(image, "image"), volume(kernel, "kernel")
    feature_map = grid(feature_map, "feature_map")
    check_same(kernel.shape[2], "slice of the kernel", len(_CHANNELS), "channel of the image")
    limit = largest(kernel)
    slices = [draw_kernel(kernel[..., n], f"weights for {name}", limit=limit) for n, name in enumerate(_CHANNELS)]
    answers = draw_feature_map(feature_map, "one feature map", limit=0.6 * largest(feature_map))
    return [[*draw_channels(image), draw_image(image, "all three channels")], [*slices, answers]]
