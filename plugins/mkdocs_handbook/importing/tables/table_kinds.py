"""The finder of tables that can become data, each with its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mkdocs_handbook.data.kinds import default_columns
from mkdocs_handbook.importing.records import Block, Cell, Remark, Row
from mkdocs_handbook.importing.tables import (
    column_headers,
    column_keys,
    inline_markdown,
    markdown_tables,
    schedule_tables,
)
from mkdocs_handbook.importing.tables.markdown_tables import Table
from mkdocs_handbook.model import Handbook, Heading, Kind, Page, Settings, Span
from mkdocs_handbook.pages import closing_order, outline
from mkdocs_handbook.pages.group_pages import claimed_group
from mkdocs_handbook.util.wording import listed

NO_ROWS = "cells in this row: {}, headers above it: {}; the pipes between them may be missing or too many"


class TableKind(NamedTuple):
    """What a table was taken for: a kind with the key of each column, or a remark why it is almost of one, or nothing."""

    kind: Kind | None = None
    keys: Sequence[str | None] = ()
    remark: Remark | None = None


def table_blocks(handbook: Handbook, page: Page) -> Iterator[Block | Remark]:
    """Yield the tables of a page that are of a kind, without schedules."""
    for table in markdown_tables.find_tables(page):
        heading, section = markdown_tables.section_at(page, table.span.start)
        found = kind_of(handbook, page, table, heading)
        if found.remark or not found.kind:
            yield from [found.remark] if found.remark else []
        elif not table.is_apart:
            message = f"this table of {found.kind.name} is indented, as code or part of a list is"
            yield Remark(page.source, table.head, message)
        else:
            rows = tuple(read_rows(table, found.keys))
            yield block_of(handbook, page, found.kind, rows, (table.span, table.head), heading, section)


def other_tables(handbook: Handbook, page: Page) -> Iterator[Table]:
    """Yield the tables of a page whose headers are of no kind; schedules are among them."""
    for table in markdown_tables.find_tables(page):
        heading, _ = markdown_tables.section_at(page, table.span.start)
        if kind_of(handbook, page, table, heading) == TableKind():
            yield table


def kind_of(handbook: Handbook, page: Page, table: Table, heading: Heading | None) -> TableKind:
    """Return the kind of a table by its section, its headers or its cells, or a remark on one that is almost of a kind."""
    headers = column_keys.headers(table)
    named = column_headers.kind_of_title(heading.title, closing_order.closing(handbook.settings)) if heading else ""
    by_title = handbook.kinds.get(named)
    by_headers = column_headers.kind_of_headers(headers, handbook.kinds)
    for kind in filter(None, (by_title, by_headers)):
        keys = column_keys.keys(table, kind)
        if kind.key in keys:
            return checked(page, table, kind, keys)
    channels = handbook.kinds.get("channels")
    if channels and (keys := column_keys.channel_keys(table, channels)):
        return checked(page, table, channels, keys)
    if by_title or by_headers:
        return unnamed(page, table, by_title or by_headers)
    return TableKind()


def doubt(page: Page, table: Table, heading: Heading | None) -> Remark | None:
    """Return the remark on a table of no kind that looks like data all the same, None if it does not."""
    headers = [outline.plain_title(cell.text) for cell in table.header]
    often = column_headers.split_words(column_headers.SPELLINGS["rituals"]["frequency"])
    index = next((index for index, word in enumerate(headers) if word in often), None)
    if index is not None and column_keys.is_of_frequencies(column_keys.texts(table, index)):
        message = f'"{table.header[index].text}" says how often, but no column is named "Ritual" or "Meeting", nor is the section'
        return Remark(page.source, table.head, message)
    if schedule_tables.looks_like_schedule(table, heading.title if heading else ""):
        message = 'this may be a schedule, but no column has days, write them as "2026-01-05 to 2026-01-12"'
        return Remark(page.source, table.head, message)
    return None


def unnamed(page: Page, table: Table, kind: Kind | None) -> TableKind:
    """Return the remark on a table without a column of names; one of rituals, on a page that is no group's, may hold none."""
    keys = column_headers.keys([cell.text for cell in table.header], kind) if kind else []
    if kind is None or (not claimed_group(page) and not {"dri", *column_headers.WHEN} & set(keys)):
        return TableKind()
    message = f'no column of this table is the "{kind.key}" of {kind.name}'
    return TableKind(remark=Remark(page.source, table.head, message))


def checked(page: Page, table: Table, kind: Kind, keys: Sequence[str | None]) -> TableKind:
    """Return the kind of a table if it has a place for every column, else a remark."""
    unknown = [cell.text for cell, key in zip(table.header, keys, strict=True) if key is None and cell.text]
    if kind.name == "rituals" and not column_headers.WHEN & set(keys):
        message = (
            'this table may be of rituals, but no column says how often or when, such as "Cadence" or "Meeting time"'
        )
        return TableKind(remark=Remark(page.source, table.head, message))
    # Without a column for it, the description is what the others say.
    if unknown and (kind.name != "rituals" or "description" in keys):
        known = ", ".join(column.key for column in default_columns(kind))
        message = f"{kind.name} have no place for the column {listed(unknown)}, known are {known}"
        return TableKind(remark=Remark(page.source, table.head, message))
    return TableKind(kind, keys)


def read_rows(table: Table, keys: Sequence[str | None]) -> Iterator[Row]:
    """Yield the rows of a table with their cells by key."""
    headers = [inline_markdown.plain_text(cell.text) for cell in table.header]
    zones = [
        column_keys.zone_of(cell.text) if key in column_headers.WHEN else ""
        for key, cell in zip(keys, table.header, strict=True)
    ]
    for cells, span in table.rows:
        problem = ""
        if len(cells) > len(keys) or (len(cells) == 1 and len(keys) > 1):
            problem = NO_ROWS.format(len(cells), len(keys))
        named = {
            key: Cell(column_keys.with_zone(cell.text, zone), cell.start)
            for key, cell, zone in zip(keys, cells, zones, strict=False)
            if key
        }
        others = ((header, cell) for key, header, cell in zip(keys, headers, cells, strict=False) if key is None)
        yield Row(named, span, problem, tuple((header, cell) for header, cell in others if cell.text))


def block_of(
    handbook: Handbook,
    page: Page,
    kind: Kind,
    rows: tuple[Row, ...],
    spans: tuple[Span, Span],
    heading: Heading | None,
    section: Span,
) -> Block:
    """Return a table or a list below a heading as a block; `spans` are that of all its lines and that of its head."""
    title = outline.shown_title(heading.title) if heading and heading.level > 1 else ""
    return Block(page, kind, rows, *spans, section, title, closes(heading, kind, handbook.settings))


def closes(heading: Heading | None, kind: Kind, settings: Settings) -> bool:
    """Return whether a heading is that of a kind's closing section."""
    closing: Mapping[str, str] = closing_order.closing(settings)
    return heading is not None and heading.level > 1 and closing.get(outline.plain_title(heading.title)) == kind.name
