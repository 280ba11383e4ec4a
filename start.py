"""Prepare the course's own Python environment, then hand over to the `course` command.

    python start.py            open the lessons in JupyterLab   (= python start.py lab)
    python start.py test       run every test, notebooks included
    python start.py doctor     check this machine
    python start.py progress   what you have tried and solved
    python start.py setup      prepare the environment, for others too, and stop

What it does, and nothing else: it makes the folder .venv beside this file and installs into it what requirements.lock
names, by hash. That needs Python 3.11, 3.12 or 3.13, and the network. A .venv that meets the lock is used as it is,
whichever Python starts this. A new one is made in .venv.new, and takes the place of the old one when it is whole.
Links, files and folders that this program did not make are never deleted.
"""

import os
import sys

# Folders in PYTHONPATH may hold other editions of what is imported below: out of the way, first of all.
_ASIDE = [os.path.abspath(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep)]
sys.path[:] = [path for path in sys.path if path not in _ASIDE]

import ast
import contextlib
import hashlib
import importlib
import json
import platform
import re
import shutil
import subprocess
import time
from collections import namedtuple
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV, NEW, OLD = ROOT / ".venv", ROOT / ".venv.new", ROOT / ".venv.old"
GUARD = ROOT / ".venv.lock"  # empty; locked while an environment is made
LOCK, PROJECT = ROOT / "requirements.lock", ROOT / "pyproject.toml"
OPTIONS = ("-I", "-X", "utf8")
PATIENCE = 300  # seconds, for imports that hang
STAMP = "course-stamp.txt"  # lies in every environment that this program makes, from its first moment to its last
BIN, PYTHON = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")

# The settings of pip that are the user's to choose: where packages come from. Others are meant for other work.
KEPT = "(extra-)?index-url|find-links|no-index|trusted-host|(client-)?cert|proxy|retries|(default-)?timeout|cache-dir"
# Of the environment's variables, those of Python, pip and uv that are meant for other work.
FOREIGN = re.compile("PYTHON|PIP_|UV_(?!.*(INDEX|FIND_LINKS|CACHE_DIR|TLS|OFFLINE))", re.IGNORECASE)
OWN = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
# How pip installs the course: as a link to this folder, with the build backend of the lock; it fetches nothing.
COURSE = ("--no-index", "--no-deps", "--no-build-isolation", "-e", ROOT)

# What a first hour imports, in two processes at once. It is a third of all packages.
FIRST = (
    "matplotlib.pyplot matplotlib.backends.backend_agg ipywidgets course_utils.quiet",
    "jupyterlab.labapp jupyter_lsp jupyter_server.services.contents.handlers jupyter_server_terminals.app "
    "jupyter_server.services.kernels.handlers jupyter_server.services.sessions.handlers ipykernel.kernelapp "
    "debugpy.server nbconvert matplotlib_inline.backend_inline jedi.api nbval.plugin",
)
IMPORT = """
import contextlib, importlib, sys
for name in sys.argv[1:]:
    with contextlib.suppress(Exception):
        importlib.import_module(name)
"""

# What the words of a failed step mean; the first that fits.
CAUSES = (
    ("DO NOT MATCH THE HASHES", "A file arrived that is not the one in the lock: damaged, or changed by a mirror."),
    ("No space left|Errno 28|WinError 112|[Dd]isk quota", "The disk is full: 2 GB are needed, and 1 GB on the way."),
    (r"Permission denied|Errno 13|WinError 5\b|Read-only file", "Copy the course into a folder that you may write to."),
    ("CERTIFICATE_VERIFY_FAILED", "The network has a certificate of its own: ask for its file, set PIP_CERT to it."),
    ("ProxyError|Tunnel connection failed", "The proxy does not let it through: is HTTPS_PROXY right?"),
    (r"ax retries|NewConnection|resolution|getaddrinfo|timed out|Connect(ion)?\w*Error", "There is no network."),
    ("No matching distribution|not find a version", "No index has this for this Python: no network, or PIP_NO_INDEX?"),
)

# Run by an environment's own Python: its version, what was deleted from it, and where it finds the course.
PROBE = """
import glob, importlib.util, json, os, sys, sysconfig
os.chdir(sysconfig.get_path("purelib"))
needed = set()
for record in set(glob.glob("*.dist-info/RECORD")) - set(glob.glob("cnns_by_hand-*/RECORD")):
    with open(record, encoding="utf-8", errors="replace") as lines:
        needed |= {line.strip('"').split(",")[0].split("/")[0] for line in lines}
course = importlib.util.find_spec("course_utils")
course = os.path.realpath(os.path.dirname(course.origin)) if course and course.origin else ""
lost = [name for name in sorted(needed - {"__pycache__"}) if not os.path.exists(name)]
print(json.dumps([sys.version_info[:2], os.path.realpath(sys.prefix), lost, course]))
"""


class SetupError(Exception):
    """The environment cannot be prepared; the message says why and what to do."""


class Environment(namedtuple("Environment", "trouble linked settled met")):
    """What is the matter, in words; whether it finds this course, fits its place, and holds what the lock names."""

    usable = property(lambda self: self.linked and not self.trouble)
    good = property(lambda self: self.usable and self.settled and self.met)


def ways(settings=None):
    """How processes are started: apart from settings that are meant for other work."""
    own = {name: value for name, value in os.environ.items() if not FOREIGN.match(name)}
    # close_fds: what outlives a killed start holds its guard until it ends
    return {"env": {**own, **(settings or {})}, "close_fds": False, "stdin": subprocess.DEVNULL}


def ask(folder, *words, program=None, settings=None):
    """Run an environment's own Python, or a program; exit code, what it printed."""
    command = [program] if program else [folder / BIN / PYTHON, *OPTIONS]
    outputs = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    try:
        done = subprocess.run([*map(str, [*command, *words])], **ways(settings), **outputs)
    except OSError as error:
        return 127, str(error)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def explained(step, printed, code=1):
    """The error that shows what a failed step said of it, or its last lines, and what they mean where that is known."""
    lines = [f"    {line[:200]}" for line in printed.splitlines() if line.strip()]
    first = next((place for place, line in enumerate(lines) if line.startswith("    ERROR")), -6)
    meaning = next((words for pattern, words in CAUSES if re.search(pattern, printed)), "")
    if code < 0:
        meaning = f"It was ended by signal {-code}" + (", as when memory runs out." if code == -9 else ".")
    words = [f"This failed: {step}.", *lines[first:][:6], f"{meaning} See README, section Troubleshooting."]
    return SetupError("\n".join(words))


def pip_settings(folder):
    """The user's settings of pip, from files and variables, that say where packages come from."""
    aloud, found = {**os.environ, "PIP_QUIET": "0", "PIP_VERBOSE": "0"}, {}
    _, listed = ask(folder, "-m", "pip", "config", "list", settings=aloud)
    for section in ("global", "install", ":env:"):  # the later ones count
        for line in re.finditer(rf"^{section}\.(?P<name>{KEPT})=(?P<value>.*)$", listed, re.MULTILINE):
            found["PIP_" + line["name"].upper().replace("-", "_")] = ast.literal_eval(line["value"].strip())
    return found


def install(folder, step, *words, settings=None):
    """Run an environment's own pip; raise `SetupError` when it fails."""
    code, printed = ask(folder, "-m", "pip", "install", "--quiet", *words, settings={**(settings or {}), **OWN})
    if code:
        raise explained(step, printed, code)


def uv_for(folder, settings):
    """The program uv, where it does as pip would: it knows no settings of pip, and writes commands of its own kind."""
    told = [name for name in settings if not re.search("TIMEOUT|RETRIES|CACHE_DIR", name)]
    plain = os.name == "posix" and re.fullmatch(r"[\w/.+-]{1,100}", str(folder))
    return shutil.which("uv") if plain and not told else None


def fill(folder):
    """Install what the lock names, with uv where that is at hand; where it fails, and where it is not, with pip."""
    settings, words, again = pip_settings(folder), ("--quiet", "--require-hashes", "-r", LOCK), ()
    if uv := uv_for(folder, settings):
        failed, _ = ask(folder, "pip", "install", "--python", folder / BIN / PYTHON, "--no-config", *words, program=uv)
        again = ("--ignore-installed",) if failed else ()  # what it left may be half a package
    install(folder, "to install requirements.lock", "--no-compile", *again, *words[1:], settings=settings)


def warm(folder):
    """Import what a first hour does: Python keeps it compiled, and Matplotlib its list of fonts."""
    how = ways({"KERAS_HOME": os.devnull})  # else Keras writes its settings into the home folder
    how |= {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    python = [str(folder / BIN / PYTHON), *OPTIONS, "-c", IMPORT]
    children = []
    try:
        children.extend(subprocess.Popen([*python, *names.split()], **how) for names in FIRST)
        for child in children:
            child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        pass  # a lesson will say what hangs
    finally:
        for child in children:
            child.kill()
            child.wait()


def compile_rest(folder):
    """Compile all packages and the course, on all cores: those who learn from it may not be able to write there."""
    ask(folder, "-m", "compileall", "-qq", "-j", "0", folder / "lib", ROOT / "course_utils")


def digest(file):
    """What a file says, as one number: its comments and empty lines do not count."""
    lines = map(bytes.strip, file.read_bytes().splitlines() if file.is_file() else ())
    return hashlib.sha256(b"\n".join(line for line in lines if line and line[:1] != b"#")).hexdigest()


def read_stamp(folder):
    """What was noted when an environment was made; nothing where there is no note, or one that cannot be read."""
    try:
        noted = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        return {name: text for name, text in noted.items() if isinstance(text, str)}
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}


def write_stamp(folder, **notes):
    """Note what an environment holds; once "lock" is noted, it is whole."""
    unfinished = folder / f"{STAMP}.part"
    unfinished.write_text(json.dumps({"made by": "start.py", **notes}), encoding="utf-8")
    with contextlib.suppress(OSError):
        (folder / STAMP).rmdir()  # an empty folder of this name
    unfinished.replace(folder / STAMP)


def is_ours(folder):
    """Whether this program made what lies there: then it may be replaced."""
    junction = getattr(os.path, "isjunction", os.path.islink)(folder)
    return os.path.lexists(folder / STAMP) and not folder.is_symlink() and not junction


def in_the_way(folder):
    """The error for what lies there and is not ours."""
    what = f"is a link to {os.readlink(folder)}" if folder.is_symlink() else f"holds no {STAMP}"
    words = f"{folder} {what}: this program did not make it, or an earlier edition was stopped at it. It is left alone;"
    return SetupError(f"{words} move it away or delete it by hand, then run this again.")


def examine(folder):
    """What there is in a folder, by asking its own Python."""
    code, printed = ask(folder, "-c", PROBE)
    try:
        version, prefix, lost, course = json.loads(printed.splitlines()[-1])
    except (LookupError, ValueError, TypeError):
        return Environment(f"its Python does not run ({printed.strip()[-200:] or code})", False, False, False)
    trouble = f"these were deleted from it: {', '.join(lost)}" if lost else ""
    if prefix != os.path.realpath(folder):
        return Environment("its pyvenv.cfg was deleted", False, False, False)
    if not [3, 11] <= version <= [3, 13]:
        trouble = f"its Python is {version[0]}.{version[1]}; 3.11, 3.12 and 3.13 are allowed"
    stamp = read_stamp(folder)
    settled = (stamp.get("place"), stamp.get("project")) == (str(folder), digest(PROJECT)) or not is_ours(folder)
    if "lock" not in stamp:  # pip knows: it installs nothing here, and asks no network
        every = ("--dry-run", "--no-index", "--no-deps", "--require-hashes", "-r", LOCK)
        stamp["lock"] = "another" if ask(folder, "-m", "pip", "install", *every, settings=OWN)[0] else digest(LOCK)
    return Environment(trouble, course == str(ROOT / "course_utils"), settled, stamp["lock"] == digest(LOCK))


def remove(folder):
    """Delete an environment of ours, its stamp last: one deleted by half is still known as ours."""
    if not os.path.lexists(folder):
        return
    if not is_ours(folder):
        raise in_the_way(folder)
    for path in sorted(folder.iterdir(), key=lambda path: path.name == STAMP):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    folder.rmdir()


def check_this_python():
    """Raise `SetupError` where this Python cannot make an environment for the course."""
    found, machine = platform.python_version(), (sys.platform, platform.machine().lower())
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise SetupError(f"This is Python {found}; TensorFlow needs 3.11, 3.12 or 3.13. Try: python3.12 start.py")
    if machine == ("darwin", "x86_64"):
        raise SetupError("TensorFlow no longer ships for Intel Macs. Use Binder or another machine (see README).")
    if machine == ("win32", "arm64"):
        raise SetupError("TensorFlow does not ship for Windows on ARM. Install the x86-64 Python from python.org.")


def make_venv(folder, **options):
    """Make an environment that holds nothing but Python, or renew that part of one."""
    try:
        import ensurepip  # noqa: F401  (on Debian in a package of its own; venv needs it)
        import venv

        venv.create(folder, symlinks=os.name != "nt", **options)
    except ImportError:
        raise SetupError(
            "This Python came without what makes environments. On Debian and Ubuntu: apt-get install python3-venv; "
            "elsewhere install Python from python.org. Then run this again."
        ) from None
    except (subprocess.CalledProcessError, ValueError) as error:
        printed = (getattr(error, "output", None) or b"").decode("utf-8", "replace")
        raise explained(f"to make an environment in {folder}", f"{error}\n{printed}") from None


def build():
    """Make a whole environment in .venv.new, or raise and leave nothing there."""
    check_this_python()
    if not (ROOT / "course_utils" / "__init__.py").is_file():
        raise SetupError(f"{ROOT} is not the whole course: course_utils is missing. Download it again.")
    print(f"Preparing {VENV} (about 2 GB; a few minutes, once) ...", flush=True)
    remove(NEW)  # half-made by a start that was stopped
    NEW.mkdir()
    try:
        write_stamp(NEW)
        make_venv(NEW, with_pip=True)
        fill(NEW)
        install(NEW, "to install the course", *COURSE)
        warm(NEW)
        write_stamp(NEW, lock=digest(LOCK), project=digest(PROJECT), place=str(NEW))
        if not examine(NEW).usable:
            raise SetupError(f"The new environment cannot be used: {examine(NEW).trouble or 'it misses the course'}.")
    except (SetupError, OSError):
        with contextlib.suppress(OSError):
            remove(NEW)
        raise


def swap():
    """Put .venv.new in the place of .venv, which becomes .venv.old; when that fails, all is as before."""
    remove(OLD)
    try:
        if os.path.lexists(VENV):
            VENV.rename(OLD)
        NEW.rename(VENV)
    except OSError as error:
        if not os.path.lexists(VENV) and os.path.lexists(OLD):
            OLD.rename(VENV)
        raise SetupError(f"{error}\nIs it in use? Close JupyterLab and terminals, then run this again.") from None


def relink(found):
    """Where an environment's Python has gone, as upgrades do, try this one: the packages are still good."""
    packages = VENV / "lib" / "python{}.{}".format(*sys.version_info) / "site-packages"
    if found.trouble and not found.linked and packages.is_dir() and (VENV / BIN / "course").exists():
        for path in (VENV / BIN).glob("python*"):
            path.unlink()
        make_venv(VENV)


def settle(found):
    """Make an environment that works, but was moved or made elsewhere, fit the place where it lies."""
    if found.trouble or (found.linked and found.settled):
        return
    noted = read_stamp(VENV)
    install(VENV, "to install the course", *COURSE)
    old = os.fsencode(noted.get("place", VENV))
    for path in (VENV / BIN).iterdir() if noted.get("place") != str(VENV) else ():
        if path.is_file() and not path.is_symlink() and old in path.read_bytes():
            path.write_bytes(with_new_place(path.read_bytes(), old, os.fsencode(VENV)))
    # `activate` quotes its place in a way that differs from edition to edition.
    ask(VENV, "-c", "import sys, venv; v = venv.EnvBuilder(); v.setup_scripts(v.ensure_directories(sys.argv[1]))", VENV)
    lock = digest(LOCK) if found.met else noted.get("lock", "another")
    write_stamp(VENV, lock=lock, project=digest(PROJECT), place=str(VENV))


def with_new_place(contents, old, new):
    """A command's file with the environment's new place wherever its old one stood."""
    line, end, rest = contents.replace(old, new).partition(b"\n")
    if line.startswith(b"#!" + new) and (b" " in line or len(line) > 126):
        # Such a line the system does not read to its end; the shell does.
        line = b"#!/bin/sh\n'''exec' \"" + line[2:].strip() + b'" "$0" "$@"\n' + b"' '''"
    return line + end + rest


def sweep():
    """Go on where a start was killed: between two renamings, or while it deleted what is not needed any more."""
    for whole in (NEW, OLD):
        if not os.path.lexists(VENV) and is_ours(whole) and "lock" in read_stamp(whole):
            whole.rename(VENV)
    for rest in (NEW, OLD):
        with contextlib.suppress(OSError):  # on Windows it may be in use still
            if is_ours(rest) and examine(VENV).good:
                remove(rest)


def mend():
    """Make .venv good, by the least that does it; raise `SetupError` where that fails."""
    sweep()
    if os.path.lexists(VENV) and not is_ours(VENV) and not examine(VENV).good:
        raise in_the_way(VENV)
    for attempt in (relink, settle):
        with contextlib.suppress(SetupError):  # then it is replaced
            attempt(examine(VENV))
    found = examine(VENV)
    if not (found.usable and found.met):
        build()
        swap()
        settle(examine(VENV))
    sweep()


def take_guard(file):
    """Whether this start may go on alone. The system takes the guard from a start that ends, however it ends."""
    try:
        locks = importlib.import_module("msvcrt" if os.name == "nt" else "fcntl")
        if os.name == "nt":
            locks.locking(file.fileno(), locks.LK_NBLCK, 1)
        else:
            locks.flock(file, locks.LOCK_EX | locks.LOCK_NB)
        return True
    except OSError as error:  # other ones mean a file system without locks: go on
        return not isinstance(error, (BlockingIOError, PermissionError))


@contextlib.contextmanager
def one_at_a_time():
    """Of two starts, let one wait."""
    with open(GUARD, "ab") as file:
        os.set_inheritable(file.fileno(), True)
        if not take_guard(file):
            print("Another start is preparing the environment; waiting for it ...", flush=True)
            while not take_guard(file):
                time.sleep(0.5)
        yield


def prepare():
    """Leave in .venv what is good, or what works and a word why it is no better; else raise `SetupError`."""
    try:
        if not examine(VENV).good or is_ours(NEW) or is_ours(OLD):
            with one_at_a_time():
                mend()
        return
    except (OSError, ValueError) as error:
        reason = explained("to work in this folder", str(error))
    except SetupError as error:
        reason = error
    if not examine(VENV).usable:
        raise reason
    print(f"{reason}\n\nThe environment in {VENV} works all the same: going on with it.", file=sys.stderr)


def become(command):
    """Run a command in place of this process (on Windows: wait for it), so that ending one ends the other."""
    aside = [name for name in ("PYTHONPATH", "PYTHONHOME") if os.environ.pop(name, None)]
    os.environ["COURSE_SET_ASIDE"] = " ".join(aside)  # `course doctor` says so
    if os.name == "posix":
        return os.execv(command[0], command)
    child = subprocess.Popen(command)
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # it reached the child as well, which decides
            return child.wait()


def main(arguments):
    """Prepare the environment, then become `course`; no terminal's encoding and no Ctrl-C ends in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # a stream of another kind, or none
            stream.reconfigure(errors="replace")
    if arguments[:1] in (["-h"], ["--help"], ["help"]):
        print(__doc__.strip())
        return 0
    try:
        prepare()
        if arguments == ["setup"] and is_ours(VENV):
            compile_rest(VENV)
    except KeyboardInterrupt:
        print("\nStopped. Run it again to go on.", file=sys.stderr)
        return 130
    except SetupError as reason:
        print(reason, file=sys.stderr)
        if arguments != ["doctor"] or not examine(VENV).linked:
            return 1
    if arguments == ["setup"]:
        print(f"The environment in {VENV} is ready.")
        return 0
    # Whichever folder this was typed in, its files are meant by the words that follow, and never imported: -P.
    return become([str(VENV / BIN / PYTHON), "-P", "-m", "course_utils", *(arguments or ["lab"])])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
