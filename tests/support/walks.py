"""How often a reader who follows the data must change the file: one action, call by call."""

import gc
import sys
from itertools import pairwise
from pathlib import Path

import course_utils

PACKAGE = str(Path(course_utils.__file__).parent)


def files_walked(act):
    """The file of each call that an action makes within the package, in order; `act` is called without arguments.

    An assignment to an attribute is read where it stands: it counts by what it sets going, and not by itself. Nor do
    the last words of what was thrown away before count, which come whenever Python looks for garbage.
    """
    files = []

    def note(frame, event, _):
        code = frame.f_code
        if event == "call" and code.co_name != "__setattr__" and code.co_filename.startswith(PACKAGE):
            files.append(code.co_filename)

    gc.disable()
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
        gc.enable()
    return files


def changes_of_file(act):
    """In how many of its consecutive calls an action goes on in another file."""
    files = files_walked(act)
    return sum(before != after for before, after in pairwise(files))
