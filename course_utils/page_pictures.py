"""Pictures in a page: the browser opens a learner's file, and hands over its pixels as PAM, without Pillow.

PAM, of Netpbm, is a few lines of text and then the bytes: red, green, blue and opacity of each pixel, row by row
(https://netpbm.sourceforge.net/doc/pam.html).
"""

import re

import numpy as np

_HEAD = re.compile(rb"P7\nWIDTH (\d+)\nHEIGHT (\d+)\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n")


def picture_of(contents, longest):
    """The picture that a browser has drawn, made smaller and laid on white.

    Parameters
    ----------
    contents : bytes
        PAM, as above.
    longest : int
        To so many pixels the longer side is made smaller.

    Returns
    -------
    picture : (image, alpha) or None
        float32 (height, width[, 3]) from 0 to 1, grey where it is; and how opaque each pixel is. None where the bytes
        are no such file.

    >>> head = b"P7\\nWIDTH 1\\nHEIGHT 1\\nDEPTH 4\\nMAXVAL 255\\nTUPLTYPE RGB_ALPHA\\nENDHDR\\n"
    >>> picture_of(head + bytes(4), 9)  # what is transparent is white
    (array([[1.]], dtype=float32), array([[0.]], dtype=float32))
    """
    head = _HEAD.match(contents)
    width, height = map(int, head.groups()) if head else (0, 0)
    if not width * height or len(contents) - head.end() != 4 * width * height:
        return None
    pixels = np.frombuffer(contents, np.uint8, offset=head.end()).reshape(height, width, 4) / np.float32(255)
    colours, alpha = pixels[..., :3], pixels[..., 3:]
    on_white = np.concatenate([colours * alpha + 1 - alpha, alpha], axis=-1)
    small = np.float32(_made_small(on_white, longest).clip(0, 1))
    is_grey = np.ptp(colours, axis=-1).max() == 0
    return small[..., 0] if is_grey else small[..., :3], small[..., 3]


def _made_small(pixels, longest):
    """Each new pixel is the mean of those that it covers."""
    share = longest / max(pixels.shape[:2])
    if share >= 1:
        return pixels
    rows, columns = (_covered(side, max(1, round(side * share))) for side in pixels.shape[:2])
    return np.einsum("ir,rcd,jc->ijd", rows, pixels, columns, optimize=True)


def _covered(old, new):
    """How much of each old pixel along a side a new one covers, (new, old); rows add up to 1.

    >>> _covered(4, 2).tolist()
    [[0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5]]
    """
    ends = np.linspace(0, old, new + 1)
    places = np.arange(old)
    overlap = np.minimum(ends[1:, np.newaxis], places + 1) - np.maximum(ends[:-1, np.newaxis], places)
    return np.maximum(overlap, 0) * new / old
