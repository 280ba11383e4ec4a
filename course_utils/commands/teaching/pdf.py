"""A page as PDF, printed by the browser that is there: none is part of the course."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
)
_LONGEST = 120  # seconds for one page


def browser():
    """The path of a browser that prints without a window, or None."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def print_page(program, page, target):
    """Print a page into a PDF file.

    Parameters
    ----------
    program : str
        As `browser` names it.
    page, target : Path

    Returns
    -------
    trouble : str
        Why it could not be printed; empty when it was.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        words = [
            program,
            "--headless",
            "--disable-gpu",
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target.resolve()}",
            *_without_sandbox(),
            page.resolve().as_uri(),
        ]
        try:
            done = subprocess.run(words, capture_output=True, timeout=_LONGEST)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
    if done.returncode or not target.is_file():
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        return f"{Path(program).name} ended with {done.returncode} {' '.join(last)}".strip()
    return ""


def _without_sandbox():
    """Root on Linux has no sandbox, as in a container; the page printed there is our own."""
    is_root = sys.platform == "linux" and os.geteuid() == 0
    return ["--no-sandbox"] if is_root else []
