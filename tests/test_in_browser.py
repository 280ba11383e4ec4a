"""What answers in a page: controls as data, moves that come back, and a learner's code whatever it does."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import ipywidgets as widgets
import numpy as np
import pytest

from course_utils import explorers
from course_utils.checking import host, progress
from course_utils.exercises import bank
from course_utils.in_browser import Page, answer, code, plain, stand_ins
from tests.support.oracle import seen, states, unlike

ROOT = Path(__file__).resolve().parent.parent
#: What the page draws an input for, by name; the page's own table has the same.
KINDS = {
    *("IntSlider", "FloatSlider", "BoundedIntText", "BoundedFloatText", "Checkbox", "Dropdown", "SelectionSlider"),
    *("SelectMultiple", "Button", "Play", "FileUpload", "HTML", "Label"),
}
OFFERED = [one for lesson in bank().values() for one in lesson.values() if not one.needs]
ALL_ANSWERS = "def all_answers(image, kernel):\n"


@pytest.fixture
def page(monkeypatch, tmp_path):
    """A page's Python in this process, which has IPython and keeps it."""
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.setattr(stand_ins, "stand_in", lambda shown: None)
    yield Page()
    host.speak_as(host.NOTEBOOK)


def asked(page, do, *given):
    """One message as the worker sends it."""
    return json.loads(answer(page, json.dumps({"do": do, "with": given})))


def made(name):
    return f"from course_utils.explorers import {name}\n{name}.example()"


# Explorers.


@pytest.fixture(params=explorers.__all__)
def name(request):
    return request.param


def test_its_controls_are_data_and_say_where_they_stand(page, name):
    shown = asked(page, "explorer", "key", made(name))
    assert {control["kind"] for control in shown["controls"]} <= KINDS
    assert sorted(_places(shown["tree"])) == list(range(len(shown["controls"])))
    for control in shown["controls"]:
        assert control["kind"] in ("HTML", "Label") or control["name"], control
    assert (shown["problem"], shown["answered"]) == (False, 0)
    assert shown["svg"].startswith("<svg")
    assert shown["words"]


def _places(tree):
    return [tree] if isinstance(tree, int) else [place for child in tree["children"] for place in _places(child)]


def test_what_it_tells_of_a_control_can_be_sent_back(page, name):
    before = asked(page, "explorer", "key", made(name))
    for place, control in enumerate(before["controls"]):
        if control["kind"] in ("Button", "FileUpload", "HTML", "Label"):
            continue
        after = asked(page, "move", "key", place, control.get("index", control.get("value")))
        assert after == {key: value for key, value in before.items() if key != "tree"}, control


def test_moved_at_random_in_a_page_it_shows_what_a_kernel_shows(page, name):
    kernel = getattr(explorers, name).example()
    rows = states(kernel, count=25)
    page.explorer("key", made(name))
    for number, row in enumerate(rows):
        do, *given = row["did"]
        if do == "ask":
            given[0] = {**given[0], "number": number + 1}
        shown = asked(page, do, "key", *given)
        assert {"did": row["did"], **seen(page._explorers["key"])} == row
        assert shown["words"].removeprefix("⚠ ") == row["words"]
        assert do == "move" or shown["answered"] == number + 1


def test_the_oracle_sees_another_picture_and_forgives_a_shade(name):
    (row,) = states(getattr(explorers, name).example(), count=1)
    assert unlike([row], [{**row, "images": [one + 3 for one in row["images"]]}]) == []
    for other in ({"words": "another"}, {"svg": "another"}, {"images": [*row["images"], 1]}, {"did": []}):
        assert unlike([row], [{**row, **other}])
    assert not row["images"] or unlike([row], [{**row, "images": [one + 99 for one in row["images"]]}])


def test_a_state_that_was_kept_comes_back(page, name):
    """Two that have no problem and are not how it begins: some walks end where something is refused."""
    begins, seed, moved = asked(page, "explorer", "key", made(name))["state"], 0, 0
    while moved < 2:
        seed += 1
        assert seed <= 8, "too few walks end without a problem"
        asked(page, "explorer", "key", made(name))
        assert all(row["words"] for row in states(page._explorers["key"], count=10, seed=seed))
        kept = json.loads(json.dumps(page._seen("key")))
        if not kept["problem"] and kept["state"] != begins:
            again = asked(page, "explorer", "key", made(name), kept["state"])
            assert (again["problem"], again["state"]) == (False, kept["state"])
            moved += 1


def test_a_state_that_is_refused_is_left_out(page):
    usual = asked(page, "explorer", "key", made("GeometryExplorer"))
    given = {"kernel_size": 5, "strides": 99, "nothing": 1, "input_size": None}
    shown = asked(page, "explorer", "key", made("GeometryExplorer"), given)
    assert shown["state"] == {**usual["state"], "kernel_size": 5}


def test_what_a_control_does_not_take_is_said_in_the_picture(page):
    asked(page, "explorer", "key", made("GeometryExplorer"))
    shown = asked(page, "move", "key", 0, "many")
    assert shown["problem"]
    assert shown["words"].startswith("⚠ ")
    assert not asked(page, "move", "key", 0, 7)["problem"]


def test_what_stands_in_a_hidden_row_is_hidden():
    one, other, leaves = widgets.IntSlider(), widgets.Checkbox(), []
    row = widgets.HBox([one])
    assert plain.arranged(widgets.VBox([row, other]), leaves)["children"][0]["children"] == [0]
    for box in (row, one):
        box.layout.display = "none"
        assert [plain.told(leaf)["hidden"] for leaf in leaves] == [True, False]
        box.layout.display = None
    assert [plain.told(leaf)["hidden"] for leaf in leaves] == [False, False]


def test_a_file_comes_by_the_control_and_by_the_hand(page):
    shown = asked(page, "explorer", "key", made("InvarianceExplorer"))
    file = {"name": "notes.png", "content": base64.b64encode(b"no picture").decode()}
    (place,) = [place for place, one in enumerate(shown["controls"]) if one["kind"] == "FileUpload"]
    for words in (asked(page, "move", "key", place, file), asked(page, "ask", "key", {"number": 3, "file": file})):
        assert "notes.png cannot be used as an image" in words["words"]


def test_an_explorer_that_is_made_anew_lets_the_old_one_go(page):
    asked(page, "explorer", "key", made("GeometryExplorer"))
    before = page._explorers["key"]
    asked(page, "explorer", "key", made("GeometryExplorer"))
    assert before.comm is None
    assert page._explorers["key"] is not before


# Exercises.


@pytest.mark.parametrize("exercise", OFFERED, ids=lambda one: one.key)
def test_each_exercise_is_not_attempted_and_then_right(page, exercise):
    """The cell as the lesson shows it, and with the solution in it; the notebook's last line may come along."""
    number = next(number for number, lesson in bank().items() if exercise.name in lesson)
    for cell in (exercise.cell(), exercise.cell().rpartition("exercises.")[0]):
        assert asked(page, "check", number, exercise.name, cell)["status"] == "not attempted"
    assert asked(page, "check", number, exercise.name, exercise.solution_cell())["status"] == "right"
    (entry,) = progress.read()[0].values()
    assert entry["attempts"] == 1


def test_a_mistake_is_named_in_words_of_the_page(page):
    said = asked(page, "check", "01", "all_answers", ALL_ANSWERS + "    print('here')\n    return image")
    assert said["status"] == "wrong"
    assert said["html"].startswith("<pre>here\n")
    assert "The button Hint helps." in said["html"]
    assert "press Check" in asked(page, "check", "01", "first_answer", "first_answer = ...")["html"]
    assert "The button Hint helps." not in repr(host.NOTEBOOK)


def test_a_prediction_may_stand_there_without_its_name(page):
    right = bank()["01"]["first_answer"].reference()
    assert asked(page, "check", "01", "first_answer", f"{right}")["status"] == "right"
    assert asked(page, "check", "01", "first_answer", "another = 2")["status"] == "wrong"


def test_a_name_that_is_missing_is_said(page):
    said = asked(page, "check", "01", "all_answers", "def mine(image, kernel):\n    return image")
    assert "Your code defines no <code>all_answers</code>" in said["html"]
    assert not progress.read()[0], "that counts as no attempt"


TROUBLE = {
    "x = 1\ny = 1 / 0": ("ZeroDivisionError: division by zero", "line 2\n", "y = 1 / 0"),
    "\n\ndef f(:\n    pass": ("SyntaxError: ", "line 3\n", "def f(:"),
    "def f():\n    return np.ones(3).reshape(2, 2)\n\nf()": ("ValueError: ", "line 2, in f", "reshape"),
    "exit()": ("SystemExit", "line 1", ""),
    "raise KeyboardInterrupt": ("KeyboardInterrupt", "line 1", ""),
    "def f():\n    f()\nf()": ("RecursionError", "line 2, in f", ""),
    "print(3)\nnothing": ("NameError", "line 2", "<pre>3\n</pre>"),
}


@pytest.mark.parametrize("written", TROUBLE)
def test_code_that_stops_is_told_by_its_own_lines(page, written):
    said = asked(page, "check", "01", "all_answers", written)
    assert said["status"] == "raised"
    for words in TROUBLE[written]:
        assert words in said["html"]
    assert "site-packages" not in said["html"]
    assert "in_browser" not in said["html"]
    assert said["html"].count("line ") < 30


def test_a_loop_above_the_function_ends_as_well(page, monkeypatch):
    monkeypatch.setattr("course_utils.in_browser.page._SECONDS", 0.2)
    said = asked(page, "check", "01", "all_answers", "x = 0\nwhile True:\n    x += 1")
    assert "After 0.2 seconds it was still running, in line " in said["html"]
    assert "Does a loop never end?" in said["html"]


def test_what_is_printed_without_end_is_cut(page):
    said = asked(page, "check", "01", "all_answers", "print('a' * 10**6)")
    assert len(said["html"]) < 2 * code._MOST_PRINTED


def test_hints_rise_and_the_solution_is_shown(page):
    hints = [asked(page, "words", "01", "all_answers", "hint")["html"] for _ in range(2)]
    assert hints[0] != hints[1]
    assert "def all_answers" in asked(page, "words", "01", "all_answers", "solution")["html"]


# Cells, and progress.


def test_a_cell_shows_what_it_prints_and_its_value(page):
    ran = asked(page, "run", "key", "side = 3", "print(side)\nside * 2")
    assert ran == {"html": "<pre>3\n</pre><pre>6</pre>", "stopped": False}
    assert asked(page, "run", "key", "", "a = 1")["html"] == ""
    assert asked(page, "run", "key", "print('above')", "2")["html"] == "<pre>2</pre>"
    seeded = "import random\nrandom.seed(5)"
    assert asked(page, "run", "key", seeded, "random.random()") == asked(page, "run", "key", seeded, "random.random()")
    stopped = asked(page, "run", "key", "", "side")
    assert "NameError" in stopped["html"], "each run begins anew"
    assert stopped["stopped"]


def test_a_cell_that_was_changed_counts_for_what_stands_below_it(page):
    above, own = "import numpy as np\ntiny = np.eye(5)", "import numpy as np\ntiny = 7 * np.eye(5)\nprint(tiny)"
    made = f"from course_utils.explorers import ConvolutionExplorer\n{above}\nConvolutionExplorer(tiny)"
    lessons, mine = (asked(page, "explorer", "key", made, None, some) for some in ([], [[above, own]]))
    assert mine["svg"] != lessons["svg"]
    assert ">7<" in mine["svg"]
    ran = asked(page, "run", "key", above, "tiny.sum()", [[above, own]])
    assert ran["html"] == "<pre>np.float64(35.0)</pre>", "of the changed cell what is needed, and not what it prints"


def test_progress_that_is_brought_in_is_joined(page):
    asked(page, "check", "01", "first_answer", "first_answer = 12345")
    solved = {"attempts": 4, "hints": 0, "solution_seen": False, "misconceptions": {}, "solved_after": 4}
    other = {"version": 1, "exercises": {"convolution.edges": solved}}  # as a page of the first edition kept it
    for _ in range(2):
        said = asked(page, "bring", json.dumps(other))
        assert said == {"words": "Brought in. Together: 2 exercises tried, 1 solved.", "problem": False}
    assert asked(page, "bring", "no file")["problem"]


# Where there is no notebook.

BARE = """
import sys
sys.modules.update(dict.fromkeys(("keras", "tensorflow", "matplotlib", "PIL", "psygnal")))
import json
from course_utils.in_browser import Page
page = Page()
assert not hasattr(sys.modules["IPython"], "__file__") and not hasattr(sys.modules["anywidget"], "__file__")
made = "from course_utils.explorers import {0}\\n{0}.example()"
words = {name: page.explorer(name, made.format(name))["words"] for name in sys.argv[1:]}
cell = "print(1)\\ndisplay(HTML('<b>a</b>'), 2)\\nprint(3)\\nHTML('c')"
shown = page.run("cell", "from IPython.display import HTML, display", cell)
hand = page.ask(sys.argv[1], {"number": 7, "sets": {}})
before = sys.getrecursionlimit()
sys.setrecursionlimit(10**6)
assert sys.getrecursionlimit() == before
asks = page.run("asks", "", "input('How wide? ')")["html"]
assert "no line to type into" in asks and "input(…)" in asks, asks
print(json.dumps([words, shown["html"], hand["answered"]]))
"""


def test_stand_ins_are_enough_for_explorers_and_what_is_displayed():
    names = ["GeometryExplorer", "ConvolutionExplorer", "PoolingExplorer", "SoftmaxExplorer"]
    ran = subprocess.run([sys.executable, "-c", BARE, *names], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]
    words, shown, answered = json.loads(ran.stdout)
    assert words == {name: getattr(explorers, name).example().words for name in names}
    assert (shown, answered) == ("<pre>1\n</pre><b>a</b><pre>2</pre><pre>3\n</pre>c", 7)


def test_a_control_is_moved_by_place_by_value_or_pressed():
    pressed = []
    button = widgets.Button(description="go")
    button.on_click(pressed.append)
    plain.move(button, None)
    several, one, box = widgets.SelectMultiple(options="abc"), widgets.Dropdown(options="abc"), widgets.Checkbox()
    plain.move(several, [0, 2])
    plain.move(one, 1)
    plain.move(box, True)
    assert (several.value, one.value, box.value, len(pressed)) == (("a", "c"), "b", True, 1)
    assert plain.told(type("Leaf", (), {"control": several, "above": ()}))["index"] == [0, 2]
    assert np.isclose(
        plain.told(type("Leaf", (), {"control": widgets.FloatSlider(value=0.3), "above": ()}))["value"], 0.3
    )


# Forms.

FORM = 'from course_utils.inventory import InventoryForm\nInventoryForm("A")'


def shown_of(form):
    """The controls of a form that are seen, as [kind, name]."""
    return [[one["kind"], one.get("name")] for one in form["controls"] if not one["hidden"]]


def test_a_form_is_answered_and_goes_on_where_it_was(page):
    first = asked(page, "form", "00/x", FORM)
    assert sorted(_places(first["tree"])) == list(range(len(first["controls"])))
    assert not [one for one in first["controls"] if "<style>" in str(one.get("value"))]
    assert shown_of(first) == [["HTML", None], ["RadioButtons", "Your answer"], ["Button", "Next"], ["HTML", None]]
    assert "Form A, question 1 of 20" in first["controls"][0]["value"]
    next_ = [one["kind"] for one in first["controls"]].index("Button")
    assert "Choose an answer" in asked(page, "fill", "00/x", next_, True)["controls"][-1]["value"]
    asked(page, "fill", "00/x", 1, 0)
    why = asked(page, "fill", "00/x", next_, True)
    assert [name for kind, name in shown_of(why) if kind == "RadioButtons"] == ["Why?", "How sure are you?"]
    asked(page, "fill", "00/x", 2, 1)
    asked(page, "fill", "00/x", 3, 0)
    second = asked(page, "fill", "00/x", next_, True)
    assert "question 2 of 20" in second["controls"][0]["value"] and not second["controls"][-1]["value"].count("⚠")
    assert "question 2 of 20" in asked(page, "form", "00/x", FORM)["controls"][0]["value"]


def test_a_form_says_its_end(page):
    shown = asked(page, "form", "00/x", FORM)
    for _ in range(20):
        asked(page, "fill", "00/x", 1, 4)
        shown = asked(page, "fill", "00/x", 4, True)
    assert shown_of(shown) == [["HTML", None], ["HTML", None]]
    assert "That was form A: 0 questions answered, 20 left open." in shown["controls"][0]["value"]


def test_a_warm_up_is_answered_and_kept_with_the_progress(page):
    code = 'from course_utils.review import WarmUp\n\nWarmUp("03")'
    first = asked(page, "form", "03/x", code)
    assert shown_of(first) == [["HTML", None], ["RadioButtons", "Your answer"], ["Button", "Answer"], ["HTML", None]]
    for number in (1, 2, 3):
        asked(page, "fill", "03/x", 1, 4)
        told = asked(page, "fill", "03/x", 2, True)
        assert "Here the answer is" in told["controls"][-1]["value"] and told["controls"][1]["disabled"]
        asked(page, "fill", "03/x", 2, True)
        assert len(progress.read_all()[0]["reviews"]) == number


def test_answers_of_a_form_come_in_with_the_progress(page):
    kept = {"version": 1, "forms": {"A": {"layer_depth": {"choice": "open", "reason": "", "sure": ""}}}}
    said = asked(page, "bring", json.dumps({"version": 1, "exercises": {}, "inventory": kept}))
    assert "1 answer to the inventory came with it." in said["words"] and not said["problem"]


def test_a_page_begins_without_the_inventory():
    """It brings all banks along, and a reader who only moves an explorer would wait for them."""
    code = (
        "import sys\nfrom course_utils.in_browser import page\n"
        "print([name for name in sys.modules if name.startswith('course_utils.inventory')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert run.stdout.strip() == "[]"
