"""The directory in a browser: from a mention to its row, from a missing page to the search, and what a page says at its end."""

from __future__ import annotations

import re
from functools import partial
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect

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
    page.get_by_role("region", name="Rituals", exact=True).get_by_role("link", name="Record engineering KPIs").click()
    page.wait_for_url(f"{sample.url}engineering/#ritual-record-engineering-kpis")


@pytest.mark.slow
def test_a_missing_page_searches(sample: Site, page: Page) -> None:
    page.goto(f"{sample.url}404.html")
    page.get_by_label("Search the handbook").fill("Zach Wasserman")
    page.locator(".handbook-search button").click()
    page.wait_for_url(f"{sample.url}?q=Zach+Wasserman")
    expect(page.locator(".md-search-result__item").first).to_contain_text("Zach Wasserman")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("engineering/oncall/", "On-call"),
        ("engineering/On_Call.html", "On-call"),
        ("handbook/engineering/README.md", "Engineering"),
        ("directory/people/luke-heath/", "Luke Heath"),
        ("guide/edit-rituals/", "Edit a ritual"),
        ("renew-mdm-csr", "Renew the MDM certificate"),
        ("%zz/stand-up", ""),
        ("xyzzy/", ""),
    ],
)
def test_a_missing_page_offers_near_addresses(asked: str, offered: str, sample: Site, themed: Site, page: Page) -> None:
    for site in (sample, themed):
        body = (site.folder / "404.html").read_text(encoding="utf-8")
        page.route(f"{site.url}{asked}", partial(Route.fulfill, body=body, status=404, content_type="text/html"))
        page.goto(f"{site.url}{asked}")
        near = page.locator(".handbook-near")
        if not offered:
            expect(near).to_be_hidden()
            continue
        expect(near.get_by_role("link").first).to_have_text(re.compile(re.escape(offered)))
        assert near.get_by_role("link").count() <= 5
        address = near.get_by_role("link").first.evaluate("link => link.href")
        page.goto(address)
        expect(page.get_by_role("heading", name=offered).first).to_be_visible()
        page.unroute_all()


@pytest.mark.slow
def test_a_person_s_page_is_marked_below_all_people(site: Site, page: Page) -> None:
    page.goto(f"{site.url}directory/people/zwass/")
    people = page.locator(".md-nav--primary .md-nav__item--active > a, .dropdown-item.active", has_text="People")
    expect(people).to_have_count(1)
    # Only in Material does the navigation stand open on a wide window.
    is_material = page.locator(".md-nav--primary").count() > 0
    assert people.is_visible() == is_material
    if is_material:
        colours = people.evaluate(
            "link => [link, link.closest('nav').querySelector('a')].map((one) => getComputedStyle(one).color)"
        )
        assert colours[0] != colours[1]
    page.locator("article, [role=main]").get_by_role("link", name="All people").click()
    page.wait_for_url(f"{site.url}directory/people/")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_stub_looks_like_a_page_of_the_site(scheme: Literal["light", "dark"], site: Site, browser: Browser) -> None:
    with chromium.kept_local(browser.new_context(color_scheme=scheme)) as context:
        page = context.new_page()
        looks = []
        for address in ("", "engineering/redux-removal/"):
            page.goto(site.url + address)
            looks.append(page.evaluate(LOOK))
            expect(page.locator("h1")).to_be_visible()
        assert looks[0] == looks[1]
        page.locator("header, .navbar").get_by_role("link", name="Handbook").click()
        page.wait_for_url(site.url)


LOOK = """() => [document.querySelector(".md-header, .navbar"), document.body, document.querySelector("h1")]
  .flatMap((one) => ["backgroundColor", "color", "fontFamily", "fontSize"].map((name) => getComputedStyle(one)[name]))"""


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
