"""Simulated learners at the exercises: what who makes several mistakes answers, and what advice makes of them."""

from itertools import combinations

import numpy as np


def makers_of_two(exercise, chain, most, rng):
    """Learners who make two mistakes at once: pairs (mistakes, function from mistakes that are left to the answer).

    Parameters
    ----------
    exercise : Exercise
    chain : Chain or None
        Of a predicted number: two slips in two steps make one value.
    most : int
        So many pairs, drawn by `rng`, where there are more.
    rng : numpy.random.Generator
    """
    if chain:
        pairs = [made for made in chain.combinations() if len(made) == 2]
        return [(made, lambda left: chain.made_by(*left)) for made in _some(pairs, most, rng)]
    named = {one.name: one.wrong for one in exercise.misconceptions}
    behaves = _chooses if exercise.kind == "predict" else _switches
    return [
        (pair, lambda left: behaves(exercise, [named[name] for name in left]))
        for pair in _some(list(combinations(named, 2)), most, rng)
    ]


def _some(things, most, rng):
    return [things[place] for place in sorted(rng.permutation(len(things))[:most])]


def _chooses(exercise, mistakes):
    """A choice among words: what the first mistake says."""
    return mistakes[0]() if mistakes else exercise.reference()


def _switches(exercise, mistakes):
    """A function that makes the first mistake in the first half of all cases, and the last one in the rest."""
    if not mistakes:
        return exercise.reference
    half, calls = (len(exercise.cases()) + 1) // 2, []

    def answer(*arguments):
        calls.append(1)
        made = mistakes[0] if (len(calls) - 1) % (2 * half) < half else mistakes[-1]
        return made(*arguments)

    return answer


def follow(exercise, mistakes, answer, tries=3):
    """The verdicts that a learner gets who does what each says, until one says "right" or the tries are used.

    A mistake that is named is not made again. Where none is named, or one that is not made, the learner looks again at
    the first step.

    Parameters
    ----------
    exercise : Exercise
    mistakes : sequence
        Names, or (step, name) of a chain.
    answer : function
        From the mistakes that are left to an answer.
    tries : int

    Returns
    -------
    verdicts : list of Verdict
    """
    left, verdicts = list(mistakes), []
    for _ in range(tries):
        verdicts.append(exercise.judge.verdict(answer(left)))
        if verdicts[-1].status == "right" or not left:
            break
        named = [one for one in left if verdicts[-1].misconception in (one, one[-1])]
        left.remove((named or left)[0])
    return verdicts


def ranks(values):
    """The rank of each value, from 0; equal ones share theirs."""
    values = np.asarray(values, float)
    return np.array([(values < one).sum() + ((values == one).sum() - 1) / 2 for one in values])


def spearman(one, other):
    """Rank correlation of two rows."""
    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])
