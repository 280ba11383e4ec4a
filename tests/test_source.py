"""What the source of a function tells: whether it was touched, and whether a line lies in a loop."""

import textwrap

import pytest

from course_utils.checking.source import is_in_a_loop, is_same_code, result_expression, source_of


def given(image, size=2):
    total = 0
    for row in image:
        total += sum(row)  # of one row
    while total > 9:
        total -= size
    return total


def in_a_notebook(tmp_path, code):
    """The function of a cell: compiled elsewhere, where other names are imported."""
    file = tmp_path / f"cell_{len(list(tmp_path.iterdir()))}.py"
    file.write_text(textwrap.dedent(code))
    names = {}
    exec(compile(file.read_text(), str(file), "exec"), names)
    return names["given"]


def test_a_copy_is_the_same_whatever_its_comments_are(tmp_path):
    copied = source_of(given, "given").replace("# of one row", "")
    assert is_same_code(in_a_notebook(tmp_path, copied), given)
    assert is_same_code(
        in_a_notebook(tmp_path, f"import numpy\n{copied.replace('    total = 0', '    total  =  0')}"), given
    )
    assert is_same_code(given, given)


@pytest.mark.parametrize(
    "change", [("total = 0", "total = 1"), ("size=2", "size=3"), ("> 9", ">= 9"), ("return total", "return -total")]
)
def test_any_change_of_the_code_is_one(tmp_path, change):
    assert not is_same_code(in_a_notebook(tmp_path, source_of(given, "given").replace(*change)), given)


def test_what_has_no_source_is_never_the_same():
    names = {}
    exec("def given(image): return image", names)
    typed = names["given"]
    assert not is_same_code(typed, typed)
    assert not is_same_code(lambda image: image, lambda image: image)
    for thing in (None, 3, print, str.upper, type):
        assert not is_same_code(thing, thing)

    def claims(image):
        return image

    claims.__wrapped__ = claims
    assert not is_same_code(claims, claims)


@pytest.mark.parametrize(
    ("line", "is_inside"), [(1, False), (2, False), (3, True), (4, True), (5, True), (6, True), (7, False)]
)
def test_which_lines_lie_in_a_loop(line, is_inside):
    assert is_in_a_loop(given, given.__code__.co_firstlineno + line - 1) == is_inside


def test_without_a_source_nothing_is_called_a_loop():
    names = {}
    exec("def loop():\n    while True:\n        pass", names)
    assert not is_in_a_loop(names["loop"], 2)
    assert not is_in_a_loop(print, 1)


def test_what_a_function_of_one_line_returns():
    def answer():
        return (3 + 4) * 5

    assert result_expression(answer) == "(3 + 4) * 5"
    assert source_of(answer, "other").startswith("def other():\n    return (3 + 4) * 5")
