"""Cells that need data which are not part of the course: where the data are not there, they keep what is stored.

`course refresh` leaves such cells as they are, and the test run skips them and says which; both ask for the tag that
`cifar10.TAG` names. For pytest this module is a plugin, which conftest.py loads.
"""

from collections import defaultdict

from course_utils import cifar10

_WANTED = "course data cifar10"


def waiting(cells):
    """Those of a notebook's cells that need data which are not on this machine."""
    if cifar10.available():
        return []
    return [cell for cell in cells if cell.cell_type == "code" and cifar10.TAG in cell.metadata.get("tags", [])]


def count_anew(cells):
    """Number a notebook's executed cells from 1, as if none had been left out."""
    executed = [cell for cell in cells if cell.cell_type == "code" and cell.source.strip()]
    for ordinal, cell in enumerate(executed, start=1):
        cell.execution_count = ordinal
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = ordinal


def pytest_collection_modifyitems(items):
    """Mark the cells that cannot run; each carries its name to the last lines of the run."""
    import pytest

    for item in items:
        cell = getattr(item, "cell", None)  # of nbval
        if cell is not None and waiting([cell]):
            item.add_marker(pytest.mark.skip(reason=f"needs CIFAR-10: {_WANTED}"))
            item.user_properties.append((cifar10.TAG, (item.path.name, item.name)))


def pytest_terminal_summary(terminalreporter):
    """Say which cells were skipped, and how many."""
    skipped = defaultdict(list)
    for report in terminalreporter.getreports("skipped"):
        for key, noted in getattr(report, "user_properties", ()):  # a module that skips itself has none
            if key == cifar10.TAG:
                skipped[noted[0]].append(noted[1].removeprefix("Cell "))
    for name, places in sorted(skipped.items()):
        terminalreporter.write_line(
            f"{name}: {len(places)} not compared, for CIFAR-10 is not on this machine ({_WANTED}): "
            f"Cell {', '.join(sorted(places, key=int))}"
        )
