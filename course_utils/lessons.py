"""The one table of lessons: what each is called, where it lies, how long it takes, what it builds on and teaches.

A new lesson is a new row here and a notebook of that name; whoever notices one without the other says so.
"""

import re
from pathlib import Path
from typing import NamedTuple


class LessonError(ValueError):
    """The table and the notebooks disagree, or a lesson is asked for that is not there; the message says what to do."""


class Lesson(NamedTuple):
    """One row of the table.

    Attributes
    ----------
    number : str
        "00", "01" …
    file : str
        Name of its notebook, without the ending.
    title : str
    minutes : int
        For a learner who does the exercises.
    bank : str
        Its module in `course_utils.exercises`.
    builds_on : tuple of str
        Numbers of the lessons that must come before.
    summary : str
        What the learner will do, for a list of lessons.
    objectives : tuple of str
        What they can do afterwards, as the head of the notebook says it.
    """

    number: str
    file: str
    title: str
    minutes: int
    bank: str
    builds_on: tuple
    summary: str
    objectives: tuple

    def path(self, folder):
        """Its notebook in a folder of notebooks."""
        return Path(folder) / f"{self.file}.ipynb"


LESSONS = (
    Lesson(
        "00",
        "00_start_here",
        "Start here",
        minutes=45,
        bank="start_here",
        builds_on=(),
        summary="read images as arrays; learn why the test set is locked",
        objectives=(
            "read an image as an array of numbers, grey or in colour",
            "say what Fashion-MNIST holds and how its images were made",
            "say what training, validation and test images are each for, and what it costs to peek",
        ),
    ),
    Lesson(
        "01",
        "01_convolution_by_hand",
        "Convolution by hand",
        minutes=85,
        bank="convolution",
        builds_on=("00",),
        summary="slide a kernel with four loops, with NumPy, with Keras",
        objectives=(
            "compute any number of a feature map",
            "choose weights that blur, sharpen or find edges",
            "say how many weights a layer holds, and why so few are enough",
            "say what moves when the image moves, and where that stops",
            "say what ReLU is for, and what a second layer can find",
        ),
    ),
    Lesson(
        "02",
        "02_padding_and_stride",
        "Padding and stride",
        minutes=75,
        bank="padding_and_stride",
        builds_on=("01",),
        summary="predict every output size; see which pixels nobody reads",
        objectives=(
            "say with a pencil how large a feature map will be",
            "say which pixels no window looks at, and which ones many windows share",
            "pad an image as Keras does, and say what the padding invents",
            "say how much of the image one number deep in the network depends on",
        ),
    ),
    Lesson(
        "03",
        "03_pooling_and_translation_invariance",
        "Pooling and translation invariance",
        minutes=75,
        bank="pooling",
        builds_on=("02",),
        summary="measure how much a shift changes, and what pooling loses",
        objectives=(
            "pool a feature map by hand and say which shape comes out",
            "say which parameters a pool changes, and which not",
            "say what pooling throws away, and when that is too much",
            "measure how much an answer changes when the image moves, and read the measurement with care",
        ),
    ),
    Lesson(
        "04",
        "04_dropout",
        "Dropout",
        minutes=80,
        bank="dropout",
        builds_on=("01",),
        summary="watch a network overfit, and see what dropout buys and costs",
        objectives=(
            "recognise overfitting in two curves",
            "drop activations by hand and say why the survivors grow",
            "say what a dropout layer does while training and what at inference",
            "measure what dropout changes, and say how sure the measurement is",
            "tell dropped pixels from dropped feature maps, and let a measurement choose",
            "say what weight decay and early stopping do about overfitting",
        ),
    ),
    Lesson(
        "05",
        "05_normalization",
        "Normalisation",
        minutes=85,
        bank="normalization",
        builds_on=("01",),
        summary="scale inputs; build batch norm with its two modes",
        objectives=(
            "scale images with the constants of the training set, and keep those constants inside the model",
            "compute batch norm by hand in both of its modes, and say which one a prediction needs",
            "measure what normalisation buys",
            "say which activations let a gradient through ten layers",
        ),
    ),
    Lesson(
        "06",
        "06_fashion_mnist_cnn",
        "A network for Fashion-MNIST",
        minutes=110,
        bank="fashion_mnist_cnn",
        builds_on=("03", "04", "05"),
        summary="train, inspect and examine a whole network",
        objectives=(
            "work out every shape and parameter count of a convolutional network with a pencil",
            "compute its answer in NumPy, from pixels to probabilities",
            "train it within a minute and read its curves",
            "say what it uses, what it confuses, and how good it is",
        ),
    ),
    Lesson(
        "07",
        "07_augmentation",
        "Augmentation",
        minutes=90,
        bank="augmentation",
        builds_on=("06",),
        summary="make more of few images, and know which changes keep the label",
        objectives=(
            "change the images of a small training set anew in every epoch, so that their labels stay true",
            "build such a pipeline with `tf.data`, for the training split only",
            "measure what that buys, and what it does not",
        ),
    ),
    Lesson(
        "08",
        "08_backpropagation_by_hand",
        "Backpropagation by hand",
        minutes=75,
        bank="backpropagation",
        builds_on=("06",),
        summary="walk back through every layer, and let your own answers train",
        objectives=(
            "find the gradient of any weight and any pixel of a convolution with a pencil",
            "take gradients back through convolution, ReLU, pooling, batch norm and softmax, and write three steps",
            "check a gradient by differences, and choose the step for it",
            "say what backpropagation computes, what it saves, and what it leaves to the optimizer",
        ),
    ),
    Lesson(
        "09",
        "09_looking_inside",
        "Looking inside",
        minutes=75,
        bank="looking_inside",
        builds_on=("06",),
        summary="ask a network what its answer needs, and find out what it secretly learned",
        objectives=(
            "say which question a map answers, and which it does not",
            "compute an occlusion map, shares that add up, and Grad-CAM",
            "say what three ways back through ReLU let pass",
            "hold a map against random weights, edges and deletion before you believe it",
            "find a shortcut that a network has learned",
        ),
    ),
    Lesson(
        "10",
        "10_bug_clinic",
        "The bug clinic",
        minutes=95,
        bank="bug_clinic",
        builds_on=("06",),
        summary="find out why a network that runs is wrong",
        objectives=(
            "say what a sound network reads before, while and after it learns",
            "choose the instrument that can contradict a suspicion",
            "find what is wrong with a network that runs",
            "say what Keras does without a word",
            "turn a finding into a test of a few lines",
        ),
    ),
    Lesson(
        "11",
        "11_depth_and_colour",
        "Depth and colour",
        minutes=70,
        bank="depth_and_colour",
        builds_on=("06",),
        summary="see depth fail, mend it with a plus sign; find out what a network reads from colour",
        objectives=(
            "say what a stack of small kernels sees, and what it costs",
            "say what depth costs without shortcuts, build a block with one, and follow the gradient back through it",
            "count what a layer costs, in parameters and in multiplications",
            "say what a network reads from colour, and test it by changing the colour alone",
        ),
    ),
    Lesson(
        "12",
        "12_the_network_flipped",
        "The network flipped",
        minutes=95,
        bank="the_network_flipped",
        builds_on=("07",),
        summary="go back from numbers to images; draw garments that nobody wore",
        objectives=(
            "compute a transposed convolution by hand, and say what it gives back and what not",
            "say where checkerboards come from, and what keeps clear of them",
            "say what a decoder draws when its loss is the mean squared error, and why",
            "draw new garments from a code, and walk from one garment to another",
            "judge drawn garments, and say what each measure cannot see",
        ),
    ),
)


def lesson(number):
    """The row of a lesson; `number` may be a notebook's name or path as well, which begins with it.

    >>> lesson("03").title
    'Pooling and translation invariance'
    >>> lesson("notebooks/05_normalization.ipynb").minutes
    85

    Raises
    ------
    LessonError
    """
    wanted = Path(number).name[:2]
    for row in LESSONS:
        if row.number == wanted:
            return row
    name, there = Path(number).name, ", ".join(row.number for row in LESSONS)
    todo = "add a row to LESSONS in course_utils/lessons.py" if name.endswith(".ipynb") else "give one of these"
    raise LessonError(f"{name!r} is not in the table of lessons, which has {there}: {todo}.")


def check_folder(folder):
    """Compare the notebooks in a folder with the table; each must be in the other.

    What is kept beside them for a learner (NAME.mine-1.ipynb) is no lesson.

    Raises
    ------
    LessonError
        Names the notebooks without a row and the rows without a notebook.
    """
    there = {path.stem for path in Path(folder).glob("*.ipynb") if not re.search(r"\.mine-\d+$", path.stem)}
    listed = {row.file for row in LESSONS}
    troubles = [f"{file}.ipynb has no row there: add one, or take the notebook away" for file in sorted(there - listed)]
    troubles += [f"{file}.ipynb is missing: write it, or take its row away" for file in sorted(listed - there)]
    if troubles:
        raise LessonError(
            f"{folder} and the table of lessons (course_utils/lessons.py) disagree. {'; '.join(troubles)}."
        )


def notebooks(folder):
    """Paths of all lessons' notebooks in a folder, in the order of the table; `LessonError` where they disagree."""
    check_folder(folder)
    return [row.path(folder) for row in LESSONS]
