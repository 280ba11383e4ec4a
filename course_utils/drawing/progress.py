"""A training as it goes."""

import numpy as np

from course_utils.drawing.curves import draw_curves
from course_utils.drawing.style import KERNEL, NEUTRAL, darker

_SMOOTHED_OVER = 25  # batches


def draw_training(axes, losses, accuracies, *, steps=None, epochs=None):
    """Draw a training so far: the loss of each batch, and the accuracies after each epoch.

    Parameters
    ----------
    axes : two Axes
    losses : sequence of float
        One a batch; drawn pale, and over them the mean of the last 25.
    accuracies : dict of name -> sequence of float
        One value an epoch.
    steps, epochs : int, optional
        Of the whole training, so that the axes do not move while it goes.
    """
    batches = np.arange(1, len(losses) + 1)
    axes[0].plot(batches, losses, color=NEUTRAL, linewidth=0.6, alpha=0.5)
    if len(losses) >= _SMOOTHED_OVER:
        smooth = np.convolve(losses, np.full(_SMOOTHED_OVER, 1 / _SMOOTHED_OVER), mode="valid")
        axes[0].plot(batches[_SMOOTHED_OVER - 1 :], smooth, color=KERNEL, linewidth=2)
    axes[0].set(title="The loss of each batch", xlabel="batch", ylim=(0, 2.5), xlim=(0, steps))
    lowest = min([0.72, *(min(values) for values in accuracies.values())]) - 0.02
    # Before the curves, whose labels are kept apart by these limits.
    axes[1].set(ylim=(lowest, 1.0), xlim=(0.5, epochs and epochs + 0.5), xticks=range(1, (epochs or 1) + 1))
    draw_curves(axes[1], accuracies, "Accuracy after each epoch")


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
