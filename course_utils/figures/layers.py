"""Figures of layers that behave differently in training: dropout and batch normalisation."""

import numpy as np

from course_utils.colours import FEATURE_MAP, INPUT, KERNEL, NEUTRAL, PALE, PAPER
from course_utils.dropout import dropout
from course_utils.figures.svg import Picture, written
from course_utils.normalization import BatchNorm

_ACTIVATIONS = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 7.0])
_RATE, _SEED = 0.5, 1
_DRAWS = 10_000
_BATCH = np.array([[2.0], [4.0], [4.0], [6.0]])
_STEPS = 500


def dropout_mask():
    """Eight activations under two masks in training, and untouched at inference."""
    rng = np.random.default_rng(_SEED)
    picture = Picture(
        "dropout_mask",
        "A new mask at every training step, no mask at inference",
        "Eight activations in a row. In training step 1 a mask drops some of them, hatched, and doubles the others; in "
        "step 2 another mask drops others. Averaged over many steps each output is close to its activation. At "
        "inference all eight pass unchanged.",
        height=690,
    )
    scale = written(1 / (1 - _RATE))
    picture.text(30, 84, f"rate {_RATE}: half is dropped on average, survivors × 1 / (1 − {_RATE}) = {scale}")
    picture.text(925, 92, "mean", anchor="middle")
    _row(picture, 105, "activations", _ACTIVATIONS, INPUT)
    for step, y in ((1, 195), (2, 345)):
        survivors = dropout(_ACTIVATIONS, _RATE, rng)
        _training_step(picture, y, step, survivors)
    many = dropout(np.tile(_ACTIVATIONS, (_DRAWS, 1)), _RATE, rng).mean(axis=0)
    _row(picture, 500, ["mean output of", f"{written(_DRAWS)} steps"], many, FEATURE_MAP, decimals=1, fixed=True)
    untouched = dropout(_ACTIVATIONS, _RATE, rng, training=False)
    _row(picture, 600, ["inference:", "nothing dropped"], untouched, FEATURE_MAP)
    return picture


def _row(picture, y, words, values, colour, **style):
    """Draw one row of activations with its name and its mean; a zero is hatched, as dropped."""
    lines = [words] if isinstance(words, str) else words
    picture.text(30, y + 37 - 12 * (len(lines) - 1), lines)
    for column, value in enumerate(values):
        x = 260 + 74 * column
        if value == 0:
            picture.hatched(x, y, 70, 60)
            picture.add("circle", cx=x + 35, cy=y + 30, r=17, fill=PAPER)
            picture.centred(x + 35, y + 30, "0", size=22)
        else:
            picture.cell(x, y, 70, 60, written(value, **style), colour, size=22)
    picture.centred(925, y + 30, written(np.mean(values), **style), size=22, bold=True)


def _training_step(picture, y, step, survivors):
    """Draw one mask and what survives it, scaled up."""
    picture.text(30, y + 22, f"training step {step}: mask")
    for column, value in enumerate(survivors):
        kept = bool(value)
        words = f"× {written(1 / (1 - _RATE))}" if kept else "× 0"
        picture.cell(260 + 74 * column, y, 70, 32, words, NEUTRAL, fill=PALE[NEUTRAL] if kept else PAPER, bold=kept)
        picture.arrow((295 + 74 * column, y + 34), (295 + 74 * column, y + 58), colour=NEUTRAL, weight=2)
    _row(picture, y + 60, "output", survivors, FEATURE_MAP)


def batch_norm_modes():
    """Training standardises by the batch and nudges the moving averages; inference uses the moving averages."""
    layer = BatchNorm()
    outputs = layer(_BATCH, training=True)
    early = (layer.moving_mean.item(), layer.moving_variance.item(), layer(_BATCH[-1:]).item())
    for _ in range(_STEPS - 1):
        layer(_BATCH, training=True)
    late = (layer.moving_mean.item(), layer.moving_variance.item(), layer(_BATCH[-1:]).item())
    picture = Picture(
        "batch_norm_modes",
        "Training uses the batch, inference the moving averages",
        "Upper lane, training: a batch of four activations is standardised by its own mean and variance, and an arrow "
        "leads down to the moving averages, which go one hundredth of the way towards them. Lower lane, inference: "
        f"one activation is standardised by the moving averages, badly after 1 step and well after {_STEPS} steps.",
        height=665,
    )
    _training_lane(picture, outputs, layer)
    _moving_averages(picture, layer, early, late)
    _inference_lane(picture, early, late, outputs[-1, 0])
    return picture


def _statement(picture, x, y, width, lines, colour=NEUTRAL, height=100):
    """Draw a box with a few centred lines, the first in bold."""
    picture.box(x, y, width, height, colour, fill=PALE[colour], radius=8)
    first = y + height / 2 + 6 - 12.5 * (len(lines) - 1)
    for number, line in enumerate(lines):
        picture.text(x + width / 2, first + 25 * number, line, anchor="middle", bold=number == 0)


def _training_lane(picture, outputs, layer):
    picture.text(30, 95, "Training", size=21, bold=True)
    picture.text(30, 122, "one channel, a batch of 4", size=17)
    picture.grid(60, 140, _BATCH, 40, INPUT)
    picture.arrow((110, 220), (190, 220))
    mean, variance = _BATCH.mean(), _BATCH.var()
    statistics = [f"mean {written(mean)}", f"variance {written(variance)}"]
    _statement(picture, 200, 170, 230, ["this batch’s", *statistics], INPUT)
    picture.arrow((440, 220), (500, 220))
    formula = f"(a − {written(mean)}) / √({written(variance)} + {written(layer.epsilon, 3)})"
    _statement(picture, 510, 170, 270, ["standardise", formula, "then × γ + β (here 1 and 0)"])
    picture.arrow((790, 220), (850, 220))
    for row, output in enumerate(outputs.ravel()):
        picture.cell(860, 140 + 40 * row, 70, 40, output, FEATURE_MAP)


def _moving_averages(picture, layer, early, late):
    picture.arrow((315, 275), (315, 355))
    keep = f"{written(layer.momentum)} × old + {written(1 - layer.momentum)} × batch"
    picture.text(335, 320, f"each step nudges: {keep}", size=17)
    picture.box(60, 360, 720, 100, KERNEL, fill=PALE[KERNEL], radius=8)
    picture.text(80, 416, "moving averages", bold=True)
    start = (0, 1, None)
    for x, when, (mean, variance, _) in (
        (260, "at first", start),
        (420, "after 1 step", early),
        (600, f"after {_STEPS} steps", late),
    ):
        picture.text(x, 390, [when, f"mean {written(mean)}", f"variance {written(variance)}"])


def _inference_lane(picture, early, late, trained):
    picture.text(30, 520, "Inference", size=21, bold=True)
    picture.text(30, 547, "one example", size=17)
    picture.grid(60, 565, _BATCH[-1:], 40, INPUT)
    picture.arrow((110, 585), (500, 585))
    picture.arrow((645, 465), (645, 530))
    picture.text(130, 620, f"(the {written(_BATCH[-1, 0])} above became {written(trained)})", size=17)
    _statement(picture, 510, 535, 270, ["standardise", "by the moving averages"], height=80)
    picture.arrow((790, 585), (850, 585))
    for y, when, (*_, output) in ((500, "after 1 step:", early), (585, f"after {_STEPS}:", late)):
        picture.text(860, y + 5, when, size=17)
        picture.cell(860, y + 14, 70, 40, output, FEATURE_MAP)
