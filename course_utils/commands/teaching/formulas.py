r"""Formulas as MathML, which browsers draw by themselves: nothing is fetched, and a screen reader can read it.

What the lessons write in LaTeX is little: letters, numbers, fractions, roots, sums, brackets, one kind of matrix. This
knows that and nothing else; anything else is an error that names it, and a test holds it against every lesson. KaTeX,
which sets the site's formulas, needs Node.js, and a class room has none; mathtext of Matplotlib knows no matrices and
leaves pictures without words.

Brackets and roots as high as what they hold need a font for formulas, which many machines lack; without one a browser
leaves them small, and a root over a fraction reads wrongly. So these are drawn by `formulas.css`, as lines; the signs
themselves are there for screen readers alone.
"""

import re
from html import escape

from course_utils.commands.errors import CommandError

_TOKEN = re.compile(r"\\(?:text|mathrm)\{[^}]*\}|\\[a-zA-Z]+|\\.|\{,\}|\d+(?:\.\d+)?|[^\s]")
_OPERATORS = {
    "cdot": "·",
    "times": "×",
    "approx": "≈",
    "sum": "∑",
    "prod": "∏",
    "le": "≤",
    "ge": "≥",
    "lfloor": "⌊",
    "rfloor": "⌋",
    "lceil": "⌈",
    "rceil": "⌉",
    "lVert": "‖",
    "rVert": "‖",
}
_LETTERS = {"varepsilon": "ε", "alpha": "α", "beta": "β", "gamma": "γ"}
_SPACES = {"quad": 1, "qquad": 2, ";": 0.28, ",": 0.17}  # in em
_DRAWN = {"⌊⌋": "floor", "[]": "square"}
_LARGE = {"∑", "∏"}
_CELL_ENDS = {"&", "\\\\", "\\end"}


def mathml(text, *, display=False):
    r"""A formula as the text of a `math` element.

    Parameters
    ----------
    text : str
        LaTeX, without its dollars.
    display : bool
        Whether it stands in a line of its own.

    Raises
    ------
    CommandError
        Something in it is not known here.

    >>> print(mathml(r"\frac{n}{2}"))
    <math><mfrac><mi>n</mi><mn>2</mn></mfrac></math>
    """
    reader = _Reader(text, display)
    made = reader.row(set())
    if reader.left:
        raise reader.unknown(reader.left[0])
    attribute = ' display="block"' if display else ""
    return f"<math{attribute}>{made}</math>"


def _in_brackets(opening, inside, closing):
    """Something between brackets that are drawn as high as it; nothing for a pair that has no drawing."""
    if name := _DRAWN.get(opening + closing):
        signs = [f'<mo class="unseen">{sign}</mo>' for sign in (opening, closing)]
        return f'<mrow class="{name}">{signs[0]}{inside}{signs[1]}</mrow>'
    return ""


class _Reader:
    """Reads a formula from left to right."""

    def __init__(self, text, display):
        self._text, self._display = text, display
        self.left = _TOKEN.findall(text)

    def unknown(self, token):
        """The error that a formula cannot be set."""
        return CommandError(f"the formula {self._text!r} has {token!r}, which teaching/formulas.py does not know.")

    def row(self, ends):
        """Everything up to one of these tokens, which is left there."""
        made = []
        while self.left and self.left[0] not in ends:
            made.append(self._with_scripts(self._one()))
        return "".join(made)

    def _one(self):
        token = self._next()
        if token == "{,}":
            return "<mn>,</mn>"
        if token == "{":
            return self._until("}")
        if token[0].isdigit():
            return f"<mn>{self._number(token)}</mn>"
        if token.isalpha():
            return f"<mi>{token}</mi>"
        if token in "+-=()[]/,.<>&|":
            return f"<mo>{escape(token.replace('-', '−'))}</mo>"
        return self._command(token[1:]) if token[0] == "\\" else self._fail(token)

    def _command(self, name):
        if name in _OPERATORS:
            stretches = "" if name in ("sum", "prod") else ' stretchy="false"'
            return f"<mo{stretches}>{_OPERATORS[name]}</mo>"
        if name in _LETTERS:
            return f"<mi>{_LETTERS[name]}</mi>"
        if name in _SPACES:
            return f'<mspace width="{_SPACES[name]}em"/>'
        if name.startswith(("text{", "mathrm{")):
            return f"<mtext>{escape(name.partition('{')[2][:-1])}</mtext>"
        made = {"frac": self._fraction, "sqrt": self._root, "left": self._pair, "begin": self._matrix}
        return made[name]() if name in made else self._fail(f"\\{name}")

    def _fraction(self):
        return f"<mfrac>{self._one()}{self._one()}</mfrac>"

    def _root(self):
        inside = self._one()
        if "<mfrac>" not in inside:
            return f"<msqrt>{inside}</msqrt>"
        return f'<mrow><mo class="unseen">√</mo><mrow class="root">{inside}</mrow></mrow>'

    def _pair(self):
        """What stands between `\\left` and `\\right`, with brackets as high as it."""
        opening = self._bracket()
        inside = self.row({"\\right"})
        self._expect("\\right")
        return _in_brackets(opening, inside, self._bracket()) or self._fail(f"\\left{opening}")

    def _bracket(self):
        token = self._next()
        return _OPERATORS.get(token.removeprefix("\\"), token)

    def _matrix(self):
        """A matrix in square brackets."""
        if self._name() != "bmatrix":
            raise self.unknown("\\begin")
        rows, cells = [], []
        while True:
            cells.append(f"<mtd>{self.row(_CELL_ENDS)}</mtd>")
            end = self._next()
            if end != "&":
                rows.append(f"<mtr>{''.join(cells)}</mtr>")
                cells = []
            if end == "\\end":
                self._name()
                return _in_brackets("[", f"<mtable>{''.join(rows)}</mtable>", "]")

    def _name(self):
        """The letters between braces."""
        self._expect("{")
        letters = []
        while self.left and self.left[0] != "}":
            letters.append(self._next())
        self._expect("}")
        return "".join(letters)

    def _with_scripts(self, base):
        """A part of a formula with what stands below it and above it."""
        below = above = None
        while self.left and self.left[0] in ("_", "^"):
            if self._next() == "_":
                below = self._one()
            else:
                above = self._one()
        is_large = self._display and any(sign in base for sign in _LARGE)
        names = ("munder", "mover", "munderover") if is_large else ("msub", "msup", "msubsup")
        if below and above:
            return f"<{names[2]}>{base}{below}{above}</{names[2]}>"
        name = names[0] if below else names[1]
        return f"<{name}>{base}{below or above}</{name}>" if below or above else base

    def _number(self, token):
        """A number; commas between thousands are written as `{,}`."""
        while len(self.left) > 1 and self.left[0] == "{,}" and self.left[1].isdigit():
            self._next()
            token += f",{self._next()}"
        return token

    def _until(self, end):
        made = self.row({end})
        self._expect(end)
        return f"<mrow>{made}</mrow>" if made.count("</") > 1 else made

    def _next(self):
        if not self.left:
            raise CommandError(f"the formula {self._text!r} ends too early.")
        return self.left.pop(0)

    def _expect(self, token):
        if (found := self._next()) != token:
            raise self.unknown(found)

    def _fail(self, token):
        raise self.unknown(token)
