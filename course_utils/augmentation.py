"""Augmentation: training images that change in every epoch, and what a network makes of such changes.

Keras and TensorFlow are imported inside the functions, so that importing this module costs nothing.
"""

import numpy as np

from course_utils.arrays import numbers_of, shown, whole_number
from course_utils.batches import classes_of, images_for, labels_of
from course_utils.geometry import as_number
from course_utils.invariance import shift
from course_utils.numbers import significant
from course_utils.training import accuracy, chosen_classes

_SIZE = 28


def second_look_gain(model, images, labels):
    """Accuracy gained by a test-time flip: averaging the answers to the images and to the mirrored images.

    Parameters
    ----------
    model : Keras model
    images : (n, 28, 28) or (n, 28, 28, 1)
    labels : (n,)

    Returns
    -------
    gain : float
        Accuracy with the second look minus accuracy without; negative where it harms.

    Introduced in notebook 07.
    """
    images = images_for(model, images)
    labels = labels_of(labels, len(images), classes=classes_of(model))
    first, mirrored = (model.predict(seen, batch_size=500, verbose=0) for seen in (images, images[:, :, ::-1]))
    before, after = (np.mean(chosen_classes(answers) == labels) for answers in (first, first + mirrored))
    return float(after - before)


def answer_varies(model, image, neighbours, *, training):
    """Whether a model's answer to an image depends on chance, or on the other images in its batch.

    Parameters
    ----------
    model : Keras model
        In training mode, the moving averages of its batch normalisation move.
    image : (1, 28, 28, 1)
    neighbours : two arrays (n, 28, 28, 1)
        The image is shown first beside the one, then beside the other.
    training : bool
        The mode in which the model is asked.

    Returns
    -------
    varies : bool

    Introduced in notebook 07.
    """
    image, *neighbours = (images_for(model, images).astype(np.float32) for images in (image, *neighbours))
    if len(image) != 1 or len(neighbours) != 2:
        raise ValueError("give one image as a batch of one, image[np.newaxis], and two batches of neighbours.")
    batches = [np.concatenate([image, others]) for others in neighbours]
    answers = [np.asarray(model(batch, training=training))[0] for batch in batches]
    return not np.allclose(*answers, atol=1e-4)


def shifted_accuracy(model, images, labels, shifts):
    """Accuracy on images that have been moved, averaged over the shifts.

    Parameters
    ----------
    model : Keras model
    images : (n, 28, 28) or (n, 28, 28, 1)
        Pixels 0–255.
    labels : (n,)
    shifts : sequence of int or of (rows, columns)
        Pixels to the right, or (down, right), as in `invariance.shift`.

    Returns
    -------
    accuracy : float

    Introduced in notebook 07.
    """
    return float(np.mean([accuracy(model, shift(images, by), labels) for by in shifts]))


def random_changes(seed, count, *, flip="none", shift=0, rotate=0, zoom=0, brightness=0, contrast=0, erasing=0):
    """What several draws of random changes come to, in numbers; the first of them changes nothing.

    Parameters
    ----------
    seed, count : int
        With the same seed, a larger range makes the same draws larger.
    flip : "none", "horizontal", "vertical" or "both"
    shift, rotate, zoom, brightness, contrast : float
        Ranges as in `keras.layers.Random…`, both ways.
    erasing : float
        As in `RandomErasing((1, 1), scale=(0.02, erasing), fill_value=0)`.

    Returns
    -------
    changes : dict of name -> array (count + 1, …)
        "hole" is top, left, bottom and right.

    Raises
    ------
    ValueError
        A range is no finite number, or reaches sizes that cannot be: `zoom` 1, `erasing` beyond 0 to 1.

    >>> random_changes(0, 2, shift=0.5)["right"].round(1)
    array([  0. ,  -6.4, -13.1])
    """
    for name, value in {"shift": shift, "rotate": rotate, "brightness": brightness, "contrast": contrast}.items():
        as_number(value, name, lambda value: True, "give a number")
    as_number(zoom, "zoom", lambda value: -1 < value < 1, "give a number between −1 and 1")
    as_number(erasing, "erasing", lambda value: 0 <= value <= 1, "give a share from 0 to 1")
    _check_one_of(flip, "flip", ("none", "horizontal", "vertical", "both"))
    if whole_number(count) is None or count < 0:
        raise ValueError(f"count {shown(count)} is not allowed: give a whole number from 0 up.")
    random = np.random.default_rng(seed).random((count, 12)).T
    either_way = np.pad(2 * random - 1, ((0, 0), (1, 0)))
    least = min(0.02, erasing)
    sides = _SIZE * np.sqrt(least + random[6:8] * (erasing - least))
    corners = random[8:10] * (_SIZE - sides)
    return {
        "mirrored": (either_way[10] > 0) & (flip in ("horizontal", "both")),
        "upside down": (either_way[11] > 0) & (flip in ("vertical", "both")),
        "down": _SIZE * shift * either_way[0],
        "right": _SIZE * shift * either_way[1],
        "degrees left": 360 * rotate * either_way[2],
        "size": 1 / (1 + zoom * either_way[3]),
        "brightness": 255 * brightness * either_way[4],
        "contrast": 1 + contrast * either_way[5],
        "hole": np.pad([*corners, *(corners + sides)], ((0, 0), (1, 0))).T,
    }


def changed(image, changes, *, fill_mode="constant"):
    """One garment under several changes, as Keras' layers compute them in this order.

    Keras interpolates after each move; here flip, shift, rotation and zoom are interpolated once.

    Parameters
    ----------
    image : (28, 28)
        Pixels 0–255.
    changes : dict
        From `random_changes`.
    fill_mode : "constant", "reflect", "nearest" or "wrap"

    Returns
    -------
    images : float32 (n, 28, 28)

    Raises
    ------
    ValueError
        The image is another one, or has pixels from 0 to 1 where brightness is added; or there is no such fill mode.

    >>> changed(np.full((28, 28), 100), random_changes(0, 1, brightness=0.5))[:, 0, 0].round()
    array([100., 180.], dtype=float32)
    """
    image = _garment(image)
    _check_one_of(fill_mode, "fill_mode", ("constant", "reflect", "nearest", "wrap"))
    if image.dtype.kind == "f" and 0 < image.max() <= 1 and np.any(changes["brightness"]):
        brightest = significant(image.max())
        raise ValueError(
            f"no pixel is brighter than {brightest}, and brightness counts to 255: give pixels from 0 to 255."
        )
    pixels = np.clip(_moved(image, changes, fill_mode) + changes["brightness"][:, None, None], 0, 255)
    mean = pixels.mean(axis=(1, 2), keepdims=True)
    pixels = np.clip((pixels - mean) * changes["contrast"][:, None, None] + mean, 0, 255)
    return np.where(_holes(changes), 0, pixels).astype(np.float32)


def kept(image, changes):
    """Share of a garment's brightness that is neither pushed out nor erased; being smaller loses none.

    Parameters
    ----------
    image : (28, 28)
        Pixels 0–255.
    changes : dict
        From `random_changes`.

    Returns
    -------
    shares : float (n,)
        One a change, at most 1.

    >>> kept(np.ones((28, 28)), random_changes(0, 1) | {"down": np.array([0, 7])})
    array([1.  , 0.75])
    """
    image = _garment(image)
    left = np.where(_holes(changes), 0, _moved(image, changes, "constant")).sum(axis=(1, 2))
    return np.minimum(left / changes["size"] ** 2 / max(image.sum(), 1), 1)


def _garment(image):
    return numbers_of(image, "image", shapes=[(_SIZE, _SIZE), (_SIZE, _SIZE, 1)], dtype=None).reshape(_SIZE, _SIZE)


def _check_one_of(value, name, allowed):
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name} {shown(value)} is not allowed: give one of {', '.join(map(repr, allowed))}.")


def _holes(changes):
    """Which pixels are erased, bool (n, 28, 28)."""
    top, left, bottom, right = changes["hole"].T[..., None]
    places = np.arange(_SIZE)
    rows, columns = (places >= top) & (places < bottom), (places >= left) & (places < right)
    return rows[:, :, None] & columns[:, None, :]


def _moved(image, changes, fill_mode):
    """Flip, shift, rotation and zoom in one: where each pixel comes from, between which four pixels that lies."""
    rows, columns = _origins(changes)
    rows, columns = _inside(rows, fill_mode), _inside(columns, fill_mode)
    top, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    down, right = rows - top, columns - left
    border = np.pad(image, 2)  # zeros for what lies outside
    top, left = (np.clip(place + 2, 0, _SIZE + 2) for place in (top, left))
    upper = (1 - right) * border[top, left] + right * border[top, left + 1]
    lower = (1 - right) * border[top + 1, left] + right * border[top + 1, left + 1]
    return (1 - down) * upper + down * lower


def _origins(changes):
    """Row and column, (n, 28, 28) each, from which each pixel comes: the changes undone, the last one first."""
    middle = (_SIZE - 1) / 2
    rows, columns = np.indices((_SIZE, _SIZE))[:, np.newaxis] - middle
    by = {name: values[:, None, None] for name, values in changes.items() if name != "hole"}
    rows, columns = rows / by["size"], columns / by["size"]
    cosine, sine = np.cos(np.radians(by["degrees left"])), np.sin(np.radians(by["degrees left"]))
    rows, columns = cosine * rows + sine * columns, cosine * columns - sine * rows
    rows, columns = rows - by["down"], columns - by["right"]
    return np.where(by["upside down"], -rows, rows) + middle, np.where(by["mirrored"], -columns, columns) + middle


def _inside(places, fill_mode):
    """Places outside the image, brought back into it as Keras' fill modes do."""
    last = _SIZE - 1
    if fill_mode == "nearest":
        return np.clip(places, 0, last)
    if fill_mode == "reflect":
        return np.clip(_SIZE - 0.5 - np.abs((places + 0.5) % (2 * _SIZE) - _SIZE), 0, last)
    if fill_mode == "wrap":
        around = places % _SIZE
        return np.where(around > last, np.where(places > last, 0, last), around)
    return places
