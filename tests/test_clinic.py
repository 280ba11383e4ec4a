"""The clinic: what the instruments read of each patient separates the diagnoses.

Measured from seeds 0, 1 and 2, with the same outcome in all. Here seed 1 is taken anew, beside the stored readings of
seed 0: four seconds a patient.
"""

import functools

import numpy as np
import pytest

from course_utils.clinic import instruments, patients, readings, signs
from course_utils.clinic.instruments import INSTRUMENTS, chart
from course_utils.clinic.measured import MEASURED
from course_utils.clinic.patients import AILMENTS, HEALTHY, OPEN, WARD, Patient
from course_utils.clinic.signs import DIAGNOSES, contradicted, contradictions

#: Every patient with what ails it.
CASES = {"healthy itself": (HEALTHY, "healthy"), **{name: (one, name) for name, one in OPEN.items()}}
CASES |= {f"patient {number}": (WARD[number], ailment) for number, ailment in AILMENTS.items()}


@functools.cache
def taken(name):
    """All readings of one patient."""
    return {take.__name__: take(CASES[name][0], seed=1) for take in (chart, *INSTRUMENTS)}


@pytest.fixture(autouse=True)
def no_calls_yet(monkeypatch):
    monkeypatch.setattr(instruments, "_called", type(instruments._called)(list))


@pytest.mark.parametrize("name", CASES)
def test_the_readings_separate_the_diagnoses(name):
    """Nothing contradicts the right diagnosis, and something contradicts each of the others."""
    right, read = CASES[name][1], taken(name)
    assert contradicted(right, read) is None, read
    assert not [other for other in DIAGNOSES if other != right and contradicted(other, read) is None], read


@pytest.mark.parametrize("number", WARD)
def test_what_a_verdict_says_is_what_is_read(number):
    """The stored readings contradict the same as fresh ones from another seed do, by the same instrument."""
    fresh, stored = taken(f"patient {number}"), MEASURED[number]
    assert fresh.keys() == stored.keys()
    assert contradicted(AILMENTS[number], stored) is None
    for diagnosis in DIAGNOSES:
        assert contradicted(diagnosis, fresh) == contradicted(diagnosis, stored), diagnosis


def test_every_diagnosis_has_a_patient():
    assert {right for _, right in CASES.values()} == set(DIAGNOSES)
    assert len(WARD) >= 12
    assert "healthy" in AILMENTS.values()


@pytest.mark.parametrize("number", WARD)
def test_a_contradiction_names_its_instrument_and_not_the_diagnosis(number):
    right = AILMENTS[number]
    found = contradictions(MEASURED[number], right, number)
    assert found.keys() == DIAGNOSES.keys() - {right}
    assert len(set(found.values())) == len(found)
    for sentence in found.values():
        assert right not in sentence or right == "healthy", sentence
        assert DIAGNOSES[right].meaning not in sentence
        assert any(f"`{take.__name__}({number})` read: " in sentence for take in (chart, *INSTRUMENTS))


# The instruments by hand, on patients so simple that the reading is known.


def _ask_nothing():
    from course_utils.quiet import keras

    layers = keras.layers
    dense = layers.Dense(10, activation="softmax", kernel_initializer="zeros")
    return keras.Sequential([layers.Input((28, 28, 1)), layers.Rescaling(1 / 255), layers.Flatten(), dense])


def _few(images, labels):
    """The first 200 images, of which half are for validation; they are as they were handed over."""
    images = images[..., np.newaxis].astype(np.float32)
    return (images[:100], labels[:100]), (images[100:200], labels[100:200])


KNOWS_NOTHING = Patient(_ask_nothing, _few, name="zeros")


def test_the_first_loss_of_equal_scores_is_ln_10_and_every_layer_moves():
    read = instruments.first_loss(KNOWS_NOTHING)
    assert read.loss == pytest.approx(np.log(10), abs=1e-4)
    assert (read.moving, read.layers) == (1, 1)


def test_what_arrives_is_counted_behind_the_scaling():
    images, labels = patients.source()
    read = instruments.what_arrives(KNOWS_NOTHING)
    assert (read.low, read.high) == (images[:100].min() / 255, pytest.approx(images[:100].max() / 255))
    assert read.mean == pytest.approx(images[:100].mean() / 255, rel=1e-4)
    assert read.asked_mean == pytest.approx(images[100:200].mean() / 255, rel=1e-4)
    assert read.asked_classes == len(np.unique(labels[100:200]))
    pixels, classes = read.validation
    assert np.allclose(pixels, images[100:110] / 255, atol=1e-6)
    assert np.array_equal(classes, labels[100:110])


def test_the_first_batch_of_what_is_not_shuffled_is_the_first():
    def one_class_first(images, labels):
        order = np.argsort(labels[:100], kind="stable")
        return (images[:100, ..., np.newaxis][order], labels[:100][order]), _few(images, labels)[1]

    read = instruments.what_arrives(Patient(_ask_nothing, one_class_first, shuffle=False))
    expected = len(np.unique(np.sort(patients.source()[1][:100])[:50]))
    assert read.classes == expected < 10


def test_baselines_by_hand():
    images, labels = (array[:200] for array in patients.source())
    averages = np.stack([images[:100][labels[:100] == name].mean(axis=0) for name in range(10)])
    distances = ((images[100:, np.newaxis] / 255.0 - averages / 255.0) ** 2).sum(axis=(2, 3))
    read = instruments.baselines(KNOWS_NOTHING)
    assert read.nearest == pytest.approx(np.mean(distances.argmin(axis=1) == labels[100:]))
    assert read.majority == pytest.approx(np.mean(labels[100:] == np.bincount(labels[:100]).argmax()))


def test_neighbours_see_chance_and_company():
    def coin(images):
        return np.random.default_rng().permutation(images)

    def beside_the_mean(images):
        return images - images.mean(axis=0)

    assert instruments.neighbours(KNOWS_NOTHING) == readings.Neighbours(1.0, 1.0)
    assert instruments.neighbours(KNOWS_NOTHING._replace(before=coin)).twice < 0.9
    in_company = instruments.neighbours(KNOWS_NOTHING._replace(before=beside_the_mean))
    assert in_company.twice == 1.0
    assert in_company.company < 1.0


def test_an_own_network_is_examined_without_being_counted():
    assert instruments.first_loss(KNOWS_NOTHING).remark == ""
    assert not instruments._called


def test_five_calls_are_counted_kindly_and_repeats_are_free(monkeypatch):
    monkeypatch.setattr(instruments, "patient", lambda given: KNOWS_NOTHING)
    takes = [*INSTRUMENTS[:2], *INSTRUMENTS[3:]]
    for call, take in enumerate(takes, start=1):
        assert repr(take(4)).endswith(f"  [instrument {call} of 5 for patient 4]")
    assert repr(takes[0](4)).endswith("[instrument 1 of 5 for patient 4]")
    chart(4)
    sixth = instruments.shuffled_labels(4)
    assert sixth.remark == "more than the 5 for patient 4: can you decide without it?"
    assert sixth.words() in repr(sixth)
    assert instruments.first_loss(5).remark == "instrument 1 of 5 for patient 5"


def test_a_reading_is_kept():
    first = instruments.first_loss(KNOWS_NOTHING)
    assert instruments.first_loss(KNOWS_NOTHING) is first


@pytest.mark.parametrize("given", [0, 13, "3", None, True, 2.0, [1]])
def test_a_stranger_gets_a_sentence(given):
    with pytest.raises(ValueError, match=r"is not in the ward: give a number from 1 to 12, or a Patient"):
        instruments.first_loss(given)


def test_a_patient_says_nothing_of_what_ails_it():
    for number, one in WARD.items():
        assert repr(one) == f"Patient({number})"
        assert AILMENTS[number] not in repr(one)


def test_what_its_owner_counts():
    """The accuracy of outputs is that of yes-or-no questions: always no is right in nine of ten."""
    outputs = np.zeros((5, 10))
    assert instruments._score(OPEN["counts outputs"], outputs, np.eye(10)[:5]) == pytest.approx(0.9)
    assert instruments._score(HEALTHY, np.eye(10)[[1, 2]], np.array([1, 3])) == 0.5


def test_signs_are_of_instruments_that_there_are():
    names = {take.__name__ for take in (chart, *INSTRUMENTS)}
    for diagnosis in DIAGNOSES.values():
        assert diagnosis.signs
        assert {sign.instrument for sign in diagnosis.signs} <= names


def test_the_first_contradicting_sign_is_told():
    read = MEASURED[1] | {"overfit_twenty": readings.Twenty(0.1, 0.1, 2.3)}
    assert contradicted("softmax twice", read) == signs.DIAGNOSES["softmax twice"].signs[0]
