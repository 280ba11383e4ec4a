"""Pictures: finished arrays in, artists out. Nothing here computes a result; only `show` shows.

style     colours with a fixed meaning, panels, show
grids     images, kernels, feature maps, windows
curves    curves and bars
products  window × kernel, all windows as one matrix product, the channels of a volume
galleries many images in one picture; how values are spread
geometry  where windows lie, how often a pixel is read, what a unit sees
pooling   the windows of a pooling layer
"""

from course_utils.drawing.curves import draw_bars, draw_curves
from course_utils.drawing.galleries import draw_gallery, draw_spreads
from course_utils.drawing.geometry import draw_receptive_field, draw_times_read, draw_window_grid, draw_windows
from course_utils.drawing.grids import draw_feature_map, draw_image, draw_kernel, draw_window
from course_utils.drawing.pooling import draw_pool_windows
from course_utils.drawing.products import draw_channels, draw_kernel_slices, draw_matrix_product, draw_products
from course_utils.drawing.style import panels, show

__all__ = [
    "draw_bars",
    "draw_channels",
    "draw_curves",
    "draw_feature_map",
    "draw_gallery",
    "draw_image",
    "draw_kernel",
    "draw_kernel_slices",
    "draw_matrix_product",
    "draw_pool_windows",
    "draw_products",
    "draw_receptive_field",
    "draw_spreads",
    "draw_times_read",
    "draw_window",
    "draw_window_grid",
    "draw_windows",
    "panels",
    "show",
]
