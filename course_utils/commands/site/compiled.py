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
  const made = compiled(python.toPy(readFileSync(path)), place, keeps);
  writeFileSync(path, made.toJs());
  made.destroy();
}
"""
_COMPILE = """
import io, zipfile
from importlib.util import source_hash
from importlib._bootstrap_external import _code_to_hash_pyc

def compiled(archive, place, keeps):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive.tobytes())) as given, zipfile.ZipFile(made, "w") as out:
        for name in sorted(name for name in given.namelist() if not name.endswith("/")):
            contents = given.read(name)
            folder, _, file = name.rpartition("/")
            if keeps or not file.endswith(".py"):
                _put(out, name, contents)
            if file.endswith(".py"):
                code = compile(contents, f"{place}/{name}", "exec", dont_inherit=True)
                beside = f"{folder}/__pycache__/{file[:-3]}.cpython-314.pyc"
                _put(out, beside if keeps else f"{name}c", _code_to_hash_pyc(code, source_hash(contents), False))
    return made.getvalue()

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
    jobs = [_job(path, "/course", keeps=path.name == _READ) for path in sorted(live.glob("*.zip"))]
    jobs += [_job(live / "pyodide" / "python_stdlib.zip", "/lib/python314.zip")]
    jobs += [_job(path, "/lib/python3.14/site-packages") for path in wheels]
    command = ["node", "--input-type=module", "-e", _RUN, "--", str(core.resolve()), json.dumps(jobs), _COMPILE]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise CommandError(f"Pyodide could not compile its modules: {done.stderr.strip()[-500:]}")
    _lock_again(live / "pyodide" / _LOCK, wheels)


def _job(path, place, keeps=False):
    return {"path": str(path.resolve()), "place": place, "keeps": keeps}


def _lock_again(file, wheels):
    """The lock names the wheels as they lie there now; before, they were held against the one that names the given."""
    lock = json.loads(file.read_text("utf-8"))
    hashes = {path.name: hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in wheels}
    for entry in lock["packages"].values():
        entry["sha256"] = hashes[entry["file_name"]]
    write_bytes(file, json.dumps(lock, sort_keys=True).encode())
