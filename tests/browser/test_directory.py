"""The directory in a browser: from a mention to its row, from a missing page to the search, and what a page says at its end."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import chromium
from browser.built_sites import ROOT, Site

CONTRAST = ROOT / "tests" / "browser" / "contrast.js"


@pytest.mark.slow
def test_a_mention_and_a_dri_lead_to_their_entries(sample: Site, page: Page) -> None:
    page.goto(f"{sample.url}engineering/on-call/")
    page.locator(".handbook-channel", has_text="#help-oncall").first.click()
    page.wait_for_url(f"{sample.url}directory/channels/#engineering-channel-help-oncall")
    row = page.locator("#engineering-channel-help-oncall")
    expect(row).to_be_in_viewport()
    row.get_by_role("link", name="Luke Heath").click()
    page.wait_for_url(f"{sample.url}directory/people/lukeheath/")
    page.get_by_role("link", name="Record engineering KPIs").click()
    page.wait_for_url(f"{sample.url}engineering/#ritual-record-engineering-kpis")


@pytest.mark.slow
def test_a_missing_page_searches(sample: Site, page: Page) -> None:
    page.goto(f"{sample.url}404.html")
    page.get_by_label("Search the handbook").fill("Zach Wasserman")
    page.locator(".handbook-search button").click()
    page.wait_for_url(f"{sample.url}?q=Zach+Wasserman")
    expect(page.locator(".md-search-result__item").first).to_contain_text("Zach Wasserman")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_what_the_directory_adds(scheme: Literal["light", "dark"], sample: Site, browser: Browser) -> None:
    with chromium.kept_local(browser.new_context(color_scheme=scheme, reduced_motion="reduce")) as context:
        page = context.new_page()
        for address, inside, text in (("", ".handbook-page", "Luke Heath"), ("404.html", ".handbook-search", "Search")):
            page.goto(sample.url + address)
            found = page.evaluate(CONTRAST.read_text(encoding="utf-8"), [inside, "a"])
            assert text in {one[0] for one in found}
            assert [one for one in found if one[1] < 4.5] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["directory/rituals/", "directory/people/zwass/", "404.html"])
def test_the_directory_does_not_scroll_sideways(name: str, sample: Site, themed: Site, browser: Browser) -> None:
    with chromium.kept_local(browser.new_context(viewport={"width": 390, "height": 800})) as context:
        page = context.new_page()
        for site in (sample, themed):
            page.goto(site.url + name)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
