"""What holds for every page of the sample site: no barrier, no broken HTML, no request that leaves the site."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest
from playwright.sync_api import Browser, Page, Request
from tinyhtml5.parser import HTMLParser  # type: ignore[import-untyped]

from browser import chromium
from browser.built_sites import ROOT, Site, built
from browser.chromium import visit
from browser.conftest import SAMPLE
from browser.test_pages import addresses

pytestmark = pytest.mark.xdist_group("browser site")

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
OURS = ".handbook-table, .handbook-tools, .handbook-moved, .handbook-glance, .handbook-near"
Violation = tuple[str, str]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample handbook as its theme shows it without the plugin."""
    root = tmp_path_factory.mktemp("plain")
    for name in SAMPLE[1:]:
        shutil.copytree(ROOT / name, root / name)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    without, count = re.subn(r"(?m)^  - handbook:\n(?:      .*\n)+", "", config)
    assert count == 1
    (root / "mkdocs.yml").write_text(without, encoding="utf-8")
    with built(root, "/mkdocs-handbook/") as site:
        yield site


@pytest.fixture(scope="module")
def tabs(browser: Browser) -> Iterator[dict[str, Page]]:
    """A tab in the light and one in the dark."""
    found = {}
    for scheme in ("light", "dark"):
        context = chromium.kept_local(browser.new_context(color_scheme=scheme, reduced_motion="reduce"))
        found[scheme] = context.new_page()
    yield found
    for page in found.values():
        page.context.close()


# --- Barriers ---


def violations(page: Page, address: str) -> dict[Violation, bool]:
    """Return what axe finds on a page with all its rows opened: the rule and the HTML, and whether that is ours.

    Without addresses, since the plugin may lead a link in prose elsewhere, which makes it no worse.
    """
    visit(page, address)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.evaluate(AXE)  # not as a script of the page, which its policy may forbid
    found: Mapping[str, Any] = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return {
        (rule["id"], re.sub(r' (?:href|title)="[^"]*"', "", node["html"])): bool(
            page.evaluate(IS_OURS, [node["target"][0], OURS])
        )
        for rule in found["violations"]
        for node in rule["nodes"]
    }


IS_OURS = "([target, ours]) => document.querySelector(target)?.closest(ours) !== null"


@pytest.mark.long
def test_axe_finds_nothing_that_the_theme_alone_has_not(sample: Site, plain: Site, tabs: Mapping[str, Page]) -> None:
    page = tabs["light"]
    new: dict[tuple[str, ...], bool] = {}
    themes: set[str] = set()
    made: dict[tuple[str, ...], bool] = {}
    for address in (*addresses(sample), "404.html", *tombstones(sample)):
        found = violations(page, sample.url + address)
        assert not [violation for violation, ours in found.items() if ours], address
        is_there = (plain.folder / address).exists()
        known = violations(page, plain.url + address) if found and is_there else {}
        themes |= {rule for rule, _ in known}
        left: dict[tuple[str, ...], bool] = {
            (address, *violation): ours for violation, ours in found.items() if violation not in known
        }
        (new if is_there else made).update(left)
    assert not new
    # Without the plugin, nobody makes the pages of the directory: there, the theme may break the rules that it breaks elsewhere.
    assert not [violation for violation in made if violation[1] not in themes]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address", ["", "engineering/", "directory/on-duty/", "directory/rituals/", "directory/people/zwass/", "404.html"]
)
def test_axe_finds_nothing_in_our_own_markup(
    scheme: Literal["light", "dark"], address: str, site: Site, tabs: Mapping[str, Page]
) -> None:
    found = violations(tabs[scheme], site.url + address)
    # The colour of links is the theme's choice, and that of MkDocs' own is faint.
    links = ("color-contrast", "<a")
    assert not [
        violation
        for violation, ours in found.items()
        if ours and not (is_faint(site) and violation[0] == links[0] and violation[1].startswith(links[1]))
    ]


def is_faint(site: Site) -> bool:
    return "material" not in (site.folder / "index.html").read_text(encoding="utf-8")


def tombstones(site: Site) -> list[str]:
    """Return the addresses of pages that are gone; those of moved pages lead away at once."""
    pages = (path for path in site.folder.rglob("*.html") if "location.replace" not in path.read_text(encoding="utf-8"))
    known = {f"{address}index.html" for address in addresses(site)} | {"404.html"}
    found = (path.relative_to(site.folder).as_posix() for path in pages)
    return sorted(path for path in found if path not in known)


# --- HTML ---


@pytest.mark.slow
def test_html_has_no_error(site: Site) -> None:
    for path in sorted(site.folder.rglob("*.html")):
        parser = HTMLParser()
        root = parser.parse(path.read_text(encoding="utf-8"))
        assert parser.errors == [], path
        ids = [element.get("id") for element in root.iter() if element.get("id") is not None]
        assert sorted(ids) == sorted(set(ids)), path
        misplaced = [problem for table in root.iter() if is_ours(table) for problem in problems(table)]
        assert misplaced == [], path


def is_ours(element: Element) -> bool:
    return (element.get("class") or "").split(" ")[0] in ("handbook-table", "handbook-moved")


# What may stand in what, of the elements that our templates make.
PHRASING = {"a", "abbr", "br", "code", "del", "em", "img", "kbd", "small", "span", "strong", "sub", "sup", "time"}
CONTENT = {
    "div": {"table", "p", "ul", "div"},
    "table": {"caption", "thead", "tbody"},
    "caption": PHRASING,
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    "th": PHRASING,
    "td": PHRASING | {"details", "ol"},
    "details": {"summary", "dl"},
    "summary": PHRASING,
    "dl": {"dt", "dd"},
    "dt": PHRASING,
    "dd": PHRASING,
    "ol": {"li"},
    "ul": {"li"},
    "li": PHRASING,
    "p": PHRASING,
    "time": set[str](),
}
TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z))?")


def problems(element: Element) -> Iterator[str]:
    """Yield what stands where the standard has no place for it, and times that are none."""
    allowed = CONTENT.get(local(element), PHRASING)
    for child in element:
        if local(child) not in allowed:
            yield f"<{local(child)}> in <{local(element)}>"
        yield from problems(child)
    if local(element) == "time" and not TIME.fullmatch(element.get("datetime") or element.text or ""):
        yield f"<time> of {element.text!r}"


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


# --- Requests ---


@pytest.mark.slow
def test_no_request_leaves_the_site(sample: Site, browser: Browser) -> None:
    asked: set[str] = set()

    def note(request: Request) -> None:
        host = urlsplit(request.url).netloc
        if host and host != urlsplit(sample.url).netloc:
            asked.add(request.url)

    with chromium.kept_local(browser.new_context()) as context:
        context.on("request", note)
        page = context.new_page()
        for address in (*addresses(sample), "404.html", *tombstones(sample)):
            # A request is noted when it is sent, also where the next page comes before its answer.
            visit(page, sample.url + address, "load")
        page.wait_for_load_state("networkidle")
    assert not asked
