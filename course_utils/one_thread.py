"""NumPy's matrix products in one thread for a while.

For products as small as those of a batch a second thread gains nothing, and where other work wants the processors it
loses much: both threads wait for one another, and an epoch of `NumpyNetwork` took 75 s in place of 5. An environment
variable would do the same, but only before NumPy is imported.
"""

import contextlib
import ctypes
import functools
from pathlib import Path

import numpy as np

_FOLDERS = ("../numpy.libs", ".dylibs")  # where NumPy's wheels keep the OpenBLAS that they bring
_NAMES = ("scipy_openblas_{}_num_threads64_", "scipy_openblas_{}_num_threads")


@contextlib.contextmanager
def one_thread():
    """A context in which OpenBLAS, if NumPy brought it, uses one thread; elsewhere it changes nothing.

    >>> with one_thread():
    ...     np.eye(2) @ np.eye(2)
    array([[1., 0.],
           [0., 1.]])
    """
    ask, choose = _openblas()
    before = ask()
    choose(1)
    try:
        yield
    finally:
        choose(before)


@functools.cache
def _openblas():
    """Return the functions that ask for and choose the number of threads; idle ones where there is no OpenBLAS."""
    for folder in _FOLDERS:
        for path in sorted((Path(np.__file__).parent / folder).glob("*openblas*")):
            with contextlib.suppress(OSError):
                library = ctypes.CDLL(str(path))  # the one that NumPy has loaded, not a second one
                for name in _NAMES:
                    if hasattr(library, name.format("set")):
                        return getattr(library, name.format("get")), getattr(library, name.format("set"))
    return (lambda: 1), (lambda number: None)
