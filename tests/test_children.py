"""A program that is waited for ends in its own time, whatever the keyboard says."""

import os
import signal
import subprocess
import sys

import pytest

from course_utils.commands import children

CHILD = """
import sys, time
try:
    print("begun", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    time.sleep(1)
    print("last words", flush=True)
    sys.exit(7)
"""
PARENT = f"""
import sys
from course_utils.commands import children
sys.exit(children.ended([sys.executable, "-c", {CHILD!r}]))
"""


def test_its_exit_code_is_handed_on(tmp_path):
    code = "import os, sys; sys.exit(3 if os.path.samefile(os.getcwd(), sys.argv[1]) else 4)"
    assert children.ended([sys.executable, "-c", code, str(tmp_path)], cwd=tmp_path) == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal for a group of processes that Python may catch")
def test_ctrl_c_is_for_the_program_to_answer():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert parent.stdout.readline() == "begun\n"
    os.killpg(parent.pid, signal.SIGINT)
    rest, _ = parent.communicate(timeout=60)
    assert (rest, parent.returncode) == ("last words\n", 7)
