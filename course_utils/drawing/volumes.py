"""What a layer hands on, drawn as it is stored: feature maps one behind the other, a volume."""

from matplotlib.patches import Rectangle

from course_utils.colours import FEATURE_MAP, FEATURE_MAP_COLOURS, ink
from course_utils.drawing.given import largest, volume
from course_utils.drawing.style import colour_map, panel
from course_utils.numbers import counted

_RIGHT, _UP = 0.42, 0.12  # from one map to the next behind it, as shares of its width and height


def _volume_shape(maps, *_, **__):
    height, width, count = maps.shape
    return height * (1 + _UP * (count - 1)), width * (1 + _RIGHT * (count - 1))


@panel(_volume_shape, maps=volume)
def draw_volume(ax, maps, title=""):
    """Feature maps one behind the other, the first in front, each on a scale of colours of its own.

    Parameters
    ----------
    maps : (height, width, channels)
    title : str
    """
    height, width, count = maps.shape
    for index in reversed(range(count)):  # from the back to the front
        left, bottom = index * _RIGHT * width, index * _UP * height
        limit = largest(maps[..., index]) or 1.0
        look = {"cmap": colour_map(FEATURE_MAP_COLOURS), "vmin": -limit, "vmax": limit, "zorder": count - index}
        ax.imshow(maps[..., index], extent=(left, left + width, bottom, bottom + height), **look)
        frame = {"fill": False, "edgecolor": FEATURE_MAP, "linewidth": 1.5, "zorder": count - index}
        ax.add_patch(Rectangle((left, bottom), width, height, **frame))
    rows, columns = _volume_shape(maps)
    ax.set(xlim=(-0.02 * columns, 1.02 * columns), ylim=(-0.02 * rows, 1.02 * rows), aspect="equal")
    ax.set_title(title, color=ink(FEATURE_MAP))
    ax.axis("off")
    return f"{counted(count, 'feature map')} of {height} × {width}, one behind the other, each on a scale of its own"
