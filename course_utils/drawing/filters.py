"""What filters do, drawn: an image, the kernels, and the feature maps they make of it."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course_utils.drawing.grids import draw_feature_map, draw_image, draw_kernel

# Light at the top, so that a blue channel is as easy to see as a red one.
_CHANNELS = {"red": "#ff8a80", "green": "#7ee08a", "blue": "#9db8ff"}


def draw_filtering(axes, image, kernel, feature_maps, titles):
    """Draw an image, a kernel, and one feature map or several on one scale of colours.

    Parameters
    ----------
    axes : list of Axes, two more than there are feature maps
    image : (height, width)
    kernel : (kernel_height, kernel_width)
    feature_maps : sequence of (rows, columns)
    titles : sequence of str
        Of the image, the kernel, and each feature map.
    """
    draw_image(axes[0], image, titles[0])
    draw_kernel(axes[1], kernel, titles[1])
    limit = max(float(np.abs(feature_map).max()) for feature_map in feature_maps)
    for ax, feature_map, title in zip(axes[2:], feature_maps, titles[2:], strict=True):
        draw_feature_map(ax, feature_map, title, limit=limit)


def draw_filter_bank(axes, image, bank, feature_maps, names, title=""):
    """Draw several kernels, and below each the feature map it makes of one image.

    Parameters
    ----------
    axes : two rows of Axes, one column more than there are kernels
    image : (height, width)
    bank : sequence of (kernel_height, kernel_width)
    feature_maps : sequence of (rows, columns)
        Each on its own scale of colours.
    names : sequence of str
        Of the kernels.
    title : str
        Of the image.
    """
    axes[0][0].axis("off")
    draw_image(axes[1][0], image, title)
    for column, (kernel, feature_map, name) in enumerate(zip(bank, feature_maps, names, strict=True), start=1):
        draw_kernel(axes[0][column], kernel, name)
        draw_feature_map(axes[1][column], feature_map)


def draw_channels(axes, image):
    """Draw the red, green and blue channel of an image, each a matrix of its own.

    Parameters
    ----------
    axes : three Axes
    image : (height, width, 3)
        In 0 … 1.
    """
    for channel, (ax, (name, light)) in enumerate(zip(axes, _CHANNELS.items(), strict=True)):
        artist = draw_image(ax, image[..., channel], f"{name} channel")
        artist.set_cmap(LinearSegmentedColormap.from_list(name, ["black", light]))


def draw_volume_filtering(axes, image, kernel, feature_map):
    """Draw an RGB image channel by channel, below each its slice of the kernel, and the one feature map.

    Parameters
    ----------
    axes : two rows of four Axes
    image : (height, width, 3)
        In 0 … 1.
    kernel : (kernel_height, kernel_width, 3)
    feature_map : (rows, columns)
        In colours that reach three fifths of its largest magnitude, so that weak answers show.
    """
    draw_channels(axes[0][:3], image)
    draw_image(axes[0][3], image, "all three channels")
    for channel, (ax, name) in enumerate(zip(axes[1], _CHANNELS, strict=False)):
        draw_kernel(ax, kernel[..., channel], f"weights for {name}", limit=float(np.abs(kernel).max()))
    draw_feature_map(axes[1][3], feature_map, "one feature map", limit=0.6 * float(np.abs(feature_map).max()))
