"""A class's overview for a terminal: plain text, 80 columns wide."""

import textwrap

from course_utils.classroom.learners import names
from course_utils.classroom.overview import RULES, stuck_in
from course_utils.classroom.remarks import grouped
from course_utils.classroom.sentences import duration, how_stuck, middle, plain, share, without_a_name
from course_utils.numbers import counted, number

WIDTH = 80
_MOST_NAMES = 10  # of files of which the same is said
MOST_ADVISED = 3  # lessons: with more of them the advice to each mistake would bury the numbers
_MOST_STUCK = 6  # exercises of one learner
_NAME = 32
_HEAD = f"{'':<{_NAME}}{'tried':>8}{'solved':>8}{'attempts':>10}{'time':>8}{'looked up':>13}"


def text(overview, said=(), *, only=(), by_file=False):
    """An overview as text.

    Parameters
    ----------
    overview : Overview
    said : sequence of Remark
        On files.
    only : sequence of str
        Numbers of the lessons to show; those that somebody has begun unless given.
    by_file : bool
        Call learners who wrote no name in by their file.
    """
    shown = [one for one in overview.lessons if (one.row.number in only if only else one.begun)]
    advise = len(shown) <= MOST_ADVISED
    parts = [_summary(overview), _hard(overview, only, advise), *(_lesson(one, advise) for one in shown)]
    if overview.own and not only:
        parts.append(_own(overview))
    parts.append(_objectives(shown))
    parts.append(_stuck(overview, names(overview.learners, by_file=by_file), shown, only))
    parts.append(_rules())
    if said:
        parts.append(["On the files", *remarks(said, "  ")])
    return "\n\n".join(filter(None, ("\n".join(part) for part in parts))) + "\n"


def _summary(overview):
    yield counted(len(overview.learners), "learner")
    yield f"{'':<46}{'begun by':>10}{'solved (median)':>20}"
    for one in overview.lessons:
        yield f"{one.row.number}  {one.row.title:<42}{one.begun:>10}{middle(one):>20}"


def _hard(overview, only, advise):
    found = [one for one in overview.hard if not only or one.lesson in only]
    if not found:
        return
    yield "Tried by many and not solved yet"
    for one in found:
        yield f"  {one.lesson}  {one.counts.name}: tried by {one.counts.tried}, solved by {one.counts.solved}"
        if not advise:  # with advice they stand below
            yield from _advice(one.counts)
    if not advise:
        yield from _wrapped(["What to say to the mistakes of a lesson: --lesson 03; of all: --html FILE."], "  ")


def _lesson(one, advise):
    yield f"{one.row.number} · {one.row.title}"
    yield _HEAD
    yield from _exercises(one.exercises, advise)


def _own(overview):
    yield "Exercises of your own, or of an earlier edition"
    yield _HEAD
    yield from _exercises(overview.own, True)
    if overview.more_own:
        yield f"  Not shown: {overview.more_own:,} that fewer have tried."


def _exercises(exercises, advise):
    for one in (one for one in exercises if one.tried or one.seen):
        attempts = "–" if one.attempts is None else number(one.attempts, 1)
        name = plain(one.name, _NAME - 2)
        row = f"  {name:<{_NAME - 2}}{one.tried:>8}{one.solved:>8}{attempts:>10}{duration(one.seconds):>8}"
        yield f"{row}{one.seen or '–':>13}"
        yield from _advice(one) if advise else _names(one)
    if untried := [one.name for one in exercises if not (one.tried or one.seen)]:
        words = f"not tried by anybody: {', '.join(untried)}"
        yield from textwrap.wrap(words, WIDTH, initial_indent="  ", subsequent_indent="    ")


def _advice(counts):
    """A line for each mistake at an exercise, with what to say to it, and one for the wrong answers without a name."""
    for mistake in counts.mistakes:
        advice = f": {mistake.advice}" if mistake.advice else ""
        yield from _hanging(f"{share(counts, mistake)}, {plain(mistake.name)}{advice}")
    if counts.unnamed.times:
        yield from _hanging(f"{share(counts, counts.unnamed)}, {without_a_name(counts.unnamed.times)}")


def _names(counts):
    """One line for all of them."""
    parts = [f"{mistake.learners} × {plain(mistake.name)}" for mistake in counts.mistakes]
    parts += [without_a_name(counts.unnamed.times)] if counts.unnamed.times else []
    if parts:
        yield from _hanging(f"of {counts.tried} who tried: {', '.join(parts)}")


def _hanging(words):
    return textwrap.wrap(words, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 8)


def _objectives(shown):
    unmet = [(one, objective) for one in shown for objective in one.objectives if objective.met < one.begun]
    if not unmet:
        return
    yield "Objectives that not all who have begun the lesson meet yet"
    for one, objective in unmet:
        words = f"{one.row.number}.{objective.number}  {objective.met} of {one.begun}: {objective.words}"
        yield from textwrap.wrap(words, WIDTH, initial_indent="  ", subsequent_indent=" " * 8)


def _stuck(overview, called, shown, only):
    found = stuck_in(overview, shown if only else None)
    if not found:
        return
    yield "Stuck, and perhaps glad of a word"
    for place, stuck in found:
        yield from _wrapped([f"{called[place]}: {counted(len(stuck), 'exercise')}"], "  ")
        for one in stuck[:_MOST_STUCK]:
            yield from _hanging(f"{plain(one.key)}: {how_stuck(one)}")
        if len(stuck) > _MOST_STUCK:
            yield "    …"


def _rules():
    yield "How this is counted"
    yield from _wrapped(RULES, "  ")


def remarks(said, indent=""):
    """Lines on files: what is said of all of a kind, and their names beneath.

    Parameters
    ----------
    said : sequence of Remark
    indent : str
        Before each line.
    """
    lines = []
    for group in grouped(said):
        lines += _wrapped([f"{group.words}:"], indent)
        for name in group.names[:_MOST_NAMES]:
            lines += textwrap.wrap(name, WIDTH, initial_indent=f"{indent}  ", subsequent_indent=f"{indent}    ")
        if len(group.names) > _MOST_NAMES:
            lines.append(f"{indent}  … and {len(group.names) - _MOST_NAMES:,} more")
    return lines


def _wrapped(sentences, indent=""):
    for sentence in sentences:
        yield from textwrap.wrap(sentence, WIDTH, initial_indent=indent, subsequent_indent=indent)
