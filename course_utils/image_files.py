"""Pictures in a learner's own files: opened with care, made small, upright and on white.

A file is what it holds and not what its name says, and what cannot be used is answered by a sentence.
"""

import io
import os
import warnings

import numpy as np

from course_utils.numbers import shape as shape_in_words
from course_utils.page_data import in_page
from course_utils.page_pictures import picture_of

MOST_PIXELS, MOST_BYTES = 50_000_000, 30_000_000  # of an image file
_MOST_PIXELS_OF = {"WEBP": 20_000_000}  # its decoder holds four copies of the picture
_WORKED_ON = 8_000_000  # pixels: of larger pictures some rows and columns are left out first, or memory would run over
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")
_DAMAGED = "it is damaged, or neither PNG, JPEG, GIF, BMP nor WebP"


def is_file(given):
    """Whether this names an image file, or is one that was handed over, rather than an array.

    >>> is_file("boot.png"), is_file(np.zeros((28, 28)))
    (True, False)
    """
    return isinstance(given, (str, bytes, os.PathLike)) or hasattr(given, "read")


def image_in_file(file, *, longest, least=1):
    """The picture in an image file: its first frame, upright, transparent parts on white.

    Its size is known before anything is unpacked, and only a few formats are opened: a file is what it holds and not
    what its name says.

    Parameters
    ----------
    file : path, or an open file
        PNG, JPEG, GIF, BMP or WebP, at most 50 million pixels (WebP 20) and 30 MB. An open file may have a `name`.
    longest : int
        To so many pixels the longer side is made smaller; a smaller picture stays as it is.
    least : int
        Pixels that the shorter side must have then.

    Returns
    -------
    image : float32 (height, width) or (height, width, 3)
        From 0 to 1; grey where the file is.

    Raises
    ------
    ValueError
    """
    return image_and_alpha_in_file(file, longest=longest, least=least)[0]


def image_and_alpha_in_file(file, *, longest, least=1):
    """The picture in an image file as `image_in_file` gives it, and how opaque each of its pixels is.

    Parameters
    ----------
    file, longest, least
        As in `image_in_file`.

    Returns
    -------
    image : float32 (height, width) or (height, width, 3)
    alpha : float32 (height, width)
        From 0, which was nothing and is white, to 1.

    Raises
    ------
    ValueError
    """
    name = name_of(file)
    image, alpha = _small_picture(_bytes_in(file, name), name, longest)
    if min(alpha.shape) < least:
        made = shape_in_words(alpha.shape)
        raise _unusable(name, f"made smaller, {made} pixels remain of it, and {least} per side are needed")
    return image, alpha


def name_of(file):
    """A file's name as sentences say it: the end of a long one, and nothing in it that cannot be shown.

    >>> name_of("boot.png"), name_of(io.BytesIO())
    ('boot.png', 'this file')
    """
    name = getattr(file, "name", None) if hasattr(file, "read") else os.fsdecode(file) or "an empty path"
    if not isinstance(name, str):  # an open file may have a number
        name = "this file"
    name = "".join(sign if sign.isprintable() else "�" for sign in name)
    return name if len(name) <= 120 else f"…{name[-119:]}"


class _UnusableFileError(ValueError):
    """A file that cannot be used, with the sentence that says why."""


def _unusable(name, why):
    return _UnusableFileError(f"{name} cannot be used as an image: {why}.")


def _bytes_in(file, name):
    """The bytes of a file from its start; of one that is too large, as many as show it."""
    try:
        if hasattr(file, "read"):
            contents = _read(file)
        elif not os.path.exists(file):
            raise _unusable(name, "there is no such file")
        elif not os.path.isfile(file):  # a pipe would be waited for
            raise _unusable(name, "it is a folder or a device, and not a file")
        else:
            with open(file, "rb") as opened:
                contents = _read(opened)
    except OSError:
        raise _unusable(name, "it cannot be read") from None
    if not isinstance(contents, bytes):
        raise _unusable(name, 'it does not give bytes; open it with open(path, "rb")')
    if len(contents) > MOST_BYTES:
        raise _unusable(name, "it has more than 30 MB; save it smaller")
    return contents


def _read(file):
    try:
        if hasattr(file, "seekable") and file.seekable():
            file.seek(0)
        return file.read(MOST_BYTES + 1)
    except ValueError as error:  # it is closed, or opened as text
        raise OSError from error


def _small_picture(contents, name, longest):
    """Open, look at the size, make smaller, turn upright, lay on white."""
    if in_page():
        return _opened_by_the_browser(contents, name, longest)
    from PIL import Image  # where no file is opened, Pillow is not needed

    try:
        # What a decoder warns of, our sentence says, or it does not show.
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(contents), formats=FORMATS) as picture:
            if picture.width * picture.height > _MOST_PIXELS_OF.get(picture.format, MOST_PIXELS):
                raise _too_many_pixels(name, picture.format)
            # Where its format can, the file is decoded at a fraction of its size: fifty million pixels would be 200 MB.
            picture.draft("RGB", (2 * longest, 2 * longest))
            return _on_white(_made_small(picture, longest))
    except _UnusableFileError:
        raise
    except Image.DecompressionBombError:
        raise _too_many_pixels(name) from None
    except Exception:  # decoders raise whatever damaged bytes lead them to
        raise _unusable(name, _DAMAGED) from None


def _opened_by_the_browser(contents, name, longest):
    picture = picture_of(contents, longest)
    if picture is None:
        raise _unusable(name, "the browser cannot open it; give a PNG or a JPEG")
    return picture


def _too_many_pixels(name, form=None):
    most = _MOST_PIXELS_OF.get(form, MOST_PIXELS) // 1_000_000
    return _unusable(name, f"it has more than {most} million pixels; save it smaller")


def _made_small(picture, longest):
    """The picture made smaller, then turned upright: of few pixels, whatever comes next needs little memory."""
    from PIL import Image, ImageOps

    share = (_WORKED_ON / (picture.width * picture.height)) ** 0.5
    if share < 1:
        size = (max(1, round(share * side)) for side in picture.size)
        picture = picture.resize(tuple(size), Image.Resampling.NEAREST)
    if picture.mode.startswith("I"):  # 16 bits a pixel, which can be mixed in this form alone
        picture = picture.convert("I")
    elif picture.mode.startswith("P") or "transparency" in picture.info:  # colours by number cannot be mixed
        picture = picture.convert("LA" if picture.mode in ("1", "L") else "RGBA")
    elif picture.mode == "1":
        picture = picture.convert("L")
    picture.thumbnail((longest, longest))
    return _eight_bits(ImageOps.exif_transpose(picture))


def _eight_bits(picture):
    """A picture of 16 bits a pixel in 8: Pillow would clip where it should scale."""
    from PIL import Image

    if picture.mode != "I":
        return picture
    return Image.fromarray(np.round(np.asarray(picture) / 65535 * 255).clip(0, 255).astype(np.uint8))


def _on_white(picture):
    """A picture on white, grey where it is, and how opaque each pixel was, as float32 from 0 to 1."""
    from PIL import Image

    is_grey, picture = picture.mode in ("L", "LA"), picture.convert("RGBA")
    whole = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    return tuple(
        np.asarray(each, np.float32) / 255
        for each in (whole.convert("L" if is_grey else "RGB"), picture.getchannel("A"))
    )
