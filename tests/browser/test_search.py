"""What a reader finds: every entry of the handbook's data by its name, in the search of each theme."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from browser.built_sites import Site
from browser.chromium import visit

pytestmark = pytest.mark.xdist_group("browser tables")

# By which rows are recognised: those of rituals, channels, boards, rotations, escalations, and of two kinds of the sample's own.
ROWS = ("#ritual-", "#channel-", "#board-", "#rotation-", "#escalation-", "#rfc-", "#building-block-")
# Both searches forget "up" and "at" as too common.
COMMON = ("Stand up", "#at-*")


def entries(site: Site) -> list[dict[str, Any]]:
    index: dict[str, Any] = json.loads((site.folder / "search" / "search_index.json").read_text(encoding="utf-8"))
    return list(index["docs"])


def rows(site: Site) -> dict[str, str]:
    """Return the address of each row by its name."""
    found = entries(site)
    return {one["title"]: one["location"] for one in found if any(row in one["location"] for row in ROWS)}


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("g-platform", "engineering/#channel-g-platform"),
        ("Release ritual", "engineering/#ritual-release-ritual"),
        ("Support rotation", "integrations/#rotation-support-rotation"),
        ("Incident notification path", "engineering/#escalation-incident-notification-path"),
    ],
)
def test_a_row_is_found_first(name: str, address: str, sample: Site, page: Page) -> None:
    assert first_of_material(page, sample, name) == address


@pytest.mark.long
def test_every_row_is_found_by_its_name(sample: Site, page: Page) -> None:
    found = {name: first_of_material(page, sample, name) for name in rows(sample) if name not in COMMON}
    wrong = {name: address for name, address in found.items() if not is_named(sample, address, name)}
    assert len(found) > 50
    assert wrong == {}


@pytest.mark.slow
def test_pages_and_people_are_still_found_first(sample: Site, page: Page) -> None:
    names = ("Engineering", "Integrations", "Releases", "On-call", "On duty", "Luke Heath", "Zach Wasserman")
    assert [first_page(page, sample, name) for name in names] == [
        "engineering/",
        "integrations/",
        "engineering/releases/",
        "engineering/on-call/",
        "directory/on-duty/",
        "directory/people/lukeheath/",
        "directory/people/zwass/",
    ]


@pytest.mark.slow
def test_every_row_is_found_in_the_theme_of_mkdocs(themed: Site, page: Page) -> None:
    # That search takes the mark of a channel for a part of its name, which its index has not.
    # It asks nothing of two letters either.
    names = [name.removeprefix("#") for name in rows(themed) if name not in COMMON and len(name) > 2]
    visit(page, f"{themed.url}?q=anything")
    page.wait_for_function("document.querySelector('#mkdocs-search-results').childElementCount")
    found = {name: first_of_mkdocs(page, name) for name in names}
    wrong = {name: address for name, address in found.items() if not is_named(themed, address, name)}
    assert len(found) > 50
    # Titles weigh no more than text there: these come second, behind a heading and a row with nearly the same words.
    assert wrong.keys() <= {"🚀 Release", "Team retrospectives (people)"}


def is_named(site: Site, address: str, name: str) -> bool:
    """Return whether an address is that of an entry with a name, or with one that begins so."""
    words = name.removeprefix("#").casefold().split()
    title = next((one["title"] for one in entries(site) if one["location"] == address), "")
    return all(word in title.casefold() for word in words)


def first_of_material(page: Page, site: Site, name: str) -> str:
    """Return the address of the first result: the best section of the first page, or the page itself."""
    ask(page, site, name)
    links = page.locator(".md-search-result__item").first.locator("> a")
    return cleaned(links.nth(1) if links.count() > 1 else links.first)


def first_page(page: Page, site: Site, name: str) -> str:
    ask(page, site, name)
    return cleaned(page.locator(".md-search-result__item").first.locator("> a").first)


def ask(page: Page, site: Site, name: str) -> None:
    visit(page, f"{site.url}?q={quote(name)}")
    page.locator(".md-search-result__item").first.wait_for(state="attached")


def cleaned(link: Any) -> str:
    """Return the address of a link without what Material adds to mark the words there."""
    path, mark, anchor = str(link.get_attribute("href")).partition("/mkdocs-handbook/")[2].partition("#")
    return path.partition("?")[0] + mark + anchor


def first_of_mkdocs(page: Page, name: str) -> str:
    page.evaluate(ASK, name)
    link = page.locator("#mkdocs-search-results article a").first
    return str(link.get_attribute("href")).removeprefix("./")


ASK = """async (name) => {
  const results = document.querySelector("#mkdocs-search-results");
  const answered = new Promise((resolve, refuse) => {
    searchWorker.addEventListener("message", resolve, { once: true });
    searchWorker.addEventListener("error", refuse, { once: true });
  });
  document.querySelector("#mkdocs-search-query").value = name;
  doSearch();
  await answered;
}"""
