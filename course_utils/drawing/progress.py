"""A training, batch by batch."""

import numpy as np

from course_utils.drawing.style import darker


def draw_batch_losses(ax, losses, title=""):
    """Draw the loss of each batch over the images seen so far, one curve a batch size.

    Parameters
    ----------
    ax : Axes
    losses : dict of batch size -> sequence of float
    title : str
    """
    for (batch_size, values), dashes in zip(losses.items(), ("-", "--", "-.", ":"), strict=False):
        seen = batch_size * np.arange(1, len(values) + 1)
        (line,) = ax.plot(seen, values, dashes)
        end = (seen[-1], np.mean(values[-len(values) // 4 :]))
        look = {"va": "center", "color": darker(line.get_color()), "annotation_clip": False}
        ax.annotate(f"batches of {batch_size}", end, xytext=(7, 0), textcoords="offset points", **look)
    ax.set(title=title, xlabel="images seen", ylabel="loss of a batch")
    ax.set_ylim(bottom=0)
