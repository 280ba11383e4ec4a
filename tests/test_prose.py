"""The lessons' prose, where a machine can hold it: headings, contractions, words that talk down."""

import itertools
import json
import re

import pytest

from course_utils.lessons import LESSONS
from tests.test_readme import ROOT, without_code


@pytest.fixture(params=LESSONS, ids=lambda row: row.number)
def prose(request):
    cells = json.loads(request.param.path(ROOT / "notebooks").read_text(encoding="utf-8"))["cells"]
    return without_code("\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"))


def contractions(text):
    return re.findall(
        r"\b\w+(?:n['’]t|['’](?:ll|re|ve|d))\b|\b(?:it|that|there|what|let|here)['’]s\b", text, re.IGNORECASE
    )


def dismissive(text):
    return re.findall(r"\b(?:simply|obviously|trivial(?:ly)?|clearly|needless to say)\b", text, re.IGNORECASE)


def test_one_title_and_no_level_is_skipped(prose):
    levels = [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(lower <= upper + 1 for upper, lower in itertools.pairwise(levels))


def test_no_contractions_and_no_word_that_talks_down(prose):
    assert not contractions(prose) + dismissive(prose)


def test_such_words_are_found():
    assert len(contractions("It's one that we can't read, they’ll see; the window's edge is none.")) == 3
    assert dismissive("This is simply a sum, obviously.") == ["simply", "obviously"]
