"""Checks where learners meet them: in a Jupyter kernel, which must live on whatever an answer did."""

import nbformat
import pytest
from nbclient import NotebookClient

SETUP = """
import time
from course_utils.exercises import convolution as exercises
exercises.all_answers.seconds = 0.3
kept = "still here"
"""

ANSWERS = {
    "asks IPython to quit": "exit()",
    "swallows every stop": """
    while True:
        try:
            time.sleep(0.01)
        except:
            pass""",
    "ignores the signal": """
    import signal
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        pass""",
    "raises what nobody catches": "raise BaseException('z' * 1_000_000)",
    "prints twenty million characters": "print('z' * 20_000_000)",
    "closes the output": "import sys; sys.stdout.close(); sys.stderr.close()",
    "spoils Python's own words": "import builtins; builtins.len = builtins.print = None",
}


@pytest.fixture(scope="module")
def executed():
    """Each answer's cell, and behind each one that asks whether the kernel is in order; in one kernel."""
    cells = [nbformat.v4.new_code_cell(SETUP)]
    for body in ANSWERS.values():
        code = f"def answer(image, kernel):\n    {body}\n\nexercises.all_answers.check(answer)"
        cells += [nbformat.v4.new_code_cell(code), nbformat.v4.new_code_cell("print(kept, len([1, 2]))")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, timeout=60, kernel_name="python3", allow_errors=True).execute()
    return dict(zip(ANSWERS, zip(notebook.cells[1::2], notebook.cells[2::2], strict=True), strict=True))


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_answer_gets_a_verdict_and_the_kernel_lives(executed, answer):
    checked, after = executed[answer]
    verdicts = [output["data"]["text/plain"] for output in checked.outputs if "data" in output]
    assert len(verdicts) == 1, checked.outputs
    assert verdicts[0].startswith(("✗ Not yet.", "⚠ Your code stopped."))
    assert len(str(checked.outputs)) < 10_000
    assert [output.get("text") for output in after.outputs] == ["still here 2\n"]
