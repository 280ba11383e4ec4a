"""What a file of progress says: its fields, what is sound of a text, and files of the first edition carried on.

Version 2 of the file is JSON: `version`, `exercises`, `reviews`, and `name` if the learner has written one in. Version
1 had of each exercise only the first five fields below, and no reviews. What else stands in a file stays in it.
"""

import json

from course_utils.checking.times import moment
from course_utils.files import json_text

VERSION = 2
LARGEST = 2**22  # bytes; a whole course takes a fiftieth of that
_MOST = 10**9  # what is counted never comes that far
_LONGEST_NAME = 80


class NewerError(Exception):
    """The file was written by a later edition of the course."""


def is_count(value):
    """Whether a value is a whole number that can have been counted."""
    return type(value) is int and 0 <= value < _MOST


def _is_flag(value):
    return isinstance(value, bool)


def _is_time(value):
    return moment(value) is not None


def _all(check):
    return lambda value: isinstance(value, dict) and all(map(check, value.values()))


def _perhaps(check):
    return lambda value: value is None or check(value)


_Empty = object()  # a default that is made anew each time

#: What is kept of an exercise: field -> what a new entry has, and whether a value can be that.
#: opened   when it was first shown or asked; None where that was before version 2.
#: last     when something was last done with it.
#: solved   when it was first answered right; None where it is not, or where that was before version 2.
#: seconds  at work on it from its opening to the first right verdict, or so far where there is none yet. None where it
#:          is not known: before version 2, or where the first that was seen of it was a right answer.
#: met      misconception -> when it was last met.
#: form     the seed of its numbers, where it is one that has other numbers each time.
EXERCISE = {
    "attempts": (0, is_count),
    "hints": (0, is_count),
    "solution_seen": (False, _is_flag),
    "misconceptions": (_Empty, _all(is_count)),
    "solved_after": (None, _perhaps(is_count)),
    "opened": (None, _perhaps(_is_time)),
    "last": (None, _perhaps(_is_time)),
    "solved": (None, _perhaps(_is_time)),
    "seconds": (None, _perhaps(is_count)),
    "met": (_Empty, _all(_is_time)),
    "form": (None, _perhaps(is_count)),
}
#: What is kept of a question that comes back: how often it was asked and answered right, on which of the gaps it stands
#: (0 is the shortest), when it was last asked, and the misconceptions that answers showed.
REVIEW = {
    "asked": (0, is_count),
    "right": (0, is_count),
    "step": (0, is_count),
    "last": (None, _perhaps(_is_time)),
    "misconceptions": (_Empty, _all(is_count)),
}
#: Without these there is nothing to count on; of the others a damaged one is left out alone.
_NEEDED = {"attempts", "hints", "solution_seen", "misconceptions", "solved_after", "asked", "right", "step"}


def new(fields):
    """An entry of which nothing has happened yet; `fields` is EXERCISE or REVIEW."""
    return {name: {} if default is _Empty else default for name, (default, _) in fields.items()}


def nothing():
    """What a learner has who has done nothing."""
    return {"version": VERSION, "exercises": {}, "reviews": {}}


def understood(text):
    """Return what the text of a file of progress says, in the form of today, and whether that is all of it.

    Raises
    ------
    NewerError
    ValueError, RecursionError
        It is no file of progress.
    """
    if len(text) > LARGEST:
        raise ValueError("too large for a file of progress")
    given = json.loads(text, object_pairs_hook=each_once)
    _check_version(given)
    json_text(given)  # what is nested too deep to be written again is damage as well
    exercises, all_exercises = _sound(given["exercises"], EXERCISE)
    reviews, all_reviews = _sound(given.get("reviews", {}), REVIEW)
    kept = {**given, "version": VERSION, "exercises": exercises, "reviews": reviews}
    has_sound_name = _is_name(kept.get("name", "anybody"))
    if not has_sound_name:
        del kept["name"]
    return kept, all_exercises and all_reviews and has_sound_name


def each_once(pairs):
    """Return the names and values of a JSON object as a dict; ValueError where a name stands there twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands there twice")
    return found


def _check_version(given):
    version = given.get("version", VERSION) if isinstance(given, dict) else None
    if isinstance(version, (int, float)) and version > VERSION:
        raise NewerError
    if version not in (1, VERSION) or isinstance(version, bool) or not isinstance(given.get("exercises"), dict):
        raise ValueError("no file of progress")


def _is_name(value):
    return isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST_NAME and value.isprintable()


def _sound(entries, fields):
    """The entries that can be counted on, and whether those are all, and all of each."""
    if not isinstance(entries, dict):
        return {}, False
    found = {key: _mended(entry, fields) for key, entry in entries.items()}
    sound = {key: mended for key, mended in found.items() if mended is not None}
    are_whole = (_is_within(entries[key], mended, fields) for key, mended in sound.items())
    return sound, len(sound) == len(entries) and all(are_whole)


def _mended(entry, fields):
    """An entry with what it lacks, and without what cannot be; None where too little of it is left."""
    if not isinstance(entry, dict):
        return None
    whole = {**new(fields), **entry}
    wrong = {name for name, (_, is_sound) in fields.items() if not is_sound(whole[name])}
    return None if wrong & _NEEDED else {**whole, **{name: new(fields)[name] for name in wrong}}


def _is_within(entry, mended, fields):
    """Whether nothing of an entry was left out when it was mended."""
    return all(entry.get(name, mended[name]) == mended[name] for name in fields)
