"""Small files of data that a page has in place of the course's large ones: fetched when they are first asked for.

The builder of the site makes them; the page's worker lays them into `FOLDER` before the code runs that asks for them.
"""

import sys
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent / "data" / "page"


def in_page():
    """Whether Python runs in a page, compiled to WebAssembly: no Keras, no large files, no threads.

    >>> in_page()
    False
    """
    return sys.platform == "emscripten"


def arrays_in(name):
    """The arrays of one file.

    Parameters
    ----------
    name : str
        As "validation.npz".

    Returns
    -------
    arrays : dict of str -> array

    Raises
    ------
    FileNotFoundError
        The page does not have it; the message says what to do.

    >>> arrays_in("penguins.npz")
    Traceback (most recent call last):
    ...
    FileNotFoundError: penguins.npz is not in this page, which holds a part of the data: the installed course has all.
    """
    if not (FOLDER / name).is_file():
        raise FileNotFoundError(
            f"{name} is not in this page, which holds a part of the data: the installed course has all."
        )
    with np.load(FOLDER / name) as file:
        return dict(file)
