"""A class's overview as one page: no script, nothing from elsewhere, light and dark, on paper too."""

import re
from html import escape
from importlib.resources import files

from course_utils.checking.verdict import in_html
from course_utils.classroom.in_words import MOST_ADVISED
from course_utils.classroom.learners import names
from course_utils.classroom.overview import RULES, stuck_in
from course_utils.classroom.remarks import grouped
from course_utils.classroom.sentences import duration, how_stuck, middle, plain, share, without_a_name
from course_utils.numbers import counted, number

#: How every page of ours begins: who writes one finds out by it whether there is an older one, or something else.
BEGINNING = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="generator" content="course progress">'
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # whatever a learner's file holds, nothing of it can run
_MOST_AT_ONCE = 6  # names of files, before the rest is folded
_MOST_OF_ONE = 3  # exercises of one learner
_MOST_LEARNERS = 12
_COLUMNS = ("exercise", "tried", "solved", "attempts", "time", "looked up")


def page(overview, said=(), *, only=(), by_file=False, when=""):
    """An overview as HTML.

    Parameters
    ----------
    overview : Overview
    said : sequence of Remark
        On files. Without `by_file` their kinds are on the page, and no file's name.
    only : sequence of str
        Numbers of the lessons to show; those that somebody has begun unless given.
    by_file : bool
        Call learners who wrote no name in by their file.
    when : str
        The day of it.
    """
    shown = [one for one in overview.lessons if (one.row.number in only if only else one.begun)]
    called = names(overview.learners, by_file=by_file)
    parts = [
        _head(overview, when),
        _stuck(overview, called, shown, only),  # who needs a word comes before what can wait
        _hard(overview, only),
        _glance(overview, shown, only),
        *(_lesson(one, len(shown) <= MOST_ADVISED) for one in shown),
        _own(overview) if not only else "",
        _footer(said, by_file),
    ]
    return f"{BEGINNING}\n{_settings()}\n<body>\n<main>\n{''.join(parts)}</main>\n</body>\n</html>\n"


def _settings():
    style = files(__package__).joinpath("page.css").read_text("utf-8")
    return (
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>A class at CNNs by hand</title>\n<style>\n{style}</style>\n</head>"
    )


def _head(overview, when):
    day = f" {escape(when)}." if when else ""
    return (
        f"<h1>A class of {counted(len(overview.learners), 'learner')}</h1>\n<p>CNNs by hand.{day} What the learners’ "
        "own files say, added up. Learners who wrote a name into their file are named below: keep this page as you "
        "keep marks.</p>\n"
    )


def _glance(overview, shown, only):
    linked = {one.row.number for one in shown}
    rows = []
    for one in (one for one in overview.lessons if not only or one.row.number in only):
        title = f"{one.row.number} · {escape(one.row.title)}"
        title = f'<a href="#lesson-{one.row.number}">{title}</a>' if one.row.number in linked else title
        bar = "" if one.middle is None else _bar(one.middle, len(one.exercises))
        rows.append(_row(title, [one.begun, f"{middle(one)}{bar}"]))
    return _table(
        "Lessons: who has begun them" if only else "All lessons: who has begun them",
        ("lesson", "begun by", "solved (median)"),
        rows,
    )


def _hard(overview, only):
    found = [one for one in overview.hard if not only or one.lesson in only]
    rows = [
        f'<li><a href="#lesson-{one.lesson}">{one.lesson}</a> {_code(one.counts.name)}: tried by {one.counts.tried}, '
        f"solved by {one.counts.solved}</li>\n"
        for one in found
    ]
    return f"<h2>Tried by many and not solved yet</h2>\n<ul>\n{''.join(rows)}</ul>\n" if rows else ""


def _lesson(one, is_open):
    return (
        f'<h2 id="lesson-{one.row.number}">{one.row.number} · {escape(one.row.title)}</h2>\n'
        + _exercises(one.exercises, f"Begun by {counted(one.begun, 'learner')}")
        + _mistakes(one.exercises, is_open)
        + _objectives(one)
    )


def _own(overview):
    if not overview.own:
        return ""
    left = f"; {overview.more_own:,} that fewer have tried are left out" if overview.more_own else ""
    return (
        "<h2>Exercises of your own, or of an earlier edition</h2>\n"
        + _exercises(overview.own, f"What stands in the files and not in this edition{left}")
        + _mistakes(overview.own, False)
    )


def _exercises(exercises, caption):
    rows = []
    for one in exercises:
        attempts = "–" if one.attempts is None else number(one.attempts, 1)
        solved = f"{one.solved}{_bar(one.solved, one.tried)}" if one.tried else "–"
        rows.append(_row(_code(one.name), [one.tried, solved, attempts, duration(one.seconds), one.seen or "–"]))
    return _table(caption, _COLUMNS, rows)


def _mistakes(exercises, is_open):
    lines = []
    for one in (one for one in exercises if one.mistakes or one.unnamed.times):
        met = "".join(f"<li>{words}</li>\n" for words in _met(one))
        lines.append(f"<dt>{_code(one.name)}</dt>\n<dd><ul>\n{met}</ul></dd>\n")
    if not lines:
        return ""
    found = _folded(f"At {counted(len(lines), 'exercise')}", f"<dl>\n{''.join(lines)}</dl>\n", is_open)
    return f"<h3>Mistakes that were met, and what to say</h3>\n{found}"


def _met(counts):
    for mistake in counts.mistakes:
        advice = f": {in_html(mistake.advice)}" if mistake.advice else ""
        yield f"{share(counts, mistake)}, <strong>{escape(plain(mistake.name))}</strong>{advice}"
    if counts.unnamed.times:
        yield f"{share(counts, counts.unnamed)}, {without_a_name(counts.unnamed.times)}"


def _objectives(one):
    rows = [
        _row(escape(objective.words), [f"{objective.met} of {one.begun}{_bar(objective.met, one.begun)}"])
        for objective in one.objectives
    ]
    return "<h3>Objectives</h3>\n" + _table("Met by so many of those who have begun", ("objective", "met by"), rows)


def _stuck(overview, called, shown, only):
    parts = []
    for place, stuck in stuck_in(overview, shown if only else None):
        found = [f"{_code(one.key)}: {escape(how_stuck(one))}" for one in stuck]
        parts.append(f"<h3>{escape(called[place])}</h3>\n{_list(found, _MOST_OF_ONE)}")
    rest = parts[_MOST_LEARNERS:]
    folded = _folded(counted(len(rest), "more learner"), "".join(rest)) if rest else ""
    shown_at_once = "".join(parts[:_MOST_LEARNERS])
    return f"<h2>Stuck, and perhaps glad of a word</h2>\n{shown_at_once}{folded}" if parts else ""


def _footer(said, by_file):
    rules = "".join(f"<li>{escape(rule)}</li>\n" for rule in RULES)
    return f"<h2>How this is counted</h2>\n<ul>\n{rules}</ul>\n{_files(said, by_file) if said else ''}"


def _files(said, by_file):
    lines = []
    for group in grouped(said):
        names = _list(map(escape, group.names), _MOST_AT_ONCE) if by_file else ""
        lines.append(f"<li>{escape(group.words)}{':' if by_file else '.'}{names}</li>\n")
    where = "" if by_file else "<p>The terminal has their names.</p>\n"
    return f"<h3>On the files</h3>\n<ul>\n{''.join(lines)}</ul>\n{where}"


def _list(items, most):
    """A list of which the end is folded where it has more items than that."""
    lines = [f"<li>{item}</li>\n" for item in items]
    rest = lines[most:]
    folded = _folded(f"{len(rest):,} more", f"<ul>\n{''.join(rest)}</ul>\n") if rest else ""
    return f"<ul>\n{''.join(lines[:most])}</ul>\n{folded}"


def _folded(words, content, is_open=False):
    """Content behind a word that opens it; on paper it is open (page.css)."""
    return f"<details{' open' if is_open else ''}>\n<summary>{words}</summary>\n{content}</details>\n"


def _table(caption, columns, rows):
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    return (
        f"<table>\n<caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{''.join(rows)}</tbody>\n</table>\n"
    )


def _row(head, cells):
    return f'<tr><th scope="row">{head}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>\n'


def _code(name):
    """A name of code that may be broken behind an underscore or a point, and nowhere else."""
    breakable = re.sub(r"([_.])", r"\1<wbr>", escape(plain(name)))
    return f"<code>{breakable}</code>"


def _bar(share, whole):
    """A bar beside a number that says the same."""
    width = number(100 * share / whole, 0) if whole else 0
    return f'<span class="bar" aria-hidden="true"><i style="width:{width}%"></i></span>'
