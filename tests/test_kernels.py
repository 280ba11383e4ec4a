"""The named kernels do what their names say; blurs are averages."""

import numpy as np
import pytest

from course_utils import images, kernels
from course_utils.convolution import convolve, cross_correlate

NAMED = {
    name: value for name, value in vars(kernels).items() if isinstance(value, np.ndarray) and not name.startswith("_")
}


def test_the_named_kernels_are_all_there():
    assert set(NAMED) == {"identity", "sobel_x", "sobel_y", "laplacian", "sharpen", "emboss"}


@pytest.mark.parametrize("name", NAMED)
def test_named_kernels_are_small_float32_and_read_only(name):
    assert NAMED[name].shape == (3, 3)
    assert NAMED[name].dtype == np.float32
    with pytest.raises(ValueError, match="read-only"):
        NAMED[name][0, 0] = 9
    copy = NAMED[name].copy()
    copy[0, 0] = 9


@pytest.mark.parametrize("brightness", [0.0, 0.5, 200.0])
def test_answers_on_flat_ground(brightness):
    """Edge kernels are silent whatever the brightness; the others keep it."""
    flat = np.full((4, 4), brightness)
    for name, kernel in NAMED.items():
        expected = 0 if name in ("sobel_x", "sobel_y", "laplacian") else brightness
        np.testing.assert_array_equal(cross_correlate(flat, kernel), np.full((2, 2), expected), err_msg=name)


def test_sobel_finds_its_own_edge_and_not_the_other():
    vertical = images.vertical_edge(6, 6)
    answers = cross_correlate(vertical, kernels.sobel_x)
    np.testing.assert_array_equal(answers, [[0, 4, 4, 0]] * 4)
    np.testing.assert_array_equal(cross_correlate(1 - vertical, kernels.sobel_x), -answers)
    np.testing.assert_array_equal(cross_correlate(vertical, kernels.sobel_y), np.zeros((4, 4)))
    np.testing.assert_array_equal(cross_correlate(vertical.T, kernels.sobel_y), answers.T)
    np.testing.assert_array_equal(kernels.sobel_y, kernels.sobel_x.T)


def test_the_laplacian_compares_with_four_neighbours():
    image = np.random.default_rng(0).integers(0, 9, (3, 3)).astype(float)
    neighbours = image[0, 1] + image[1, 0] + image[1, 2] + image[2, 1]
    assert cross_correlate(image, kernels.laplacian) == [[4 * image[1, 1] - neighbours]]


def test_sharpen_is_the_image_and_its_changes():
    np.testing.assert_array_equal(kernels.sharpen, kernels.identity + kernels.laplacian)


def test_emboss_is_bright_on_slopes_that_face_the_upper_left():
    rising = np.add.outer(np.arange(5.0), np.arange(5.0))  # brighter, or higher, towards the lower right
    middle = rising[1:-1, 1:-1]
    assert (cross_correlate(rising, kernels.emboss) > middle).all()
    assert (cross_correlate(rising[::-1, ::-1], kernels.emboss) < middle[::-1, ::-1]).all()


def test_which_kernels_a_half_turn_changes():
    image = np.random.default_rng(0).integers(0, 9, (6, 6)).astype(float)
    every = {**NAMED, "box": kernels.box_blur(4), "gaussian": kernels.gaussian_blur(4)}
    same = {
        name for name, kernel in every.items() if np.allclose(convolve(image, kernel), cross_correlate(image, kernel))
    }
    assert same == {"identity", "laplacian", "sharpen", "box", "gaussian"}


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 9, np.int64(7)])
@pytest.mark.parametrize("sigma", [None, 0.01, 0.5, 1, 3.0, 1e6])
def test_blurs_are_averages(size, sigma):
    """No weight is negative and they sum to 1; sigma None stands for the box."""
    kernel = kernels.box_blur(size) if sigma is None else kernels.gaussian_blur(size, sigma)
    assert kernel.shape == (size, size)
    assert kernel.dtype == np.float32
    assert (kernel >= 0).all()
    assert kernel.sum() == pytest.approx(1, abs=1e-6)
    for turned in (kernel.T, kernel[::-1], kernel[:, ::-1]):
        np.testing.assert_allclose(turned, kernel, atol=1e-7)
    answers = cross_correlate(np.random.default_rng(0).random((20, 20)), kernel)
    assert answers.min() >= 0
    assert answers.max() <= 1 + 1e-6


def test_the_gaussian_is_the_bell_of_its_formula():
    kernel = kernels.gaussian_blur(5, sigma=1.5)
    for (row, column), weight in np.ndenumerate(kernel):
        squared_distance = (row - 2) ** 2 + (column - 2) ** 2
        assert weight / kernel[2, 2] == pytest.approx(np.exp(-squared_distance / (2 * 1.5**2)), rel=1e-5)


def test_a_narrow_bell_is_the_middle_and_a_wide_one_the_box():
    np.testing.assert_array_equal(kernels.gaussian_blur(3, sigma=0.01), kernels.identity)
    np.testing.assert_allclose(kernels.gaussian_blur(2, sigma=0.01), kernels.box_blur(2))
    np.testing.assert_allclose(kernels.gaussian_blur(5, sigma=1e6), kernels.box_blur(5), rtol=1e-5)


@pytest.mark.parametrize("size", [0, -3, 2.5, "3", None, True])
def test_a_size_that_is_not_allowed(size):
    for kernel in (kernels.box_blur, kernels.gaussian_blur):
        with pytest.raises(ValueError) as caught:
            kernel(size)
        assert str(caught.value) == f"size {size!r} is not allowed: a kernel has 1, 2, 3 … pixels per side."


@pytest.mark.parametrize("sigma", [0, -1, float("nan")])
def test_a_sigma_that_is_not_allowed(sigma):
    with pytest.raises(ValueError) as caught:
        kernels.gaussian_blur(3, sigma)
    assert str(caught.value) == f"sigma {sigma} is not allowed: the width of the bell must be above 0 pixels."
