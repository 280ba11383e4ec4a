"""What the extra `site` adds to requirements.lock, as a lock of its own: learners install nothing of it.

site/README.md has the two commands that make it anew.
"""

import re
import sys
from pathlib import Path

from course_utils.commands.paths import ROOT
from course_utils.files import write_text


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


def main(path):
    """Write site/requirements.lock from a lock of everything."""
    everything, known = (Path(name).read_text("utf-8") for name in (path, ROOT / "requirements.lock"))
    write_text(ROOT / "site" / "requirements.lock", added(everything, known))


if __name__ == "__main__":
    main(*sys.argv[1:])
