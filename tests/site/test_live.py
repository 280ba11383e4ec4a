"""A learner's walk: explorers moved by pointer, keys and finger; exercises failed, hinted, solved; Python stopped."""

import json
import re

import pytest

pytestmark = pytest.mark.site

LESSON = "notebooks/01_convolution_by_hand.html"
PATIENCE = 180_000  # milliseconds, on a busy machine; nothing is measured
FLIPPED = """def all_answers(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel[::-1, ::-1]).sum(axis=(2, 3))"""
RIGHT = FLIPPED.replace("[::-1, ::-1]", "")
LOOP = "while True:\n    pass"
REFUSED = (
    "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('refused', 'SecurityError'); }})"
)

FILLED = """(() => {
    let text = "x".repeat(1 << 20);
    for (let number = 0; text; number += 1) {
        try { localStorage.setItem(`filled ${number}`, text); } catch { text = text.slice(0, text.length >> 1); }
    }
})()"""


@pytest.fixture
def lesson(page, address):
    """Lesson 01, read and not yet touched."""
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/{LESSON}")
    page.locator(".live-top").wait_for()
    return page


def started(page, number=0):
    """The page's explorer of this number, moved for the first time."""
    page.locator(".course-explorer, .course-explorer-asleep").nth(number).get_by_role("button").first.click()
    explorer = page.locator(".course-explorer, .course-explorer-asleep").nth(number)
    explorer.locator("svg[role=img]").wait_for()
    return explorer


def words(explorer):
    return explorer.locator(".course-words").inner_text()


def comes_to(page, explorer, pattern):
    """Wait until an explorer says something."""
    script = "([place, pattern]) => new RegExp(pattern).test(place.querySelector('.course-words').innerText)"
    page.wait_for_function(script, arg=[explorer.element_handle(), pattern])


def exercise_of(page, name):
    """The box of an exercise, with its editor open where it has one."""
    parts = json.loads(page.locator("#live-page").text_content())["parts"]
    (tag,) = [part["tag"] for part in parts if part.get("name") == name]
    cell = page.locator(f".cell.tag_{tag}")
    if cell.locator(".live-bar .live-start").count():
        cell.locator(".live-bar .live-start").click()
        cell.locator(".cm-content").wait_for()
    return cell.locator(".live-exercise")


def written(page, box, code):
    box.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code)


def checked(box, what="Check"):
    """What is said when a button of an exercise is pressed."""
    before = box.locator(".live-verdict").inner_html()
    box.get_by_role("button", name=what, exact=True).click()
    box.page.wait_for_function(
        "([box, before]) => box.querySelector('.live-verdict').innerHTML !== before",
        arg=[box.element_handle(), before],
    )
    return box.locator(".live-verdict").inner_text()


def test_nothing_is_fetched_before_a_reader_shows_interest(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/{LESSON}")
    page.locator(".live-top").wait_for()
    page.wait_for_timeout(500)
    assert asked
    assert not [url for url in asked if "pyodide" in url or url.endswith((".zip", ".npz", "editor.js"))]


def test_an_explorer_is_moved_by_keys_and_pointer_and_survives_a_reload(lesson):
    explorer = started(lesson)
    slider = explorer.locator("input[type=range]").first
    slider.focus()
    lesson.keyboard.press("ArrowRight")
    comes_to(lesson, explorer, r"^Window 1 ")
    x, y, width, height = explorer.locator('.course-area[data-name="window 0"]').bounding_box().values()
    lesson.mouse.move(x + width / 2, y + height / 2)
    lesson.mouse.down()
    lesson.mouse.move(x + width / 2, y + height / 2 + height / 3, steps=6)
    lesson.mouse.up()
    comes_to(lesson, explorer, r"^Window 5 ")
    assert slider.input_value() == "5"
    lesson.reload()
    explorer = started(lesson)
    comes_to(lesson, explorer, r"^Window 5 ")
    explorer.get_by_role("button", name="Start over").click()
    comes_to(lesson, explorer, r"^Window 0 ")


def test_a_word_of_the_text_sets_an_explorer_that_sleeps(lesson):
    lesson.locator('a[href*="#set:show="]').first.click()
    explorer = lesson.locator(".course-explorer").first
    explorer.wait_for()
    comes_to(lesson, explorer, "read")
    assert explorer.locator("select").first.evaluate("list => list.selectedOptions[0].text") == "who reads a pixel"


def test_a_finger_that_drags_does_not_scroll_the_page(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/{LESSON}")
    explorer = started(page)
    window = explorer.locator('.course-area[data-name="window 0"]')
    window.evaluate("one => one.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'})")
    x, y, width, height = window.bounding_box().values()
    before, finger = page.evaluate("scrollY"), context.new_cdp_session(page)
    for step in range(9):
        at = {"x": x + width / 2, "y": y + height / 2 + step * height / 24}
        kind = "touchMove" if step else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    comes_to(page, explorer, r"^Window 4 ")
    assert page.evaluate("scrollY") == before
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def test_an_exercise_is_failed_hinted_and_solved_and_its_code_is_kept(lesson):
    box = exercise_of(lesson, "all_answers")
    written(lesson, box, FLIPPED)
    assert re.search("Not yet: .+", checked(box)), "the mistake has a name"
    assert lesson.evaluate("document.activeElement.textContent") == "Check", "the button keeps the focus"
    assert "Hint 1 of 3" in checked(box, "Hint")
    written(lesson, box, RIGHT)
    assert "Right" in checked(box)
    lesson.reload()
    box = exercise_of(lesson, "all_answers")
    assert "sliding_window_view" in box.locator(".cm-content").inner_text()
    assert "solved before" in box.inner_text()
    box.get_by_role("button", name="Start over").click()
    assert "return ..." in box.locator(".cm-content").inner_text()


def test_tab_leaves_the_editor_and_a_key_runs_it(lesson):
    box = exercise_of(lesson, "all_answers")
    written(lesson, box, RIGHT)
    lesson.keyboard.press("Shift+Enter")
    box.locator(".live-verdict strong").wait_for()
    lesson.keyboard.press("Tab")
    assert lesson.evaluate("document.activeElement.textContent") == "Check"


def test_predictions_are_a_line_or_a_choice(lesson):
    line = exercise_of(lesson, "first_answer")
    assert "into the field, then press Check" in checked(line)
    line.locator("input").fill("7")
    line.locator("input").press("Enter")
    line.locator(".live-verdict strong").wait_for()
    assert "Not yet" in line.locator(".live-verdict").inner_text()
    choice = exercise_of(lesson, "upright_with")
    assert "Choose an answer" in checked(choice)
    choice.get_by_label("turned first").check()
    assert "Right" in checked(choice)


def test_the_first_cell_of_the_course_is_changed_and_run(lesson, address):
    lesson.goto(f"{address}/notebooks/00_start_here.html")
    lesson.get_by_role("button", name="Change it and run it").first.click()
    box = lesson.locator(".live-exercise", has=lesson.locator(".live-output")).first
    box.locator(".cm-content").click()
    lesson.keyboard.press("Control+End")
    lesson.keyboard.insert_text("\nprint(tiny.sum())")
    box.get_by_role("button", name="Run").click()
    box.locator(".live-output img").wait_for()
    assert "125" in box.locator(".live-output").inner_text()


def test_a_cell_that_was_changed_counts_for_the_explorer_below_it(lesson, address):
    lesson.goto(f"{address}/notebooks/00_start_here.html")
    code = json.loads(lesson.locator("#live-page").text_content())["parts"][0]["code"]
    explorer = started(lesson)
    lessons = explorer.locator("svg[role=img]").inner_html()
    lesson.get_by_role("button", name="Change it and run it").first.click()
    box = lesson.locator(".live-exercise", has=lesson.locator(".live-output")).first
    written(lesson, box, code.replace("tiny = ", "tiny = 3 * "))
    box.get_by_role("button", name="Run").click()
    is_other = "([place, before]) => place.querySelector('svg[role=img]').innerHTML !== before"
    lesson.wait_for_function(is_other, arg=[explorer.element_handle(), lessons])
    mine = explorer.locator("svg[role=img]").inner_html()
    lesson.reload()
    assert lesson.get_by_role("button", name="Move it with your numbers").count() == 1
    explorer = started(lesson)
    assert explorer.locator("svg[role=img]").inner_html() == mine
    lesson.get_by_role("button", name="Go on with your change").click()
    lesson.locator(".live-exercise", has=lesson.locator(".live-output")).get_by_role(
        "button", name="Start over"
    ).click()
    lesson.wait_for_function(is_other, arg=[explorer.element_handle(), mine])
    assert explorer.locator("svg[role=img]").inner_html() == lessons


@pytest.mark.parametrize("width", [1280, 1920])
def test_a_picture_that_comes_alive_keeps_its_size_and_its_place(page, address, width):
    page.set_default_timeout(PATIENCE)
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(f"{address}/{LESSON}")
    page.locator(".live-top").wait_for()
    asleep = page.locator(".cell", has=page.locator(".course-explorer-asleep")).first.locator("img")
    asleep.scroll_into_view_if_needed()
    before = asleep.bounding_box()
    explorer = started(page)
    after = explorer.locator("svg[role=img]").bounding_box()
    moved = {name: after[name] - before[name] for name in ("x", "y", "width")}
    assert abs(moved["x"]) <= 1 >= abs(moved["width"]), moved
    assert abs(moved["y"]) <= 30, moved


def test_python_is_stopped_and_everything_comes_back(lesson):
    explorer = started(lesson)
    explorer.locator("input[type=range]").first.focus()
    lesson.keyboard.press("End")
    comes_to(lesson, explorer, r"^Window 15 ")
    box = exercise_of(lesson, "all_answers")
    written(lesson, box, LOOP)
    box.get_by_role("button", name="Check").click()
    box.get_by_role("button", name="Stop").click()
    assert "Stopped" in box.locator(".live-line").inner_text()
    assert LOOP.split()[0] in box.locator(".cm-content").inner_text()
    explorer.locator("input[type=range]").first.focus()
    lesson.keyboard.press("ArrowLeft")
    comes_to(lesson, explorer, r"^Window 14 ")


def test_a_picture_that_was_moved_while_python_was_busy_can_be_moved_after_stop(lesson):
    explorer = started(lesson)
    box = exercise_of(lesson, "all_answers")
    written(lesson, box, LOOP)
    box.get_by_role("button", name="Check").click()
    window = explorer.locator('.course-area[data-name="window 0"]')
    window.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight"):  # one is asked, the others join into the next question
        lesson.keyboard.press(key)
    box.get_by_role("button", name="Stop").click()
    window.focus()
    lesson.keyboard.press("End")
    comes_to(lesson, explorer, r"^Window 15 ")


def test_the_keys_stay_where_they_are_when_python_is_ready(lesson):
    lesson.locator(".live-top summary").click()
    lesson.get_by_role("button", name="Prepare Python").focus()
    lesson.keyboard.press("Enter")
    lesson.locator(".live-top [role=status]", has_text="Python is ready.").wait_for()
    assert lesson.evaluate("document.activeElement.textContent") == "Take progress out"


def test_progress_is_taken_out_and_brought_in(lesson, tmp_path):
    line = exercise_of(lesson, "first_answer")
    line.locator("input").fill("7")
    checked(line)
    lesson.locator(".live-top summary").click()
    with lesson.expect_download() as taken:
        lesson.get_by_role("button", name="Take progress out").click()
    taken.value.save_as(tmp_path / "progress.json")
    kept = json.loads((tmp_path / "progress.json").read_text("utf-8"))
    assert kept["exercises"]["convolution.first_answer"]["attempts"] == 1
    kept["exercises"]["convolution.one_answer"] = kept["exercises"]["convolution.first_answer"]
    (tmp_path / "progress.json").write_text(json.dumps(kept), "utf-8")
    lesson.locator(".live-top input[type=file]").set_input_files(tmp_path / "progress.json")
    lesson.wait_for_function("localStorage.getItem('cnns-by-hand/progress').includes('one_answer')")
    lesson.locator(".live-top [role=status]", has_text="Brought in").wait_for()


def test_two_tabs_keep_what_the_other_has_counted(lesson, address):
    other = lesson.context.new_page()
    other.set_default_timeout(PATIENCE)
    other.goto(f"{address}/{LESSON}")
    for page, name in ((lesson, "first_answer"), (other, "one_answer"), (lesson, "places_of_the_window")):
        line = exercise_of(page, name)
        line.locator("input").fill("7")
        checked(line)
    counted = json.loads(lesson.evaluate("localStorage.getItem('cnns-by-hand/progress')"))["exercises"]
    assert set(counted) == {"convolution.first_answer", "convolution.one_answer", "convolution.places_of_the_window"}


def test_what_one_tab_forgets_another_does_not_bring_back(lesson, address):
    line = exercise_of(lesson, "first_answer")
    line.locator("input").fill("7")
    checked(line)
    other = lesson.context.new_page()
    other.set_default_timeout(PATIENCE)
    other.on("dialog", lambda asked: asked.accept())
    other.goto(f"{address}/{LESSON}")
    other.locator(".live-top summary").click()
    with other.expect_navigation():
        other.get_by_role("button", name="Forget all kept here").click()
    ended = "import(new URL('_static/live/python.js', document.baseURI.replace(/notebooks.*/, '')))"
    lesson.wait_for_function(f"{ended}.then(one => !one.running())")
    line = exercise_of(lesson, "one_answer")
    line.locator("input").fill("7")
    checked(line)
    counted = json.loads(lesson.evaluate("localStorage.getItem('cnns-by-hand/progress')"))["exercises"]
    assert set(counted) == {"convolution.one_answer"}


def test_where_the_browser_keeps_nothing_all_works_and_it_is_said(browser, address):
    context = browser.new_context()  # of its own: the theme's script asks for the storage too, and complains
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(REFUSED)
    page.goto(f"{address}/{LESSON}")
    page.locator(".live-top [role=status]", has_text="keeps nothing").wait_for()
    line = exercise_of(page, "first_answer")
    line.locator("input").fill("7")
    assert "Not yet" in checked(line)
    context.close()


def test_a_browser_without_room_says_so_and_goes_on(lesson):
    lesson.evaluate(FILLED)
    line = exercise_of(lesson, "first_answer")
    line.locator("input").fill("7")
    lesson.locator(".live-top [role=status]", has_text="This browser has no room").wait_for()
    assert "Not yet" in checked(line)
    assert "has no room" in lesson.locator(".live-top").inner_text()


def test_without_a_connection_one_sentence_says_so(lesson):
    lesson.context.set_offline(True)
    asleep = lesson.locator(".course-explorer-asleep").first
    asleep.get_by_role("button").first.click()
    asleep.get_by_text("could not be fetched").wait_for()
    lesson.context.set_offline(False)
    started(lesson)


def test_a_form_is_answered_by_keys_and_survives_a_reload(lesson, address, tmp_path):
    lesson.goto(f"{address}/notebooks/00_start_here.html")
    form = begun(lesson)
    assert lesson.evaluate("document.activeElement.className") == "live-note", "the question is read out"
    lesson.keyboard.press("Tab")
    lesson.keyboard.press("ArrowDown")
    lesson.keyboard.press("ArrowUp")
    lesson.keyboard.press("Tab")
    lesson.keyboard.press("Enter")
    form.get_by_text("How sure are you?").wait_for()
    form.get_by_role("button", name="Next").click()
    form.get_by_role("status").filter(has_text="Choose a reason").wait_for()
    for legend in ("Why?", "How sure are you?"):
        form.get_by_role("group", name=legend).get_by_role("radio").first.check()
    form.get_by_role("button", name="Next").click()
    form.get_by_text("question 2 of 20").wait_for()
    lesson.reload()
    form = begun(lesson)
    form.get_by_text("question 2 of 20").wait_for()
    lesson.locator(".live-top summary").click()
    with lesson.expect_download() as taken:
        lesson.get_by_role("button", name="Take progress out").click()
    taken.value.save_as(tmp_path / "progress.json")
    kept = json.loads((tmp_path / "progress.json").read_text("utf-8"))
    assert [one["sure"] for one in kept["inventory"]["forms"]["A"].values()] == ["guess"]
    lesson.evaluate("localStorage.clear()")
    lesson.reload()
    lesson.locator(".live-top summary").click()
    lesson.locator(".live-top input[type=file]").set_input_files(tmp_path / "progress.json")
    lesson.locator(".live-top [role=status]", has_text="1 answer to the inventory came with it").wait_for()
    begun(lesson).get_by_text("question 2 of 20").wait_for()


def test_a_form_goes_on_in_another_python(lesson, address):
    from playwright.sync_api import expect

    lesson.goto(f"{address}/notebooks/00_start_here.html")
    form = begun(lesson)
    form.get_by_label("I do not know yet").check()
    form.get_by_role("button", name="Next").click()
    form.get_by_text("question 2 of 20").wait_for()
    lesson.evaluate(
        "import(new URL('_static/live/python.js', document.baseURI.replace(/notebooks.*/, ''))).then(one => one.stop())"
    )
    form.get_by_label("I do not know yet").check()
    lesson.wait_for_function("document.querySelector('.live-form .live-line').innerText === ''")
    expect(form.get_by_label("I do not know yet")).to_be_checked()  # what was chosen for the other Python
    form.get_by_role("button", name="Next").click()
    form.get_by_text("question 3 of 20").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_a_form_on_a_phone(lesson, address, theme):
    from axe_playwright_python.sync_playwright import Axe

    lesson.set_viewport_size({"width": 390, "height": 844})
    lesson.emulate_media(color_scheme=theme, reduced_motion="reduce")
    lesson.goto(f"{address}/notebooks/00_start_here.html")
    form = begun(lesson)
    form.get_by_role("radio").first.check()
    form.get_by_role("button", name="Next").click()
    form.get_by_text("How sure are you?").wait_for()
    found = Axe().run(lesson, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    assert lesson.evaluate("document.documentElement.scrollWidth") == 390


def begun(page):
    """The page's form, begun."""
    page.get_by_role("button", name="Begin, or go on").click()
    page.locator(".live-form").wait_for()
    return page.locator(".live-form")


def test_where_no_script_runs_the_page_is_the_stored_lesson(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{LESSON}")
    assert page.locator(".live").count() == 0
    assert page.get_by_text("first_answer = ").first.is_visible()
    context.close()
