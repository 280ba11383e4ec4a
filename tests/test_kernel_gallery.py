"""The gallery of kernels: every number shown is checked, and whatever a learner brings along gets an answer."""

import io
import re
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

from course_utils import fashion_mnist, images, kernels
from course_utils.convolution import cross_correlate
from course_utils.explorers.kernel_gallery import NAMES, KernelGallery
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
    words = shown(gallery)
    for name, kernel in gallery.bank.items():
        expected = windows_times(SHIRT, kernel)
        expected = expected.clip(0) if relu else expected
        np.testing.assert_allclose(gallery.feature_maps[name], expected, atol=1e-5)
        assert gallery.sums[name] == pytest.approx(kernel.sum(), abs=1e-6)
        assert f"sum {written(kernel.sum())}" in words[words.index(name) :]
        assert f"{written(expected.min())} to {written(expected.max())}" in words[words.index(name) :]
        if max(kernel.shape) <= 3:
            first = words.index(name) + 1
            assert words[first : first + kernel.size] == [written(weight) for weight in kernel.ravel()]


def test_larger_kernels_have_no_numbers():
    gallery = KernelGallery(box_size=4)
    assert shown(gallery)[shown(gallery).index("box blur") + 1] == "sum 1"


def test_sentences():
    assert KernelGallery().words == (
        "T-shirt/top 13. Weights sum to 1, flat ground keeps its brightness: identity, box blur, Gaussian blur, "
        "sharpen, emboss. Sum 0, silent on flat ground: Sobel x, Sobel y, Laplacian. "
        "Widest range: Sobel x, −3.68 to 3.75."
    )
    ones = KernelGallery(
        garment_class="Bag", number=2, kernels={"nine ones": np.ones((3, 3))}, relu=True, one_scale=True
    )
    assert ones.words == (
        "Bag 2. Weights sum to 1, flat ground keeps its brightness: identity, box blur, Gaussian blur, "
        "sharpen, emboss. Sum 0, silent on flat ground: Sobel x, Sobel y, Laplacian. Other sums: nine ones 9. "
        f"Widest range after ReLU: nine ones, 0 to {ones.limits['nine ones']:.2f}. "
        f"One scale of colours for all, to ±{ones.limits['nine ones']:.2f}."
    )
    small = KernelGallery(HAND, box_size=7)
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
    strong = KernelGallery(EDGE, kernels={"strong": 255 * kernels.sobel_x})
    assert "Widest range: strong, 0 to 1,020." in strong.words
    assert "0 to 1,020" in shown(strong)
    tiny = KernelGallery(EDGE, kernels={"tiny": [[-0.0004, 0.0002]]})
    assert "Other sums: tiny −0.0002." in tiny.words
    assert shown(tiny)[shown(tiny).index("tiny") + 1 :][:4] == ["≈0", "≈0", "sum −0.0002", "−0.0002 to 0.0002"]
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
    maps = [shape[2] for shape in gallery.canvas.shapes if shape[0] == "image" and shape[1][2] == 740]
    found = {tuple(map(int, colour)) for colour in np.unique(maps[1].reshape(-1, 3), axis=0)}
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
    assert "⚠ mine.txt" in gallery.children[-1].value
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
    assert gallery.words == "There is no image of your own yet: choose a file above, or give image=…"
