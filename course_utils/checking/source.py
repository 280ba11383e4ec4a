"""The source of functions: the bank's, as the lesson shows it, and what a learner's says of itself."""

import ast
import inspect
import textwrap


def source_of(function, name):
    """The source of a function without its decorators, under the given name."""
    code = textwrap.dedent(inspect.getsource(function))
    definition = ast.parse(code).body[0]
    lines = code.splitlines()[definition.lineno - 1 :]
    lines[0] = lines[0].replace(f"def {function.__name__}(", f"def {name}(", 1)
    return "\n".join(lines).rstrip()


def result_expression(function):
    """The source of what a function of one return statement returns."""
    code = textwrap.dedent(inspect.getsource(function))
    (definition,) = ast.parse(code).body
    return ast.get_source_segment(code, definition.body[-1].value)


def is_in_a_loop(function, line):
    """Whether a line of the function's file lies in a loop of the function."""
    try:
        lines, first = inspect.getsourcelines(function)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, TypeError, SyntaxError):
        return False
    inside = line - first + 1
    loops = (node for node in ast.walk(tree) if isinstance(node, (ast.While, ast.For)))
    return any(loop.lineno <= inside <= loop.end_lineno for loop in loops)


def is_same_code(one, other):
    """Whether two functions are written alike, whatever their names, places and comments are."""
    return inspect.isfunction(one) and inspect.isfunction(other) and _definition(one) == _definition(other) != ""


def _definition(function):
    """Write a function's definition in one form; nothing where its source is not to be had."""
    try:
        (definition,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
        return ast.dump(definition.args) + "".join(map(ast.dump, definition.body))
    except Exception:  # typed elsewhere, a lambda in the middle of a line, a function that claims to be another
        return ""
