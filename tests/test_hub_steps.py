"""The steps for one server, classroom/tljh.md: an update repeats each that puts something into the environment."""

import re
from pathlib import Path

TEXT = (Path(__file__).resolve().parent.parent / "classroom" / "tljh.md").read_text("utf-8")
STEPS, UPDATE = TEXT.split("**A new edition**")


def test_an_update_repeats_what_the_steps_put_into_the_environment():
    """`start.py setup` replaces .venv where the lock has changed, with all that was added to it."""
    steps = {step[0]: step for step in re.split(r"^(?=\d\. )", STEPS, flags=re.MULTILINE)[1:]}
    adding = [number for number, step in steps.items() if re.search(r"^ +sudo .*\.venv/", step, re.MULTILINE)]
    assert adding == ["2", "3"]
    assert "last line of step 2" in UPDATE and "all of step 3" in UPDATE
    assert commands(steps["2"])[-1].startswith("sudo .venv/bin/pip install")


def test_an_update_lays_down_what_the_hub_should_know_and_leaves_limits_as_they_were_set():
    lines = commands(next(step for step in re.split(r"^(?=\d\. )", STEPS, flags=re.MULTILINE) if step[0] == "4"))
    assert "of step 4 the first two lines and the last" in UPDATE
    assert all("jupyterhub_config.d/course.py" in line for line in lines[:2])
    assert lines[-1] == "sudo tljh-config reload hub"
    assert all("tljh-config set" in line for line in lines[2:-1])


def commands(step):
    """The lines of a step that are typed."""
    return re.findall(r"^ {7,}(\S.*)$", step, re.MULTILINE)
