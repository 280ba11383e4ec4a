"""Fashion-MNIST from the files beside this package: verified, split once, the test set locked away."""

import gzip
import hashlib
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_utils.numbers import counted, number
from course_utils.page_data import arrays_in, in_page

FOLDER = Path(__file__).parent / "data" / "fashion-mnist"
VALIDATION_PER_CLASS = 500

CLASS_NAMES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)


def _restore(root):
    """What brings the files back: git where the course came by git, else the course itself, once more."""
    if (root / ".git").exists():  # a folder, or a file where several checkouts share one
        return "git checkout -- course_utils/data/fashion-mnist"
    return "download the course again, and copy its folder course_utils/data/fashion-mnist over the damaged one"


#: What a message says to do when a file is damaged.
RESTORE = _restore(Path(__file__).resolve().parent.parent)


class DatasetError(Exception):
    """A data file is missing, damaged or not Fashion-MNIST; the message says which and how to mend it."""


class _File(NamedTuple):
    """What one file must contain: the IDX magic number, the array's shape, the sha256 of the contents."""

    name: str
    magic: int
    shape: tuple
    sha256: str

    @property
    def header_size(self):
        """Bytes before the first value: the magic number and one 4-byte integer a dimension."""
        return 4 + 4 * len(self.shape)

    @property
    def size(self):
        """Bytes of the uncompressed file."""
        return self.header_size + int(np.prod(self.shape))


_FILES = {
    "train images": _File(
        "train-images-idx3-ubyte.gz",
        2051,
        (60_000, 28, 28),
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    ),
    "train labels": _File(
        "train-labels-idx1-ubyte.gz",
        2049,
        (60_000,),
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    ),
    "test images": _File(
        "t10k-images-idx3-ubyte.gz",
        2051,
        (10_000, 28, 28),
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    ),
    "test labels": _File(
        "t10k-labels-idx1-ubyte.gz",
        2049,
        (10_000,),
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    ),
}


def _error(path, expected, actual):
    return DatasetError(f"{path.name}: expected {expected}, found {actual}. To restore it: {RESTORE}  (file: {path})")


def _uncompressed(path, size):
    """Return the uncompressed bytes, never reading more than one byte past the expected size."""
    try:
        with gzip.open(path, "rb") as stream:
            contents = stream.read(size + 1)
    except FileNotFoundError:
        raise _error(path, "the file", "nothing at this place") from None
    except (EOFError, zlib.error, OSError) as reason:
        raise _error(path, "a whole gzip file", f"one that cannot be read ({reason})") from None
    if len(contents) != size:
        actual = number(min(len(contents), size), thousands=True)
        actual = f"more than {actual}" if len(contents) > size else actual
        raise _error(path, f"{counted(size, 'byte')} once uncompressed", actual)
    return contents


def _read(what, folder):
    """Return one file's array after checking its magic number, dimensions and sha256, in this order."""
    if in_page() and folder == FOLDER:
        raise DatasetError(
            "this page holds a part of Fashion-MNIST, without test images: the installed course has all."
        )
    file = _FILES[what]
    path = Path(folder) / file.name
    contents = _uncompressed(path, file.size)
    magic, *dimensions = (int(n) for n in np.frombuffer(contents, ">u4", count=1 + len(file.shape)))
    if magic != file.magic:
        raise _error(path, f"magic number {file.magic}", magic)
    if tuple(dimensions) != file.shape:
        raise _error(path, f"dimensions {file.shape}", tuple(dimensions))
    digest = hashlib.sha256(contents).hexdigest()
    if digest != file.sha256:
        raise _error(
            path,
            f"Fashion-MNIST's contents (sha256 {file.sha256[:12]}…)",
            f"other contents (sha256 {digest[:12]}…: a damaged file, or another data set under this name)",
        )
    return np.frombuffer(contents, np.uint8, offset=file.header_size).reshape(file.shape).copy()


def verify(*, folder=FOLDER):
    """Read and check all four files; return nothing. Raises `DatasetError` as `load` does."""
    for what in _FILES:
        _read(what, folder)


def _is_validation(labels):
    """Mark the last 500 images of each class: as many of each, and the same ones for everybody."""
    chosen = np.zeros(len(labels), bool)
    for label in range(len(CLASS_NAMES)):
        chosen[np.flatnonzero(labels == label)[-VALIDATION_PER_CLASS:]] = True
    return chosen


def load(split, *, folder=FOLDER):
    """Images and labels of one split.

    The 60,000 training images are divided once and for all: the last 500 of each class are for
    validation, the other 55,000 for training. The test images are reached only by `final_exam`. In a page "validation"
    is the same, and "train" the first 500 of each class.

    Parameters
    ----------
    split : "train" or "validation"
    folder : path
        Of the four files; the package's own unless a test says otherwise.

    Returns
    -------
    pixels : uint8 (n, 28, 28)
        0 is the background, 255 the brightest part of the garment.
    labels : uint8 (n,)
        Index into `CLASS_NAMES`.

    Raises
    ------
    ValueError
        The split has another name.
    DatasetError
        A file is missing, damaged, or not Fashion-MNIST.

    >>> images, labels = load("validation")
    >>> images.shape, labels.shape, CLASS_NAMES[labels[0]]
    ((5000, 28, 28), (5000,), 'Sneaker')

    Introduced in notebook 00.
    """
    if split == "test":
        raise ValueError("split 'test' is locked: the test images are for final_exam(model), once, at the end.")
    if split not in ("train", "validation"):
        raise ValueError(f"split {split!r} does not exist; use 'train' or 'validation'.")
    if in_page() and folder == FOLDER:
        return tuple(arrays_in(f"{split}.npz")[name] for name in ("pixels", "labels"))
    images, labels = _read("train images", folder), _read("train labels", folder)
    chosen = _is_validation(labels) == (split == "validation")
    return images[chosen], labels[chosen]


_looks = 0


def looks_taken():
    """Number of final exams taken since this kernel started.

    Introduced in notebook 06.
    """
    return _looks


def final_exam(model, *, folder=FOLDER):
    """Accuracy on the 10,000 test images, as a fraction.

    Each call is one look at the test set, and is counted. The first is an honest estimate; choosing
    among models by further looks is not, and a sentence says so.

    Parameters
    ----------
    model : Keras model or function
        Takes pixels uint8 (n, 28, 28, 1), returns one score per class: (n, 10), or the chosen class: (n,).

    Raises
    ------
    ValueError
        The model's answer has another shape, or holds values that are not numbers. Not counted as a look.

    >>> final_exam(lambda pixels: np.zeros(len(pixels)))  # "everything is a T-shirt"
    0.1

    Introduced in notebook 06.
    """
    global _looks
    pixels = _read("test images", folder)[..., np.newaxis]
    labels = _read("test labels", folder)
    share = share_right(model, pixels, labels)
    _looks += 1
    if _looks > 1:
        print(f"Look number {_looks} at the test set: choose no model by it, or its score stops being honest.")
    return share


def share_right(model, pixels, labels):
    """Share of images that a model puts into the right one of ten classes: what a final exam counts.

    Parameters
    ----------
    model : Keras model or function
        Takes the pixels, returns one score per class: (n, 10), or the chosen class: (n,).
    pixels : uint8 (n, height, width, channels)
    labels : uint8 (n,)

    Raises
    ------
    ValueError
        The model's answer has another shape, or holds values that are not numbers.

    >>> share_right(lambda pixels: np.zeros(len(pixels)), np.zeros((4, 2, 2, 1)), np.array([0, 1, 0, 0]))
    0.75
    """
    answers = model.predict(pixels, batch_size=500, verbose=0) if hasattr(model, "predict") else model(pixels)
    answers, n = np.asarray(answers), len(labels)
    if answers.shape not in ((n,), (n, 10)):
        raise ValueError(f"the model answered with shape {answers.shape}; allowed are {(n, 10)} or {(n,)}.")
    if not np.isfinite(answers).all():
        raise ValueError("the model's answers hold NaN or infinity; training has probably diverged.")
    classes = answers if answers.ndim == 1 else answers.argmax(axis=1)
    return float(np.mean(classes == labels))
