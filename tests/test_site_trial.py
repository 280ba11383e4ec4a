"""The trial of what is live: with no more than a page has; what a part needs is named, what fails is not live."""

import numpy as np
import pytest

from course_utils.commands.paths import ROOT
from course_utils.commands.site import archives, trial

SHOWS = "from course_utils import fashion_mnist\npixels, labels = fashion_mnist.load('validation')"


def part(key, kind, **words):
    return {"kind": kind, "tag": f"live-{key}", "key": key, **words}


def exercise(key, solution, *tries):
    return part(key, "exercise", lesson="01", name="all_answers", stub="", solution=solution, tries=list(tries))


SOLUTION = "def all_answers(image, kernel):\n    return cross_correlate(image, kernel)"
PARTS = [
    part("explorer", "explorer", code="from course_utils.explorers import GeometryExplorer\nGeometryExplorer()"),
    part("garments", "explorer", code="from course_utils.explorers import InvarianceExplorer\nInvarianceExplorer()"),
    part("again", "explorer", code="from course_utils.explorers import InvarianceExplorer\nInvarianceExplorer()"),
    part("keras", "explorer", code="from course_utils.quiet import keras\nkeras.Sequential()"),
    exercise("solved", SOLUTION, "import numpy as np\n", "from course_utils.convolution import cross_correlate\n"),
    exercise("unsolved", SOLUTION, "import numpy as np\n"),
    part("plain", "cell", before=SHOWS, code="pixels[0].max()", asked=False, says="<pre>np.uint8(0)</pre>"),
    part("other", "cell", before=SHOWS, code="pixels[0].max()", asked=False, says="<pre>np.uint8(255)</pre>"),
    part("drawn unasked", "cell", before="", code="import matplotlib", asked=False, says=""),
    part("rounded", "cell", before="", code="print('loss ≈ 0.31')", asked=False, says="<pre>loss ≈ 0.32\n</pre>"),
    part(
        "drawn",
        "cell",
        before="from course_utils.drawing import draw_image, show",
        code="show(draw_image([[0, 1]]))",
        asked=True,
        says="",
    ),
    part("stopped", "cell", before="", code="1 / 0", asked=True, says=""),
]


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trial")
    (folder / "data").mkdir()
    pixels, labels = np.zeros((5000, 28, 28), np.uint8), np.arange(5000, dtype=np.uint8) % 10
    np.savez(folder / "data" / "validation.npz", pixels=pixels, labels=labels)
    zips = [archives.pack_course(folder / "course.zip", ROOT), archives.pack_widgets(folder / "widgets.zip")]
    live, refused = trial.tried(PARTS, zips, folder / "data")
    return {one["key"]: one for one in live}, refused


def test_what_starts_is_live_and_what_does_not_says_why(tried):
    live, refused = tried
    assert set(live) == {"explorer", "garments", "again", "solved", "plain", "rounded", "drawn"}
    assert not {"other", "drawn unasked"} & refused.keys(), "they are there to be read"
    assert "Keras" in refused["keras"]
    assert "solution" in refused["unsolved"]
    assert "ZeroDivisionError" in refused["stopped"]


def test_every_part_names_the_files_that_it_asks_for(tried):
    """The second that asks for a file as well: a reader may touch it first."""
    live, _ = tried
    assert live["explorer"]["data"] == []
    assert live["garments"]["data"] == live["again"]["data"] == live["plain"]["data"] == ["validation.npz"]


def test_an_exercise_is_told_what_its_code_may_use(tried):
    live, _ = tried
    assert live["solved"]["before"] == "from course_utils.convolution import cross_correlate\n"
    assert not {"tries", "solution"} & live["solved"].keys(), "a page never holds the answer"


def test_a_cell_that_draws_fetches_what_draws(tried):
    live, _ = tried
    assert live["drawn"]["packages"] == ["matplotlib"]
    assert live["plain"]["packages"] == []
