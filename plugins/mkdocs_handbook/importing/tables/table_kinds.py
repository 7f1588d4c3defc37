"""The tables and lists of a page that can become data, each with its kind, and those that only look so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mkdocs_handbook.data.kinds import ordinary
from mkdocs_handbook.importing.records import Block, Remark, Row
from mkdocs_handbook.importing.tables import columns, markdown_lists, markdown_tables
from mkdocs_handbook.importing.tables.markdown_tables import Table
from mkdocs_handbook.lint.rules.pages.closing_sections import group_of
from mkdocs_handbook.model import Handbook, Heading, Kind, Page, Settings, Span
from mkdocs_handbook.pages import outline, sections
from mkdocs_handbook.util.wording import listed

NO_ROWS = "cells in this row: {}, headers above it: {}; the pipes between them may be missing or too many"


def blocks(handbook: Handbook, page: Page) -> Iterator[Block | Remark]:
    """Give the tables and lists of a page, in its order, and why others stay that were meant to be some."""
    found = [*of_tables(handbook, page), *of_lists(handbook, page)]
    yield from sorted(found, key=lambda one: one.span.start)


def of_tables(handbook: Handbook, page: Page) -> Iterator[Block | Remark]:
    """Give the tables of a page that are of a kind; schedules are none of these."""
    for table in markdown_tables.tables(page):
        heading, section = markdown_tables.section_at(page, table.span.start)
        kind, remark = kind_of(handbook, page, table, heading)
        if remark or not kind:
            yield from [remark] if remark else []
        elif not table.is_apart:
            yield Remark(
                page.source, table.head, f"this table of {kind.name} is indented, as code or part of a list is"
            )
        else:
            keys = columns.keys([cell.text for cell in table.header], kind)
            yield Block(
                page,
                kind,
                tuple(rows(table, keys)),
                table.span,
                table.head,
                section,
                title(heading),
                closes(heading, kind, handbook.settings),
            )


def schedules(handbook: Handbook, page: Page) -> Iterator[Table]:
    """Give the tables of a page that are of no kind by their headers: schedules are among these."""
    for table in markdown_tables.tables(page):
        heading, _ = markdown_tables.section_at(page, table.span.start)
        if kind_of(handbook, page, table, heading) == (None, None):
            yield table


def kind_of(handbook: Handbook, page: Page, table: Table, heading: Heading | None) -> tuple[Kind | None, Remark | None]:
    """Give the kind of a table by its section or its headers, or why one that was meant to be of a kind is of none."""
    headers = [cell.text for cell in table.header]
    named = columns.kind_of_title(heading.title, sections.closing(handbook.settings)) if heading else ""
    kind = handbook.kinds.get(named)
    if kind is None or kind.key not in columns.keys(headers, kind):
        told = columns.kind_of_headers(headers, handbook.kinds)
        if told or kind is None:
            return told, None
        # A table about rituals, on a page that is no group's, may well hold none.
        if not group_of(page) and not {"dri", "frequency"} & set(columns.keys(headers, kind)):
            return None, None
        return None, Remark(page.source, table.head, f'no column of this table is the "{kind.key}" of {kind.name}')
    unknown = [text for text, key in zip(headers, columns.keys(headers, kind), strict=True) if key is None]
    if any(unknown):
        known = ", ".join(one.key for one in ordinary(kind))
        message = f"{kind.name} have no place for the column {listed(unknown)}, known are {known}"
        return None, Remark(page.source, table.head, message)
    return kind, None


def rows(table: Table, keys: Sequence[str | None]) -> Iterator[Row]:
    """Give the rows of a table by key; cells that lack at its end are empty."""
    for cells, span in table.rows:
        problem = ""
        if len(cells) > len(keys) or (len(cells) == 1 and len(keys) > 1):
            problem = NO_ROWS.format(len(cells), len(keys))
        named = {key: cell for key, cell in zip(keys, cells, strict=False) if key}
        yield Row(named, span, problem)


def of_lists(handbook: Handbook, page: Page) -> Iterator[Block]:
    """Give the lists of a page that stand in a section of channels or boards."""
    for heading in outline.headings(page.source.text, page.body):
        kind = handbook.kinds.get(columns.kind_of_title(heading.title, sections.closing(handbook.settings)))
        if kind is None or heading.level < 2:
            continue
        _, section = markdown_tables.section_at(page, heading.span.start)
        for found, span in markdown_lists.lists(page, section, kind.name):
            empty = Span(span.start, span.start)
            yield Block(
                page, kind, found, span, empty, section, title(heading), closes(heading, kind, handbook.settings)
            )


def title(heading: Heading | None) -> str:
    """Give the title of a section as readers see it."""
    return outline.shown_title(heading.title) if heading and heading.level > 1 else ""


def closes(heading: Heading | None, kind: Kind, settings: Settings) -> bool:
    """Whether a heading is the closing one of a kind."""
    closing: Mapping[str, str] = sections.closing(settings)
    return heading is not None and heading.level > 1 and closing.get(outline.plain_title(heading.title)) == kind.name
