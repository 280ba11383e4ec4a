"""How long a learner waits for a verdict: the slowest check of every exercise.

    python -m benchmarks.checks

Each exercise judges its reference and each of its misconceptions, as in a kernel that has not judged it before.
Keras is imported beforehand, as the lessons that use it do.
"""

import time
import warnings

from benchmarks.report import Result, main
from course_utils.checking.judging import Judge
from course_utils.exercises import bank

ARRAY_BAR, KERAS_BAR = 0.2, 3.0  # seconds
KERAS = {"answers_of", "small_network", "training_loss", "batches"}


def measure():
    """Slowest verdict among the exercises on arrays, and among those that use Keras."""
    from course_utils.quiet import keras

    keras.Sequential([keras.layers.Dense(1)])(keras.ops.ones((1, 2)))
    warnings.simplefilter("ignore")
    longest = {name: slowest(exercise) for lesson in bank().values() for name, exercise in lesson.items()}
    arrays = {name: waited for name, waited in longest.items() if name not in KERAS}
    networks = {name: longest[name] for name in KERAS}
    return [
        result("slowest check of an array exercise", arrays, ARRAY_BAR),
        result("slowest check of a Keras exercise", networks, KERAS_BAR),
    ]


def slowest(exercise):
    """Return the time of the slowest verdict, right and wrong answers."""
    functions = [exercise.reference, *(misconception.wrong for misconception in exercise.misconceptions)]
    return max(seconds(exercise, function) for function in functions)


def seconds(exercise, function):
    """Return the time of one verdict, nothing known from earlier ones."""
    answer = function() if exercise.kind == "predict" else function
    judge = Judge(exercise)
    started = time.perf_counter()
    judge.verdict(answer)
    return time.perf_counter() - started


def result(name, waited, bar):
    """Longest wait as a line; the three longest in its detail."""
    ordered = sorted(waited, key=waited.get, reverse=True)
    detail = f"of {len(waited)}: " + ", ".join(f"{name} {1000 * waited[name]:.0f} ms" for name in ordered[:3])
    return Result(name, waited[ordered[0]], "s", detail, bar)


if __name__ == "__main__":
    raise SystemExit(main(measure, __doc__))
