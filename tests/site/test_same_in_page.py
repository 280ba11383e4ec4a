"""The bank and the explorers, in Chromium and here: every verdict, every sentence and every picture is the same.

Python runs in an empty page of the site, with the site's own files; this process has Keras, threads and all else.
"""

import json

import pytest

from course_utils import explorers
from course_utils.in_browser import offered
from course_utils.lessons import LESSONS
from tests.support.oracle import states
from tests.support.verdicts import verdicts

pytestmark = pytest.mark.site

STATES = 200
#: Explorers that a page shows as pictures, because they ask Keras while they are moved.
PICTURES = set()
SHOWN = """
from course_utils import explorers
from tests.support.oracle import states
json.dumps(states(explorers.{}.example(), count={}))
"""


@pytest.fixture(scope="module")
def python(page_python, site):
    """Python in the page, and all data files that pages fetch."""
    page_python.bring(*(path.name for path in sorted((site / "_static" / "live" / "data").iterdir())))
    return page_python


def different(here, there):
    """Pairs that are not the same, the first few."""
    assert len(here) == len(there) > 0
    return [pair for pair in zip(here, there, strict=True) if pair[0] != pair[1]][:3]


@pytest.mark.parametrize("lesson", [row.number for row in LESSONS if offered(row.number)])
def test_every_verdict_is_the_kernels(python, lesson, record_property):
    there = python.run(f"from tests.support.verdicts import verdicts\njson.dumps(verdicts([{lesson!r}]))")
    names = {f"{row['exercise']}" for row in there if row["status"] != "none"}
    here = [row for row in verdicts([lesson]) if row["exercise"] in names]
    record_property("total verdicts equal in Chromium", len(here))
    assert {name.rpartition(".")[2] for name in names} == set(offered(lesson))
    assert different(here, [row for row in there if row["exercise"] in names]) == []


@pytest.mark.parametrize("name", [name for name in explorers.__all__ if name not in PICTURES])
def test_every_state_looks_as_the_kernels(python, name, record_property):
    here = json.loads(json.dumps(states(getattr(explorers, name).example(), count=STATES)))
    record_property("total states of explorers equal in Chromium", len(here))
    assert different(here, python.run(SHOWN.format(name, STATES))) == []
