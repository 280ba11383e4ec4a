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
    """Whether two functions do the same, instruction by instruction, whatever their comments and places are."""
    return inspect.isfunction(one) and inspect.isfunction(other) and _essence(one.__code__) == _essence(other.__code__)


def _essence(code):
    constants = tuple(_essence(one) if inspect.iscode(one) else (type(one), repr(one)) for one in code.co_consts)
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars
