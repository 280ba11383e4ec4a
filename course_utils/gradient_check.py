"""The check by differences: a gradient measured, without a formula, to hold a formula against."""

import numpy as np

from course_utils.arrays import real_array, shown
from course_utils.geometry import as_number


def numerical_gradient(loss, x, *, step=1e-5):
    """Gradient of a loss by centred differences: each number is moved up and down a little, the others stay.

    Parameters
    ----------
    loss : function
        Of an array of the shape of x; returns one number.
    x : array of floats
        Where to measure. It is not changed; the loss gets copies of its type.
    step : float
        ε: how far each number is moved, up and down.

    Returns
    -------
    gradient : float64, shape of x
        (loss(x + ε) − loss(x − ε)) / 2ε for each number: two calls of the loss for each.

    Raises
    ------
    ValueError
        x holds no floats, the step is not above 0, or the loss returns something else than one number.

    >>> numerical_gradient(lambda x: (x**2).sum(), np.array([1.0, 3.0])).round(6)
    array([2., 6.])

    Introduced in notebook 08.
    """
    x = real_array(x, "x")
    if x.dtype.kind != "f":
        raise ValueError(f"x holds {x.dtype}, which cannot be moved by a little: give floats, x.astype(float).")
    step = as_number(step, "step", lambda size: size > 0, "it must be above 0")
    gradient = np.empty(x.shape)
    for place in np.ndindex(*x.shape):
        higher, lower = x.copy(), x.copy()
        higher[place] += step
        lower[place] -= step
        gradient[place] = (_one_number(loss(higher)) - _one_number(loss(lower))) / (2 * step)
    return gradient


def relative_error(found, right):
    """How far two gradients lie apart: the length of their difference, as a share of the right one's.

    >>> relative_error([3.0, 4.1], [3.0, 4.0]).round(3)
    np.float64(0.02)

    Introduced in notebook 08.
    """
    found, right = real_array(found, "found"), real_array(right, "right")
    if found.shape != right.shape:
        raise ValueError(f"found has the shape {found.shape} and right {right.shape}: give two gradients of one thing.")
    return np.linalg.norm(np.subtract(found, right, dtype=float)) / np.linalg.norm(right)


def errors_by_step(loss, x, gradient, steps):
    """Relative error of the measured gradient, for each of several steps.

    Parameters
    ----------
    loss, x
        As for `numerical_gradient`.
    gradient : shape of x
        The one to compare with.
    steps : sequence of float

    Returns
    -------
    errors : list of float

    >>> x = np.array([1.0, 2.0])
    >>> [f"{error:.0e}" for error in errors_by_step(lambda x: (x**3).sum(), x, 3 * x**2, [0.1, 0.01])]
    ['1e-03', '1e-05']

    Introduced in notebook 08.
    """
    return [float(relative_error(numerical_gradient(loss, x, step=float(step)), gradient)) for step in steps]


def keras_gradients(function, inputs, gradient):
    """What Keras says: gradients of a function's inputs, from the gradient of its output.

    Parameters
    ----------
    function : function
        Made of Keras' operations.
    inputs : sequence of arrays
        One for each of its arguments.
    gradient : array
        Of the shape of what it returns.

    Returns
    -------
    gradients : list of arrays
        Each of the shape of its input.

    Introduced in notebook 08.
    """
    from course_utils.quiet import tensorflow as tf

    tensors = [tf.constant(one) for one in inputs]
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        output = function(*tensors)
    return [one.numpy() for one in tape.gradient(output, tensors, output_gradients=tf.constant(gradient, output.dtype))]


def _one_number(value):
    number = np.asarray(value)
    if number.size != 1 or number.dtype.kind not in "fiu":
        raise ValueError(f"the loss returned {shown(value)}: it must return one number.")
    return float(number.reshape(()))
