"""The engine of the exercises, on small exercises made here."""

import contextlib
import signal
import threading
import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from course_utils.checking import compare, host
from course_utils.checking.exercise import diagnosis, exercise, prediction
from course_utils.checking.verdict import Verdict
from course_utils.commands.cells import opening
from course_utils.exercises import bank


@pytest.fixture
def doubled():
    """A small exercise: double every number of an oblong array."""

    @exercise(
        "Double it.",
        hints=("Times what?", "Times two.", "`2 * …`"),
        cases=lambda: [(np.array([[1.0, -2.5, 3.0]]),), (np.arange(6.0).reshape(3, 2),)],
        afterword="Twice.",
        seconds=0.3,
    )
    def doubled(numbers):
        return 2 * numbers

    @doubled.stub
    def doubled(numbers):
        result = ...
        return result

    @doubled.misconception("That is the square.")
    def squares_it(numbers):
        return numbers**2

    return doubled


@pytest.fixture
def size():
    """A small prediction with a shape."""

    @exercise("Which shape?", hints=("?", "", "`…`"))
    def size():
        return (3, 4)

    @size.misconception("Height first.")
    def width_first():
        return (4, 3)

    return size


def test_right(doubled):
    verdict = doubled.check(lambda numbers: numbers + numbers)
    assert (verdict.status, verdict.misconception) == ("right", None)
    assert repr(verdict) == "✓ Right. As the reference in all 2 cases. Twice."


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_types_do_not_matter(doubled, kind):
    assert doubled.check(lambda numbers: (2 * numbers).astype(kind)).status == "right"
    assert doubled.check(lambda numbers: (2 * numbers).tolist()).status == "right"


def test_tensors_are_numbers(doubled):
    from course_utils.quiet import keras

    assert doubled.check(lambda numbers: 2 * keras.ops.convert_to_tensor(numbers)).status == "right"


def test_a_named_mistake(doubled):
    verdict = doubled.check(lambda numbers: numbers * numbers)
    assert repr(verdict) == "✗ Not yet: squares it. That is the square."


def test_an_unknown_mistake_shows_the_first_case(doubled):
    verdict = doubled.check(lambda numbers: 3 * numbers)
    assert verdict.status == "wrong"
    assert "numbers = [[1, −2.5, 3]]: at [0, 0] expected 2, got 3 (3 of 3 values differ)" in verdict.sentence


def test_a_mistake_in_one_case_only(doubled):
    verdict = doubled.check(lambda numbers: 2 * numbers if numbers.shape == (1, 3) else 2 * numbers + 1)
    assert "at [0, 0] expected 0, got 1 (6 of 6 values differ)" in verdict.sentence


def test_an_error_is_told_in_one_line_with_the_learners_line(doubled):
    def answer(numbers):
        rows = len(numbers)
        return numbers[rows]

    verdict = doubled.check(answer)
    assert verdict.status == "raised"
    assert "`IndexError: index 1 is out of bounds" in verdict.sentence
    assert "in line 3 of your function: `return numbers[rows]`" in verdict.sentence
    assert "\n" not in verdict.sentence


def test_the_verdict_stands_alone_not_below_a_warning_for_each_case(doubled, recwarn):
    verdict = doubled.check(lambda numbers: numbers / np.zeros(1))
    assert (verdict.status, verdict.misconception) == ("wrong", None)
    assert not recwarn


def test_an_error_inside_a_library_names_the_learners_line(doubled):
    verdict = doubled.check(lambda numbers: np.concatenate([numbers, np.ones(3)]))
    assert "in line 1 of your function" in verdict.sentence


def test_a_mistake_that_stops_is_known_by_its_cases_and_its_error(doubled):
    @doubled.misconception("It is divided by a size that may be anything.")
    def divides(numbers):
        if numbers.shape != (1, 3):
            raise ValueError("three columns")
        return numbers / 2

    def alike(numbers):
        return numbers / 2 if len(numbers) == 1 else np.array("no number", float)

    def another_error(numbers):
        return numbers / 2 if len(numbers) == 1 else numbers[99]

    def other_numbers(numbers):
        return numbers / 3 if len(numbers) == 1 else np.array("no number", float)

    verdict = doubled.check(alike)
    assert (verdict.status, verdict.misconception) == ("wrong", "divides")
    for answer in (another_error, other_numbers):
        verdict = doubled.check(answer)
        assert (verdict.status, verdict.misconception) == ("wrong", None)
        assert verdict.sentence.startswith("With numbers = [[1, −2.5, 3]]: at [0, 0] expected 2, got 0.")
        assert "And in a later case it stops: `" in verdict.sentence
    verdict = doubled.check(lambda numbers: numbers / 2)  # alike until the mistake stops, and goes on with an array
    assert (verdict.status, verdict.misconception) == ("wrong", None)
    assert doubled.check(lambda numbers: numbers + numbers).status == "right"


def test_even_an_exit_is_only_an_error(doubled):
    def answer(numbers):
        raise SystemExit(3)

    assert doubled.check(answer).status == "raised"


def test_a_loop_without_end_is_stopped(doubled):
    def answer(numbers):
        while True:
            pass

    verdict = doubled.check(answer)
    assert (verdict.status, verdict.misconception) == ("raised", None)
    assert "still running" in verdict.sentence
    time.sleep(0.5)  # a late interrupt would end this test


def test_swallowing_every_exception_does_not_hide_the_stop(doubled):
    def answer(numbers):
        while True:
            with contextlib.suppress(Exception):
                time.sleep(0.01)

    assert "still running" in doubled.check(answer).sentence


def test_the_case_that_never_ends_is_shown(doubled):
    def answer(numbers):
        while numbers.shape == (3, 2):
            time.sleep(0.01)
        return 2 * numbers

    assert "It was called with numbers = [[0, 1], [2, 3], [4, 5]]." in doubled.check(answer).sentence


def test_a_function_without_a_result_is_called_once(doubled, capsys):
    verdict = doubled.check(lambda numbers: print("called"))
    assert "Is a `return` missing?" in verdict.sentence
    assert capsys.readouterr().out == "called\n"


def test_a_result_that_cannot_be_looked_at_is_told_before_a_later_error():
    @exercise("One.", hints=("?", "", "``"), cases=lambda: [(1,), (0,)], probe=lambda result, number: result.real)
    def inverse(number):
        return 1 / number if number else 0.0

    verdict = inverse.check(lambda number: str(1 / number))
    assert verdict.status == "wrong"
    assert "This is a `str`, and it could not be examined (`AttributeError:" in verdict.sentence
    assert inverse.check(lambda number: 1 / number).status == "raised"


def test_what_the_bank_makes_of_a_case_is_found_once(doubled):
    calls = []

    @doubled.misconception("Nothing is there.")
    def counts(numbers):
        calls.append(numbers.shape)
        return 0 * numbers

    for _ in range(3):
        assert doubled.check(lambda numbers: 3 * numbers).misconception is None
    assert calls == [(1, 3)]  # it differs in the first case already
    for _ in range(3):
        assert doubled.check(lambda numbers: numbers - numbers).misconception == "counts"
    assert calls == [(1, 3), (3, 2)]


@pytest.mark.parametrize("others", range(4))
def test_the_first_of_several_mistakes_that_do_the_same_is_named(doubled, others):
    for number in range(others):
        doubled.misconception(f"Plus {number}.")(lambda numbers, number=number: 2 * numbers + number + 1)

    @doubled.misconception("Halved.")
    def halves(numbers):
        return numbers / 2

    @doubled.misconception("Halved once more.")
    def halves_again(numbers):
        return numbers * 0.5

    assert doubled.check(lambda numbers: numbers / 2).misconception == "halves"


def test_mistakes_that_overwrite_their_input_do_not_spoil_the_cases_of_others(doubled):
    @doubled.misconception("Nothing is left.")
    def spoils(numbers):
        numbers *= 0
        return numbers

    @doubled.misconception("A sign is wrong.")
    def negates(numbers):
        return -numbers

    assert doubled.check(lambda numbers: -numbers).misconception == "negates"
    assert doubled.check(lambda numbers: 0 * numbers).misconception == "spoils"


def test_a_reference_that_stops_is_no_verdict():
    @exercise("Break.", hints=("?", "", "``"), cases=lambda: [(0,)])
    def broken(number):
        return 1 / number

    with pytest.raises(ZeroDivisionError):
        broken.check(lambda number: number)


def test_outside_the_main_thread_a_check_works(doubled):
    verdicts = []
    thread = threading.Thread(target=lambda: verdicts.append(doubled.check(lambda numbers: 2 * numbers)))
    thread.start()
    thread.join()
    assert verdicts[0].status == "right"


def test_inputs_changed_in_place_are_noticed(doubled):
    def answer(numbers):
        numbers *= 2
        return numbers

    verdict = doubled.check(answer)
    assert (verdict.status, verdict.misconception) == ("wrong", "changes its input")
    assert "`numbers`" in verdict.sentence


def test_an_overwritten_input_is_said_and_no_other_mistake_in_its_place(doubled):
    """Numbers of who compares an array with itself may look like any mistake."""

    def answer(numbers):
        numbers **= 2
        return numbers

    verdict = doubled.check(answer)
    assert verdict.misconception == "changes its input"
    assert verdict.sentence.startswith(
        "The function overwrites `numbers` of whoever calls it. Work on a copy first. With"
    )

    @doubled.misconception("Three times is too much.")
    def triples_in_place(numbers):
        numbers *= 3
        return numbers

    verdict = doubled.check(lambda numbers: np.multiply(numbers, 3, out=numbers))
    assert verdict.misconception == "triples in place"
    assert verdict.sentence.endswith("The function overwrites `numbers` of whoever calls it. Work on a copy.")
    assert "overwrites" not in doubled.check(lambda numbers: 3 * numbers).sentence


def test_an_overwritten_input_is_said_when_the_code_stops(doubled):
    def answer(numbers):
        numbers[0] = 7
        return numbers.nothing

    verdict = doubled.check(answer)
    assert (verdict.status, verdict.misconception) == ("raised", None)
    assert "The function overwrites `numbers` of whoever calls it." in verdict.sentence


@pytest.mark.parametrize("answer", [5, None, "2 * numbers", [2.0], np.ones(3), int, object()])
def test_what_is_no_function_gets_a_sentence(doubled, answer):
    assert "A function is asked for" in doubled.check(answer).sentence


def test_other_arguments_get_a_sentence(doubled):
    assert "`(numbers)`; yours takes `(a, b)`" in doubled.check(lambda a, b: a).sentence


def test_not_attempted(doubled, size):
    assert doubled.check().status == "not attempted"
    assert doubled.check(doubled.unattempted).status == "not attempted"


def test_an_answer_that_was_begun_is_not_called_unattempted(doubled, size):
    def rewritten(numbers):
        twice = 2 * numbers  # noqa: F841
        return ...

    for answer, words in [
        (rewritten, "Your function still returns `...`."),
        (lambda numbers: [2, ...], "There is still a `...` in the result."),
        (lambda numbers: {"a": np.array([..., 1], object)}, "There is still a `...` in the result."),
    ]:
        verdict = doubled.check(answer)
        assert (verdict.status, verdict.sentence) == ("wrong", words)
    verdict = doubled.check(lambda numbers: ... * numbers)
    assert verdict.status == "raised"
    assert "There is still a `...` in your function." in verdict.sentence
    assert size.check((..., 4)).sentence == "There is still a `...` in your answer."
    assert size.check((..., 4)).status == "wrong"


def test_numpys_word_ellipsis_is_no_unwritten_answer(doubled):
    """NumPy names it when an index is a fraction: `/` for `//`, a maximum for its place."""

    def answer(numbers):
        return numbers[..., len(numbers) / 2]

    verdict = doubled.check(answer)
    assert verdict.status == "raised"
    assert "ellipsis (`...`)" in verdict.sentence
    assert "still a" not in verdict.sentence


def test_a_repair_not_touched_is_not_attempted():
    @exercise("Mend it.", hints=("?", "", "``"), cases=lambda: [(1,), (2,)])
    def plus(number):
        return number + 1

    @plus.repair
    def plus(number):
        return number - 1

    assert plus.check(plus.given).status == "not attempted"
    verdict = plus.check(lambda number: -1 + number)
    assert (verdict.status, verdict.misconception) == ("wrong", None)
    assert verdict.sentence.startswith(
        "It gives the same numbers as when you got it. With number = 1: expected 2, got 0."
    )
    assert plus.check(lambda number: number + 1).status == "right"
    assert plus.cell().startswith("def plus(number):\n    return number - 1")
    assert plus.solution_cell().startswith("def plus(number):\n    return number + 1")


def test_a_shape(size):
    assert size.check([3, 4]).status == size.check(np.array([3, 4])).status == "right"
    assert size.check((4, 3)).misconception == "width first"
    assert "part 2 of 2 is not right" in size.check((3, 5)).sentence
    assert "2 values are asked for" in size.check(12).sentence
    assert "part 2 of 2 is text: write it without quotation marks." in size.check((3, "4")).sentence
    assert size.check(None).sentence.startswith("The answer is `None`. Write the value itself")
    assert "3" not in size.check((9, 9)).sentence.replace("hint", "")


def test_choices():
    @exercise("Which?", hints=("?", "", "``"), choices=("same", "valid"))
    def rule():
        return "same"

    assert rule.check("same").status == rule.check(" Same ").status == "right"
    assert 'Write one of `"same"`, `"valid"`' in rule.check("both").sentence
    assert "Write one of" in rule.check(np.ones((2, 2))).sentence


def test_hints_come_one_by_one_and_stay_at_the_last(doubled):
    assert [str(doubled.hint()) for _ in range(4)] == [
        "Hint 1 of 3. Times what?",
        "Hint 2 of 3. Times two.",
        "Hint 3 of 3. `2 * …`",
        "Hint 3 of 3, again: there is no further one. `2 * …` `.solution()` shows the solution.",
    ]


def test_the_solution_is_the_references_source(doubled, size):
    assert doubled.solution().text == "def doubled(numbers):\n    return 2 * numbers"
    assert size.solution().text == "size = (3, 4)"


def test_a_solution_of_one_value_says_why():
    diagnosed = next(one for one in bank()["10"].values() if one.verb == "diagnose")
    assert diagnosed.afterword and str(diagnosed.solution()).endswith(f"\n{diagnosed.afterword}")
    assert diagnosed.solution()._repr_html_().count("</pre>") == 1


@pytest.mark.parametrize(
    ("given", "end"),
    [
        (0.55, "is rounded: give more digits, or the calculation itself."),
        (0.56, "is too large."),
        (0.54, "is too small."),
        (0.6, "is too large."),
        (1, "is too large."),
        (float("inf"), "is not a finite number."),
        (1e-300, "is too small."),
        (10**400, "is too large."),
    ],
)
def test_a_rounded_number_is_called_so_and_no_other(given, end):
    @exercise("Which share?", hints=("?", "", "``"))
    def share():
        return 27 / 49

    assert share.check(given).sentence.startswith(f"{compare.short(given)} {end}")


def test_a_rounded_part_is_called_so():
    @exercise("Which two?", hints=("?", "", "``"))
    def two():
        return 3, 2 / 3

    assert "part 2 of 2 is rounded: give more digits" in two.check((3, 0.67)).sentence
    assert "part 2 of 2 is not right" in two.check([3, 0.7]).sentence
    assert "part 1 of 2 is not right" in two.check((3.5, 0.67)).sentence


def test_html_says_the_same_and_escapes(doubled):
    def answer(numbers):
        raise ValueError("<b>a < b</b>")

    html = doubled.check(answer)._repr_html_()
    assert 'role="status"' in html
    assert "&lt;b&gt;a &lt; b&lt;/b&gt;" in html
    assert "⚠ Your code stopped." in html


def test_a_hint_and_a_solution_as_html(doubled):
    assert doubled.hint()._repr_html_().endswith("<strong>Hint 1 of 3.</strong> Times what?</div>")
    solution = doubled.solution()._replace(text="a < b", note="Kept in `x`.")._repr_html_()
    assert '<pre style="white-space: pre; overflow-x: auto">a &lt; b</pre>' in solution
    assert "max-width: none" in solution
    assert "<br><small>Kept in <code>x</code>.</small>" in solution


def test_repr_is_one_stable_line(doubled):
    assert repr(doubled) == "Exercise doubled: write, 1 misconceptions"


def test_a_repair_with_a_probe_that_was_changed_in_vain(doubled):
    @exercise(
        "Mend.", hints=("?", "", "``"), cases=lambda: [(2,), (3,)], probe=lambda result, number: {"value": result}
    )
    def cube(number):
        return number**3

    @cube.repair
    def cube(number):
        return number**2

    assert cube.check(lambda number: number * number).sentence.startswith(
        "It gives the same numbers as when you got it."
    )
    assert "same numbers" not in cube.check(lambda number: number).sentence


def test_an_interrupt_of_the_learner_ends_the_cell(doubled):
    with pytest.raises(KeyboardInterrupt):
        doubled.check(lambda numbers: signal.raise_signal(signal.SIGINT))


def test_a_built_in_without_a_signature_is_tried(doubled):
    """Python cannot tell what `max` takes; the call will."""
    assert doubled.check(max).status in ("wrong", "raised")


def test_a_type_that_matters_is_named():
    @exercise("Mean.", hints=("?", "", "``"), cases=lambda: [(np.full((4, 4), 200, np.uint8),), (np.uint8([1, 2]),)])
    def mean(pixels):
        return pixels.mean()

    wrong = mean.check(lambda pixels: np.add.reduce(pixels.ravel(), dtype=np.uint8) / pixels.size)
    assert wrong.sentence.startswith("With pixels of shape (4, 4) (uint8): expected 200, got")
    assert "With pixels = [1, 2] (uint8): " in mean.check(lambda pixels: 200).sentence


def test_a_generator_of_random_numbers_is_told_as_one():
    @exercise("Draw.", hints=("?", "", "``"), cases=lambda: [(np.random.default_rng(0), 3)])
    def draw(rng, count):
        return count

    assert "With rng (a generator of random numbers), count = 3: " in draw.check(lambda rng, count: 4).sentence


@pytest.fixture
def many():
    @exercise("How many?", hints=("?", "", "``"))
    def many():
        return 16200

    return many


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("16200", "'16200' is text. Write a number, without quotation marks."),
        ((16, 200), "(16, 200) is a tuple: Python reads a comma so. One number is asked for; if it is 16,200, leave"),
        ((1, 0, 200), "(1, 0, 200) is a tuple: Python reads a comma so. One number is asked for; if it is 1,000,200,"),
        ((1, 6, 200), "(1, 6, 200) is not a number; one number is asked for."),
        ((0, 200), "(0, 200) is not a number; one number is asked for."),
        ((24, 7), "(24, 7) is not a number; one number is asked for."),
        ((16, 2000), "(16, 2000) is not a number; one number is asked for."),
        ((16.0, 200), "(16, 200) is not a number; one number is asked for."),
        ((16200,), "(16200,) is not a number; one number is asked for."),
        (float("nan"), "NaN is not a finite number."),
        (float("-inf"), "−∞ is not a finite number."),
        (Fraction(33000, 2), "Fraction(16500, 1) is too large."),
        (16199, "16199 is too small."),
        (16199 + 0j, "(16199+0j) is too small."),
        (10**400, f"1{76 * '0'}… is too large."),
        (-(10**30), f"-1{30 * '0'} is too small."),
        (True, "True is not a number; one number is asked for."),
        ([16200], "[16200] is not a number; one number is asked for."),
        ({}, "{} is not a number; one number is asked for."),
    ],
)
def test_a_wrong_number_gets_a_sentence_of_its_own(many, answer, words):
    assert many.check(answer).sentence.startswith(words)
    assert many.check(answer).status == "wrong"


@pytest.mark.parametrize("answer", [16200, 16200.0, np.int32(16200), Fraction(16200), Decimal("16200"), 16200 + 0j])
def test_the_right_number_in_any_form_is_right(many, answer):
    assert many.check(answer).status == "right"


def test_text_that_is_asked_for_freely():
    @exercise("Which word?", hints=("?", "", "``"))
    def word():
        return "same"

    assert word.check("same").status == "right"
    assert word.check("valid").sentence.startswith("'valid' is not right.")


@pytest.fixture
def guessed():
    """A small prediction that stands before the cell which answers it."""

    @prediction("How many?", hints=("How many what?",), objectives=(2, 1), afterword="Three.")
    def guessed():
        return 3

    @guessed.misconception("One more than that.")
    def one_too_few():
        return 2

    return guessed


def test_a_prediction_is_judged_as_any_and_sends_the_learner_on(guessed):
    assert guessed.kind == "predict" and guessed.asked_first and guessed.objectives == (2, 1)
    assert str(guessed.check(3)) == "✓ Right. Three."
    assert guessed.check(2).misconception == "one too few"
    assert guessed.check(7).sentence.endswith("Go on, and compare with what comes.")
    assert "3" not in guessed.check(7).sentence
    assert guessed.check().status == "not attempted"


def test_an_exercise_is_asked_where_it_stands(doubled, size):
    assert not doubled.asked_first and size.objectives == ()
    assert size.check((5, 5)).sentence.endswith("`.hint()` helps.")


# A diagnosis: each wrong one comes with what contradicts it.


def illness():
    @diagnosis(
        "What ails it?",
        contradicted={"rate too high": "Its first loss is 2.3.", "a leak": "Shuffled, it guesses."},
        hints=("Where?", "There.", "`here`"),
        objectives=(1,),
        afterword="It counts outputs.",
    )
    def what_ails_it():
        return "counts outputs"

    return what_ails_it


def test_a_diagnosis_is_right_or_contradicted():
    one = illness()
    assert one.choices == ("a leak", "counts outputs", "rate too high")
    assert (one.kind, one.verb) == ("predict", "diagnose")
    assert one.judge.verdict(" Counts outputs") == Verdict("right", "It counts outputs.")
    assert one.judge.verdict("a leak") == Verdict("wrong", "Shuffled, it guesses.", "a leak")
    assert one.judge.verdict("rate too high") == Verdict("wrong", "Its first loss is 2.3.", "rate too high")
    assert "is not among the answers" in one.judge.verdict("flu").sentence
    assert one.judge.verdict(...).status == "not attempted"


def test_a_diagnosis_shows_its_answer_as_a_word():
    assert illness().solution_cell().splitlines()[0] == 'what_ails_it = "counts outputs"'
    assert opening(illness()) == "**Exercise: diagnose.**"


def test_what_it_needs_and_is_not_here_is_said_and_counts_as_no_attempt(monkeypatch):
    @exercise("Make it.", hints=("?",), needs="a_package_that_nobody_has")
    def made():
        raise AssertionError("it is not run")

    verdict = made.check(3)
    assert verdict.status == "not attempted"
    assert "needs A_package_that_nobody_has, which is not here. `python start.py`" in verdict.sentence


def test_words_that_name_the_host_are_the_hosts_own(doubled, size):
    def said():
        tries = doubled.check(lambda numbers: 3 * numbers), size.check((5, 5)), size.check()
        return " ".join(repr(verdict) for verdict in tries)

    notebook = said()
    assert notebook.count("`.hint()` helps.") == 2
    assert "then run the cell again." in notebook
    try:
        host.speak_as(host.PAGE)
        assert said() == notebook.replace("`.hint()` helps.", host.PAGE.help).replace(
            "run the cell again", host.PAGE.again
        )
    finally:
        host.speak_as(host.NOTEBOOK)
    assert said() == notebook
