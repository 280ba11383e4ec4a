"""Without a connection: a lesson that was touched opens again and is alive, from a host that is gone."""

import contextlib
import shutil

import pytest

from course_utils.commands.site import offline
from tests.support.site_in_page import ROOT, sent, serving

pytestmark = pytest.mark.site

LESSON = "notebooks/01_convolution_by_hand.html"
OTHER = "glossary.html"
PATIENCE = 180_000  # milliseconds, on a busy machine; nothing is measured
KEPT = "caches.keys().then(names => caches.open(names[0])).then(one => one.keys()).then(all => all.map(({url}) => url))"
UPDATED = "navigator.serviceWorker.getRegistration().then(found => found.update()).then(() => null)"
WAITS = "navigator.serviceWorker.getRegistration().then(found => Boolean(found.waiting))"
HALVED = """caches.keys().then(names => caches.open(names[0])).then(async one => {
    for (const [place, url] of (await one.keys()).entries()) if (place % 2) await one.delete(url);
})"""


@pytest.fixture
def copy(site, tmp_path):
    """The site two folders below its host's top, as pages of a project lie; its files may be changed."""
    return shutil.copytree(site, tmp_path / "some" / "course")


@pytest.fixture
def host(tmp_path, copy):
    """Serve the copy until it is ended; gives (address, end)."""
    with contextlib.ExitStack() as served:
        yield f"{served.enter_context(serving(tmp_path))}/some/course", served.close


def touched(page, address):
    """The lesson, its first explorer moved, and all of it kept."""
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/{LESSON}")
    moved(page)
    page.locator(".live-top details > p", has_text="This page is kept too").wait_for(state="attached")


def moved(page):
    """Start the first explorer of the page and move it."""
    page.locator(".course-explorer-asleep .live-start").first.click()
    explorer = page.locator(".course-explorer").first
    explorer.locator("svg[role=img]").first.wait_for()
    before = explorer.locator(".course-words").inner_text()
    explorer.locator("input[type=range]").first.press("ArrowRight")
    page.wait_for_function(
        "([place, before]) => place.querySelector('.course-words').innerText !== before",
        arg=[explorer.element_handle(), before],
    )


def reload_until(page, selector):
    """Reload until it is there: as long as another page of the old build counts as open, that build answers."""
    for _ in range(10):
        page.reload()
        page.wait_for_timeout(2000)
        if page.locator(selector).count():
            return
    raise AssertionError(f"{selector} never came")


def solved(page):
    """Answer the lesson's first question, and give the verdict."""
    box = page.locator(".live-exercise", has=page.locator(".live-line-answer")).first
    box.locator("input").fill("7")
    box.locator("input").press("Enter")
    box.locator(".live-verdict strong").wait_for()
    return box.locator(".live-verdict").inner_text()


def test_a_lesson_that_was_touched_opens_runs_and_judges_without_its_host(page, host):
    address, end = host
    touched(page, address)
    end()
    page.context.set_offline(True)
    assert page.reload().from_service_worker
    moved(page)
    assert "Not yet" in solved(page)
    page.context.set_offline(False)


def test_who_only_reads_has_nothing_kept(page, host):
    address, _ = host
    page.goto(f"{address}/{LESSON}")
    page.locator(".live-top").wait_for()
    page.wait_for_timeout(500)
    assert page.evaluate("navigator.serviceWorker.getRegistration().then(found => found === undefined)")
    assert page.evaluate("caches.keys()") == []


def test_what_is_opened_later_is_kept_too_and_nothing_of_elsewhere(page, host):
    address, end = host
    touched(page, address)
    page.goto(f"{address}/{OTHER}")
    page.wait_for_load_state("networkidle")
    end()
    assert page.reload().from_service_worker
    assert page.locator("h1").inner_text() == "Glossary"
    assert all(url.startswith(address) for url in page.evaluate(KEPT))


def test_a_new_build_takes_the_place_of_the_old_one_and_fetches_what_it_has_changed(page, host, copy):
    address, end = host
    touched(page, address)
    page.reload()
    before = page.evaluate(KEPT)
    changed = (copy / LESSON).read_text("utf-8").replace("<h1>", '<h1 class="new-build">')
    (copy / LESSON).write_text(changed, "utf-8")
    (copy / offline.WORKER).unlink()
    offline.write(copy, ROOT / "site" / "service_worker.js")
    bytes_before = sent(address.removesuffix("/some/course"))
    page.evaluate(UPDATED)
    page.wait_for_function(WAITS)
    assert page.locator("h1.new-build").count() == 0, "an open page stays of one build"
    reload_until(page, "h1.new-build")
    assert sent(address.removesuffix("/some/course")) - bytes_before < 1e6, "Python is the same: it stays"
    page.wait_for_function(f"{KEPT}.then(all => all.length === {len(before)})")
    assert len(set(page.evaluate(KEPT)) - set(before)) == 1
    end()
    page.reload()
    page.locator("h1.new-build").wait_for()
    moved(page)


@pytest.mark.parametrize("path", ["notebooks/02_padding_and_stride.html", "notebooks/new.html"], ids=["known", "new"])
def test_a_page_that_was_not_kept_comes_with_the_scripts_of_its_build(page, host, copy, path):
    """The old build's worker has kept other ones under the same names."""
    address, _ = host
    touched(page, address)
    scripts = ["_static/site.js", "_static/live/start.js", "_static/live/worker.js"]
    assert all(any(script in url for url in page.evaluate(KEPT)) for script in scripts)
    text = (copy / "notebooks/02_padding_and_stride.html").read_text("utf-8")
    (copy / path).write_text(text.replace("<h1>", '<h1 class="new-build">'), "utf-8")
    for script in scripts:
        with (copy / script).open("a", encoding="utf-8") as file:
            file.write("\nself.ofNewBuild = true;\n")
    (copy / offline.WORKER).unlink()
    offline.write(copy, ROOT / "site" / "service_worker.js")
    page.goto(f"{address}/{path}")
    page.locator("h1.new-build").wait_for()
    page.wait_for_function("self.ofNewBuild === true")
    moved(page)
    assert page.workers[0].evaluate("self.ofNewBuild === true")


def test_a_page_that_is_nowhere_is_not_found(page, host):
    address, _ = host
    touched(page, address)
    assert page.goto(f"{address}/notebooks/nowhere.html").status == 404


def test_a_cache_filled_by_half_does_no_harm(page, host):
    address, end = host
    touched(page, address)
    whole = len(page.evaluate(KEPT))
    page.evaluate(HALVED)
    assert len(page.evaluate(KEPT)) < whole
    page.reload()
    moved(page)
    page.locator(".live-top details > p", has_text="This page is kept too").wait_for(state="attached")
    assert len(page.evaluate(KEPT)) == whole
    end()
    page.reload()
    moved(page)


def test_forgetting_takes_the_pages_away_too(page, host):
    address, _ = host
    touched(page, address)
    page.on("dialog", lambda asked: asked.accept())
    page.locator(".live-top summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Forget all kept here").click()
    page.locator(".live-top").wait_for()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistration().then(found => found === undefined)")
