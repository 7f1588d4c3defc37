"""The records of an import: blocks of pages, the items and stubs that they become, and remarks for the user."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from mkdocs_handbook.model import Edit, Kind, Page, Source, Span


class NotImportedError(Exception):
    """The reason why a piece of a page stays as it is."""


class Place(NamedTuple):
    """The identity of a piece of a page: the page's path, where the piece begins, and what it is."""

    path: str
    start: int
    what: Literal["row", "block", "stub", "meta", "tag"] = "row"


@dataclass(frozen=True, slots=True)
class Remark:
    """A message on a place: why it stays as it is, or what was assumed there (`is_left` is false)."""

    source: Source
    span: Span
    message: str
    is_left: bool = True


class Cell(NamedTuple):
    """A cell of a table, or a part of a list's item: its Markdown, and where it begins."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table or an item of a list: its cells by key of the kind, and the span of its lines.

    `others` are the cells that have no key, each with its header or "". `parts` are the cells of the items of a list in an item,
    which become an item each; `cells` are then those of the first.
    """

    cells: Mapping[str, Cell]
    span: Span
    problem: str = ""
    others: tuple[tuple[str, Cell], ...] = ()
    parts: tuple[Mapping[str, Cell], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A table or a list that can become data: its kind, its rows, and its lines.

    `head` is the span of a table's first two lines (empty for a list), `title` that of the section it stands in.
    """

    page: Page
    kind: Kind
    rows: tuple[Row, ...]
    span: Span
    head: Span
    section: Span
    title: str = ""
    is_closing: bool = False


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """An item for a data file, and the place that it comes from."""

    path: str
    kind: Kind
    values: Mapping[str, Any]
    source: Source
    span: Span

    @property
    def place(self) -> Place:
        """The identity of the place that it comes from."""
        return Place(self.source.path, self.span.start)


@dataclass(frozen=True, slots=True)
class Stub:
    """A line for stubs.yml, and the place that it comes from."""

    old: str
    new: str
    source: Source
    span: Span

    @property
    def place(self) -> Place:
        """The identity of the place that it comes from."""
        return Place(self.source.path, self.span.start, "stub")


@dataclass(frozen=True, slots=True)
class Options:
    """The options of an import.

    `first_seen` returns the day on which a page first had a row of a name, None if unknown. `group` and `dri` are used where
    pages do not name one; `addresses` are those at which the handbook was published.
    """

    today: date
    first_seen: Callable[[Page, str], date | None] = lambda page, name: None
    group: str = ""
    dri: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The result of reading pages: their edits, items for data files, stubs, new people, and remarks.

    `units` are the tables, lists, tags and metadata that give way.
    """

    edits: tuple[Edit, ...] = ()
    items: tuple[ImportedItem, ...] = ()
    stubs: tuple[Stub, ...] = ()
    people: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    units: tuple[Place, ...] = ()
