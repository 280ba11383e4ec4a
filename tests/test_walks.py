"""How far apart lies what belongs together: changes of file while one action runs, call by call.

A number over its bar means that the data hop between rooms: finish numbers and words first, then draw from them.
"""

import pytest

from course_utils import explorers
from course_utils.exercises import bank
from tests.support.walks import changes_of_file

#: Each area of a picture that can be touched takes two more: it is said where it is drawn, and kept with the canvas.
#: Explorer -> its state before the move, the move, and the most changes of file that it may take.
MOVES = {
    "GeometryExplorer": ({"strides": 2}, ("strides", 3), 32),
    "ConvolutionExplorer": ({"position": 2}, ("position", 3), 64),
    "NetworkExplorer": ({"row": 2}, ("row", 3), 93),
    "ReceptiveFieldExplorer": ({"unit": 4}, ("strides", 2), 72),
}
VERDICT = 65
#: Exercises whose own functions walk on: they look at hundreds of random draws, or pool with the course's own pools.
IN_THE_BANK = {"silence": 130, "maps_dropped": 100, "next_sums": 120, "changed_numbers": 740, "same_alone": 80}


@pytest.mark.parametrize("name", MOVES)
def test_from_slider_to_picture(name):
    state, (trait, value), most = MOVES[name]
    explorer = getattr(explorers, name).example(**state)
    before = explorer.svg
    walked = changes_of_file(lambda: setattr(explorer, trait, value))
    assert explorer.svg != before
    assert walked <= most


FUNCTIONS = [one for lesson in bank().values() for one in lesson.values() if one.kind != "predict"]


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda one: f"{one.lesson}.{one.name}")
def test_from_a_wrong_function_to_its_verdict(exercise, monkeypatch):
    monkeypatch.setattr(exercise, "seconds", 600)  # counting makes everything slower, the first call of Keras most
    wrong = exercise.misconceptions[-1]
    verdicts = []
    walked = changes_of_file(lambda: verdicts.append(exercise.check(wrong.wrong)))
    assert verdicts[0].misconception == wrong.name
    assert walked <= IN_THE_BANK.get(exercise.name, VERDICT)
