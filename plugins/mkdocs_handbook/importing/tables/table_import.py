"""Tables, lists and schedules of a page become items, and the tables that show these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from mkdocs_handbook.importing import data_writer, embed_edits, target_files
from mkdocs_handbook.importing.draft import Draft
from mkdocs_handbook.importing.records import Block, ImportedItem, NotImportedError, Place, Remark, Row
from mkdocs_handbook.importing.tables import cell_values, dates, markdown_tables, row_items, schedule_tables
from mkdocs_handbook.importing.tables.markdown_tables import Table
from mkdocs_handbook.importing.tables.schedule_tables import Columns
from mkdocs_handbook.importing.tables.table_kinds import closes
from mkdocs_handbook.model import Page, Span
from mkdocs_handbook.pages import outline


class Read(NamedTuple):
    """What a row says: its items, and what was assumed of them."""

    row: Row
    items: Sequence[dict[str, Any]]
    remarks: Sequence[Remark]


def block(draft: Draft, found: Block, keeper: str) -> None:
    """Add the items of a table or list, and the table that takes its place."""
    source = found.page.source
    where = Place(source.path, found.span.start, "block")
    if draft.is_barred(where, source, found.rows[0].span if found.rows else found.head):
        return
    reader = cell_values.reader(found.page, found.kind, draft.people)
    rows = [one for row in found.rows if (one := read(draft, reader, found, row, keeper))]
    if not rows:
        return
    try:
        path = file_of(draft, found)
    except NotImportedError as error:
        draft.note_not_imported(source, found.rows[0].span, str(error))
        return
    done = {one.row.span: new for one in rows if (new := taken(draft, path, found, one)) is not None}
    if done:
        added = [entry for entries in done.values() for entry in entries]
        draft.items += added
        draft.replace(embed_edits.replacement(found, done, paragraph(draft, found, path, added)), where)


def read(draft: Draft, reader: cell_values.Reader, found: Block, row: Row, keeper: str) -> Read | None:
    """Give what a row says, None where it stays, which is noted."""
    source = found.page.source
    if draft.is_barred(Place(source.path, row.span.start), source, row.span):
        return None
    try:
        with draft.people.trying():
            said = list(row_items.items(reader, found, row, draft.options, keeper))
    except NotImportedError as error:
        draft.note_not_imported(source, row.span, str(error))
        return None
    assumed = [one for one in said if isinstance(one, Remark)]
    return Read(row, [one for one in said if not isinstance(one, Remark)], assumed)


def taken(draft: Draft, path: str, found: Block, one: Read) -> list[ImportedItem] | None:
    """Give the new items of a row, None where it stays because a data file says something else, which is noted."""
    try:
        new = [draft.new_item(path, found, one.row, item) for item in one.items]
    except NotImportedError as error:
        draft.note_not_imported(found.page.source, one.row.span, str(error))
        return None
    draft.remarks += one.remarks if any(new) else ()
    return [entry for entry in new if entry]


def file_of(draft: Draft, found: Block) -> str:
    """Give the path of the data file for a block; raise NotImportedError where there is none with room."""
    path = target_files.choose(draft.handbook, found, draft.options.group, draft.taken)
    data_writer.items_edit(draft.handbook, path, found.kind, [])
    return path


def paragraph(draft: Draft, found: Block, path: str, added: Iterable[ImportedItem], label: str = "") -> str:
    """Give the paragraph that shows a data file as a block was shown, "" where its section has one already."""
    if embed_edits.is_shown(draft.handbook, found.page, path, found.section):
        return ""
    known = draft.handbook.by_path.get(path)
    shown = [*(item.values for item in (known.every if known else ())), *(entry.values for entry in added)]
    wanted = {key for row in found.rows for key in row.cells}
    title = "" if found.is_closing else found.title
    line = embed_edits.link(draft.handbook, found.page, path, found.kind, label or title)
    return line if label else line + embed_edits.options(found.kind, shown, wanted)


def schedule(draft: Draft, page: Page, table: Table) -> None:
    """Add the rotation of a typed schedule, and the computed one that takes its place."""
    shape = schedule_tables.columns(table)
    if not shape or not table.rows:
        return
    where = Place(page.source.path, table.span.start, "block")
    if draft.is_barred(where, page.source, table.head):
        return
    found = as_block(draft, page, table)
    # Whatever is wrong with its one item is wrong with the table.
    row = Row({}, table.head)
    if draft.is_barred(Place(page.source.path, row.span.start), page.source, row.span):
        return
    try:
        with draft.people.trying():
            item = rotation(draft, found, table, shape)
        path = file_of(draft, found)
        entry = draft.new_item(path, found, row, item)
    except NotImportedError as error:
        span = error.args[1] if len(error.args) > 1 else table.head
        draft.note_not_imported(page.source, span, str(error.args[0]))
        return
    draft.items += [entry] if entry else []
    draft.note_assumption(page.source, table.head, explained(draft, page, table, shape, item))
    line = paragraph(draft, found, path, (), str(item["rotation"]))
    draft.replace(embed_edits.replacement(found, {one.span for one in found.rows}, line), where)


def as_block(draft: Draft, page: Page, table: Table) -> Block:
    """Give a schedule as a block, all of whose rows go together."""
    heading, section = markdown_tables.section_at(page, table.span.start)
    kind = draft.handbook.kinds["rotations"]
    title = outline.shown_title(heading.title) if heading else ""
    rows = tuple(Row({}, span) for _, span in table.rows)
    closing = closes(heading, kind, draft.handbook.settings)
    return Block(page, kind, rows, table.span, table.head, section, title, closing)


def rotation(draft: Draft, found: Block, table: Table, shape: Columns) -> dict[str, Any]:
    """Give the rotation of a schedule; raise NotImportedError, with the span of the row, where it can't be one."""
    page = found.page
    references = cell_values.references(page.source.text, page.body)
    turns = schedule_tables.turns(table, shape, draft.people, references, near(draft, page, table))
    return {"rotation": schedule_tables.name(page, found.title), **schedule_tables.rotation(turns)}


def near(draft: Draft, page: Page, table: Table) -> date:
    """Give a day near a schedule: when its first row came into git, else today."""
    cells = table.rows[0][0]
    return (draft.options.first_seen(page, cells[0].text) if cells else None) or draft.options.today


def explained(draft: Draft, page: Page, table: Table, shape: Columns, item: dict[str, Any]) -> str:
    """Say what was made of a schedule."""
    frames = (cells[shape.when].text for cells, _ in table.rows if shape.when < len(cells))
    years = "" if all(map(dates.has_year, frames)) else f", in the year that is nearest to {near(draft, page, table)}"
    how = f"every {item['every']}, and so on from then on" if "every" in item else "as explicit shifts, no period fits"
    return f'"{item["rotation"]}" starts on {item["startsOn"]}{years}: {how}'


def tag_edits(draft: Draft, page: Page) -> None:
    """Add a paragraph for each tag that shows a data file."""
    for embed in (one for one in page.embeds if one.is_tag):
        where = Place(page.source.path, embed.span.start, "tag")
        file = target_files.file_of(draft.handbook, page, embed)
        if embed.span == Span(0, 0) or draft.is_barred(where, page.source, embed.span):
            continue
        if file is None:
            message = f'no data file is called "{embed.target}", move it into {draft.handbook.settings.data_dir}/'
            draft.note_not_imported(page.source, embed.span, message)
        elif page.source.text.rfind("\n", 0, embed.span.start) + 1 == embed.span.start:
            line = embed_edits.link(draft.handbook, page, file.source.path, file.kind)
            draft.replace(embed_edits.apart(page, embed.span, line), where)
