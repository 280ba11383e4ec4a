"""The invariance explorer against the lesson's chains, its printed readings and plain NumPy."""

import itertools
import re
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

from course_utils import fashion_mnist, images
from course_utils.explorers.invariance.invariance_explorer import InvarianceExplorer
from course_utils.explorers.invariance.invariance_picture import spans
from course_utils.explorers.shared.hand import changed

CHAINS = ("max pools", "average pools", "stride-2 convolutions")
NAMES = {
    "max pools": ["image", "edge maps", "1 max pool", "2 max pools", "3 max pools", "global average"],
    "average pools": ["image", "edge maps", "1 average pool", "2 average pools", "3 average pools", "global average"],
    "stride-2 convolutions": [
        "image",
        "edge maps",
        "stride 2",
        "stride 2, twice",
        "stride 2, 3 times",
        "global average",
    ],
}


def edge_maps(image):
    """ReLU of the four Sobel filters with zero padding, by slices alone: (48, 48, 4)."""
    around = np.pad(image, 1)
    part = {(row, column): around[row : row + 48, column : column + 48] for row in range(3) for column in range(3)}
    across = sum(weight * (part[row, 2] - part[row, 0]) for row, weight in enumerate((1, 2, 1)))
    down = sum(weight * (part[2, column] - part[0, column]) for column, weight in enumerate((1, 2, 1)))
    return np.maximum(np.stack([across, -across, down, -down], axis=-1), 0)


def halved(maps, chain):
    side, channels = len(maps) // 2, maps.shape[-1]
    if chain == "stride-2 convolutions":
        return maps[1::2, 1::2]
    blocks = maps.reshape(side, 2, side, 2, channels)
    return blocks.max(axis=(1, 3)) if chain == "max pools" else blocks.mean(axis=(1, 3))


def answers(image, chain, edges, averaged_after):
    depths = [edge_maps(image)[..., edges]]
    for _ in range(3):
        depths.append(halved(depths[-1], chain))
    return [image[..., np.newaxis], *depths, depths[averaged_after].mean(axis=(0, 1))]


def on_canvas(pixels, dx=0, dy=0):
    canvas = np.zeros((48, 48))
    canvas[10 + dy : 38 + dy, 10 + dx : 38 + dx] = pixels / 255
    return canvas


def change(before, after):
    return np.linalg.norm(after - before) / np.linalg.norm(before)


@pytest.fixture(scope="module")
def garments():
    pixels, labels = fashion_mnist.load("validation")
    return [pixels[labels == label] for label in range(10)]


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize(("edges", "used"), [("all four", [0, 1, 2, 3]), ("brighter upwards", [3])])
def test_maps_and_readings_are_those_of_plain_numpy(garments, chain, edges, used):
    explorer = InvarianceExplorer(garment="Bag", number=1, chain=chain, edges=edges)
    another = garments[7][1]
    for dx, dy, after in itertools.product((-7, 0, 3), (0, 7), (0, 1, 3)):
        explorer.dx, explorer.dy, explorer.averaged_after = dx, dy, after
        settings = chain, used, after
        here, moved, other = (
            answers(canvas, *settings)
            for canvas in (on_canvas(garments[8][1]), on_canvas(garments[8][1], dx, dy), on_canvas(another))
        )
        assert list(explorer.answers) == NAMES[chain]
        for name, one, two, three in zip(NAMES[chain], here, moved, other, strict=True):
            np.testing.assert_allclose(explorer.answers[name], [one, two, three], atol=1e-5)
            assert explorer.readings[name] == pytest.approx(change(one, two), rel=1e-5, abs=1e-5)
            assert explorer.another[name] == pytest.approx(change(one, three), rel=1e-5, abs=1e-5)
            if name != "global average":
                places = np.linalg.norm(two - one, axis=-1) > 1e-5
                assert (explorer.changed[name] == places).all()
                assert f">{explorer.changed[name].sum():,} of {places.size:,}</text>" in explorer.svg


def test_the_readings_stand_in_the_picture_and_in_the_sentence():
    for chain, dx in itertools.product(CHAINS, (0, 1, 5)):
        explorer = InvarianceExplorer(chain=chain, dx=dx)
        bold = re.findall(r'font-weight="bold">([\d.∞]+)(?: →)?</text>', explorer.svg)
        expected = [reading for name in NAMES[chain] for reading in (explorer.readings[name], explorer.another[name])]
        assert bold == [f"{reading:.2f}" for reading in expected]
        for name in NAMES[chain]:
            assert f"{name} {explorer.readings[name]:.2f} ({explorer.another[name]:.2f})" in explorer.words
        assert len(explorer.words.split()) <= 60


def test_the_mean_over_a_hundred_garments_is_what_the_lesson_prints():
    """Cell 47 of notebook 03: by 1, by 5, another garment."""
    printed = {
        ("max pools", "edge maps"): (0.76, 1.21, 1.31),
        ("max pools", "1 max pool"): (0.57, 1.13, 1.23),
        ("max pools", "2 max pools"): (0.36, 0.99, 1.10),
        ("max pools", "3 max pools"): (0.22, 0.71, 0.89),
        ("max pools", "global average"): (0.00, 0.00, 0.44),
        ("average pools", "1 average pool"): (0.60, 1.15, 1.27),
        ("average pools", "3 average pools"): (0.21, 0.78, 0.96),
        ("stride-2 convolutions", "stride 2"): (0.74, 1.20, 1.32),
    }
    for chain in CHAINS:
        sums = {(by, name): 0.0 for by in (1, 5, "another") for name in NAMES[chain]}
        explorer = InvarianceExplorer(chain=chain)
        explorer.draw = lambda picture=explorer.canvas: picture  # only the numbers are asked for
        for garment, number, by in itertools.product(fashion_mnist.CLASS_NAMES, range(10), (1, 5)):
            with explorer.hold_trait_notifications():
                explorer.garment, explorer.number, explorer.dx = garment, number, by
            for name in NAMES[chain]:
                sums[by, name] += explorer.readings[name] / 100
                sums["another", name] += explorer.another[name] / 200
        for (of, name), expected in printed.items():
            if of == chain:
                found = [sums[by, name] for by in (1, 5, "another")]
                assert found == pytest.approx(expected, abs=0.0051), name


def test_the_boot_of_the_lesson():
    """Cell 49: behind three pools one more pixel changes between 0.06 and 0.31 of an ankle boot."""
    assert f"{InvarianceExplorer().readings['3 max pools']:.2f}" == "0.06"


def test_an_image_that_meets_the_grid_in_the_same_way_moves_by_whole_places():
    """Eight pixels are one place behind three halvings; here 4 + 4."""
    for chain in CHAINS:
        right, left = (InvarianceExplorer(dx=dx, chain=chain).answers[NAMES[chain][4]][1] for dx in (4, -4))
        np.testing.assert_allclose(right[:, 1:], left[:, :-1], atol=1e-5)


def test_the_global_average_forgives_whole_steps_only():
    explorer = InvarianceExplorer()
    for dx in range(-7, 8):
        explorer.dx = dx
        assert explorer.readings["global average"] < 1e-5
    for chain in ("max pools", "stride-2 convolutions"):
        explorer.chain, explorer.averaged_after = chain, 1
        explorer.dx = 2
        assert explorer.readings["global average"] < 1e-5
        explorer.dx = 3
        assert explorer.readings["global average"] > 0.01


def test_not_moved_reads_zero():
    explorer = InvarianceExplorer(dx=0)
    assert max(explorer.readings.values()) < 1e-5
    assert not any(changed.any() for changed in explorer.changed.values())


def test_your_own_image_is_compared_with_the_chosen_garment(garments, tmp_path):
    own = images.square_outline(28, side=16)
    explorer = InvarianceExplorer(own, garment="Dress", number=7, dx=2)
    assert explorer.controls["garment"].description == "another garment"
    expected = change(on_canvas(255 * own), on_canvas(garments[3][7]))
    assert explorer.another["image"] == pytest.approx(expected, abs=1e-5)
    assert explorer.words.startswith(
        "Your image, moved 2 right. Relative change (in brackets that of another garment, Dress 7): image "
    )
    for same in (own[..., np.newaxis], np.uint8(255 * own), own.tolist()):
        assert InvarianceExplorer(same, garment="Dress", number=7, dx=2).words == explorer.words
    Image.fromarray(images.paper_trousers()).save(tmp_path / "trousers.png")
    for path in (tmp_path / "trousers.png", str(tmp_path / "trousers.png")):
        pixels = images.garment_from_file(path) / 255
        np.testing.assert_allclose(InvarianceExplorer(path).answers["image"][0, 10:38, 10:38, 0], pixels, atol=1e-6)


def test_an_upload_is_moved_and_a_bad_one_answered(garments, tmp_path):
    Image.fromarray(images.paper_trousers()).save(tmp_path / "trousers.png")
    explorer, moved = InvarianceExplorer(), InvarianceExplorer(tmp_path / "trousers.png")
    upload(explorer, "trousers.png", (tmp_path / "trousers.png").read_bytes())
    assert (explorer.picture, explorer.problem) == ("own image", "")
    assert explorer.controls["garment"].description == "another garment"
    assert (explorer.svg, explorer.words) == (moved.svg, moved.words)
    upload(explorer, "notes.txt", b"no picture")
    assert explorer.words.startswith("notes.txt cannot be used as an image: it is damaged, or neither PNG")
    explorer.picture = "garment"
    assert explorer.controls["garment"].description == "garment"
    assert (explorer.svg, explorer.words) == (InvarianceExplorer().svg, InvarianceExplorer().words)


def test_the_data_and_ones_own_image_are_both_at_hand():
    explorer = InvarianceExplorer(images.square_outline(28, side=16), picture="garment")
    assert explorer.words == InvarianceExplorer().words
    explorer.controls["picture"].value = "own image"
    assert explorer.words.startswith("Your image, moved 1 right.")
    empty = InvarianceExplorer(picture="own image")
    assert empty.words == "There is no image of your own yet: choose a file, drop one on the picture, or give image=…"


def upload(explorer, name, contents):
    """What the browser does when a file has been chosen."""
    file = {"name": name, "type": "image/png", "size": len(contents), "content": contents}
    explorer.upload.value = ({**file, "last_modified": datetime.now(UTC)},)


def test_a_small_reading_is_not_nought_and_rounding_is():
    explorer = InvarianceExplorer(chain="average pools", averaged_after=1, dx=5)
    assert explorer.readings["global average"] == 0
    assert "global average 0.00 (" in explorer.words
    explorer.readings["global average"] = 0.00041
    assert "global average 0.0004 (" in explorer.sentence()
    assert not re.search(r">[^<]*-\d[^<]*</text>|−0\.00<", explorer.svg)


def test_sentences():
    assert InvarianceExplorer().words == (
        "Ankle boot 0, moved 1 right. Relative change (in brackets that of another garment, Bag 0): image 0.32 (0.96); "
        "edge maps 0.56 (1.30); 1 max pool 0.41 (1.26); 2 max pools 0.19 (1.06); 3 max pools 0.06 (0.82); "
        "global average 0.00 (0.25)."
    )
    explorer = InvarianceExplorer(garment="T-shirt/top", dx=0, dy=-3, chain="average pools", averaged_after=2)
    assert explorer.words.startswith(
        "T-shirt/top 0, moved 3 up. Relative change (in brackets that of another garment, Ankle boot 0): image "
    )
    assert explorer.words.endswith("The average is taken after 2 average pools.")
    assert InvarianceExplorer(dx=0).words.startswith("Ankle boot 0, not moved. ")


def test_an_answer_of_nothing_reads_infinite():
    explorer = InvarianceExplorer(images.dot(28, 3, 4), chain="stride-2 convolutions", edges="brighter to the left")
    assert "stride 2, twice 0.00 (∞)" in explorer.words
    assert ">∞ →</text>" in explorer.svg
    assert explorer.canvas.png().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (np.zeros((20, 20)), "image has the shape 20 × 20, which is not allowed: give 28 × 28 pixels"),
        (np.zeros((2000, 2000, 3), np.uint8), "image has the shape 2,000 × 2,000 × 3, which is not allowed"),
        ([[1, 2], [3]], "image holds something other than numbers, or rows of different lengths: give 28 × 28 pixels"),
        (object(), "image is of type object, and not an array of numbers"),
        (np.full((28, 28), "a"), "image is an array of <U1, and not of real numbers"),
        (np.full((28, 28), np.nan), "image holds NaN or infinity, in 784 of 784 places"),
        (np.full((28, 28), 200.0), "floats from 0 to 1; divide by 255."),
        (
            -np.ones((28, 28)),
            "image holds float64 from −1 to −1: give uint8 from 0 to 255, or floats from 0 to 1; add 1.",
        ),
        (np.eye(28) > 0, "image holds bool from 0 to 1: give uint8 from 0 to 255, or floats from 0 to 1; .astype"),
        (np.zeros((28, 28), np.uint8), "the image is black: there is nothing to move; give one with some brightness."),
        (np.zeros((28, 28)), "the image is black: there is nothing to move; give one with some brightness."),
        ("no such file.png", "no such file.png cannot be used as an image: there is no such file."),
    ],
)
def test_bad_images_get_a_sentence(given, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        InvarianceExplorer(given)


def test_words_stay_on_the_canvas():
    explorer = InvarianceExplorer(garment="T-shirt/top", number=499, dx=-7, dy=-7, chain="stride-2 convolutions")
    for kind, place, *rest in explorer.canvas.shapes:
        if kind == "text":
            words, size, anchor, _, bold = rest
            assert size >= 12
            width = explorer.canvas.width_of(words, size, bold)
            left = place[0] - width * {"start": 0, "middle": 0.5, "end": 1}[anchor]
            assert left >= 0
            assert left + width <= explorer.canvas.width, words


# What the hand does.


def area_of(explorer, name):
    [area] = [area for area in explorer.canvas.areas if area.name == name]
    return area


def test_the_garment_is_dragged():
    explorer = InvarianceExplorer(dx=2, dy=-3)
    area = area_of(explorer, "garment")
    assert (area.rows, area.columns, area.at) == (15, 15, (4, 9))
    for row, column in ((0, 0), (14, 7), (7, 14), (3, 8)):
        explorer.move(**changed(explorer.state(), area.filled("drags", row, column)))
        assert (explorer.dy, explorer.dx) == (row - 7, column - 7)
        moved = area_of(explorer, "garment")
        assert moved.at == (row, column)
        by = np.subtract(moved.box[:2], area.box[:2])
        assert by == pytest.approx([4.5 * (column - 9), 4.5 * (row - 4)]), "it stands where it was dragged to"
    assert explorer.svg == InvarianceExplorer(dx=1, dy=-4).svg


def reads(chain, depth):
    """Which pixels one place of the maps reads, found by moving a single pixel: bool (places, 48)."""
    found = []
    for pixel in range(48):
        image = np.zeros((48, 48))
        image[pixel] = 1
        # As one kernel of ones, so that the Sobel filters' zeros do not hide what lies in a window.
        around = np.pad(image, 1)
        maps = sum(around[row : row + 48, 1:-1] for row in range(3))[..., np.newaxis]
        for _ in range(depth):
            maps = halved(maps, chain)
        found.append(maps[:, 5 % maps.shape[1], 0] > 0)
    return np.array(found).T


@pytest.mark.parametrize("chain", CHAINS)
def test_what_lights_up_is_what_a_place_sees(chain):
    explorer = InvarianceExplorer(chain=chain)
    for depth in range(4):
        expected = reads(chain, depth)
        of_map = area_of(explorer, f"map {depth}").lights["image"]
        of_image = area_of(explorer, "image").lights[f"map {depth}"]
        for axis in ("rows", "columns"):
            assert of_map[axis] == [np.flatnonzero(line).tolist() for line in expected]
            assert of_image[axis] == [np.flatnonzero(line).tolist() for line in expected.T]


@pytest.mark.parametrize("chain", CHAINS)
def test_maps_light_what_they_are_made_of(chain):
    explorer = InvarianceExplorer(chain=chain)
    for depth, other in ((1, 0), (3, 1), (3, 2)):
        lit = area_of(explorer, f"map {depth}").lights[f"map {other}"]["rows"]
        steps = 2 ** (depth - other)
        last = [steps * place + steps - 1 for place in range(48 >> depth)]
        block = [list(range(place - steps + 1, place + 1)) for place in last]
        assert lit == ([[place] for place in last] if chain == "stride-2 convolutions" else block)
    assert spans(0, chain)[5] == range(5, 6)


def test_another_garment_is_clicked_and_ones_own_image_stays():
    explorer = InvarianceExplorer(images.square_outline(28, side=16), garment="Dress", number=7)
    explorer.move(**changed(explorer.state(), area_of(explorer, "garments").filled("sets", 0, 2)))
    assert (explorer.picture, explorer.number, explorer.other_name) == ("own image", 2, "Dress")


def test_the_height_is_the_same_whatever_is_shown():
    explorer = InvarianceExplorer()
    assert explorer.canvas.takes_files
    for chain, edges, after in itertools.product(CHAINS, ("all four", "brighter upwards"), (0, 3)):
        explorer.move(chain=chain, edges=edges, averaged_after=after)
        assert explorer.canvas.height == 560
        assert len(explorer.canvas.hint) <= 110
        assert all(len(area.hint) <= 60 for area in explorer.canvas.areas)
