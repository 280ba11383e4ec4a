"""Every benchmark, one after the other, each in a process of its own; one table of all results.

    python -m benchmarks                     all of them but `install`
    python -m benchmarks layers explorers    these
    python -m benchmarks --long              with all recipes of time_to_accuracy, five seeds each
    python -m benchmarks --json FILE         writes the same there

The exit code is 0 when every bar holds and every benchmark came to its end, else 1.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import Result, machine, table, write_json

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "benchmarks"
NAMES = (
    "layers",
    "products",
    "by_hand_training",
    "augmentation",
    "epochs",
    "explorers",
    "checks",
    "start",
    "course",
    "growth",
    "browser",
    "hand",
    "site",
    "time_to_accuracy",
)
#: Run where they are named: it fetches packages, and takes a quarter of an hour.
BY_NAME = ("install",)
#: What --long asks of those that have more to measure than in minutes.
WITH_LONG = {"time_to_accuracy": ["--long", "--seeds", "0", "1", "2", "3", "4"]}


class CrashError(Exception):
    """A benchmark gave no results; the message is the last that it said."""


def main(arguments=None):
    """Run what is named, print the table, return 0 or 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", help=f"default: {' '.join(NAMES)}")
    parser.add_argument("--long", action="store_true", help="all recipes of time_to_accuracy, five seeds each")
    parser.add_argument("--json", metavar="FILE", help="write the same there")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(NAMES + BY_NAME):
        parser.error(f"no benchmark is called {' or '.join(sorted(unknown))}; there are: {' '.join(NAMES + BY_NAME)}")
    began = time.perf_counter()
    results, crashes = run_all(options.names or NAMES, long=options.long)
    minutes = (time.perf_counter() - began) / 60
    print("\n" + summary(results, crashes, minutes))
    if options.json:
        content = {"machine": machine(), "minutes": minutes, "results": results, "crashed": crashes}
        write_json(content, options.json)
    return 0 if not crashes and all(result["holds"] for result in results) else 1


def run_all(names, *, long=False):
    """Results as dictionaries, each with the name of its benchmark, and what crashed: name -> last words."""
    results, crashes = [], {}
    for name in names:
        print(f"{name} … ", end="", flush=True)
        began = time.perf_counter()
        try:
            found = run(name, WITH_LONG.get(name, []) if long else [])
            results += [{"benchmark": name, **result} for result in found]
        except CrashError as error:
            crashes[name] = str(error)
        print(f"{'crashed after ' if name in crashes else ''}{time.perf_counter() - began:.0f} s", flush=True)
    return results, crashes


def run(name, options):
    """Results of one benchmark, as it stores them; `CrashError` when there are none or its end was not regular."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.json"
        command = [sys.executable, "-m", f"{PACKAGE}.{name}", "--json", str(path), *options]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", errors="replace")
        if done.returncode not in (0, 1) or not path.exists():  # 1: a bar is missed
            said = (done.stderr.strip() or done.stdout.strip() or "nothing said").splitlines()[-1]
            raise CrashError(f"exit code {done.returncode}: {said}")
        return json.loads(path.read_text("utf-8"))["results"]


def summary(results, crashes, minutes):
    """Everything as text: the machine, the table, what crashed, how many bars hold."""
    barred = [result for result in results if result["bar"] is not None]
    lines = [machine(), table([as_line(result) for result in results])]
    lines += [f"CRASHED  {name}: {said}" for name, said in crashes.items()]
    lines.append(f"{minutes:.1f} minutes; {sum(result['holds'] for result in barred)} of {len(barred)} bars hold")
    return "\n".join(lines)


def as_line(result):
    """A stored result as one line of the table, named after its benchmark."""
    kept = {key: value for key, value in result.items() if key not in ("benchmark", "holds")}
    return Result(**kept | {"name": f"{result['benchmark']}: {result['name']}"})


if __name__ == "__main__":
    raise SystemExit(main())
