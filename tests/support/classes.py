"""A class whose files are known: learners drawn from a seed and the bank, and files that are none."""

import json
import random
from datetime import UTC, datetime, timedelta

from course_utils.exercises import bank

_BEGINNING = datetime(2026, 11, 2, 8, tzinfo=UTC)
#: An exercise of an instructor's own, beside the notebook.
OWN = "my_lab.windows"


def draw(count, seed=0):
    """Learners, each as the content of a file of progress: of version 2, every third of version 1.

    Each has come a bit further than the one before, solved most of what was tried, and met mistakes of the bank.
    """
    rng = random.Random(seed)
    every = [exercise for lesson in bank().values() for exercise in lesson.values()]
    return [_learner(rng, every, place, count) for place in range(count)]


def _learner(rng, every, place, count):
    reached = every[: 5 + (len(every) - 5) * place // max(count - 1, 1)]
    began = _BEGINNING + timedelta(seconds=rng.randrange(10**6))
    exercises = {}
    for exercise in reached:
        if rng.random() < 0.9:
            began += timedelta(seconds=rng.randrange(10, 900))
            exercises[exercise.key] = _entry(rng, [one.name for one in exercise.misconceptions], began)
    if place % 5 == 0:
        exercises[OWN] = {**_entry(rng, [""], began), "misconceptions": {"counts one too many": 1}}
    if place % 3:
        named = {"name": f"Learner of seat {place:02d}"} if place % 2 else {}
        return {"version": 2, **named, "exercises": exercises, "reviews": {}}
    fields = ("attempts", "hints", "solution_seen", "misconceptions", "solved_after")
    return {"version": 1, "exercises": {key: {one: entry[one] for one in fields} for key, entry in exercises.items()}}


def _entry(rng, mistakes, began):
    wrong = [rng.choice(mistakes) for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 3, 4, 5)))]
    tries = len(wrong) + rng.choice((0, 0, 0, 1, 2))  # some wrong answers are no mistake of the bank
    is_solved, opened = rng.random() < 0.8, f"{began:%Y-%m-%dT%H:%M:%SZ}"
    return {
        "attempts": tries + is_solved,
        "hints": rng.randrange(4),
        "solution_seen": rng.random() < 0.1,
        "misconceptions": {name: wrong.count(name) for name in wrong},
        "solved_after": tries + 1 if is_solved else None,
        "opened": opened,
        "last": opened,
        "solved": opened if is_solved else None,
        "seconds": rng.randrange(5, 2000) if is_solved else None,
        "met": dict.fromkeys(wrong, opened),
        "form": None,
    }


#: Files that lie in a folder of a class and tell of nobody, each with the kind of its remark.
NOBODY = {
    "damaged.json": (b'{"version": 2, "exercises": {"poo', "foreign"),
    "empty.json": (b"", "empty"),
    "foreign.json": (b'{"cells": [], "nbformat": 4}', "foreign"),
    "newer.json": (b'{"version": 99, "exercises": {}}', "newer"),
    "not-a-zip.zip": (b"PK\x03\x04 and nothing behind it", "broken"),
}


def write(folder, learners):
    """Write a class's files, named by their seats, and those that tell of nobody."""
    for place, learner in enumerate(learners):
        (folder / f"seat-{place:03d}.json").write_text(json.dumps(learner), encoding="utf-8")
    for name, (contents, _) in NOBODY.items():
        (folder / name).write_bytes(contents)
