"""The site's service worker: its source, below the list of the files that this build has made."""

import base64
import hashlib
import json

from course_utils.files import write_text

#: Its file, at the top of the site: a worker answers for the folder in which it lies.
WORKER = "service-worker.js"
_LIVE = "_static/live"
#: What Python and the page's own front end are; packages other than NumPy are kept once they were asked for.
_PYTHON = (
    "*.js",
    "*.css",
    "*.zip",
    "pyodide/*.mjs",
    "pyodide/*.wasm",
    "pyodide/*.zip",
    "pyodide/*.json",
    "pyodide/numpy-*",
)


def write(html, source):
    """Write the worker of a built site; last, for it names every other file.

    Parameters
    ----------
    html : Path
        The site.
    source : Path
        The worker without its list.
    """
    files = {path.relative_to(html).as_posix(): _hash(path) for path in html.rglob("*") if path.is_file()}
    python = {path.relative_to(html).as_posix() for kind in _PYTHON for path in (html / _LIVE).glob(kind)}
    lists = (
        f"const FILES = {json.dumps(files, indent=0, sort_keys=True)};\nconst PYTHON = {json.dumps(sorted(python))};\n"
    )
    write_text(html / WORKER, lists + source.read_text(encoding="utf-8"))


def _hash(path):
    """The sha256 of a file, as a browser compares it."""
    return base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()
