"""How long `python start.py` takes where nothing is installed yet, before it opens JupyterLab, and what of it.

    python -m benchmarks.install                  with pip, and with uv where it is at hand: three rounds, in turn
    python -m benchmarks.install --before COMMIT  and that commit's start.py beside them

Each start is one of its own: a clone of this repository in a temporary folder (2 GB), without `.venv`. Packages come
from where pip and uv are told to fetch them, and from their caches; the first round fills those and is not counted.
start.py asks uv only where pip is told of no other places, so in uv's rounds pip is told of none. Seconds are those on
the clock: nothing else may run.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.report import Result, main

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
#: Runs in the clone: prints each step's words, seconds and exit code, and the seconds of the whole.
TIMED = """
import json, subprocess, sys, time
sys.path.insert(0, ".")
import start
run, steps = subprocess.run, []

def timed(command, **how):
    began = time.perf_counter()
    done = run(command, **how)
    steps.append([" ".join(map(str, command[1:])), time.perf_counter() - began, done.returncode])
    return done

def warm(folder):
    began = time.perf_counter()
    first_imports(folder)
    steps.append(["first imports", time.perf_counter() - began, 0])

subprocess.run, first_imports, start.warm = timed, getattr(start, "warm", None), warm
began = time.perf_counter()
start.prepare()
print(json.dumps([steps, time.perf_counter() - began]))
"""
#: The steps that take long: what is in their words.
STEPS = {"uv": "pip install --python", "pip": "pip install --quiet --no-compile|pip install --quiet --require-hashes"}
STEPS |= {"compilation": "-m compileall", "first imports": "first imports"}
STEPS |= {"list of fonts": "font_manager", "pip itself": "-m ensurepip"}


def set_up(ref, by_uv=False, **variables):
    """Make an environment in a clone at a commit; return the seconds of the whole and of its steps, name -> seconds."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder, "course")
        subprocess.run(["git", "clone", "--quiet", "--no-checkout", ROOT, clone], check=True)
        subprocess.run(["git", "checkout", "--quiet", "--detach", ref], cwd=clone, check=True)
        own = {name: value for name, value in {**os.environ, **variables}.items() if value is not None}
        done = subprocess.run([sys.executable, "-c", TIMED], cwd=clone, env=own, capture_output=True, text=True)
    return seconds_of(done.stdout, done.stderr, by_uv)


def seconds_of(printed, complaints, by_uv):
    """What a timed start printed, as seconds; raise where it came to no environment, or not in the way it was meant."""
    try:
        steps, whole = json.loads(printed.splitlines()[-1])
    except (IndexError, ValueError):
        raise SystemExit(f"start.py could not prepare the environment:\n{complaints}") from None
    if by_uv and not any(STEPS["uv"] in said and not failed for said, _, failed in steps):
        raise SystemExit("uv did not install the packages, pip did: try that uv command by hand.")
    found = {
        name: sum(seconds for said, seconds, _ in steps if any(part in said for part in words.split("|")))
        for name, words in STEPS.items()
    }
    if not found["pip"]:
        raise SystemExit("start.py calls pip in other words than `install.STEPS` knows: put them right there.")
    return {"whole": whole} | found


def ways(before):
    """Name -> commit and settings of `set_up` for each way: that commit, pip alone, and uv."""
    without_uv = os.pathsep.join(
        part for part in os.environ["PATH"].split(os.pathsep) if not shutil.which("uv", path=part)
    )
    told = [name for name in os.environ if name.upper().startswith("PIP_")]
    found = {"pip": ("HEAD", {"PATH": without_uv})}
    if before:
        found = {f"pip, {before}": (before, {"PATH": without_uv})} | found
    if shutil.which("uv"):
        found["uv"] = ("HEAD", dict.fromkeys(told) | {"PIP_CONFIG_FILE": os.devnull, "by_uv": True})
    return found


def is_commit(ref):
    """Whether this repository has a commit of that name."""
    words = ["git", "rev-parse", "--quiet", "--verify", f"{ref}^{{commit}}"]
    return not subprocess.run(words, cwd=ROOT, capture_output=True).returncode


def measure(before=None):
    """Every way in turn, the median of the rounds."""
    if before and not is_commit(before):
        raise SystemExit(f"{before} is no commit of this repository: name one, as HEAD~1.")
    seconds = {name: [] for name in ways(before)}
    for round_ in range(1 + ROUNDS):
        for name, (ref, settings) in ways(before).items():
            took = set_up(ref, **settings)
            print(f"{name}, round {round_}: {took['whole']:.1f} s", flush=True)
            seconds[name].append(took)
    return [line(name, rounds[1:]) for name, rounds in seconds.items()]


def line(name, rounds):
    """The whole of one way, and its long steps."""
    whole = [one["whole"] for one in rounds]
    steps = {step: statistics.median(one[step] for one in rounds) for step in STEPS}
    of_it = ", ".join(f"{step} {took:.1f} s" for step, took in steps.items() if took)
    among = " ".join(f"{one:.1f}" for one in whole)
    return Result(f"a first start, {name}", statistics.median(whole), "s", f"median of {among}; {of_it}")


def options():
    """Return the parser of this benchmark's own options."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--before", metavar="COMMIT", help="measure that commit's start.py as well")
    return parser


if __name__ == "__main__":
    raise SystemExit(main(measure, __doc__, parser=options()))
