"""No text of a handbook's data runs in a browser: the scripts in it are counted, page by page and in the search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.built_sites import Site, built
from browser.chromium import visit
from handbooks import write
from hostile_sites import files
from payloads import MARK

RAN = f"window.{MARK}Ran || 0"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site whose data has scripts wherever a text can stand."""
    with built(write(tmp_path_factory.mktemp("hostile"), files()), "/base/") as site:
        yield site


def addresses(folder: Path) -> list[str]:
    """Return the addresses of pages in which people, entries and titles are shown; of pages that moved, one of a kind."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("index.html"))
    moved = [next(path for path in paths if path.startswith(start)) for start in ("old/", "file/")]
    return [*(path for path in paths if not path.startswith(("old/", "file/", "out/"))), *moved, "404.html"]


@pytest.mark.slow
def test_no_script_of_the_data_runs(page: Page, hostile: Site) -> None:
    ran = {}
    for address in addresses(hostile.folder):
        visit(page, hostile.url + address.replace("?", "%3F").replace("#", "%23"), "domcontentloaded")
        if count := page.evaluate(RAN):
            ran[address] = count
    assert not ran


@pytest.mark.slow
def test_no_script_of_the_data_runs_in_the_search(page: Page, hostile: Site) -> None:
    visit(page, f"{hostile.url}?q={MARK}")
    page.locator(".md-search-result__item").first.wait_for(state="attached")
    assert not page.evaluate(RAN)


@pytest.mark.slow
def test_a_script_would_be_counted(page: Page) -> None:
    page.goto("about:blank")
    page.set_content("<script>window.zzzRan=(window.zzzRan||0)+1</script>")
    assert page.evaluate(RAN) == 1
