"""What comes back: items that the bank proves, numbers that are new each time, a schedule over sixty days."""

import re
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

from course_utils.checking import progress
from course_utils.checking.events import count as count_event
from course_utils.checking.kept import EXERCISE, REVIEW, new, nothing
from course_utils.checking.times import moment, written
from course_utils.commands import cli
from course_utils.commands.review import review
from course_utils.exercises import bank, of_lesson
from course_utils.inventory.forms import ITEMS as IN_THE_INVENTORY
from course_utils.inventory.item import RIGHT
from course_utils.inventory.outcome import OPEN
from course_utils.lessons import LESSONS, LessonError, lesson
from course_utils.review.bank import ITEMS, question, taken
from course_utils.review.schedule import GAPS, before, count, known, ordered, passed, standing
from course_utils.review.session import Session, chosen, first_warm_up, next_due, warm_up
from tests.support.clock import Clock

NOW = moment("2026-11-29T08:00:00Z")
TURNS = range(50)
#: Items whose exercise asks in words for what they ask in numbers.
IN_WORDS = {"copies_before_split", "gradient_or_step", "cost_of_a_layer"}
BEYOND_THE_BANK = {
    name: set(item.misconceptions) - {one.name for one in item.exercise.misconceptions} for name, item in ITEMS.items()
}


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A file of progress of this test's own."""
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "own" / "progress.json"))
    return tmp_path / "own" / "progress.json"


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is told to go on."""
    return Clock(monkeypatch)


@pytest.fixture(params=ITEMS, ids=str)
def name(request):
    return request.param


# The items.


def test_each_lesson_has_three_items_at_least(record_property):
    many = Counter(item.lesson for item in ITEMS.values())
    assert {row.number for row in LESSONS} == set(many)
    assert min(many.values()) >= 3
    assert set(IN_THE_INVENTORY) <= set(ITEMS)
    assert list(ITEMS) == sorted(ITEMS, key=lambda one: ITEMS[one].lesson)
    told = f"review: {len(ITEMS)} items, {min(many.values())} to {max(many.values())} a lesson"
    record_property("inventory", told)


def test_an_item_belongs_to_an_exercise_and_an_objective(name):
    item = ITEMS[name]
    assert 1 <= item.objective <= len(lesson(item.lesson).objectives)
    assert item.exercise.lesson == lesson(item.lesson).bank or name == "softmax_twice"  # of the clinic's bank
    assert len(item.choices) == 4 and item.choices[0].name == RIGHT


def test_every_wrong_answer_is_a_mistake_of_the_bank_that_was_run(name):
    """At the exercise's own numbers each is what the bank has for it, or the bank's own function runs in the item."""
    item = ITEMS[name]
    named = {one.name: one.wrong for one in item.exercise.misconceptions}
    if item.bank_numbers is None:
        for choice in item.choices[1:]:
            closed = [cell.cell_contents for cell in getattr(choice.value, "__closure__", None) or ()]
            assert named.get(choice.name) in closed or name in IN_WORDS or choice.name == "undone"
        return
    for choice, value in item.values(item.bank_numbers).items():
        function = item.exercise.reference if choice == RIGHT else named.get(choice)
        if function is None:
            assert name in IN_THE_INVENTORY, choice
        else:
            assert np.allclose(value, item.bank_reads(function())), choice


def test_how_many_wrong_answers_are_executed(record_property):
    """Printed; what the bank does not have are the inventory's items that ask in numbers what it asks in words."""
    beyond = {name: wrong for name, wrong in BEYOND_THE_BANK.items() if wrong}
    assert set(beyond) == IN_WORDS | {"there_and_back"}
    total, own = 3 * len(ITEMS), sum(map(len, beyond.values()))
    record_property("inventory", f"review: {total - own} of {total} wrong answers are mistakes of the banks, executed")


def test_numbers_are_new_each_time_and_never_those_of_a_form(name, record_property):
    asked = [question(name, times) for times in TURNS]
    numbers = [one.numbers for one in asked]
    assert not any(one in taken(name) for one in numbers)
    assert all(one != other for one, other in pairwise(numbers))
    different = len({one.text for one in asked})
    assert different >= 8
    first = [one.text for one in asked[:different]]
    assert len(set(first)) == different, "no question comes again as long as there is another"
    assert question(name, 50).text == asked[0].text
    assert question(name, 3).text == asked[3].text


def test_an_answer_is_what_the_truth_comes_to_and_no_mistake_is(name):
    for times in TURNS[:20]:
        one = question(name, times)
        texts = dict(one.options)
        assert len(set(texts.values())) == 4
        values = one.item.values(one.numbers)
        assert texts == {choice: one.item.written(value) for choice, value in values.items()}
        right, *wrong = values.values()
        assert not any(np.shape(right) == np.shape(other) and np.allclose(right, other) for other in wrong)


def test_the_right_answer_stands_everywhere():
    places = Counter(
        [one for one, _ in question(name, times).options].index(RIGHT) for name in ITEMS for times in range(8)
    )
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) <= 1.3 * min(places.values())


def test_advice_quotes_no_numbers_that_are_not_asked(name):
    """The bank's advice may: it speaks of the exercise's own numbers. Then the item has words of its own."""
    for one in ITEMS[name].misconceptions:
        advice = ITEMS[name].advice_on(one)
        assert advice.endswith((".", "?"))
        assert set(re.findall(r"\d+", advice)) <= {"0", "1", "2014"}, advice


# What comes next, and when.


def learner(*met, when=NOW):
    """Somebody who has met mistakes: pairs of an item and one of its misconceptions."""
    kept = nothing()
    for name, mistake in met:
        entry = {**new(EXERCISE), "attempts": 2, "misconceptions": {mistake: 1}, "met": {mistake: written(when)}}
        kept["exercises"][ITEMS[name].exercise.key] = {**entry, "last": written(when)}
    return kept


def worked_through(kept, number, when):
    """All exercises of a lesson solved at a time."""
    for one in of_lesson(number).values():
        entry = {**new(EXERCISE), "attempts": 1, "solved_after": 1, "solved": written(when), "last": written(when)}
        kept["exercises"].setdefault(one.key, entry)
    return kept


MET = (
    ("leftover", "rounds up the jumps"),
    ("moved_dot", "every place"),
    ("survivor", "divides by the rate"),
)
#: Enough for a whole day, and one more.
FIVE_MET = tuple((name, ITEMS[name].misconceptions[0]) for name in list(ITEMS)[:5])
SIXTH = (list(ITEMS)[5], ITEMS[list(ITEMS)[5]].misconceptions[0])


def sixty_days(kept, answer, days=60, start=NOW):
    """Who asks for a review every day: item -> the days on which it was asked; and the items of each day."""
    asked, daily = {}, []
    for day in range(days):
        now = start + timedelta(days=day)
        names = chosen(kept, now)
        for name in names:
            count(kept, name, answer(name, day), now)
            asked.setdefault(name, []).append(day)
        daily.append(names)
    return asked, daily


def test_three_mistakes_over_sixty_days(record_property):
    """Asked first the day after; then, answered right, after 3, 7 and 21 days, and every 21 days from then on."""
    kept = learner(*MET)
    for number in ("00", "01", "02", "03", "04"):
        worked_through(kept, number, NOW)
    asked, daily = sixty_days(kept, lambda name, day: RIGHT)
    met = {name for name, _ in MET}
    assert daily[0] == []
    assert set(daily[1][:3]) == met, daily[1]
    for name in met:
        days = asked[name]
        assert days[0] == GAPS[0]
        assert [later - day for day, later in pairwise(days)] == [3, 7, 21, 21]
        assert [kept["reviews"][name][part] for part in ("asked", "right", "step")] == [5, 5, 3]
    assert all(len(names) <= 5 for names in daily)
    others = [name for name in asked if name not in met]
    assert others and all(ITEMS[name].lesson <= "04" for name in others)
    record_property(
        "inventory", "review: three mistakes met are asked on days 1, 4, 11, 32 and 53 of 60, before all others"
    )


def test_a_wrong_answer_leads_back_to_one_day():
    kept = learner(MET[0])
    asked, _ = sixty_days(kept, lambda name, day: "rounds up the jumps" if day == 4 else RIGHT, days=20)
    assert asked["leftover"] == [1, 4, 5, 8, 15]
    assert kept["reviews"]["leftover"]["misconceptions"] == {"rounds up the jumps": 1}


def test_what_is_left_open_comes_back_and_shows_no_mistake():
    kept = learner(MET[0])
    asked, _ = sixty_days(kept, lambda name, day: OPEN, days=4)
    assert asked["leftover"] == [1, 2, 3]
    assert kept["reviews"]["leftover"] == {**new(REVIEW), "asked": 3, "last": written(NOW + timedelta(days=3))}


def test_a_mistake_that_is_met_again_begins_anew():
    kept = learner(MET[0])
    sixty_days(kept, lambda name, day: RIGHT, days=12)
    assert kept["reviews"]["leftover"]["step"] == 3
    later = NOW + timedelta(days=14)
    kept["exercises"][ITEMS["leftover"].exercise.key]["met"]["rounds up the jumps"] = written(later)
    stood = standing("leftover", kept, later)
    assert (stood.rank, stood.step, stood.due) == (0, 0, later + timedelta(days=1))


def test_an_answer_before_its_time_does_not_move_on():
    kept = learner(MET[0])
    for hours in (1, 2, 3):
        count(kept, "leftover", RIGHT, NOW + timedelta(hours=hours))
    assert kept["reviews"]["leftover"]["step"] == 0
    assert standing("leftover", kept, NOW).due is None, "a time ahead of the clock does not put it off for ever"


def test_a_clock_set_back_loses_no_question():
    kept = learner(*MET, when=NOW + timedelta(days=900))
    assert set(chosen(kept, NOW)) >= {name for name, _ in MET}


def test_mistakes_met_under_a_clock_far_ahead_do_not_keep_others_from_being_asked():
    kept = learner(*FIVE_MET, when=NOW + timedelta(days=900))
    kept["exercises"] |= learner(SIXTH)["exercises"]
    asked, _ = sixty_days(kept, lambda name, day: RIGHT)
    for name, _ in FIVE_MET:
        assert [later - day for day, later in pairwise(asked[name])] == [3, 7, 21, 21], "right answers count"
    assert asked[SIXTH[0]][0] == GAPS[0]


def test_of_two_mistakes_the_one_with_a_time_that_can_be_counts():
    kept = learner(MET[0])
    entry = kept["exercises"][ITEMS["leftover"].exercise.key]
    other = next(one for one in ITEMS["leftover"].misconceptions if one not in entry["met"])
    entry["misconceptions"][other] = 1
    entry["met"][other] = written(NOW + timedelta(days=900))
    assert standing("leftover", kept, NOW).due == NOW + timedelta(days=1)


def test_a_review_answered_under_a_clock_far_ahead_is_asked_once_and_then_counts():
    kept = learner(MET[0])
    count(kept, "leftover", RIGHT, NOW + timedelta(days=900))
    asked, _ = sixty_days(kept, lambda name, day: RIGHT, days=30)
    assert asked["leftover"][0] == 0
    assert len(asked["leftover"]) <= 3


def test_a_file_of_the_first_edition_has_no_times_and_comes_at_once():
    kept = learner(*MET)
    for entry in kept["exercises"].values():
        entry.update(met={}, last=None)
    assert set(chosen(kept, NOW)[:3]) == {name for name, _ in MET}


def test_a_slip_at_the_same_objective_comes_before_a_lesson_without_one():
    kept = worked_through(nothing(), "03", NOW - timedelta(days=9))
    worked_through(kept, "02", NOW - timedelta(days=2))
    slipped = next(one for one in of_lesson("02").values() if one.objectives == (4,) and one.key not in _exercises())
    kept["exercises"][slipped.key]["misconceptions"] = {"some": 1}
    assert chosen(kept, NOW)[0] == "three_layers_deep"


def _exercises():
    return {item.exercise.key for item in ITEMS.values()}


def test_lessons_passed_longest_ago_come_first_one_item_each():
    kept = nothing()
    for number, days in (("01", 3), ("02", 30), ("03", 14)):
        worked_through(kept, number, NOW - timedelta(days=days))
    assert [ITEMS[name].lesson for name in chosen(kept, NOW)] == ["02", "03", "01"]


def test_what_was_not_done_is_not_asked():
    kept = worked_through(nothing(), "02", NOW - timedelta(days=3))
    assert passed("02", kept) and not passed("03", kept)
    assert {ITEMS[name].lesson for name in known(kept)} == {"02"}
    assert known(nothing()) == [] == chosen(nothing(), NOW)
    assert next_due(nothing(), NOW) is None
    shown = nothing()
    for one in of_lesson("02").values():
        shown["exercises"][one.key] = new(EXERCISE)
    assert known(shown) == [], "to be shown is not to be tried"


def test_a_lesson_that_is_named_is_asked_due_or_not():
    assert {ITEMS[name].lesson for name in chosen(nothing(), NOW, "05")} == {"05"}
    assert len(chosen(nothing(), NOW, "05")) == 3
    kept = learner(*MET)
    assert chosen(kept, NOW, "03")[0] == "moved_dot"


def test_when_the_next_one_comes():
    kept = learner(MET[0])
    assert chosen(kept, NOW) == []
    assert next_due(kept, NOW) == NOW + timedelta(days=1)
    later = NOW + timedelta(days=2)
    count(kept, "leftover", RIGHT, later)
    assert next_due(kept, later) == later + timedelta(days=3)


# A few in a row.


@pytest.mark.parametrize("row", LESSONS[1:], ids=lambda row: row.number)
def test_a_warm_up_asks_three_questions_on_earlier_lessons(row):
    one = warm_up(row.number)
    assert len({question.name for question in one.questions}) == 3
    assert all(question.item.lesson < row.number for question in one.questions)
    again = warm_up(row.number)
    assert [question.text for question in again.questions] == [question.text for question in one.questions]
    if row.number > "02":
        assert any(question.item.lesson in _ground(row.number) for question in one.questions)


def _ground(number):
    return (
        {number} - {number}
        | set(lesson(number).builds_on)
        | {one for up in lesson(number).builds_on for one in _ground(up)}
    )


def test_neighbouring_warm_ups_differ():
    asked = [tuple(question.name for question in warm_up(row.number).questions) for row in LESSONS[1:]]
    assert all(one != other for one, other in pairwise(asked))


def test_a_warm_up_asks_first_what_was_met_also_an_hour_ago(file, clock):
    progress.update(lambda kept: count_event(kept, ITEMS["moved_dot"].exercise.key, "wrong", "every place"))
    clock.goes_on(hours=1)
    assert warm_up("04").questions[0].name == "moved_dot"
    assert "moved_dot" not in {question.name for question in warm_up("03").questions}, "a later lesson is not asked"


def test_the_warm_up_for_who_has_no_record_asks_nobody_s_own(file, clock):
    plain = warm_up("04").questions
    progress.update(lambda kept: count_event(kept, ITEMS["moved_dot"].exercise.key, "wrong", "every place"))
    assert first_warm_up("04") == plain != warm_up("04").questions
    with pytest.raises(ValueError, match="no lesson comes before it"):
        first_warm_up("00")


def test_answers_are_kept_and_come_with_other_numbers(file, clock):
    one = warm_up("03")
    first = one.questions[0]
    reply = one.answer(RIGHT)
    assert reply.status == RIGHT and reply.text == f"✓ Right. {first.item.choices[0].because}"
    mistake = one.question.item.misconceptions[1]
    second, reply = one.question, one.answer(mistake)
    assert reply.text.startswith(f"✗ Not yet: {mistake}. {second.item.advice_on(mistake)}")
    assert f"Here the answer is {dict(second.options)[RIGHT]}. {second.item.choices[0].because}" in reply.text
    assert one.answer(OPEN).text.startswith("○ Here the answer is ")
    assert one.question is None
    assert one.end() == "Right: 1 of 3. What was not comes back tomorrow, with other numbers."
    reviews = progress.read_all()[0]["reviews"]
    assert reviews[first.name] == {**new(REVIEW), "asked": 1, "right": 1, "step": 1, "last": "2026-11-29T08:00:00Z"}
    assert reviews[second.name]["misconceptions"] == {mistake: 1}
    again = Session([first.name], progress.read_all()[0])
    assert again.questions[0].text != first.text
    assert (file.stat().st_mode & 0o077) == 0


def test_no_answer_to_another_question():
    one = warm_up("03")
    for wrong in ("", "no such mistake", None):
        with pytest.raises(ValueError, match="is no answer to question 1"):
            one.answer(wrong)


def test_a_warm_up_that_cannot_be_is_told():
    with pytest.raises(ValueError, match="no warm-up for lesson 00: no lesson comes before it"):
        warm_up("00")
    with pytest.raises(LessonError, match="'99' is not in the table of lessons"):
        warm_up("99")
    assert warm_up(3).questions == warm_up("03").questions


def test_a_newer_file_is_left_as_it_is_and_the_warm_up_goes_on(file):
    file.parent.mkdir()
    file.write_text('{"version": 3, "exercises": {}}')
    one = warm_up("03")
    assert "newer edition" in one.note
    one.answer(OPEN)
    assert "newer edition" in one.note and file.read_text() == '{"version": 3, "exercises": {}}'


def test_where_nothing_is_kept_it_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    one = warm_up("03")
    while one.question:
        one.answer(RIGHT)
    assert "Nothing is kept here" in one.end() and not list(tmp_path.iterdir())


def test_order_needs_no_file():
    assert (
        len(ordered(before("12"), nothing(), NOW, "12"))
        == len(before("12"))
        == sum(item.lesson < "12" for item in ITEMS.values())
    )


def test_every_bank_is_asked_about():
    assert {item.exercise.lesson for item in ITEMS.values()} == {row.bank for row in LESSONS}
    assert set(bank()) == {item.lesson for item in ITEMS.values()}


# In a notebook.


def test_a_warm_up_in_a_notebook(file, clock):
    from course_utils.review import WarmUp

    shown = WarmUp("03")
    assert repr(shown) == "WarmUp('03'): question 1 of 3."
    shown.go_on()
    assert "Choose an answer; “I do not know yet” is one." in shown._said.value and not file.exists()
    shown._what.value = RIGHT
    shown.go_on()
    assert "✓ Right." in shown._said.value and shown._what.disabled and shown._next.description == "Go on"
    assert len(progress.read_all()[0]["reviews"]) == 1
    shown.go_on()
    assert repr(shown) == "WarmUp('03'): question 2 of 3." and not shown._what.disabled
    assert shown._said.value.count("<p>") == 0 and shown._what.value is None
    while shown.sitting.question:
        shown._what.value = OPEN
        shown.go_on()
        shown.go_on()
    assert repr(shown) == "WarmUp('03'): finished."
    assert "Right: 1 of 3." in shown._text.value and "Go on below." in shown._text.value
    assert shown._next.layout.display == shown._what.layout.display == "none"
    assert "Right: 1 of 3." in shown.still


def test_what_is_stored_of_a_warm_up_shows_a_question_and_no_answer():
    from course_utils.review import WarmUp

    shown = WarmUp("03")
    bundle, about = shown._repr_mimebundle_()
    assert bundle["text/plain"] == "WarmUp('03'): question 1 of 3." and about == {}
    first = shown.sitting.questions[0]
    stored = bundle["text/html"]
    assert all(f"<li>{text}</li>" in stored for _, text in first.options)
    assert "I do not know yet" in stored and "Run this cell" in stored
    assert first.item.choices[0].because not in stored and "✓" not in stored
    assert WarmUp("03")._repr_mimebundle_()[0]["text/html"] == stored


# In a terminal.


def typed(*lines):
    """Stands in for `input`; where the lines end, Ctrl-C or the end of the file."""
    waiting = iter(lines)

    def read(prompt):
        line = next(waiting, EOFError)
        if not isinstance(line, str):
            raise line
        return line

    return read


def numbered(session_names, kept, choice):
    """The number that a learner types for a choice of the first of these items."""
    options = question(session_names[0], kept["reviews"].get(session_names[0], {}).get("asked", 0)).options
    return str([one for one, _ in options].index(choice) + 1)


def test_a_review_in_a_terminal(file, clock, capsys):
    progress.update(lambda kept: kept.update(learner(*MET)))
    assert review() == 0
    said = capsys.readouterr().out
    assert "Nothing is due. The next question comes back on Monday, 30 November" in said
    assert "course review 03 asks about lesson 03 all the same." in said
    clock.goes_on(days=1)
    kept = progress.read_all()[0]
    right = numbered(chosen(kept, clock.now), kept, RIGHT)
    assert review(read=typed("9", "", "x", right, "5", "5", "5", "5")) == 0
    said = capsys.readouterr().out
    assert "Give a number from 1 to 5, or q." in said
    assert "✓ Right." in said and "○ Here the answer is" in said
    assert "Right: 1 of" in said and "The next question comes back on Tuesday, 1 December" in said
    assert len(progress.read_all()[0]["reviews"]) >= 3


@pytest.mark.parametrize(("last", "code"), [(KeyboardInterrupt, 130), (EOFError, 0), ("q", 0)])
def test_who_leaves_keeps_what_was_answered(file, clock, capsys, last, code):
    assert review("05", read=typed("5", last)) == code
    assert "Left after 1 of 3; what you answered is kept." in capsys.readouterr().out
    assert len(progress.read_all()[0]["reviews"]) == 1


def test_who_has_done_nothing_is_told(file, capsys):
    assert review() == 0
    assert "nothing to come back to yet" in capsys.readouterr().out and not file.exists()


def test_the_command(file, capsys):
    assert cli.main(["review", "99"]) == 1
    assert "'99' is not in the table of lessons" in capsys.readouterr().err
    assert cli.main(["review"]) == 0
    with pytest.raises(SystemExit):
        cli.main(["review", "03", "04"])


def test_where_progress_is_off_it_is_said(monkeypatch, capsys):
    monkeypatch.setenv("COURSE_PROGRESS", "off")
    assert review() == 0
    assert "COURSE_PROGRESS is off" in capsys.readouterr().out
    assert review("03", read=typed("5", "5", "5")) == 0
    assert "Nothing is kept here" in capsys.readouterr().out
