"""The anchors of a page, exactly as its built page will have them: Python-Markdown is asked, with the site's extensions."""

from __future__ import annotations

from html.parser import HTMLParser

from mkdocs_handbook import embeds, rows, selection
from mkdocs_handbook.model import Handbook, Page


class Anchors:
    """The anchors of a handbook's pages; a page is rendered when it is first asked for, and once."""

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook
        self.known: dict[str, frozenset[str]] = {}

    def of(self, page: Page) -> frozenset[str]:
        """Give the ids of a page: of headings, of raw HTML, and of the rows of the tables that it shows."""
        if page.uri not in self.known:
            self.known[page.uri] = frozenset({*self.rendered(page), *self.tables(page)})
        return self.known[page.uri]

    def rendered(self, page: Page) -> set[str]:
        """Give the ids that Python-Markdown makes of a page's text."""
        parser = _Ids()
        parser.feed(embeds.convert(page.source.text[page.body :], self.handbook.settings))
        return parser.found

    def tables(self, page: Page) -> set[str]:
        """Give the ids of the rows of a page's tables."""
        found: set[str] = set()
        for embed in page.embeds:
            if file := embeds.resolve(self.handbook, page, embed):
                named = zip(file.every, rows.ids(file), strict=True)
                found.update(row for item, row in named if selection.matches(item, embed.options))
        return found


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for key, value in attrs:
            if value and (key == "id" or (key == "name" and tag == "a")):
                self.found.add(value)
