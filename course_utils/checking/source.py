"""The source of the bank's functions, as the lesson shows it."""

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
