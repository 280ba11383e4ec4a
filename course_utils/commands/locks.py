"""What an extra adds to requirements.lock, as a lock of its own: learners install nothing of it.

Each extra has a folder of its name; its README has the two commands that make its lock anew. For the image of a hub,
which has packages of its own, the versions of all stand in classroom/constraints.txt: pip takes no hashes there.
"""

import re
import sys
from pathlib import Path

from course_utils.commands.errors import CommandError
from course_utils.commands.paths import ROOT
from course_utils.files import write_text

EXTRAS = ("site", "classroom")
#: Made of the course's lock and the classroom's: `pip install --constraint classroom/constraints.txt …`
CONSTRAINTS = ROOT / "classroom" / "constraints.txt"


def entries(text):
    """The entries of a lock, each with its hashes."""
    return [f"{entry}\n" for entry in re.split(r"\n(?=\S)", text.strip()) if entry]


def added(everything, known):
    """The entries of one lock that the other has not, as text.

    >>> print(added("a==1\\n    --hash=x\\nb==2\\n    --hash=y\\n", "a==1\\n    --hash=x\\n"), end="")
    b==2
        --hash=y
    """
    return "".join(entry for entry in entries(everything) if entry not in entries(known))


def constraints(*locks):
    """The versions that locks name, without their hashes.

    >>> print(constraints("b==2 \\\\\\n  --hash=y\\n", "a==1 ; python_version < '3.12' \\\\\\n  --hash=x\\n"), end="")
    a==1 ; python_version < '3.12'
    b==2
    """
    lines = [entry.splitlines()[0].removesuffix("\\").strip() for text in locks for entry in entries(text)]
    return "\n".join([*sorted(lines), ""])


def write_constraints():
    """Write classroom/constraints.txt from the two locks."""
    locks = [ROOT / "requirements.lock", ROOT / "classroom" / "requirements.lock"]
    write_text(CONSTRAINTS, constraints(*(lock.read_text("utf-8") for lock in locks)))


def main(extra="", path=""):
    """Write an extra's lock from a lock of everything, and what follows from it."""
    if extra not in EXTRAS or not Path(path).is_file():
        raise CommandError(
            f"Give an extra, {' or '.join(EXTRAS)}, and a lock of everything, as in: "
            "python -m course_utils.commands.locks classroom build/all.lock"
        )
    known = (ROOT / "requirements.lock").read_text("utf-8")
    write_text(ROOT / extra / "requirements.lock", added(Path(path).read_text("utf-8"), known))
    write_constraints()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:3])
    except CommandError as problem:
        sys.exit(str(problem))
