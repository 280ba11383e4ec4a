"""CIFAR-10, photographs of 32 × 32 pixels in ten classes: the one data set that is fetched, and only when asked for.

`course data cifar10` fetches and keeps it; here it is read. Learning Multiple Layers of Features from Tiny Images,
Alex Krizhevsky, 2009; https://www.cs.toronto.edu/~kriz/cifar.html.
"""

import contextlib
import hashlib
import io
import json
import os
from pathlib import Path

import numpy as np

from course_utils.arrays import shown, whole_number
from course_utils.fashion_mnist import DatasetError, share_right
from course_utils.files import look, told, write_bytes, write_json
from course_utils.numbers import number

CLASS_NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
#: The cells of a notebook that cannot run without the data carry this tag.
TAG = "needs-cifar10"
#: What is said where the data are not on this machine.
ABSENT = (
    "CIFAR-10 is not on this machine. Where there is a network, `course data cifar10` fetches it (170 MB); "
    "`course data cifar10 --from FILE` takes the archive that you have."
)
_CONTENTS = "cifar10.json"  # names the file that counts; whoever is stopped half-way leaves the old one named
_TESTS, _TRAINS = 1, 0
_DTYPE = np.dtype([("image", np.uint8, (32, 32, 3)), ("label", np.uint8), ("is_test", np.uint8)])


def folder():
    """The folder in which the data are kept: a user's cache, or what COURSE_CIFAR10 names.

    Returns
    -------
    folder : pathlib.Path

    Raises
    ------
    DatasetError
        COURSE_CIFAR10 is no whole path, or the home folder cannot be found.
    """
    chosen = os.environ.get("COURSE_CIFAR10", "").strip()
    try:
        place = Path(chosen).expanduser() if chosen else _usual()
    except RuntimeError:
        raise DatasetError(
            "the home folder cannot be found: set HOME, or COURSE_CIFAR10 to the whole path of a folder."
        ) from None
    if not place.is_absolute():
        raise DatasetError(f"COURSE_CIFAR10 is {chosen!r}: give the whole path of a folder, such as ~/cifar10.")
    return place


def _usual():
    from platformdirs import user_cache_path

    return user_cache_path("cnns-by-hand", appauthor=False) / "cifar10"


def available():
    """Whether the data are on this machine.

    Returns
    -------
    available : bool
        True as well where they are there and damaged: then `load` says so.

    Introduced in notebook 11.
    """
    with contextlib.suppress(DatasetError):
        return os.path.lexists(folder() / _CONTENTS)
    return False


def load(split, *, count=None):
    """Images and labels of one split.

    The training images are divided once and for all: the last tenth of each class is for validation. The test images
    are reached only by `final_exam`.

    Parameters
    ----------
    split : "train" or "validation"
    count : int, optional
        So many images only: the first of each class, of all classes as many, or one more of the first ones.

    Returns
    -------
    pixels : uint8 (n, 32, 32, 3)
        Red, green and blue, 0 to 255.
    labels : uint8 (n,)
        Index into `CLASS_NAMES`.

    Raises
    ------
    ValueError
        The split has another name, or has not so many images.
    DatasetError
        The data are not on this machine, or damaged; the message says which command helps.

    Introduced in notebook 11.
    """
    if split == "test":
        raise ValueError("split 'test' is locked: the test images are for final_exam(model), once, at the end.")
    if split not in ("train", "validation"):
        raise ValueError(f"split {split!r} does not exist; use 'train' or 'validation'.")
    table = _verified()
    places = np.flatnonzero(table["is_test"] == _TRAINS)
    labels = np.asarray(table["label"][places])
    places = places[_is_validation(labels) == (split == "validation")]
    if count is not None:
        places = places[_first_of_each(np.asarray(table["label"][places]), count)]
    return table["image"][places], table["label"][places]


def _is_validation(labels):
    """Mark the last tenth of each class: the same images for everybody who has the same data."""
    chosen = np.zeros(len(labels), bool)
    for label in np.unique(labels):
        of_class = np.flatnonzero(labels == label)
        chosen[of_class[-max(1, len(of_class) // 10) :]] = True
    return chosen


def _first_of_each(labels, count):
    """Places of so many images, in their order: the first of each class, then the second of each, and so on."""
    if whole_number(count) not in range(1, len(labels) + 1):
        most = number(len(labels), thousands=True)
        raise ValueError(f"count {shown(count)} is not allowed: this split has {most} images; give 1 to {most}.")
    ordinal = np.zeros(len(labels), int)
    for label in np.unique(labels):
        ordinal[labels == label] = np.arange(np.count_nonzero(labels == label))
    return np.sort(np.lexsort((labels, ordinal))[: int(count)])


_looks = 0


def looks_taken():
    """Number of final exams on these data since this kernel started."""
    return _looks


def final_exam(model):
    """Accuracy on the test images, as a fraction. Each call is one look at them, and is counted.

    Parameters
    ----------
    model : Keras model or function
        Takes pixels uint8 (n, 32, 32, 3), returns one score per class: (n, 10), or the chosen class: (n,).

    Raises
    ------
    ValueError
        The model's answer has another shape, or holds values that are not numbers. Not counted as a look.
    DatasetError
        As `load`.
    """
    global _looks
    table = _verified()
    places = np.flatnonzero(table["is_test"] == _TESTS)
    share = share_right(model, table["image"][places], table["label"][places])
    _looks += 1
    if _looks > 1:
        print(f"Look number {_looks} at the test set: choose no model by it, or its score stops being honest.")
    return share


def about():
    """What is on this machine, in words: how many images, and where they come from.

    Raises
    ------
    DatasetError
        As `load`.
    """
    table = _verified()
    tests = int(np.count_nonzero(table["is_test"]))
    train, test = (number(count, thousands=True) for count in (len(table) - tests, tests))
    return f"CIFAR-10: {train} images to train with and {test} to test, from {_contents()['source']}"


def keep(train, test, *, source):
    """Write the data into `folder()`: whole, or what was there stays.

    Parameters
    ----------
    train, test : (pixels, labels)
        uint8 (n, 32, 32, 3) and (n,), in the order in which they are to be read.
    source : str
        Where they come from, as "the published archive".

    Raises
    ------
    OSError
        They cannot be written.
    """
    place, contents = folder(), _as_file(train, test)
    digest = hashlib.sha256(contents).hexdigest()
    name = f"cifar10-{digest[:16]}.npy"
    place.mkdir(parents=True, exist_ok=True)
    write_bytes(place / name, contents)
    write_json(place / _CONTENTS, {"file": name, "sha256": digest, "source": source})
    _sweep(place, but=name)


def _as_file(train, test):
    """What the data's file holds: NumPy's header, then all images in one piece; nothing is held twice."""
    n_train, count, header = len(train[0]), len(train[0]) + len(test[0]), io.BytesIO()
    shape = {"descr": np.lib.format.dtype_to_descr(_DTYPE), "fortran_order": False, "shape": (count,)}
    np.lib.format.write_array_header_1_0(header, shape)
    contents = bytearray(header.tell() + count * _DTYPE.itemsize)
    contents[: header.tell()] = header.getvalue()
    table = np.frombuffer(contents, _DTYPE, offset=header.tell())
    for part, (pixels, labels) in ((table[:n_train], train), (table[n_train:], test)):
        part["image"], part["label"] = pixels, labels
    table["is_test"][n_train:] = _TESTS
    return contents


def forget():
    """Remove the data from this machine; return whether there were any.

    Raises
    ------
    OSError
        They cannot be removed.
    """
    there, place = available(), folder()
    (place / _CONTENTS).unlink(missing_ok=True)
    _sweep(place)
    return there


def _sweep(place, but=None):
    """Remove earlier data; what another kernel holds open on Windows stays until the next time."""
    for path in place.glob("cifar10-????????????????.npy"):
        if path.name != but:
            with contextlib.suppress(OSError):
                path.unlink()


def _damaged(what):
    return DatasetError(
        f"CIFAR-10 in {folder()} is damaged: {what}. To mend it: `course data cifar10 --forget`, then fetch it again "
        "with `course data cifar10`, or with --from as you did before."
    )


def _contents():
    """What the file of contents says: the data's file, its sha256, where they come from."""
    place = folder()
    try:
        if not look(place / _CONTENTS):
            raise DatasetError(ABSENT)
        found = json.loads((place / _CONTENTS).read_text(encoding="utf-8"))
        named = {key: str(found[key]) for key in ("file", "sha256", "source")}
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise _damaged(f"{_CONTENTS} cannot be read ({told(error)})") from None
    if named["file"] != f"cifar10-{named['sha256'][:16]}.npy":  # no path to another folder
        raise _damaged(f"{_CONTENTS} names a file that is none of ours")
    return named


def _verified():
    """The table of all images, on the disk: read where it is asked for, once its sha256 is the one that was kept."""
    named = _contents()
    path = folder() / named["file"]
    try:
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != named["sha256"]:
            raise _damaged(f"{path.name} has other contents than were written (sha256 {digest[:12]}…)")
        table = np.load(path, mmap_mode="r", allow_pickle=False)
    except OSError as error:
        raise _damaged(told(error)) from None
    except ValueError as error:
        raise _damaged(f"{path.name} holds no images ({error})") from None
    if getattr(table, "dtype", None) != _DTYPE or table.ndim != 1:
        raise _damaged(f"{path.name} holds no images")
    return table
