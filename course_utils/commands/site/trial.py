"""Which parts are live: each is run once where there is no more than in a page, and nothing that trains.

The course and its widgets are those of the zips that a page unpacks, beside them stands NumPy and nothing else. What
does not start there stays a picture; an exercise whose own solution is not accepted there is not offered.
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

_RUN = Path(__file__).with_name("trial_run.py")


def tried(parts, archives, data):
    """Run every part once.

    Parameters
    ----------
    parts : list of dict
        Of all pages; see `live_parts`.
    archives : sequence of Path
        The zips that a page unpacks.
    data : Path
        The folder of files that are fetched on demand.

    Returns
    -------
    live : list of dict
        The parts as the page is told.
    refused : dict of str -> str
        Keys of the others, and why.
    """
    with tempfile.TemporaryDirectory() as name:
        for archive in archives:
            zipfile.ZipFile(archive).extractall(name)
        place = Path(name) / "course_utils" / "data" / "page"
        place.mkdir(parents=True)
        for file in data.iterdir():
            (place / file.name).symlink_to(file.resolve())
        return _sorted(parts, _run(parts, name))


def _run(parts, folder):
    done = subprocess.run(
        [sys.executable, "-I", str(_RUN), folder], input=json.dumps(parts), capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def _sorted(parts, answers):
    live, refused = [], {}
    for part, answer in zip(parts, answers, strict=True):
        if answer.get("why") == "":
            continue  # a cell that nobody asks to change: it is there to be read
        if "why" in answer:
            refused[part["key"]] = answer["why"]
        else:
            told = {name: value for name, value in part.items() if name not in ("tries", "solution", "says")}
            live.append(told | answer)
    return live, refused
