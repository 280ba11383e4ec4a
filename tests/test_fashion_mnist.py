"""The data: right when whole, a sentence when damaged, the test set locked."""

import gzip
import shutil
import tracemalloc

import numpy as np
import pytest

from course_utils import fashion_mnist
from course_utils.fashion_mnist import FOLDER, DatasetError, final_exam, load

TRAIN_IMAGES, TRAIN_LABELS = "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"


@pytest.fixture
def folder(tmp_path):
    """A copy of the four files that a test may damage."""
    for path in FOLDER.glob("*.gz"):
        shutil.copy(path, tmp_path)
    return tmp_path


def idx(magic, dimensions, body):
    """Bytes of an IDX file."""
    return np.array([magic, *dimensions], ">u4").tobytes() + body


@pytest.mark.parametrize(("split", "count"), [("train", 55_000), ("validation", 5_000)])
def test_a_split_is_whole_and_balanced(split, count):
    pixels, labels = load(split)
    assert pixels.shape == (count, 28, 28)
    assert pixels.dtype == labels.dtype == np.uint8
    assert np.bincount(labels).tolist() == [count // 10] * 10
    assert (pixels.min(), pixels.max()) == (0, 255)


def test_the_splits_part_the_training_file():
    together = np.concatenate([load("train")[0], load("validation")[0]])
    assert len(together) == 60_000
    whole = fashion_mnist._read("train images", FOLDER)
    assert together.sum(axis=(1, 2), dtype=int).sum() == whole.sum(dtype=int)
    # Each image of the file is in exactly one split (a few garments occur twice in the file itself).
    assert sorted(map(hash, map(bytes, together))) == sorted(map(hash, map(bytes, whole)))


def test_the_split_is_the_same_each_time():
    assert np.array_equal(load("validation")[0], load("validation")[0])


def test_what_is_returned_may_be_changed_without_harm():
    load("validation")[0][:] = 0
    assert load("validation")[0].any()


def test_the_test_images_are_locked():
    with pytest.raises(ValueError, match="locked"):
        load("test")
    with pytest.raises(ValueError, match="use 'train' or 'validation'"):
        load("training")


def test_a_missing_file_is_named(folder):
    (folder / TRAIN_LABELS).unlink()
    with pytest.raises(DatasetError, match=rf"{TRAIN_LABELS}.*nothing at this place.*To restore it: "):
        load("train", folder=folder)


@pytest.mark.parametrize("kept", [0, 5, 20, 1_000, 26_000_000])
def test_a_truncated_file_is_named(folder, kept):
    path = folder / TRAIN_IMAGES
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(DatasetError, match=rf"{TRAIN_IMAGES}.*expected.*found.*To restore it: "):
        load("train", folder=folder)


@pytest.mark.parametrize("position", [0, 3, 12, 100, 10_000, -6, -1])
def test_a_flipped_bit_is_found(folder, position):
    path = folder / TRAIN_LABELS
    damaged = bytearray(path.read_bytes())
    damaged[position] ^= 0b100
    path.write_bytes(damaged)
    try:
        load("train", folder=folder)
    except DatasetError as error:
        assert TRAIN_LABELS in str(error)
    else:
        # Some bits of gzip's own header (time, system) carry no contents.
        assert gzip.decompress(bytes(damaged)) == gzip.decompress((FOLDER / TRAIN_LABELS).read_bytes())


def test_one_wrong_pixel_is_found(folder):
    path = folder / TRAIN_LABELS
    contents = bytearray(gzip.decompress(path.read_bytes()))
    contents[5_000] = (contents[5_000] + 1) % 10
    path.write_bytes(gzip.compress(contents))
    with pytest.raises(DatasetError, match=r"sha256.*another data set under this name"):
        load("train", folder=folder)


def test_swapped_files_are_found(folder):
    images, test_images = folder / TRAIN_IMAGES, folder / "t10k-images-idx3-ubyte.gz"
    shutil.copy(test_images, images)
    with pytest.raises(DatasetError, match=TRAIN_IMAGES):
        load("train", folder=folder)


def test_mnist_under_the_same_name_is_found(folder):
    """MNIST has the same names, magic numbers and shapes: other digits, other hash."""
    (folder / TRAIN_LABELS).write_bytes(gzip.compress(idx(2049, [60_000], bytes([5]) * 60_000)))
    with pytest.raises(DatasetError, match="another data set"):
        load("train", folder=folder)


def test_a_wrong_magic_number_is_found(folder):
    (folder / TRAIN_LABELS).write_bytes(gzip.compress(idx(2051, [60_000], bytes(60_000))))
    with pytest.raises(DatasetError, match="expected magic number 2049, found 2051"):
        load("train", folder=folder)


def test_wrong_dimensions_are_found(folder):
    (folder / TRAIN_LABELS).write_bytes(gzip.compress(idx(2049, [59_999], bytes(60_000))))
    with pytest.raises(DatasetError, match=r"dimensions \(60000,\), found \(59999,\)"):
        load("train", folder=folder)


def test_a_lying_header_allocates_nothing(folder):
    (folder / TRAIN_LABELS).write_bytes(gzip.compress(idx(2049, [2**32 - 1], bytes(60_000))))
    tracemalloc.start()
    with pytest.raises(DatasetError, match="dimensions"):
        fashion_mnist._read("train labels", folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_file_that_unpacks_to_gigabytes_is_not_unpacked(folder):
    (folder / TRAIN_LABELS).write_bytes(gzip.compress(bytes(50_000_000)))
    tracemalloc.start()
    with pytest.raises(DatasetError, match="found more than 60,008"):
        fashion_mnist._read("train labels", folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.parametrize(
    ("git", "advice"),
    [
        ("folder", "git checkout -- course_utils/data/fashion-mnist"),
        ("file", "git checkout -- course_utils/data/fashion-mnist"),
        (None, "download the course again, and copy its folder course_utils/data/fashion-mnist over the damaged one"),
    ],
)
def test_the_way_to_restore_is_one_that_works(tmp_path, git, advice):
    """A course that was downloaded as a ZIP, or installed as a package, is no place for git."""
    if git == "folder":
        (tmp_path / ".git").mkdir()
    elif git == "file":
        (tmp_path / ".git").write_text("gitdir: ../other/.git/worktrees/one\n")
    assert fashion_mnist._restore(tmp_path) == advice


def test_the_message_says_the_way_to_restore(folder, monkeypatch):
    monkeypatch.setattr(fashion_mnist, "RESTORE", "do this")
    (folder / TRAIN_LABELS).write_bytes(b"")
    with pytest.raises(DatasetError, match=r"To restore it: do this  \(file: "):
        load("train", folder=folder)


@pytest.mark.parametrize("damage", ["a folder", "a page"])
def test_something_else_under_the_name_is_named(folder, damage):
    (folder / TRAIN_LABELS).unlink()
    if damage == "a folder":
        (folder / TRAIN_LABELS).mkdir()
    else:
        (folder / TRAIN_LABELS).write_text("<html>404: not found</html>")
    with pytest.raises(DatasetError, match=rf"{TRAIN_LABELS}.*one that cannot be read"):
        load("train", folder=folder)


def test_all_files_are_verified(folder):
    fashion_mnist.verify(folder=folder)
    (folder / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(DatasetError, match="t10k-labels"):
        fashion_mnist.verify(folder=folder)


def test_the_licence_lies_beside_the_data():
    assert "Zalando SE" in (FOLDER / "LICENSE").read_text(encoding="utf-8")


class TestFinalExam:
    """The 10,000 test images, one look at a time."""

    @pytest.fixture(autouse=True)
    def no_looks_yet(self, monkeypatch):
        monkeypatch.setattr(fashion_mnist, "_looks", 0)

    def test_one_class_for_all_scores_a_tenth(self):
        assert final_exam(lambda pixels: np.eye(10)[np.full(len(pixels), 3)]) == 0.1

    def test_the_first_look_is_silent_and_the_second_is_not(self, capsys):
        final_exam(lambda pixels: np.zeros(len(pixels)))
        assert capsys.readouterr().out == ""
        final_exam(lambda pixels: np.zeros(len(pixels)))
        assert "Look number 2" in capsys.readouterr().out
        assert fashion_mnist.looks_taken() == 2

    @pytest.mark.parametrize("shape", [(10,), (10_000, 9), (9_999, 10), (10_000, 1)])
    def test_another_shape_gets_a_sentence_and_no_look(self, shape):
        with pytest.raises(ValueError, match=r"shape .* allowed are \(10000, 10\)"):
            final_exam(lambda pixels: np.zeros(shape))
        assert fashion_mnist.looks_taken() == 0

    def test_nan_gets_a_sentence(self):
        with pytest.raises(
            ValueError, match=r"^the model's answers hold NaN or infinity; training has probably div\w+\.$"
        ):
            final_exam(lambda pixels: np.full((len(pixels), 10), np.nan))

    def test_a_keras_model_is_asked_to_predict(self):
        class Model:
            def predict(self, pixels, batch_size, verbose):
                return np.eye(10)[np.arange(len(pixels)) // 1000]

        assert final_exam(Model()) == pytest.approx(0.1, abs=0.02)

    def test_the_model_sees_pixels_with_a_channel(self):
        seen = []
        final_exam(lambda pixels: seen.append((pixels.shape, pixels.dtype)) or np.zeros(len(pixels)))
        assert seen == [((10_000, 28, 28, 1), np.uint8)]
