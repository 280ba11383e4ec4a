"""Pictures that lie in a folder of folders, one folder a class, as photographs of one's own do.

What cannot be used is left out and named; the rest is read in an order that is the same everywhere.
"""

import os
import unicodedata
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_utils.image_files import image_in_file, name_of
from course_utils.numbers import counted, number

MOST_CLASSES, MOST_BYTES = 256, 1_000_000_000  # of all images together, once they are read
LARGEST = 1024  # pixels per side that may be asked for
_NO_PICTURES = {"thumbs.db", "desktop.ini", "__macosx"}  # which systems lay into folders by themselves


class Found(NamedTuple):
    """What a folder of folders holds."""

    images: np.ndarray
    labels: np.ndarray
    class_names: tuple
    left_out: list  # sentences


def images_in_folder(folder, size):
    """All usable pictures in a folder of folders, cut to squares.

    Parameters
    ----------
    folder : path
        Its folders are the classes. A link is followed where it leads to a place in this folder.
    size : int
        Pixels per side.

    Returns
    -------
    found : Found
        images uint8 (n, size, size, 3), labels uint8 (n,), the class names, and a sentence for each that was left out.

    Raises
    ------
    ValueError
        It is no folder, has no classes, no usable picture, or more than memory holds.
    """
    classes, left_out = files_by_class(folder)
    count = sum(map(len, classes.values()))
    if count * size * size * 3 > MOST_BYTES:
        fit = number(MOST_BYTES // (size * size * 3), thousands=True)
        raise ValueError(
            f"{number(count, thousands=True)} pictures of {size} × {size} pixels are too many: {fit} fit. "
            "Give a smaller size, or fewer pictures."
        )
    images, labels, names = [], [], []
    for name, files in classes.items():
        pictures = [picture for file in files if (picture := _picture(file, name, size, left_out)) is not None]
        if pictures:
            images += pictures
            labels += [len(names)] * len(pictures)
            names.append(name)
        else:
            left_out.append(f"{name} has no picture that can be used, and is no class.")
    if not images:
        raise ValueError(" ".join([f"{name_of(folder)} has no picture that can be used.", *left_out[:3]]))
    return Found(np.stack(images), np.array(labels, np.uint8), tuple(names), left_out)


def files_by_class(folder):
    """The files of each class, in order, and a sentence for each that is left out.

    Parameters
    ----------
    folder : path

    Returns
    -------
    classes : dict
        Name of a class -> list of paths.
    left_out : list of str

    Raises
    ------
    ValueError
        It is no folder, or has no folders in it, or too many.
    """
    shown = name_of(folder)
    root = Path(folder).expanduser()
    if not root.is_dir():
        what = "it is a file" if root.exists() else "there is no such folder"
        raise ValueError(f"{shown} cannot be used: {what}. Give a folder that holds a folder for each class.")
    left_out, classes = [], {}
    for entry in _entries(root, root, left_out):
        if entry.is_dir():
            classes[_written(entry)] = _files(entry, root, left_out)
        else:
            left_out.append(f"{_written(entry)} lies beside the folders of the classes, and in none.")
    if not 0 < len(classes) <= MOST_CLASSES:
        there = counted(len(classes), "folder") if classes else "no folders in it"
        raise ValueError(
            f"{shown} has {there}: give a folder that holds a folder for each class, {MOST_CLASSES} at most, such as "
            "mine/cat and mine/dog."
        )
    return classes, left_out


def _files(folder, root, left_out):
    files = []
    for entry in _entries(folder, root, left_out):
        if entry.is_dir():
            left_out.append(f"{_written(folder)}/{_written(entry)} is a folder inside a class; it is not looked into.")
        else:
            files.append(entry)
    return files


def _entries(folder, root, left_out):
    """What lies in a folder, in the same order on every machine, without what is hidden or leads out of the root."""
    entries = []
    real = os.path.realpath(root)
    for entry in sorted(folder.iterdir(), key=_written):
        if entry.name.startswith(".") or entry.name.lower() in _NO_PICTURES:
            continue
        if Path(os.path.realpath(entry)).is_relative_to(real):
            entries.append(entry)
        else:
            left_out.append(f"{_written(entry)} is a link to a place outside the folder; it is not followed.")
    return entries


def _written(path):
    """A file's name with each letter in one form: macOS may write ü as u and two dots."""
    return unicodedata.normalize("NFC", name_of(path.name))


def _picture(file, class_name, size, left_out):
    """One picture as a square of so many pixels, or None and a sentence."""
    try:
        image = image_in_file(file, longest=max(4 * size, 128))
    except ValueError as error:
        left_out.append(f"{class_name}/{_written(file)}: {_reason(error, file)}")
        return None
    return square(image, size)


def _reason(error, file):
    """What an error says, without the place of the file, which the sentence has named already."""
    return str(error).removeprefix(name_of(file)).strip()


def square(image, size):
    """The middle of an image as a square in colour; as it is where it has that size.

    Parameters
    ----------
    image : float32 (height, width) or (height, width, 3)
        0 to 1.
    size : int
        Pixels per side.

    Returns
    -------
    pixels : uint8 (size, size, 3)

    >>> square(np.ones((2, 4)), 2).shape
    (2, 2, 3)
    """
    from PIL import Image  # where no file is opened, Pillow is not needed

    side = min(image.shape[:2])
    top, left = ((length - side) // 2 for length in image.shape[:2])
    pixels = np.round(255 * image[top : top + side, left : left + side]).astype(np.uint8)
    if side != size:
        pixels = np.asarray(Image.fromarray(pixels).resize((size, size), Image.Resampling.LANCZOS))
    return pixels if pixels.ndim == 3 else np.repeat(pixels[..., np.newaxis], 3, axis=2)
