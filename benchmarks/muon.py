"""Muon for the kernels of convolutions: each step is made orthogonal, so that no direction of a kernel is left behind.

After Jordan, "Muon: An optimizer for hidden layers in neural networks" (2024). Keras' own Muon leaves kernels of four
axes to AdamW, and makes a matrix orthogonal by products with all its rows, five times over: for the networks of
`staged` a tenth of the compute of the whole training. `orthogonal` computes the same from the matrix of its columns'
scalar products, which is smaller: two products with all rows, the others of columns by columns.

Keras is imported inside the functions, as everywhere.
"""

import functools
import math

STEPS = 5  # of the iteration by Newton and Schulz
A, B, C = 3.4445, -4.775, 2.0315  # Jordan's: they bring small singular values near 1 in few steps, none to 1 itself


def orthogonal(matrix):
    """A matrix of the same singular vectors whose singular values are near 1, but for those that were nearly 0.

    Parameters
    ----------
    matrix : tensor (rows, columns)
        Computes fewest products where there are fewer columns.

    Returns
    -------
    tensor (rows, columns)
    """
    from course_utils.quiet import keras

    ops = keras.ops
    matrix = matrix / (ops.norm(matrix) + 1e-7)
    gram, identity = ops.transpose(matrix) @ matrix, ops.eye(matrix.shape[1], dtype=matrix.dtype)
    product = None
    for step in range(STEPS):
        # One step multiplies the matrix, from the right, by A + B gram + C gram²; they all commute.
        factor = A * identity + B * gram + C * (gram @ gram)
        product = factor if product is None else product @ factor
        if step < STEPS - 1:
            gram = factor @ gram @ factor
    return matrix @ product


def multiplications(rows, columns):
    """How many `orthogonal` needs: two products with all rows, the others of columns by columns."""
    squares, into_product, into_gram = STEPS, STEPS - 1, 2 * (STEPS - 1)
    return 2 * rows * columns**2 + (squares + into_product + into_gram) * columns**3


def teraflop(model, steps):
    """Compute of so many steps of a model's kernels, in 10¹² operations; a multiplication brings an addition."""
    kernels = [variable.shape for variable in model.trainable_variables if len(variable.shape) == 4]
    return 2 * steps * sum(multiplications(math.prod(shape[:3]), shape[3]) for shape in kernels) / 1e12


@functools.cache
def kernel_muon_class():
    """An optimizer: Muon for weights of four axes, each as a matrix of one column a filter; AdamW for all others."""
    from course_utils.quiet import keras

    class KernelMuon(keras.optimizers.Muon):
        """Keras' Muon, but for which weights it takes, and how it makes their steps orthogonal."""

        def _should_use_adamw(self, variable):
            return len(variable.shape) != 4

        def _muon_update_step(self, gradient, variable, lr, m):
            self.assign_add(m, gradient + m * (self.momentum - 1))
            update = gradient + self.momentum * m
            matrix = orthogonal(keras.ops.reshape(update, (-1, update.shape[-1])))
            self.assign_sub(variable, keras.ops.reshape(self.lr_adjust(lr * matrix), update.shape))

    return KernelMuon
