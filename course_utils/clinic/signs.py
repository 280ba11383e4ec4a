"""The diagnoses, what each means, and what the instruments would read if it were true.

A wrong diagnosis is answered by the first of its signs that the patient's readings contradict. `MEASURED`, in
`measured`, holds these readings; tests/test_clinic.py takes them again from three seeds.
"""

from typing import NamedTuple


class Sign(NamedTuple):
    """What one instrument would read.

    Attributes
    ----------
    instrument : str
    holds : function
        Whether a reading is as it would be.
    words : str
        A sentence: what would be so.
    """

    instrument: str
    holds: object
    words: str


class Diagnosis(NamedTuple):
    """What a diagnosis means, for the lesson's table, and its signs, the most telling first."""

    meaning: str
    signs: tuple


def _alike(one, other, share):
    """Whether two numbers differ by less than a share of the larger."""
    return abs(one - other) < share * max(abs(one), abs(other), 1e-9)


_LEARNS_TWENTY = Sign(
    "overfit_twenty",
    lambda r: r.asked >= 0.9 and r.loss < 0.6,
    "Then the network could still learn twenty images by heart, at a loss near 0.",
)
_SAME_TWICE = Sign(
    "neighbours", lambda r: r.twice >= 0.99, "Nothing in that is random: asked twice, the network would answer alike."
)
_SAME_NUMBERS = Sign(
    "what_arrives",
    lambda r: _alike(r.high, r.asked_high, 0.1) and _alike(r.mean, r.asked_mean, 0.1),
    "Then training and validation images would still hold the same kind of numbers.",
)
_ALL_CLASSES = Sign(
    "what_arrives", lambda r: r.asked_classes == 10, "Then validation would still hold all ten classes."
)
_CURVE_RISES = Sign("chart", lambda r: r.training[-1] > 0.65, "That leaves the training curve as it is: it would rise.")
_STARTS_AT_GUESSING = Sign(
    "first_loss", lambda r: 2.2 < r.loss < 2.6, "Then the first loss would still be that of guessing, 2.30 or so."
)

DIAGNOSES = {
    "healthy": Diagnosis(
        "nothing that these instruments find",
        (
            Sign(
                "overfit_twenty",
                lambda r: min(r.training, r.asked) >= 0.9 and r.loss < 0.5,
                "A healthy network learns twenty images by heart, at a loss near 0.",
            ),
            Sign(
                "what_arrives",
                lambda r: (
                    0.5 < r.high < 10
                    and _alike(r.high, r.asked_high, 0.1)
                    and _alike(r.mean, r.asked_mean, 0.1)
                    and r.classes >= 8
                    and r.asked_classes == 10
                ),
                "A healthy network gets numbers around 1, the same kind in training and when asked, of all classes.",
            ),
            Sign(
                "first_loss",
                lambda r: 2.2 < r.loss < 2.6 and r.moving == r.layers,
                "In a healthy network the first loss is that of guessing, and one step moves every layer.",
            ),
            Sign(
                "neighbours",
                lambda r: min(r.twice, r.company) >= 0.99,
                "A healthy network's answer does not depend on the moment or on the other images.",
            ),
            Sign(
                "shuffled_labels", lambda r: r.validation < 0.25, "Where there is nothing to learn, it can only guess."
            ),
            Sign(
                "baselines",
                lambda r: r.nearest > 0.6 and r.validation > r.nearest and r.training - r.validation < 0.15,
                "A healthy network beats the average of each class, on images that resemble those of training.",
            ),
            Sign(
                "chart",
                lambda r: r.training[-1] > r.validation[-1] - 0.1,
                "A healthy network is not much better on new images than in training.",
            ),
        ),
    ),
    "labels out of step": Diagnosis(
        "training images and training labels are in different orders",
        (
            Sign(
                "baselines",
                lambda r: r.nearest < 0.5,
                "Then the average of each class would be a mixture of all, and no help either.",
            ),
            Sign("chart", lambda r: r.training[-1] < 0.4, "Then there would be little to learn: a low training curve."),
            _LEARNS_TWENTY,
            _SAME_NUMBERS,
            _SAME_TWICE,
        ),
    ),
    "softmax twice": Diagnosis(
        "the model ends in probabilities, and a further softmax is taken of them",
        (
            Sign(
                "overfit_twenty",
                lambda r: 1.3 < r.loss < 1.7,
                "Then no answer could be surer than e / (e + 9) = 0.23, and even what is known by heart cost 1.46.",
            ),
        ),
    ),
    "no softmax": Diagnosis(
        "the loss takes scores of any size for probabilities",
        (
            Sign(
                "first_loss",
                lambda r: r.loss > 2.7,
                "Then half of the first scores would be negative, and the first loss far above guessing.",
            ),
            Sign("overfit_twenty", lambda r: r.loss > 1, "Then even twenty images would hardly be learnt."),
        ),
    ),
    "scaled twice": Diagnosis(
        "pixels are divided by 255, and then divided by 255 again",
        (Sign("what_arrives", lambda r: r.high < 0.1, "Then no number that arrives would be above 1/255 = 0.004."),),
    ),
    "validation scaled otherwise": Diagnosis(
        "training images are scaled, validation images are not, or by another number",
        (
            Sign(
                "what_arrives",
                lambda r: not _alike(r.high, r.asked_high, 0.5),
                "Then the numbers of training and of validation would differ by a factor.",
            ),
        ),
    ),
    "validation turned": Diagnosis(
        "validation images have rows and columns exchanged",
        (
            Sign(
                "baselines",
                lambda r: r.nearest < 0.5,
                "Then the averages of the training classes would not fit the validation images either.",
            ),
            _CURVE_RISES,
            _SAME_NUMBERS,
            _ALL_CLASSES,
            _SAME_TWICE,
        ),
    ),
    "sorted, not shuffled": Diagnosis(
        "training images come class by class, in every epoch",
        (Sign("what_arrives", lambda r: r.classes < 8, "Then the first batch would hold one or two classes only."),),
    ),
    "last part of sorted data": Diagnosis(
        "the images lie class by class, and the last part of them is kept for validation",
        (Sign("what_arrives", lambda r: r.asked_classes < 10, "Then validation would hold the last class alone."),),
    ),
    "rate too high": Diagnosis(
        "the first steps were so long that ReLUs answer 0 ever after",
        (
            Sign(
                "overfit_twenty",
                lambda r: r.asked < 0.5 and r.loss > 1.7,
                "Then it could not learn twenty images either: no image makes a difference any more.",
            ),
            Sign("what_arrives", lambda r: r.high > 0.5, "Steps change weights, not the numbers that arrive."),
            _STARTS_AT_GUESSING,
        ),
    ),
    "dropout too strong": Diagnosis(
        "so much is dropped before the answer that little gets through in training",
        (
            Sign(
                "chart",
                lambda r: r.validation[-1] > r.training[-1] + 0.1,
                "Then training, with its dropped numbers, would lie far below validation, where nothing is dropped.",
            ),
            Sign("what_arrives", lambda r: r.classes >= 8, "Dropout leaves the order of the images as it is."),
        ),
    ),
    "validation in training": Diagnosis(
        "validation images are among the training images",
        (
            Sign(
                "shuffled_labels",
                lambda r: r.validation > 0.5,
                "Then even shuffled labels could be known by heart, and come back at validation.",
            ),
        ),
    ),
    "averages lag": Diagnosis(
        "batch norm's moving averages follow so slowly that it is asked with those of the start",
        (
            Sign(
                "baselines",
                lambda r: r.training < 0.7,
                "Then it would fail when it is asked, also on the images that it was trained on.",
            ),
            _CURVE_RISES,
            _SAME_TWICE,
        ),
    ),
    "asked in training mode": Diagnosis(
        "the model is called with `training=True` when it should answer",
        (
            Sign(
                "neighbours",
                lambda r: r.company < 0.99,
                "Then batch norm would use the mean of the batch, and other company change answers.",
            ),
            _SAME_TWICE,
        ),
    ),
    "random changes when asked": Diagnosis(
        "images are turned and moved at random when it should answer",
        (
            Sign(
                "neighbours",
                lambda r: r.twice < 0.9,
                "Then the same images, asked about twice, would get other answers.",
            ),
        ),
    ),
    "frozen layers": Diagnosis(
        "some layers are not trained",
        (Sign("first_loss", lambda r: r.moving < r.layers, "Then one step would leave a layer where it is."),),
    ),
    "counts outputs": Diagnosis(
        "loss and accuracy are those of ten separate yes-or-no questions for each image",
        (
            Sign(
                "first_loss",
                lambda r: r.loss < 1.5,
                "Then the first loss would be that of a yes-or-no question, under 1.",
            ),
        ),
    ),
    "bytes overflow": Diagnosis(
        "training images are made brighter as uint8, where 200 + 100 is 44",
        (
            Sign(
                "what_arrives",
                lambda r: _alike(r.high, r.asked_high, 0.1) and not _alike(r.mean, r.asked_mean, 0.1),
                "Then training and validation would have the same ends, but not the same mean.",
            ),
            _SAME_TWICE,
        ),
    ),
}


def contradicted(diagnosis, taken):
    """The first sign of a diagnosis that the readings contradict, or None.

    Parameters
    ----------
    diagnosis : str
        One of DIAGNOSES.
    taken : dict
        Name of the instrument -> its reading.

    Returns
    -------
    sign : Sign or None
    """
    return next((sign for sign in DIAGNOSES[diagnosis].signs if not sign.holds(taken[sign.instrument])), None)


def contradictions(taken, right, number):
    """What contradicts each wrong diagnosis of a patient, as `checking.exercise.diagnosis` takes it.

    Parameters
    ----------
    taken : dict
        Name of the instrument -> its reading.
    right : str
        The right diagnosis, which is left out.
    number : int
        In the ward.

    Returns
    -------
    sentences : dict of str -> str
        Wrong diagnosis -> what would be so, and what the instrument read.
    """
    found = {name: contradicted(name, taken) for name in DIAGNOSES if name != right}
    return {
        name: f"It would mean: {DIAGNOSES[name].meaning}. {sign.words} "
        f"`{sign.instrument}({number})` read: {taken[sign.instrument].words()}."
        for name, sign in found.items()
    }
