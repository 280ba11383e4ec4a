"""No test writes into a learner's own file of progress; the exercises' totals are printed at the end."""

import os
from collections import Counter

os.environ["COURSE_PROGRESS"] = "off"  # inherited by the kernels that run the notebooks


def pytest_terminal_summary(terminalreporter):
    """Print how many answers the tests of the exercises tried."""
    totals = Counter()
    for report in terminalreporter.getreports("passed"):
        totals.update({name[6:]: n for name, n in report.user_properties if name.startswith("total ")})
    if totals:
        terminalreporter.write_line("exercises: " + ", ".join(f"{n:,} {name}" for name, n in sorted(totals.items())))
