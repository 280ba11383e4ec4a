"""The bank and the explorers, in Chromium and here: every verdict, every sentence and every picture is the same."""

import json

import pytest

from course_utils.lessons import LESSONS
from tests.support import verdicts

pytestmark = pytest.mark.site

STATES = 200


@pytest.mark.parametrize("lesson", [row.number for row in LESSONS])
def test_the_bank_says_the_same(page_python, lesson, record_property):
    here = json.loads(json.dumps(verdicts.listed(lesson)))
    there = page_python.run(f"from tests.support import verdicts\njson.dumps(verdicts.listed({lesson!r}))")
    assert here
    assert list(there) == list(here)
    different = {name: (there[name], here[name]) for name in here if there[name] != here[name]}
    record_property("total verdicts equal in the page", len(here) - len(different))
    assert different == {}
