"""A prediction as a chain of steps, each done rightly or with a slip: which slips end on the same value?

A file per lesson in tests/chains. The rule: no slip and no pair of slips ends on the right value, and none ends on the
value of a named slip that was not made, because the advice would then be untrue.
"""

from itertools import combinations, product
from typing import NamedTuple

from course_utils.checking.compare import difference


class Chain(NamedTuple):
    """The steps of one prediction.

    Attributes
    ----------
    value : function
        Takes the chosen way of each step, by the step's name, and returns the prediction.
    steps : dict
        Step -> {name of the way: what `value` takes}. The first way is the right one; the others are slips. A slip that
        the bank has a name for has exactly this name.
    """

    value: object
    steps: dict

    def right(self):
        """The prediction without a slip."""
        return self.value(**{step: next(iter(ways.values())) for step, ways in self.steps.items()})

    def slips(self):
        """All (step, name) that go wrong."""
        return [(step, name) for step, ways in self.steps.items() for name in list(ways)[1:]]

    def made_by(self, *slips):
        """The prediction of who makes these slips, each in another step."""
        chosen = {step: next(iter(ways.values())) for step, ways in self.steps.items()}
        return self.value(**chosen | {step: self.steps[step][name] for step, name in slips})

    def combinations(self):
        """Every slip and every pair of slips in two steps, as {slips: value}."""
        slips = self.slips()
        pairs = [pair for pair in combinations(slips, 2) if pair[0][0] != pair[1][0]]
        return {made: self.made_by(*made) for made in [*((slip,) for slip in slips), *pairs]}


def collisions(chain, named):
    """Sentences on values that two stories end on where only one of them would be told the truth.

    Two values are one where the judge takes one for the other.

    Parameters
    ----------
    chain : Chain
    named : dict
        Name of a misconception of the bank -> its value, the value that the verdict's name is given for.
    """
    found = [
        f"{_words(made)} ends on the right value {value!r}"
        for made, value in chain.combinations().items()
        if _are_close(value, chain.right())
    ]
    for (made, value), (name, told) in product(chain.combinations().items(), named.items()):
        if _are_close(value, told) and name not in {slip for _, slip in made}:
            found.append(f"{_words(made)} ends on {value!r}, which is called {name!r}")
    return found


def _are_close(value, told):
    """Whether the judge takes a value for another one: 0.999999 is as good as 1."""
    return difference(told, value, channel_axis=False) is None


def _words(made):
    return " and ".join(name for _, name in made)
