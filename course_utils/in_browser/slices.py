"""What a cell needs from the cells above it, statement by statement: it then runs alone, without their pictures.

Liveness, read backwards: a statement is needed when it binds a name that is needed (which then is needed no longer),
changes one in place (`x[0] = 1`, `x += 1`) or calls a method of one (`layer.build(…)`).
"""

import ast
import functools
import symtable
from typing import NamedTuple

_BINDS = (ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_IMPORTS = (ast.Import, ast.ImportFrom)
_DEFINITIONS = (ast.FunctionDef, ast.ClassDef)


def slice_for(above, code):
    """The statements that a cell needs.

    Parameters
    ----------
    above : sequence of str
        Sources of the cells above it, in order.
    code : str

    Returns
    -------
    source : str
        Empty where nothing is needed.

    Examples
    --------
    >>> print(slice_for(["import numpy as np, math", "a = np.ones(3)\\nb = math.pi\\nshow(a)", "a[0] = 2"], "a + 1"))
    import numpy as np
    a = np.ones(3)
    a[0] = 2
    """
    return "\n".join(piece for piece in pieces(above, code) if piece)


def pieces(above, code):
    """The statements that a cell needs, cell by cell.

    Returns
    -------
    pieces : list of str
        For each cell above what of it is needed, empty where that is nothing.

    Examples
    --------
    >>> pieces(["a = 1\\nb = 2", "print(a)", "a += b"], "a")
    ['a = 1\\nb = 2', '', 'a += b']
    """
    statements = [(place, one) for place, source in enumerate(above) for one in _statements(source)]
    modules = {name for _, one in statements if one.is_import for name in one.binds}
    needed, kept = set(names_read(code)), [[] for _ in above]
    for place, one in reversed(statements):
        if not (one.binds & needed or one.changes & (needed - modules)):
            continue
        kept[place].append(one.source)
        if one.replaces:
            needed -= one.binds
        if not one.is_import:
            needed |= names_read(one.source)
    return ["\n".join(reversed(some)) for some in kept]


def with_own(code, changed, below=""):
    """Code in which pieces of cells are exchanged for those of cells that a reader has changed.

    Parameters
    ----------
    code : str
        A slice, and what needs it.
    changed : sequence of (piece, source)
        A piece of the slice as the lesson has it, and the cell as the reader has it.
    below : str
        What else needs the slice.

    Returns
    -------
    code : str

    Examples
    --------
    >>> print(with_own("a = 1\\na + 1", [("a = 1", "a = 5\\nprint(a)")]))
    a = 5
    a + 1
    """
    for piece, source in changed:
        before, found, after = code.partition(piece)
        if found:
            code = "\n".join(
                part for part in (before.rstrip(), slice_for([source], f"{after}\n{below}"), after.lstrip("\n")) if part
            )
    return code


class _Statement(NamedTuple):
    """One statement of a cell. `replaces`: what its names meant before is of no use after it."""

    source: str
    binds: frozenset
    changes: frozenset
    is_import: bool
    replaces: bool


@functools.cache
def _statements(source):
    """The statements of a cell; it is asked for again by every cell below."""
    return [
        _Statement(
            ast.unparse(one), names_bound(one), _changed(one), isinstance(one, _IMPORTS), isinstance(one, _BINDS)
        )
        for statement in ast.parse(source).body
        for one in _singly(statement)
    ]


@functools.cache
def names_read(source):
    """Names that a piece of code reads from the notebook: not the variables of its functions and comprehensions."""
    table = symtable.symtable(source, "<cell>", "exec")
    return frozenset(one.get_name() for one in table.get_symbols() if one.is_referenced()) | _read_inside(table)


def _read_inside(table):
    """Names that functions and comprehensions read from outside of all of them."""
    found = set()
    for inner in table.get_children():
        found |= {one.get_name() for one in inner.get_symbols() if one.is_global()} | _read_inside(inner)
    return found


def names_bound(statement):
    """Names that a statement binds in the notebook: not those inside a function or a comprehension."""
    if isinstance(statement, _IMPORTS):
        return frozenset(alias.asname or alias.name.split(".")[0] for alias in statement.names)
    if isinstance(statement, _DEFINITIONS):
        return frozenset({statement.name})
    loops = [one.target for one in ast.walk(statement) if isinstance(one, ast.comprehension)]
    inner = {id(one) for target in loops for one in ast.walk(target)}
    names = (one for one in ast.walk(statement) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store))
    return frozenset(one.id for one in names if id(one) not in inner)


def _changed(statement):
    """Names whose value a statement, or one inside it, changes in place."""
    if isinstance(statement, _DEFINITIONS):
        return frozenset()
    return frozenset(name for one in ast.walk(statement) for name in _changed_by(one)) - {None}


def _changed_by(node):
    match node:
        case ast.AugAssign(target=target):
            return [_root(target)]
        case ast.Assign(targets=targets):
            return [_root(target) for target in targets if isinstance(target, (ast.Subscript, ast.Attribute))]
        case ast.Expr(value=ast.Call(func=ast.Attribute() as method)):
            return [_root(method)]
    return []


def _root(node):
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _singly(statement):
    """Several imports, or assignments, in one statement as several: only what is needed comes along."""
    match statement:
        case ast.ImportFrom(module=module, names=names, level=level):
            return [ast.ImportFrom(module, [one], level) for one in names]
        case ast.Import(names=names):
            return [ast.Import([one]) for one in names]
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if _are_apart(names, values):
            pairs = zip(names, values, strict=True)
            return [ast.copy_location(ast.Assign([name], value), statement) for name, value in pairs]
    return [statement]


def _are_apart(names, values):
    """Whether `a, b = x, y` is `a = x` and then `b = y`: no star, and no value reads one of the names."""
    if len(names) != len(values) or not all(isinstance(one, ast.Name) for one in names):
        return False
    read = set().union(*(names_read(ast.unparse(value)) for value in values))
    return not any(isinstance(value, ast.Starred) for value in values) and not read & {one.id for one in names}
