"""Exercises of lesson 10: what instruments read, predicted; twelve patients to diagnose; tests to write and to mend."""

import numpy as np

from course_utils.checking.exercise import diagnosis, exercise, prediction
from course_utils.clinic.measured import MEASURED
from course_utils.clinic.patients import AILMENTS
from course_utils.clinic.signs import contradictions


@prediction(
    """
    Six networks are trained beside a healthy one, each with one mistake: no softmax; validation images turned;
    training images sorted; validation images among the training images; dropout of 0.95; an accuracy that counts each
    output as a yes-or-no question. How many of the six show their owner a *higher* validation accuracy than the
    healthy one? Answer `"none"`, `"one"`, `"two"`, `"three"` or `"all"`.
    """,
    choices=("none", "one", "two", "three", "all"),
    hints=("Which of these mistakes changes the measuring rather than the network?",),
    objectives=(1,),
    afterword="What is too good is a symptom as well: a leak, and a measure that counts something else.",
)
def better_than_healthy():
    return "two"


@better_than_healthy.misconception("A mistake can also make the measurement kinder. Which two of the six do that?")
def mistakes_always_cost():
    return "none"


@better_than_healthy.misconception(
    "There is one, but not only one: think of images that were seen before, and of what else could be "
    "counted than images."
)
def the_leak_or_the_measure():
    return "one"


@better_than_healthy.misconception(
    "One too many. A strong dropout lifts validation above *training*; does it lift it above a healthy network's?"
)
def dropout_helps():
    return "three"


@better_than_healthy.misconception(
    "Turned validation images and sorted training images leave little to be right about."
)
def all_of_them():
    return "all"


@prediction(
    """
    A network is to tell four kinds of cloth apart. Before its first step it knows nothing, and gives each kind the same
    probability. What is its loss, the mean of −ln(probability of the right class)? Answer with the calculation.
    """,
    hints=("How large is each of four equal probabilities that add up to 1?",),
    objectives=(1,),
    afterword="For K classes it is ln K: 2.30 for ten.",
)
def loss_of_guessing():
    return -np.log(1 / 4)


@loss_of_guessing.alternative
def the_logarithm_of_four():
    return np.log(4)


@loss_of_guessing.misconception("That is the loss for ten classes. Here there are four.")
def of_ten_classes():
    return -np.log(1 / 10)


@loss_of_guessing.misconception("That is the probability of the right class. The loss is minus its natural logarithm.")
def the_probability():
    return 1 / 4


@loss_of_guessing.misconception("The logarithm of a number below 1 is negative; the loss is *minus* that.")
def without_the_minus():
    return np.log(1 / 4)


@loss_of_guessing.misconception("That is the logarithm to base 10. Keras, and `np.log`, take the natural one.")
def to_base_ten():
    return -np.log10(1 / 4)


@loss_of_guessing.misconception("That is the logarithm to base 2. Keras, and `np.log`, take the natural one.")
def to_base_two():
    return -np.log2(1 / 4)


@loss_of_guessing.misconception(
    "You took the probability of a wrong answer, 3/4. The loss looks at the probability of the right class."
)
def of_being_wrong():
    return -np.log(3 / 4)


@loss_of_guessing.misconception("Near, but rounded. Write the calculation, with `np.log`.")
def rounded_to_two_digits():
    return 1.39


@loss_of_guessing.misconception("Nearer, and still rounded. Write the calculation, with `np.log`.")
def rounded_to_three_digits():
    return 1.386


@prediction(
    """
    Each of three networks is to learn twenty images by heart, in 100 steps. One has no softmax before a loss that wants
    probabilities, one is validated on turned images, one drops 0.95 of its numbers in training. Which of them fails?
    Answer `"no softmax"`, `"validation turned"` or `"dropout"`.
    """,
    choices=("no softmax", "validation turned", "dropout"),
    hints=("Which of the three mistakes lies between the images and the gradient, in every step?",),
    objectives=(1,),
    afterword="It tests the way from the training images to the loss and back; what lies beside that way, it "
    "cannot see.",
)
def fails_at_twenty():
    return "no softmax"


@fails_at_twenty.misconception("Validation images take no part in it: the twenty are training images.")
def validation_takes_part():
    return "validation turned"


@fails_at_twenty.misconception(
    "A twentieth of the numbers gets through, others in each of the 100 steps. Twenty images are few enough for that."
)
def dropout_prevents_it():
    return "dropout"


@prediction(
    """
    The healthy network gets 300 training images whose labels were shuffled: they say nothing of the images. It trains
    for 30 epochs. What does its *training loss* do? Answer `"falls"`, `"stays"` or `"rises"`.
    """,
    choices=("falls", "stays", "rises"),
    hints=("What did a network of lesson 04 do with a small training set and many epochs?",),
    objectives=(1,),
    afterword="It learns the labels by heart. A loss that falls says that weights move, not that anything is "
    "understood.",
)
def loss_on_shuffled_labels():
    return "falls"


@loss_on_shuffled_labels.misconception(
    "There is no rule to be learnt, that is true. But 300 labels can be learnt one by one."
)
def nothing_to_learn():
    return "stays"


@loss_on_shuffled_labels.misconception("Each step still goes downhill for the images that it has seen.")
def false_labels_mislead():
    return "rises"


@prediction(
    """
    Now the same 30 epochs with shuffled labels for the network whose validation images are among its training images.
    What is its accuracy on *validation* images? Answer `"near 0.10"`, `"near 0.50"` or `"near 1.00"`.
    """,
    choices=("near 0.10", "near 0.50", "near 1.00"),
    hints=("What did it learn by heart, and what is it asked?",),
    objectives=(1, 2),
    afterword="No network can know what says nothing. If it does, it has seen the answers.",
)
def leak_on_shuffled_labels():
    return "near 1.00"


@leak_on_shuffled_labels.misconception("That is right where the validation images are new. These it has trained on.")
def still_guessing():
    return "near 0.10"


@leak_on_shuffled_labels.misconception("*All* the validation images were in training here, and 30 epochs are enough.")
def half_of_them():
    return "near 0.50"


@prediction(
    """
    The healthy network is trained from four seeds: other first weights, another order of the images, nothing else. How
    far apart are the best and the worst of its four validation accuracies? Answer `"under 0.3 points"`,
    `"0.3 to 6 points"` or `"over 6 points"`; a point is 0.01.
    """,
    choices=("under 0.3 points", "0.3 to 6 points", "over 6 points"),
    hints=("Do two networks with different first weights err on the same images?",),
    objectives=(1,),
    afterword="Whoever mends something and trains once cannot tell a small cure from another seed.",
)
def seeds_apart():
    return "0.3 to 6 points"


@seeds_apart.misconception("0.3 points are three images in 1,000. Other first weights change more answers than that.")
def seeds_do_not_matter():
    return "under 0.3 points"


@seeds_apart.misconception("That far apart lie broken networks. All four of these learn the same task soundly.")
def seeds_decide_everything():
    return "over 6 points"


@prediction(
    """
    You saw one of them in 07. Two Keras layers are called on a batch of images, directly, without `training=`:
    `RandomRotation(0.2)(images)` and `Dropout(0.5)(images)`. Which of them changes its input? Answer `"both"`, `"the
    rotation"`, `"the dropout"` or `"neither"`.
    """,
    choices=("both", "the rotation", "the dropout", "neither"),
    hints=("The two have different defaults for `training`. Which of them is mostly used outside a model?",),
    objectives=(4,),
    afterword="Validation images that pass through such a layer by hand are changed, without a word.",
)
def active_when_called():
    return "the rotation"


@active_when_called.misconception("Their defaults differ: one of them does nothing until it is told `training=True`.")
def all_random_layers_are():
    return "both"


@active_when_called.misconception("It is the other way round: dropout waits for `training=True`.")
def dropout_is_active():
    return "the dropout"


@active_when_called.misconception("One of them waits for `training=True`, and the other has it by default.")
def all_wait():
    return "neither"


@prediction(
    """
    100 labels lie in order: ten times 0, ten times 1, up to ten times 9. `fit` gets them with `validation_split=0.1`
    and `shuffle=True`. How many different classes are among the labels that it validates on?
    """,
    hints=("Does `fit` shuffle before it parts the data, or afterwards?",),
    objectives=(4,),
    afterword="The last tenth is taken as it lies; what is shuffled is the rest.",
)
def classes_in_the_split():
    return 10 // 10


@classes_in_the_split.alternative
def counted_from_the_end():
    return len(np.unique(np.repeat(np.arange(10), 10)[-10:]))


@classes_in_the_split.misconception("That would be so if it shuffled first. It parts first.")
def shuffled_first():
    return 10


@classes_in_the_split.misconception("That is what is left to train on. Asked for are the classes in the other part.")
def what_is_left():
    return 9


@classes_in_the_split.misconception("Some class must be there: ten labels are in that part.")
def an_empty_part():
    return 0


@prediction(
    """
    A model ends in softmax, and a `Reshape((10,))` after it that changes nothing. Its loss has `from_logits=True` by
    mistake. It is as sure as can be, and right. What does the loss say? Answer `"0.00"`, `"1.46"` or `"2.30"`.
    """,
    choices=("0.00", "1.46", "2.30"),
    hints=("Which probability does softmax give to the 1 among a 1 and nine 0s?",),
    objectives=(4,),
    afterword="Keras takes the loss from the scores where softmax comes last; a layer behind it hides them.",
)
def sure_and_right_but_twice():
    return "1.46"


@sure_and_right_but_twice.misconception(
    "So it would be if softmax came last: Keras finds the scores then, and warns. Here a layer stands behind it."
)
def keras_mends_it():
    return "0.00"


@sure_and_right_but_twice.misconception(
    "That is guessing. A second softmax flattens the probabilities, but the right class still has e, the others 1 each."
)
def as_good_as_guessing():
    return "2.30"


@prediction(
    """
    Four tests, each of a few lines: the first loss is that of guessing; twenty images are learnt by heart; shuffled
    labels leave guessing; what arrives is alike in training and when asked, with all classes. Two of the six
    spoilt networks pass all four. One is the strong dropout. Which is the other? Answer `"no softmax"`,
    `"sorted, not shuffled"`, `"validation in training"`, `"counts outputs"` or `"validation turned"`.
    """,
    choices=(
        "no softmax",
        "sorted, not shuffled",
        "validation in training",
        "counts outputs",
        "validation turned",
    ),
    hints=("For each name: which of the four readings does that mistake change?",),
    objectives=(2, 5),
    afterword="The numbers of a turned image are the same numbers. For it you need a picture, or the baselines.",
)
def passes_four_tests():
    return "validation turned"


@passes_four_tests.misconception("Its first loss is far from guessing, and so the first test stops it.")
def no_softmax_passes():
    return "no softmax"


@passes_four_tests.misconception("Its first batch holds a single class: what arrives gives it away.")
def sorted_passes():
    return "sorted, not shuffled"


@passes_four_tests.misconception("Shuffled labels come back at validation: the third test is made for it.")
def leak_passes():
    return "validation in training"


@passes_four_tests.misconception("Ten yes-or-no questions start at another loss than one question among ten.")
def outputs_pass():
    return "counts outputs"


# The ward.

_TASK = (
    "Examine it with up to five instruments, such as `print(first_loss({number}))`. Which diagnosis of the list is it?"
)


def _patient(number, symptoms, **settings):
    """The diagnosis of a patient in the ward: prompt and contradictions follow from its number."""
    prompt = f"**Patient {number}.** {symptoms} {_TASK.format(number=number)}"
    wrong = contradictions(MEASURED[number], AILMENTS[number], number)
    return diagnosis(prompt, contradicted=wrong, objectives=(2, 3), **settings)


@_patient(
    1,
    "From the second epoch on both curves stand at 0.6 to 0.7, and hardly rise. “Too few filters,” says its owner.",
    hints=(
        "Can it reach a loss of 0 at all?",
        "Twenty images are few enough to be sure of. Look at the *loss* that is left, not at the accuracy.",
        "`overfit_twenty(1).loss` is −ln(e / (e + …))",
    ),
    afterword="A softmax of probabilities is at most e / (e + 9) = 0.23 sure, so the loss never falls below 1.46.",
)
def patient_1():
    return "softmax twice"


@_patient(
    2,
    "Since the data was exported anew, both curves stay below 0.2. “The task is too hard,” says its owner.",
    hints=(
        "Is it the network that fails, or what it is given?",
        "One instrument tells without any network what training images say of validation images.",
        "`baselines(2).nearest` beside `baselines(HEALTHY).nearest`; then draw `what_arrives(2).…`",
    ),
    afterword="Each image had the label of the next one in the file. The picture of what arrives shows it at once.",
)
def patient_2():
    return "labels out of step"


@_patient(
    3,
    "A good training curve, and a validation curve a few points below it. “A little overfitting,” says its owner, and "
    "orders dropout.",
    hints=(
        "Are the images that it is asked about the same kind of numbers as those of training?",
        "Compare the two halves of the line that `what_arrives` prints.",
        "`what_arrives(3).asked_high` beside `what_arrives(3).…`",
    ),
    afterword="Training images were divided by 255, validation images were not: a hidden mistake that costs "
    "few points here.",
)
def patient_3():
    return "validation scaled otherwise"


@_patient(
    4,
    "It learns fast, then stays a few points below what it reached last week. “I only copied two lines from a page on "
    "transfer learning,” says its owner.",
    hints=(
        "Does all of it learn?",
        "One instrument counts what a single step moves.",
        "`first_loss(4).moving` of `first_loss(4).…`",
    ),
    afterword="Both convolutions kept their first, random weights; the last layer alone made do with what they gave.",
)
def patient_4():
    return "frozen layers"


@_patient(
    5,
    "Both curves lie at guessing from the first epoch to the last. “The labels must be wrong,” says its owner.",
    hints=(
        "Would it learn if the task were as easy as can be?",
        "Look at twenty images, then at what arrives: is there anything wrong with the numbers themselves?",
        "`overfit_twenty(5).loss` is still near ln …",
    ),
    afterword="Steps three hundred times too long pushed the ReLUs to where they answer 0 to everything, and "
    "have no slope.",
)
def patient_5():
    return "rate too high"


@_patient(
    6,
    "A good training curve, and not one validation image right. “It overfits,” says its owner.",
    hints=(
        "Worse than guessing: what must be special about the images that it is asked about?",
        "How many classes are there among them?",
        "`what_arrives(6).asked_classes` is …",
    ),
    afterword="The last tenth of sorted data is one class, the ankle boots, of which training has never seen one.",
)
def patient_6():
    return "last part of sorted data"


@_patient(
    7,
    "Validation lies above training in the first epochs. “Some validation images must be in training,” says its owner, "
    "and has not slept well.",
    hints=(
        "Training accuracy is an average over an epoch in which weights still change, and numbers may be dropped. So?",
        "A leak has one instrument that shows it, whatever the curves look like.",
        "`shuffled_labels(7).validation` is near 0.…",
    ),
    afterword="Training accuracy is an average over an epoch in which weights change, here with numbers dropped too.",
)
def patient_7():
    return "healthy"


@_patient(
    8,
    "Its validation curve is as high as that of a healthy one. But a shop complains: the same photograph is a "
    "shirt on one day and a coat on the next. “They hold the camera differently,” says its owner.",
    hints=(
        "What can differ from day to day, if the photograph does not?",
        "Ask about the same images twice, then in other company: the two differ.",
        "`neighbours(8).twice` is 1, and `neighbours(8).…` is less",
    ),
    afterword="With `training=True` batch norm takes the mean of the batch, so each answer depends on who "
    "else is in it.",
)
def patient_8():
    return "asked in training mode"


@_patient(
    9,
    "Both curves lie at guessing. “I have tried three optimizers,” says its owner.",
    hints=(
        "If twenty images can be learnt, what may be wrong with the numbers?",
        "What is the largest number that reaches the first convolution?",
        "`what_arrives(9).high` is 1 / …",
    ),
    afterword="The loader divides by 255, and so does the model's first layer: what arrives is nearly black.",
)
def patient_9():
    return "scaled twice"


@_patient(
    10,
    "Training starts low, then rises; validation stays at guessing. “It overfits,” says its owner, who already "
    "made the training images more varied.",
    hints=(
        "Do training images and validation images look alike?",
        "Their ends are the same. Compare their means, and draw them.",
        "`what_arrives(10).mean` beside `what_arrives(10).…`",
    ),
    afterword="uint8 counts to 255 and starts anew: 200 + 100 is 44. Add in floats, then cut off at 255.",
)
def patient_10():
    return "bytes overflow"


@_patient(
    11,
    "A splendid training curve; validation falls from the third epoch on. “A clear case of overfitting,” says its"
    " owner.",
    hints=(
        "If it overfits, it must be right on its training images when it is asked about them. Is it?",
        "`baselines` asks the trained network about its own training images.",
        "`baselines(11).training` beside `chart(11).…[-1]`",
    ),
    afterword="At momentum 0.9995 the averages need thousands of steps; after 180 they are mostly those of the start.",
)
def patient_11():
    return "averages lag"


@_patient(
    12,
    "Training rises as it should, validation lies far below from the first epoch on. “More augmentation,” "
    "says its owner.",
    hints=(
        "Does it give the same answer to the same question?",
        "Ask about the same images twice.",
        "`neighbours(12).twice` is far from …",
    ),
    afterword="A `Random…` layer called on validation images by hand is active: they were turned and moved each time.",
)
def patient_12():
    return "random changes when asked"


# What is left of a finding: a number, and tests.


@exercise(
    """
    A network for four classes has a softmax too many: its sure probabilities 1, 0, 0, 0 go through softmax once more.
    It is right. How large is its loss, the smallest it can ever reach? Answer with the calculation.
    """,
    hints=(
        "What does softmax make of 1, 0, 0, 0?",
        "The right class gets e¹, each of the other three e⁰ = 1; divide by the sum.",
        "`-np.log(np.e / (np.e + …))`",
    ),
    objectives=(3,),
    afterword="So a loss that stops at such a number, at full accuracy, has a name.",
)
def smallest_loss():
    return -np.log(np.e / (np.e + 3))


@smallest_loss.alternative
def as_a_difference():
    return np.log(np.e + 3) - 1


@smallest_loss.misconception("That is the floor for ten classes, with nine others. Here three are left.")
def nine_others():
    return -np.log(np.e / (np.e + 9))


@smallest_loss.misconception("Four 1s beside e: but the right class is e itself, and three others are left.")
def four_others():
    return -np.log(np.e / (np.e + 4))


@smallest_loss.misconception("So it would be with one softmax. The second flattens the probabilities.")
def one_softmax():
    return 0.0


@smallest_loss.misconception("That is guessing among four. Softmax of 1, 0, 0, 0 still prefers the 1.")
def all_equal():
    return np.log(4)


@smallest_loss.misconception("That is the probability of the right class. The loss is minus its logarithm.")
def the_probability_itself():
    return np.e / (np.e + 3)


@smallest_loss.misconception(
    "The sum that softmax divides by holds all four: the right class too, not the others alone."
)
def without_the_one_itself():
    return -np.log(np.e / 3)


@smallest_loss.misconception("The sum of the four is right. The share of the right class has e above the line, not 1.")
def nothing_above_the_line():
    return np.log(np.e + 3)


@smallest_loss.misconception("Near, but rounded. Write the calculation, with `np.log`.")
def rounded_here():
    return 0.74


def _images(*rows):
    return np.array(rows, float)


class _Network:
    """What answers in a case: a rule (images, how often it was asked) -> classes, and words for it."""

    def __init__(self, words, rule):
        self._words, self._rule, self._asked = words, rule, 0

    def __call__(self, images):
        if np.ndim(images) != 2:
            raise ValueError(f"answer takes a batch, here (n, numbers), and was given the shape {np.shape(images)}.")
        self._asked += 1
        return self._rule(images, self._asked)

    def __repr__(self):
        return self._words


def _last_moved(images):
    classes = images.argmax(axis=1)
    if len(images) > 2:
        classes[-1] = (classes[-1] + 1) % images.shape[1]
    return classes


_PLAIN = _Network("a network that looks at each image", lambda images, _: images.argmax(axis=1))
_MEAN = _Network("batch norm in training mode", lambda images, _: (images - images.mean(axis=0)).argmax(axis=1))
_LAST = _Network("a network that changes the last answer", lambda images, _: _last_moved(images))
_FIRST = _Network(
    "a network that answers all as the first", lambda images, _: np.full(len(images), int(images[0].argmax()))
)
_PLACE = _Network("a network that answers by the place", lambda images, _: np.arange(len(images)) % 2)
_ALL = _Network(
    "a network that changes all answers in company",
    lambda images, _: (images.argmax(axis=1) + (len(images) > 1)) % images.shape[1],
)
_FICKLE = _Network(
    "a network that changes its mind", lambda images, asked: (images.argmax(axis=1) + asked) % images.shape[1]
)


@exercise(
    """
    Write `same_alone(answer, images)`: a test that needs no label. `answer` takes a batch of images and returns a class
    for each. Return `True` if every image gets the class that it gets in the whole batch when it is asked about alone,
    in a batch of one; otherwise `False`.
    """,
    hints=(
        "What does one image need so that it is a batch?",
        "Ask about all together, then about `images[i : i + 1]` for each i, and compare place by place.",
        "`all(answer(images[i : i + 1])[0] == together[i] for i in …)`",
    ),
    objectives=(5,),
    cases=lambda: [
        (_PLAIN, _images([1, 5, 2], [3, 0, 1], [0, 1, 4], [2, 1, 0])),
        (_MEAN, _images([1, 5, 2], [3, 4, 1], [0, 5, 4], [2, 6, 0])),
        (_LAST, _images([1, 5, 2], [3, 0, 1], [0, 1, 4])),
        (_FIRST, _images([9, 5, 2], [3, 0, 1], [0, 1, 4])),
        (_PLACE, _images([0, 1], [0, 1])),
        (_ALL, _images([0, 5, 1], [2, 0, 1], [3, 5, 9])),
        (_PLAIN, _images([5, 1], [5, 1])),
        (_FIRST, _images([0, 1], [1, 0], [0, 1], [1, 0])),
        (_MEAN, _images([7, 1, 0])),
        (_FICKLE, _images([7, 1, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0])),
    ],
    afterword="Three lines, and batch norm in training mode is found as soon as one answer changes.",
)
def same_alone(answer, images):
    together = answer(images)
    return all(answer(images[i : i + 1])[0] == together[i] for i in range(len(images)))


@same_alone.stub
def same_alone(answer, images):
    return ...


@same_alone.alternative
def put_together_again(answer, images):
    alone = np.concatenate([answer(image[np.newaxis]) for image in images])
    return bool(np.array_equal(alone, answer(images)))


@same_alone.misconception(
    "You asked about the whole batch twice. That finds chance, not company: ask about each alone."
)
def asks_twice(answer, images):
    return bool(np.array_equal(answer(images), answer(images)))


@same_alone.misconception("You looked at the first image only. Company may change the answer of any of them.")
def the_first_alone(answer, images):
    return bool(answer(images[:1])[0] == answer(images)[0])


@same_alone.misconception("One image that stays is not enough: `all` of them must, not `any`.")
def any_for_all(answer, images):
    together = answer(images)
    return any(answer(images[i : i + 1])[0] == together[i] for i in range(len(images)))


@same_alone.misconception("It is turned round: `True` should mean that company makes no difference.")
def turned_round(answer, images):
    together = answer(images)
    return not all(answer(images[i : i + 1])[0] == together[i] for i in range(len(images)))


@same_alone.misconception(
    "You compared how often each class is answered. Two answers that change places pass that: compare place by place."
)
def counts_of_classes(answer, images):
    alone = [answer(images[i : i + 1])[0] for i in range(len(images))]
    return bool(np.array_equal(np.sort(alone), np.sort(answer(images))))


@same_alone.misconception("That is the share of answers that stay. The test should say `True` or `False`.")
def a_share(answer, images):
    together = answer(images)
    return float(np.mean([answer(images[i : i + 1])[0] == together[i] for i in range(len(images))]))


@same_alone.misconception("Two halves are still company. Ask about each image in a batch of one.")
def in_two_halves(answer, images):
    half = (len(images) + 1) // 2
    parts = [answer(part) for part in (images[:half], images[half:]) if len(part)]
    return bool(np.array_equal(np.concatenate(parts), answer(images)))


@same_alone.misconception(
    "These are the comparisons, one for each image. One answer is asked for: are `all` of them true?"
)
def one_answer_for_each(answer, images):
    together = answer(images)
    return [bool(answer(images[i : i + 1])[0] == together[i]) for i in range(len(images))]


@same_alone.misconception("Another order is the same company. Ask about each image in a batch of its own.")
def in_another_order(answer, images):
    return bool(np.array_equal(answer(images), answer(images[::-1])[::-1]))


@exercise(
    """
    Write `in_both(train, validation)`: how many of the validation images (m, height, width) are among the training
    images (n, height, width), pixel by pixel, wherever they stand. A validation image that occurs twice counts twice.
    """,
    hints=(
        "When are two images the same: when their pixels are, or when their sums are?",
        "For each validation image, ask whether *any* training image equals it in *all* pixels.",
        "`sum(any(np.array_equal(one, other) for other in …) for one in …)`",
    ),
    objectives=(5,),
    cases=lambda: [
        (
            np.array([[[1, 2], [3, 4]], [[0, 0], [0, 0]], [[1, 2], [3, 4]], [[9, 9], [9, 9]]]),
            np.array([[[4, 3], [2, 1]], [[1, 2], [3, 4]], [[0, 0], [0, 0]]]),
        ),
        (
            np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
            np.array([[[5, 6], [7, 8]], [[5, 6], [7, 8]], [[1, 3], [2, 4]], [[1, 2], [3, 9]]]),
        ),
        (np.array([[[1, 0], [0, 0]]]), np.array([[[0, 1], [0, 0]], [[0, 0], [1, 0]]])),
        (np.array([[[1, 1]], [[2, 2]], [[2, 1]]]), np.array([[[2, 2]], [[1, 1]], [[1, 2]], [[2, 2]]])),
    ],
    channel_axis=False,
    afterword="Run it before the first training, not after the paper.",
)
def in_both(train, validation):
    return sum(any(np.array_equal(one, other) for other in train) for one in validation)


@in_both.stub
def in_both(train, validation):
    return ...


@in_both.alternative
def as_bytes(train, validation):
    known = {image.tobytes() for image in train}
    return sum(image.tobytes() in known for image in validation)


@in_both.alternative
def all_pairs_at_once(train, validation):
    same = (train[np.newaxis] == validation[:, np.newaxis]).all(axis=(2, 3))
    return int(same.any(axis=1).sum())


@in_both.misconception("You compared places: image 1 with image 1, and so on. The same image may stand anywhere.")
def place_by_place(train, validation):
    return sum(np.array_equal(one, other) for one, other in zip(train, validation, strict=False))


@in_both.misconception(
    "You counted pairs. A validation image that is twice in training is still one validation image that was seen."
)
def counts_pairs(train, validation):
    return sum(np.array_equal(one, other) for one in validation for other in train)


@in_both.misconception("You counted the training images that occur in validation. Asked for is the other direction.")
def counts_the_training_images(train, validation):
    return sum(any(np.array_equal(one, other) for other in validation) for one in train)


@in_both.misconception("Different images, each counted once: but every copy in validation is an image known before.")
def each_once(train, validation):
    return len({image.tobytes() for image in train} & {image.tobytes() for image in validation})


@in_both.misconception("Equal sums do not make equal images: the same pixels may lie elsewhere.")
def by_their_sums(train, validation):
    return int(np.isin(validation.sum(axis=(1, 2)), train.sum(axis=(1, 2))).sum())


@in_both.misconception("One equal pixel is enough for that: `all` pixels must agree, not `any`.")
def any_pixel(train, validation):
    same = (train[np.newaxis] == validation[:, np.newaxis]).any(axis=(2, 3))
    return int(same.any(axis=1).sum())


@in_both.misconception("That is how many are *not* in training.")
def the_others(train, validation):
    return len(validation) - in_both.reference(train, validation)


@in_both.misconception("That says *whether* there are any. Asked for is how many.")
def whether_there_are_any(train, validation):
    return any(np.array_equal(one, other) for one in validation for other in train)


def _numbered(count):
    return np.arange(count) * 10, np.arange(count)


@exercise(
    """
    `parted` puts images and labels into the given `order`, and keeps the first `share` of them for training and the
    rest for validation. It runs, and two things are wrong with it. Mend it. It returns training images, training
    labels, validation images and validation labels.
    """,
    hints=(
        "Take four images whose label you can read off the image. Does each keep its own?",
        "One mistake is what `order` is applied to; the other is where the second part begins.",
        "`images[:cut], labels[:cut], images[…:], labels[…:]`",
    ),
    objectives=(5,),
    cases=lambda: [
        (*_numbered(5), np.array([3, 0, 4, 1, 2]), 0.6),
        (*_numbered(8), np.array([7, 1, 5, 0, 2, 6, 3, 4]), 0.25),
        (*_numbered(4), np.array([1, 0, 3, 2]), 0.5),
        (*_numbered(10), np.array([9, 2, 4, 0, 1, 8, 7, 5, 3, 6]), 0.9),
    ],
    channel_axis=False,
    afterword="One order for both, and one cut for both parts: nobody out of step, nobody twice.",
)
def parted(images, labels, order, share):
    images, labels = images[order], labels[order]
    cut = int(share * len(images))
    return images[:cut], labels[:cut], images[cut:], labels[cut:]


@parted.repair
def parted(images, labels, order, share):
    images = images[order]
    cut = int(share * len(images))
    return images[:cut], labels[:cut], images[-cut:], labels[-cut:]


@parted.alternative
def with_np_split(images, labels, order, share):
    cut = int(share * len(order))
    return images[order[:cut]], labels[order[:cut]], images[order[cut:]], labels[order[cut:]]


@parted.misconception(
    "Images and labels are in step now. But the second part begins `cut` before the end: look at -cut."
)
def still_overlapping(images, labels, order, share):
    images, labels = images[order], labels[order]
    cut = int(share * len(images))
    return images[:cut], labels[:cut], images[-cut:], labels[-cut:]


@parted.misconception("The parts are right now. But the labels are still in their old order.")
def still_out_of_step(images, labels, order, share):
    images = images[order]
    cut = int(share * len(images))
    return images[:cut], labels[:cut], images[cut:], labels[cut:]


@parted.misconception("In step and without overlap, but the order is not used at all: sorted data stay sorted.")
def without_the_order(images, labels, order, share):
    cut = int(share * len(images))
    return images[:cut], labels[:cut], images[cut:], labels[cut:]


@parted.misconception("Now it is the images that keep their old order. Both need the same one.")
def the_labels_alone(images, labels, order, share):
    labels = labels[order]
    cut = int(share * len(images))
    return images[:cut], labels[:cut], images[cut:], labels[cut:]


@parted.misconception("One image is lost between the parts: the second begins *at* `cut`, not behind it.")
def one_is_lost(images, labels, order, share):
    images, labels = images[order], labels[order]
    cut = int(share * len(images))
    return images[:cut], labels[:cut], images[cut + 1 :], labels[cut + 1 :]


@parted.misconception("One image is in both parts: the first ends *before* `cut`, and so it should.")
def one_is_in_both(images, labels, order, share):
    images, labels = images[order], labels[order]
    cut = int(share * len(images))
    return images[: cut + 1], labels[: cut + 1], images[cut:], labels[cut:]


@parted.misconception("The order is applied twice, to the images and once more when they are parted.")
def ordered_twice(images, labels, order, share):
    images, labels = images[order][order], labels[order][order]
    cut = int(share * len(images))
    return images[:cut], labels[:cut], images[cut:], labels[cut:]


@parted.misconception("Training and validation have changed places: the first `share` is for training.")
def parts_exchanged(images, labels, order, share):
    images, labels = images[order], labels[order]
    cut = int(share * len(images))
    return images[cut:], labels[cut:], images[:cut], labels[:cut]


@parted.misconception("The parts are right, in another order: images and labels of training first, then of validation.")
def images_before_labels(images, labels, order, share):
    images, labels = images[order], labels[order]
    cut = int(share * len(images))
    return images[:cut], images[cut:], labels[:cut], labels[cut:]


@parted.misconception("`share` is kept for validation here. It is the share to train with.")
def share_to_validate_with(images, labels, order, share):
    images, labels = images[order], labels[order]
    cut = int((1 - share) * len(images))
    return images[:cut], labels[:cut], images[cut:], labels[cut:]
