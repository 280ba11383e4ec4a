"""What others have published for Fashion-MNIST, and the compute it takes by the same count as ours.

    python -m benchmarks.published

Nothing is trained here: the accuracies are those that the sources print. The networks are written down
layer by layer from the sources, so that their multiplications can be counted as ours are.
"""

import math
from typing import NamedTuple


def training_teraflop(multiplications, images, epochs):
    """Floating-point operations of a training, in 10¹²: 6 × multiplications of an image × images × epochs.

    A multiplication brings an addition, and the way back costs twice the way there. The optimizer, the statistics of a
    batch and the exam are left out.
    """
    return 6 * multiplications * images * epochs / 1e12


class Convolution(NamedTuple):
    """A convolution on square maps: sides of its output and its kernel, channels in and out. A dense layer has 1, 1."""

    side: int
    kernel: int
    channels: int
    filters: int

    @property
    def multiplications(self):
        """For one image, padding included."""
        return self.side**2 * self.kernel**2 * self.channels * self.filters


class Published(NamedTuple):
    """A network of somebody else's: where it stands, the test accuracy in % that is printed there, its compute.

    `images` are those of an epoch; of several runs the accuracy is the mean.
    """

    name: str
    source: str
    accuracy: float
    layers: tuple
    epochs: int
    images: int = 60_000
    runs: str = "one run"

    def teraflop(self):
        """Compute of the training, in 10¹² operations."""
        multiplications = sum(layer.multiplications for layer in self.layers)
        return training_teraflop(multiplications, self.images, self.epochs)


def _block(side, channels, filters, *, kernel=3, stride=2):
    """Layers of a residual block: two convolutions, the second with the stride, and the shortcut's of 1 × 1."""
    small = -(-side // stride)
    return (
        Convolution(side, kernel, channels, filters),
        Convolution(small, kernel, filters, filters),
        Convolution(small, 1, channels, filters),
    )


def _dense_block(side, groups):
    """Layers of a block of CoolNameNet: two grouped convolutions whose maps are joined to what came in, two more."""
    few = math.gcd(192, 48) if 48 % groups else groups  # where the groups do not divide 48 and 240 maps
    return (
        Convolution(side, 3, 96 // groups, 96),
        Convolution(side, 3, 192 // few, 48),
        Convolution(side, 3, 240 // few, 96),
        Convolution(-(-side // 2), 3, 96 // groups, 96),
        Convolution(1, 1, 96, 12),
        Convolution(1, 1, 12, 96),
    )


_COURSE = "fast.ai, Practical Deep Learning for Coders, part 2 (2022), github.com/fastai/course22p2"
_AUGMENT = f"{_COURSE}, nbs/14_augment.ipynb at 03fac8a"
_SIX_BLOCKS = (
    *_block(28, 1, 16, kernel=5, stride=1),
    *_block(28, 16, 32),
    *_block(14, 32, 64),
    *_block(7, 64, 128),
    *_block(4, 128, 256),
    *_block(2, 256, 512),
    Convolution(1, 1, 512, 10),
)
PUBLISHED = (
    Published(
        "six convolutions, 8 to 128 filters",
        f"{_COURSE}, nbs/13_resnet.ipynb at 0eb1895, its first training",
        91.7,
        (
            Convolution(28, 3, 1, 8),
            Convolution(14, 3, 8, 16),
            Convolution(7, 3, 16, 32),
            Convolution(4, 3, 32, 64),
            Convolution(2, 3, 64, 128),
            Convolution(1, 3, 128, 10),
        ),
        epochs=5,
    ),
    Published("six residual blocks, 16 to 512 filters", f"{_AUGMENT}, its first training", 93.2, _SIX_BLOCKS, epochs=5),
    Published("the same, cropped and mirrored", f"{_AUGMENT}; asked twice 94.5 %", 94.3, _SIX_BLOCKS, epochs=20),
    Published("the same, and erased", _AUGMENT, 94.9, _SIX_BLOCKS, epochs=50),
    Published(
        "two convolutions of 64 filters of 4 × 4",
        "C. Masch, github.com/cmasch/zalando-fashion-mnist, its notebook at 929548e; four fifths of 180,000: images "
        "and two changed copies of each; the epoch of least validation loss",
        93.27,
        (
            Convolution(28, 4, 1, 64),
            Convolution(11, 4, 64, 64),
            Convolution(1, 1, 1600, 256),
            Convolution(1, 1, 256, 64),
            Convolution(1, 1, 64, 10),
        ),
        epochs=80,
        images=144_000,
        runs="five runs",
    ),
    Published(
        "CoolNameNet, 295,968 parameters",
        "github.com/edezhic/fashion-classifier, README.md at db0f266, model.py at 047afe4; its program reads the test "
        "images after each epoch and prints the best",
        94.7,
        (
            Convolution(26, 3, 1, 96),
            *_dense_block(26, 2),
            *_dense_block(13, 4),
            *_dense_block(7, 8),
            *_dense_block(4, 16),
            *_dense_block(2, 32),
            Convolution(1, 1, 96, 10),
        ),
        epochs=200,
    ),
)


def lines():
    """One line of Markdown for each, as README.md has them."""
    return [
        f"| {one.name} | {one.accuracy:.4g} % | {float(f'{one.teraflop():.3g}'):,g} | "
        f"{one.runs}, {one.epochs} epochs of {one.images:,} images | {one.source} |"
        for one in PUBLISHED
    ]


if __name__ == "__main__":
    print("\n".join(lines()))
