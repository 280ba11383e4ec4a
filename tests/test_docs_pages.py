"""The glossary and the paper say what the course's own tables say, and every source that is cited is listed."""

import re
from pathlib import Path

import pytest

from course_utils.commands import docs_pages
from course_utils.commands.cells import notebook_of
from course_utils.commands.site.tables import section_of, terms
from course_utils.lessons import LESSONS

ROOT = Path(__file__).resolve().parent.parent
TO_RENEW = "run: python -m course_utils.commands.docs_pages"
PAPER = (ROOT / "paper.md").read_text(encoding="utf-8")
BIB = (ROOT / "paper.bib").read_text(encoding="utf-8")
ENTRIES = dict(re.findall(r"^@\w+\{(\w+),\n(.*?)^\}", BIB, re.MULTILINE | re.DOTALL))
HEADINGS = (
    "Summary",
    "Statement of need",
    "Learning objectives and content",
    "Instructional design",
    "Experience of use",
)


def test_the_glossary_is_made_of_the_table():
    assert (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8") == docs_pages.glossary(), TO_RENEW


@pytest.mark.parametrize(
    "word",
    [
        "kernel",
        "filter",
        "feature map",
        "stride",
        "padding",
        "receptive field",
        "channel",
        "batch",
        "logits",
        "network",
    ],
)
def test_the_words_that_are_used_unchanged_have_an_entry(word):
    assert word in {row["term"] for row in terms(ROOT / "site" / "pages" / "glossary.toml")}


def test_a_word_is_explained_in_the_first_lesson_that_sets_it_in_italics():
    """Four are met before they are explained, and say so there: the glossary leads to the explanation."""
    texts = {row.number: notebook_of(row.path(ROOT / "notebooks").read_bytes(), row.file) for row in LESSONS}
    met_before = set()
    for row in terms(ROOT / "site" / "pages" / "glossary.toml"):
        for number in [earlier for earlier in texts if earlier < row["lesson"]]:
            try:
                section_of(row["term"], texts[number])
                met_before.add(row["term"])
            except ValueError:
                continue
    assert met_before == {"window", "weights", "receptive field", "augmentation"}


@pytest.mark.parametrize("page", docs_pages.COUNTED)
def test_what_is_counted_is_counted_anew(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert text == docs_pages.counted_anew(text), TO_RENEW
    counted = {words for words in docs_pages.counts() if re.search(rf"\d\s{words}\b", text)}
    assert counted, "it counts something"
    assert page != "paper.md" or counted == set(docs_pages.counts())


def test_the_paper_has_what_the_journal_asks_for():
    body = PAPER.split("---\n", 2)[2]
    headings = re.findall(r"^# (.+)$", body, re.MULTILINE)
    assert set(HEADINGS) <= set(headings) and headings[-1] == "References"
    assert len(body.split()) <= 1100, "about 1,000 words, or two pages"
    for key in ("title:", "tags:", "authors:", "affiliations:", "date:", "bibliography: paper.bib"):
        assert f"\n{key}" in PAPER


def test_what_is_cited_is_listed_with_its_doi_and_the_other_way_round():
    assert set(re.findall(r"@(\w+)", PAPER.split("---\n", 2)[2])) == set(ENTRIES)
    for name, entry in ENTRIES.items():
        assert re.search(r"^  doi = \{10\.\d{4,}/\S+\}$", entry, re.MULTILINE), name
        assert re.search(r"year = \{\d{4}\}", entry) and "title = {" in entry and "author = {" in entry, name
        assert re.search(r"year = \{(\d{4})\}", entry)[1] == name[-4:]


def test_works_on_learning_are_those_of_the_page_that_says_why():
    """What is claimed of learning stands in docs/why.md, with its source."""
    why = " ".join((ROOT / "docs" / "why.md").read_text(encoding="utf-8").split())
    on_learning = [entry for entry in ENTRIES.values() if re.search(r"journal = \{(?!Nature|Journal of Open)", entry)]
    assert len(on_learning) == 12
    for entry in on_learning:
        year, title = re.search(r"year = \{(\d{4})\}", entry)[1], re.search(r"title = \{(.*)\},", entry)[1]
        assert f"({year})" in why
        assert title.replace("{", "").replace("}", "").lower()[:30] in why.lower(), title
