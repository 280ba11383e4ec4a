"""The inventory: what its items prove, what a form promises, what is kept and what is said."""

import json
from collections import Counter

import numpy as np
import pytest

from course_utils.inventory import records
from course_utils.inventory.forms import ITEMS, SEEDS, form, questions
from course_utils.inventory.item import RIGHT, asked
from course_utils.inventory.outcome import OPEN, SURE, Answer, change, told, told_alone
from course_utils.inventory.sitting import Sitting
from course_utils.lessons import LESSONS, lesson

SEEDS_TRIED = range(60)
FORMS = {name: form(name) for name in SEEDS}


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A folder of the test's own to keep answers in."""
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "own" / "progress.json"))
    return tmp_path / "own" / "inventory.json"


@pytest.fixture(params=ITEMS, ids=str)
def name(request):
    return request.param


# The items.


def test_twenty_items_over_all_lessons():
    assert len(ITEMS) == 20
    assert {item.lesson for item in ITEMS.values()} == {row.number for row in LESSONS}
    assert [item.lesson for item in ITEMS.values()] == sorted(item.lesson for item in ITEMS.values())
    assert len({item.main for item in ITEMS.values()}) == len({item.believes for item in ITEMS.values()}) == 20


def test_an_item_belongs_to_an_exercise_and_an_objective(name):
    item = ITEMS[name]
    row = lesson(item.lesson)
    assert 1 <= item.objective <= len(row.objectives)
    assert item.exercise.lesson == row.bank or name == "softmax_twice"  # its exercise stands in the clinic
    assert item.choices[0].name == RIGHT and len(item.choices) == 4


def test_the_bank_proves_the_values(name):
    """At the exercise's own numbers the key is the reference's answer, and each mistake what the bank has for it."""
    item = ITEMS[name]
    if item.bank_numbers is None:
        return
    named = {one.name: one.wrong for one in item.exercise.misconceptions}
    for choice, value in item.values(item.bank_numbers).items():
        function = item.exercise.reference if choice == RIGHT else named[choice]
        assert np.allclose(value, item.bank_reads(function())), choice


def test_most_items_are_proved_by_the_bank(record_property):
    """The others ask with numbers what their exercise asks in words."""
    in_words = {name for name, item in ITEMS.items() if item.bank_numbers is None and item.exercise.choices}
    assert in_words == {"copies_before_split", "gradient_or_step", "cost_of_a_layer"}
    record_property("inventory", f"inventory: values of {20 - len(in_words)} of 20 items are proved by the banks")


def test_choices_differ_and_the_key_is_nobodys_mistake(name):
    for seed in SEEDS_TRIED:
        question = asked(name, ITEMS[name], seed, seed % 4)
        texts = [text for _, text in question.options]
        assert len(set(texts)) == 4
        assert question.options[seed % 4][0] == RIGHT
        assert sorted(one for one, _ in question.options) == sorted(one for one, _ in question.reasons)
        right, *wrong = question.item.values(question.numbers).values()
        assert not any(np.shape(right) == np.shape(one) and np.allclose(right, one) for one in wrong)


def test_a_question_is_the_same_each_time_and_another_with_another_seed(name):
    first, again = (asked(name, ITEMS[name], 5, 0) for _ in range(2))
    assert (first.text, first.options, first.reasons) == (again.text, again.options, again.reasons)
    seen = {asked(name, ITEMS[name], seed, 0).text for seed in SEEDS_TRIED}
    assert len(seen) >= 5


def test_reasons_are_sentences_of_their_own(name):
    reasons = [choice.because for choice in ITEMS[name].choices]
    assert len(set(reasons)) == 4
    assert all(one[0].isupper() or one[0] == "`" for one in reasons)
    assert all(one.endswith(".") and 4 <= len(one.split()) <= 24 for one in reasons)


def test_a_question_is_short(name):
    for one in FORMS.values():
        question = next(q for q in one.questions if q.name == name)
        assert len(question.text.split()) <= 90


# The forms.


def test_the_forms_are_parallel_and_share_no_answer():
    for one, other in zip(*(FORMS[name].questions for name in "AB"), strict=True):
        assert one.name == other.name
        assert one.numbers != other.numbers and one.text != other.text
        assert dict(one.options)[RIGHT] != dict(other.options)[RIGHT]


def test_a_form_of_equal_size(name):
    """The numbers of both forms come from the same sources, so what a pencil has to do is alike in size."""
    sizes = []
    for one in FORMS.values():
        question = next(q for q in one.questions if q.name == name)
        sizes.append(max(len(text) for _, text in question.options))
    assert max(sizes) <= 1.5 * min(sizes) + 2


@pytest.mark.parametrize("form_name", SEEDS)
def test_neither_place_nor_length_nor_size_tells(form_name, record_property):
    """Who always takes the same place, the longest or shortest text, or the same rank by size, gets few right."""
    asked_for = FORMS[form_name].questions
    places = Counter([one for one, _ in question.options].index(RIGHT) for question in asked_for)
    assert set(places.values()) == {5}
    strategies = {
        "longest reason": sum(max(q.reasons, key=lambda one: len(one[1]))[0] == RIGHT for q in asked_for),
        "shortest reason": sum(min(q.reasons, key=lambda one: len(one[1]))[0] == RIGHT for q in asked_for),
        **{f"rank {rank} by size": sum(_ranked(q)[rank] == RIGHT for q in asked_for) for rank in range(4)},
    }
    record_property(
        "inventory", f"inventory: form {form_name}, at most {max(strategies.values())} of 20 right by a trick"
    )
    assert max(strategies.values()) <= 9, strategies
    reasons = Counter([one for one, _ in question.reasons].index(RIGHT) for question in asked_for)
    assert max(reasons.values()) <= 9


def _ranked(question):
    values = question.item.values(question.numbers)
    return sorted(values, key=lambda one: np.sum(values[one]))


def test_an_unknown_form_gets_a_sentence():
    with pytest.raises(ValueError, match="form 'C' is not there: the inventory has the forms A and B"):
        form("C")


def test_other_seeds_make_reserve_forms():
    assert [question.name for question in questions(99)] == list(ITEMS)


# Answers, and what they show.


def test_what_an_answer_shows():
    assert Answer(RIGHT, RIGHT, "sure").standing == "understood"
    assert Answer(RIGHT, RIGHT, "guess").standing == "right"
    assert Answer(RIGHT, "undone", "sure").standing == "right"
    assert Answer("undone", "undone", "rather").standing == "held"
    assert Answer("undone", "undone", "guess").standing == "wrong"
    assert Answer("undone", RIGHT, "sure").standing == "wrong"
    assert Answer(OPEN).standing == OPEN


def _all(standing):
    makes = {
        "understood": lambda item: Answer(RIGHT, RIGHT, "sure"),
        "held": lambda item: Answer(item.main, item.main, "sure"),
        OPEN: lambda item: Answer(OPEN),
    }
    return {name: makes[standing](item) for name, item in ITEMS.items()}


@pytest.mark.parametrize(
    ("before", "after", "filled"),
    [
        ("held", "understood", {"no_longer_held", "understood_now"}),
        ("held", "held", {"held_now"}),
        (OPEN, "held", {"new"}),
        ("held", OPEN, {"no_longer_held", "not_yet"}),
        ("understood", "understood", {"understood_before"}),
    ],
)
def test_a_change_is_named(before, after, filled):
    found = change(_all(before), _all(after))
    assert {part for part in found._fields if getattr(found, part)} == filled
    assert all(len(getattr(found, part)) == 20 for part in filled)


def test_each_item_is_settled_once():
    """Every item stands in just one of the parts that say where the learner is now."""
    rng = np.random.default_rng(0)
    for _ in range(50):
        before, after = (
            {name: Answer(*_any(item, rng), str(rng.choice(list(SURE)))) for name, item in ITEMS.items()}
            for _ in range(2)
        )
        found = change(before, after)
        now = found.held_now + found.new + found.understood_now + found.understood_before + found.not_yet
        assert sorted(now) == sorted(ITEMS)


def _any(item, rng):
    return (str(rng.choice([RIGHT, *item.misconceptions])) for _ in range(2))


def test_what_is_said_names_beliefs_and_no_grade():
    words = "\n".join(told(_all("held"), _all("understood")))
    assert "You held this before, and do not hold it now:" in words
    for item in ITEMS.values():
        assert item.believes in words and item.choices[0].because in words
    assert " % " not in words and "points" not in words
    assert told_alone(_all("held"))[0] == "You answer as somebody who believes:"


# What is kept.


def test_answers_are_kept_and_go_on(kept):
    sitting = Sitting("A")
    first, second = sitting.form.questions[:2]
    sitting.answer(RIGHT, RIGHT, "sure")
    sitting.leave_open()
    again = Sitting("A")
    assert again.answers == {first.name: Answer(RIGHT, RIGHT, "sure"), second.name: Answer(OPEN)}
    assert again.question == sitting.form.questions[2]
    assert again.place == "Form A, question 3 of 20"
    assert Sitting("B").answers == {}
    assert (kept.stat().st_mode & 0o077) == 0


def test_no_answer_to_another_question(kept):
    sitting = Sitting("A")
    for wrong in (("undone", "undone", "sure"), (RIGHT, RIGHT, "very"), (RIGHT, "", "sure"), (OPEN, RIGHT, "sure")):
        with pytest.raises(ValueError, match="is no answer to question 1"):
            sitting.answer(*wrong)
    assert not kept.exists()


def test_a_newer_file_is_left_as_it_is(kept):
    kept.parent.mkdir()
    kept.write_text('{"version": 2, "forms": {}}', encoding="utf-8")
    sitting = Sitting("A")
    assert "newer edition" in sitting.note
    sitting.leave_open()
    assert "newer edition" in sitting.note and len(sitting.answers) == 1
    assert kept.read_text(encoding="utf-8") == '{"version": 2, "forms": {}}'
    assert [one.name for one in kept.parent.iterdir() if one.suffix == ".json"] == ["inventory.json"]


SOUND = {"choice": "open", "reason": "", "sure": ""}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", 0),
        ("{", 0),
        ("[]", 0),
        ('{"version": 1}', 0),
        ('{"version": true, "forms": {"A": []}}', 0),
        ("[" * 10_000, 0),
        (json.dumps({"version": 1, "forms": {"A": {"layer_depth": SOUND, "no such": SOUND}}}), 1),
        (json.dumps({"version": 1, "forms": {"A": {"layer_depth": SOUND | {"sure": "sure"}}}}), 0),
        (json.dumps({"version": 1, "forms": {"A": {"layer_depth": SOUND | {"choice": 3}}}}), 0),
        (json.dumps({"version": 1, "forms": {"A": {"layer_depth": SOUND}, "C": {}}}), 1),
    ],
)
def test_a_damaged_file_is_kept_aside(kept, text, left):
    kept.parent.mkdir()
    kept.write_text(text, encoding="utf-8")
    forms, note = records.read()
    assert len(forms["A"]) == left and "damaged" in note
    note = records.keep("A", "moved_dot", Answer(OPEN))
    assert "kept as inventory.damaged-1.json" in note
    assert (kept.parent / "inventory.damaged-1.json").read_text(encoding="utf-8") == text
    forms, note = records.read()
    assert len(forms["A"]) == left + 1 and not note


def test_a_folder_in_its_place_is_no_end(kept):
    kept.mkdir(parents=True)
    sitting = Sitting("A")
    sitting.leave_open()
    assert "could not be kept" in sitting.note and len(sitting.answers) == 1


def test_nothing_is_kept_where_progress_is_off(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "off")
    monkeypatch.chdir(tmp_path)
    sitting = Sitting("A")
    sitting.leave_open()
    assert not sitting.note and not list(tmp_path.iterdir())


def test_to_begin_again_keeps_what_was_there(kept):
    Sitting("A").leave_open()
    assert records.begin_again("A") == "What was there is kept as inventory.before-1.json."
    assert Sitting("A").answers == {}


# In a terminal.


def _typed(lines):
    waiting = iter(lines)

    def read(prompt):
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    return read


def test_a_form_in_a_terminal(kept, capsys):
    from course_utils.commands.inventory import ask

    ask("A", read=_typed(["5"] * 3 + ["9", "x", "q"]))
    said = capsys.readouterr().out
    assert "Nobody expects you" in said
    assert "Give a number from 1 to 5, or q." in said
    assert "course inventory A goes on with question 4." in said
    ask("A", read=_typed(["1", "2", "3"] * 17))
    said = capsys.readouterr().out
    assert "question 4 of 20" in said and "question 3 of 20" not in said
    assert "That was form A: 17 questions answered, 3 left open." in said
    ask("B", read=_typed(["2", "3", "3"] * 20))
    said = capsys.readouterr().out
    assert "What changed between form A and form B:" in said and str(kept) in said


def test_the_command_asks(kept):
    from course_utils.commands.cli import main

    with pytest.raises(SystemExit):
        main(["inventory", "C"])


# In a notebook.


def _answered(shown, choice, reason, sure):
    shown._what.value = choice
    shown.go_on()
    shown._why.value, shown._sure.value = reason, sure
    shown.go_on()


def test_a_form_in_a_notebook(kept):
    from course_utils.inventory import InventoryForm

    shown = InventoryForm("A")
    assert repr(shown) == "InventoryForm('A'): question 1 of 20."
    assert "Nobody expects you" in shown._text.value
    shown.go_on()
    assert "Choose an answer" in shown._said.value
    _answered(shown, RIGHT, RIGHT, "sure")
    shown._what.value = OPEN
    shown.go_on()
    assert repr(InventoryForm("A")) == "InventoryForm('A'): question 3 of 20.", "a reload loses nothing"
    while question := shown.sitting.question:
        _answered(shown, question.item.main, question.item.main, "rather")
    assert repr(shown) == "InventoryForm('A'): finished."
    assert "That was form A" in shown._text.value and shown._next.layout.display == "none"
    last = InventoryForm("B")
    while last.sitting.question:
        _answered(last, RIGHT, RIGHT, "sure")
    assert "You held this before, and do not hold it now:" in last._text.value


def test_a_reason_and_a_confidence_are_asked_for(kept):
    from course_utils.inventory import InventoryForm

    shown = InventoryForm("A")
    shown._what.value = RIGHT
    shown.go_on()
    assert shown._why.layout.display == "" and shown._what.layout.display == "none"
    assert len(shown._why.options) == 4 and shown._why.value is None
    shown._why.value = RIGHT
    shown.go_on()
    assert "how sure you are" in shown._said.value and not kept.exists()


def test_what_is_stored_of_a_form_shows_a_question_and_no_answer(kept):
    from course_utils.inventory import InventoryForm

    shown = InventoryForm("A")
    bundle, about = shown._repr_mimebundle_()
    assert bundle["text/plain"] == "InventoryForm('A'): question 1 of 20." and not about
    question, still = shown.sitting.question, bundle["text/html"]
    assert all(f"<li>{text}</li>" in still for _, text in question.options)
    assert not any(reason in still for _, reason in question.reasons)
    assert "Run this cell" in still
    while shown.sitting.question:
        shown.sitting.leave_open()
    assert "That was form A" in shown.still and "Run this cell" not in shown.still


@pytest.mark.parametrize("form_name", SEEDS)
def test_questions_are_written_for_a_page_and_a_terminal(form_name):
    from course_utils.inventory.writing import html, plain

    for question in FORMS[form_name].questions:
        page, terminal = html(question.text), plain(question.text)
        assert page.count("<code>") == page.count("</code>") and "`" not in page and "|" not in page
        assert "`" not in terminal and "*" not in terminal
        assert all(len(line) <= 88 for line in terminal.splitlines())
