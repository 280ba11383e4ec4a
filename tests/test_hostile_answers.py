"""Whatever an answer raises, returns, prints or changes: a check gives a verdict, in bounded words, and goes on."""

import os
import sys
import time

import numpy as np
import pytest

from course_utils.checking.exercise import exercise
from course_utils.exercises import convolution, dropout, fashion_mnist_cnn, pooling


class Evil:
    """An object that fails in whatever way it is asked for something."""

    def __getattribute__(self, name):
        if name == "__class__":
            return object.__getattribute__(self, name)
        raise RuntimeError(f"no {name}")

    def _fail(self, *arguments):
        raise RuntimeError("no")

    __repr__ = __str__ = __eq__ = __len__ = __iter__ = __array__ = __float__ = __bool__ = __getitem__ = _fail
    __hash__ = object.__hash__


class Quitting:
    """An object that ends the program when it is looked at."""

    def __array__(self, dtype=None, copy=None):
        raise SystemExit("good-bye")

    def __repr__(self):
        raise GeneratorExit

    def __iter__(self):
        raise BaseException("not this one")


class Endless:
    """An object that computes for ever when NumPy asks for its numbers."""

    def __array__(self, dtype=None, copy=None):
        while True:
            time.sleep(0.01)


class Chatty:
    def __repr__(self):
        return "z" * 5_000_000


def lists_in_lists():
    deep = []
    for _ in range(3000):
        deep = [deep]
    return deep


def list_in_itself():
    values = [1, 2]
    values.append(values)
    return values


def dict_in_itself():
    values = {"a": 1}
    values["b"] = values
    return values


def array_in_itself():
    values = np.empty(2, object)
    values[:] = [1, values]
    return values


def huge():
    return np.broadcast_to(np.uint8(1), (2**20, 2**20, 2**10))


THINGS = {
    "an evil object": Evil(),
    "a quitting object": Quitting(),
    "a chatty object": Chatty(),
    "lists in lists": lists_in_lists(),
    "a list in itself": list_in_itself(),
    "a dict in itself": dict_in_itself(),
    "an array in itself": array_in_itself(),
    "an enormous array": huge(),
    "long text": "z" * 5_000_000,
    "many words": ["z"] * 1_000_000,
    "a long integer": 10**5000,
    "a class with a long name": type("Z" * 100_000, (), {}),
    "a class": Evil,
    "a module": np,
    "a generator": (number for number in range(3)),
    "not implemented": NotImplemented,
    "an array of text": np.array(["a", "b"]),
    "a structured array": np.zeros(2, dtype=[("a", int)]),
    "an array of dates": np.array(["2026-01-01"], dtype="datetime64"),
    "an exception": ValueError("z" * 1_000_000),
}


def raising(error):
    def answer(*arguments):
        raise error

    return answer


DEEDS = {
    "a bare exception": raising(BaseException("z" * 5_000_000)),
    "a generator's end": raising(GeneratorExit()),
    "an interrupt of its own": raising(KeyboardInterrupt("mine")),
    "an exit": raising(SystemExit()),
    "no memory": raising(MemoryError()),
    "too deep": lambda *arguments: DEEDS["too deep"](*arguments),
    "prints": lambda *arguments: print("z" * 20_000_000),
    "closes the output": lambda *arguments: sys.stdout.close(),
    "leaves": lambda *arguments: os.chdir("/"),
    "quits": lambda *arguments: exit(),
    "seterr": lambda *arguments: np.seterr(all="raise"),
}


@pytest.fixture
def parts():
    @exercise("Which?", hints=("?", "", "``"), cases=lambda: [(1,), (2,)], seconds=0.2)
    def parts(number):
        return {"sum": number + 1, "axes": "1, 2", "both": (number, np.ones((2, 2)))}

    @parts.misconception("Plus.")
    def other(number):
        return {"sum": number - 1, "axes": "1, 2", "both": (number, np.ones((2, 2)))}

    return parts


def exercises(parts):
    return {
        "numbers": convolution.all_answers,
        "a probe": dropout.silence,
        "a model": fashion_mnist_cnn.small_network,
        "a prediction": pooling.weights_saved,
        "a pair": pooling.pooled_shape,
        "a choice": dropout.reliable_effect,
        "parts": parts,
    }


KINDS = ["numbers", "a probe", "a model", "a prediction", "a pair", "a choice", "parts"]


def is_in_order(verdict):
    assert verdict.status in ("wrong", "raised")
    assert verdict.misconception is None
    assert len(repr(verdict)) < 1700
    assert len(verdict._repr_html_()) < 3000
    return True


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("thing", THINGS)
def test_a_strange_thing_gets_a_verdict(parts, kind, thing):
    one = exercises(parts)[kind]
    assert is_in_order(one.check(THINGS[thing]))  # in place of a function, too
    if one.kind != "predict":
        assert is_in_order(one.check(lambda *arguments: THINGS[thing]))
        assert is_in_order(one.check(lambda *arguments: [THINGS[thing], 1]))


@pytest.mark.parametrize("kind", ["numbers", "a probe", "a model", "parts"])
@pytest.mark.parametrize("deed", DEEDS)
def test_a_strange_deed_gets_a_verdict(parts, kind, deed, capsys):
    folder, errors = os.getcwd(), np.geterr()
    assert is_in_order(exercises(parts)[kind].check(DEEDS[deed]))
    assert (os.getcwd(), np.geterr()) == (folder, errors)
    assert len(capsys.readouterr().out) < 3000


def test_a_result_that_computes_for_ever_is_stopped(parts, monkeypatch):
    monkeypatch.setattr("course_utils.checking.judging._SECONDS_TO_EXAMINE", 0.2)
    verdict = parts.check(lambda number: {"sum": Endless(), "axes": "1, 2", "both": (1, 2)})
    assert "could not be examined" in verdict.sentence


def test_a_right_answer_after_all_this_is_right(parts):
    for kind, one in exercises(parts).items():
        answer = one.reference() if one.kind == "predict" else one.reference
        assert one.check(answer).status == "right", kind
