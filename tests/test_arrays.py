"""What a learner hands over: every kind of wrong thing gets its sentence, and files of any content do no harm."""

import io
import os
import re
import struct
import warnings
import zlib

import numpy as np
import pytest
from PIL import Image

from course_utils import images
from course_utils.arrays import (
    Sides,
    batch_of,
    check_has_channels,
    check_is_a_batch,
    image_of,
    model_input_of,
    numbers_of,
    pixels_of,
    real_array,
    shown,
    whole_number,
)
from course_utils.image_files import image_in_file, is_file, name_of

COLOURS = np.random.default_rng(0).integers(0, 256, (40, 30, 3)).astype(np.uint8)
DAMAGED = "it is damaged, or neither PNG, JPEG, GIF, BMP nor WebP"


def as_file(pixels, kind="PNG", **options):
    stream = io.BytesIO()
    picture = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    picture.save(stream, kind, **options)
    return stream.getvalue()


def in_file(contents, longest=60, **settings):
    return image_in_file(io.BytesIO(contents), longest=longest, **settings)


def refusal(act, *given, **settings):
    with pytest.raises(ValueError) as error:
        act(*given, **settings)
    return str(error.value)


# Arrays of numbers.


class Stranger:
    """An array of another library, on which NumPy fails."""

    def __array__(self, *given, **settings):
        raise RuntimeError("not on this device")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (None, "is of type NoneType, and not an array of numbers"),
        ("edge", "is text, 'edge', and not numbers"),
        ("e" * 99, f"is text, {'e' * 40!r}, and not numbers"),
        (b"\x01\x02", r"is text, b'\x01\x02', and not numbers"),
        ({1: 2}, "is of type dict, and not an array of numbers"),
        ({1, 2}, "is of type set, and not an array of numbers"),
        (object(), "is of type object, and not an array of numbers"),
        (Stranger(), "is of type Stranger, and not an array of numbers"),
        ((one for one in [1.0]), "is of type generator, and not an array of numbers"),
        ([[1, 2], [3]], "holds something other than numbers, or rows of different lengths"),
        ([[1, "2"]], "holds something other than numbers, or rows of different lengths"),
        ([[1, None]], "holds something other than numbers, or rows of different lengths"),
        ((1, 10**400), "holds something other than numbers, or rows of different lengths"),
        (np.array([["a"]]), "is an array of <U1, and not of real numbers"),
        (np.array([1j]), "is an array of complex128, and not of real numbers"),
        (np.array([None]), "is an array of object, and not of real numbers"),
        (np.array(["2020-01-01"], "M8[D]"), "is an array of datetime64[D], and not of real numbers"),
        ([], "is empty"),
        ([[], []], "is empty"),
        (np.zeros((0, 3)), "is empty"),
        ([1, np.nan, -np.inf], "holds NaN or infinity, in 2 of 3 places"),
        (np.full((1000, 2), np.nan, np.float16), "holds NaN or infinity, in 2,000 of 2,000 places"),
    ],
)
def test_what_is_no_array_of_numbers(given, why):
    assert refusal(numbers_of, given, "kernel") == f"kernel {why}: give an array of numbers."


@pytest.mark.parametrize(
    ("shapes", "allowed"),
    [
        ([(3, 3)], "numbers of shape 3 × 3"),
        ([(3,), (1, 3)], "numbers of shape 3 or 1 × 3"),
        ([(Sides(3, 12), None)], "numbers of shape 3–12 × any"),
        ([(None, None, 3)], "numbers of shape any × any × 3"),
        ([()], "numbers of shape one number"),
    ],
)
def test_a_shape_that_is_not_allowed(shapes, allowed):
    said = refusal(numbers_of, np.zeros((2, 2)), "kernel", shapes=shapes)
    assert said == f"kernel has the shape 2 × 2, which is not allowed: give {allowed}."
    said = refusal(numbers_of, np.zeros((2, 2)), "kernel", shapes=shapes, allowed="a row")
    assert said == "kernel has the shape 2 × 2, which is not allowed: give a row."


@pytest.mark.parametrize(
    ("shapes", "fitting", "other"),
    [
        ([(2, 3)], [(2, 3)], [(3, 2), (2, 3, 1), (6,), ()]),
        ([(Sides(2, 4),)], [(2,), (3,), (4,)], [(1,), (5,), (2, 2)]),
        ([(None, 2)], [(1, 2), (99, 2)], [(2, 1), (2,)]),
        ([(2,), (2, 2)], [(2,), (2, 2)], [(2, 2, 2)]),
        ([()], [()], [(1,)]),
        ([], [(), (1,), (2, 3, 4)], []),
    ],
)
def test_shapes_fit_or_not(shapes, fitting, other):
    for shape in fitting:
        assert numbers_of(np.ones(shape), "it", shapes=shapes).shape == shape
    for shape in other:
        assert "which is not allowed" in refusal(numbers_of, np.ones(shape), "it", shapes=shapes)


def test_numbers_beyond_the_limit():
    said = refusal(numbers_of, [1, -2e6], "kernel")
    assert (
        said == "kernel goes from −2,000,000 to 1, beyond ±1,000,000: give an array of numbers, with smaller numbers."
    )
    assert "goes from 1 to 2,000,000, beyond ±1,000,000" in refusal(numbers_of, [1, 2e6], "kernel")
    assert "goes from −99.5 to 100, beyond ±99: " in refusal(numbers_of, [-99.5, 100], "kernel", limit=99)
    assert "goes from −100 to −100, beyond ±99" in refusal(numbers_of, np.int8([-100]), "kernel", limit=99)
    assert "goes from 200 to 200, beyond ±99" in refusal(numbers_of, np.uint8([200]), "kernel", limit=99)
    assert numbers_of([-99, 99], "kernel", limit=99).tolist() == [-99, 99]


def test_a_number_too_large_for_its_new_type_is_no_infinity():
    with warnings.catch_warnings(action="error"):
        said = refusal(numbers_of, [1e300], "kernel", dtype=np.float32)
    assert said.startswith("kernel goes from 1e300 to 1e300, beyond ±1,000,000")


@pytest.mark.parametrize("kind", [bool, np.uint8, np.int64, np.float16, np.float32, np.longdouble, ">f4", list])
def test_the_array_is_new_and_of_the_type_that_is_wanted(kind):
    given = [[0, 1], [1, 0]] if kind is list else np.array([[0, 1], [1, 0]], kind)
    for dtype, expected in ((np.float64, np.float64), (np.float32, np.float32), (None, np.asarray(given).dtype)):
        made = numbers_of(given, "kernel", dtype=dtype)
        assert made.dtype == expected
        assert made.tolist() == [[0, 1], [1, 0]]
        assert not np.shares_memory(made, np.asarray(given))
    assert numbers_of(given, "kernel").dtype == np.float64


def test_what_would_fill_the_memory_is_refused_before_it_is_copied():
    many = np.broadcast_to(np.uint8(0), (60_000, 28, 28))  # one byte is there
    said = refusal(numbers_of, np.broadcast_to(many, (10, *many.shape)), "images", dtype=None)
    assert said == "images needs more than 400 MB: give an array of numbers, and fewer at once."
    assert "more than 400 MB" in refusal(numbers_of, np.broadcast_to(many, (2, *many.shape)), "images")
    assert numbers_of(many, "images", dtype=None).nbytes == 60_000 * 784


# The law for an image of one's own.

GREY = np.uint8([[0, 51, 102], [153, 204, 255], [0, 0, 0]])


@pytest.mark.parametrize("shape", [(3, 3), (3, 3, 1)])
@pytest.mark.parametrize("given", [GREY, GREY / 255, GREY / np.float32(255), np.float16(GREY / 255)])
def test_bytes_and_floats_are_the_same_image(given, shape):
    image = image_of(given.reshape(shape))
    assert (image.shape, image.dtype) == ((3, 3), np.float32)
    np.testing.assert_allclose(image, GREY / 255, atol=3e-4)
    assert image_of((GREY / 255).tolist()).tolist() == image_of(GREY / 255).tolist()


def test_colours_stay_and_the_learners_array_too():
    image = image_of(COLOURS)
    np.testing.assert_allclose(image, COLOURS / 255, atol=1e-6)
    image[:] = 0
    assert COLOURS.any()
    given = np.full((3, 3), 0.5, np.float32)
    image_of(given)[:] = 0
    assert (given == 0.5).all()


def test_rounding_beyond_0_and_1_is_taken_off():
    image = image_of(np.float32([[-1e-7, 0.5, 1 + 1e-6]] * 3))
    assert (image.min(), image.max()) == (0, 1)
    assert "from 0 to 1.0001: give" in refusal(image_of, np.float32([[0, 0.5, 1.0001]] * 3))
    assert image_of(np.array([[-1e-5, 1 + 1e-5, 0.5]] * 3)).max() == 1


def test_a_range_is_told_with_six_digits():
    given = np.array([[-1.23456789, 7.6543219, 0]] * 3)
    assert "image holds float64 from −1.23457 to 7.65432: give" in refusal(image_of, given)


@pytest.mark.parametrize(
    ("low", "high", "kind", "way"),
    [
        (0, 255, np.int64, ".astype(np.uint8) makes bytes of it"),
        (0, 1, np.int64, ".astype(np.float32) makes floats of it"),
        (0, 1, bool, ".astype(np.float32) makes floats of it"),
        (0, 4095, np.int16, "divide by 4095"),
        (-5, 300, np.int64, "add 5, then divide by 305"),
        (0, 200, float, "divide by 255"),
        (0, 65_535, float, "divide by 65535"),
        (-1, 1, float, "add 1, then divide by 2"),
        (-0.5, 0.25, float, "add 0.5"),
        (-3, -3, float, "add 3"),
        (0.5, 1.2, float, "divide by 1.2"),
        (0.5, 2.5, np.float32, "divide by 255"),
        # Where one advice ends and the next begins.
        (255, 255, np.int64, ".astype(np.uint8) makes bytes of it"),
        (0, 256, np.int64, "divide by 256"),
        (0, 2, np.int64, ".astype(np.uint8) makes bytes of it"),
        (0, 2, float, "divide by 2"),
        (0, 255.5, float, "divide by 255.5"),
        (-0.5, 0.5, float, "add 0.5"),
        # Six digits, in each of the places.
        (0, 654_321.7, float, "divide by 654322"),
        (-0.12345678, 0.5, float, "add 0.123457"),
        (-1.2345678, 0, float, "add 1.23457, then divide by 1.23457"),
    ],
)
def test_another_range_gets_a_way_out_that_leads_out(low, high, kind, way):
    given = np.array([[low, high, low]] * 3, kind)
    said = refusal(image_of, given, "photo")
    start, told = said.removesuffix(".").split(": give uint8 from 0 to 255, or floats from 0 to 1; ")
    assert re.fullmatch(rf"photo holds {given.dtype} from \S+ to \S+", start)
    assert told == way
    for step in told.split(", then "):
        given = followed(step, given)
    assert image_of(given).dtype == np.float32


def followed(step, given):
    """The array after a step of the advice: ".astype(np.uint8) makes bytes of it", "add 5", "divide by 305"."""
    if step.startswith(".astype"):
        return given.astype(np.uint8 if "uint8" in step else np.float32)
    verb, *_, amount = step.split()
    return given + float(amount) if verb == "add" else given / float(amount)


@pytest.mark.parametrize("shape", [(5,), (2, 9), (9, 2), (129, 9), (9, 9, 2), (9, 9, 4), (1, 9, 9), (9, 9, 3, 1), ()])
def test_an_image_of_another_shape(shape):
    said = refusal(image_of, np.ones(shape))
    assert said.startswith("image has the shape ")
    assert said.endswith(
        "give (height, width) or (height, width, 3), 3 to 128 pixels per side, as uint8 from 0 to 255 or floats from "
        "0 to 1; image[::2, ::2] takes every second pixel."
    )
    assert "5 to 9 pixels per side" in refusal(image_of, np.ones((4, 4)), sides=(5, 9))


def test_an_image_may_be_a_file(tmp_path):
    path = tmp_path / "it.png"
    path.write_bytes(as_file(COLOURS))
    for given in (path, str(path), os.fsencode(path), io.BytesIO(path.read_bytes())):
        np.testing.assert_allclose(image_of(given), COLOURS / np.float32(255), atol=1e-6)
    assert image_of(path, longest=20).shape == (20, 15, 3)
    assert "made smaller, 40 × 30 pixels remain of it, and 50 per side are needed" in refusal(
        image_of, path, sides=(50, 60)
    )


GARMENT = np.arange(784).reshape(28, 28).astype(np.uint8)


@pytest.mark.parametrize("shape", [(28, 28), (28, 28, 1)])
@pytest.mark.parametrize("given", [GARMENT, GARMENT / 255, GARMENT / np.float32(255)])
def test_pixels_are_those_of_the_data(given, shape):
    pixels = pixels_of(given.reshape(shape))
    assert pixels.dtype == np.uint8
    np.testing.assert_array_equal(pixels, GARMENT)
    assert not np.shares_memory(pixels, given)


def test_pixels_of_another_size_or_range():
    said = refusal(pixels_of, np.ones((27, 28)))
    assert said == (
        "image has the shape 27 × 28, which is not allowed: give 28 × 28 pixels, uint8 from 0 to 255 or floats from 0 "
        "to 1, or the path of an image file."
    )
    assert "divide by 255" in refusal(pixels_of, np.full((28, 28), 9.0))
    assert refusal(pixels_of, np.full((28, 28), 9.0)).startswith("image holds float64 from 9 to 9: ")
    assert pixels_of(np.ones((2, 3)), size=(2, 3)).tolist() == [[255] * 3] * 2
    assert "give 2 × 3 pixels" in refusal(pixels_of, np.ones((3, 2)), size=(2, 3))


# Images as a model takes them.


@pytest.mark.parametrize(
    ("given", "model", "made"),
    [
        ((28, 28), (28, 28, 1), (1, 28, 28, 1)),
        ((28, 28, 1), (28, 28, 1), (1, 28, 28, 1)),
        ((5, 28, 28), (28, 28, 1), (5, 28, 28, 1)),
        ((5, 28, 28, 1), (28, 28, 1), (5, 28, 28, 1)),
        ((28, 28, 28), (28, 28, 1), (28, 28, 28, 1)),
        ((32, 32, 3), (32, 32, 3), (1, 32, 32, 3)),
        ((5, 32, 32, 3), (32, 32, 3), (5, 32, 32, 3)),
        ((9, 7), (None, None, 1), (1, 9, 7, 1)),
        ((9, 7, 3), (None, None, 3), (1, 9, 7, 3)),
        ((5, 9, 7, 3), (None, None, None), (5, 9, 7, 3)),
        ((784,), (784,), (1, 784)),
        ((5, 784), (784,), (5, 784)),
    ],
)
def test_axes_that_are_left_out_are_put_back(given, model, made):
    values = np.random.default_rng(0).uniform(-300, 300, given)
    images_made = model_input_of(values, model)
    assert (images_made.shape, images_made.dtype) == (made, np.float32)
    np.testing.assert_array_equal(images_made.ravel(), values.astype(np.float32).ravel())


@pytest.mark.parametrize(
    ("given", "model"),
    [((27, 28), (28, 28, 1)), ((32, 32), (32, 32, 3)), ((11, 28, 28, 1), (28, 28, 1)), ((28, 28, 3), (28, 28, 1))],
)
def test_images_that_the_model_cannot_take(given, model):
    wanted = " × ".join(map(str, model))
    assert refusal(model_input_of, np.zeros(given), model, most=10).endswith(
        f"which is not allowed: give images as the model takes them, (n, height, width, channels) with {wanted} each, "
        "10 at most."
    )
    open_axes = refusal(model_input_of, np.zeros((5, 5)), (None, None, 3))
    assert "(n, height, width, channels) with 1–1000 × 1–1000 × 3 each, 10,000 at most" in open_axes


def test_many_images_for_a_model_are_not_made_eight_bytes_a_pixel():
    many = np.broadcast_to(np.uint8(1), (10_000, 100, 90, 1))
    assert model_input_of(many, (100, 90, 1)).nbytes == 4 * many.size
    assert "needs more than 400 MB" in refusal(
        model_input_of, np.broadcast_to(np.uint8(1), (9000, 120, 100)), (120, 100, 1)
    )


# Image files.


@pytest.mark.parametrize(
    ("given", "answer"),
    [("a.png", True), (b"a.png", True), (io.BytesIO(), True), ([1], False), (GREY, False), (3, False)],
)
def test_a_path_or_an_open_file_is_a_file(given, answer, tmp_path):
    assert is_file(given) is answer
    assert is_file(tmp_path)


KINDS = {
    "png": (COLOURS, "PNG", {}),
    "png, 16 colours": (Image.fromarray(COLOURS).quantize(16), "PNG", {}),
    "jpeg": (COLOURS, "JPEG", {"quality": 95}),
    "progressive jpeg": (COLOURS, "JPEG", {"progressive": True}),
    "cmyk jpeg": (Image.fromarray(COLOURS).convert("CMYK"), "JPEG", {"quality": 95}),
    "two pictures in a jpeg": (COLOURS, "MPO", {"save_all": True, "append_images": [Image.fromarray(COLOURS)]}),
    "gif": (COLOURS, "GIF", {}),
    "bmp": (COLOURS, "BMP", {}),
    "webp": (COLOURS, "WEBP", {"lossless": True}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_formats_that_are_read(kind):
    pixels, form, options = KINDS[kind]
    smooth = pixels.resize((30, 40)) if isinstance(pixels, Image.Image) else pixels
    image = in_file(as_file(smooth, form, **options), longest=20)
    assert (image.shape, image.dtype) == ((20, 15, 3), np.float32)
    means = COLOURS.reshape(20, 2, 15, 2, 3).mean(axis=(1, 3)) / 255
    assert np.corrcoef(image.ravel(), means.ravel())[0, 1] > 0.7
    assert 0 <= image.min() < image.max() <= 1


@pytest.mark.parametrize(("form", "mode"), [("PNG", "L"), ("PNG", "LA"), ("PNG", "1"), ("BMP", "L"), ("BMP", "1")])
def test_grey_stays_grey(form, mode):
    picture = Image.fromarray(np.repeat(np.uint8([[0, 255, 0, 255]]), 4, axis=0)).convert(mode)
    assert in_file(as_file(picture, form)).tolist() == [[0, 1, 0, 1]] * 4


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_upright(form, orientation):
    pixels = np.zeros((32, 16, 3), np.uint8)
    pixels[:16, :8] = 255  # white in the upper left
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = in_file(as_file(pixels, form, exif=exif))
    assert image.shape == ((32, 16, 3) if orientation < 5 else (16, 32, 3))
    height, width = image.shape[0] // 2, image.shape[1] // 2
    corners = [image[:height, :width], image[:height, width:], image[height:, width:], image[height:, :width]]
    bright = [corner.mean() > 0.5 for corner in corners]
    assert bright.index(True) == [0, 1, 2, 3, 0, 1, 2, 3][orientation - 1]
    assert sum(bright) == 1


def test_sixteen_bits_are_scaled_and_turned():
    deep = np.tile(np.linspace(0, 65_535, 40).astype(np.uint16), (30, 1))
    exif = Image.Exif()
    exif[0x0112] = 3
    image = in_file(as_file(deep))
    assert image.shape == (30, 40)
    np.testing.assert_allclose(image[0], np.linspace(0, 1, 40), atol=0.005)
    np.testing.assert_allclose(in_file(as_file(deep, exif=exif)), image[::-1, ::-1])
    assert in_file(as_file(deep), longest=20).shape == (15, 20)


CLEAR_AND_DARK = {
    "colours with alpha": (np.uint8([[[9, 9, 9, 0], [9, 9, 9, 255]]] * 2), None, (2, 2, 3)),
    "grey with alpha": (Image.fromarray(np.uint8([[[9, 0], [9, 255]]] * 2), "LA"), None, (2, 2)),
    "one grey": (np.uint8([[5, 9]] * 2), 5, (2, 2)),
    "one colour": (np.uint8([[[5, 5, 5], [9, 9, 9]]] * 2), (5, 5, 5), (2, 2, 3)),
    "white of black and white": (np.uint8([[255, 0]] * 2) == 255, 255, (2, 2)),
}


@pytest.mark.parametrize("kind", CLEAR_AND_DARK)
def test_transparent_is_white(kind):
    pixels, clear, shape = CLEAR_AND_DARK[kind]
    image = in_file(as_file(pixels, **({} if clear is None else {"transparency": clear})))
    assert image.shape == shape
    assert (image[:, 0] == 1).all()
    assert (image[:, 1] < 0.05).all()


def test_black_that_is_transparent_is_white():
    assert in_file(as_file(np.uint8([[0, 255]] * 2) == 255, transparency=0)).tolist() == [[1, 1]] * 2


@pytest.mark.parametrize("form", ["PNG", "GIF"])
def test_a_transparent_colour_of_a_palette_is_white(form):
    picture = Image.fromarray(np.uint8([[[200, 0, 0], [9, 9, 9]]] * 2)).quantize(2)
    image = in_file(as_file(picture, form, transparency=int(np.asarray(picture)[0, 0])))
    assert image.tolist() == [[[1] * 3, [np.float32(9 / 255)] * 3]] * 2


def test_transparent_colours_do_not_bleed_into_their_neighbours():
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[:, ::2] = (255, 0, 0, 0)  # red that is not seen
    pixels[:, 1::2] = (0, 0, 0, 255)
    image = in_file(as_file(pixels), longest=10)
    np.testing.assert_allclose(image[..., 0], image[..., 1], atol=0.02)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame(form):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("black", "white", "red")]
    moving = as_file(frames[0], form, save_all=True, append_images=frames[1:])
    assert in_file(moving).max() < 0.02


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header_only(width, height):
    """A PNG of a few bytes that says it is so large."""
    size = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + size + chunk(b"IDAT", zlib.compress(bytes(10))) + chunk(b"IEND", b"")


POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(file) run\n%%EOF\n"
MANY_PIXELS = "it has more than 50 million pixels; save it smaller"


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        (b"", DAMAGED),
        (b"not a picture", DAMAGED),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", DAMAGED),
        (POSTSCRIPT, DAMAGED),
        (as_file(COLOURS, "TIFF"), DAMAGED),
        (as_file(COLOURS, "PPM"), DAMAGED),
        (as_file(COLOURS)[:1], DAMAGED),
        (as_file(COLOURS)[:600], DAMAGED),
        (as_file(COLOURS, "JPEG")[:600], DAMAGED),
        (as_file(COLOURS, "GIF")[:600], DAMAGED),
        (as_file(COLOURS, "BMP")[:600], DAMAGED),
        (as_file(COLOURS, "WEBP")[:600], DAMAGED),
        (header_only(0, 5), DAMAGED),
        (header_only(300, 300), DAMAGED),
        (header_only(10_000, 10_000), MANY_PIXELS),
        (header_only(60_000, 60_000), MANY_PIXELS),
        (header_only(2**31 - 1, 2**31 - 1), MANY_PIXELS),
        (bytes(30_000_001), "it has more than 30 MB; save it smaller"),
    ],
)
def test_hostile_files_get_a_sentence_and_nothing_more(contents, why, tmp_path):
    path = tmp_path / "mine.png"
    path.write_bytes(contents)
    with warnings.catch_warnings(action="error"):
        for act in (lambda given: image_in_file(given, longest=60), images.garment_from_file, image_of):
            assert (
                refusal(act, path)
                == f"{path if len(str(path)) <= 120 else name_of(path)} cannot be used as an image: {why}."
            )
            assert refusal(act, io.BytesIO(contents)) == f"this file cannot be used as an image: {why}."


def test_postscript_never_starts_a_program(tmp_path, monkeypatch):
    monkeypatch.setattr("subprocess.Popen", lambda *given, **settings: pytest.fail("a program was started"))
    for contents in (POSTSCRIPT, as_file(COLOURS, "EPS")):
        (tmp_path / "mine.png").write_bytes(contents)
        assert DAMAGED in refusal(image_in_file, tmp_path / "mine.png", longest=60)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_damaged_bytes_give_a_picture_or_a_sentence(form):
    exif = Image.Exif()
    exif[0x0112] = 6
    whole = as_file(COLOURS, form, **({"exif": exif} if form in ("PNG", "JPEG", "WEBP") else {}))
    dice = np.random.default_rng(1)
    with warnings.catch_warnings(action="error"):
        for _ in range(200):
            contents = bytearray(whole)
            for place in dice.integers(0, dice.choice([60, len(whole)]), 3):
                contents[place] = dice.integers(0, 256)
            try:
                image = in_file(bytes(contents[: dice.integers(20, len(whole) + 400)]))
            except ValueError as error:
                assert str(error).startswith("this file cannot be used as an image: ")
            else:
                assert 0 <= image.min() <= image.max() <= 1


def test_a_narrow_picture():
    narrow = as_file(np.zeros((2, 2000), np.uint8))
    assert in_file(narrow).shape == (1, 60)
    said = refusal(image_in_file, io.BytesIO(narrow), longest=60, least=3)
    assert (
        said
        == "this file cannot be used as an image: made smaller, 1 × 60 pixels remain of it, and 3 per side are needed."
    )


def test_what_is_no_file(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    no_such = "cannot be used as an image: there is no such file."
    for path in (tmp_path / "none.png", tmp_path / "a.txt" / "b.png", "a\0b.png", "a" * 5000, "", b"\xff.png"):
        assert refusal(image_in_file, path, longest=60).endswith(no_such)
    assert refusal(image_in_file, "", longest=60) == f"an empty path {no_such}"
    assert refusal(image_in_file, tmp_path, longest=60).endswith("it is a folder or a device, and not a file.")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.png")
        assert refusal(image_in_file, tmp_path / "pipe.png", longest=60).endswith("and not a file.")


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    path.write_bytes(as_file(COLOURS))

    def refused(*given):
        raise PermissionError

    monkeypatch.setattr("builtins.open", refused)
    assert refusal(image_in_file, path, longest=60).endswith("it cannot be read.")


def test_files_that_are_open(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(as_file(COLOURS))
    with path.open("rb") as file:
        file.read()
        assert image_in_file(file, longest=60).shape == (40, 30, 3), "it begins at the start"
        assert image_in_file(file, longest=60).shape == (40, 30, 3)
    closed = f"{name_of(path)} cannot be used as an image: it cannot be read."
    assert refusal(image_in_file, file, longest=60) == closed
    with path.open("r", encoding="latin-1") as text:
        assert 'it does not give bytes; open it with open(path, "rb")' in refusal(image_in_file, text, longest=60)
    with path.open("r", encoding="utf-8") as text:
        assert "it cannot be read" in refusal(image_in_file, text, longest=60)
    with (tmp_path / "new.png").open("wb") as new:
        assert "it cannot be read" in refusal(image_in_file, new, longest=60)


class Stream:
    """A file that can be read once, from its start to its end."""

    def __init__(self, contents):
        self.contents = contents

    def read(self, size):
        return self.contents[:size]


def test_a_stream_is_read_no_further_than_needed():
    assert image_in_file(Stream(as_file(COLOURS)), longest=60).shape == (40, 30, 3)
    assert "more than 30 MB" in refusal(image_in_file, Stream(bytes(40_000_000)), longest=60)
    assert "it does not give bytes" in refusal(image_in_file, Stream("text"), longest=60)


class Named(io.BytesIO):
    name = None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("boot.png", "boot.png"),
        (3, "this file"),
        (None, "this file"),
        ("a\nb\0c\u202ed.png", "a�b�c�d.png"),
        ("é×−.png", "é×−.png"),
        ("long" * 40, "…" + ("long" * 40)[-119:]),
    ],
)
def test_names_can_be_shown(name, said):
    file = Named()
    file.name = name
    assert name_of(file) == said
    if isinstance(name, str):
        assert name_of(name) == said
    assert name_of(b"\xff.png").encode()


# Arrays that are not copied, settings, and axes that look like others.


def test_an_array_of_real_numbers_is_handed_on_as_it_is():
    given = np.full((2, 3), np.inf, np.float16)
    assert real_array(given, "x") is given
    assert real_array([[True]], "x").dtype == bool
    assert real_array(np.zeros((0, 3)), "x").shape == (0, 3)
    assert refusal(real_array, 3.0, "x", axes=(1, 2), allowed="a row") == (
        "x has the shape one number, which is not allowed: give a row."
    )
    assert "x is text" in refusal(real_array, "3", "x")
    assert "holds NaN or infinity, in 6 of 6 places: give a row" in refusal(
        real_array, given, "x", allowed="a row", finite=True
    )


def test_masked_places_are_no_numbers():
    places = np.ma.masked_array(np.ones((3, 3)), np.eye(3))
    assert refusal(numbers_of, places, "kernel") == (
        "kernel has 3 masked places, which .filled(0) would fill: give an array of numbers."
    )
    assert numbers_of(places.filled(0), "kernel").sum() == 6
    assert real_array(np.ma.masked_array(np.ones(3)), "x").tolist() == [1, 1, 1]


def test_bfloat16_is_a_kind_of_number_and_a_record_is_none():
    from course_utils.quiet import keras

    half = np.asarray(keras.ops.cast([1.5, -2.0], "bfloat16"))
    assert half.dtype.kind == "V"
    assert real_array(half, "x").tolist() == [1.5, -2.0]
    assert "and not of real numbers" in refusal(real_array, np.zeros(3, [("red", "u1")]), "x")


@pytest.mark.parametrize("shape", [(40, 30, 3), (28, 28, 1), (28, 28, 32), (9, 7, 4), (9, 7, 2), (3, 3, 3)])
def test_axes_that_look_like_one_image_with_channels(shape):
    assert refusal(check_is_a_batch, shape, "image", "do this") == (
        f"image has the shape {' × '.join(map(str, shape))}, which looks like (height, width, channels): do this."
    )
    way = "give image[np.newaxis], a batch of one; for a batch images[..., np.newaxis]."
    assert refusal(batch_of, np.zeros(shape)).startswith("images has the shape ")
    assert refusal(batch_of, np.zeros(shape), "photos").startswith("photos has the shape ")
    assert refusal(batch_of, np.zeros(shape)).endswith(f"(height, width, channels): {way}")
    assert batch_of(np.zeros((1, *shape))).shape == (1, *shape)


@pytest.mark.parametrize(
    "shape",
    [
        (500, 28, 28),
        (28, 28, 28),
        (2, 9, 3),
        (9, 1, 3),
        (9, 3, 3),
        (64, 28, 20),
        (64, 28, 5),
        (1, 28, 28),
        (0, 28, 28),
        (5, 5),
    ],
)
def test_axes_that_may_be_a_batch(shape):
    check_is_a_batch(shape, "image", "")
    if len(shape) == 3:
        assert batch_of(np.zeros(shape, bool)).shape == shape


@pytest.mark.parametrize("shape", [(), (28,), (28, 28), (1, 2, 3, 4, 5)])
def test_axes_that_are_no_batch(shape):
    said = refusal(batch_of, np.zeros(shape), "photos")
    assert said.startswith("photos")
    assert said.endswith(
        "give (batch, height, width[, channels]); one image becomes a batch of one with image[np.newaxis]."
    )


@pytest.mark.parametrize(
    ("shape", "is_refused"), [((500, 28, 28), 1), ((1, 5, 5), 1), ((28, 28, 32), 0), ((9, 7, 3), 0)]
)
def test_axes_that_look_like_a_batch_without_channels(shape, is_refused):
    if is_refused:
        said = refusal(check_has_channels, shape, "maps")
        assert said.endswith(
            "give maps[..., np.newaxis] for a batch; if it is (height, width, channels), maps[np.newaxis] says so."
        )
    else:
        check_has_channels(shape, "maps")
    check_has_channels((4, *shape), "maps")


@pytest.mark.parametrize("value", [True, np.True_, 2.0, "2", None, np.array([2]), np.array(True), 2j])
def test_no_whole_numbers(value):
    assert whole_number(value) is None


@pytest.mark.parametrize("value", [7, np.uint8(7), np.int64(7), np.array(7)])
def test_whole_numbers_become_pythons(value):
    assert type(whole_number(value)) is int
    assert whole_number(value) * 100 == 700


def test_whatever_is_given_is_shown_in_one_short_line():
    class Broken:
        def __repr__(self):
            raise RuntimeError("no")

    assert shown(Broken()) == "of type Broken"
    for value in (np.zeros((50, 50)), "x" * 10**6, list(range(1000))):
        assert len(shown(value)) == 60
        assert "\n" not in shown(value)
    assert shown("x" * 58) == repr("x" * 58), "sixty characters"
    assert shown("x" * 59) == f"'{'x' * 58}…"
    assert shown(np.zeros((2, 2))) == "array([[0., 0.], [0., 0.]])"
