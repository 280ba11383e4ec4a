"""The study in a box: its analysis finds what simulated classes hold, and its pages say what the script says."""

import runpy
from pathlib import Path

import numpy as np
import pytest

from course_utils.files import write_json
from course_utils.inventory import study
from course_utils.inventory.forms import ITEMS
from tests.support.followers import spearman

DOCS = Path(__file__).resolve().parent.parent / "docs"
main = runpy.run_path(str(DOCS / "study" / "analysis.py"))["main"]


def written(folder, before, after):
    """Learners' files as the course writes them."""
    folder.mkdir()
    for place, forms in enumerate(zip(before, after, strict=True)):
        answers = [{name: one._asdict() for name, one in form.items()} for form in forms]
        write_json(folder / f"{place:02}.json", {"version": 1, "forms": dict(zip("AB", answers, strict=True))})
    return folder


def a_class(learners, seed=0, **chances):
    return study.simulated_class(learners, np.random.default_rng(seed), **{"reading": 0.1, "advice": 0.3} | chances)


def test_a_class_that_learns_is_seen_and_one_that_does_not_is_not():
    learnt = study.paired(study.changes(*a_class(30)))
    assert learnt.chance < 0.01 and 0 < learnt.low < learnt.change < learnt.high
    same = study.paired(study.changes(*a_class(30, reading=0, advice=0)))
    assert same.chance > 0.05 and same.low < 0 < same.high


def test_advice_is_seen_beside_a_group_without():
    ours, theirs = (study.changes(*a_class(40, seed, advice=advice)) for seed, advice in ((1, 0.4), (2, 0.0)))
    effect = study.compared(ours, theirs)
    assert effect.chance < 0.01 and effect.low > 0 and effect.learners == 80
    turned = study.compared(theirs, ours)
    assert turned.change == -effect.change and turned.size == pytest.approx(-effect.size)


@pytest.mark.parametrize("test", ["signs", "groups"])
def test_nothing_is_found_where_nothing_is(test, record_property):
    """Of 400 studies of a course that changes nothing, about one in twenty has p < 0.05."""
    rng = np.random.default_rng(3)
    pool = study.changes(*a_class(400, 4, reading=0, advice=0))
    drawn = [(rng.choice(pool, 20), rng.choice(pool, 20)) for _ in range(400)]
    chances = [study.chance_of_signs(a) if test == "signs" else study.chance_of_groups(a, b) for a, b in drawn]
    share = np.mean(np.array(chances) < 0.05)
    record_property("inventory", f"inventory: studies of nothing with p < 0.05, by {test}: {share:.3f}")
    assert share <= 0.09


def test_what_is_lost_is_counted_by_item():
    """One idea that nobody gives up, in a class that gives up all others."""
    before, after = a_class(40, reading=1.0, slips=0)
    stubborn = "moved_dot"
    for one, two in zip(before, after, strict=True):
        two[stubborn] = one[stubborn]
    rows = {name: numbers for name, *numbers in study.by_item(before, after)}
    assert list(rows) == list(ITEMS)
    held, now, lost, new, chance = rows.pop(stubborn)
    assert held == now > 0 and (lost, new, chance) == (0, 0, 1)
    assert all(now == new == 0 and lost == held and chance < 0.05 for held, now, lost, new, chance in rows.values())


def test_the_interval_holds_the_truth():
    """Of 200 classes of 25, about 95 in 100 intervals hold the mean change of the population they come from."""
    pool, rng = study.changes(*a_class(600, 5)), np.random.default_rng(6)
    effects = [study.paired(rng.choice(pool, 25), seed) for seed in range(200)]
    assert 0.89 <= np.mean([one.low <= pool.mean() <= one.high for one in effects]) <= 0.99


def test_more_learners_and_more_advice_find_more():
    small, large = (study.power((8, 24), reading=0.1, advice=advice, studies=60, seed=1) for advice in (0.1, 0.4))
    for found in (small, large):
        assert all(np.diff([found[8], found[24]], axis=0)[0] >= 0)
    assert large[8][1] > small[8][1]
    assert spearman([0, 1, 2, 3], [small[8][1], small[24][1], large[8][1], large[24][1]]) > 0.7


def test_the_protocol_says_what_the_script_computes(record_property):
    text = (DOCS / "study" / "protocol.md").read_text(encoding="utf-8")
    table = text.split("--power -->\n")[1].split("\n<!--")[0]
    assert table.splitlines() == study.power_table()
    record_property("inventory", f"inventory: power with 24 a group (see protocol): {table.splitlines()[5]}")


def test_a_folder_of_files_is_analysed(tmp_path, capsys):
    folder = written(tmp_path / "ours", *a_class(12))
    (folder / "broken.json").write_text("{", encoding="utf-8")
    write_json(folder / "halfway.json", {"version": 1, "forms": {"A": {}, "B": {}}})
    write_json(folder / "tomorrow.json", {"version": 2, "forms": {}})
    other = written(tmp_path / "theirs", *a_class(12, 1, advice=0.0))
    assert main([str(folder), str(other)]) == 0
    said = capsys.readouterr().out
    assert "12 learners finished both forms; 3 files were left out." in said
    assert "* broken.json: damaged" in said and "* halfway.json: not finished: form A and form B" in said
    assert "* tomorrow.json: damaged, or of a newer edition of the course" in said
    assert "## The first group beside the second" in said
    assert all(f"| {name} |" in said for name in ITEMS)


def test_a_folder_without_files_gets_a_sentence(tmp_path, capsys):
    assert main([str(tmp_path)]) == 1
    assert "holds 0 finished inventories" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([])


@pytest.mark.parametrize("changed", [[], [3.0]])
def test_of_fewer_than_two_learners_nothing_is_found(changed):
    """Of nobody, each shuffled mean was nan, which is never as large as another: p = 0.001."""
    two, words = [1.0, 2.0], "given: a study needs at least 2 in each group who finished both forms"
    for test in (study.paired, study.chance_of_signs):
        with pytest.raises(ValueError, match=words):
            test(changed)
    for test in (study.compared, study.chance_of_groups):
        for groups in ((changed, two), (two, changed)):
            with pytest.raises(ValueError, match=f"^{len(changed)} learners? {words}"):
                test(*groups)
    with pytest.raises(ValueError, match=words):
        study.report(*a_class(len(changed)))


@pytest.mark.parametrize("learners", ["0", "1", "-1", "ten", "2.5"])
def test_a_simulated_class_has_two_learners_or_more(learners, capsys):
    with pytest.raises(SystemExit):
        main([f"--simulate={learners}"])
    assert "is no class: give a number of learners, at least 2" in capsys.readouterr().err


def test_the_script_shows_a_simulated_class(capsys):
    assert main(["--simulate", "10"]) == 0
    assert "10 learners finished both forms" in capsys.readouterr().out


def test_each_source_has_a_year_and_a_title():
    """Every entry of docs/why.md that claims something about learning names who, when, and where."""
    text = (DOCS / "why.md").read_text(encoding="utf-8").partition("## What nobody knows yet")[0]
    entries = [" ".join(entry.split()) for entry in text.split("\n- ")[1:]]
    assert len(entries) >= 12
    for entry in entries:
        assert any(f"({year})" in entry for year in range(1970, 2027)), entry
        assert entry.count("*") >= 2, entry
