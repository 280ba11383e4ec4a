"""A network of a learner's own parts: it trains, takes what it can use, and says why where it cannot."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from benchmarks.by_hand_training import losses
from benchmarks.mistakes_trained import MISTAKES, SEEDS
from course_utils import fashion_mnist, mistakes, numpy_network, one_thread, own_network, own_parts
from course_utils.drawing import draw_parts
from course_utils.exercises import backpropagation, convolution, dropout, fashion_mnist_cnn, normalization, pooling
from course_utils.numpy_network import SHAPES, NumpyNetwork
from tests.support.pictures import axes_of, words_of

SLOTS = {slot.exercise: slot for slot in own_parts.SLOTS}
BANKS = {
    bank.__name__.rpartition(".")[2]: bank
    for bank in (backpropagation, convolution, dropout, fashion_mnist_cnn, normalization, pooling)
}


def exercise(slot):
    return getattr(BANKS[slot.bank], slot.exercise)


def batch(count=32, seed=0):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 28, 28), np.uint8), rng.integers(0, 10, count)


def normal(*shape):
    return np.random.default_rng(0).normal(size=shape).astype(np.float32)


# The network itself.


def differ_from_differences(parts):
    """Names of the arrays whose gradients differ at one of three places, in float64 and away from zeros."""
    pixels, labels = batch(4)
    network, found = NumpyNetwork(parts, rate=0), set()
    network._all = network._all.astype(np.float64) + np.random.default_rng(1).normal(0, 0.05, network._all.size)
    network.weights = network._views(network._all)
    _, gradients = network.gradients(pixels, labels)
    for name in SHAPES:
        weights = network.weights[name].reshape(-1)
        for place in np.random.default_rng(2).integers(0, weights.size, 3):
            before, ends = weights[place], []
            for step in (1e-6, -1e-6):
                weights[place] = before + step
                ends.append(network.gradients(pixels, labels)[0])
            weights[place] = before
            if np.reshape(gradients[name], -1)[place] != pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-3, abs=2e-6):
                found.add(name)
    return found


def test_all_gradients_are_those_of_differences():
    assert differ_from_differences({}) == set()


@pytest.mark.parametrize("name", sorted(set(MISTAKES) - {"right"}))
def test_differences_notice_every_mistake(name):
    """Also those that the accuracy does not show."""
    assert differ_from_differences(MISTAKES[name])


def test_the_first_steps_are_those_of_keras():
    by_hand, in_keras = losses(*fashion_mnist.load("train"), steps=20)
    np.testing.assert_allclose(by_hand, in_keras, atol=1e-4)
    assert by_hand[-1] < by_hand[0] - 1


def test_it_learns_in_a_hundred_steps_and_the_same_again():
    images, labels = fashion_mnist.load("train")
    validation = tuple(part[:500] for part in fashion_mnist.load("validation"))
    histories = [
        NumpyNetwork(seed=3).train(images[:2560], labels[:2560], validation=validation, epochs=5) for _ in range(2)
    ]
    assert histories[0] == histories[1]
    assert histories[0].accuracies[-1] > 0.65
    assert histories[0].losses[1] < histories[0].losses[0]


def test_everything_stays_float32():
    network = NumpyNetwork()
    network.step(*batch(), 0.001)
    assert network._all.dtype == network.moving_mean.dtype == np.float32
    assert network.scores(batch(5)[0]).dtype == np.float32


def test_outside_training_nothing_is_dropped_and_no_average_moves():
    network, (pixels, labels) = NumpyNetwork(), batch()
    network.step(pixels, labels, 0.001)
    before = network.moving_mean.copy()
    np.testing.assert_array_equal(network.scores(pixels), network.scores(pixels, at_a_time=len(pixels)))
    np.testing.assert_array_equal(network.moving_mean, before)


def test_ctrl_c_leaves_a_network_that_works():
    network, (pixels, labels) = NumpyNetwork(), batch(64)

    def stop(history):
        if len(history.losses) == 2:
            raise KeyboardInterrupt

    settings = {"validation": (pixels, labels), "batch_size": 32, "after_epoch": stop}
    history = network.train(pixels, labels, epochs=5, **settings)
    assert not history.finished
    assert len(history.losses) == len(history.accuracies) == 2
    assert np.isfinite(network.scores(pixels)).all()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, "5 images are fewer than a batch of 128, and nothing would be trained: give more"),
        ({"batch_size": 0}, "batch_size 0 is not allowed: give an integer of at least 1"),
        ({"epochs": 0}, "epochs 0 is not allowed: give an integer of at least 1"),
    ],
)
def test_a_training_without_a_step_is_refused(settings, message):
    pixels, labels = batch(5)
    with pytest.raises(ValueError, match=message):
        NumpyNetwork().train(pixels, labels, **{"validation": (pixels, labels), "epochs": 1} | settings)


def test_who_stops_a_training_early_is_told_how_good_the_network_is(monkeypatch, capsys):
    def stop(*_):
        raise KeyboardInterrupt

    own = own_network.assemble(kept=False)
    monkeypatch.setattr(own, "_minutes", lambda *_: "1 min")
    monkeypatch.setattr(NumpyNetwork, "step", stop)
    assert own.train(epochs=1, images=256).accuracies == []
    assert re.search(r"Stopped\. .* validation ≈ 0\.\d{4}\.", capsys.readouterr().out)


# A learner's parts.


@pytest.mark.parametrize(
    ("size", "width", "channels", "filters"), [(5, 28, 1, 4), (3, 12, 3, 2), (2, 9, 2, 1), (4, 11, 1, 3)]
)
def test_a_folded_convolution_is_the_one_at_stride_2(size, width, channels, filters):
    images, kernels, biases = normal(3, width, width, channels), normal(size, size, channels, filters), normal(filters)
    adapted = SLOTS["answers_in_depth"].adapt(convolution.answers_in_depth.reference)
    expected = numpy_network.convolution(images, kernels, biases)
    np.testing.assert_allclose(adapted(images, kernels, biases), expected, atol=1e-4)


@pytest.mark.parametrize("slot", [slot for slot in own_parts.SLOTS if slot.part], ids=lambda slot: slot.exercise)
def test_every_right_answer_gives_what_the_course_gives(slot):
    for right in (exercise(slot).reference, *exercise(slot).alternatives):
        function, why = own_parts.tried(slot, right)
        assert function or "times as long" in why, f"{right.__name__}: {why}"


@pytest.mark.parametrize("slot", [slot for slot in own_parts.SLOTS if slot.part], ids=lambda slot: slot.exercise)
def test_no_wrong_answer_gets_in(slot):
    for mistake in exercise(slot).misconceptions:
        part = next(
            part
            for part in own_network.assemble(kept=False, **{slot.exercise: mistake.wrong}).parts
            if part.exercise == slot.exercise
        )
        assert not part.yours, mistake.name


def test_with_all_parts_of_plain_numpy_it_trains_like_the_courses(monkeypatch):
    monkeypatch.setattr(own_parts, "_times_as_long", lambda *given: 1.0)
    right = {
        "answers_in_depth": convolution.answers_in_depth.alternatives[0],
        **{
            slot.exercise: exercise(slot).reference
            for slot in own_parts.SLOTS
            if slot.part and slot.exercise not in ("answers_in_depth", "silence")
        },
    }
    own = own_network.assemble(kept=False, **right)
    assert {part.exercise for part in own.parts if part.yours} == set(right)
    mine, theirs = NumpyNetwork(own._functions), NumpyNetwork()
    steps = [[network.step(*batch(seed=seed), 0.002) for seed in range(5)] for network in (mine, theirs)]
    np.testing.assert_allclose(*steps, atol=2e-3)


def test_loops_are_told_how_long_they_take(monkeypatch):
    monkeypatch.setattr(own_parts, "_times_as_long", lambda *given: 67.7)
    _, why = own_parts.tried(SLOTS["answers_in_depth"], convolution.answers_in_depth.reference)
    assert why == (
        "Yours is right, but with it a step would take ≈ 68 times as long (at most 20): the course's stands in."
    )


def test_what_stops_is_said():
    def broken(scores, labels):
        raise RuntimeError("no")

    assert own_parts.tried(SLOTS["of_the_scores"], broken) == (
        None,
        "On a small batch yours stops: no. The course's stands in.",
    )


def test_other_numbers_are_said():
    function, why = own_parts.tried(SLOTS["shares"], lambda logits: np.ones_like(logits) / 10)
    assert function is None
    assert why == "On a small batch yours gives other numbers than the course's, which stands in."


def test_a_stranger_gets_a_sentence():
    with pytest.raises(ValueError, match="pixels can be no part of the network: give some of answers_in_depth, maxima"):
        own_network.assemble(kept=False, pixels=abs)
    with pytest.raises(ValueError, match=r"by its name, such as assemble\(of_the_kernel=of_the_kernel"):
        own_network.assemble(backpropagation.of_the_kernel.reference)
    with pytest.raises(ValueError, match="shares is 3: give the function that you wrote, as shares=shares"):
        own_network.assemble(shares=3)


def test_stubs_are_not_there_yet():
    parts = own_network.assemble(kept=False, shares=fashion_mnist_cnn.shares.unattempted).parts
    (part,) = [part for part in parts if part.exercise == "shares"]
    assert part.why == "Not there yet: the course's stands in."


@pytest.mark.parametrize("name", ["maxima", "to_the_winners"])
def test_pooling_has_no_place_and_is_told_so(name):
    right = exercise(SLOTS[name]).reference
    *_, part = [part for part in own_network.assemble(kept=False, **{name: right}).parts if part.exercise == name]
    assert not part.name
    assert not part.yours
    assert part.why.startswith("Yours is right, and strides stand in place of pooling here.")


def test_training_says_how_long_and_then_how_it_goes(capsys):
    own = own_network.assemble(kept=False)
    history = own.train(epochs=1, images=256)
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("1 epoch of 256 images: at most ≈ 1 min.")
    assert second.startswith("epoch 1: loss ≈ ")
    assert own.history is history
    assert own.train(epochs=1, images=256) == history


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"epochs": 0}, "epochs 0 is not allowed: give a whole number from 1 to 100."),
        ({"epochs": True}, "epochs True is not allowed"),
        ({"images": 5}, "images 5 is not allowed: give a whole number from 128 to 55,000."),
    ],
)
def test_numbers_that_cannot_be(settings, message):
    with pytest.raises(ValueError, match=message):
        own_network.assemble(kept=False).train(**settings)


# Pictures and curves.


def test_the_picture_says_whose_each_part_is():
    panel = draw_parts([("convolution", True), ("softmax", False)], "Parts")
    assert words_of(panel) == "Parts: 1 part of 2 yours: convolution; the course's: softmax."
    yours, other = axes_of(draw_parts([("convolution", True), ("softmax", False)]))[0].patches
    assert yours.get_linestyle() != other.get_linestyle()
    plt.close("all")


def test_every_mistake_has_its_curves():
    curves = mistakes.curves()
    assert set(curves) == set(MISTAKES)
    assert {len(runs) for runs in curves.values()} == {len(SEEDS)}
    assert {len(run) for runs in curves.values() for run in runs} == {9}


def test_the_costs_that_the_lesson_speaks_of():
    assert mistakes.cost("sign turned").least > 80
    assert abs(mistakes.cost("flip forgotten").mean) < 0.5
    assert mistakes.cost("kernel gradient flipped").least > 1
    with pytest.raises(ValueError, match="no mistake is called 'typo'; there are: "):
        mistakes.cost("typo")


def test_one_thread_is_for_a_while():
    ask, _ = one_thread._openblas()
    before = ask()
    with pytest.raises(KeyboardInterrupt), one_thread.one_thread():
        assert ask() == 1
        raise KeyboardInterrupt
    assert ask() == before


def test_without_openblas_nothing_happens(monkeypatch):
    monkeypatch.setattr(one_thread, "_FOLDERS", ("nowhere",))
    one_thread._openblas.cache_clear()
    with one_thread.one_thread():
        assert one_thread._openblas()[0]() == 1
    one_thread._openblas.cache_clear()
