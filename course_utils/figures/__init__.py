"""The course's figures, drawn by code: `draw_all(folder)` writes every SVG, the same bytes on every machine."""

from pathlib import Path

from course_utils.figures.backpropagation import three_sums, two_patterns
from course_utils.figures.clinic import clinic_instruments
from course_utils.figures.explanations import three_ways_back
from course_utils.figures.glance import network_at_a_glance
from course_utils.figures.layers import batch_norm_modes, dropout_mask
from course_utils.figures.lessons import lesson_map
from course_utils.figures.networks import network_layers
from course_utils.figures.origin import how_an_image_was_made
from course_utils.figures.residual import residual_block, two_small_kernels
from course_utils.figures.stamps import stamps_overlap
from course_utils.figures.vgg import vgg16
from course_utils.figures.windows import (
    filter_detect_condense,
    kernel_slides,
    max_and_average_pooling,
    padding_and_stride,
)
from course_utils.files import write_text

FIGURES = (
    lesson_map,
    how_an_image_was_made,
    network_at_a_glance,
    network_layers,
    vgg16,
    filter_detect_condense,
    kernel_slides,
    padding_and_stride,
    max_and_average_pooling,
    dropout_mask,
    batch_norm_modes,
    three_sums,
    two_patterns,
    clinic_instruments,
    two_small_kernels,
    residual_block,
    three_ways_back,
    stamps_overlap,
)


def draw_all(folder):
    """Draw every figure into a folder.

    Each file is written beside its place and then renamed into it, so that no reader meets half a picture.

    Parameters
    ----------
    folder : path

    Returns
    -------
    paths : list of Path
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    pictures = [draw() for draw in FIGURES]
    return [write_text(folder / f"{picture.name}.svg", str(picture)) for picture in pictures]
