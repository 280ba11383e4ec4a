"""The `course` command."""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"

#: Defaults of JupyterLab for this environment, which a learner's own settings go before: no question about news
#: from the network, and long lines of code wrapped, so that a narrow window cuts none off.
LAB_DEFAULTS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"codeCellConfig": {"lineWrap": True}},
}


def lab(arguments):
    """Open the lessons in JupyterLab, on this machine only."""
    command = [sys.executable, "-m", "jupyter", "lab", "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={ROOT}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # In a container one is root; Jupyter refuses without this word. The token still guards the server.
        command.append("--allow-root")
    command += [*arguments, str(NOTEBOOKS / "00_start_here.ipynb")]
    _write_lab_defaults(Path(sys.prefix) / "share" / "jupyter" / "lab" / "settings" / "overrides.json")
    if os.name == "posix":
        # Become JupyterLab, so that ending this process ends the server and its kernels.
        return os.execv(command[0], command)
    return subprocess.run(command).returncode


def _write_lab_defaults(file):
    """Write JupyterLab's defaults where there are none yet; without them the lessons open all the same."""
    if not file.exists():
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(LAB_DEFAULTS, indent=2), encoding="utf-8")


def test(arguments):
    """Run the whole test suite: unit tests, doctests, every notebook compared with what is stored."""
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment).returncode


def doctor(arguments):
    """Check this machine, one line each, and name the command that mends what is wrong."""
    from course_utils import doctor

    return doctor.main()


def refresh(arguments):
    """Execute the notebooks (all, or those whose names begin as given) and store them with their outputs."""
    from course_utils.refresh import RefreshError, chosen, refresh

    try:
        for path in chosen(NOTEBOOKS, arguments):
            started = time.perf_counter()
            changed = refresh(path)
            print(
                f"{path.name}: {'stored' if changed else 'unchanged'}, {time.perf_counter() - started:.0f} s",
                flush=True,
            )
    except RefreshError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def figures(arguments):
    """Draw figures/*.svg anew."""
    from course_utils.figures import draw_all

    for path in draw_all(ROOT / "figures"):
        print(path.relative_to(ROOT))
    return 0


def progress(arguments):
    """Print what you have tried and solved, by lesson."""
    from course_utils.exercises.card import card

    print(card())
    return 0


def release(arguments):
    """Write an edition for a class: `learner FOLDER`, `solutions FOLDER`, or an instructor's `sheet [FILE]`."""
    from course_utils.refresh import RefreshError
    from course_utils.release import ReleaseError, edition, sheet

    what, target = (*arguments, None, None)[:2]
    try:
        if what == "sheet":
            return _write_sheet(sheet(NOTEBOOKS), target)
        if what not in ("learner", "solutions") or not target or len(arguments) > 2:
            raise ReleaseError("course release wants: learner FOLDER, or solutions FOLDER, or sheet [FILE].")
        names = edition(ROOT, Path(target), solutions=what == "solutions")
    except (RefreshError, ReleaseError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(names)} notebooks, {'with' if what == 'solutions' else 'without'} solutions, in {target}")
    return 0


def _write_sheet(text, file):
    if file is None:
        print(text, end="")
        return 0
    beside = Path(f"{file}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)
    print(file)
    return 0


COMMANDS = {command.__name__: command for command in (lab, test, doctor, progress, refresh, figures, release)}


def main(arguments=None):
    """Run one command with the arguments that follow it; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="course",
        description="CNNs by hand.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:<9}{command.__doc__}" for name, command in COMMANDS.items()),
    )
    parser.add_argument("command", choices=COMMANDS, nargs="?", default="lab")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="handed on to the command")
    chosen = parser.parse_args(arguments)
    return COMMANDS[chosen.command](chosen.arguments)


if __name__ == "__main__":
    raise SystemExit(main())
