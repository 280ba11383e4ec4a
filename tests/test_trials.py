"""Every answer in tests/trials gets the verdict written beside it: none wrong is right, none right is wrong."""

import importlib
import warnings

import pytest

from course_utils.exercises import bank
from course_utils.lessons import LESSONS

BANKS = [row.bank for row in LESSONS]


def trials_of(name):
    return importlib.import_module(f"tests.trials.{name}").trials


@pytest.mark.parametrize(
    "exercise",
    [pytest.param(one, id=f"{one.lesson}.{name}") for lesson in bank().values() for name, one in lesson.items()],
)
def test_each_answer_gets_its_verdict(exercise, record_property):
    tried = [trial for trial in trials_of(exercise.lesson) if trial.exercise == exercise.name]
    assert tried
    failures = []
    for trial in tried:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            verdict = exercise.judge.verdict(trial.answer)
        is_as_said = trial.says in verdict.sentence
        if (verdict.status, verdict.misconception) != (trial.status, trial.named) or not is_as_said:
            failures.append((trial.label, trial.status, trial.named, trial.says, verdict))
    assert not failures
    record_property("total trial answers", len(tried))
    record_property("total trial answers that are right", sum(trial.status == "right" for trial in tried))


@pytest.mark.parametrize("name", BANKS)
def test_no_trial_is_for_an_exercise_that_is_not_there(name):
    of_lesson = {one.name for lesson in bank().values() for one in lesson.values() if one.lesson == name}
    assert {trial.exercise for trial in trials_of(name)} == of_lesson
