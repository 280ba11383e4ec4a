"""The gallery of kernels: every number shown is checked, and whatever a learner brings along gets an answer."""

import io
import re
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

from course_utils import fashion_mnist, images, kernels
from course_utils.convolution import cross_correlate
from course_utils.explorers.kernel_gallery import NAMES, KernelGallery, signed

SHIRT = fashion_mnist.load("validation")[0][285] / np.float32(255)
HAND = np.array([[0, 3, 3, 0, 0], [0, 3, 3, 0, 1], [0, 2, 3, 0, 0], [1, 3, 3, 0, 0], [0, 3, 3, 1, 0]])


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
    """A number below 10, as it stands in the picture."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0" if abs(value) < 0.005 else "-0").replace("-", "−")


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
    assert "Larger than the image: box blur. Widest range: Sobel x, −12 to 12." in small.words
    for gallery in (KernelGallery(), ones, small):
        assert len(gallery.words.split()) <= 60


def test_one_scale_or_each_its_own():
    gallery = KernelGallery()
    assert gallery.limits["Sobel x"] == pytest.approx(np.abs(gallery.feature_maps["Sobel x"]).max())
    assert gallery.limits["box blur"] < 1
    gallery.controls["one_scale"].value = True
    largest = max(np.abs(found).max() for found in gallery.feature_maps.values())
    assert list(gallery.limits.values()) == pytest.approx([largest] * 8)


def test_zero_has_the_colour_in_the_middle():
    negative, zero, positive = signed(np.array([[-2.0, 0.0, 2.0]]), 2.0, "BrBG")[0]
    np.testing.assert_array_equal(zero, [245, 245, 245])
    assert negative[0] > negative[2]  # brown
    assert positive[0] < positive[2]  # green
    assert signed(np.zeros((1, 1)), 0.0, "BrBG").tolist() == [[[245, 245, 245]]]


def test_the_photograph_in_grey():
    gallery = KernelGallery(picture="photograph")
    np.testing.assert_array_equal(gallery.pixels, images.photograph(60).mean(axis=2))
    assert gallery.words.startswith("Photograph.")


@pytest.mark.parametrize("shape", [(3, 3), (3, 128), (40, 7, 3), (64, 64, 1)])
def test_an_array_is_taken_as_it_is(shape):
    image = np.random.default_rng(0).integers(0, 256, shape)
    gallery = KernelGallery(image)
    expected = image.astype(np.float32).mean(axis=2) if image.ndim == 3 else image
    assert gallery.picture == "own image"
    np.testing.assert_allclose(gallery.feature_maps["Sobel y"], cross_correlate(expected, kernels.sobel_y), rtol=1e-5)


def test_the_lessons_window_by_hand():
    gallery = KernelGallery(HAND)
    np.testing.assert_array_equal(gallery.feature_maps["Sobel x"], windows_times(HAND, kernels.sobel_x))
    assert gallery.feature_maps["Sobel x"][0, 0] == 12
    assert gallery.feature_maps["Sobel x"][2, 2] == -12


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
        ({"k": [1, 2]}, r"kernel 'k' has shape \(2,\): give \(height, width\), each 1 to 15."),
        ({"k": np.ones((16, 2))}, r"kernel 'k' has shape \(16, 2\)"),
        ({"k": np.ones((0, 2))}, r"kernel 'k' has shape \(0, 2\)"),
        ({"k": [[np.nan]]}, "kernel 'k' holds NaN or infinity"),
        ({"k": [[1e9]]}, "kernel 'k' holds numbers beyond a million"),
        ({"k": "edge"}, "kernel 'k' is str, without numbers in it"),
        ({"k": [[1, 2], [3]]}, "kernel 'k' is list, without numbers in it"),
        ({"k": object()}, "kernel 'k' is object, without numbers"),
    ],
)
def test_kernels_that_cannot_be(given, sentence):
    with pytest.raises(ValueError, match=sentence):
        KernelGallery(kernels=given)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (np.ones(5), r"an image of shape \(5,\) is not allowed: give \(height, width\)"),
        (np.ones((2, 9)), "of 3 to 128 pixels a side"),
        (np.ones((129, 9)), r"image\[::2, ::2\] takes every second"),
        (np.ones((9, 9, 4)), r"shape \(9, 9, 4\)"),
        (np.full((9, 9), np.nan), "image holds NaN or infinity"),
        (np.full((9, 9), 1e30), "image holds numbers beyond a million"),
        (object(), "image is object, without numbers in it"),
        ([["a"]], "image is list, without numbers in it"),
        ("no/such.png", "no/such.png cannot be read as a picture: there is no such file."),
        (__file__, "cannot be read as a picture: give a PNG or JPEG file."),
        (".", "cannot be read as a picture"),
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
    assert gallery.words == "mine.txt cannot be read as a picture: give a PNG or JPEG file."
    assert "⚠ mine.txt" in gallery.children[-1].value
    gallery.picture = "garment"
    assert gallery.svg == KernelGallery().svg


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        (as_file(np.zeros((50, 50), np.uint8))[:60], "cannot be read as a picture"),
        (as_file(np.zeros((8000, 7000), np.uint8)), "mine.png has more than 50 million pixels: save it smaller."),
        (as_file(np.zeros((2, 2000), np.uint8)), "mine.png is too narrow"),
        (b"\0" * 30_000_001, "mine.png has more than 30 MB: save it smaller."),
        (b"", "cannot be read as a picture"),
    ],
    ids=["cut off", "enormous", "narrow", "heavy", "empty"],
)
def test_files_that_cannot_be(contents, sentence):
    gallery = KernelGallery()
    upload(gallery, "mine.png", contents)
    assert sentence in gallery.words
    assert not gallery.words.startswith("This went wrong")


def test_no_image_of_ones_own_yet():
    gallery = KernelGallery()
    gallery.picture = "own image"
    assert gallery.words == "There is no image of your own yet: choose a file above, or give image=…"
