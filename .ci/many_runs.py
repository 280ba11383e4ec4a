"""Run lessons under nbval many times, each time in other surroundings, and count the runs that turn red.

Changed are what machines differ in and no lesson may depend on: time zone, language, the seed of hashes, threads, the
core. The surroundings of run N are always the same, so that a red one can be repeated.

    python .ci/many_runs.py              100 runs of lessons 01 to 03, two at a time
    python .ci/many_runs.py 10 04 05     10 runs of others
"""

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from course_utils.lessons import lesson

ROOT = Path(__file__).resolve().parent.parent
TIME_ZONES = ["UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "Antarctica/Troll", "XYZ+11:30"]
CORES = sorted(os.sched_getaffinity(0))
AT_A_TIME = min(2, len(CORES))


def languages():
    """Return the names of the languages that this machine has; "C" is one of them."""
    listed = subprocess.run(["locale", "-a"], capture_output=True, text=True)
    return listed.stdout.split() or ["C"]


def surroundings(number):
    """Return the environment of a run, and the words that name what is special in it."""
    chance = random.Random(number)
    special = {
        "TZ": chance.choice(TIME_ZONES),
        "LC_ALL": chance.choice(languages()),
        "PYTHONHASHSEED": str(chance.randrange(2**32)),
        "OMP_NUM_THREADS": chance.choice("124"),
        "PYTHONUTF8": chance.choice("01"),
    }
    return {**os.environ, **special}, " ".join(f"{name}={value}" for name, value in special.items())


def run(number, notebooks):
    """Run the lessons once, on one core; return what pytest says when it is red, or nothing."""
    environment, words = surroundings(number)
    core = str(CORES[number % AT_A_TIME])
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *map(str, notebooks)]
    done = subprocess.run(
        ["taskset", "--cpu-list", core, *command], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    red = done.stdout if done.returncode else ""
    print(f"{number:3d} {'RED' if red else 'green'}  {words}", flush=True)
    return red


def main(arguments):
    """Print a line a run and the reports of red ones; return 1 when there is one."""
    count, numbers = int(arguments[0]) if arguments else 100, arguments[1:] or ["01", "02", "03"]
    notebooks = [lesson(number).path(ROOT / "notebooks") for number in numbers]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        red = [report for report in pool.map(lambda number: run(number, notebooks), range(count)) if report]
    print(*red, sep="\n")
    print(f"{count} runs of {', '.join(numbers)}: {len(red)} red")
    return bool(red)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
