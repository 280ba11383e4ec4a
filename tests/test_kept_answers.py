"""Answers are kept with consent only, used only where they were written, and forgotten by one command."""

import json
import os
import stat

import numpy as np
import pytest

from course_utils import own_network
from course_utils.checking import answers
from course_utils.commands import cli
from course_utils.exercises import fashion_mnist_cnn as bank

KEY = "fashion_mnist_cnn.shares"
BASE = 1.0
EPS, LEAST = np.float64(1.0), -np.inf


def powers(logits):
    return np.exp(logits - logits.max(axis=-1, keepdims=True))


def shares(logits):
    raised = powers(logits) * BASE
    return raised / raised.sum(axis=-1, keepdims=True)


def limited(logits):
    return np.exp(np.maximum(logits, LEAST) - logits.max(axis=-1, keepdims=True)) * EPS


def shares_with_limits(logits):
    raised = limited(logits)
    return raised / raised.sum(axis=-1, keepdims=True)


def one(count):
    return other(count - 1) if count else 0


def other(count):
    return one(count - 1) if count else 1


raised_by = powers


def shares_by_another_name(logits):
    return raised_by(logits) / raised_by(logits).sum(axis=-1, keepdims=True)


def cross_entropy(probabilities, labels):
    return -np.log(probabilities[np.arange(len(labels)), labels])


@pytest.fixture(autouse=True)
def file(monkeypatch, tmp_path):
    """A file of this test's own, which is not there yet, and a session without answers."""
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "own" / "progress.json"))
    monkeypatch.setattr(answers, "_right", {})
    return tmp_path / "own" / "answers.json"


def part(name, own):
    (found,) = [part for part in own.parts if part.exercise == name]
    return found


def test_without_consent_nothing_is_written(file):
    assert bank.shares.check(shares).status == "right"
    shown = own_network.keep_my_answers()
    assert "def shares" in shown.text
    assert "def powers" in shown.text
    assert str(file) in shown.title
    assert not file.exists()


def test_with_consent_it_is_kept_and_used_and_forgotten(file, capsys):
    bank.shares.check(shares)
    assert own_network.keep_my_answers(True).text == "Kept: shares."
    assert os.name == "nt" or stat.S_IMODE(file.stat().st_mode) == 0o600
    answers._right.clear()  # another day
    assert part("shares", own_network.assemble()).yours
    assert not part("shares", own_network.assemble(kept=False)).yours
    assert cli.main(["forget", "answers"]) == 0
    assert "is deleted" in capsys.readouterr().out
    assert not file.exists()
    assert not part("shares", own_network.assemble()).yours
    assert answers.forget() == "No answers are kept."


def test_later_answers_are_kept_by_their_check(file):
    own_network.keep_my_answers(True)
    assert "Kept: shares." in bank.shares.check(shares).note
    assert set(answers.read()[0]) == {KEY}


def test_wrong_answers_and_other_exercises_are_not_kept(file):
    own_network.keep_my_answers(True)
    bank.shares.check(bank.shares.misconceptions[0].wrong)
    answers.offer("pooling.other", shares)
    assert answers.read() == ({}, "")


def test_turned_off_nothing_is_kept(file, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "off")
    bank.shares.check(shares)
    assert own_network.keep_my_answers(True).text == "COURSE_PROGRESS is off, so nothing is kept."
    assert own_network.keep_my_answers().text == "COURSE_PROGRESS is off."
    assert not file.parent.exists()


def keep(file):
    own_network.keep_my_answers(True)
    bank.shares.check(shares)
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda kept: kept.update(version=2), "was written by another edition of the course"),
        (lambda kept: kept.update(place="elsewhere"), "was written for another place"),
        (lambda kept: kept["answers"].update({KEY: "def shares(logits): return 0"}), "was changed since"),
        (lambda kept: kept["answers"].update({"pooling.other": ""}), "is damaged"),
        (lambda kept: kept.update(answers=[]), "is damaged"),
        (lambda kept: kept.pop("version"), "is damaged"),
    ],
)
def test_a_file_that_is_not_as_it_was_written_is_not_run(file, change, message):
    kept = keep(file)
    change(kept)
    file.write_text(json.dumps(kept), encoding="utf-8")
    own = own_network.assemble()
    assert not part("shares", own).yours
    assert own.note.startswith("Kept answers are not used: ")
    assert message in own.note
    assert own.note in repr(own)
    assert "could not be kept" in bank.shares.check(shares).note
    assert "lies in answers.unused-1.json" in own_network.keep_my_answers(True).text
    assert part("shares", own_network.assemble()).yours


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "\x00", "[" * 100_000])
def test_what_is_no_file_of_answers_is_said(file, text):
    keep(file)
    file.write_text(text, encoding="utf-8")
    assert "is damaged; `course forget answers` deletes it" in answers.read()[1]


def test_a_folder_in_its_place_is_said(file):
    file.mkdir(parents=True)
    assert "it is a folder" in answers.read()[1]
    assert bank.shares.check(shares).status == "right"


def test_an_argument_is_its_own_although_a_cell_has_one_of_that_name(file, monkeypatch):
    monkeypatch.setitem(globals(), "labels", np.zeros(3))
    bank.cross_entropy.check(cross_entropy)
    own_network.keep_my_answers(True)
    assert "labels" in json.loads(file.read_text())["answers"]["fashion_mnist_cnn.cross_entropy"]


def test_what_cannot_be_written_down_is_said(file):
    own_network.keep_my_answers(True)
    there = np.ones(3)

    def enclosed(logits):
        return shares(logits) * there[0]

    assert "shares could not be kept: it is no function written with def" in bank.shares.check(enclosed).note
    assert answers.read()[0] == {}


def test_numbers_of_numpy_and_infinities_come_back(file):
    assert bank.shares.check(shares_with_limits).status == "right"
    assert own_network.keep_my_answers(True).text == "Kept: shares."
    answers._right.clear()
    source = answers.read()[0][KEY]
    logits = np.array([[1, 2, 3]], np.float32)
    again = answers.run(source, "shares_with_limits")(logits)
    assert again.dtype == shares_with_limits(logits).dtype == np.float64
    np.testing.assert_array_equal(again, shares_with_limits(logits))


@pytest.mark.parametrize("value", [True, -3, 0.1, "a\nb", "", float("inf"), *map(np.float32, (0.1, "-inf"))], ids=repr)
def test_a_constant_comes_back_with_its_type(value):
    namespace = {}
    exec(f"import numpy\nfound = {answers._constant(value)}", namespace)
    assert (namespace["found"], type(namespace["found"])) == (value, type(value))


def test_helpers_that_call_one_another_are_kept():
    assert answers.run(answers.whole_source(one), "one")(3) == 1


def test_another_name_of_a_helper_is_said():
    with pytest.raises(ValueError, match="it uses raised_by, which is another name of powers"):
        answers.whole_source(shares_by_another_name)


def test_what_was_laid_aside_is_forgotten_too(file):
    keep(file)
    file.write_text("{")
    own_network.keep_my_answers(True)
    others = file.with_name("answers.mine.json")
    others.write_text("no file of the course's")
    assert len(list(file.parent.glob("answers*.json"))) == 3
    assert "answers.unused-1.json" in answers.forget()
    assert list(file.parent.glob("answers*.json")) == [others]
    assert answers.forget() == "No answers are kept."


def test_kept_code_that_no_longer_runs_is_said():
    with pytest.raises(ValueError, match="what was kept of shares does not run: "):
        answers.run("def shares(:", "shares")
    with pytest.raises(ValueError, match="what was kept of shares defines no such function"):
        answers.run("other = 1", "shares")


def test_a_stub_does_not_stand_before_a_kept_answer(file):
    keep(file)
    assert part("shares", own_network.assemble(shares=bank.shares.unattempted)).yours
    assert part("shares", own_network.assemble(kept=False, shares=bank.shares.unattempted)).why.startswith("Not there")


def test_two_windows_lose_nothing(file):
    own_network.keep_my_answers(True)
    bank.shares.check(shares)
    answers._right.clear()  # another window
    bank.cross_entropy.check(cross_entropy)
    assert set(answers.read()[0]) == {KEY, "fashion_mnist_cnn.cross_entropy"}
