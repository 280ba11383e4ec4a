"""Who is who: the files of one learner are joined, and nobody is joined with somebody else by chance."""

import json
from collections import Counter, defaultdict
from functools import reduce
from typing import NamedTuple

from course_utils.checking.merging import merged
from course_utils.classroom.remarks import Remark
from course_utils.classroom.sentences import plain

#: So many exercises opened at the same second are no chance: two files with these are of one learner.
_ENOUGH = 3


class Learner(NamedTuple):
    """One learner.

    Attributes
    ----------
    name : str
        What they wrote in themselves, or nothing.
    file : str
    exercises : dict
        Exercise's key -> what was counted of it.
    """

    name: str
    file: str
    exercises: dict


def distinct(learners):
    """Join the files that are of one learner.

    Two files are of one learner where the same name is written in and one of them goes on from the other, or where
    at least three exercises were opened at the same seconds and none at another. Then of each count the larger stays,
    as when a file is brought in, and what is joined is held against the others anew. The same name in files that do
    not go on from one another may be two people's: both are counted. So are files without a name and without times,
    even when they are equal: a class can be so.

    Returns
    -------
    learners : list of Learner
        In the order given; the first file of each gives its place and what it is called.
    said : list of Remark
    """
    kept, said = [], []
    for first, *others in _groups(learners):
        kept.append(_one_of([learners[place] for place in (first, *others)]))
        said += [Remark("joined", learners[place].file, f"with {learners[first].file}") for place in others]
    for place, learner in enumerate(kept):
        said += _doubts(kept[:place], learner)
    return kept, said


def _groups(learners):
    """Places of files, a list for each learner: joined until nothing more joins.

    Who is joined first may decide what joins next, so it goes by what the files say, and not by their order.
    """
    found, opened = {}, defaultdict(set)
    for place in sorted(range(len(learners)), key=lambda place: _says(learners[place])):
        learner, places = learners[place], [place]
        while (other := _same(found, learner, opened)) is not None:
            earlier, others = found.pop(other)
            learner, places = _one_of([earlier, learner]), [*others, *places]
        found[place] = learner, places
        for one in _opened(learner).items():
            opened[one].add(place)
    return sorted(sorted(places) for _, places in found.values())


def _says(learner):
    return _called(learner), json.dumps(learner.exercises, sort_keys=True)


def _same(found, learner, opened):
    """The first of those found who is the same, or None; looked for by name, and by what was opened when."""
    shared = Counter(place for one in _opened(learner).items() for place in opened.get(one, ()))
    near = {place for place, count in shared.items() if count >= _ENOUGH}
    return next((place for place, (one, _) in found.items() if _may_be(place in near, one, learner)), None)


def _may_be(is_near, one, other):
    is_named = _called(one) and _called(one) == _called(other)
    return (is_near or is_named) and _is_same(one, other)


def _one_of(files):
    """One learner of several files: called as the first is, with the first name that one of them bears."""
    name = next((one.name for one in files if one.name), "")
    return Learner(name, files[0].file, reduce(merged, (one.exercises for one in files)))


def _is_same(one, other):
    if _called(one) and _called(other):
        if _called(one) != _called(other):
            return False
        if _goes_on(one.exercises, other.exercises) or _goes_on(other.exercises, one.exercises):
            return True
    shared = Counter(_opened(one)[key] == time for key, time in _opened(other).items() if key in _opened(one))
    return shared[True] >= _ENOUGH and not shared[False]


def _called(learner):
    return " ".join(learner.name.casefold().split())


def _opened(learner):
    return {key: entry["opened"] for key, entry in learner.exercises.items() if entry.get("opened")}


def _goes_on(later, earlier):
    """Whether one file holds all that the other one does, and perhaps more."""
    return all(key in later and _has_all(later[key], entry) for key, entry in earlier.items())


def _has_all(later, earlier):
    mistakes = later["misconceptions"]
    return (
        all(later[what] >= earlier[what] for what in ("attempts", "hints", "solution_seen"))
        and all(mistakes.get(name, 0) >= count for name, count in earlier["misconceptions"].items())
        and earlier["solved_after"] in (None, later["solved_after"])
    )


def _doubts(kept, learner):
    """A remark where two learners may be one."""
    for other in kept:
        if _called(learner) and _called(learner) == _called(other):
            return [Remark("namesake", learner.file, f"as {other.file}: {learner.name}")]
        if len(learner.exercises) >= _ENOUGH and learner.exercises == other.exercises:
            return [Remark("copy", learner.file, f"as {other.file}")]
    return []


def names(learners, *, by_file=False):
    """What each learner is called: the name that they wrote in, else "learner 7", the seventh of those counted.

    Parameters
    ----------
    learners : sequence of Learner
    by_file : bool
        Call those without a name by their file, which often holds one.
    """
    often = Counter(map(_called, learners))
    called = []
    for place, learner in enumerate(learners, start=1):
        numbered = f"learner {place}"
        if learner.name:
            called.append(learner.name if often[_called(learner)] == 1 else f"{learner.name} ({numbered})")
        else:
            called.append(plain(learner.file) if by_file else numbered)
    return called
