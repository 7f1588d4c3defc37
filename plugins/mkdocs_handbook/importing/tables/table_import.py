"""The importer of tables, lists and schedules: their rows become items, and an embed takes their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from mkdocs_handbook.importing import data_writer, embed_edits, target_files
from mkdocs_handbook.importing.draft import Draft
from mkdocs_handbook.importing.records import Block, ImportedItem, NotImportedError, Place, Remark, Row
from mkdocs_handbook.importing.tables import (
    cell_values,
    inline_markdown,
    markdown_tables,
    row_items,
    schedule_tables,
    table_kinds,
)
from mkdocs_handbook.importing.tables.column_headers import WHEN
from mkdocs_handbook.importing.tables.markdown_tables import Table
from mkdocs_handbook.importing.tables.schedule_tables import Columns
from mkdocs_handbook.importing.tables.table_kinds import closes
from mkdocs_handbook.importing.times import dates
from mkdocs_handbook.model import Page, Span
from mkdocs_handbook.pages import embeds, outline


class ReadRow(NamedTuple):
    """A row that was understood: its items, and remarks on what was assumed."""

    row: Row
    items: Sequence[dict[str, Any]]
    remarks: Sequence[Remark]


def import_block(draft: Draft, block: Block, keeper: str) -> None:
    """Add the items of a table or list, and the embed that takes its place."""
    source = block.page.source
    place = Place(source.path, block.span.start, "block")
    if draft.is_barred(place, source, block.rows[0].span if block.rows else block.head):
        return
    reader = cell_values.reader(block.page, block.kind, draft.people)
    results = [result for row in block.rows if (result := read_row(draft, reader, block, row, keeper))]
    if not results:
        return
    try:
        path = data_path(draft, block)
    except NotImportedError as error:
        draft.note_not_imported(source, block.rows[0].span, str(error))
        return
    done = {result.row.span: new for result in results if (new := new_items(draft, path, block, result)) is not None}
    if done:
        added = [item for items in done.values() for item in items]
        draft.items += added
        draft.replace(embed_edits.replacement(block, done, embed_paragraph(draft, block, path, added)), place)


def read_row(draft: Draft, reader: cell_values.Reader, block: Block, row: Row, keeper: str) -> ReadRow | None:
    """Return the items of a row, None if it stays as it is; the reason is noted."""
    source = block.page.source
    if draft.is_barred(Place(source.path, row.span.start), source, row.span):
        return None
    try:
        with draft.people.undo_on_failure():
            results = list(row_items.read_items(reader, block, row, draft.options, keeper))
    except NotImportedError as error:
        draft.note_not_imported(source, row.span, str(error))
        return None
    assumed = [result for result in results if isinstance(result, Remark)]
    return ReadRow(row, [result for result in results if not isinstance(result, Remark)], assumed)


def new_items(draft: Draft, path: str, block: Block, result: ReadRow) -> list[ImportedItem] | None:
    """Return the new items of a row, None if it contradicts the data file; that is noted."""
    try:
        new = [draft.new_item(path, block, result.row, item) for item in result.items]
    except NotImportedError as error:
        draft.note_not_imported(block.page.source, result.row.span, str(error))
        return None
    draft.remarks += result.remarks if any(new) else ()
    return [item for item in new if item]


def data_path(draft: Draft, block: Block) -> str:
    """Return the path of the data file for a block; raise NotImportedError if none has room."""
    path = target_files.choose_path(draft.handbook, block, draft.options.group, draft.taken)
    data_writer.items_edit(draft.handbook, path, block.kind, [])
    return path


def embed_paragraph(draft: Draft, block: Block, path: str, added: Iterable[ImportedItem], label: str = "") -> str:
    """Return the paragraph that embeds a data file, "" if the block's section has one already."""
    if embed_edits.is_shown(draft.handbook, block.page, path, block.section):
        return ""
    known = draft.handbook.by_path.get(path)
    shown = [*(item.values for item in (known.all_items if known else ())), *(item.values for item in added)]
    wanted = {key for row in block.rows for key in row.cells}
    wanted |= {"time", "timezone", "duration"} if wanted & WHEN else set()
    is_own = block.is_closing and f"-{target_files.slug(block.title)}." not in path
    title = "" if is_own else block.title
    line = embed_edits.embed_link(draft.handbook, block.page, path, block.kind, label or title)
    return line if label else line + embed_edits.embed_options(block.kind, shown, wanted)


def import_schedule(draft: Draft, page: Page, table: Table) -> None:
    """Add the rotation of a typed schedule, and the embed that takes its place."""
    shape = schedule_tables.columns(table)
    if not shape or not table.rows:
        remark = table_kinds.doubt(page, table, markdown_tables.section_at(page, table.span.start)[0])
        draft.remarks += [remark] if remark else []
        return
    place = Place(page.source.path, table.span.start, "block")
    if draft.is_barred(place, page.source, table.head):
        return
    block = schedule_block(draft, page, table)
    # Whatever is wrong with its one item is wrong with the table.
    row = Row({}, table.head)
    if draft.is_barred(Place(page.source.path, row.span.start), page.source, row.span):
        return
    try:
        with draft.people.undo_on_failure():
            item = rotation_values(draft, block, table, shape)
        path = data_path(draft, block)
        entry = draft.new_item(path, block, row, item)
    except NotImportedError as error:
        span = error.args[1] if len(error.args) > 1 else table.head
        draft.note_not_imported(page.source, span, str(error.args[0]))
        return
    draft.items += [entry] if entry else []
    draft.note_assumption(page.source, table.head, assumption(draft, page, table, shape, item))
    line = embed_paragraph(draft, block, path, (), str(item["rotation"]))
    draft.replace(embed_edits.replacement(block, {row.span for row in block.rows}, line), place)


def schedule_block(draft: Draft, page: Page, table: Table) -> Block:
    """Return a schedule as a block without cells by key: its rows become one item."""
    heading, section = markdown_tables.section_at(page, table.span.start)
    kind = draft.handbook.kinds["rotations"]
    title = outline.shown_title(heading.title) if heading else ""
    rows = tuple(Row({}, span) for _, span in table.rows)
    closing = closes(heading, kind, draft.handbook.settings)
    return Block(page, kind, rows, table.span, table.head, section, title, closing)


def rotation_values(draft: Draft, block: Block, table: Table, shape: Columns) -> dict[str, Any]:
    """Return the values of a schedule's rotation; raise NotImportedError, with the span of a row, if there is none."""
    page = block.page
    references = cell_values.references(page.source.text, page.body)
    turns = schedule_tables.read_turns(table, shape, draft.people, references, likely_day(draft, page, table))
    return {"rotation": schedule_tables.rotation_name(page, block.title), **schedule_tables.rotation_keys(turns)}


def likely_day(draft: Draft, page: Page, table: Table) -> date:
    """Return a day near a schedule: when its first row came into git, else today."""
    cells = table.rows[0][0]
    return (
        draft.options.first_seen(page, inline_markdown.plain_text(cells[0].text)) if cells else None
    ) or draft.options.today


def assumption(draft: Draft, page: Page, table: Table, shape: Columns, item: dict[str, Any]) -> str:
    """Return the remark on how a schedule was read."""
    frames = (cells[shape.when].text for cells, _ in table.rows if shape.when < len(cells))
    years = (
        "" if all(map(dates.has_year, frames)) else f", in the year that is nearest to {likely_day(draft, page, table)}"
    )
    how = f"every {item['every']}, and so on from then on" if "every" in item else "as explicit shifts, no period fits"
    return f'"{item["rotation"]}" starts on {item["startsOn"]}{years}: {how}'


def import_tags(draft: Draft, page: Page) -> None:
    """Replace each tag that shows a data file with an embed."""
    for embed in (embed for embed in page.embeds if embed.is_tag):
        place = Place(page.source.path, embed.span.start, "tag")
        file = embeds.data_file(draft.handbook, embed)
        if embed.span == Span(0, 0) or draft.is_barred(place, page.source, embed.span):
            continue
        if file is None:
            message = f'no data file is called "{embed.target}", move it into {draft.handbook.settings.data_dir}/'
            draft.note_not_imported(page.source, embed.span, message)
        elif page.source.text.rfind("\n", 0, embed.span.start) + 1 == embed.span.start:
            line = embed_edits.embed_link(draft.handbook, page, file.source.path, file.kind)
            draft.replace(embed_edits.spaced_edit(page, embed.span, line), place)
