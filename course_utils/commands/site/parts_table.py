"""What others made of the site: each part with its version, its licence and its hash, as site/README.md lists them.

    python -m course_utils.commands.site.parts_table

writes the table anew, after a change in site/package.json or site/stand-in.txt. npm's packages must be installed; the
licences of Pyodide's wheels are read in the wheels that pip fetches.
"""

import email
import json
import re
import tempfile
import zipfile
from pathlib import Path

from course_utils.commands.paths import ROOT
from course_utils.commands.site.pyodide_parts import FROM_PIP, LOCK, PACKAGES, closure, make_folder
from course_utils.files import write_text

SITE = ROOT / "site"
BEGIN, END = "<!-- parts: begin -->\n", "<!-- parts: end -->\n"
HEAD = "| part | version | licence | hash |\n|---|---|---|---|\n"


def table(site, stand_ins):
    """The whole table.

    Parameters
    ----------
    site : Path
        Holds package-lock.json, stand-in.txt, and npm's packages in node_modules.
    stand_ins : Path
        A folder that `make_folder` has made with pip's wheels.
    """
    return HEAD + "".join(_line(*row) for row in [*npm_rows(site), *wheel_rows(site, stand_ins), stand_in_row(site)])


def npm_rows(site):
    """Packages of npm's; what esbuild brings for each platform has its own version and licence."""
    locked = json.loads((site / "package-lock.json").read_text("utf-8"))["packages"]
    for path, entry in locked.items():
        name = path.removeprefix("node_modules/")
        if name and not name.startswith("@esbuild/"):
            yield f"{name} (npm)", entry["version"], entry["license"], entry["integrity"]


def wheel_rows(site, stand_ins):
    """Wheels that the lock of npm's Pyodide names."""
    lock = json.loads((site / "node_modules" / "pyodide" / LOCK).read_text("utf-8"))["packages"]
    files = {entry["name"]: entry["file_name"] for entry in _entries(stand_ins / LOCK).values()}
    for entry in closure(lock, PACKAGES).values():
        licence = licence_of(stand_ins / files[entry["name"]])
        yield f"{entry['name']} (Pyodide)", entry["version"], licence, f"sha256-{entry['sha256']}"


def stand_in_row(site):
    """The package out of which pip's wheels come; nothing else of it is used."""
    text = (site / "stand-in.txt").read_text("utf-8")
    name, version, digest = re.search(r"^([\w-]+)==(\S+) --hash=sha256:(\w+)", text, re.M).groups()
    return (
        f"{name} (pip; for tests)",
        version,
        "its own; only wheels of Pyodide's are taken out of it",
        f"sha256-{digest}",
    )


def licence_of(wheel):
    """What a wheel says of its licence: in today's form, else by its classifiers, else in a word."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        told = email.message_from_bytes(archive.read(name))
    classifiers = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier", []) if one.startswith("License ::")]
    return told["License-Expression"] or " or ".join(classifiers) or told["License"]


def put_in(text, made):
    """A README's text with this table in the place of the one that stands in it."""
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + made + END + rest.partition(END)[2]


def _entries(path):
    return json.loads(path.read_text("utf-8"))["packages"]


def _line(*cells):
    return "| " + " | ".join(cells) + " |\n"


def main():
    """Write the table into site/README.md."""
    with tempfile.TemporaryDirectory() as folder:
        core, requirement = SITE / "node_modules" / "pyodide", SITE / "stand-in.txt"
        make_folder(Path(folder), core, FROM_PIP, requirement=requirement, cache=ROOT / "build")
        made = table(SITE, Path(folder))
    readme = SITE / "README.md"
    write_text(readme, put_in(readme.read_text("utf-8"), made))


if __name__ == "__main__":
    main()
