"""What a lesson asks of a learner, counted from its notebook: minutes, lines that only draw, length of sentences."""

import ast
import re
from typing import NamedTuple

from course_utils.commands import cells

#: What an exercise of each kind takes a learner, in minutes: an allowance for planning, not a measurement.
MINUTES = {"a prediction before its cell": 1, "predict": 2, "diagnose": 3, "write": 5, "repair": 4}
_WORDS_A_MINUTE, _SECONDS_A_LINE, _SECONDS_A_PICTURE = 130, 5, 30
_A_QUESTION, _AN_EXPLORER = 1, 5  # minutes: a Predict without a check; playing
_A_WARM_UP = 3  # minutes: three questions to choose an answer to
_STEP = 5  # what is said of a lesson is rounded to so many minutes
_DRAWS = re.compile(r"show$|draw_")


class Minutes(NamedTuple):
    """Minutes of one lesson by what they are spent on; `total` is their sum, rounded to 5."""

    reading: float
    code: float
    pictures: float
    questions: float
    explorers: float
    exercises: float
    warm_up: float = 0

    @property
    def total(self):
        """The minutes of the lesson, as its head says them."""
        return _STEP * round(sum(self) / _STEP)


class Sentences(NamedTuple):
    """How a text reads: words per sentence, and the American school grade that would read it (the automated index)."""

    words: float
    grade: float


def allowance(exercise):
    """The minutes that an exercise is given."""
    return MINUTES["a prediction before its cell" if exercise.asked_first else exercise.verb]


def minutes(notebook, number):
    """The minutes that a lesson takes: reading, code, pictures, questions, explorers, exercises, its warm-up.

    Parameters
    ----------
    notebook : nbformat notebook
        Stored with its outputs.
    number : str
        Of its lesson, as "01".

    Returns
    -------
    Minutes
    """
    texts, codes = _taught(notebook)
    pictures = [output["data"] for output in _outputs(notebook) if "image/png" in output.get("data", {})]
    drawn = [data for data in pictures if "".join(data["text/plain"]).startswith("Picture: ")]
    names = filter(None, map(cells.exercise_name, notebook.cells))
    return Minutes(
        reading=sum(len(words(text)) for text in texts) / _WORDS_A_MINUTE,
        code=sum(len(_lines(code)) for code in codes) * _SECONDS_A_LINE / 60,
        pictures=(len(drawn) + sum(text.count("![") for text in texts)) * _SECONDS_A_PICTURE / 60,
        questions=sum(text.count("**Predict") for text in texts) * _A_QUESTION,
        explorers=(len(pictures) - len(drawn)) * _AN_EXPLORER,
        exercises=sum(allowance(cells.exercise_of(name, number)) for name in names),
        warm_up=_A_WARM_UP if any(map(cells.is_warm_up, notebook.cells)) else 0,
    )


def words(text):
    """The words of a text cell as a reader meets them: no targets of links, no formula's or code's inner parts.

    >>> words("## A *kernel* `k[0]` on $x + y$: [all of it](a.md)\\n\\n![A picture](b.svg)")
    ['A', 'kernel', 'code', 'on', 'formula', 'all', 'of', 'it']
    """
    return re.findall(r"\w+(?:['’.,\-]\w+)*", _plain(text))


def sentences(notebook):
    """How the prose of a lesson reads, without headings, tables, formulas and code of their own lines.

    Returns
    -------
    Sentences
    """
    found = [words(sentence) for text in _taught(notebook)[0] for sentence in _sentences(text)]
    found = [sentence for sentence in found if len(sentence) > 1]
    count = sum(map(len, found))
    if not count:
        return Sentences(0.0, 0.0)
    letters = sum(len(word) for sentence in found for word in sentence)
    length = count / len(found)
    return Sentences(length, 4.71 * letters / count + 0.5 * length - 21.43)


def drawing_share(notebook):
    """The share of a lesson's lines of code that only draw: calls of `show` and `draw_…`, and the texts made for them.

    Returns
    -------
    share : float
        0 to 1.
    """
    codes = _taught(notebook)[1]
    count = sum(len(_lines(code)) for code in codes)
    return sum(map(len, drawing_lines(codes))) / count if count else 0.0


def drawing_lines(codes):
    """The lines that only draw, for each cell of a lesson's code.

    A name for texts counts with the pictures when nothing but a picture uses it.

    Parameters
    ----------
    codes : sequence of str

    Returns
    -------
    lines : list of list of int
        Counted from 1; empty lines do not count.
    """
    trees = [ast.parse(code) for code in codes]
    drawing = [node for tree in trees for node in ast.walk(tree) if _is_drawing(node)]
    inside = {id(node) for statement in drawing for node in ast.walk(statement)}
    used = {True: set(), False: set()}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            used[id(node) in inside].add(node.id)
    labels = used[True] - used[False]
    return [_drawing_lines_of(tree, code, labels) for tree, code in zip(trees, codes, strict=True)]


def _drawing_lines_of(tree, code, labels):
    numbers = set()
    for node in ast.walk(tree):
        if _is_drawing(node) or _is_labelling(node, labels):
            numbers.update(range(node.lineno, node.end_lineno + 1))
    written = code.splitlines()
    return sorted(number for number in numbers if written[number - 1].strip())


def _is_drawing(node):
    """Whether a statement calls `show` or a `draw_…`; a loop or function is one when nothing else stands in it."""
    if isinstance(node, (ast.For, ast.While, ast.With, ast.If, ast.FunctionDef)):
        return all(map(_is_drawing, [*node.body, *getattr(node, "orelse", [])]))
    calls = [part.func for part in ast.walk(node) if isinstance(part, ast.Call)] if isinstance(node, ast.stmt) else []
    return any(_DRAWS.match(getattr(call, "id", getattr(call, "attr", ""))) for call in calls)


def _is_labelling(node, labels):
    if not isinstance(node, ast.Assign) or not _is_text(node.value):
        return False
    names = [part.id for target in node.targets for part in ast.walk(target) if isinstance(part, ast.Name)]
    return bool(names) and set(names) <= labels


def _is_text(node):
    """Whether an expression makes text, or a collection of texts."""
    match node:
        case ast.Constant():
            return isinstance(node.value, str)
        case ast.JoinedStr():
            return True
        case ast.List() | ast.Tuple() | ast.Set():
            return bool(node.elts) and all(map(_is_text, node.elts))
        case ast.Dict():
            return bool(node.values) and all(map(_is_text, node.values))
        case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
            return _is_text(node.elt)
        case ast.DictComp():
            return _is_text(node.value)
        case ast.BinOp(op=ast.Add()):
            return _is_text(node.left) or _is_text(node.right)
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in {"format", "join"} and _is_text(node.func.value)
    return False


def _taught(notebook):
    """The texts and the codes of a lesson, exercises and the warm-up aside."""
    taught = [cell for cell in notebook.cells if cells.is_taught(cell)]
    return [[cell.source for cell in taught if cell.cell_type == kind] for kind in ("markdown", "code")]


def _outputs(notebook):
    taught = (cell for cell in notebook.cells if cell.cell_type == "code" and cells.is_taught(cell))
    return [output for cell in taught for output in cell.outputs]


def _lines(code):
    return [line for line in code.splitlines() if line.strip()]


def _plain(text):
    """A text without its marks: a formula is one word, a piece of code another, a link what it says."""
    text = re.sub(r"```.*?```|!\[[^\]]*\]\([^)]*\)|<[^>]+>", " ", text, flags=re.DOTALL)
    text = re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$", " formula ", text, flags=re.DOTALL)
    text = re.sub(r"`[^`\n]+`", " code ", text)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)


def _sentences(text):
    """The sentences of a text; where a paragraph or an item of a list ends, one ends."""
    text = "\n".join(line for line in _plain(text).splitlines() if not re.match(r"#|\|", line.strip()))
    return re.split(r"[.?!]+(?=\s|\*|$)|\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )", text)
