"""How long a learner waits for a verdict: the slowest check of every exercise.

    python -m benchmarks.checks

Each exercise judges its reference and each of its misconceptions, as in a kernel that has not judged it before.
Keras is imported beforehand, as the lessons that use it do.
"""

import time
import warnings

from course_utils.exercises import bank
from course_utils.exercises.judging import judge

ARRAY_BAR, KERAS_BAR = 0.2, 3.0  # seconds
KERAS = {"answers_of", "small_network", "training_loss", "batches"}


def seconds(exercise, function):
    """Return the time of one verdict, nothing known from earlier ones."""
    answer = function() if exercise.kind == "predict" else function
    exercise.observed.clear()
    started = time.perf_counter()
    judge(exercise, answer)
    return time.perf_counter() - started


def main():
    """Measure, print a line an exercise, return 0 when all bars hold (and 1 otherwise)."""
    from course_utils.quiet import keras

    keras.Sequential([keras.layers.Dense(1)])(keras.ops.ones((1, 2)))
    warnings.simplefilter("ignore")
    missed = []
    for number, lesson in bank().items():
        for name, exercise in lesson.items():
            functions = [exercise.reference, *(misconception.wrong for misconception in exercise.misconceptions)]
            right, *wrong = (seconds(exercise, function) for function in functions)
            bar = KERAS_BAR if name in KERAS else ARRAY_BAR
            missed += [name] if max(right, *wrong) > bar else []
            print(
                f"{number}  {name:<26} right {1000 * right:6.0f} ms   slowest {1000 * max(wrong):6.0f} ms   bar {bar} s"
            )
    print(f"bars missed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
