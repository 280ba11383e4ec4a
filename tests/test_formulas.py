"""Formulas as MathML: every one of the lessons, and a sentence for what is not known."""

import re
from xml.etree import ElementTree

import pytest

from course_utils.commands import cli
from course_utils.commands.errors import CommandError
from course_utils.commands.teaching import outline
from course_utils.commands.teaching.formulas import mathml
from course_utils.exercises import bank


def texts():
    for row in outline.chosen():
        yield from (
            cell["source"] for cell in outline.read(row, cli.NOTEBOOKS)["cells"] if cell["cell_type"] == "markdown"
        )
    yield from (words for own in bank().values() for one in own.values() for words in (one.prompt, one.afterword))


def formulas():
    for text in texts():
        plain = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
        for found in re.findall(r"\$\$.*?\$\$|\$[^$\n]+\$", plain, re.DOTALL):
            yield found.strip("$"), found.startswith("$$")


def test_every_formula_of_the_lessons_is_set():
    found = set(formulas())
    assert len(found) > 45
    for text, display in found:
        made = ElementTree.fromstring(mathml(text, display=display))
        assert "\\" not in "".join(made.itertext())
        letters = set(re.findall(r"[a-z](?![a-zA-Z])(?<!\\[a-z])", re.sub(r"\\[a-zA-Z]+|\{[^}]*\}", " ", text)))
        assert letters <= set("".join(made.itertext())), text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("9{,}248", "<mn>9,248</mn>"),
        ("a - 0.5", "<mi>a</mi><mo>−</mo><mn>0.5</mn>"),
        ("2^{128}", "<msup><mn>2</mn><mn>128</mn></msup>"),
        ("d_i", "<msub><mi>d</mi><mi>i</mi></msub>"),
        ("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        (r"\sqrt{n + 1}", "<msqrt><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msqrt>"),
        (r"\text{a b}", "<mtext>a b</mtext>"),
        ("a < b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
    ],
)
def test_parts_of_a_formula(text, made):
    assert mathml(text) == f"<math>{made}</math>"


def test_a_sum_in_a_line_of_its_own_has_its_limits_above_and_below():
    assert "<munder>" in mathml(r"\sum_i x", display=True)
    assert "<msub>" in mathml(r"\sum_i x")


def test_brackets_as_high_as_what_they_hold_are_drawn_and_read():
    made = mathml(r"\left\lfloor \frac{n}{2} \right\rfloor")
    assert '<mrow class="floor"><mo class="unseen">⌊</mo><mfrac>' in made
    assert '<mo class="unseen">√</mo><mrow class="root"><mrow><mfrac>' in mathml(r"\sqrt{\frac{1}{2}}")
    assert mathml(r"\begin{bmatrix}1&0\\2&3\end{bmatrix}").count("<mtd>") == 4


@pytest.mark.parametrize(
    "text", [r"\int x", r"\left( x \right)", "a }", r"\begin{cases}1\end{cases}", r"\frac{1}", "{a", "é'"]
)
def test_what_is_not_known_gets_a_sentence(text):
    with pytest.raises(CommandError, match="the formula"):
        mathml(text)
