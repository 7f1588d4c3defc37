"""A site that was built: its files, and the ids and links of its pages as their HTML has them."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from mkdocs_handbook.model import BuiltPage, BuiltSite
from mkdocs_handbook.pages.rendered.rendered_page import VOID

HTML = ".html"
# What is in there comes from data, whose links have findings of their own.
TABLES = "handbook"


def read_site(folder: Path) -> BuiltSite:
    """Return the site in a folder; raise OSError where it cannot be read."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): path for path in paths}
    pages = {name: read_page(path) for name, path in files.items() if name.endswith(HTML)}
    return BuiltSite(frozenset(files), pages)


def read_page(path: Path) -> BuiltPage:
    """Return what a page has; the links are those of its text, if its theme tells which part that is."""
    parser = _Page()
    parser.feed(path.read_text(encoding="utf-8", errors="replace"))
    parser.close()
    links = parser.in_text if parser.has_text else parser.links
    return BuiltPage(frozenset(parser.ids), tuple(links), parser.has_text)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[tuple[str, bool]] = []
        self.in_text: list[tuple[str, bool]] = []
        self.has_text = False
        # The elements around a place, each with whether it begins the text, and whether it is a table of data.
        self.open: list[tuple[str, bool, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.ids.update(given[key] for key in ("id", *(["name"] if tag == "a" else [])) if given.get(key))
        classes = given.get("class", "").split()
        is_text = tag == "article" or given.get("role") == "main"
        self.has_text = self.has_text or is_text
        if tag not in VOID:
            self.open.append((tag, is_text, any(name.startswith(TABLES) for name in classes)))
        url = given.get({"a": "href", "img": "src"}.get(tag, ""))
        if url and "headerlink" not in classes and not any(is_table for _, _, is_table in self.open):
            self.links.append((url, tag == "img"))
            if any(begins for _, begins, _ in self.open):
                self.in_text.append((url, tag == "img"))

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _, _ in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]
