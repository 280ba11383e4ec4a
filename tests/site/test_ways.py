"""Ways to read: by keys alone, without pictures, without motion, on paper, on a wide screen."""

import pytest

pytestmark = pytest.mark.site

LESSON, HOME = "notebooks/01_convolution_by_hand.html", "index.html"
PATIENCE = 180_000  # milliseconds, on a busy machine; nothing is measured
MOST_STOPS = 500
#: Where the focus stands: its place in the document, whether it shows, whether it lies in the window, its words.
STOP = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    window.tour ??= [...document.querySelectorAll('*')];
    const {top, bottom, left, right} = one.getBoundingClientRect();
    const isMarked = [one, one.nextElementSibling, one.closest('label'), one.parentElement].some(it => {
        const style = it && getComputedStyle(it);
        return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    }) || one.matches('a rect, .course-map a');
    return {
        order: window.tour.indexOf(one), isMarked, tag: one.outerHTML.slice(0, 100),
        text: (one.ariaLabel ?? one.textContent).trim().slice(0, 40),
        isSeen: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
    };
}"""
#: Pictures and what of their words would not fit into the box that a browser leaves for them.
PICTURES = """[...document.querySelectorAll('article img')].filter(one => one.checkVisibility()).map(one => {
    const words = document.createElement('span'), {width, height} = one.getBoundingClientRect();
    words.textContent = one.alt;
    words.style.cssText = `display: block; width: ${width}px; font: ${getComputedStyle(one).font}`;
    one.after(words);
    const needed = words.getBoundingClientRect().height;
    words.remove();
    return {src: one.getAttribute('src'), alt: one.alt, isCut: needed > height + 2, needed, height, width};
})"""
FIXED = """[...document.querySelectorAll('*')]
    .filter(one => one.checkVisibility() && getComputedStyle(one).position === 'fixed')
    .map(one => one.outerHTML.slice(0, 80))"""
MOVING = """[...document.querySelectorAll('*')].filter(one => {
    const {scrollBehavior, animationName, transitionDuration} = getComputedStyle(one);
    return scrollBehavior === 'smooth' || animationName !== 'none' || parseFloat(transitionDuration) > 0;
}).map(one => one.outerHTML.slice(0, 80))"""
#: Signs in a line, of the paragraph that has most.
LONGEST = """Math.max(...[...document.querySelectorAll('article :is(p, li, dd)')].filter(one =>
    one.checkVisibility() && !one.querySelector('p, ul, img, .katex, .live') && one.innerText.length > 200
).map(one => {
    const lines = one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight);
    return one.innerText.length / lines;
}))"""
CUT = """[...document.querySelectorAll('article *')].filter(one => {
    if (!one.checkVisibility() || one.closest('svg, .katex') || !one.getClientRects().length) return false;
    const isClipped = getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1;
    return isClipped || one.getBoundingClientRect().right > innerWidth + 1;
}).map(one => one.outerHTML.slice(0, 120))"""


def opened(page, address, name):
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/{name}")
    page.locator(".live-top").wait_for()


def stops(page):
    """Where Tab leads from the address bar until it leaves the page."""
    found = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if (stop := page.evaluate(STOP)) is None:
            return found
        found.append(stop)
    raise AssertionError(f"Tab never leaves the page: {found[-3:]}")


def tab_to(page, wanted, first=True):
    """Press Tab until the focus stands on what is wanted; where it may stand there already, `first` is false."""
    for press in range(MOST_STOPS):
        if (press or not first) and page.evaluate(f"({wanted})(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {wanted}")


@pytest.mark.parametrize("name", [HOME, LESSON])
def test_tab_leads_through_a_page_in_its_order_and_shows_where_it_is(page, address, name):
    page.emulate_media(reduced_motion="reduce")  # the link that skips to the text would still be on its way
    opened(page, address, name)
    tour = stops(page)
    assert tour[0]["text"] == "Skip to content"
    assert len(tour) > 20
    orders = [stop["order"] for stop in tour]
    assert [tour[place] for place in range(1, len(tour)) if orders[place] < orders[place - 1]] == [], "it jumps back"
    assert [stop for stop in tour if not stop["isSeen"]] == []
    assert [stop for stop in tour if not stop["isMarked"]] == []


def test_by_keys_alone_an_explorer_is_started_and_moved_and_a_question_answered(page, address):
    opened(page, address, LESSON)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # to the text
    tab_to(page, "one => one.matches('.live-line-answer input')")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    page.locator(".live-verdict strong").first.wait_for()
    tab_to(page, "one => one.textContent === 'Move it yourself'")
    page.keyboard.press("Enter")
    explorer = page.locator(".course-explorer").first
    explorer.locator("svg[role=img]").first.wait_for()
    assert page.evaluate("document.activeElement.matches('.course-explorer *')"), "the focus goes along"
    words = explorer.locator(".course-words").inner_text()
    tab_to(page, "one => one.type === 'range'", first=False)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => document.querySelector('.course-words').innerText !== before", arg=words)
    tab_to(page, "one => !one.closest('.course-explorer')")


def test_without_pictures_their_words_stand_there(page, address):
    page.route("**/*.{png,svg,jpg}", lambda route: route.abort())
    opened(page, address, LESSON)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.evaluate("document.querySelectorAll('img').forEach(one => { one.loading = 'eager'; })")
    page.wait_for_load_state("networkidle")
    pictures = page.evaluate(PICTURES)
    assert len(pictures) > 5
    assert [one for one in pictures if one["isCut"] or not one["alt"]] == []


@pytest.mark.parametrize("name", [HOME, LESSON])
def test_who_wants_no_motion_gets_none(page, address, name):
    page.emulate_media(reduced_motion="reduce")
    opened(page, address, name)
    assert page.evaluate(MOVING) == []


@pytest.mark.parametrize("width", [1280, 1920])
def test_a_line_of_text_is_no_longer_than_ninety_signs(page, address, width):
    page.set_viewport_size({"width": width, "height": 1000})
    for name in (HOME, LESSON, "instructors.html"):
        page.goto(f"{address}/{name}")
        assert 40 < page.evaluate(LONGEST) <= 90, name


def test_on_paper_nothing_is_cut(page, address):
    opened(page, address, LESSON)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})  # A4 less its margins
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(CUT) == []
    assert page.evaluate(FIXED) == [], "a browser prints it on every sheet, over the text"
