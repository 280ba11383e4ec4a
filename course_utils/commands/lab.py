"""`course lab`: the lessons in JupyterLab, on this machine only."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

from course_utils.commands.paths import NOTEBOOKS, ROOT
from course_utils.lessons import lesson

#: Defaults of JupyterLab for this environment, which a learner's own settings go before: no question about news
#: from the network, and long lines of code wrapped, so that a narrow window cuts none off.
LAB_DEFAULTS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"codeCellConfig": {"lineWrap": True}},
}


def lab(number="00", options=()):
    """Open a lesson in JupyterLab; return its exit code.

    Parameters
    ----------
    number : str
        Of the lesson that is opened first.
    options : sequence of str
        JupyterLab's own, such as "--no-browser".

    Raises
    ------
    LessonError
        There is no such lesson.
    """
    notebook = lesson(number).path(NOTEBOOKS)
    command = [sys.executable, "-m", "jupyter", "lab", "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={ROOT}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # In a container one is root; Jupyter refuses without this word. The token still guards the server.
        command.append("--allow-root")
    command += [*options, str(notebook)]
    _write_defaults(Path(sys.prefix) / "share" / "jupyter" / "lab" / "settings" / "overrides.json")
    if os.name == "posix":
        # Become JupyterLab, so that ending this process ends the server and its kernels.
        return os.execv(command[0], command)
    return subprocess.run(command).returncode


def _write_defaults(file):
    """Write JupyterLab's defaults where there are none yet; without them the lessons open all the same."""
    if not file.exists():
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(LAB_DEFAULTS, indent=2), encoding="utf-8")
