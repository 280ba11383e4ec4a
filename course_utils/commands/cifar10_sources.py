"""CIFAR-10 as others bring it: the published archive, or pictures in class folders, in a folder or in a ZIP.

Nothing is unpacked onto the disk. The archive holds pickles, which could run code: it is opened only when its sha256 is
the published one, and even then nothing is made of it but numbers.
"""

import hashlib
import io
import pickle
import tarfile
import zipfile
import zlib
from collections import defaultdict
from pathlib import Path, PurePosixPath

import numpy as np

from course_utils import zips
from course_utils.cifar10 import CLASS_NAMES
from course_utils.commands.errors import CommandError
from course_utils.files import told
from course_utils.image_files import FORMATS, image_in_file, name_of
from course_utils.image_folders import files_by_class
from course_utils.numbers import counted

URL = "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz"
SHA256 = "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce"
SIZE = 170_498_071  # bytes
ARCHIVE = "cifar-10-python.tar.gz"
_TRAIN, _TEST = tuple(f"data_batch_{n}" for n in range(1, 6)), ("test_batch",)
_LEAST_OF_A_CLASS = {"train": 10, "test": 1}  # so that a tenth of a class is at least one
_LARGEST_PICTURE = 100_000  # bytes; one of 32 × 32 pixels has about a thousand
_MOST_FILES = 200_000
_LAYOUT = "train/CLASS/… and test/CLASS/…, with a folder for each of " + ", ".join(CLASS_NAMES)


def data_in(given):
    """What a file or folder holds: `train`, `test`, each (pixels, labels), and where they come from, in words.

    Parameters
    ----------
    given : path
        The published archive, a folder in which it lies, or class folders of pictures: in a folder or in a ZIP.

    Raises
    ------
    CommandError
        It is none of these, or a picture in it cannot be used; the message says which.
    OSError
        It cannot be read.
    """
    path = Path(given).expanduser()
    if not path.exists():
        raise CommandError(f"{name_of(given)}: there is no such file or folder. Give the archive, or class folders.")
    if path.is_dir() and (path / ARCHIVE).is_file():
        path = path / ARCHIVE
    if path.is_dir():
        return *_from_pictures(_in_folder(path), path), f"the pictures in {name_of(path.resolve().name)}"
    if not path.is_file():
        raise CommandError(f"{name_of(given)} is neither a file nor a folder.")
    if zipfile.is_zipfile(path):
        return *_from_zip(path), f"the pictures in {name_of(path.name)}"
    return *from_archive(path), "the published archive"


def from_archive(path):
    """The published archive's images, `train` and `test`, each (pixels, labels)."""
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != SHA256:
        raise CommandError(
            f"{name_of(path)} is not the published {ARCHIVE}: its sha256 is {digest[:12]}…, expected {SHA256[:12]}…. "
            f"It was not opened, for such an archive could run code. Get it from {URL}, or give class folders of "
            f"pictures: {_LAYOUT}."
        )
    try:
        with tarfile.open(path) as archive:
            batches = {name: _batch(archive, name) for name in (*_TRAIN, *_TEST)}
    except (tarfile.TarError, EOFError, zlib.error, pickle.UnpicklingError, KeyError, TypeError, ValueError) as error:
        raise CommandError(f"{name_of(path)} cannot be read: {told(error)}.") from None
    return tuple(
        tuple(np.concatenate(parts) for parts in zip(*(batches[name] for name in names), strict=True))
        for names in (_TRAIN, _TEST)
    )


def _batch(archive, name):
    """Pixels and labels of one batch: a row of 3,072 numbers each, all red ones first, then green, then blue."""
    with archive.extractfile(f"cifar-10-batches-py/{name}") as file:
        batch = _NumbersOnly(file, encoding="bytes").load()
    pixels, labels = np.asarray(batch[b"data"]), np.array(batch[b"labels"], np.uint8)
    if pixels.dtype != np.uint8 or pixels.shape != (len(labels), 3072) or labels.max() >= len(CLASS_NAMES):
        raise ValueError(f"{name} holds no images of CIFAR-10")
    return pixels.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), labels


class _NumbersOnly(pickle.Unpickler):
    """Makes arrays, lists and dictionaries; whatever else a pickle asks for is refused."""

    _ALLOWED = frozenset({("multiarray", "_reconstruct"), ("numpy", "ndarray"), ("numpy", "dtype")})

    def find_class(self, module, name):
        """Give what makes an array, wherever this NumPy has it."""
        inner = module.removeprefix("numpy.core.").removeprefix("numpy._core.")
        if (inner, name) not in self._ALLOWED:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}, which is no array")
        return super().find_class("numpy._core.multiarray" if inner == "multiarray" else module, name)


def _in_folder(root):
    """Yield (split, class, name, contents) of each picture in class folders."""
    for split in _LEAST_OF_A_CLASS:
        if not (root / split).is_dir():
            raise CommandError(f"{name_of(root)} has no folder {split}. Wanted is {ARCHIVE}, or {_LAYOUT}.")
        try:
            classes, left_out = files_by_class(root / split)
        except ValueError as error:
            raise CommandError(str(error)) from None
        if left_out:
            raise CommandError(f"{name_of(root)}/{split} cannot be taken: {left_out[0]} Wanted is {_LAYOUT}.")
        for class_name, files in classes.items():
            for file in files:
                name = f"{split}/{class_name}/{file.name}"
                if not file.is_file():  # a pipe would be waited for
                    raise _unfit(name, "it is no file")
                with open(file, "rb") as opened:
                    yield split, class_name, name, opened.read(_LARGEST_PICTURE + 1)


def _from_zip(path):
    with open(path, "rb") as opened:  # what hinders that is no damage
        return _from_opened_zip(opened, path)


def _from_opened_zip(opened, path):
    try:
        with zipfile.ZipFile(opened) as archive:
            return _from_pictures(_in_zip(archive, path), path)
    except zips.BROKEN as error:
        raise CommandError(
            f"{name_of(path)} is damaged, or packed in a way that is not known here: {told(error)}."
        ) from None


def _in_zip(archive, path):
    """Yield (split, class, name, contents) of each picture in a ZIP; the class folders may lie in one folder."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > _MOST_FILES:
        raise CommandError(
            f"{name_of(path)} holds {counted(len(members), 'file')}; {_MOST_FILES:,} at most are looked at."
        )
    for member in sorted(members, key=lambda member: member.filename):
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in (parts := name.parts) or ":" in "".join(parts[:1]):
            raise CommandError(
                f"{name_of(path)} is not safe: it names {name_of(member.filename)}, outside its own folder."
            )
        if any(part.startswith(".") or part == "__MACOSX" for part in parts) or len(parts) < 3:
            continue
        split, class_name, name = parts[-3:]
        if split in _LEAST_OF_A_CLASS:
            if member.file_size > _LARGEST_PICTURE:
                raise _unfit(f"{split}/{class_name}/{name}", "it is too large for a picture of 32 × 32 pixels")
            if member.flag_bits & 1:
                raise CommandError(f"{name_of(path)} is locked by a password. Pack it again without one.")
            yield split, class_name, f"{split}/{class_name}/{name}", archive.read(member)


def _from_pictures(pictures, path):
    """`train` and `test` from pictures, which come class by class, in an order without a pattern."""
    found = {split: defaultdict(list) for split in _LEAST_OF_A_CLASS}
    for split, class_name, name, contents in pictures:
        if class_name not in CLASS_NAMES:
            raise CommandError(f"{name_of(path)}: {name_of(class_name)} is no class of CIFAR-10. Wanted is {_LAYOUT}.")
        found[split][class_name].append(_pixels(contents, name))
    for split, least in _LEAST_OF_A_CLASS.items():
        for class_name in CLASS_NAMES:
            if (count := len(found[split][class_name])) < least:
                raise CommandError(
                    f"{name_of(path)} has {counted(count, 'picture')} in {split}/{class_name}, and {least} are needed. "
                    f"Wanted is {_LAYOUT}."
                )
    return tuple(_mixed(found[split]) for split in _LEAST_OF_A_CLASS)


def _pixels(contents, name):
    """One picture as uint8 (32, 32, 3)."""
    from PIL import Image

    if len(contents) > _LARGEST_PICTURE:
        raise _unfit(name, "it is too large for a picture of 32 × 32 pixels")
    file = io.BytesIO(contents)
    file.name = name
    try:
        image = image_in_file(file, longest=33)  # a larger one stays larger than 32
    except ValueError as error:
        raise CommandError(str(error)) from None
    if image.shape[:2] != (32, 32):
        raise _unfit(name, "it does not have 32 × 32 pixels")
    with Image.open(file, formats=FORMATS) as picture:
        if picture.mode not in ("RGB", "L"):
            raise _unfit(name, f"its colours are stored as {picture.mode}, and RGB is wanted")
    pixels = np.round(255 * image).astype(np.uint8)
    return pixels if pixels.ndim == 3 else np.repeat(pixels[..., np.newaxis], 3, axis=2)


def _unfit(name, why):
    return CommandError(f"{name_of(name)} is no image of CIFAR-10: {why}. Nothing was taken.")


def _mixed(of_class):
    """Pixels and labels of all classes, mixed; the same mixture each time."""
    labels = np.repeat(np.arange(len(CLASS_NAMES), dtype=np.uint8), [len(of_class[name]) for name in CLASS_NAMES])
    pixels = np.concatenate([np.stack(of_class[name]) for name in CLASS_NAMES])
    order = np.random.default_rng(0).permutation(len(labels))
    return pixels[order], labels[order]
