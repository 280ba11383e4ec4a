"""The analysis of the study: python docs/study/analysis.py FOLDER, or --power, or --simulate LEARNERS.

FOLDER holds the files that learners handed in, inventory.json or what `course share --inventory` wrote, under any names
that end in .json. A second folder is the other group. Nothing is sent anywhere; what is printed holds no name but those
of files that were left out.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from course_utils.inventory import study
from course_utils.numbers import number


def main(arguments=None):
    """Print what was asked for; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, help="one group's files, or two groups'")
    parser.add_argument("--power", action="store_true", help="how many learners it takes, from simulated classes")
    parser.add_argument("--simulate", type=_learners, metavar="LEARNERS", help="the report of a simulated class")
    given = parser.parse_args(arguments)
    if given.power:
        return _print(study.power_table())
    if given.simulate is not None:
        rng = np.random.default_rng(0)
        return _print(study.report(*study.simulated_class(given.simulate, rng, reading=0.1, advice=0.2)))
    if not 1 <= len(given.folders) <= 2:
        parser.error("give one folder, or two, of inventory.json files; or --power, or --simulate 30")
    return _groups(given.folders)


def _learners(word):
    if not word.isdecimal() or int(word) < study.LEAST:
        raise argparse.ArgumentTypeError(f"{word} is no class: give a number of learners, at least {study.LEAST}")
    return int(word)


def _groups(folders):
    groups = [study.complete(sorted(folder.glob("*.json"))) for folder in folders]
    for folder, group in zip(folders, groups, strict=True):
        if len(group[0]) < study.LEAST:
            words = f"{folder} holds {len(group[0])} finished inventories; at least {study.LEAST} are needed."
            print(words, file=sys.stderr)
            return 1
        _print([f"## {folder.name}", "", *study.report(*group), ""])
    if len(groups) == 2:
        effect = study.compared(*(study.changes(*group[:2]) for group in groups))
        words = f"a difference of {number(effect.change, 2, sign=True)} items in mean change"
        spread = f"95 % interval {number(effect.low, 2, sign=True)} to {number(effect.high, 2, sign=True)}"
        _print(["## The first group beside the second", "", f"{words} ({spread}), p = {number(effect.chance)}."])
    return 0


def _print(lines):
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
