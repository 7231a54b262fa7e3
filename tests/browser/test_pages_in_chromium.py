"""The pages in a real browser: they fit, they are quiet, the keyboard reaches all of it, nothing needs a script."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PAGES = [
    "/",
    "/?view=ahead",
    "/?view=risers&region=Africa",
    "/country/SDN/",
    "/country/PSE/",
    "/scorecard/",
    "/method/",
    "/releases/",
]
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


# Every element with text of its own, its colour against the nearest painted background, by the formula of WCAG 2.
CONTRAST = """() => {
  const light = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map((v) => { v /= 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const paper = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (!/, 0\\)$|transparent/.test(c)) return c; } return "rgb(255, 255, 255)"; };
  const found = [];
  for (const e of document.querySelectorAll("body *:not(svg *)")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility()) continue;
    const [a, b] = [light(getComputedStyle(e).color), light(paper(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.push(`${e.tagName}.${e.className}: ${e.textContent.slice(0, 30)} ${ratio.toFixed(2)}`);
  }
  return found;
}"""

# Links and fields that stand alone are at least 24 pixels high; links inside a sentence are exempt.
SMALL = """() => [...document.querySelectorAll("button, select, input, nav a, .filters a, thead a, tbody th a")]
  .filter((e) => e.checkVisibility() && e.type !== "hidden").map((e) => [e.textContent, e.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.height, box.width) < 23.9)
  .map(([text, box]) => `${text.slice(0, 20)} ${box.width} x ${box.height}`)"""


@pytest.mark.parametrize("path", [*PAGES, "/newer-data/", "/sign-in/out/", "/nothing/"])
def test_a_page_fits_every_screen_and_is_read_and_touched_with_ease(reader, complaints, path):
    """At each width it does not scroll sideways; in light and dark its text stands out; a finger hits its targets."""
    page, wrong = reader(path, 320), []
    for width in (320, 360, 820, 1280, 3840):
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [] if page.evaluate(FITS) else [f"scrolls at {width}"]
        wrong += page.evaluate(SMALL) if width in {360, 1280} and path in PAGES else []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        wrong += page.evaluate(CONTRAST) if path in PAGES else []
    assert wrong == []
    if path == "/nothing/":
        complaints.clear()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_in_arabic(reader, path):
    page = reader(path, 360, locale="ar")
    assert page.evaluate(FITS)
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"


def test_the_first_tab_offers_to_skip_to_the_content(reader):
    page = reader("/")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to the content")
    expect(link).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).clipPath") == "none"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_keyboard_reaches_filters_map_and_table_and_shows_where_it_is(reader):
    page = reader("/?region=Oceania")
    reached, unseen = [], []
    for _ in range(330):
        page.keyboard.press("Tab")
        name, shown = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e), p = e.querySelector('path');"
            "return [e.closest('.filters, .map, .ranking, nav, .top, .scroll')?.classList[0] || e.tagName,"
            "s.outlineStyle !== 'none' || (p && getComputedStyle(p).strokeWidth !== '0.5px')"
            " || e.id === 'find'] }"
        )
        reached.append(name)
        if not shown:
            unseen.append(name)
        if name == "ranking":
            break
    assert {"filters", "map", "ranking", "top"} <= set(reached)
    assert set(unseen) <= {"BODY", "MAIN"}


def test_slash_goes_to_the_search_box_and_enter_to_the_state(reader):
    page = reader("/scorecard/")
    page.keyboard.press("/")
    expect(page.get_by_label("Go to a State")).to_be_focused()
    page.keyboard.type("burma")
    page.keyboard.press("Enter")
    page.wait_for_url("**/country/MMR/")


def test_control_k_opens_a_list_of_states(reader):
    page = reader("/")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Go to a State")
    expect(box).to_be_focused()
    page.keyboard.type("cote")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_have_text("Côte d'Ivoire")
    page.keyboard.press("Enter")
    page.wait_for_url("**/country/CIV/")


def test_escape_closes_the_list_and_gives_the_page_back(reader):
    page = reader("/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_everything_works_without_scripts(reader):
    page = reader("/", scripts=False)
    page.get_by_role("link", name="100", exact=True).click()
    page.get_by_role("link", name="Africa", exact=True).click()
    page.get_by_role("link", name="Killed, 12 months").click()
    assert "threshold=100&region=Africa&sort=-killed" in page.url
    page.get_by_label("Go to a State").fill("Fiji")
    page.get_by_label("Go to a State").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fiji")
    page.get_by_label("Language").select_option("ar")
    page.locator("form", has=page.get_by_label("Language")).locator("button").click()
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_map_and_first_row_of_the_ranking_are_seen_at_once_on_a_desk(reader):
    for width, height in ((1280, 800), (1920, 1080)):
        page = reader("/", width)
        page.set_viewport_size({"width": width, "height": height})
        chart, row = (page.locator(each).first.bounding_box() for each in (".map svg", ".ranking tbody tr"))
        assert chart["x"] + chart["width"] <= row["x"], "side by side"
        assert row["y"] + row["height"] < height
        assert chart["y"] + chart["height"] < height
        table = page.locator(".ranking")
        assert table.evaluate("(e) => e.scrollWidth <= e.parentElement.clientWidth"), "no column is cut"


def test_on_a_phone_the_frame_leaves_four_fifths_of_the_first_screen(reader):
    page = reader("/", 360)
    assert page.locator("main").bounding_box()["y"] < 740 / 5


def test_a_star_is_pressed_without_scripts_and_stays_pressed(reader):
    page = reader("/?view=ongoing", scripts=False)
    page.get_by_role("button", name="Follow Sudan").click()
    page.get_by_role("link", name="followed").click()
    expect(page.get_by_role("button", name="Stop following Sudan")).to_be_visible()
    assert page.locator(".ranking tbody tr").count() == 1
    page.get_by_role("button", name="Stop following Sudan").click()


def test_every_table_that_scrolls_takes_the_focus(reader):
    page = reader("/method/", 360)
    wide = """() => [...document.querySelectorAll('*')].filter((e) => e.scrollWidth > e.clientWidth + 1
      && /auto|scroll/.test(getComputedStyle(e).overflowX) && e.tabIndex < 0).map((e) => e.outerHTML.slice(0, 80))"""
    assert page.evaluate(wide) == []


def test_a_state_on_the_map_leads_to_its_page(reader):
    page = reader("/")
    page.locator(".map a[href='/country/DZA/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/country/DZA/")


def test_the_csv_and_the_workbook_come_down_by_name(reader):
    page = reader("/?threshold=25")
    for kind in ("CSV", "XLSX"):
        with page.expect_download() as download:
            page.get_by_role("link", name=kind).click()
        assert download.value.suggested_filename.startswith("watch-r-2024-12-")
        assert download.value.suggested_filename.endswith(kind.lower())


def test_the_hatch_of_the_unknown_is_painted(reader):
    page = reader("/")
    assert page.locator("pattern#hatch").count() == 1
    assert page.evaluate("getComputedStyle(document.querySelector('path.unknown')).fill").startswith("url(")


def test_the_page_prints_without_its_frame(reader):
    page = reader("/country/SDN/")
    page.emulate_media(media="print")
    expect(page.locator("body > nav")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_page_stands_still_while_it_loads(reader):
    """A page that moves by itself moves at each load; one load of a busy machine may come in two pieces."""
    page = reader("/")
    script = (
        "new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().length))"
        ".observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 300))"
    )
    loads = [page.evaluate(script)]
    while loads[-1] and len(loads) < 4:
        page.reload()
        loads.append(page.evaluate(script))
    assert loads[-1] == 0, loads
