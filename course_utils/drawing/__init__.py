"""Pictures: finished arrays in, artists out. Nothing here computes a result; only `show` shows.

style     colours with a fixed meaning, panels, show
grids     images, kernels, feature maps, windows
curves    curves and bars
"""

from course_utils.drawing.curves import draw_bars, draw_curves
from course_utils.drawing.grids import draw_feature_map, draw_image, draw_kernel, draw_window
from course_utils.drawing.style import panels, show

__all__ = [
    "draw_bars",
    "draw_curves",
    "draw_feature_map",
    "draw_image",
    "draw_kernel",
    "draw_window",
    "panels",
    "show",
]
