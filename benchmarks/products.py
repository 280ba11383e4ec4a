"""The by-hand convolution, forwards and backwards, beside the machine's fastest matrix product.

    python -m benchmarks.products

A convolution is one matrix product, of windows laid out as rows with the kernel's weights; both of its gradients are
convolutions again. So a machine's product of two large square matrices, which its caches and cores suit best, is the
speed that none of them can pass, and each keeps a share of it: multiplications and additions a second, of those that
the layer needs, divided by the same of the square product. They take turns, all in float32 and with as many threads as
NumPy's BLAS takes; its environment variables are told.

*Alone* is the one product of the same windows on an array in which they are laid out already: what is lost between it
and the peak is lost to the shape of the matrices, which have few columns, and what is lost between it and the layer is
the layout. Measure on an idle machine (see `layers`).
"""

import math
import os

from benchmarks.layers import SHAPES, milliseconds, random_values
from benchmarks.report import Result, alternating, main
from course_utils.backward import image_gradient, kernel_gradient
from course_utils.convolution import cross_correlate

SIDE = 1024  # of the square matrices: 12 MiB in all, more than a core's own caches hold
SHARE_BAR = 0.7  # of the peak, forwards, on the shape that has bars


def operations(gradient, kernel):
    """Multiplications and additions of a convolution, from the shape of its feature maps and of its kernel."""
    return 2 * math.prod(gradient) * math.prod(kernel[:3])


def ways(shape):
    """Functions to be timed, name -> function, and the operations of each convolution among them."""
    images, kernel, square = random_values(*shape.images), random_values(*shape.kernel), random_values(SIDE, SIDE)
    settings = {"strides": shape.strides}
    feature_maps = cross_correlate(images, kernel, **settings)
    windows = random_values(math.prod(feature_maps.shape[:3]), math.prod(kernel.shape[:3]))
    weights = kernel.reshape(-1, kernel.shape[3])
    functions = {
        "peak": lambda: square @ square,
        "alone": lambda: windows @ weights,
        "forwards": lambda: cross_correlate(images, kernel, **settings),
        "to the kernel": lambda: kernel_gradient(feature_maps, images, kernel, **settings),
        "to the image": lambda: image_gradient(feature_maps, images, kernel, **settings),
    }
    return functions, operations(feature_maps.shape, kernel.shape)


def blas():
    """What of the environment decides how NumPy's BLAS multiplies, in words."""
    names = "OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"
    return ", ".join(f"{name} {os.environ.get(name, 'unset')}" for name in names)


def shares(shape, rounds):
    """Results of one shape: the share of the peak that each way keeps."""
    functions, needed = ways(shape)
    seconds = alternating(functions, rounds=rounds)
    peak = 2 * SIDE**3 / seconds["peak"]
    told = f"{milliseconds(seconds)}; peak {peak / 1e9:.0f} GFLOP/s; {blas()}"
    return [
        Result(
            f"{shape}, {name}: share of the peak",
            needed / seconds[name] / peak,
            "×",
            told,
            SHARE_BAR if shape.bars and name == "forwards" else None,
            "at least",
        )
        for name in functions
        if name != "peak"
    ]


def measure(rounds=31):
    """Measure all of it."""
    return [result for shape in SHAPES for result in shares(shape, rounds)]


if __name__ == "__main__":
    raise SystemExit(main(measure, __doc__))
