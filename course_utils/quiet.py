"""Keras and TensorFlow without start-up lines: `from course_utils.quiet import keras`, or `keras, tensorflow as tf`.

TensorFlow writes lines about the processor to the process's own stderr (file descriptor 2) when it is
first imported and when it first computes. They carry process ids and times, so a stored notebook that
holds them never matches its next run. TF_CPP_MIN_LOG_LEVEL alone does not silence TensorFlow 2.21.
Other warnings of theirs are shown, but for one on retracing.

In a page there is neither: a sentence says where there is.
"""

import gc
import os
import sys
from contextlib import contextmanager

from course_utils.page_data import in_page

if in_page():
    raise ImportError(
        "Keras does not run in a page. Install the course, and this runs there: in its folder, python start.py"
    )


@contextmanager
def _silent_stderr():
    """Send file descriptor 2 to the null device for a while."""
    sys.stderr.flush()
    kept, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)


@contextmanager
def _no_collection():
    """Look for no circular garbage for a while: thousands of modules come in, and it takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


with _silent_stderr(), _no_collection():
    import keras
    import tensorflow

    keras.ops.zeros(1) + 1  # the first computation, which also writes lines
    gc.freeze()  # all this stays: to look through it takes a fifth of a second, and `training.fit` looks each time

# It warns of a program that traces too often by mistake; who trains several small networks does, and makes none.
tensorflow.get_logger().addFilter(lambda record: "triggered tf.function retracing" not in str(record.msg))

__all__ = ["keras", "tensorflow"]
