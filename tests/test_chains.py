"""No two mistakes share a number: every slip, and every pair of slips, in every predicted number."""

import importlib

import pytest

from course_utils.exercises import bank
from tests.support.chains import Chain, collisions

PREDICTED = [one for lesson in bank().values() for one in lesson.values() if one.kind == "predict" and not one.choices]


def chain_of(exercise):
    return importlib.import_module(f"tests.chains.{exercise.lesson}").CHAINS[exercise.name]


@pytest.fixture(params=PREDICTED, ids=lambda one: f"{one.lesson}.{one.name}")
def exercise(request):
    return request.param


def test_the_chain_ends_on_the_right_value(exercise):
    assert exercise.judge.verdict(chain_of(exercise).right()).status == "right"


def test_no_two_stories_end_on_one_value(exercise, record_property):
    chain, named = chain_of(exercise), {one.name: one.wrong() for one in exercise.misconceptions}
    assert not collisions(chain, named)
    assert len(set(map(repr, named.values()))) == len(named)
    record_property("total slips and pairs of slips", len(chain.combinations()))


def test_each_slip_is_judged_as_named(exercise):
    chain, names = chain_of(exercise), {one.name for one in exercise.misconceptions}
    for made, value in chain.combinations().items():
        verdict = exercise.judge.verdict(value)
        assert verdict.status == "wrong", made
        if len(made) == 1:
            ((_, name),) = made
            assert verdict.misconception == (name if name in names else None), (made, verdict)


def test_every_named_mistake_is_in_the_chain(exercise):
    slips = {name for _, name in chain_of(exercise).slips()}
    assert {one.name for one in exercise.misconceptions} <= slips


def test_collisions_are_found():
    """A size that is halved twice, where two slips undo each other."""
    chain = Chain(
        lambda size, half: half(size),
        {
            "size": {"right": 10, "one too many": 11, "two too many": 12},
            "half": {"right": lambda n: n // 2, "not halved": lambda n: n, "rounds down first": lambda n: (n - 2) // 2},
        },
    )
    found = collisions(chain, {"two too many": 6, "not halved": 10, "one too many": 7})
    assert "one too many ends on the right value 5" in found
    assert "two too many and rounds down first ends on the right value 5" in found
    assert not [words for words in found if words.startswith("not halved ends")]


def test_values_that_the_judge_takes_for_one_are_one():
    """The share that is lost is so near to 1 that who answers 1 would be told that it is lost."""
    chain = Chain(
        lambda share, way: way(share),
        {
            "share": {"right": 1e-6, "all of it": 1},
            "way": {"right": lambda share: share, "what is lost": lambda share: 1 - share},
        },
    )
    assert collisions(chain, {"what is lost": 1 - 1e-6}) == ["all of it ends on 1, which is called 'what is lost'"]
