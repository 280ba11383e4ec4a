"""What holds for every exercise in the bank; generated from the bank, none written one by one."""

import ast
import warnings

import pytest

from course_utils.exercises import bank
from tests.support import answers

EXERCISES = [one for lesson in bank().values() for one in lesson.values()]


@pytest.fixture(params=EXERCISES, ids=lambda one: f"{one.lesson}.{one.name}")
def exercise(request):
    return request.param


def judged(exercise, answer):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return exercise.judge.verdict(answer)


def test_right_answers_are_accepted(exercise, record_property):
    tried = list(answers.right_answers(exercise))
    rejected = {label: verdict for label, answer in tried if (verdict := judged(exercise, answer)).status != "right"}
    assert not rejected
    record_property("total exercises", 1)
    record_property("total right answers accepted", len(tried))


def test_a_right_answer_written_another_way_is_in_the_bank(exercise):
    assert exercise.alternatives or exercise.choices


def test_each_misconception_is_named_and_advised(exercise, record_property):
    for misconception in exercise.misconceptions:
        verdict = judged(exercise, answers.as_answer(exercise, misconception.wrong))
        assert (verdict.status, verdict.misconception) == ("wrong", misconception.name), verdict
        assert verdict.sentence == misconception.advice
    assert len({one.advice for one in exercise.misconceptions}) == len(exercise.misconceptions)
    assert len({one.name for one in exercise.misconceptions}) == len(exercise.misconceptions)
    record_property("total misconceptions", len(exercise.misconceptions))
    record_property("total wrong answers rejected", len(exercise.misconceptions))


def test_enough_misconceptions(exercise):
    enough = len(exercise.choices) - 1 if exercise.choices else 3 if exercise.asked_first else 5
    assert len(exercise.misconceptions) >= enough


def test_wrong_answers_are_rejected_with_a_sentence(exercise, record_property):
    tried = list(answers.wrong_answers(exercise))
    for label, answer in tried:
        verdict = judged(exercise, answer)
        assert verdict.status in ("wrong", "raised"), (label, verdict)
        assert len(verdict.sentence.split()) >= 3, (label, verdict)
        assert "0x" not in repr(verdict), (label, verdict)
        assert "Traceback" not in repr(verdict), (label, verdict)
    record_property("total wrong answers rejected", len(tried))


def test_unattempted_is_unattempted(exercise):
    assert judged(exercise, ...).status == "not attempted"
    for start in filter(None, (exercise.given, exercise.unattempted)):
        verdict = judged(exercise, start)
        assert verdict.status == "not attempted", verdict
        assert verdict.misconception is None


def test_a_prediction_is_not_revealed(exercise):
    if exercise.kind == "predict" and not exercise.choices:
        verdict = judged(exercise, 123456789)
        assert str(exercise.reference()) not in verdict.sentence.replace("123456789", "")


def test_the_cell_is_short_and_runs(exercise):
    for code in (exercise.cell(), exercise.solution_cell()):
        ast.parse(code)
        assert code.splitlines()[-1] == f"exercises.{exercise.name}.check({exercise.name})"
        assert len([line for line in code.splitlines() if line.strip()]) <= 16
        assert max(map(len, code.splitlines())) <= 110


def test_the_solution_cell_is_right(exercise):
    """What is shown runs on NumPy alone, or imports what it needs, and passes."""
    names = {}
    code = exercise.solution_cell().rsplit("\n", 1)[0]
    exec(f"import numpy as np\n{code}", names)
    assert judged(exercise, names[exercise.name]).status == "right"


def test_hints_and_a_prompt(exercise):
    assert "?" in exercise.hints[0]
    assert len(exercise.hints) == 3 or (exercise.asked_first and len(exercise.hints) == 1)
    assert exercise.asked_first or "`" in exercise.hints[2]
    assert 10 <= len(exercise.prompt.split()) <= 90


@pytest.mark.parametrize("number", bank())
def test_exercises_rise_from_predict_to_repair(number):
    kinds = [one.kind for one in bank()[number].values()]
    assert len(kinds) >= (2 if number == "00" else 4)
    assert kinds == sorted(kinds, key=["predict", "write", "repair"].index)
    assert "predict" in kinds
    assert number == "00" or {"write", "repair"} <= set(kinds)
