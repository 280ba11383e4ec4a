"""A learner's code in a page: run in limited time, with its own line numbers, and told when it stops."""

import ast
import io
import linecache
import textwrap
import traceback
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import NamedTuple

from course_utils.checking.running import error_in_words
from course_utils.checking.surroundings import kept
from course_utils.checking.verdict import boxed, in_html
from course_utils.checking.watch import TookTooLongError, call_each
from course_utils.in_browser.shown import as_text
from course_utils.numbers import number

_MOST_LINES = 12  # of a traceback through the learner's own code; a recursion has a thousand
_MOST_PRINTED = 20_000  # characters


class Ran(NamedTuple):
    """What came of code.

    Attributes
    ----------
    value : object
        Of the last line, where that is an expression; else None.
    trouble : str
        HTML that says why it stopped, or empty.
    """

    value: object = None
    trouble: str = ""


def run(code, name, space, *, seconds):
    """Run code in a namespace.

    Parameters
    ----------
    code : str
    name : str
        Under which its lines are known, as "<all_answers>".
    space : dict
        The namespace.
    seconds : float
        After these, code that makes steps is stopped.

    Returns
    -------
    Ran
        Whatever the code does: `exit()` and KeyboardInterrupt end it and nothing else.
    """
    space.setdefault("__name__", "__main__")
    linecache.cache[name] = (len(code), None, code.splitlines(True), name)
    found = []
    try:
        body, last = _compiled(code, name)
        call_each(lambda: found.append(_executed(body, last, space)), [()], [], seconds=seconds)
    except TookTooLongError as error:
        return Ran(trouble=_late(error.stack, name, seconds))
    except BaseException as error:
        return Ran(trouble=_stopped(error, name))
    return Ran(*found)


def _compiled(code, name):
    """The statements, and the expression of the last line, or None."""
    tree = ast.parse(code, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    return compile(tree, name, "exec"), last and compile(ast.Expression(last.value), name, "eval")


def _executed(body, last, space):
    exec(body, space)  # the learner's own code, in their own page
    return eval(last, space) if last else None


def _late(stack, name, seconds):
    own = [entry for entry in stack if entry.filename == name]
    place = f", in line {own[-1].lineno}: `{own[-1].line}`. Does a loop never end?" if own else "."
    return _told(f"After {number(seconds)} seconds it was still running{place}")


def _stopped(error, name):
    """An error in the words of its last line, and the lines of the learner's own code that lead to it."""
    if isinstance(error, SyntaxError) and error.filename == name:
        words, shown = f"SyntaxError: {error.msg}", traceback.format_exception_only(error)[:-1]
    else:
        words, shown = error_in_words(error), traceback.format_list(_own_lines(error, name))
    lines = "".join(shown).replace(f'File "{name}", ', "").replace(", in <module>", "").rstrip()
    return _told(f"`{words}`", as_text(textwrap.dedent(lines)))


def _own_lines(error, name):
    own = [entry for entry in traceback.extract_tb(error.__traceback__) if entry.filename == name]
    return own if len(own) <= _MOST_LINES else [*own[: _MOST_LINES // 2], *own[-_MOST_LINES // 2 :]]


def _told(sentence, lines=""):
    return boxed(f"<strong>⚠ Your code stopped.</strong> {in_html(sentence)}{lines}", "raised")


@contextmanager
def printed():
    """Catch what is printed, what goes to the errors' stream included; gives a text stream."""
    with io.StringIO() as text, redirect_stdout(text), redirect_stderr(text), kept(printed=_MOST_PRINTED):
        yield text
