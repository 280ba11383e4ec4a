"""Right and wrong answers to any exercise, made from its bank: nothing here knows a single exercise."""

from itertools import combinations

import numpy as np

from course_utils.checking.compare import as_numbers, first_difference


def right_answers(exercise):
    """Pairs (label, answer) that must be accepted."""
    yield "the reference", as_answer(exercise, exercise.reference)
    for other in exercise.alternatives:
        yield other.__name__, as_answer(exercise, other)
    for label, change in FORMS.items():
        if answer := changed(exercise, change, only_if_equal=True):
            yield label, answer[0]


def wrong_answers(exercise):
    """Pairs (label, answer) that must be rejected with a sentence; the bank's misconceptions not among them."""
    yield "None", as_answer(exercise, lambda *arguments: None)
    for label, change in SPOILED.items():
        if answer := changed(exercise, change):
            yield label, answer[0]
    for label, thing in STRANGE.items():
        yield label, as_answer(exercise, lambda *arguments, thing=thing: thing)
    if exercise.kind == "predict":
        return
    for label, thing in {**STRANGE, "a number": 3, "an array": np.ones((2, 3)), "the class int": int}.items():
        yield f"{label} in place of a function", thing
    yield "a function that raises", lambda *arguments: 1 / 0
    if len(exercise.cases()) > 1:
        yield "the unmodified input", lambda *arguments: arguments[0]
        yield "the first case's answer to all", lambda *arguments: exercise.reference(*exercise.cases()[0])
        yield "right in the first case only", only_first(exercise)
        for one, other in combinations([m.wrong for m in exercise.misconceptions], 2):
            yield f"{one.__name__} and {other.__name__} in turn", in_turn(one, other)


def as_answer(exercise, function):
    """What the learner hands over: the function, or for a prediction its value."""
    return function() if exercise.kind == "predict" else function


def changed(exercise, change, *, only_if_equal=False):
    """A list with the reference's answer after a change of its numbers; an empty one where that means nothing."""
    results = [exercise.reference(*case) for case in exercise.cases()]
    if not all(map(_is_numeric, results)):
        return []
    spoiled = [_apply(change, result) for result in results]
    is_equal = first_difference(results, spoiled) is None
    if is_equal != only_if_equal:
        return []  # an overflow that does not overflow, the transpose of a symmetric result
    return [as_answer(exercise, lambda *arguments: _apply(change, exercise.reference(*arguments)))]


def _is_numeric(result):
    if isinstance(result, tuple):
        return all(map(_is_numeric, result))
    return as_numbers(result) is not None and not isinstance(result, (bool, np.bool_))


def _apply(change, result):
    return (
        tuple(change(np.asarray(part)) for part in result) if isinstance(result, tuple) else change(np.asarray(result))
    )


def only_first(exercise):
    calls = []

    def answer(*arguments):
        calls.append(1)
        result = exercise.reference(*arguments)
        return result if len(calls) == 1 else 0

    return answer


def in_turn(one, other):
    calls = []

    def answer(*arguments):
        calls.append(1)
        return (one if len(calls) % 2 else other)(*arguments)

    return answer


#: Other forms of the same numbers.
FORMS = {
    "as float32": lambda numbers: numbers.astype(np.float32),
    "as float64": lambda numbers: numbers.astype(np.float64),
    "as a list": lambda numbers: numbers.tolist(),
    "with a channel axis": lambda numbers: numbers[..., np.newaxis] if numbers.ndim > 1 else numbers,
}

#: Other numbers, or other shapes. An integer that overflows keeps its last eight bits.
SPOILED = {
    "zeros": lambda numbers: np.zeros_like(numbers),
    "NaN": lambda numbers: numbers * np.nan,
    "infinity": lambda numbers: numbers + np.inf,
    "one more": lambda numbers: numbers + 1,
    "other signs": lambda numbers: -numbers.astype(float),
    "twice as much": lambda numbers: 2 * numbers.astype(float),
    "wrong shape": lambda numbers: np.stack([numbers, numbers]),
    "the first alone": lambda numbers: numbers.reshape(-1)[:1] if numbers.size > 1 else numbers,
    "transposed": lambda numbers: numbers.T,
    "in reverse": lambda numbers: numbers[::-1] if numbers.ndim else numbers,
    "an int overflow": lambda numbers: numbers.astype(np.int64).astype(np.int8),
    "as text": lambda numbers: str(numbers.tolist()),
}

STRANGE = {
    "text": "the answer",
    "a dictionary": {"a": 1},
    "an empty list": [],
    "a ragged list": [[1, 2], [3]],
    "an object": object(),
    "an array of objects": np.array([None, "x"], dtype=object),
    "a complex number": 3 + 4j,
}
