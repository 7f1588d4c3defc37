"""The finder of tables and lists that can become data, each with its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mkdocs_handbook.data.kinds import default_columns
from mkdocs_handbook.importing.records import Block, Remark, Row
from mkdocs_handbook.importing.tables import columns, markdown_lists, markdown_tables
from mkdocs_handbook.importing.tables.markdown_tables import Table
from mkdocs_handbook.model import Handbook, Heading, Kind, Page, Settings, Span
from mkdocs_handbook.pages import outline, sections
from mkdocs_handbook.pages.group_pages import claimed_group
from mkdocs_handbook.util.wording import listed

NO_ROWS = "cells in this row: {}, headers above it: {}; the pipes between them may be missing or too many"


def find_blocks(handbook: Handbook, page: Page) -> Iterator[Block | Remark]:
    """Yield the tables and lists of a page that are of a kind, in its order, and remarks on those that are almost."""
    blocks = [*table_blocks(handbook, page), *list_blocks(handbook, page)]
    yield from sorted(blocks, key=lambda block: block.span.start)


def table_blocks(handbook: Handbook, page: Page) -> Iterator[Block | Remark]:
    """Yield the tables of a page that are of a kind, without schedules."""
    for table in markdown_tables.find_tables(page):
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
                tuple(read_rows(table, keys)),
                table.span,
                table.head,
                section,
                title(heading),
                closes(heading, kind, handbook.settings),
            )


def other_tables(handbook: Handbook, page: Page) -> Iterator[Table]:
    """Yield the tables of a page whose headers are of no kind; schedules are among them."""
    for table in markdown_tables.find_tables(page):
        heading, _ = markdown_tables.section_at(page, table.span.start)
        if kind_of(handbook, page, table, heading) == (None, None):
            yield table


def kind_of(handbook: Handbook, page: Page, table: Table, heading: Heading | None) -> tuple[Kind | None, Remark | None]:
    """Return the kind of a table by its section or headers, or a remark on a table that is almost of one."""
    headers = [cell.text for cell in table.header]
    named = columns.kind_of_title(heading.title, sections.closing(handbook.settings)) if heading else ""
    kind = handbook.kinds.get(named)
    if kind is None or kind.key not in columns.keys(headers, kind):
        by_headers = columns.kind_of_headers(headers, handbook.kinds)
        if by_headers or kind is None:
            return by_headers, None
        # A table about rituals, on a page that is no group's, may well hold none.
        if not claimed_group(page) and not {"dri", "frequency"} & set(columns.keys(headers, kind)):
            return None, None
        return None, Remark(page.source, table.head, f'no column of this table is the "{kind.key}" of {kind.name}')
    unknown = [text for text, key in zip(headers, columns.keys(headers, kind), strict=True) if key is None]
    if any(unknown):
        known = ", ".join(column.key for column in default_columns(kind))
        message = f"{kind.name} have no place for the column {listed(unknown)}, known are {known}"
        return None, Remark(page.source, table.head, message)
    return kind, None


def read_rows(table: Table, keys: Sequence[str | None]) -> Iterator[Row]:
    """Yield the rows of a table with their cells by key."""
    for cells, span in table.rows:
        problem = ""
        if len(cells) > len(keys) or (len(cells) == 1 and len(keys) > 1):
            problem = NO_ROWS.format(len(cells), len(keys))
        named = {key: cell for key, cell in zip(keys, cells, strict=False) if key}
        yield Row(named, span, problem)


def list_blocks(handbook: Handbook, page: Page) -> Iterator[Block]:
    """Yield the lists of channels and boards in the sections of a page."""
    for heading in outline.headings(page.source.text, page.body):
        kind = handbook.kinds.get(columns.kind_of_title(heading.title, sections.closing(handbook.settings)))
        if kind is None or heading.level < 2:
            continue
        _, section = markdown_tables.section_at(page, heading.span.start)
        for rows, span in markdown_lists.find_lists(page, section, kind.name):
            empty = Span(span.start, span.start)
            yield Block(
                page, kind, rows, span, empty, section, title(heading), closes(heading, kind, handbook.settings)
            )


def title(heading: Heading | None) -> str:
    """Return the title of a section as readers see it, "" for the page's own."""
    return outline.shown_title(heading.title) if heading and heading.level > 1 else ""


def closes(heading: Heading | None, kind: Kind, settings: Settings) -> bool:
    """Return whether a heading is that of a kind's closing section."""
    closing: Mapping[str, str] = sections.closing(settings)
    return heading is not None and heading.level > 1 and closing.get(outline.plain_title(heading.title)) == kind.name
