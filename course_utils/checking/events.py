"""What one event of an exercise changes in what is kept of a learner.

Time at work on an exercise is the sum of the gaps that its events end, each since the last event of *any* exercise, and
only gaps of up to fifteen minutes: who leaves for the night, or for another exercise, is not at work on this one. So it
holds reading the lesson between two exercises, where the second was shown before.
"""

from datetime import timedelta

from course_utils.checking import times
from course_utils.checking.kept import EXERCISE, new

_PAUSE = timedelta(minutes=15)


def was_tried(entry):
    """Whether an exercise was more than shown."""
    return bool(entry["attempts"] or entry["hints"] or entry["solution_seen"])


def show(kept, key):
    """Write down when an exercise was first shown, and return its entry."""
    when = times.written(times.now())
    return kept["exercises"].setdefault(key, {**new(EXERCISE), "opened": when, "last": when})


def count(kept, key, status=None, misconception=None, hint=0, solution=False, seed=None):
    """Count one event; `progress.record` has the parameters."""
    now, entry = times.now(), kept["exercises"].get(key)
    if entry and entry["opened"] and entry["solved_after"] is None:
        entry["seconds"] = (entry["seconds"] or 0) + _at_work(kept["exercises"].values(), now)
    entry, when = entry or show(kept, key), times.written(now)
    entry["last"] = when
    entry["hints"] = max(entry["hints"], hint)
    entry["solution_seen"] = entry["solution_seen"] or solution
    entry["form"] = entry["form"] if seed is None else seed
    if misconception:
        entry["misconceptions"][misconception] = entry["misconceptions"].get(misconception, 0) + 1
        entry["met"][misconception] = when
    if status:
        _count_attempt(entry, status, when)


def _count_attempt(entry, status, when):
    entry["attempts"] += 1
    if status == "right" and entry["solved_after"] is None:
        entry["solved_after"], entry["solved"] = entry["attempts"], when


def _at_work(entries, now):
    """Seconds since the last event, or 0 after a pause. What lies ahead of a clock that was set back is left out."""
    before = [found for entry in entries if (found := times.moment(entry["last"])) and found <= now]
    gap = now - max(before, default=now)
    return int(gap.total_seconds()) if gap <= _PAUSE else 0
