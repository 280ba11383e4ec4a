"""CIFAR-10 as it is kept: the same for everybody, whole or damaged and said, the test images locked."""

import json
import os

import numpy as np
import pytest

from course_utils import cifar10
from course_utils.fashion_mnist import DatasetError
from tests.support.small_cifar10 import small_images


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_CIFAR10", str(tmp_path / "data"))
    monkeypatch.setattr(cifar10, "_looks", 0)
    return tmp_path / "data"


@pytest.fixture
def kept(place):
    """200 images to train with and 30 to test."""
    train, test = small_images(200, 1), small_images(30, 2)
    cifar10.keep(train, test, source="a test")
    return train, test


def table_of(place):
    (file,) = place.glob("*.npy")
    return file


def test_what_is_not_there_is_said_with_the_command(place):
    assert not cifar10.available()
    for ask in (lambda: cifar10.load("train"), lambda: cifar10.final_exam(len), cifar10.about):
        with pytest.raises(DatasetError, match=r"^CIFAR-10 is not on this machine.*`course data cifar10` fetches it"):
            ask()
    assert not place.exists()


def test_the_splits_part_the_training_images(kept):
    assert cifar10.available()
    (pixels, labels), _ = kept
    train, validation = cifar10.load("train"), cifar10.load("validation")
    assert train[0].shape == (180, 32, 32, 3)
    assert validation[0].shape == (20, 32, 32, 3)
    assert train[0].dtype == train[1].dtype == np.uint8
    np.testing.assert_array_equal(train[0], pixels[:180])  # each class in turn: its last tenth are the last images
    np.testing.assert_array_equal(validation[0], pixels[180:])
    np.testing.assert_array_equal(np.concatenate([train[1], validation[1]]), labels)


def test_so_many_images_are_the_first_of_each_class(place):
    labels = np.repeat(np.arange(10, dtype=np.uint8), 10)  # class by class, which `count` must not follow
    cifar10.keep((small_images(100)[0], labels), small_images(10), source="a test")
    whole = cifar10.load("train")
    for count, of_each in ((10, [1] * 10), (30, [3] * 10), (33, [4] * 3 + [3] * 7), (90, [9] * 10)):
        pixels, few = cifar10.load("train", count=count)
        assert np.bincount(few, minlength=10).tolist() == of_each
        assert len(pixels) == count
        assert (np.diff(few.astype(int)) >= 0).all(), "in their order"
    np.testing.assert_array_equal(cifar10.load("train", count=10)[0], whole[0][::9])


@pytest.mark.parametrize("count", [0, 181, -1, 2.5, "ten", True, [10]])
def test_a_count_that_cannot_be_gets_a_sentence(kept, count):
    with pytest.raises(ValueError, match=r"^count .* is not allowed: this split has 180 images; give 1 to 180\.$"):
        cifar10.load("train", count=count)


def test_what_is_returned_may_be_changed_without_harm(kept):
    cifar10.load("train")[0][:] = 0
    assert cifar10.load("train")[0].any()


def test_the_test_images_are_locked(kept):
    with pytest.raises(ValueError, match="locked"):
        cifar10.load("test")
    with pytest.raises(ValueError, match="use 'train' or 'validation'"):
        cifar10.load("training")


def test_the_final_exam_is_counted(kept, capsys):
    seen = []

    def model(pixels):
        seen.append((pixels.shape, pixels.dtype))
        return np.eye(10)[np.full(len(pixels), 3)]

    assert cifar10.final_exam(model) == pytest.approx(0.1)
    assert seen == [((30, 32, 32, 3), np.uint8)]
    assert capsys.readouterr().out == ""
    with pytest.raises(ValueError, match=r"allowed are \(30, 10\) or \(30,\)"):
        cifar10.final_exam(lambda pixels: np.zeros((30, 9)))
    cifar10.final_exam(lambda pixels: kept[1][1])
    assert "Look number 2" in capsys.readouterr().out
    assert cifar10.looks_taken() == 2


def test_it_says_what_is_there(kept):
    assert cifar10.about() == "CIFAR-10: 200 images to train with and 30 to test, from a test"


def test_new_data_take_the_place_of_old_ones_and_leave_nothing(kept, place):
    cifar10.keep(small_images(100, 5), small_images(10, 6), source="another")
    assert len(cifar10.load("train")[0]) == 90
    assert {path.name for path in place.iterdir()} == {"cifar10.json", table_of(place).name}


def test_who_is_stopped_half_way_leaves_the_old_data(kept, place, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cifar10, "write_json", stopped)
    with pytest.raises(KeyboardInterrupt):
        cifar10.keep(small_images(100, 5), small_images(10, 6), source="another")
    np.testing.assert_array_equal(cifar10.load("train")[0], kept[0][0][:180])
    monkeypatch.undo()
    monkeypatch.setenv("COURSE_CIFAR10", str(place))
    cifar10.keep(*kept, source="a test")
    assert table_of(place), "what was left is swept away"


def test_forgotten_is_gone(kept, place):
    assert cifar10.forget() is True
    assert not cifar10.available()
    assert list(place.iterdir()) == []
    assert cifar10.forget() is False


@pytest.mark.parametrize("position", [0, 7, 60, 130, 5_000, -1])
def test_a_changed_byte_is_found(kept, place, position):
    file = table_of(place)
    contents = bytearray(file.read_bytes())
    contents[position] ^= 0b100
    file.write_bytes(contents)
    assert cifar10.available()
    with pytest.raises(
        DatasetError, match=r"is damaged: cifar10-.*\.npy has other contents.*`course data cifar10 --forget`"
    ):
        cifar10.load("train")


@pytest.mark.parametrize("damage", ["short", "gone", "a folder"])
def test_a_file_that_is_not_whole_is_named(kept, place, damage):
    file = table_of(place)
    if damage == "short":
        file.write_bytes(file.read_bytes()[:5000])
    else:
        file.unlink()
        if damage == "a folder":
            file.mkdir()
    with pytest.raises(DatasetError, match=r"is damaged: .*cifar10-[0-9a-f]{16}\.npy"):
        cifar10.load("train")


def contents_naming(place, contents):
    """Name these bytes as the data, with their sha256."""
    digest = cifar10.hashlib.sha256(contents).hexdigest()
    (place / f"cifar10-{digest[:16]}.npy").write_bytes(contents)
    named = {"file": f"cifar10-{digest[:16]}.npy", "sha256": digest, "source": "a test"}
    (place / "cifar10.json").write_text(json.dumps(named), encoding="utf-8")


def saved(array):
    file = cifar10.io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


@pytest.mark.parametrize(
    "contents",
    [
        b"no array",
        saved(np.zeros(5)),
        saved(np.array([{"runs": "code"}], dtype=object)),
        saved(np.zeros((), cifar10._DTYPE)),
    ],
)
def test_an_array_of_another_kind_is_not_opened(kept, place, contents):
    contents_naming(place, contents)
    with pytest.raises(DatasetError, match=r"is damaged: cifar10-.* holds no images"):
        cifar10.load("train")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", '{"file": "cifar10.npy"}', "[" * 100_000, '{"file":"../x","sha256":"0","source":"y"}']
)
def test_contents_that_cannot_be_read_are_named(kept, place, text):
    (place / "cifar10.json").write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=r"is damaged: cifar10\.json"):
        cifar10.load("train")
    assert cifar10.forget() is True
    assert list(place.iterdir()) == []


def test_the_environment_names_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_CIFAR10", "  ~/here ")
    assert cifar10.folder() == type(tmp_path)("~/here").expanduser()
    monkeypatch.setenv("COURSE_CIFAR10", "here")
    with pytest.raises(DatasetError, match=r"^COURSE_CIFAR10 is 'here': give the whole path of a folder"):
        cifar10.folder()
    assert not cifar10.available()
    monkeypatch.delenv("COURSE_CIFAR10")
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name, appauthor: tmp_path / name)
    assert cifar10.folder() == tmp_path / "cnns-by-hand" / "cifar10"
    assert not os.listdir(tmp_path), "asking makes no folder"


def test_only_the_images_asked_for_are_read_into_memory(place):
    import tracemalloc

    cifar10.keep(small_images(3000), small_images(10), source="a test")
    tracemalloc.start()
    cifar10.load("train", count=100)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3000 * 3072 / 4
