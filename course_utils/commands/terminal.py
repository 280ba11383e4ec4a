"""What goes out to a terminal, a pipe or a file: any character, on any machine, until nobody reads any more."""

import os
import sys


def speak_any_language():
    """Let no character of ours end a command: UTF-8 into pipes and files, a question mark where a terminal lacks it.

    Windows writes pipes and files in an alphabet of 256 characters that has no ✓. Whoever names an encoding in
    PYTHONIOENCODING gets that one.
    """
    named = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            encoding = stream.encoding if named or stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def print_document(text):
    """Print a whole text file, which is in UTF-8 wherever it goes but to a terminal."""
    if hasattr(sys.stdout, "reconfigure") and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", errors=sys.stdout.errors)  # which would be strict again
    print(text, end="")


def hang_up():
    """Send what is still to be written nowhere: its reader has gone, or its disk is full."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
