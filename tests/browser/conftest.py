"""A browser and the built sample site, once for each worker."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from browser import chromium
from browser.built_sites import ROOT, Site, built

SAMPLE = ("mkdocs.yml", "handbook", "rituals", "schemas")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running browser; without one the tests are skipped, but not in CI."""
    with sync_playwright() as playwright:
        try:
            chromium.executable(playwright)
        except chromium.NoBrowserError as missing:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(str(missing))
        with chromium.launched(playwright) as browser:
            yield browser


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window's worth of state for all tests that need nothing special."""
    with chromium.kept_local(browser.new_context()) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab, the same one for all tests, since a new one takes longer than many a page."""
    return context.pages[0] if context.pages else context.new_page()


@pytest.fixture(scope="session")
def scriptless_context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of somebody who switched JavaScript off."""
    with chromium.kept_local(browser.new_context(java_script_enabled=False)) as context:
        yield context


@pytest.fixture
def scriptless(scriptless_context: BrowserContext) -> Page:
    """A tab of somebody who switched JavaScript off."""
    return scriptless_context.pages[0] if scriptless_context.pages else scriptless_context.new_page()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample handbook, built and served below the path of its address."""
    root = tmp_path_factory.mktemp("sample")
    for name in SAMPLE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)
    with built(root, "/mkdocs-handbook/") as site:
        yield site


@pytest.fixture(scope="session")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample handbook in MkDocs' own theme."""
    root = tmp_path_factory.mktemp("themed")
    for name in SAMPLE[1:]:
        shutil.copytree(ROOT / name, root / name)
    Path(root, "mkdocs.yml").write_text(THEMED, encoding="utf-8")
    with built(root, "/") as site:
        yield site


@pytest.fixture(params=("sample", "themed"))
def site(request: pytest.FixtureRequest) -> Site:
    """The sample handbook in Material, and in MkDocs' own theme."""
    found: Site = request.getfixturevalue(request.param)
    return found


# Without repo_url: a link more, and the theme's bar breaks into two lines, the second of which would hide targets.
THEMED = """\
site_name: Handbook
site_url: https://handbook.example/
docs_dir: handbook
theme: {name: mkdocs, color_mode: auto}
plugins: [search, handbook: {edit_url: "https://github.com/example/handbook/edit/main/{path}#L{line}"}]
markdown_extensions: [admonition, attr_list, tables, pymdownx.superfences]
"""
