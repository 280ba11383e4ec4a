"""A study of the inventory's forms: from learners' files to effects and their spread, and how many learners it takes.

Two questions. *Paired*: did these learners change between their first and their second form? *Compared*: did one group
change more than another? Both are answered by exact reshuffling (signs, or groups), which assumes no distribution.
Nothing here is random that is not seeded.
"""

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_utils.inventory import records
from course_utils.inventory.forms import ITEMS, SEEDS, questions
from course_utils.inventory.simulated import learner
from course_utils.numbers import counted, number, percent

LEAST = 2  # learners in a group
_SHUFFLES = 999
_DRAWS = 2000
_LEVEL = 0.05


class Effect(NamedTuple):
    """A mean change with what it is judged by.

    Attributes
    ----------
    learners : int
        Or pairs of numbers, over both groups.
    change : float
        Mean change in understood items of twenty; between groups, the difference of these means.
    low, high : float
        Of the 95 % interval by resampling learners.
    size : float
        The change in standard deviations (of the changes; between groups, pooled).
    chance : float
        How often reshuffled data show at least this change.
    """

    learners: int
    change: float
    low: float
    high: float
    size: float
    chance: float


def understood(answers):
    """How many items of a form are understood: right, for the right reason, and no guess."""
    return sum(answer.standing == "understood" for answer in answers.values())


def complete(files):
    """The changes of all learners who finished both forms.

    Parameters
    ----------
    files : sequence of path
        Each an inventory.json, or what `course share --inventory` has written.

    Returns
    -------
    before, after : list of dict
        Answers to form A and to form B.
    left_out : list of (path, reason)
    """
    before, after, left_out = [], [], []
    for file in files:
        forms, note = records.read(file)
        lacking = [form for form in SEEDS if len(forms[form]) < len(ITEMS)]
        if note or lacking:
            reason = f"not finished: form {' and form '.join(lacking)}"
            left_out.append((Path(file), "damaged, or of a newer edition of the course" if note else reason))
        else:
            before.append(forms["A"])
            after.append(forms["B"])
    return before, after, left_out


def changes(before, after):
    """By how many understood items each learner changed."""
    return np.array([understood(two) - understood(one) for one, two in zip(before, after, strict=True)], float)


def paired(changed, seed=0):
    """Did these learners change?

    Parameters
    ----------
    changed : array of float (learners,)
    seed : int

    Returns
    -------
    Effect

    Raises
    ------
    ValueError
        There are fewer than two learners.
    """
    changed = _group(changed)
    means = _resampled(changed, np.random.default_rng(seed))
    return _effect(len(changed), changed.mean(), changed.std(ddof=1), means, chance_of_signs(changed, seed))


def compared(changed, others, seed=0):
    """Did one group change more than the other? As `paired`, with two rows of changes."""
    changed, others, rng = _group(changed), _group(others), np.random.default_rng(seed)
    squares = sum((len(group) - 1) * group.var(ddof=1) for group in (changed, others))
    learners = len(changed) + len(others)
    means = _resampled(changed, rng) - _resampled(others, rng)
    spread = math.sqrt(squares / (learners - 2))
    return _effect(learners, changed.mean() - others.mean(), spread, means, chance_of_groups(changed, others, seed))


def chance_of_signs(changed, seed=0):
    """How often a mean change is at least as large when each learner's sign is a coin's."""
    changed = _group(changed)
    signs = np.random.default_rng(seed).choice([-1, 1], (_SHUFFLES, len(changed)))
    return _chance((signs * changed).mean(axis=1), changed.mean())


def chance_of_groups(changed, others, seed=0):
    """How often two groups differ at least as much when who is in which is drawn anew."""
    changed, others = _group(changed), _group(others)
    everyone, first = np.concatenate([changed, others]), len(changed)
    mixed = np.random.default_rng(seed).permuted(np.tile(everyone, (_SHUFFLES, 1)), axis=1)
    shuffled = mixed[:, :first].mean(axis=1) - mixed[:, first:].mean(axis=1)
    return _chance(shuffled, np.mean(changed) - np.mean(others))


def _group(changed):
    """Changes as an array; of fewer than two learners there is neither a spread nor a chance."""
    changed = np.asarray(changed, float)
    if changed.ndim != 1 or len(changed) < LEAST:
        raise ValueError(
            f"{counted(changed.size, 'learner')} given: a study needs at least {LEAST} in each group who finished both "
            "forms. Add their files."
        )
    return changed


def _chance(shuffled, change):
    return float((1 + (np.abs(shuffled) >= abs(change) - 1e-12).sum()) / (1 + len(shuffled)))


def _resampled(changed, rng):
    return changed[rng.integers(len(changed), size=(_DRAWS, len(changed)))].mean(axis=1)


def _effect(learners, change, spread, means, chance):
    low, high = np.quantile(means, [0.025, 0.975])
    size = change / spread if spread else math.copysign(math.inf, change) if change else 0.0
    return Effect(learners, float(change), float(low), float(high), float(size), chance)


def by_item(before, after):
    """For each item: name, held before, held after, lost, new, and how often chance alone parts lost from new so far.

    The last is McNemar's exact test (of those who changed, half are expected each way), raised by Holm's rule because
    there are twenty of them.
    """
    rows = _counts(before, after)
    return [(*row, chance) for row, chance in zip(rows, holm([mcnemar(*row[3:]) for row in rows]), strict=True)]


def _counts(before, after):
    rows = []
    for name in ITEMS:
        was, now = (np.array([one[name].standing == "held" for one in form], bool) for form in (before, after))
        lost, new = int((was & ~now).sum()), int((~was & now).sum())
        rows.append((name, int(was.sum()), int(now.sum()), lost, new))
    return rows


def mcnemar(lost, new):
    """The two-sided exact probability of a split as uneven as this, if each way were as likely.

    >>> mcnemar(8, 1), mcnemar(3, 3), mcnemar(0, 0)
    (0.0390625, 1.0, 1.0)
    """
    changed, fewer = lost + new, min(lost, new)
    tail = sum(math.comb(changed, count) for count in range(fewer + 1)) / 2**changed
    return min(1.0, 2 * tail)


def holm(chances):
    """Probabilities of several tests, raised so that all together are wrong no more often than one would be.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    raised, highest = [0.0] * len(chances), 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=lambda one: chances[one])):
        highest = max(highest, min(1.0, (len(chances) - rank) * chances[place]))
        raised[place] = highest
    return raised


# Simulated classes, and how many learners a study needs.


def simulated_class(learners, rng, *, reading, advice, slips=0.1):
    """The answers of a simulated class before and after the course.

    Parameters
    ----------
    learners : int
    rng : numpy.random.Generator
    reading, advice : float
        With which chance a lesson's text, and the advice of a check, takes a misconception away.
    slips : float
        Share of answers that are guessed.

    Returns
    -------
    before, after : list of dict
    """
    first, second = (questions(seed) for seed in SEEDS.values())
    before, after = [], []
    for _ in range(learners):
        held_by_half = dict.fromkeys(ITEMS, float(rng.uniform(0.4, 0.8)))  # some learners hold more than others
        one = learner(held_by_half, rng, slips)
        before.append(one.sit(first))
        one.take_the_course(reading=reading, advice=advice)
        after.append(one.sit(second))
    return before, after


def power(sizes, *, reading, advice, studies=200, seed=0):
    """How often a study finds what is there: number of learners in each group -> (paired, compared).

    The first is the share of studies in which the group with advice changes (p < 0.05); the second, in which it changes
    more than a group that reads the same and gets no advice.
    """
    rng = np.random.default_rng(seed)
    pool, others = (
        changes(*simulated_class(max(sizes) * 12, rng, reading=reading, advice=given)) for given in (advice, 0.0)
    )
    found = {}
    for size in sizes:
        drawn = [(rng.choice(pool, size), rng.choice(others, size)) for _ in range(studies)]
        alone = np.mean([chance_of_signs(one) < _LEVEL for one, _ in drawn])
        against = np.mean([chance_of_groups(one, other) < _LEVEL for one, other in drawn])
        found[size] = (float(alone), float(against))
    return found


# What is written of it.


def report(before, after, left_out=()):
    """A study's result as lines of Markdown."""
    effect = paired(changes(before, after))
    lines = [
        f"{effect.learners} learners finished both forms; {len(left_out)} files were left out.",
        *(f"* {file.name}: {reason}" for file, reason in left_out),
        "",
        f"Understood items of {len(ITEMS)}: mean change {_signed(effect.change)} "
        f"(95 % interval {_signed(effect.low)} to {_signed(effect.high)}), "
        f"{_signed(effect.size)} standard deviations, p = {number(effect.chance)}.",
        "",
        "| item | held before | held after | lost | new | p |",
        "|---|---|---|---|---|---|",
    ]
    return lines + ["| " + " | ".join([row[0], *map(number, row[1:])]) + " |" for row in by_item(before, after)]


def power_table(sizes=(8, 12, 16, 24, 32, 48, 64), effects=((0.05, 0.1), (0.1, 0.2), (0.1, 0.4))):
    """How many learners it takes, as lines of a Markdown table: a pair of columns for each (reading, advice)."""
    heads = [f"{what}, advice {number(advice)}" for _, advice in effects for what in ("paired", "compared")]
    found = [power(sizes, reading=reading, advice=advice) for reading, advice in effects]
    lines = ["| learners a group | " + " | ".join(heads) + " |", "|---" * (1 + len(heads)) + "|"]
    for size in sizes:
        shares = [percent(share) for one in found for share in one[size]]
        lines.append(f"| {size} | " + " | ".join(shares) + " |")
    return lines


def _signed(value):
    return number(value, 2, sign=True)
