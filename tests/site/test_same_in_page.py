"""The bank and the explorers, in Chromium and here: every verdict, every sentence and every picture is the same.

Python runs in an empty page of the site, with the site's own files; this process has Keras, threads and all else.
"""

import json
import subprocess
import sys

import pytest

from course_utils import explorers
from course_utils.in_browser import offered
from course_utils.lessons import LESSONS
from tests.support.oracle import states, unlike
from tests.support.site_in_page import ROOT, WITH_A_NETWORK
from tests.support.verdicts import verdicts

pytestmark = pytest.mark.site

STATES = 200
SHOWN = """
import json
from course_utils import explorers
from tests.support.oracle import states
json.dumps(states(explorers.{}.example(), count={}))
"""
ALONE = """
import sys
from tests.support import in_page
in_page.enter(sys.argv[1])
{}print(_)
"""


@pytest.fixture(scope="module")
def data(site):
    """The folder of the data files that pages fetch."""
    return site / "_static" / "live" / "data"


@pytest.fixture(scope="module")
def python(page_python, data):
    """Python in the page, and all data files."""
    page_python.bring(*(path.name for path in sorted(data.iterdir())))
    return page_python


def states_here(name, data):
    """What an explorer shows in random states, on this machine."""
    if name not in WITH_A_NETWORK:
        return json.loads(json.dumps(states(getattr(explorers, name).example(), count=STATES)))
    code = ALONE.format(SHOWN.format(name, STATES).replace("json.dumps(s", "_ = json.dumps(s"))
    done = subprocess.run([sys.executable, "-c", code, str(data)], capture_output=True, text=True, cwd=ROOT, check=True)
    return json.loads(done.stdout)


@pytest.mark.in_turns
@pytest.mark.parametrize("lesson", [row.number for row in LESSONS if offered(row.number)])
def test_every_verdict_is_the_kernels(python, lesson, record_property):
    code = f"from tests.support.verdicts import verdicts\njson.dumps(verdicts([{lesson!r}], needing=False))"
    here, there = verdicts([lesson], needing=False), python.run(code)
    assert len(here) == len(there) > 0
    record_property("total verdicts equal in Chromium", len(here))
    assert [pair for pair in zip(here, there, strict=True) if pair[0] != pair[1]][:3] == []


@pytest.mark.in_turns
@pytest.mark.parametrize("name", explorers.__all__)
def test_every_state_looks_as_the_kernels(python, data, name, record_property):
    here, there = states_here(name, data), python.run(SHOWN.format(name, STATES))
    assert len(here) == len(there) == STATES
    record_property("total states of explorers equal in Chromium", STATES)
    different = unlike(here, there)
    assert [pair for pair in different if not _is_rounded(name, *pair)][:3] == []
    assert len(different) <= STATES // 10


def _is_rounded(name, row, other):
    """Whether two pictures may differ in a digit: 128 float32 products, added in another order, make −0.00147 −0.00148.

    Only a network's numbers are such sums, and the words, which say them more coarsely, are the same.
    """
    return name in WITH_A_NETWORK and (row["did"], row["words"]) == (other["did"], other["words"])
