"""Python's modules for a page, compiled when the site is built: a page then reads them and has nothing to compile.

Only a Python of the page's own version can do it, so Pyodide itself is run, by Node.js. What is compiled is not held
against its source any more; sources are left out where nobody reads them.
"""

import hashlib
import json
import subprocess
from pathlib import Path

from course_utils.commands.errors import CommandError
from course_utils.files import write_bytes

#: The archive whose sources stay: a solution is shown as it is written.
_READ = "course.zip"
_LOCK = "pyodide-lock.json"
_RUN = """
const [core, jobs] = [process.argv[1], JSON.parse(process.argv[2])];
const { readFileSync, writeFileSync } = await import("node:fs");
const { loadPyodide } = await import(`file://${core}/pyodide.mjs`);
const python = await loadPyodide({ indexURL: `${core}/`, env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" } });
const compiled = python.runPython(process.argv[3]);
for (const { path, place, keeps } of jobs) {
  python.FS.writeFile("/given.zip", new Uint8Array(readFileSync(path)));
  compiled(place, keeps);
  writeFileSync(path, python.FS.readFile("/made.zip"));
}
"""
_COMPILE = """
import sys, zipfile
from importlib.util import source_hash
from importlib._bootstrap_external import _code_to_hash_pyc

def compiled(place, keeps):
    with zipfile.ZipFile("/given.zip") as given, zipfile.ZipFile("/made.zip", "w") as out:
        for name in sorted(name for name in given.namelist() if not name.endswith("/")):
            contents = given.read(name)
            folder, _, file = name.rpartition("/")
            if keeps or not file.endswith(".py"):
                _put(out, name, contents)
            if file.endswith(".py"):
                code = compile(contents, f"{place}/{name}", "exec", dont_inherit=True)
                beside = f"{folder}/__pycache__/{file[:-3]}.{sys.implementation.cache_tag}.pyc"
                _put(out, beside if keeps else f"{name}c", _code_to_hash_pyc(code, source_hash(contents), False))

def _put(out, name, contents):
    out.writestr(zipfile.ZipInfo(name), contents, zipfile.ZIP_DEFLATED, 9)

compiled
"""


def compile_all(live, core):
    """Compile what Python loads in a page, in place.

    Parameters
    ----------
    live : Path
        The folder with the course's zips and Pyodide.
    core : Path
        npm's package `pyodide`.
    """
    wheels = sorted((live / "pyodide").glob("*.whl"))
    archives = [*sorted(live.glob("*.zip")), live / "pyodide" / "python_stdlib.zip", *wheels]
    jobs = [{"path": str(path.resolve()), "place": path.stem, "keeps": path.name == _READ} for path in archives]
    command = ["node", "--input-type=module", "-e", _RUN, "--", str(core.resolve()), json.dumps(jobs), _COMPILE]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise CommandError(f"Pyodide could not compile its modules: {done.stderr.strip()[-500:]}")
    _lock_again(live / "pyodide" / _LOCK, wheels)


def _lock_again(file, wheels):
    """The lock names the wheels as they lie there now; before, they were held against the one that names the given."""
    lock = json.loads(file.read_text("utf-8"))
    hashes = {path.name: hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in wheels}
    for entry in lock["packages"].values():
        entry["sha256"] = hashes[entry["file_name"]]
    write_bytes(file, json.dumps(lock, sort_keys=True).encode())
