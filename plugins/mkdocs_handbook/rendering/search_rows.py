"""Search rows: what an index reads of a page, in which each row of a table is a section under the name of its entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Any

from mkdocs_handbook.pages.rendered.rendered_page import VOID

START = re.compile(r'<div\b[^>]*\sclass="handbook-(?:table|glance)[ "]')
# What is on duty or due is found at its own place.
GLANCE = re.compile(r'<div\b[^>]*\sclass="handbook-glance[ "]')
DIV = re.compile(r"<(/?)div\b")
# What tells nothing of an entry: headings, controls, and how far off a date was on the day of the build.
SILENT_TAGS = frozenset(("thead", "summary", "small", "dt", "button"))
SILENT_CLASSES = frozenset(("handbook-edit", "handbook-duty", "handbook-nothing", "handbook-hidden"))
SILENT_ATTRIBUTES = frozenset(("hidden", "data-search-exclude"))
# Material puts pages far before their sections; the name of an entry counts nearly as much as a page's title, and more
# than that of a page which is named like a channel.
BOOST, CHANNEL_BOOST = 2.4, 2.5
CELLS = frozenset(("caption", "td", "dd"))


@dataclass(slots=True)
class SearchRow:
    """A row: its id and the name of its entry, "" where that has its place elsewhere, and the texts of its cells."""

    id: str = ""
    name: str = ""
    texts: list[str] = field(default_factory=list)
    # The shifts of one rotation are one entry.
    rotation: str = ""
    url: str = ""
    children: tuple[()] = ()

    @property
    def title(self) -> str:
        """The name, as an item of a table of contents has it."""
        return self.name

    @property
    def text(self) -> str:
        """The texts of its cells."""
        return " ".join(" ".join(self.texts).split())


class _TableParser(HTMLParser):
    """Reads the rows of one table, the first of which is its caption."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = [SearchRow()]
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell."""
        given = {name: value or "" for name, value in attrs}
        if tag == "tr" and not self.is_silent():
            rotation = given.get("data-duty", "")
            if not rotation or rotation != self.rows[-1].rotation:
                row, name = given.get("id", ""), given.get("data-name", "")
                self.rows.append(SearchRow(row, name, rotation=rotation, url=f"#{row}"))
        if tag in CELLS and not self.is_silent():
            self.rows[-1].texts.append("")
        if tag not in VOID:
            self.open.append((tag, self.is_silent() or is_silent(tag, given)))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and what it leaves open."""
        while any(one == tag for one, _ in self.open) and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Add to the text of a cell."""
        if self.rows[-1].texts and not self.is_silent():
            self.rows[-1].texts[-1] += data

    def is_silent(self) -> bool:
        """Return whether no index has what comes next."""
        return bool(self.open) and self.open[-1][1]


def is_silent(tag: str, given: dict[str, str]) -> bool:
    """Return whether no index has an element of a table."""
    classes = given.get("class", "").split()
    return tag in SILENT_TAGS or not SILENT_ATTRIBUTES.isdisjoint(given) or not SILENT_CLASSES.isdisjoint(classes)


@dataclass(frozen=True, slots=True)
class IndexedPage:
    """A page as an index reads it: its own content and table of contents with the rows, all else as it is."""

    page: Any
    content: str
    toc: list[Any]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)


def index_rows(plugins: Iterable[Any]) -> None:
    """Make the indexes of search plugins, Material's and MkDocs' own, read the rows of tables as sections."""
    for plugin in plugins:
        index: Any = getattr(plugin, "search_index", None)
        if hasattr(index, "add_entry_from_context"):
            index.add_entry_from_context = _row_handler(index)
            # So that "help-design" finds "#help-design", for which MkDocs' own search drops the mark of each word.
            separator = index.config.get("separator") or "#"
            if hasattr(index, "entries") and "#" not in separator:
                index.config["separator"] = f"{separator}|#"


def _row_handler(index: Any) -> Callable[[Any], None]:
    handle = index.add_entry_from_context
    # Only Material's index knows what weighs more, and has its entries under this name.
    entries: list[dict[str, Any]] = getattr(index, "entries", [])

    def add(page: Any) -> None:
        seen, count = indexed_page(page), len(entries)
        handle(seen)
        rows = {row.url for row in seen.toc if isinstance(row, SearchRow)}
        for entry in entries[count:]:
            if entry["location"].removeprefix(page.url) in rows:
                entry["boost"] = (CHANNEL_BOOST if entry["title"].startswith("#") else BOOST) * entry.get("boost", 1)

    return add


def indexed_page(page: Any) -> Any:
    """Return a page as an index reads it."""
    content = page.content or ""
    if not START.search(content):
        return page
    text, rows = sections(content)
    return IndexedPage(page, text, [*page.toc, *rows])


def sections(content: str) -> tuple[str, list[SearchRow]]:
    """Return the HTML of a page with a section at its end for each row that is at home in one of its tables, and these rows.

    Other rows repeat what is found elsewhere.
    """
    pieces, named, at = list[str](), list[SearchRow](), 0
    for start, end in tables(content):
        pieces.append(content[at:start])
        at = end
        if GLANCE.match(content, start):
            continue
        parser = _TableParser()
        parser.feed(content[start:end])
        parser.close()
        caption, *rows = parser.rows
        pieces.append(f"<p>{escape(caption.text)}</p>\n")
        named += [row for row in rows if row.id and row.name]
    ends = (f'<h6 id="{escape(row.id)}">{escape(row.title)}</h6>\n<p>{escape(row.text)}</p>\n' for row in named)
    return "".join((*pieces, content[at:], "\n", *ends)), named


def tables(content: str) -> Iterator[tuple[int, int]]:
    """Yield where each table of a page begins and ends."""
    end = 0
    while found := START.search(content, end):
        depth, end = 0, len(content)
        for tag in DIV.finditer(content, found.start()):
            depth += -1 if tag[1] else 1
            if not depth:
                end = content.index(">", tag.start()) + 1
                break
        yield found.start(), end
