"""Pictures: finished arrays in, panels out, which describe themselves. Nothing here computes a result; `show` shows.

A `draw_…` function returns a panel, or a list of panels; `show(panel, panel)` puts them side by side.

given     what is given, checked at one door before anything is drawn; reads: what windows read
words     what data says of itself: the clauses of descriptions
style     colours with a fixed meaning, panels, show
grids     images, kernels, feature maps, windows
curves    curves, bars, and several trainings of one kind, a dot each
parts     whose each part of a network is
products  window × kernel, answers at their places, all windows as one matrix product
filters   kernels beside their feature maps; the channels of a volume
galleries many images in one picture; how values are spread
geometry  where windows stand, how often a pixel is read, what a unit sees
groups    which activations are normalised together
arrivals  what arrives at a network, image by image
pooling   what pooling makes of images, what the invariance meter reads
maps      what an explanation says of each cell
networks  layers to scale, many small maps, mistakes
units     units that work and units that are silenced
volumes   feature maps one behind the other
"""

from course_utils.drawing.arrivals import draw_arrivals
from course_utils.drawing.curves import draw_bars, draw_batch_losses, draw_curves, draw_runs
from course_utils.drawing.filters import draw_channels, draw_filter_bank, draw_filtering, draw_volume_filtering
from course_utils.drawing.galleries import draw_gallery, draw_spreads
from course_utils.drawing.geometry import draw_seen, draw_times_read, draw_window_grid, draw_windows
from course_utils.drawing.grids import draw_feature_map, draw_image, draw_kernel
from course_utils.drawing.groups import draw_groups
from course_utils.drawing.maps import draw_map
from course_utils.drawing.networks import draw_confusion, draw_guesses, draw_layer_stack, draw_tiles
from course_utils.drawing.parts import draw_parts
from course_utils.drawing.pooling import draw_places, draw_pooled, draw_readings
from course_utils.drawing.products import draw_answers, draw_matrix_product, draw_products
from course_utils.drawing.style import show
from course_utils.drawing.units import draw_units
from course_utils.drawing.volumes import draw_volume

__all__ = [
    "draw_answers",
    "draw_arrivals",
    "draw_bars",
    "draw_batch_losses",
    "draw_channels",
    "draw_confusion",
    "draw_curves",
    "draw_feature_map",
    "draw_filter_bank",
    "draw_filtering",
    "draw_gallery",
    "draw_groups",
    "draw_guesses",
    "draw_image",
    "draw_kernel",
    "draw_layer_stack",
    "draw_map",
    "draw_matrix_product",
    "draw_parts",
    "draw_places",
    "draw_pooled",
    "draw_products",
    "draw_readings",
    "draw_runs",
    "draw_seen",
    "draw_spreads",
    "draw_tiles",
    "draw_times_read",
    "draw_units",
    "draw_volume",
    "draw_volume_filtering",
    "draw_window_grid",
    "draw_windows",
    "show",
]
