"""Answers that stand where a question's reader still looks: in the words of the code, and of the texts, below it."""

import ast
import contextlib
import io
import re
import tokenize
from decimal import Decimal
from itertools import pairwise
from numbers import Number

from course_utils.commands.cells import TAG
from course_utils.numbers import spelled_out

_NUMBER = re.compile(
    r"(?<![\w.])[−-]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:e[−+-]?\d+)?(?![\w]|\.\d)(?:\s?(?P<percent>%))?"
)
_BETWEEN = re.compile(r"[\s,×x()\[\]]*(?:and|then|by)?[\s,×x()\[\]]*")  # what may stand between the parts of one answer
_CHOICE = re.compile(r"(?<![\w.])\d[\d.]*(?:, \d[\d.]*)+,? (?:and|or) \d+(?:\.\d+)?(?!\w)")
_LARGE = 10  # a part of an answer that is smaller stands everywhere


def spoilt(answer, texts, choices=()):
    """The texts that hold an answer.

    Parameters
    ----------
    answer : number, str, or tuple of these
        A number is found as digits, also rounded, in thousands or in percent, and a whole one as a word; of a tuple all
        parts in their order, and each part of 10 or more.
    texts : sequence of str
    choices : sequence of str
        Where the answer stands no more often than another choice, a reader learns nothing.
    """
    if isinstance(answer, str):
        counts = {choice: sum(_says(text, choice) for text in texts) for choice in {answer, *choices}}
        most = max((count for choice, count in counts.items() if choice != answer), default=0)
        return [text for text in texts if _says(text, answer)] if counts[answer] > most else []
    if not isinstance(answer, tuple):
        return [text for text in texts if _holds(text, answer)]
    large = [part for part in answer if _is_number(part) and abs(part) >= _LARGE]
    return [text for text in texts if _in_order(text, answer) or any(_holds(text, part) for part in large)]


def given_away(answer, prompt):
    """Whether a question itself holds its answer; a number of one digit may be among those that it gives."""
    if isinstance(answer, tuple):
        return _in_order(prompt, answer)
    return _is_number(answer) and len(f"{abs(answer):g}".lstrip("0.")) > 1 and _holds(prompt, answer)


def words_of_code(code):
    """Everything in code that is written for a reader: its strings, the fixed parts of f-strings, its comments."""
    tree = ast.parse(code)
    formats = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.FormattedValue) and node.format_spec
        for part in ast.walk(node.format_spec)
    }
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    return [node.value for node in strings if id(node) not in formats] + comments


def words_below(cells, place):
    """What a reader of the prediction in `cells[place]` sees before its answer is run.

    The texts up to the first cell of code; the words of all code up to the heading or exercise after it. Further
    predictions that stand before that cell belong to the texts.

    Parameters
    ----------
    cells : list of dict
        Of a notebook.
    place : int
        Of the cell with the check.

    Returns
    -------
    words : list of str
    """
    words, has_code = [], False
    for source, is_code in _below(cells, place):
        has_code = has_code or is_code
        words += words_of_code(source) if is_code else [] if has_code else [source]
    return words


def codes_below(cells, place):
    """The code that a reader of the prediction in `cells[place]` has below it, up to the next heading or exercise."""
    return [source for source, is_code in _below(cells, place) if is_code]


def singled_out(answer, prompt, codes):
    """Rows of numbers in code that single an answer out.

    A row that ends with the answer, or that has it and leaves out others among which the question lets choose; of an
    answer of several numbers, the row that is the answer. A row that the question gives says nothing.

    Parameters
    ----------
    answer : number, str, or tuple of these
    prompt : str
    codes : sequence of str

    Returns
    -------
    rows : list of tuple
    """
    choices = [choice for choice in _offered(prompt) if answer in choice]
    rows = [row for code in codes for row in _rows(code)]
    rows = [row for row in rows if any(set(row) < set(choice) for choice in choices) or not _in_order(prompt, row)]
    if isinstance(answer, tuple):
        return [row for row in rows if row == answer]
    rows = [row for row in rows if answer in row]
    return [row for row in rows if row[-1] == answer or any(set(choice) - set(row) for choice in choices)]


def names_bound(code):
    """Names that code assigns, anywhere in it."""
    names = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name))
    return {node.id for node in names if isinstance(node.ctx, ast.Store)}


def _below(cells, place):
    """What a reader of the prediction in `cells[place]` sees below it: pairs (source, whether it is code).

    It ends with the next heading, and with the next exercise once there was code.
    """
    has_code = False
    for cell in cells[place + 1 :]:
        source, is_text = "".join(cell["source"]), cell["cell_type"] == "markdown"
        is_exercise = TAG in cell["metadata"].get("tags", [])
        if (has_code and is_exercise) or (is_text and re.search(r"^#", source, re.MULTILINE)):
            return
        if is_text or not is_exercise:
            has_code = has_code or not is_text
            yield source, not is_text


def _rows(code):
    """Tuples and lists of numbers that are written out in code: two of them at the least."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) > 1:
            with contextlib.suppress(ValueError):
                row = tuple(ast.literal_eval(node))
                if all(map(_is_number, row)):
                    yield row


def _offered(prompt):
    """The numbers among which a question lets choose: "4, 7, 14 or 28"."""
    return [tuple(float(one) for one in re.findall(r"[\d.]*\d", found)) for found in _CHOICE.findall(prompt)]


def _is_number(value):
    return isinstance(value, Number) and not isinstance(value, bool)


def _says(text, phrase):
    """Whether a text holds a phrase; `training=` in it is the name of an argument."""
    return bool(re.search(rf"(?<!\w){re.escape(phrase)}(?![\w=])", text, re.IGNORECASE))


def _holds(text, answer):
    if not _is_number(answer):
        return repr(answer) in text
    if float(answer).is_integer() and answer > 1:
        word = spelled_out(int(answer))  # of large numbers, digits
        if word.isalpha() and _says(text, word):
            return True
    return any(_is_written(found, answer) for found in _NUMBER.finditer(text))


def _is_written(found, answer):
    """Whether a number in a text is this one, or this one rounded."""
    digits = found.group().replace("−", "-").replace(",", "").rstrip("% ")
    written = Decimal(digits)
    if found["percent"] and _is_rounded(written / 100, answer):
        return True
    return _is_rounded(written, answer)


def _is_rounded(written, answer):
    if float(written) == answer:
        return True
    shown = written.as_tuple()
    is_precise = shown.exponent < 0 and len(str(abs(written)).replace(".", "").strip("0")) > 1
    return is_precise and abs(float(written) - answer) <= 0.5000001 * 10.0**shown.exponent


def _in_order(text, answer):
    """Whether a text holds all parts of a tuple, with nothing but signs between them."""
    if repr(answer) in text:
        return True
    found = list(_NUMBER.finditer(text))
    for start in range(len(found) - len(answer) + 1):
        parts = found[start : start + len(answer)]
        if all(_is_number(part) and _is_written(one, part) for one, part in zip(parts, answer, strict=True)):
            gaps = [text[one.end() : other.start()] for one, other in pairwise(parts)]
            if all(_BETWEEN.fullmatch(gap) for gap in gaps):
                return True
    return False
