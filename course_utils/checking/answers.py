"""Right answers that a learner lets the course keep, to be used again in lesson 08. Nothing is kept unless they say so.

The file lies beside that of the progress, on this machine only. What it holds is the learner's own code, and it is run
when it is used again; so it is used only where it was written: from this place, by this user, unchanged.
"""

import ast
import hashlib
import inspect
import json
import math
import os
import re
import symtable
import textwrap
from types import FunctionType, ModuleType

from course_utils.checking import progress
from course_utils.files import keep_copy, look, told, write_json

_VERSION = 1
_LARGEST = 2**20  # bytes
_OURS = re.compile(r"answers(\.unused-\d+)?\.json")
_MOST_HELPERS = 20
_MODULES = ("numpy", "math", "itertools", "functools")
#: Exercises whose right answers can be parts of a network.
WANTED = frozenset(
    {
        "convolution.answers_in_depth",
        "pooling.maxima",
        "dropout.silence",
        "normalization.batch_normed",
        "fashion_mnist_cnn.shares",
        "fashion_mnist_cnn.cross_entropy",
        "backpropagation.of_the_scores",
        "backpropagation.of_the_kernel",
        "backpropagation.of_the_image",
        "backpropagation.to_the_winners",
    }
)
_right = {}  # exercise -> the right function of this session, until somebody says whether it is to be kept


class _UnusableError(Exception):
    """The file is there and is not used; the message says why."""


def path():
    """The file, or None where nothing is kept (COURSE_PROGRESS is off)."""
    beside = progress.path()
    return beside and beside.with_name("answers.json")


def offer(key, function):
    """Keep a right answer if the learner has said so; else remember it while the kernel runs. Return a note."""
    if key not in WANTED:
        return ""
    _right[key] = function
    try:
        file = path()
        if not file or not look(file):
            return ""
        with progress.locked(file):
            kept = _read(file)
            return _keep(file, kept, [key]) if kept["consent"] else ""
    except Exception as error:  # a check never fails because of it
        return f"Your answer could not be kept: {told(error)}."


def waiting():
    """Right answers of this session: exercise -> source, as they would be kept, or the reason why they cannot be."""
    found = {}
    for key, function in sorted(_right.items()):
        try:
            found[key] = whole_source(function)
        except ValueError as error:
            found[key] = f"# cannot be kept: {error}"
    return found


def consent():
    """Write down that right answers may be kept, and keep those of this session. Return a sentence."""
    file = path()
    if not file:
        return "COURSE_PROGRESS is off, so nothing is kept."
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    note = ""
    with progress.locked(file):
        try:
            kept = _read(file)
        except _UnusableError as error:
            copy, kept = keep_copy(file, "unused"), _nothing()
            note = f" What was there ({error}) lies in {copy.name}."
        kept["consent"] = True
        return f"{_keep(file, kept, sorted(_right))}{note}"


def forget():
    """Delete what is kept, the consent, and what was laid aside as unusable. Return a sentence."""
    _right.clear()
    file = path()
    if not file or not file.parent.is_dir():
        return "No answers are kept."
    with progress.locked(file):  # another kernel may be about to add to it
        kept = [one for one in sorted(file.parent.iterdir()) if _OURS.fullmatch(one.name) and look(one)]
        for one in kept:
            one.unlink()
    if not kept:
        return "No answers are kept."
    verb = "is" if len(kept) == 1 else "are"
    return f"Your answers are forgotten: {' and '.join(map(str, kept))} {verb} deleted."


def read():
    """What is kept: exercise -> source, and a note that is empty, or says why nothing is used. Runs nothing."""
    try:
        file = path()
        return (_read(file)["answers"], "") if file and look(file) else ({}, "")
    except Exception as error:
        return {}, f"Kept answers are not used: {told(error)}."


def run(source, name):
    """The function that a source defines. This runs the source: hand over what `read` gave, and nothing else.

    Raises
    ------
    ValueError
        It defines no such function, or stops.
    """
    namespace = {"__name__": "kept_answers"}
    try:
        exec(compile(source, f"<your answer: {name}>", "exec"), namespace)  # the learner's own, see above
    except Exception as error:
        raise ValueError(f"what was kept of {name} does not run: {told(error)}") from None
    if not isinstance(namespace.get(name), FunctionType):
        raise ValueError(f"what was kept of {name} defines no such function")
    return namespace[name]


def whole_source(function):
    """A function's source, with its helpers and imports above it.

    Raises
    ------
    ValueError
        It needs something that cannot be written down, or its source is not to be had.
    """
    heads, bodies = {}, {}
    _gather(function, heads, bodies)
    imports_first = sorted(heads.values(), key=lambda line: (not line.startswith(("import ", "from ")), line))
    return "\n\n\n".join(["\n".join(imports_first), *bodies.values()]).strip() + "\n"


def _gather(function, heads, bodies):
    if not isinstance(function, FunctionType) or function.__closure__:
        raise ValueError("it is no function written with def at the left edge of a cell")
    if len(bodies) > _MOST_HELPERS:
        raise ValueError(f"it uses more than {_MOST_HELPERS} functions of its own")
    try:
        source = textwrap.dedent(inspect.getsource(function))
        (definition,) = ast.parse(source).body
    except (OSError, TypeError, SyntaxError, ValueError):
        raise ValueError("its source is not to be had") from None
    if not isinstance(definition, ast.FunctionDef) or definition.decorator_list:
        raise ValueError("it is no plain function written with def")
    bodies[function.__name__] = ""  # it is being gathered: two that call one another do not go round for ever
    for name in sorted((_read_from_outside(source) - {function.__name__}) & set(function.__globals__)):
        _need(name, function.__globals__[name], function.__module__, heads, bodies)
    del bodies[function.__name__]  # behind its helpers
    bodies[function.__name__] = source.rstrip()


def _read_from_outside(source):
    """Names that code takes from around it. Its arguments are its own, also where a cell has a name like theirs."""
    tables, names = [symtable.symtable(source, "answer", "exec")], set()
    while tables:
        table = tables.pop()
        names |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
        tables += table.get_children()
    return names


def _need(name, value, module, heads, bodies):
    if isinstance(value, ModuleType) and value.__name__.partition(".")[0] in _MODULES:
        heads[name] = f"import {value.__name__} as {name}"
    elif constant := _constant(value):
        heads[name] = f"{name} = {constant}"
        if constant.startswith("numpy."):
            heads["numpy itself"] = "import numpy"
    elif isinstance(value, FunctionType) and value.__module__ == module:
        if name != value.__name__:
            raise ValueError(f"it uses {name}, which is another name of {value.__name__}")
        if name not in bodies:
            _gather(value, heads, bodies)
    elif hasattr(value, "__name__") and _package(value) in (*_MODULES, "course_utils"):
        heads[name] = f"from {value.__module__} import {value.__name__} as {name}"
    else:
        raise ValueError(f"it uses {name} from another cell")


def _constant(value):
    """How a number or a text is written down, so that it comes back with its type; "" where that cannot be."""
    if _package(type(value)) == "numpy" and hasattr(value, "item") and not getattr(value, "shape", ()):
        inside = _constant(value.item()) if type(value.item()) in (bool, int, float) else ""
        return inside and f"numpy.{type(value).__name__}({inside})"
    if type(value) is float and not math.isfinite(value):
        return f'float("{value}")'
    return repr(value) if type(value) in (bool, int, float, str) else ""


def _package(value):
    return str(getattr(value, "__module__", "")).partition(".")[0]


def _keep(file, kept, keys):
    """Write the right answers of this session into the file; return a sentence."""
    done, left = [], []
    for key in keys:
        try:
            source = whole_source(_right[key])
            run(source, _right[key].__name__)  # it will run again when it is used
        except ValueError as error:
            left.append(f" {key.partition('.')[2]} could not be kept: {error}.")
            continue
        kept["answers"][key] = source
        done.append(key.partition(".")[2])
    sealed = {"version": _VERSION, "consent": kept["consent"], "place": _place(file), "answers": kept["answers"]}
    write_json(file, sealed | {"seal": _seal(kept["answers"], file)}, mode=0o600)
    said = f"Kept: {', '.join(done)}." if done else "Right answers will be kept from now on."
    return f"{said}{''.join(left)}"


def _nothing():
    return {"consent": False, "answers": {}}


def _place(file):
    return hashlib.sha256(os.path.realpath(file).encode("utf-8", "surrogateescape")).hexdigest()


def _seal(answers, file):
    """Tells a file that was changed by hand or by accident, or brought from elsewhere. It is no secret."""
    return hashlib.sha256((_place(file) + json.dumps(answers, sort_keys=True)).encode("utf-8")).hexdigest()


def _read(file):
    found = look(file)
    if not found:
        return _nothing()
    if hasattr(os, "getuid") and found.st_uid != os.getuid():
        raise _UnusableError(f"{file} belongs to another user")
    if found.st_size > _LARGEST:
        raise _UnusableError(f"{file} is too large for a file of answers")
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        version, answers = kept["version"], kept["answers"]
        sound = isinstance(answers, dict) and all(isinstance(source, str) for source in answers.values())
    except (ValueError, RecursionError, KeyError, TypeError):
        raise _UnusableError(f"{file} is damaged; `course forget answers` deletes it") from None
    if version != _VERSION:
        raise _UnusableError(f"{file} was written by another edition of the course (this one knows version {_VERSION})")
    if not sound or set(answers) - WANTED or not isinstance(kept.get("consent"), bool):
        raise _UnusableError(f"{file} is damaged; `course forget answers` deletes it")
    if kept.get("place") != _place(file):
        raise _UnusableError(f"{file} was written for another place; run your checks again to keep your answers here")
    if kept.get("seal") != _seal(answers, file):
        raise _UnusableError(f"{file} was changed since; run your checks again, or `course forget answers`")
    return {"consent": kept["consent"], "answers": answers}
