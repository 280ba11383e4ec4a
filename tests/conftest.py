"""No test writes into a learner's own file of progress; what was tried and counted is printed at the end."""

import os
import sys
from collections import Counter

import pytest

from tests.support import turns

os.environ["COURSE_PROGRESS"] = "off"  # inherited by the kernels that run the notebooks


@pytest.fixture(scope="module")
def browser():
    """A Chromium without a window, one for each file of tests that asks for it; skipped, and in CI failed, without."""
    from tests.support.lab import chromium_or_skip

    with chromium_or_skip() as opened:
        yield opened


def pytest_collection_modifyitems(config, items):
    """Leave out what has its turn in another run of CI."""
    if text := os.environ.get("COURSE_TURN"):
        try:
            others = turns.left_out(items, turns.chosen(text))
        except ValueError as error:
            raise pytest.UsageError(str(error)) from None
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in set(others)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call():
    """Close the widgets that a test makes: ipywidgets holds each until then, and a worker grew to six gigabytes."""
    before = set(_widgets())
    try:
        return (yield)
    finally:
        for name, widget in list(_widgets().items()):
            if name not in before:
                widget.close()


def _widgets():
    """Those that are open, by name; none where nothing has asked for widgets yet."""
    module = sys.modules.get("ipywidgets.widgets.widget")
    return module._instances if module else {}


def pytest_terminal_summary(terminalreporter):
    """Print how many answers the tests tried, how many objectives are assessed, and a line per lesson and finding."""
    passed = _noted(terminalreporter.getreports("passed"))
    noted = passed + _noted(terminalreporter.getreports("failed"))
    totals = Counter()
    for name, n in passed:
        totals.update({name[6:]: n} if name.startswith("total ") else {})
    if totals:
        terminalreporter.write_line("exercises: " + ", ".join(f"{n:,} {name}" for name, n in sorted(totals.items())))
    objectives = [counts for name, counts in noted if name == "objectives"]
    if objectives:
        assessed, promised = map(sum, zip(*objectives, strict=True))
        terminalreporter.write_line(f"objectives: {assessed} of {promised} assessed")
    for line in sorted(line for name, line in noted if name in ("lesson", "inventory")):
        terminalreporter.write_line(line)
    for line in (line for name, line in noted if name == "hub"):
        terminalreporter.write_line(line)


def _noted(reports):
    return [noted for report in reports for noted in report.user_properties]
