"""TrainingExplorer: what it reads is the history; a training is watched, stopped and shown the same afterwards."""

import json
import re
import signal
import time

import numpy as np
import pytest
from jupyter_client.manager import start_new_kernel

from course_utils.colours import TEN, ink
from course_utils.explorers.training.training_explorer import TrainingExplorer
from course_utils.explorers.training.training_watch import hear_while_busy
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
    assert explorer._button.layout.visibility == "hidden"
    kept = fitted(explorer, at_batch(11, explorer._button.click), epochs=5)
    assert 11 <= len(explorer.history["batch_loss"]) <= 12
    assert len(kept["loss"]) == len(explorer.history["loss"]) == len(explorer.history["val_loss"]) == 2
    assert explorer.words.startswith("this run: 12 of 40 batches seen")
    assert explorer._button.layout.visibility == "hidden"
    fitted(explorer)
    assert len(explorer.history["loss"]) == 2, "a press counts for one training only"


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
print(explorer._button.comm.comm_id)"""
    waits = """
import time
explorer.begin("this run", {"batch_loss": [], "steps": 1, "epochs": 1})
end = time.time() + 6
while not explorer.stopping and time.time() < end:
    time.sleep(0.02)
print("heard:", explorer.stopping)"""
    manager, client = start_new_kernel()
    try:
        button = output(client, client.execute(setup)).strip()
        running = client.execute(waits)
        time.sleep(0.5)
        client.control_channel.send(client.session.msg("create_subshell_request"))
        click = {"comm_id": button, "data": {"method": "custom", "content": {"event": "click"}}}
        message = client.session.msg("comm_msg", click)
        message["header"]["subshell_id"] = client.control_channel.get_msg(timeout=5)["content"]["subshell_id"]
        client.shell_channel.send(message)
        assert output(client, running) == "heard: True\n"
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
    hear_while_busy(TrainingExplorer()._button)
