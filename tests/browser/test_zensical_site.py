"""The site that Zensical makes, in a browser: tables, who is on duty, and old addresses with and without script."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browser import chromium
from browser.built_sites import ROOT, Site
from browser.chromium import visit
from engine_runs import require, run
from handbooks import NOON

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser zensical")]
MOVED = "engineering/#participate-in-qa-day", "engineering/releases/#participate-in-qa-day"
PAGE_MOVED = "support-rotation/", "integrations/"


@pytest.fixture(scope="module")
def zensical(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample handbook, whose site Zensical made, served below the path of its address."""
    require("zensical")
    root = tmp_path_factory.mktemp("zensical")
    for name in ("handbook", "rituals", "schemas"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
        code, told = run(root, "build", "--strict", "--engine", "zensical")
    assert code == 0, told
    with chromium.served(root / "site", "/mkdocs-handbook/") as url:
        yield Site(root, root / "site", url)


def test_tables_sort_and_filter(zensical: Site, page: Page) -> None:
    visit(page, f"{zensical.url}engineering/#ritual-release-ritual")
    table = page.locator(".handbook-rituals")
    expect(table.locator("#ritual-release-ritual")).to_be_in_viewport()
    names = table.locator("tbody tr > :first-child")
    before = names.all_inner_texts()
    table.get_by_role("button", name="Ritual", exact=True).click()
    after = names.all_inner_texts()
    assert after != before
    assert sorted(after) == sorted(before)
    tools = page.get_by_role("group", name="Filter: Engineering rituals")
    tools.get_by_role("searchbox", name="Filter", exact=True).fill("release")
    expect(tools.get_by_role("status")).to_have_text(re.compile(r"[1-9] of 12 rows"))


@pytest.mark.parametrize("address", ["directory/on-duty/", "integrations/", ""])
def test_who_is_on_duty_is_said_as_on_the_site_of_mkdocs(
    zensical: Site, sample: Site, page: Page, address: str
) -> None:
    cards = []
    for site in (sample, zensical):
        visit(page, site.url + address)
        card = page.locator(".handbook-glance .handbook-duty, .handbook-glance").first
        expect(card).to_be_visible()
        cards.append(card.inner_text())
    assert cards[0] == cards[1]


@pytest.mark.parametrize(("old", "new"), [MOVED, PAGE_MOVED])
def test_an_old_address_leads_on(zensical: Site, page: Page, old: str, new: str) -> None:
    page.goto("about:blank")
    visit(page, zensical.url + old, "commit")
    page.wait_for_url(f"{zensical.url}{new}**", wait_until="commit")


def test_a_moved_heading_has_a_link_without_script(zensical: Site, scriptless: Page) -> None:
    old, new = MOVED
    visit(scriptless, zensical.url + old)
    anchor = scriptless.locator(f'[id="{old.partition("#")[2]}"]')
    expect(anchor).to_be_in_viewport()
    anchor.locator("a").click()
    scriptless.wait_for_url(zensical.url + new)


def test_a_moved_page_leads_on_without_script(zensical: Site, scriptless: Page) -> None:
    old, new = PAGE_MOVED
    visit(scriptless, zensical.url + old, "commit")
    scriptless.wait_for_url(f"{zensical.url}{new}**", wait_until="commit")
