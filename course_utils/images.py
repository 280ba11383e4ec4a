"""Images to learn on: tiny ones that can be checked by hand, and a photograph."""

import numpy as np

from course_utils.arrays import batch_of, shown, whole_number
from course_utils.image_files import image_and_alpha_in_file, name_of
from course_utils.image_folders import LARGEST, images_in_folder
from course_utils.numbers import counted
from course_utils.page_data import arrays_in, in_page

_NAMED = 10  # files that are left out and named; more would fill the page
_LONGEST = 1200  # pixels of a file that are looked at: a garment of 28 is cut out of them
BRIGHTNESS = np.float32([0.299, 0.587, 0.114])  # of red, green and blue, as Pillow weighs them (ITU-R 601-2)


def _whole(value, name, least=1):
    number = whole_number(value)
    if number is None or number < least:
        raise ValueError(f"{name} {shown(value)} is not allowed: give a whole number from {least} up.")
    return number


def counting(height, width):
    """Image whose pixels are numbered from 1 in reading order.

    Parameters
    ----------
    height, width : int
        In pixels.

    Returns
    -------
    image : float32 (height, width)

    >>> counting(2, 3)
    array([[1., 2., 3.],
           [4., 5., 6.]], dtype=float32)

    Introduced in notebook 01.
    """
    height, width = _whole(height, "height"), _whole(width, "width")
    return np.arange(1, height * width + 1, dtype=np.float32).reshape(height, width)


def vertical_edge(height=6, width=6, *, column=None):
    """Image that is dark (0) left of a column and bright (1) from it on.

    Parameters
    ----------
    height, width : int
        In pixels.
    column : int, optional
        The first bright one, from 0; the middle unless given.

    Returns
    -------
    image : float32 (height, width)

    >>> vertical_edge(2, 4)
    array([[0., 0., 1., 1.],
           [0., 0., 1., 1.]], dtype=float32)

    Introduced in notebook 03.
    """
    image = np.zeros((_whole(height, "height"), _whole(width, "width")), np.float32)
    first = width // 2 if column is None else _whole(column, "column", 0)
    if first >= width:
        raise ValueError(f"column {first:,} is not allowed: the columns are numbered from 0 to {width - 1:,}.")
    image[:, first:] = 1
    return image


def dot(size, row, column):
    """Image of one bright pixel (1) on black (0).

    Parameters
    ----------
    size : int
        Pixels per side.
    row, column : int
        Of the bright one, from 0.

    Returns
    -------
    image : float32 (size, size)

    >>> dot(2, 0, 1)
    array([[0., 1.],
           [0., 0.]], dtype=float32)

    Introduced in notebook 01.
    """
    image = np.zeros((_whole(size, "size"),) * 2, np.float32)
    row, column = _whole(row, "row", 0), _whole(column, "column", 0)
    if max(row, column) >= size:
        raise ValueError(
            f"row {row:,}, column {column:,} is not allowed: the pixels are numbered from 0 to {size - 1:,}."
        )
    image[row, column] = 1
    return image


def checkerboard(size):
    """Image of alternating black (0) and white (1) pixels, black first.

    Parameters
    ----------
    size : int
        Pixels per side.

    Returns
    -------
    image : float32 (size, size)

    >>> checkerboard(3)
    array([[0., 1., 0.],
           [1., 0., 1.],
           [0., 1., 0.]], dtype=float32)
    """
    return (np.indices((_whole(size, "size"),) * 2).sum(axis=0) % 2).astype(np.float32)


def square_outline(size=16, *, side=10):
    """Image of a square's outline (1 on 0), one pixel thick, in the middle.

    Parameters
    ----------
    size, side : int
        Pixels per side, of the image and of the square.

    Returns
    -------
    image : float32 (size, size)

    >>> square_outline(5, side=3)
    array([[0., 0., 0., 0., 0.],
           [0., 1., 1., 1., 0.],
           [0., 1., 0., 1., 0.],
           [0., 1., 1., 1., 0.],
           [0., 0., 0., 0., 0.]], dtype=float32)

    Introduced in notebook 03.
    """
    image = np.zeros((_whole(size, "size"),) * 2, np.float32)
    if _whole(side, "side") > size:
        raise ValueError(f"side {side:,} is not allowed: the image has {counted(int(size), 'pixel')} per side.")
    first = (size - side) // 2
    image[first : first + side, first : first + side] = 1
    image[first + 1 : first + side - 1, first + 1 : first + side - 1] = 0
    return image


def circle_outline(size=16, *, diameter=10):
    """Image of a circle's outline (1 on 0), about one pixel thick, in the middle.

    Parameters
    ----------
    size : int
        Pixels per side.
    diameter : int
        Of the circle, in pixels.

    Returns
    -------
    image : float32 (size, size)

    >>> circle_outline(5, diameter=5)
    array([[0., 1., 1., 1., 0.],
           [1., 0., 0., 0., 1.],
           [1., 0., 0., 0., 1.],
           [1., 0., 0., 0., 1.],
           [0., 1., 1., 1., 0.]], dtype=float32)

    Introduced in notebook 03.
    """
    row, column = np.indices((_whole(size, "size"),) * 2) - (size - 1) / 2
    distance = np.hypot(row, column)
    return (np.abs(distance - (diameter - 1) / 2) < 0.5).astype(np.float32)


def photograph(height=160):
    """Colour photograph of Grace Hopper.

    Rear Admiral Grace Hopper, U.S. Navy portrait by James S. Davis (1984), in the public domain. The file
    comes with Matplotlib as sample data, so nothing is downloaded.

    Parameters
    ----------
    height : int
        Rows wanted, up to 600; the width follows.

    Returns
    -------
    image : float32 (height, about 5/6 of that, 3)
        In [0, 1]: red, green and blue.

    Raises
    ------
    ValueError
        The height is none of 1 to 600.

    >>> photograph(120).shape
    (120, 102, 3)

    Introduced in notebook 00.
    """
    if whole_number(height) not in range(1, 601):
        raise ValueError(f"height {shown(height)} is not allowed: the photograph has 600 rows; give 1 to 600.")
    height = int(height)
    if in_page():
        return _photograph_in_page(height)
    # Imported here: other images need neither, and both take time.
    from matplotlib import cbook
    from PIL import Image

    with cbook.get_sample_data("grace_hopper.jpg") as stream, Image.open(stream) as picture:
        width = round(picture.width * height / picture.height)
        pixels = np.asarray(picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS))
    return pixels.astype(np.float32) / 255


def _photograph_in_page(height):
    """The photograph as it was made for a page, which has it in the sizes that are asked for in lessons."""
    sizes = {int(name.removeprefix("rows_")): pixels for name, pixels in arrays_in("photograph.npz").items()}
    if height not in sizes:
        there = ", ".join(map(str, sorted(sizes)))
        raise ValueError(f"height {height} is not allowed: in a page the photograph has one of {there} rows.")
    return sizes[height].astype(np.float32) / 255


def permute_pixels(images, *, seed=0):
    """Images with all pixels moved to other places, by one permutation for every image.

    Parameters
    ----------
    images : (n, height, width[, channels])
        Of any dtype.
    seed : int
        Of the permutation.

    Returns
    -------
    permuted : same shape and dtype

    Raises
    ------
    ValueError
        The images have another number of axes, or look like one in colour.

    >>> permute_pixels(np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])).tolist()
    [[[3, 1], [2, 4]], [[7, 5], [6, 8]]]

    Introduced in notebook 06.
    """
    images = batch_of(images)
    size, seed = np.prod(images.shape[1:], dtype=int), _whole(seed, "seed", 0)
    order = np.random.default_rng(seed).permutation(size)
    return images.reshape(len(images), size)[:, order].reshape(images.shape)


def paper_trousers(height=420, width=300):
    """Drawing of a pair of dark trousers on slightly yellow paper.

    Unlike the data: in colour, large, dark on bright, not centred.

    Parameters
    ----------
    height, width : int
        In pixels.

    Returns
    -------
    image : uint8 (height, width, 3)

    >>> paper_trousers()[0, 0].tolist()
    [247, 243, 230]

    Introduced in notebook 06.
    """
    row, column = np.indices((height, width)) / np.array([height, width]).reshape(2, 1, 1)
    paper, cloth = (247, 243, 230), (38, 52, 94)
    down = (row - 0.1) / 0.8
    outer = np.abs(column - 0.55) < 0.16 + 0.07 * down
    between = (down > 0.3) & (np.abs(column - 0.55) < 0.015 + 0.06 * (down - 0.3))
    inside = (down >= 0) & (down <= 1) & outer & ~between
    return np.where(inside[..., np.newaxis], cloth, paper).astype(np.uint8)


def garment_from_file(path):
    """Pixels of any image file, prepared as Fashion-MNIST was: grey, bright on black, 28 × 28.

    The background is taken from the border, or is what is transparent in a picture that was cut out. The garment is
    what is darker than it, or brighter, whichever there is more of in the middle. It is cut out, its longer side made
    28 pixels, and the rest filled with black.

    Parameters
    ----------
    path : path, or an open file
        As for `image_files.image_in_file`. Transparent parts count as white.

    Returns
    -------
    pixels : uint8 (28, 28)

    Raises
    ------
    ValueError
        There is no such file, it is no picture, or it shows nothing but background.

    Introduced in notebook 06.
    """
    image, alpha = image_and_alpha_in_file(path, longest=_LONGEST)
    grey = 255 * (image @ BRIGHTNESS if image.ndim == 3 else image)
    is_cut_out = np.median(_border(alpha)) < 0.5
    garment = _cut_out(grey, alpha) if is_cut_out else _unlike(float(np.median(_border(grey))), grey)
    shown = alpha > 0.5 if is_cut_out else garment > 0.1 * 255
    if not shown.any():
        raise ValueError(
            f"{name_of(path)} shows nothing but background: the garment must be brighter or darker than the border."
        )
    rows, columns = (np.flatnonzero(shown.any(axis=axis)) for axis in (1, 0))
    return _fit_into(garment[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 28)


def from_folder(folder, *, size=32):
    """Your own photographs: a folder of folders, one for each class.

    Each picture is turned upright, laid on white where it is transparent, and its middle cut out as a square. What
    cannot be used is left out, and named in a printed line.

    Parameters
    ----------
    folder : path
        As mine, with mine/cat/1.jpg, mine/dog/a.png and so on: PNG, JPEG, GIF, BMP or WebP. No link is followed out
        of it.
    size : int
        Pixels per side, up to 1,024.

    Returns
    -------
    pixels : uint8 (n, size, size, 3)
        Class by class, in the order of the names; within a class in the order of the files' names.
    labels : uint8 (n,)
        Index into the class names.
    class_names : tuple of str
        The folders' names, sorted.

    Raises
    ------
    ValueError
        It is no folder of folders, holds no usable picture, or more than memory should; or the size is none of these.

    Introduced in notebook 11.
    """
    if whole_number(size) not in range(1, LARGEST + 1):
        raise ValueError(f"size {shown(size)} is not allowed: give a whole number of pixels from 1 to {LARGEST:,}.")
    found = images_in_folder(folder, int(size))
    if found.left_out:
        print(f"Left out: {counted(len(found.left_out), 'entry', 'entries')}.")
        print("\n".join(found.left_out[:_NAMED] + ["…"] * (len(found.left_out) > _NAMED)))
    return found.images, found.labels, found.class_names


def _border(values):
    return np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])


def _cut_out(grey, alpha):
    """A garment on transparent ground, bright on black: a dark one as its negative."""
    shown = grey[alpha > 0.5]
    bright = grey if shown.size and shown.mean() > 127 else 255 - grey
    return bright * alpha


def _unlike(ground, grey):
    """How far each pixel is from the ground, on that side of it on which the middle of the picture mostly lies."""
    height, width = (max(side // 4, 0) for side in grey.shape)
    middle = grey[height : len(grey) - height, width : grey.shape[1] - width] - ground
    return np.clip(ground - grey if middle.sum() < 0 else grey - ground, 0, None)


def _fit_into(garment, size):
    """Return the garment with its longer side made `size` pixels, in the middle of a black square, as uint8."""
    from PIL import Image

    scale = size / max(garment.shape)
    height, width = (max(1, round(side * scale)) for side in garment.shape)
    small = Image.fromarray(garment.astype(np.uint8)).resize((width, height), Image.Resampling.LANCZOS)
    pixels = np.zeros((size, size), np.uint8)
    top, left = (size - height) // 2, (size - width) // 2
    pixels[top : top + height, left : left + width] = small
    return pixels
