"""What shares a mean is outlined together."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.drawing import draw_groups
from tests.support.pictures import axes_of, shown, words_of

BATCH = np.array([[2.0, 10, 5], [6, 30, 5], [2, 10, 5], [6, 30, 5]])


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize(("axis", "groups"), [(0, 3), (1, 4)])
def test_one_outline_a_group(axis, groups):
    (ax,) = axes_of(draw_groups(BATCH, "Title", axis=axis))
    assert len(ax.patches) == groups
    assert np.array_equal(shown(ax), BATCH)
    assert [text.get_text() for text in ax.texts][:3] == ["2", "10", "5"]
    assert [text.get_text() for text in ax.get_xticklabels()] == ["channel 0", "channel 1", "channel 2"]
    for outline in ax.patches:
        assert outline.get_height() > outline.get_width() if axis == 0 else outline.get_height() < outline.get_width()


def test_groups_describe_themselves():
    said = "garments by channels, 4 × 3: 2 10 5; 6 30 5; 2 10 5; 6 30 5"
    assert words_of(draw_groups(BATCH, "Batch", axis=0)) == f"Batch: {said}; each channel outlined."
    assert words_of(draw_groups(BATCH, "Layer", axis=1)) == f"Layer: {said}; each garment outlined."
