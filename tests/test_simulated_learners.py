"""Learners who hold misconceptions by construction: does the course find what was put in, and does its advice help?"""

import ast
import importlib
import inspect
import re
import textwrap
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from course_utils.exercises import bank
from course_utils.inventory.forms import ITEMS, questions
from course_utils.inventory.item import RIGHT
from course_utils.inventory.outcome import change, held
from course_utils.inventory.simulated import Learner, is_named, learner
from course_utils.lessons import LESSONS
from tests.support.followers import follow, makers_of_two, spearman

ROOT = Path(__file__).resolve().parent.parent
EXERCISES = [one for lesson in bank().values() for one in lesson.values()]
FORMS = {name: questions(seed) for name, seed in (("A", 1), ("another", 77))}


def chain_of(exercise):
    if exercise.kind != "predict" or exercise.choices:
        return None
    return importlib.import_module(f"tests.chains.{exercise.lesson}").CHAINS[exercise.name]


@pytest.fixture(params=EXERCISES, ids=lambda one: f"{one.lesson}.{one.name}")
def exercise(request):
    return request.param


# The inventory.


def failed(answers):
    return {name for name, answer in answers.items() if answer.choice != RIGHT}


@pytest.mark.parametrize("form", FORMS)
def test_who_holds_k_fails_exactly_the_items_that_probe_them(form, record_property):
    rng = np.random.default_rng(0)
    tried = 0
    for k in range(len(ITEMS) + 1):
        for _ in range(10):
            names = rng.permutation(list(ITEMS))[:k]
            holds = {str(name): str(rng.choice(ITEMS[name].misconceptions)) for name in names}
            answers = Learner(holds, rng).sit(FORMS[form])
            assert failed(answers) == set(holds)
            assert held(answers) == holds
            tried += 1
    record_property("total simulated learners whose misconceptions were all found", tried)


def test_the_planted_order_of_difficulty_is_recovered(record_property):
    """500 learners, who slip in one answer of twenty; the share that fails each item ranks the items as planted."""
    rng = np.random.default_rng(1)
    planted = dict(zip(ITEMS, rng.permutation(np.linspace(0.05, 0.9, len(ITEMS))), strict=True))
    learners = [learner(planted, rng, slips=0.05) for _ in range(500)]
    for form, asked in FORMS.items():
        wrong = [failed(one.sit(asked)) for one in learners]
        found = [sum(name in one for one in wrong) / len(wrong) for name in ITEMS]
        agreement = spearman(list(planted.values()), found)
        record_property(
            "inventory", f"inventory: planted order of difficulty recovered, form {form}: Spearman {agreement:.3f}"
        )
        assert agreement >= 0.95


def test_an_order_that_was_not_planted_is_not_found():
    rng = np.random.default_rng(1)
    learners = [learner(dict.fromkeys(ITEMS, 0.5), rng) for _ in range(500)]
    wrong = [failed(one.sit(FORMS["A"])) for one in learners]
    found = [sum(name in one for one in wrong) for name in ITEMS]
    assert abs(spearman(np.arange(len(ITEMS)), found)) < 0.7


def test_what_is_lost_is_what_is_told():
    rng = np.random.default_rng(2)
    for _ in range(50):
        one = learner(dict.fromkeys(ITEMS, 0.6), rng)
        had = dict(one.holds)
        before = one.sit(FORMS["A"])
        one.take_the_course(reading=0.3, advice=0.3)
        found = change(before, one.sit(FORMS["another"]))
        assert set(found.no_longer_held) == set(had) - set(one.holds)
        assert set(found.held_now) == set(one.holds) and not found.new


def test_only_reading_and_advice_change_a_learner():
    one = learner(dict.fromkeys(ITEMS, 1.0), np.random.default_rng(0))
    one.take_the_course(reading=0, advice=0)
    assert set(one.holds) == set(ITEMS)
    one.read("03", 1)
    assert set(ITEMS) - set(one.holds) == {name for name, item in ITEMS.items() if item.lesson == "03"}
    one.take_the_course(reading=1, advice=0)
    assert not one.holds


def test_the_checks_name_the_inventorys_misconceptions(record_property):
    """Where the exercise has the misconception, its check names it: so advice can follow."""
    known = [(name, wrong) for name, item in ITEMS.items() for wrong in item.misconceptions]
    named = [one for one in known if is_named(*one)]
    of_the_bank = [one for one in known if one[1] in {m.name for m in ITEMS[one[0]].exercise.misconceptions}]
    assert named == of_the_bank
    record_property("inventory", f"inventory: an exercise names {len(named)} of its {len(known)} misconceptions")
    assert len(named) >= 45


# The exercises.


@pytest.mark.parametrize(
    "exercise", [pytest.param(one, id=f"{one.lesson}.{one.name}") for one in EXERCISES if chain_of(one)]
)
def test_two_slips_at_once_get_a_true_sentence(exercise, record_property):
    """No pair of slips in a predicted number is called right, or called a mistake that was not made."""
    pairs = [made for made in chain_of(exercise).combinations() if len(made) == 2]
    verdicts = {made: exercise.judge.verdict(chain_of(exercise).made_by(*made)) for made in pairs}
    assert not [made for made, verdict in verdicts.items() if verdict.status == "right" or not verdict.sentence]
    names = {made: {None, *(name for _, name in made)} for made in pairs}
    untrue = {tuple(name for _, name in made) for made in pairs if verdicts[made].misconception not in names[made]}
    assert untrue == set()
    record_property("total pairs of slips, each with a true sentence", len(pairs))


def test_who_follows_the_advice_is_right_within_three_tries(exercise, record_property):
    """Learners who make two mistakes at once and do what each verdict says: wrong, wrong, right."""
    pairs = makers_of_two(exercise, chain_of(exercise), 12, np.random.default_rng(len(exercise.key)))
    named = 0
    for mistakes, answer in pairs:
        verdicts = follow(exercise, mistakes, answer)
        if len(verdicts) == 1:  # each mistake shows only in cases in which the other one was made: the other way round
            verdicts = follow(exercise, mistakes[::-1], answer)
        first, second, third = verdicts
        assert third.status == "right" and not {first.status, second.status} - {"wrong", "raised"}, (mistakes, first)
        assert first.sentence and second.sentence
        named += bool(first.misconception)
    record_property("total learners with two mistakes who were right at the third try", len(pairs))
    record_property("total of their first tries with a mistake named", named)


# What an exercise needs.

#: Term -> the lesson that defines it, where it stands in italics.
TERMS = {
    "dilation": "02",
    "max pooling": "03",
    "average pooling": "03",
    "global average pooling": "03",
    "overfitting": "04",
    "early stopping": "04",
    "weight decay": "04",
    "spatial dropout": "04",
    "batch norm": "05",
    "moving averages": "05",
    "standardised": "05",
    "layer norm": "05",
    "logits": "06",
    "softmax": "06",
    "cross-entropy": "06",
    "temperature": "06",
    "hyperparameters": "06",
    "confusion matrix": "06",
    "test-time flip": "07",
    "backpropagation": "08",
    "chain rule": "08",
    "occlusion": "09",
    "saliency": "09",
    "integrated gradients": "09",
    "Grad-CAM": "09",
    "deletion test": "09",
    "residual": "11",
    "shortcut": "11",
    "projection": "11",
    "transposed convolution": "12",
    "autoencoder": "12",
    "decoder": "12",
    "variational": "12",
}
FILES = {row.number: row.path(ROOT / "notebooks") for row in LESSONS}
NUMBERS = {row.bank: row.number for row in LESSONS}


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_defined_where_the_table_says(term):
    text = FILES[TERMS[term]].read_text(encoding="utf-8")
    assert re.search(rf"(?<![*\w])\*{term}\*", text, re.IGNORECASE)


def functions_of(exercise):
    return [one for one in (exercise.reference, exercise.unattempted, exercise.given) if one]


def test_no_exercise_needs_a_later_lessons_words(exercise):
    texts = [exercise.prompt, *exercise.hints, *(inspect.getsource(one) for one in functions_of(exercise))]
    for term, number in TERMS.items():
        if number > NUMBERS[exercise.lesson]:
            assert not re.search(rf"\b{term}\b", "\n".join(texts), re.IGNORECASE), term


def lent(function):
    """What a function of the bank uses of the course's modules: names it imports, and globals that come from there."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module.startswith("course_utils."):
            yield from (getattr(importlib.import_module(node.module), alias.name) for alias in node.names)
    for name in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}:
        value = function.__globals__.get(name)
        module = str(getattr(value, "__module__", ""))
        if module.startswith("course_utils.") and "checking" not in module and inspect.isroutine(value):
            yield value


def introduced(value):
    """The lesson that introduces a function of the course, or "" where none does."""
    said = re.search(r"Introduced in notebook (\d\d)", value.__doc__ or "")
    return said.group(1) if said else ""


def test_no_exercise_uses_what_a_later_lesson_introduces(exercise, record_property):
    used = [value for function in [*functions_of(exercise), *exercise.alternatives] for value in lent(function)]
    assert not [value.__name__ for value in used if introduced(value) > NUMBERS[exercise.lesson]]
    record_property("total uses of the course's functions in references, each introduced before", len(used))


def test_the_use_of_a_later_lessons_function_would_be_noticed():
    def reference(model, image):
        from course_utils.explanations import grad_cam

        return grad_cam(model, image)

    assert [introduced(value) for value in lent(reference)] == ["09"]


def test_pairs_are_pairs():
    """The tests above mean two mistakes: each pair is of two, and no learner starts with the right answer."""
    one = bank()["02"]["map_size"]
    for mistakes, answer in makers_of_two(one, None, 5, np.random.default_rng(0)):
        assert len(mistakes) == 2 and one.judge.verdict(answer(mistakes)).status != "right"
    assert len(list(combinations(one.misconceptions, 2))) > 5
