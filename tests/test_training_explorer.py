"""TrainingExplorer: what it reads is the history; a training is watched, stopped and shown the same afterwards."""

import json
import os
import re
import signal
import threading
import time

import numpy as np
import pytest
from jupyter_client.manager import start_new_kernel

from course_utils.colours import KERNEL_COLOURS, NEUTRAL, TEN, ink, signed
from course_utils.explorers.shared.hand import changed
from course_utils.explorers.training.training_explorer import TrainingExplorer
from course_utils.explorers.training.training_kernels import first_kernels
from course_utils.explorers.training.training_panels import spread
from course_utils.explorers.training.training_watch import hear_while_busy
from course_utils.numbers import number
from tests.support.canvas_words import words_of

PLAIN = {
    "loss": [1.5, 0.7, 0.4],
    "accuracy": [0.5, 0.75, 0.875],
    "val_loss": [1.25, 0.625, 0.75],
    "val_accuracy": [0.55, 0.7, 0.68],
}
SHORT = {"loss": [2.0, 1.0], "accuracy": [0.25, 0.3]}
RUNS = {"rate 0": PLAIN, "rate 0.5": SHORT}


def texts(explorer):
    return [shape[2] for shape in explorer.canvas.shapes if shape[0] == "text"]


def test_every_value_is_the_history_s():
    for quantity in ("loss", "accuracy"):
        for split, prefix in (("training", ""), ("validation", "val_")):
            for epoch in (1, 2, 3):
                explorer = TrainingExplorer(runs=RUNS, quantity=quantity, split=split, epoch=epoch)
                for name, history in RUNS.items():
                    curve = history.get(prefix + quantity, [])
                    read = explorer.values.get((name, quantity, split))
                    assert read == (curve[epoch - 1] if epoch <= len(curve) else None)
                    if read is not None:
                        assert f"{name} {split} {read:.3f}" in texts(explorer)
                        assert f"{read:.3f}" in explorer.words


def test_sentences():
    assert TrainingExplorer(runs={"one": PLAIN}).words == (
        "After epoch 3 of 3. Loss 0.400 in training, 0.750 in validation; accuracy 0.875 in training, 0.680 in "
        "validation. Validation loss is lowest after epoch 2."
    )
    assert TrainingExplorer(runs=RUNS, quantity="accuracy", epoch=3).words == (
        "After epoch 3 of 3. rate 0: accuracy 0.875 in training, 0.680 in validation. rate 0.5: no value."
    )
    assert TrainingExplorer(epochs=2).words == (
        "Nothing is recorded yet. Hand callback() to fit, and the curves are drawn while it trains."
    )


def test_runs_are_chosen_and_none_chosen_means_all():
    explorer = TrainingExplorer(runs=RUNS)
    explorer.controls["shown"].value = ("rate 0.5",)
    assert set(explorer.curves) == {("rate 0.5", "loss", "training"), ("rate 0.5", "accuracy", "training")}
    assert explorer.svg == TrainingExplorer(runs=RUNS, shown=("rate 0.5",)).svg
    explorer.controls["shown"].value = ()
    assert explorer.names == ["rate 0", "rate 0.5"]
    with pytest.raises(ValueError, match=r"shown 'rate 1' is not allowed: the runs are rate 0, rate 0.5\."):
        TrainingExplorer(runs=RUNS, shown=("rate 1",))


def test_a_curve_runs_through_its_values():
    explorer = TrainingExplorer(runs={"one": PLAIN}, quantity="accuracy", split="training")
    ((points, *_),) = [shape[1:] for shape in explorer.canvas.shapes if shape[0] == "line" and shape[3] == 2]
    heights = [y for _, y in points]
    assert np.allclose(np.diff(heights)[0] / np.diff(heights)[1], 0.25 / 0.125)


def test_a_loss_that_is_lost_is_a_gap_and_a_word():
    explorer = TrainingExplorer(runs={"lost": {"loss": [2.0, float("nan"), float("inf")]}})
    assert "Loss no number in training." in explorer.words
    assert not re.search("nan|inf", explorer.svg)


def test_small_and_large_losses_are_written_out():
    """Once "Loss -0.000" and "1.23e+03"."""
    explorer = TrainingExplorer(runs={"one": {"loss": [1234567.8, -0.00001], "val_loss": [2.0, 1234.5]}})
    assert "Loss −0.00001 in training, 1,234.500 in validation." in explorer.words
    assert "training −0.00001" in texts(explorer)
    explorer.epoch = 1
    assert "Loss 1,234,567.800 in training, 2.000 in validation." in explorer.words
    assert not re.search(r">[^<]*(-\d|\de)", explorer.svg)


@pytest.mark.parametrize("loss", [3e-7, 0.02, 5.0, 90_000.0, 6e6, 4e8, 1e12])
def test_the_numbers_of_the_axis_have_room(loss):
    explorer = TrainingExplorer(runs={"one": {"loss": [loss, loss / 2]}}, quantity="loss")
    assert words_of(explorer.canvas)


def test_runs_have_the_ten_colours_and_their_words_a_darker_shade():
    explorer = TrainingExplorer(runs=dict.fromkeys("abcdef", SHORT), quantity="loss")
    lines = [shape[2] for shape in explorer.canvas.shapes if shape[0] == "line" and shape[3] == 2]
    assert lines == list(TEN[:6])
    words = {shape[2]: shape[5] for shape in explorer.canvas.shapes if shape[0] == "text"}
    assert words["b training 1.000"] == ink(TEN[1]) != TEN[1]


def test_many_and_long_histories_keep_the_sentence_short():
    runs = {
        f"a run with a long name, {number}": {key: values * 300 for key, values in PLAIN.items()} for number in range(6)
    }
    explorer = TrainingExplorer(runs=runs)
    assert len(explorer.words.split()) <= 60
    assert explorer.words.endswith("more.")
    assert len(explorer.canvas.png()) < 90_000


def test_many_batches_are_thinned_to_lowest_and_highest():
    losses = np.random.default_rng(0).random(20_000)
    explorer = TrainingExplorer(runs={"one": {"batch_loss": losses, "steps": 4000, "epochs": 5}})
    assert len(explorer.svg) < 60_000
    points = max((shape[1] for shape in explorer.canvas.shapes if shape[0] == "line"), key=len)
    assert min(y for _, y in points) == pytest.approx(264 - 230 * losses.max(), abs=1)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"epochs": 0}, "epochs '0' is not allowed: give a whole number from 1 to 1000."),
        ({"epochs": 2.5}, "epochs '2.5' is not allowed"),
        ({"epochs": True}, "epochs 'True' is not allowed"),
        ({"runs": PLAIN["loss"]}, "runs list is not allowed: give a dictionary of 1 to 6 names and their histories."),
        ({"runs": {}}, "runs 0 runs is not allowed"),
        ({"runs": PLAIN}, "'loss' is of type list; give a history, a dictionary."),
        ({"runs": {3: PLAIN}}, "the name '3' is not allowed: give a text of 1 to 30 characters."),
        ({"runs": {"a": {}}}, "it has nothing."),
        ({"runs": {"a": {"mae": [1, 2]}}}, "it has 2 of mae."),
        ({"runs": {"a": {"loss": [1], "val_loss": [1, 2]}}}, "it has 1 of loss, 2 of val_loss."),
        ({"runs": {"a": {"loss": "falling"}}}, "loss of 'a' is not a list of numbers; give one value per epoch."),
        ({"runs": {"a": {"loss": [[1, 2]]}}}, "loss of 'a' is not a list of numbers"),
        ({"runs": {"a": {"accuracy": [55, 83.0]}}}, "accuracy of 'a' goes from 55 to 83; give shares, 0 to 1."),
        ({"runs": {"a": {"accuracy": [float("nan")]}}}, "accuracy of 'a' goes from NaN to NaN; give shares"),
        ({"runs": {"a": {"loss": [1.0] * 1001}}}, "needs one value per epoch, up to 1000"),
        ({"runs": {"a": {"batch_loss": [1.0], "steps": "x"}}}, "steps of 'a' is 'x'; give a whole number"),
    ],
)
def test_bad_input_gets_a_sentence(given, message):
    with pytest.raises(ValueError) as error:
        TrainingExplorer(**given)
    assert message in str(error.value)


# The hand.


def area_of(explorer, name):
    return next(area for area in explorer.canvas.areas if area.name == name)


def touched(explorer, name, gesture, column):
    explorer.move(**changed(explorer.state(), area_of(explorer, name).filled(gesture, 0, column)))


@pytest.mark.parametrize("batches", [False, True])
def test_an_epoch_is_read_by_a_click_or_by_dragging_its_line(batches):
    more = {"batch_loss": [2.0, 1.5, 1.25] * 3, "steps": 3, "epochs": 4} if batches else {}
    explorer = TrainingExplorer(runs={"one": PLAIN | more})
    for name in ("loss", "accuracy"):
        touched(explorer, name, "sets", 1)
        assert (explorer.epoch, explorer.marked) == (2, 2)
        (line,) = [
            shape[1] for shape in explorer.canvas.shapes if shape[0] == "line" and shape[4] and shape[2] == NEUTRAL
        ][name == "accuracy" :][:1]
        grid, grip = area_of(explorer, name), area_of(explorer, f"line in {name}")
        left, column = grid.box[0], grid.box[2] / grid.columns
        assert left + column < line[0][0] <= left + 2 * column + 1e-6, "the click's column ends or stands at its line"
        assert grip.box[0] + grip.box[2] / 2 == pytest.approx(line[0][0])
        assert (grip.at, grip.pitch) == ((0, 1), (0, pytest.approx(column)))
        touched(explorer, f"line in {name}", "drags", 0)
        assert explorer.epoch == 1
    assert explorer.canvas.back == {"epoch": 0}


def test_pointing_at_an_epoch_says_its_values_and_lights_it_in_both_panels():
    explorer = TrainingExplorer(runs=RUNS)
    loss, accuracy = area_of(explorer, "loss"), area_of(explorer, "accuracy")
    assert loss.hint == "loss, training / validation"
    assert loss.words[1:] == (
        "epoch 2, rate 0 0.700 / 0.625, rate 0.5 1.000",
        "epoch 3, rate 0 0.400 / 0.750, rate 0.5 ended",
    )
    assert accuracy.lights["loss"] == {"rows": [[0]], "columns": [[0], [1], [2]]}
    assert area_of(explorer, "line in loss").lights["accuracy"] == {"cells": [[0], [1], [2]]}
    alone = TrainingExplorer(runs={"one": PLAIN}, split="validation")
    assert area_of(alone, "loss").words == ("epoch 1, 1.250", "epoch 2, 0.625", "epoch 3, 0.750")


def test_what_is_said_is_short():
    runs = {f"a run with a long name, {number}": PLAIN for number in range(6)}
    for explorer in (TrainingExplorer(runs=runs), TrainingExplorer(runs={"one": PLAIN | KERNELS})):
        assert len(explorer.canvas.hint) <= 110
        for area in explorer.canvas.areas:
            assert max(map(len, (area.hint, *area.words))) <= 60
    assert area_of(TrainingExplorer(runs=runs), "loss").words[0].endswith(", 5 more")


def test_nothing_can_be_touched_before_anything_is_recorded():
    explorer = TrainingExplorer(epochs=2)
    assert explorer.canvas.areas == []
    assert explorer.canvas.hint == ""


@pytest.mark.parametrize("runs", [{"one": PLAIN}, {"one": PLAIN, "other": SHORT}, RUNS, "six", "kernels"])
def test_no_control_changes_the_height_and_no_word_is_small(runs):
    six = {f"a run with a long name, {number}": PLAIN for number in range(6)}
    runs = {"six": six, "kernels": six | {"last": PLAIN | KERNELS}}.get(runs, runs) if isinstance(runs, str) else runs
    runs, heights = dict(list(runs.items())[-6:]), set()
    for quantity in ("both", "loss", "accuracy"):
        for split in ("both", "training", "validation"):
            for shown in ((), next(iter(runs)), list(runs)[-1]):
                state = {"quantity": quantity, "split": split, "shown": (shown,) if shown else ()}
                explorer = TrainingExplorer(runs=runs, epoch=2, **state)
                assert not explorer.problem
                assert words_of(explorer.canvas)
                assert min(shape[3] for shape in explorer.canvas.shapes if shape[0] == "text") >= 12
                heights.add(explorer.canvas.height)
    assert len(heights) == 1
    assert max(heights) <= 560


@pytest.mark.parametrize("levels", [[], [50], [100, 100, 100], [0, 1, 2, 229, 230], list(np.linspace(80, 90, 12))])
def test_words_are_spread_apart(levels):
    found = sorted(spread(levels, 0, 230))
    assert len(found) == len(levels)
    assert all(np.diff(found) >= min(17, 230 / max(len(levels) - 1, 1)) - 1e-9)
    assert not found or (found[0] >= -1e-9 and found[-1] <= 230 + 1e-9)


# The first layer's kernels.


def some_kernels(count=3, channels=1, times=4):
    return (
        np.random.default_rng(0).normal(size=(times, 3, 3, channels, count))
        * np.arange(1, times + 1)[:, None, None, None, None]
    ).tolist()


KERNELS = {"kernels": some_kernels()}


def test_the_kernels_are_those_after_the_epoch_that_is_read():
    runs, stored = {"one": PLAIN | KERNELS}, np.array(KERNELS["kernels"])
    for epoch in (1, 2, 3, 0, 9):
        explorer = TrainingExplorer(runs=runs, epoch=epoch)
        assert np.array_equal(explorer.kernels, stored[epoch if epoch in (1, 2) else 3])
        assert f"Kernels of the first layer after epoch {explorer.marked}" in texts(explorer)
        tiles = [shape[2] for shape in explorer.canvas.shapes if shape[0] == "image"][1:]
        strongest = np.abs(stored[[0, explorer.marked, 3]]).max()
        assert np.array_equal(tiles[2], signed(explorer.kernels[:, :, 0, 2], strongest, KERNEL_COLOURS))
    words = area_of(explorer, "kernels").words
    low, high = stored[3, ..., 1].min(), stored[3, ..., 1].max()
    assert words[1] == f"kernel 1, weights {number(low, 2)} to {number(high, 2)}"


def test_of_several_runs_the_last_that_has_kernels_shows_them():
    runs = {"first": PLAIN | KERNELS, "second": PLAIN | {"kernels": some_kernels(20, 3)}, "third": PLAIN}
    assert TrainingExplorer(runs=runs).kernels.shape == (3, 3, 3, 20)
    assert TrainingExplorer(runs=runs, shown=("first", "third")).kernels.shape == (3, 3, 1, 3)
    assert TrainingExplorer(runs=runs, shown=("third",)).kernels is None
    assert "second: kernels of the first layer after epoch 3" in texts(TrainingExplorer(runs=runs))


@pytest.mark.parametrize("kernels", ["many", [[1, 2]], [], np.zeros((2, 3, 3, 2, 4)), np.zeros((1, 3, 3, 1, 33))])
def test_kernels_that_are_none_get_a_sentence(kernels):
    with pytest.raises(ValueError, match=r"kernels of .one. are no .times, rows, columns"):
        TrainingExplorer(runs={"one": PLAIN | {"kernels": kernels}})


def test_lost_weights_are_grey_and_said():
    kernels = np.array(some_kernels())
    kernels[-1] = np.nan
    explorer = TrainingExplorer(runs={"one": PLAIN | {"kernels": kernels}})
    assert not explorer.problem
    assert area_of(explorer, "kernels").words[0] == "kernel 0, no weight is a number"


# Watching a training.


def fitted(explorer, *more, epochs=2, name="this run"):
    from course_utils.quiet import keras

    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(2, activation="softmax")])
    model.compile("sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True)
    features = np.random.default_rng(0).normal(size=(80, 3))
    data = features, (features[:, 0] > 0).astype(int)
    callbacks = [explorer.callback(name, every=1), *more]
    return model.fit(*data, batch_size=10, epochs=epochs, validation_data=data, verbose=0, callbacks=callbacks).history


def test_the_kernels_are_kept_before_and_after_each_epoch():
    from course_utils.quiet import keras

    keras.utils.set_random_seed(0)
    layers = keras.layers
    model = keras.Sequential([layers.Input((6, 6, 1)), layers.Conv2D(40, 3), layers.Flatten(), layers.Dense(2)])
    model.compile("sgd", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    weights, seen = first_kernels(model), []
    assert weights is model.layers[0].kernel
    note = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(weights.numpy()))
    images, explorer = np.random.default_rng(0).normal(size=(40, 6, 6, 1)), TrainingExplorer(epochs=2)
    before = weights.numpy()
    model.fit(images, np.arange(40) % 2, epochs=2, verbose=0, callbacks=[explorer.callback(every=1), note])
    kept = explorer.history["kernels"]
    assert np.allclose(kept, np.array([before, *seen])[..., :32], atol=1e-4)
    assert np.array_equal(explorer.kernels, kept[2])
    stored = TrainingExplorer(runs={"this run": json.loads(json.dumps(explorer.history))})
    assert (stored.words, stored.svg) == (explorer.words, explorer.svg)
    assert repr(explorer).startswith("TrainingExplorer(): loss, accuracy of this run, epoch 2 of 2")


def test_only_a_convolution_of_an_image_has_kernels_to_show():
    from course_utils.quiet import keras

    layers = keras.layers
    for made in ([layers.Dense(3), layers.Conv2D(2, 3)], [layers.Conv2D(2, 3)]):
        model = keras.Sequential([layers.Input((6, 6, 5)), *made])
        assert first_kernels(model) is None
    assert first_kernels(keras.Sequential([layers.Input((6, 6, 1)), layers.Flatten()])) is None


def at_batch(number, act):
    """A callback that does something after a batch."""
    from course_utils.quiet import keras

    class Acting(keras.callbacks.Callback):
        seen = 0

        def on_train_batch_end(self, batch, logs=None):
            self.seen += 1
            if self.seen == number:
                act()

    return Acting()


def pressing(explorer, name):
    """Press a button, as a click in the page does."""
    return lambda: next(button for button in explorer.reins.buttons if button.description == name).click()


def test_the_history_is_keras_own_and_is_shown_the_same_afterwards():
    explorer = TrainingExplorer(epochs=2)
    before = signal.getsignal(signal.SIGINT)
    kept = fitted(explorer)
    assert signal.getsignal(signal.SIGINT) is before
    assert {key: explorer.history[key] for key in kept} == kept
    assert len(explorer.history["batch_loss"]) == 16
    assert np.mean(explorer.history["batch_loss"][8:]) == pytest.approx(kept["loss"][1], abs=1e-5)
    assert (explorer.history["steps"], explorer.history["epochs"]) == (8, 2)
    stored = json.loads(json.dumps(explorer.history))
    again = TrainingExplorer(runs={"this run": stored})
    assert (again.words, again.svg) == (explorer.words, explorer.svg)


def test_the_button_ends_it_after_the_batch_with_its_history():
    explorer = TrainingExplorer(epochs=5)
    assert explorer.reins.box.layout.visibility == "hidden"
    kept = fitted(explorer, at_batch(11, pressing(explorer, "stop training")), epochs=5)
    assert 11 <= len(explorer.history["batch_loss"]) <= 12
    assert len(kept["loss"]) == len(explorer.history["loss"]) == len(explorer.history["val_loss"]) == 2
    assert explorer.words.startswith("this run: 12 of 40 batches seen")
    assert explorer.reins.box.layout.visibility == "hidden"
    fitted(explorer)
    assert len(explorer.history["loss"]) == 2, "a press counts for one training only"


def later(*acts, seconds=0.3):
    """Do these one after the other, in a thread of their own, so many seconds apart."""

    def run():
        for act in acts:
            time.sleep(seconds)
            act()

    threading.Thread(target=run, daemon=True).start()


def test_it_waits_while_it_is_paused_and_goes_on():
    explorer, seen = TrainingExplorer(epochs=2), []

    def pause():
        pressing(explorer, "pause")()
        look = lambda: seen.append((len(explorer.history["batch_loss"]), explorer.words[:40]))  # noqa: E731
        one = pressing(explorer, "one batch")
        later(look, one, look, one, one, look, pressing(explorer, "go on"))

    kept = fitted(explorer, at_batch(3, pause))
    paused = "Paused. this run: "
    assert [count for count, _ in seen] == [4, 5, 7], "the press came after the explorer's turn in batch 3"
    assert all(words.startswith(paused) for _, words in seen)
    assert len(explorer.history["batch_loss"]) == 16
    assert len(kept["loss"]) == 2
    assert "Paused" not in explorer.words
    assert not explorer.reins.pausing


def test_one_batch_pauses_a_training_that_runs_and_a_paused_one_can_be_stopped():
    explorer = TrainingExplorer(epochs=5)

    def pause():
        pressing(explorer, "one batch")()
        later(pressing(explorer, "stop training"))

    fitted(explorer, at_batch(3, pause), epochs=5)
    assert len(explorer.history["batch_loss"]) == 4


def test_a_paused_training_hardly_works_and_can_be_interrupted():
    explorer, used = TrainingExplorer(epochs=5), []

    def pause():
        pressing(explorer, "pause")()
        look = lambda: used.append(time.process_time())  # noqa: E731
        later(lambda: None, look, look, lambda: os.kill(os.getpid(), signal.SIGINT), seconds=1)

    fitted(explorer, at_batch(3, pause), epochs=5)
    assert len(explorer.history["batch_loss"]) == 4
    assert used[1] - used[0] < 0.2


def test_what_is_pressed_before_or_after_a_training_does_not_hold_it():
    explorer = TrainingExplorer(epochs=2)
    for press in ("pause", "one batch", "stop training"):
        pressing(explorer, press)()
        fitted(explorer)
        assert len(explorer.history["loss"]) == 2


def test_an_interrupt_ends_it_too_and_a_second_one_interrupts():
    explorer = TrainingExplorer(epochs=5)
    before = signal.getsignal(signal.SIGINT)
    kept = fitted(explorer, at_batch(3, lambda: signal.raise_signal(signal.SIGINT)), epochs=5)
    assert len(kept["loss"]) == 1

    def twice():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        fitted(explorer, at_batch(3, twice), epochs=5)
    assert signal.getsignal(signal.SIGINT) is before


def test_after_a_training_that_failed_an_interrupt_is_one_again():
    explorer, before = TrainingExplorer(epochs=5), signal.getsignal(signal.SIGINT)
    with pytest.raises(ZeroDivisionError):
        fitted(explorer, at_batch(3, lambda: 1 / 0))
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_two_trainings_stand_beside_each_other():
    explorer = TrainingExplorer(epochs=2)
    fitted(explorer, name="first")
    fitted(explorer, name="second", epochs=3)
    assert explorer.names == ["first", "second"]
    assert explorer.controls["epoch"].max == 3
    explorer.shown = ("second",)
    assert explorer.controls["shown"].value == ("second",)


def test_a_click_on_a_subshell_is_heard_while_a_cell_runs():
    """As JupyterLab sends it; if a new ipykernel breaks this, Kernel → Interrupt is left to stop a training."""
    setup = """
from course_utils.explorers.training.training_explorer import TrainingExplorer
explorer = TrainingExplorer()
buttons = [*explorer.reins.buttons, explorer.controls["epoch"], explorer._hand]
print(*[button.comm.comm_id for button in buttons])"""
    waits = """
import time
explorer.begin("this run", {"loss": [2.0, 1.0], "val_loss": [2.0, 1.0], "steps": 1, "epochs": 2})
end, seen = time.time() + 8, []
while not explorer.reins.stopping and time.time() < end:
    time.sleep(0.02)
    now = explorer.reins.pausing, explorer.epoch
    seen += [now] if now not in seen[-1:] else []
print("heard:", explorer.reins.stopping, seen)"""
    manager, client = start_new_kernel()
    try:
        pause, _, stop, slider, hand = output(client, client.execute(setup)).split()
        running = client.execute(waits)
        time.sleep(0.5)
        client.control_channel.send(client.session.msg("create_subshell_request"))
        subshell = client.control_channel.get_msg(timeout=5)["content"]["subshell_id"]
        click = {"method": "custom", "content": {"event": "click"}}
        touch = {"asked": {"number": 1, "sets": {"epoch": 1}}}
        moved = [{"method": "update", "state": state, "buffer_paths": []} for state in (touch, {"value": 2})]
        for comm, data in ((pause, click), (hand, moved[0]), (slider, moved[1]), (pause, click), (stop, click)):
            message = client.session.msg("comm_msg", {"comm_id": comm, "data": data})
            message["header"]["subshell_id"] = subshell
            client.shell_channel.send(message)
            time.sleep(0.3)
        states = [(False, 0), (True, 0), (True, 1), (True, 2), (False, 2)]
        assert output(client, running) == f"heard: True {states}\n"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def output(client, request):
    """What a request printed, when it is done."""
    printed = ""
    while True:
        message = client.get_iopub_msg(timeout=20)
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["msg_type"] == "stream":
            printed += message["content"]["text"]
        if message["content"].get("execution_state") == "idle":
            return printed


def test_without_a_kernel_nothing_needs_to_be_heard():
    hear_while_busy(TrainingExplorer().reins.box)
