"""Your network: what you wrote in the exercises, put together, trained on Fashion-MNIST in NumPy alone."""

import importlib
import math
import time

import numpy as np

from course_utils import fashion_mnist, own_parts
from course_utils.arrays import shown
from course_utils.checking import answers
from course_utils.checking.verdict import Words
from course_utils.numbers import counted, number
from course_utils.numpy_network import PARTS, History, NumpyNetwork
from course_utils.one_thread import one_thread
from course_utils.own_parts import SLOTS, Part

_BATCH, _TRIED = 128, 9  # images in a batch; batches measured before a training
_SLOTS = {slot.exercise: slot for slot in SLOTS}


class OwnNetwork:
    """A network, and whose each part of it is. Made by `assemble`.

    Attributes
    ----------
    parts : list of Part
        One for each part of the network, then the exercises it has no place for.
    network : NumpyNetwork
        The last one trained, or an untrained one.
    history : History or None
    """

    def __init__(self, functions, parts, note=""):
        self._functions, self.parts, self.note = functions, parts, note
        self.network, self.history = NumpyNetwork(functions), None

    def __repr__(self):
        return "\n".join(filter(None, [own_parts.in_words(self.parts), self.note]))

    def picture(self):
        """What `draw_parts` takes: name and whether it is yours, of each part of the network."""
        return [(part.name, part.yours) for part in self.parts if part.name in PARTS]

    def train(self, *, epochs=3, seed=0, images=None):
        """Train anew; says first how long it will take. Ctrl-C stops it and leaves what was learned until then.

        Parameters
        ----------
        epochs : int
            From 1 on.
        seed : int
            Of weights, order of images and dropout.
        images : int, optional
            How many of the training images; all 55,000 unless given.

        Returns
        -------
        History

        Raises
        ------
        ValueError
            A number is not allowed.
        """
        pixels, labels = fashion_mnist.load("train")
        images = len(pixels) if images is None else images
        for name, value, least, most in (("epochs", epochs, 1, 100), ("images", images, _BATCH, len(pixels))):
            if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
                raise ValueError(f"{name} {value!r} is not allowed: give a whole number from {least} to {most:,}.")
        pixels, labels, validation = pixels[:images], labels[:images], fashion_mnist.load("validation")
        print(f"{counted(epochs, 'epoch')} of {images:,} images: at most ≈ {self._minutes(pixels, labels, epochs)}.")
        self.network = NumpyNetwork(self._functions, seed=seed)
        self.history = self.network.train(
            pixels, labels, validation=validation, epochs=epochs, batch_size=_BATCH, after_epoch=_say
        )
        if not self.history.finished:
            accuracy = number(self.network.accuracy(*validation), 4, fixed=True)
            print(f"Stopped. The network is as it was at the last step: validation ≈ {accuracy}.")
        return self.history

    def _minutes(self, pixels, labels, epochs):
        """Whole minutes within which a training ends, measured on a few batches with a network of its own."""
        trial = NumpyNetwork(self._functions)
        with one_thread():
            times = [time.perf_counter()]
            for _ in range(_TRIED):
                trial.step(pixels[:_BATCH], labels[:_BATCH], 0.001)
                times.append(time.perf_counter())
        seconds = float(np.median(np.diff(times))) * (len(pixels) // _BATCH) * epochs
        return f"{math.ceil(seconds / 60)} min"  # one unit for every number: the number alone may differ


def _say(history: History):
    epoch = len(history.losses)
    loss, accuracy = number(history.losses[-1], fixed=True), number(history.accuracies[-1], 4, fixed=True)
    print(f"epoch {epoch}: loss ≈ {loss}, validation ≈ {accuracy}", flush=True)


def assemble(*unnamed, kept=True, **mine):
    """A network of your parts, where it can use them, and of the course's elsewhere.

    Parameters
    ----------
    kept : bool
        Whether answers that you let the course keep are used. Using them runs them: your own code, from your own file.
    **mine : function
        Your functions by the name of their exercise, such as `shares=shares`. They go before kept ones.

    Returns
    -------
    OwnNetwork

    Raises
    ------
    ValueError
        There is no such exercise among the parts, something else than a function is given, or one without its name.

    >>> assemble(kept=False).parts[0]
    Part(name='convolution', exercise='answers_in_depth', yours=False, why="Not there yet: the course's stands in.")

    Introduced in notebook 08.
    """
    _check_given(unnamed, mine)
    sources, note = answers.read() if kept else ({}, "")
    functions, found = {}, {}
    for slot in SLOTS:
        function, why = _chosen(slot, mine.get(slot.exercise), sources.get(slot.key))
        if function:
            functions[slot.part] = function
        found[slot.part or slot.exercise] = Part(slot.part, slot.exercise, function is not None, why)
    rest = [Part(name, "", False, "No exercise asks for it.") for name in PARTS if name not in found]
    placed = [found[name] for name in PARTS if name in found]
    return OwnNetwork(functions, [*placed, *rest, *(part for part in found.values() if not part.name)], note)


def _check_given(unnamed, mine):
    if unnamed:
        name = getattr(unnamed[0], "__name__", "shares")
        raise ValueError(f"give each function by its name, such as assemble({name}={name}).")
    if unknown := sorted(set(mine) - set(_SLOTS)):
        raise ValueError(f"{', '.join(unknown)} can be no part of the network: give some of {', '.join(_SLOTS)}.")
    for name, given in mine.items():
        if not callable(given):
            raise ValueError(f"{name} is {shown(given)}: give the function that you wrote, as {name}={name}.")


def _chosen(slot, given, source):
    """The function to use for a slot, made for batches, or None; and a sentence."""
    if given is None and source is None:
        if not slot.part:
            return None, f"{slot.why_not[0].upper()}{slot.why_not[1:]}."
        return None, "Not there yet: the course's stands in."
    try:
        function = answers.run(source, slot.exercise) if given is None else given
    except ValueError as error:
        return None, f"The course's stands in: {error}."
    bank = importlib.import_module(f"course_utils.exercises.{slot.bank}")
    verdict = getattr(bank, slot.exercise).judge.verdict(function)
    if verdict.status == "not attempted" and given is not None:
        return _chosen(slot, None, source)  # a stub does not hide what was kept on another day
    if verdict.status != "right":
        return None, f"Yours does not pass its check ({verdict.status}), so the course's stands in."
    return own_parts.tried(slot, function)


def keep_my_answers(yes=False):
    """Whether right answers may be kept, for your network: by default they are not.

    Without an argument it says what would be kept and where, and keeps nothing. `keep_my_answers(True)` keeps it, and
    from then on each right answer to one of these exercises. `course forget answers` deletes all of it.

    Returns
    -------
    Words

    Introduced in notebook 08.
    """
    if yes is True:
        return Words("Kept answers.", answers.consent())
    file = answers.path()
    if file is None:
        return Words("Nothing is kept.", "COURSE_PROGRESS is off.")
    listed = "\n\n".join(f"# {key}\n{source.rstrip()}" for key, source in answers.waiting().items())
    title = (
        f"Nothing is kept yet. With keep_my_answers(True) the code below goes into {file}, on this machine only, and "
        "so does each right answer to come. assemble() runs it. `course forget answers` in a terminal deletes it."
    )
    return Words(title, listed or "# no right answer in this session yet", is_code=True)
