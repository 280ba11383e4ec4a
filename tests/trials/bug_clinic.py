"""Answers to the exercises of lesson 10."""

import math

import numpy as np

from tests.support.trials import Trials

trials = Trials()


def choices(exercise, right, **wrong):
    """A choice: the right word in three spellings, each wrong word with its name, and what is no choice at all."""
    trials.right_values(exercise, right, right.upper(), f" {right} ")
    for named, word in wrong.items():
        trials.wrong_values(exercise, word, named=named.replace("_", " ").strip())
    trials.wrong_values(exercise, "", "I do not know", 2, says="is not among the answers")
    trials.wrong_values(exercise, None)


choices(
    "better_than_healthy",
    "two",
    mistakes_always_cost="none",
    the_leak_or_the_measure="one",
    dropout_helps="three",
    all_of_them="all",
)
choices("fails_at_twenty", "no softmax", validation_takes_part="validation turned", dropout_prevents_it="dropout")
choices("loss_on_shuffled_labels", "falls", nothing_to_learn="stays", false_labels_mislead="rises")
choices("leak_on_shuffled_labels", "near 1.00", still_guessing="near 0.10", half_of_them="near 0.50")
choices(
    "seeds_apart", "0.3 to 6 points", seeds_do_not_matter="under 0.3 points", seeds_decide_everything="over 6 points"
)
choices(
    "active_when_called",
    "the rotation",
    all_random_layers_are="both",
    dropout_is_active="the dropout",
    all_wait="neither",
)
choices("sure_and_right_but_twice", "1.46", keras_mends_it="0.00", as_good_as_guessing="2.30")
choices(
    "passes_four_tests",
    "validation turned",
    no_softmax_passes="no softmax",
    sorted_passes="sorted, not shuffled",
    leak_passes="validation in training",
    outputs_pass="counts outputs",
)

# loss_of_guessing: ln 4

trials.right_values("loss_of_guessing", math.log(4), -math.log(0.25), 1.386294, np.log(4), np.float32(1.3862944))
trials.wrong_values("loss_of_guessing", math.log(10), 2.302585, named="of ten classes")
trials.wrong_values("loss_of_guessing", 0.25, 1 / 4, named="the probability")
trials.wrong_values("loss_of_guessing", -math.log(4), named="without the minus")
trials.wrong_values("loss_of_guessing", math.log10(4), named="to base ten")
trials.wrong_values("loss_of_guessing", 2, math.log2(4), named="to base two")
trials.wrong_values("loss_of_guessing", -math.log(0.75), named="of being wrong")
trials.wrong_values("loss_of_guessing", 1.39, named="rounded to two digits")
trials.wrong_values("loss_of_guessing", 1.386, named="rounded to three digits")
trials.wrong_values("loss_of_guessing", 1.4, 4, 0, 0.75, 1, "ln 4", (1, 4), None)

# classes_in_the_split: the last tenth as it lies

trials.right_values("classes_in_the_split", 1, 1.0, np.int64(1))
trials.wrong_values("classes_in_the_split", 10, named="shuffled first")
trials.wrong_values("classes_in_the_split", 9, named="what is left")
trials.wrong_values("classes_in_the_split", 0, named="an empty part")
trials.wrong_values("classes_in_the_split", 2, 5, 0.1, 90, 100, -1, "one", None)

# The ward: whoever is right, and three who are not.

WARD = {
    1: "softmax twice",
    2: "labels out of step",
    3: "validation scaled otherwise",
    4: "frozen layers",
    5: "rate too high",
    6: "last part of sorted data",
    7: "healthy",
    8: "asked in training mode",
    9: "scaled twice",
    10: "bytes overflow",
    11: "averages lag",
    12: "random changes when asked",
}
CONTRADICTED = {
    1: {"healthy": "overfit_twenty(1)", "rate too high": "overfit_twenty(1)", "no softmax": "first_loss(1)"},
    2: {"healthy": "baselines(2)", "rate too high": "overfit_twenty(2)", "validation turned": "chart(2)"},
    3: {"dropout too strong": "chart(3)", "healthy": "what_arrives(3)", "averages lag": "baselines(3)"},
    4: {"healthy": "first_loss(4)", "softmax twice": "overfit_twenty(4)", "scaled twice": "what_arrives(4)"},
    5: {"labels out of step": "baselines(5)", "scaled twice": "what_arrives(5)", "frozen layers": "first_loss(5)"},
    6: {"validation turned": "what_arrives(6)", "healthy": "what_arrives(6)", "averages lag": "baselines(6)"},
    7: {"validation in training": "shuffled_labels(7)", "dropout too strong": "chart(7)"},
    8: {"healthy": "neighbours(8)", "random changes when asked": "neighbours(8)", "averages lag": "baselines(8)"},
    9: {"rate too high": "overfit_twenty(9)", "healthy": "what_arrives(9)", "frozen layers": "first_loss(9)"},
    10: {"validation turned": "what_arrives(10)", "labels out of step": "chart(10)", "healthy": "what_arrives(10)"},
    11: {
        "no softmax": "first_loss(11)",
        "validation turned": "baselines(11)",
        "asked in training mode": "neighbours(11)",
    },
    12: {"validation turned": "neighbours(12)", "averages lag": "neighbours(12)", "healthy": "overfit_twenty(12)"},
}
for number, right in WARD.items():
    trials.right_values(f"patient_{number}", right, right.title())
    for wrong, instrument in CONTRADICTED[number].items():
        trials.wrong_values(f"patient_{number}", wrong, named=wrong, says=f"`{instrument}` read: ")
    trials.wrong_values(f"patient_{number}", "overfitting", "", number, says="is not among the answers")
    trials.wrong_values(f"patient_{number}", None)

# smallest_loss: −ln(e / (e + 3))

trials.right_values("smallest_loss", -math.log(math.e / (math.e + 3)), math.log(math.e + 3) - 1, np.log1p(3 / np.e))
trials.wrong_values("smallest_loss", -math.log(math.e / (math.e + 9)), named="nine others")
trials.wrong_values("smallest_loss", -math.log(math.e / (math.e + 4)), named="four others")
trials.wrong_values("smallest_loss", 0, 0.0, named="one softmax")
trials.wrong_values("smallest_loss", math.log(4), named="all equal")
trials.wrong_values("smallest_loss", math.e / (math.e + 3), named="the probability itself")
trials.wrong_values("smallest_loss", math.log(3) - 1, -math.log(math.e / 3), named="without the one itself")
trials.wrong_values("smallest_loss", 0.74, named="rounded here")
trials.wrong_values("smallest_loss", math.log(math.e + 3), named="nothing above the line")
trials.wrong_values("smallest_loss", 0.7, 1, 1.46, 3, -0.7437, math.e, "0.74", (1, 0, 0, 0), None)


@trials.right("same_alone")
def with_a_loop(answer, images):
    together, same = answer(images), True
    for place in range(len(images)):
        if answer(images[place : place + 1])[0] != together[place]:
            same = False
    return same


@trials.right("same_alone")
def with_a_list_index(answer, images):
    return [answer(images[[i]])[0] for i in range(len(images))] == list(answer(images))


@trials.right("same_alone")
def as_numpy_says_it(answer, images):
    return np.all([answer(image[None])[0] for image in images] == answer(images))


@trials.right("same_alone")
def no_difference(answer, images):
    return not sum(answer(images[i : i + 1])[0] != c for i, c in enumerate(answer(images)))


@trials.wrong("same_alone", "asks twice")
def the_whole_batch_twice(answer, images):
    first = answer(images)
    second = answer(images)
    return (first == second).all()


@trials.wrong("same_alone", "the first alone")
def one_image_is_enough(answer, images):
    return answer(images)[0] == answer(images[0:1])[0]


@trials.wrong("same_alone", "any for all")
def one_that_stays(answer, images):
    return any(answer(images[[i]])[0] == answer(images)[i] for i in range(len(images)))


@trials.wrong("same_alone", "turned round")
def whether_it_changes(answer, images):
    return any(answer(images[[i]])[0] != answer(images)[i] for i in range(len(images)))


@trials.wrong("same_alone", "one answer for each")
def a_list_of_comparisons(answer, images):
    return [answer(images[[i]])[0] == one for i, one in enumerate(answer(images))]


@trials.wrong("same_alone", "in another order")
def asks_from_behind(answer, images):
    return np.all(answer(images) == np.flip(answer(np.flip(images, 0))))


@trials.wrong("same_alone")
def always_true(answer, images):
    return True


@trials.raises("same_alone")
def without_a_batch(answer, images):
    return all(answer(image)[0] == answer(images)[i] for i, image in enumerate(images))


@trials.right("in_both")
def two_loops(train, validation):
    count = 0
    for one in validation:
        for other in train:
            if (one == other).all():
                count += 1
                break
    return count


@trials.right("in_both")
def as_lists(train, validation):
    known = train.tolist()
    return sum(image.tolist() in known for image in validation)


@trials.right("in_both")
def as_tuples(train, validation):
    known = set(map(tuple, train.reshape(len(train), -1)))
    return sum(tuple(row) in known for row in validation.reshape(len(validation), -1))


@trials.wrong("in_both", "counts pairs")
def without_a_break(train, validation):
    count = 0
    for one in validation:
        for other in train:
            count += int((one == other).all())
    return count


@trials.wrong("in_both", "counts the training images")
def the_other_way(train, validation):
    known = validation.tolist()
    return sum(image.tolist() in known for image in train)


@trials.wrong("in_both", "each once")
def as_sets(train, validation):
    one, other = ({tuple(image.ravel()) for image in images} for images in (train, validation))
    return len(one & other)


@trials.wrong("in_both", "by their sums")
def equal_sums(train, validation):
    sums = [image.sum() for image in train]
    return sum(image.sum() in sums for image in validation)


@trials.wrong("in_both", "whether there are any")
def a_truth_value(train, validation):
    return bool([1 for one in validation if one.tolist() in train.tolist()])


@trials.wrong("in_both")
def nobody(train, validation):
    return 0


@trials.wrong("in_both", "any pixel")
def with_numpys_in(train, validation):
    return sum(one in train for one in validation)  # asks whether any pixel agrees with the one at its place


@trials.right("parted")
def step_by_step(images, labels, order, share):
    cut = int(len(images) * share)
    first, second = order[:cut], order[cut:]
    return images[first], labels[first], images[second], labels[second]


@trials.right("parted")
def with_numpys_split(images, labels, order, share):
    (a, c), (b, d) = (np.split(array[order], [int(share * len(order))]) for array in (images, labels))
    return a, b, c, d


@trials.wrong("parted", "share to validate with")
def the_rest_first(images, labels, order, share):
    cut = int(len(order) * (1 - share))
    first, second = order[:cut], order[cut:]
    return images[first], labels[first], images[second], labels[second]


@trials.wrong("parted", "images before labels")
def both_places_exchanged(images, labels, order, share):
    cut = int(len(images) * share)
    first, second = order[:cut], order[cut:]
    return images[first], images[second], labels[first], labels[second]


@trials.wrong("parted", "still overlapping")
def the_labels_are_mended(images, labels, order, share):
    images = images[order]
    labels = labels[order]
    cut = int(len(images) * share)
    return images[:cut], labels[:cut], images[-cut:], labels[-cut:]


@trials.wrong("parted", "still out of step")
def the_cut_is_mended(images, labels, order, share):
    images = images[order]
    cut = int(len(images) * share)
    return images[:cut], labels[:cut], images[cut:], labels[cut:]


@trials.wrong("parted", "one is lost")
def one_behind(images, labels, order, share):
    images, labels = images[order], labels[order]
    cut = int(len(images) * share)
    return images[:cut], labels[:cut], images[cut + 1 :], labels[cut + 1 :]


@trials.wrong("parted", "parts exchanged")
def validation_first(images, labels, order, share):
    images, labels = images[order], labels[order]
    cut = int(len(images) * share)
    return images[cut:], labels[cut:], images[:cut], labels[:cut]


@trials.raises("parted")
def with_a_float(images, labels, order, share):
    cut = len(images) * share
    return images[:cut], labels[:cut], images[cut:], labels[cut:]
