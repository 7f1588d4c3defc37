"""The reader of a rendered page's HTML: its ids, links, headings, and the references that are none."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from mkdocs_handbook.pages.rendered.rendered_page import ADDRESSES, CODE, HEADINGS, MARK, Reference, Rendered

REFERENCE = re.compile(r"\]\[([^\[\]]*)\]")


def read_html(html: str) -> Rendered:
    """Return what a page has by its HTML."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    undefined = frozenset(parser.undefined)
    return Rendered(frozenset(parser.ids), tuple(parser.references), tuple(parser.headings), "", undefined)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.references: list[Reference] = []
        self.open: list[tuple[int, list[str]]] = []
        self.headings: list[tuple[str, str]] = []
        self.heading = self.anchor = ""
        self.title: list[str] = []
        self.undefined: set[str] = set()
        self.code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.code += tag in CODE
        for key in ("id", "name") if tag == "a" else ("id",):
            if value := given.get(key):
                self.ids.add(value)
        if tag in HEADINGS and not self.heading:
            self.heading, self.anchor, self.title = tag, given.get("id") or "", []
        url = given.get(ADDRESSES.get(tag, ""))
        if url is not None:
            if tag == "a":
                self.open.append((len(self.references), []))
            self.references.append(Reference(url, "", tag == "img", MARK not in given))

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag in CODE and self.code > 0
        if tag == "a" and self.open:
            index, texts = self.open.pop()
            found = self.references[index]
            self.references[index] = Reference(found.url, " ".join("".join(texts).split()), False, found.is_raw)
        elif tag == self.heading:
            self.heading = ""
            if self.anchor:
                self.headings.append((self.anchor, " ".join("".join(self.title).split())))

    def handle_data(self, data: str) -> None:
        if self.heading:
            self.title.append(data)
        if "][" in data and not self.code:
            self.undefined.update(REFERENCE.findall(data))
        for _, texts in self.open:
            texts.append(data)
