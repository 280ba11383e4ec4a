"""What a page imports at its first touch, compiled when the site is built: it is read then, and need not be compiled.

Only a Python of the page's own version can do it, so Pyodide itself is run, by Node.js. It is done for the modules that
the first explorer and the first check import, and for no others: compiled ones are larger, and all are fetched.
"""

import hashlib
import json
import subprocess

from course_utils.commands.errors import CommandError
from course_utils.files import write_bytes

#: The archive whose sources stay: a solution is shown as it is written.
_READ = "course.zip"
_LOCK = "pyodide-lock.json"
_RUN = """
const [live, jobs, touch, compile] = [process.argv[1], JSON.parse(process.argv[2]), process.argv[3], process.argv[4]];
const { readFileSync, writeFileSync } = await import("node:fs");
const { loadPyodide } = await import(`file://${live}/pyodide/pyodide.mjs`);
const settings = { indexURL: `${live}/pyodide/`, env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" } };
const python = await loadPyodide({ ...settings, packages: ["numpy"] });
const bytesOf = path => new Uint8Array(readFileSync(path));
const unpack = ({ path }) => python.unpackArchive(bytesOf(path), "zip", { extractDir: "/course" });
jobs.filter(({ unpacks }) => unpacks).forEach(unpack);
python.runPython(touch);
const compiled = python.runPython(compile);
for (const { path, place, keeps } of jobs) {
  python.FS.writeFile("/given.zip", bytesOf(path));
  compiled(place, keeps);
  writeFileSync(path, python.FS.readFile("/made.zip"));
}
"""
_TOUCH = """
import os, sys
os.environ["COURSE_PROGRESS"] = "off"
sys.path.insert(0, "/course")
from course_utils.in_browser.page import Page, answer
page = Page()
page.explorer("first", "from course_utils.explorers import ConvolutionExplorer\\nConvolutionExplorer.example()")
page.check("01", "first_answer", "first_answer = 7")
"""
_COMPILE = """
import sys, zipfile
from importlib.util import source_hash
from importlib._bootstrap_external import _code_to_hash_pyc

imported = {str(getattr(module, "__file__", None)) for module in list(sys.modules.values())}

def compiled(place, keeps):
    with zipfile.ZipFile("/given.zip") as given, zipfile.ZipFile("/made.zip", "w") as out:
        for name in sorted(name for name in given.namelist() if not name.endswith("/")):
            contents, is_wanted = given.read(name), any(file.endswith(f"/{name}") for file in imported)
            if keeps or not is_wanted:
                _put(out, name, contents)
            if is_wanted and name.endswith(".py"):
                code = compile(contents, f"{place}/{name}", "exec", dont_inherit=True)
                _put(out, _beside(name) if keeps else f"{name}c", _code_to_hash_pyc(code, source_hash(contents), False))

def _beside(name):
    folder, _, file = name.rpartition("/")
    return f"{folder}/__pycache__/{file[:-3]}.{sys.implementation.cache_tag}.pyc"

def _put(out, name, contents):
    out.writestr(zipfile.ZipInfo(name), contents, zipfile.ZIP_DEFLATED, 9)

compiled
"""


def compile_touched(live):
    """Compile what a page imports at its first touch, in place.

    Parameters
    ----------
    live : Path
        The folder with the course's zips and, in `pyodide`, with Pyodide.
    """
    wheels, zips = sorted((live / "pyodide").glob("numpy-*.whl")), sorted(live.glob("*.zip"))
    archives = [*zips, live / "pyodide" / "python_stdlib.zip", *wheels]
    jobs = [
        {"path": str(path.resolve()), "place": path.stem, "keeps": path.name == _READ, "unpacks": path in zips}
        for path in archives
    ]
    words = ["--input-type=module", "-e", _RUN, "--", str(live.resolve()), json.dumps(jobs), _TOUCH, _COMPILE]
    done = subprocess.run(["node", *words], capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise CommandError(f"Pyodide could not compile its modules: {done.stderr.strip()[-500:]}")
    _lock_again(live / "pyodide" / _LOCK, wheels)


def _lock_again(file, wheels):
    """The lock names the wheels as they lie there now; before, they were held against the one that names the given."""
    lock = json.loads(file.read_text("utf-8"))
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in wheels}
    for entry in lock["packages"].values():
        entry["sha256"] = hashes.get(entry["file_name"], entry["sha256"])
    write_bytes(file, json.dumps(lock, sort_keys=True).encode())
