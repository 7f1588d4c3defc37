"""How the pages of the sample handbook look and work in a browser."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect

from browser import chromium
from browser.built_sites import Site
from browser.chromium import visit
from handbooks import read

pytestmark = pytest.mark.xdist_group("browser pages")

GROUPS = ("engineering", "integrations", "processes", "rfcs")
CONTRAST = Path(__file__).with_name("contrast.js")


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """A narrow tab."""
    size = {"width": 390, "height": 844}
    with chromium.kept_local(browser.new_context(viewport=size, reduced_motion="reduce")) as context:  # type: ignore[arg-type]
        yield context.new_page()


def addresses(site: Site) -> list[str]:
    """Return the addresses of the pages in a site's sitemap, relative to the site."""
    text = (site.folder / "sitemap.xml").read_text(encoding="utf-8")
    whole = re.findall("<loc>(.*?)</loc>", text)
    return [address.removeprefix(whole[0]) for address in whole]


@pytest.mark.slow
def test_no_page_scrolls_sideways(sample: Site, phone: Page) -> None:
    too_wide = {}
    for address in (*addresses(sample), "404.html", "engineering/redux-removal/"):
        visit(phone, sample.url + address, "domcontentloaded")
        for scheme in ("default", "slate"):
            excess = phone.evaluate(EXCESS, scheme)
            if excess > 0:
                too_wide[address, scheme] = excess
    assert not too_wide


EXCESS = """scheme => {
  document.body.setAttribute("data-md-color-scheme", scheme);
  const page = document.documentElement;
  return page.scrollWidth - page.clientWidth;
}"""


@pytest.mark.slow
def test_tables_of_mkdocs_theme_do_not_scroll_the_page(themed: Site, phone: Page) -> None:
    for group in GROUPS:
        visit(phone, f"{themed.url}{group}/")
        assert phone.evaluate(EXCESS, "") <= 0, group


@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS)
def test_tables(group: str, site: Site, phone: Page) -> None:
    with complaints(phone) as heard:
        visit(phone, f"{site.url}{group}/")
    assert heard == []
    tables = phone.locator("[class*=handbook-] > table").all()
    assert len(tables) == phone.locator(".handbook-table").count() > 0
    for table in tables:
        name = table.locator("caption").inner_text()
        region = phone.get_by_role("region", name=name, exact=True)
        expect(region).to_have_count(1)
        expect(region).to_have_attribute("tabindex", "0")
        # Its rows are cards on a phone, and cards fit.
        expect(region).to_have_css("overflow-x", "visible")
        expect(region.get_by_role("table", name=name, exact=True)).to_have_count(1)
        cells = region.locator("tbody tr >> nth=0 >> td")
        expect(cells.first).to_be_visible()
    # Where there is room, each column has its header.
    phone.set_viewport_size({"width": 1300, "height": 900})
    for table in tables:
        cells = table.locator("tbody tr >> nth=0 >> td")
        assert table.get_by_role("columnheader").count() == table.locator("th[scope=col]").count() == cells.count()


@contextlib.contextmanager
def complaints(page: Page) -> Iterator[list[str]]:
    """Collect errors and warnings of a page's console, and what its scripts let fall."""
    heard: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            heard.append(message.text)

    def crash(error: Error) -> None:
        heard.append(str(error))

    page.on("console", console)
    page.on("pageerror", crash)
    yield heard
    page.remove_listener("console", console)
    page.remove_listener("pageerror", crash)


@pytest.mark.slow
def test_a_wide_table_scrolls_by_keyboard(themed: Site, phone: Page) -> None:
    # Wide enough for a table, too narrow for this one.
    phone.set_viewport_size({"width": 730, "height": 900})
    visit(phone, f"{themed.url}directory/rituals/")
    region = phone.get_by_role("region", name="Rituals of all groups")
    # Whatever fonts and words the theme has.
    region.evaluate("region => region.style.width = '20em'")
    region.focus()
    phone.keyboard.press("ArrowRight")
    phone.wait_for_function("region => region.scrollLeft > 20", arg=region.element_handle())


@pytest.mark.slow
def test_the_address_of_a_row(site: Site, phone: Page, page: Page) -> None:
    for tab in (phone, page):
        tab.emulate_media(reduced_motion="reduce")
        visit(tab, f"{site.url}engineering/#ritual-release-ritual")
        row = tab.locator("#ritual-release-ritual")
        expect(row).to_be_in_viewport(ratio=0.3)
        # Nothing lies on it, such as the header of the page.
        tab.wait_for_function(ON_TOP, arg=row.element_handle())
        other = tab.locator("#ritual-stand-up td").first
        background = "cell => getComputedStyle(cell).backgroundImage"
        assert row.locator("td").first.evaluate(background) != other.evaluate(background)


ON_TOP = """row => {
  const { left, top } = row.cells[0].getBoundingClientRect();
  return row.contains(document.elementFromPoint(left + 5, top + 5));
}"""


@pytest.mark.slow
def test_the_shift_that_is_on(sample: Site, page: Page) -> None:
    visit(page, f"{sample.url}integrations/#current-schedule")
    now = page.get_by_role("region", name="Support rotation").locator(".handbook-now")
    expect(now).to_have_count(1)
    expect(now).to_contain_text("Philipp")
    expect(now.locator("td").first).to_have_css("font-weight", "700")


# --- What other parts of the site know ---


@pytest.mark.slow
def test_moved_headings_are_not_in_the_search(site: Site) -> None:
    entries = search(site)
    assert not [entry["location"] for entry in entries if "has moved to" in entry["text"]]
    assert "On-call engineer" in {entry["title"] for entry in entries}


def search(site: Site) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((site.folder / "search" / "search_index.json").read_bytes())["docs"]
    return found


@pytest.mark.slow
def test_moved_headings_are_not_in_the_contents(site: Site, page: Page) -> None:
    visit(page, f"{site.url}engineering/")
    moved = set(page.eval_on_selector_all(".handbook-moved [id]", "all => all.map(one => one.id)"))
    linked = set(page.eval_on_selector_all("nav a, [role=complementary] a", "all => all.map(one => one.hash.slice(1))"))
    assert moved
    assert "rituals" in linked
    assert not moved & linked


@pytest.mark.slow
def test_stub_pages_are_in_neither_sitemap_nor_search(site: Site) -> None:
    stubs = {dest.removesuffix("index.html") for dest in read(site.root)[0].stubs.pages}
    assert "support-rotation/" in stubs
    assert not stubs & set(addresses(site))
    assert not stubs & {entry["location"].partition("#")[0] for entry in search(site)}


# --- Themes and colours ---


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(scheme: Literal["light", "dark"], site: Site, browser: Browser) -> None:
    # The colour of links is the theme's choice, and that of MkDocs' own is faint.
    links = "a" if "material" in (site.folder / "index.html").read_text(encoding="utf-8") else ".handbook-edit a"
    with chromium.kept_local(browser.new_context(color_scheme=scheme, reduced_motion="reduce")) as context:
        page = context.new_page()
        page.goto(f"{site.url}integrations/#ritual-handover-recap")
        page.locator("#ritual-support-handover .handbook-edit").hover()
        page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")
        found = contrasts(page, ".handbook-table", links)
    assert {"Edit", "Integrations rituals", "On duty", "Mon 16 Nov, 10:00"} <= {text for text, _, _ in found}
    # A badge has its own colour behind it.
    assert {dark for text, _, dark in found if text != "trial"} == {scheme == "dark"}
    assert [(text, ratio) for text, ratio, _ in found if ratio < 4.5] == []
    assert "trial" in {text for text, _, _ in found}


@pytest.mark.slow
def test_contrast_of_a_moved_heading(sample: Site, scriptless: Page) -> None:
    visit(scriptless, f"{sample.url}engineering/#prepare-fleet-release")
    found = contrasts(scriptless, ".handbook-moved", "a")
    assert {text for text, _, _ in found} >= {"Moved", "Releases: Prepare Fleet release"}
    assert [(text, ratio) for text, ratio, _ in found if ratio < 4.5] == []


def contrasts(page: Page, inside: str, links: str) -> list[tuple[str, float, bool]]:
    """Return each text inside some elements, its contrast, and whether its background is dark; only some links count."""
    found: list[tuple[str, float, bool]] = page.evaluate(CONTRAST.read_text(encoding="utf-8"), [inside, links])
    return found
