"""The gallery of kernels: every number shown is checked, and whatever a learner brings along gets an answer."""

import io
import re
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

from course_utils import fashion_mnist, images, kernels
from course_utils.convolution import cross_correlate
from course_utils.explorers.kernels.kernel_gallery import NAMES, KernelGallery
from course_utils.explorers.shared.hand import changed
from tests.support.canvas_words import words_of

SHIRT = fashion_mnist.load("validation")[0][285] / np.float32(255)
HAND = np.array([[0, 3, 3, 0, 0], [0, 3, 3, 0, 1], [0, 2, 3, 0, 0], [1, 3, 3, 0, 0], [0, 3, 3, 1, 0]]) / 4
EDGE = np.repeat(np.uint8([[0, 0, 0, 255, 255, 255]]), 6, axis=0)


def shown(explorer):
    """All words of the picture, in the order of drawing."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", explorer.svg)


def windows_times(image, kernel):
    """The feature map by loops."""
    height, width = kernel.shape
    rows, columns = image.shape[0] - height + 1, image.shape[1] - width + 1
    return np.array(
        [[np.sum(image[r : r + height, c : c + width] * kernel) for c in range(columns)] for r in range(rows)]
    )


def written(value):
    """A number below 10, as it stands in the picture: two decimals, or the first digit of a smaller one."""
    if abs(value) < 1e-6:  # what rounding leaves
        return "0"
    decimals = 2 if abs(value) >= 0.005 else 1 - int(f"{value:e}"[-3:]) - 1
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".").replace("-", "−")


def as_file(pixels, kind="PNG"):
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind)
    return stream.getvalue()


def upload(explorer, name, contents):
    """What the browser does when a file has been chosen."""
    explorer.upload.value = (
        {
            "name": name,
            "type": "image/png",
            "size": len(contents),
            "content": contents,
            "last_modified": datetime.now(UTC),
        },
    )


def test_it_shows_the_lessons_shirt_and_every_kernel_of_the_course():
    gallery = KernelGallery()
    np.testing.assert_array_equal(gallery.pixels, SHIRT)
    assert tuple(gallery.bank) == NAMES
    for name in ("identity", "sharpen", "sobel_x", "sobel_y", "laplacian", "emboss"):
        label = {"sobel_x": "Sobel x", "sobel_y": "Sobel y", "laplacian": "Laplacian"}.get(name, name)
        np.testing.assert_array_equal(gallery.bank[label], getattr(kernels, name))


@pytest.mark.parametrize("box", range(1, 10))
@pytest.mark.parametrize("relu", [False, True])
def test_every_number_is_the_loops(box, relu):
    gallery = KernelGallery(box_size=box, gaussian_size=10 - box, sigma=0.4 * box, relu=relu)
    for name, kernel in gallery.bank.items():
        gallery.kernel = name
        words = shown(gallery)
        expected = windows_times(SHIRT, kernel)
        expected = expected.clip(0) if relu else expected
        np.testing.assert_allclose(gallery.feature_maps[name], expected, atol=1e-5)
        assert gallery.sums[name] == pytest.approx(kernel.sum(), abs=1e-6)
        first = words.index(name) + 1
        assert words.count(f"sum {written(kernel.sum())}") >= 2, "below the kernel and in its tile"
        size, ends = " × ".join(map(str, expected.shape)), f"{written(expected.min())} to {written(expected.max())}"
        assert f"{size} answers, {ends}" in words
        if max(kernel.shape) <= 3:
            assert words[first : first + kernel.size] == [written(weight) for weight in kernel.ravel()]


@pytest.mark.parametrize(("size", "is_numbered"), [(4, True), (5, True), (6, False)])
def test_larger_kernels_have_no_numbers(size, is_numbered):
    gallery = KernelGallery(box_size=size)
    after = shown(gallery)[shown(gallery).index("box blur") + 1]
    assert after == (written(1 / size**2) if is_numbered else "sum 1")


def test_sentences():
    assert KernelGallery().line() == (
        "T-shirt/top 13. Weights sum to 1, flat ground keeps its brightness: identity, box blur, Gaussian blur, "
        "sharpen, emboss. Sum 0, silent on flat ground: Sobel x, Sobel y, Laplacian. "
        "Widest range: Sobel x, −3.68 to 3.75."
    )
    assert KernelGallery().words == KernelGallery().line().replace(
        " Weights", " Large: box blur, sum 1, answers 0 to 0.9. Weights"
    )
    ones = KernelGallery(
        garment_class="Bag", number=2, kernels={"nine ones": np.ones((3, 3))}, relu=True, one_scale=True
    )
    assert ones.line() == (
        "Bag 2. Weights sum to 1, flat ground keeps its brightness: identity, box blur, Gaussian blur, "
        "sharpen, emboss. Sum 0, silent on flat ground: Sobel x, Sobel y, Laplacian. Other sums: nine ones 9. "
        f"Widest range after ReLU: nine ones, 0 to {ones.limits['nine ones']:.2f}. "
        f"One scale of colours for all, to ±{ones.limits['nine ones']:.2f}."
    )
    small = KernelGallery(HAND, box_size=7)
    assert "Large: box blur, sum 1, larger than the image." in small.words
    assert "The kernel is larger than the image." in shown(small)
    assert "Larger than the image: box blur. Widest range: Sobel x, −3 to 3." in small.words
    for gallery in (KernelGallery(), ones, small):
        assert len(gallery.words.split()) <= 60


def test_one_scale_or_each_its_own():
    gallery = KernelGallery()
    assert gallery.limits["Sobel x"] == pytest.approx(np.abs(gallery.feature_maps["Sobel x"]).max())
    assert gallery.limits["box blur"] < 1
    gallery.controls["one_scale"].value = True
    largest = max(np.abs(found).max() for found in gallery.feature_maps.values())
    assert list(gallery.limits.values()) == pytest.approx([largest] * 8)


def test_numbers_are_exact_where_they_are_large_and_never_minus_zero():
    """Once "0 to 1e3" where the value was 1,020."""
    assert "Widest range: Sobel x, 0 to 4." in KernelGallery(EDGE).words
    strong = KernelGallery(EDGE, kernels={"strong": 255 * kernels.sobel_x}, kernel="strong")
    assert "Widest range: strong, 0 to 1,020." in strong.words
    assert "4 × 4 answers, 0 to 1,020" in shown(strong)
    tiny = KernelGallery(EDGE, kernels={"tiny": [[-0.0004, 0.0002]]}, kernel="tiny")
    assert "Other sums: tiny −0.0002." in tiny.words
    assert shown(tiny)[shown(tiny).index("tiny") + 1 :][:3] == ["≈0", "≈0", "sum −0.0002"]
    assert "6 × 5 answers, −0.0002 to 0.0002" in shown(tiny)
    for gallery in (strong, tiny, KernelGallery(), KernelGallery(picture="photograph")):
        assert not re.search(r"-\d|−0(?![.\d])|\de", gallery.words + " ".join(shown(gallery)))


def test_rounding_is_not_taken_for_an_answer():
    gallery = KernelGallery(picture="photograph", kernels={"tenths": [[0.1, 0.2, -0.3]]})
    assert gallery.sums["tenths"] == 0
    assert "Sum 0, silent on flat ground: Sobel x, Sobel y, Laplacian, tenths." in gallery.words


def test_all_words_have_room():
    most = {f"a long name, {n}": np.full((3, 3), (-1) ** n * 99_999.4) for n in range(6)}
    for gallery in (KernelGallery(), KernelGallery(EDGE, kernels=most), KernelGallery(EDGE[:3, :3])):
        ends = sorted((left, right, words) for words, left, right in words_of(gallery.canvas))
        assert len(ends) > 40


def test_zero_is_grey_negative_pink_and_positive_green():
    gallery = KernelGallery(EDGE[:, ::-1], kernels={"right": [[-1, 0, 1]], "left": [[1, 0, -1]]}, one_scale=True)
    maps = [shape[2] for shape in gallery.canvas.shapes if shape[0] == "image" and shape[2].shape == (6, 4, 3)]
    assert len(maps) == 2
    found = {tuple(map(int, colour)) for made in maps for colour in np.unique(made.reshape(-1, 3), axis=0)}
    assert (247, 247, 247) in found
    assert any(red > green + 30 and blue > green for red, green, blue in found), "pink"
    assert any(green > red and green > blue + 30 for red, green, blue in found), "green"


def test_the_photograph_in_grey():
    gallery = KernelGallery(picture="photograph")
    np.testing.assert_array_equal(gallery.pixels, images.photograph(60).mean(axis=2))
    assert gallery.words.startswith("Photograph.")


@pytest.mark.parametrize("shape", [(3, 3), (3, 128), (40, 7, 3), (64, 64, 1)])
def test_bytes_and_floats_are_one_image(shape):
    image = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    gallery = KernelGallery(image)
    expected = (image / np.float32(255)).mean(axis=2) if image.ndim == 3 else image / np.float32(255)
    assert gallery.picture == "own image"
    np.testing.assert_allclose(gallery.pixels, expected, atol=1e-6)
    answers = cross_correlate(expected, kernels.sobel_y)
    np.testing.assert_allclose(gallery.feature_maps["Sobel y"], answers, atol=1e-5)
    assert KernelGallery(image / 255).svg == gallery.svg


def test_the_lessons_window_by_hand():
    gallery = KernelGallery(HAND)
    np.testing.assert_array_equal(gallery.feature_maps["Sobel x"], windows_times(HAND, kernels.sobel_x))
    assert gallery.feature_maps["Sobel x"][0, 0] == 3
    assert gallery.feature_maps["Sobel x"][2, 2] == -3


def test_own_kernels():
    rising = [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]]
    gallery = KernelGallery(kernels={"rising": rising, "row": [[-1.5, 0, 1]], "large": np.eye(15)})
    np.testing.assert_allclose(gallery.feature_maps["rising"], cross_correlate(SHIRT, np.float32(rising)), atol=1e-5)
    assert gallery.sums == gallery.sums | {"rising": 0.0, "row": -0.5, "large": 15.0}
    gallery.kernel = "row"
    words = shown(gallery)
    assert words[words.index("row") + 1 : words.index("row") + 5] == ["−1.5", "0", "1", "sum −0.5"]
    assert "Other sums: row −0.5, large 15." in gallery.words


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([1], "kernels is list: give a dictionary of at most 6"),
        ({str(n): [[1]] for n in range(7)}, "kernels is 7 of them: give a dictionary"),
        ({"sharpen": [[1]]}, "the kernel's name 'sharpen' is not allowed: give 1 to 14 letters"),
        ({"": [[1]]}, "the kernel's name '' is not allowed"),
        ({"a very long name": [[1]]}, "is not allowed: give 1 to 14 letters"),
        ({"yours": [[1]]}, "the kernel's name 'yours' is not allowed"),
        ({3: [[1]]}, "the kernel's name 3 is not allowed"),
        ({"k": [1, 2]}, r"kernel 'k' has the shape 2, which is not allowed: give \(height, width\), each 1 to 15."),
        ({"k": np.ones((16, 2))}, "kernel 'k' has the shape 16 × 2"),
        ({"k": np.ones((0, 2))}, "kernel 'k' is empty"),
        ({"k": [[np.nan]]}, "kernel 'k' holds NaN or infinity"),
        ({"k": [[1e9]]}, "kernel 'k' goes from 1e9 to 1e9, beyond ±1,000,000"),
        ({"k": [[1e300]]}, "kernel 'k' goes from 1e300 to 1e300, beyond ±1,000,000"),
        ({"k": "edge"}, "kernel 'k' is text, 'edge', and not numbers"),
        ({"k": [[1, 2], [3]]}, "kernel 'k' holds something other than numbers, or rows of different lengths"),
        ({"k": object()}, "kernel 'k' is of type object, and not an array of numbers"),
    ],
)
def test_kernels_that_cannot_be(given, sentence):
    with pytest.raises(ValueError, match=sentence):
        KernelGallery(kernels=given)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (np.ones(5), r"image has the shape 5, which is not allowed: give \(height, width\)"),
        (np.ones((2, 9)), "3 to 128 pixels per side"),
        (np.ones((129, 9)), r"image\[::2, ::2\] takes every second"),
        (np.ones((9, 9, 4)), "image has the shape 9 × 9 × 4"),
        (np.full((9, 9), np.nan), "image holds NaN or infinity"),
        (np.full((9, 9), 1e30), "image goes from 1e30 to 1e30, beyond ±1,000,000"),
        (
            np.full((9, 9), 200.0),
            "image holds float64 from 200 to 200: give uint8 .* floats from 0 to 1; divide by 255",
        ),
        (np.full((9, 9), 200), r"image holds int64 from 200 to 200: .*; \.astype\(np.uint8\) makes bytes of it\."),
        (object(), "image is of type object, and not an array of numbers"),
        ([["a"]], "image holds something other than numbers"),
        ("no/such.png", "no/such.png cannot be used as an image: there is no such file."),
        (__file__, "cannot be used as an image: it is damaged, or neither PNG"),
        (".", "cannot be used as an image: it is a folder"),
    ],
)
def test_images_that_cannot_be(given, sentence):
    with pytest.raises(ValueError, match=sentence):
        KernelGallery(given)


def test_an_image_file(tmp_path):
    pixels = np.tile(np.linspace(0, 255, 200).astype(np.uint8), (120, 1))
    path = tmp_path / "ramp.png"
    path.write_bytes(as_file(pixels))
    gallery = KernelGallery(path)
    assert gallery.pixels.shape == (36, 60)
    assert gallery.pixels[0, 0] < 0.02 < 0.98 < gallery.pixels[0, -1]
    assert KernelGallery(str(path)).svg == gallery.svg


def test_an_upload_is_shown_and_a_bad_one_answered():
    gallery = KernelGallery()
    pixels = np.random.default_rng(0).integers(0, 256, (20, 30), np.uint8)
    upload(gallery, "mine.png", as_file(pixels))
    assert (gallery.picture, gallery.problem) == ("own image", "")
    assert gallery.controls["picture"].value == "own image"
    np.testing.assert_allclose(gallery.pixels, pixels / 255, atol=1e-6)
    upload(gallery, "mine.txt", b"no picture")
    assert gallery.words == (
        "mine.txt cannot be used as an image: it is damaged, or neither PNG, JPEG, GIF, BMP nor WebP."
    )
    assert "⚠ mine.txt" in gallery._words.value
    gallery.picture = "garment"
    assert gallery.svg == KernelGallery().svg


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        (as_file(np.zeros((50, 50), np.uint8))[:60], "mine.png cannot be used as an image: it is damaged"),
        (as_file(np.zeros((8000, 7000), np.uint8)), "it has more than 50 million pixels; save it smaller."),
        (
            as_file(np.zeros((2, 2000), np.uint8)),
            "made smaller, 1 × 60 pixels remain of it, and 3 per side are needed.",
        ),
        (b"\0" * 30_000_001, "it has more than 30 MB; save it smaller."),
        (b"", "mine.png cannot be used as an image: it is damaged"),
    ],
    ids=["cut off", "enormous", "narrow", "heavy", "empty"],
)
def test_files_that_cannot_be(contents, sentence):
    gallery = KernelGallery()
    upload(gallery, "mine.png", contents)
    assert sentence in gallery.words
    assert gallery.words.startswith("mine.png cannot be used")
    assert not gallery.words.startswith("This went wrong")


def test_no_image_of_ones_own_yet():
    gallery = KernelGallery()
    gallery.picture = "own image"
    assert gallery.words == (
        "There is no image of your own yet: choose a file, drop one on the picture, or give image=…"
    )


# What the hand does.


def area_of(explorer, name):
    [area] = [area for area in explorer.canvas.areas if area.name == name]
    return area


def touch(explorer, name, gesture, *cell, value=0):
    explorer.move(**changed(explorer.state(), area_of(explorer, name).filled(gesture, *cell, value)))


def test_a_click_on_a_tile_makes_it_large():
    gallery = KernelGallery(kernels={"nine ones": np.ones((3, 3))})
    names = [*NAMES, "nine ones", "yours"]
    for place, name in enumerate(names):
        touch(gallery, f"kernels {place // 5}", "sets", 0, place % 5)
        assert gallery.kernel == gallery.controls["kernel"].value == name
        assert area_of(gallery, f"kernels {place // 5}").words[place % 5].startswith(name)
        assert gallery.svg == KernelGallery(kernels={"nine ones": np.ones((3, 3))}, kernel=name).svg
    assert sum(area.columns for area in gallery.canvas.areas if area.name.startswith("kernels")) == len(names)


def test_typing_into_a_kernel_makes_yours_of_it_and_leaves_it_as_it_is():
    gallery = KernelGallery(kernel="Sobel x")
    touch(gallery, "kernel", "types", 0, 1, value=7)
    assert (gallery.kernel, gallery.weights) == ("yours", ((-1, 7, 1), (-2, 0, 2), (-1, 0, 1)))
    touch(gallery, "kernel", "types", 2, 2, value=-0.5)
    assert gallery.weights == ((-1, 7, 1), (-2, 0, 2), (-1, 0, -0.5))
    np.testing.assert_array_equal(gallery.bank["Sobel x"], kernels.sobel_x)
    answers = windows_times(SHIRT, np.array(gallery.weights))
    np.testing.assert_allclose(gallery.feature_maps["yours"], answers, atol=1e-5)
    assert gallery.words.startswith("T-shirt/top 13. Large: yours, sum 5.5, answers ")
    assert gallery.svg == KernelGallery(**gallery.state()).svg
    touch(gallery, "kernels 0", "sets", 0, 3)
    assert (gallery.kernel, gallery.weights[0][1]) == ("sharpen", 7), "yours is kept"


def test_yours_begins_with_the_identity():
    gallery = KernelGallery(kernel="yours")
    np.testing.assert_array_equal(gallery.bank["yours"], kernels.identity)
    touch(gallery, "kernel", "types", 1, 1, value=2)
    assert gallery.weights == ((0, 0, 0), (0, 2, 0), (0, 0, 0))


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"kernel": "sharp"}, "kernel 'sharp' is not allowed: one of 'identity', 'box blur', "),
        ({"kernel": 9}, "kernel 9 is not allowed: one of 'identity'"),
        ({"kernel": -1}, "kernel -1 is not allowed: one of 'identity'"),
        ({"weights": [1, 2]}, "kernel 'yours' has the shape 2"),
        ({"weights": [[np.nan]]}, "kernel 'yours' holds NaN"),
        ({"weights": None}, "kernel 'yours' is"),
    ],
)
def test_a_state_that_cannot_be(state, sentence):
    with pytest.raises(ValueError, match=sentence):
        KernelGallery(**state)


@pytest.mark.parametrize("kernel", ["Gaussian blur", "Sobel x", "row"])
def test_what_lights_up_is_the_window_of_an_answer_and_who_reads_a_pixel(kernel):
    gallery = KernelGallery(kernels={"row": [[1, 2]]}, kernel=kernel)
    (rows, columns), size = gallery.bank[kernel].shape, SHIRT.shape
    of_answers = area_of(gallery, "answers").lights["image"]
    of_pixels = area_of(gallery, "image").lights["answers"]
    for axis, (name, side) in enumerate(zip(("rows", "columns"), (rows, columns), strict=True)):
        count = size[axis] - side + 1
        reads = np.array([[0 <= pixel - place < side for pixel in range(size[axis])] for place in range(count)])
        assert of_answers[name] == [np.flatnonzero(read).tolist() for read in reads]
        assert of_pixels[name] == [np.flatnonzero(read).tolist() for read in reads.T]
    answers = gallery.feature_maps[kernel]
    assert area_of(gallery, "answers").words[answers.shape[1] + 1] == written(answers[1, 1])


def test_only_sliders_of_the_chosen_kernel_are_there():
    gallery = KernelGallery()
    for kernel, there in (("box blur", {"box_size"}), ("Gaussian blur", {"gaussian_size", "sigma"}), ("emboss", set())):
        gallery.kernel = kernel
        sizes = ("box_size", "gaussian_size", "sigma")
        assert {name for name in sizes if gallery.controls[name].layout.display != "none"} == there


def test_the_height_is_the_same_whatever_is_shown():
    gallery = KernelGallery()
    for state in ({"box_size": 9}, {"kernel": 2, "sigma": 4.0}, {"kernel": "yours"}, {"picture": "photograph"}):
        gallery.move(**state)
        assert gallery.canvas.height == KernelGallery().canvas.height <= 560
    many = KernelGallery(HAND, kernels={f"name of 14, {n}.": np.eye(15) for n in range(6)}, kernel=12, weights=[[1]])
    assert many.canvas.height <= 560
    for shape in [*many.canvas.shapes, *gallery.canvas.shapes]:
        assert shape[0] != "text" or shape[3] >= 12
    assert all(len(area.hint) <= 60 and max(map(len, area.words), default=0) <= 60 for area in many.canvas.areas)
    assert len(many.canvas.hint) <= 110


# Which of 500 garments: the same for all explorers of one image.


def test_ten_garments_stand_beside_one_another_to_be_clicked():
    gallery = KernelGallery(garment_class="Bag", number=27)
    strip = area_of(gallery, "garments")
    pixels, labels = fashion_mnist.load("validation")
    [image] = [shape[2] for shape in gallery.canvas.shapes if shape[0] == "image" and shape[2].shape == (28, 280)]
    np.testing.assert_array_equal(image, np.hstack(pixels[labels == 8][20:30]))
    assert (strip.at, strip.words[7]) == ((0, 7), "Bag 27")
    touch(gallery, "garments", "sets", 0, 3)
    assert gallery.number == 23
    touch(gallery, "the next ten", "sets", 0, 0)
    assert gallery.number == 33
    for number in (23, 13, 3, 493):
        touch(gallery, "the ten before", "sets", 0, 0)
        assert gallery.number == number
    touch(gallery, "the next ten", "sets", 0, 0)
    assert gallery.number == 3, "round"
    gallery.picture = "photograph"
    touch(gallery, "garments", "sets", 0, 0)
    assert (gallery.picture, gallery.number) == ("garment", 0)


def test_a_number_is_typed_or_moved_on_by_buttons():
    gallery = KernelGallery(number=499)
    before, number, after = gallery._number_row.children
    assert number is gallery.controls["number"]
    after.click()
    assert gallery.number == 0
    before.click()
    assert gallery.number == 499
    gallery.controls["number"].value = 13
    assert gallery.svg == KernelGallery().svg


def test_a_file_is_dropped_on_the_picture():
    gallery = KernelGallery()
    assert gallery.canvas.takes_files
    pixels = np.random.default_rng(0).integers(0, 256, (20, 30), np.uint8)
    gallery.take_file("mine.png", as_file(pixels))
    np.testing.assert_allclose(gallery.pixels, pixels / 255, atol=1e-6)


def test_what_rounding_leaves_of_a_zero_is_not_said():
    """The photograph and the garments are float32: sums of products that are 0 come out as −1e−7."""
    for number in range(40):
        gallery = KernelGallery(kernel="Laplacian", number=number)
        for area in gallery.canvas.areas:
            assert not [words for words in area.words if "e" in words and "sum" not in words], area.name
