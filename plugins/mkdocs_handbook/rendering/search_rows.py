"""Search rows: what an index reads of a page, in which each row of a table is a section under the name of its entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

from mkdocs_handbook.pages.rendered.rendered_page import VOID

START = re.compile(r'<div\b[^>]*\sclass="handbook-(?:table|glance)[ "]')
# What is on duty or due is found at its own place.
GLANCE = re.compile(r'<div\b[^>]*\sclass="handbook-glance[ "]')
DIV = re.compile(r"<(/?)div\b")
# A comment, or a tag with its slash, name and attributes.
TAG = re.compile(r"""<(?:!--.*?--|(/?)([a-zA-Z][^\s/>]*)([^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*))>""", re.DOTALL)
ATTRIBUTE = re.compile(r"""([^\s=/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?""")
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


@dataclass(slots=True)
class _TableReader:
    """Reads the rows of one table, the first of which is its caption."""

    rows: list[SearchRow] = field(default_factory=lambda: [SearchRow()])
    # The elements that are open, each with whether no index has what is in it.
    open: list[tuple[str, bool]] = field(default_factory=lambda: [("", False)])

    def read(self, html: str) -> list[SearchRow]:
        """Return the rows of a table as Python-Markdown writes it, for which Python's parser takes five times as long."""
        pieces = TAG.split(html)
        for text, end, tag, attributes in zip(*(pieces[number::4] for number in range(4)), strict=False):
            is_silent = self.open[-1][1]
            if text and not is_silent and (texts := self.rows[-1].texts):
                texts[-1] += unescape(text)
            if end:
                self.close(tag.lower())
            elif tag:
                self.begin(tag.lower(), attributes, is_silent=is_silent)
        return self.rows

    def begin(self, tag: str, attributes: str, *, is_silent: bool) -> None:
        """Open an element, which may begin a row or a cell."""
        if is_silent:
            pass
        elif tag == "tr":
            given = attributes_of(attributes)
            rotation = given.get("data-duty", "")
            if not rotation or rotation != self.rows[-1].rotation:
                row, name = given.get("id", ""), given.get("data-name", "")
                self.rows.append(SearchRow(row, name, rotation=rotation, url=f"#{row}"))
        elif tag in CELLS:
            self.rows[-1].texts.append("")
        if tag not in VOID and not attributes.endswith("/"):
            self.open.append((tag, is_silent or is_silent_tag(tag, attributes)))

    def close(self, tag: str) -> None:
        """Close an element, and what it leaves open."""
        if self.open[-1][0] == tag:
            self.open.pop()
        elif any(one == tag for one, _ in self.open):
            while self.open.pop()[0] != tag:
                pass


def attributes_of(text: str) -> dict[str, str]:
    """Return the attributes of a start tag."""
    return {match[1].lower(): unescape(match[2] or match[3] or match[4] or "") for match in ATTRIBUTE.finditer(text)}


def is_silent_tag(tag: str, attributes: str) -> bool:
    """Return whether no index has an element of a table."""
    if tag in SILENT_TAGS:
        return True
    # Most tags have none of these: it costs less to know that than to read their attributes.
    lower = attributes.lower()
    if "hidden" not in lower and "handbook-" not in lower and "search-exclude" not in lower:
        return False
    given = attributes_of(attributes)
    return not SILENT_ATTRIBUTES.isdisjoint(given) or not SILENT_CLASSES.isdisjoint(given.get("class", "").split())


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
        caption, *rows = _TableReader().read(content[start:end])
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
