"""The `course` command."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"


def lab(arguments):
    """Open the lessons in JupyterLab, on this machine only."""
    command = [sys.executable, "-m", "jupyter", "lab", "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={ROOT}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # In a container one is root; Jupyter refuses without this word. The token still guards the server.
        command.append("--allow-root")
    command += [*arguments, str(NOTEBOOKS / "00_start_here.ipynb")]
    if os.name == "posix":
        # Become JupyterLab, so that ending this process ends the server and its kernels.
        return os.execv(command[0], command)
    return subprocess.run(command).returncode


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


COMMANDS = {command.__name__: command for command in (lab, test, doctor, refresh, figures)}


def main(arguments=None):
    """Run one command with the arguments that follow it; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="course", description="CNNs by hand.", formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:<9}{command.__doc__}" for name, command in COMMANDS.items()),
    )  # fmt: skip
    parser.add_argument("command", choices=COMMANDS, nargs="?", default="lab")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="handed on to the command")
    chosen = parser.parse_args(arguments)
    return COMMANDS[chosen.command](chosen.arguments)


if __name__ == "__main__":
    raise SystemExit(main())
