"""A data file as the table that a page shows: columns, rows and cells, without any HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mkdocs_handbook import duties, feedpaths, rotation, rows, selection
from mkdocs_handbook.cells import Cell, cell, clean, shift_cell
from mkdocs_handbook.model import Column, DataFile, Embed, Handbook, Item


class Row(NamedTuple):
    """A row: its id ("" where the page has it already), its cells in the order of the columns, its link to edit."""

    id: str
    cells: tuple[Cell, ...]
    edit_url: str
    now: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with all that a template shows of it."""

    kind: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    edit_url: str
    path: str
    feed: str = ""

    @property
    def label(self) -> str:
        """The caption without the marks of inline Markdown."""
        return re.sub(r"[*`]|\[([^\]]*)\]\([^)]*\)", r"\1", self.caption)


def table(handbook: Handbook, file: DataFile, embed: Embed, taken: set[str]) -> Table:
    """Give the table of a data file for an embed; `taken` are the ids on its page so far, and grows."""
    kind = file.kind
    wanted = selection.columns(embed.options) or kind.shown
    by_key = {column.key: column for column in kind.columns}
    columns = tuple(by_key[key] for key in wanted if key in by_key)
    chosen = [
        (item, row)
        for item, row in zip(file.items, rows.ids(file), strict=False)
        if selection.matches(item, embed.options)
    ]
    made = _shift_rows if kind.name == "rotations" else _rows
    return Table(
        kind=kind.name,
        caption=clean(embed.label) or title(file),
        columns=columns,
        rows=tuple(made(handbook, file, columns, chosen, embed.options, taken)),
        edit_url=edit_url(handbook, file, 0),
        path=file.source.path,
        feed=feed(handbook, file, {item.text("rotation") for item, _ in chosen}),
    )


def feed(handbook: Handbook, file: DataFile, names: set[str]) -> str:
    """Give the address of the calendar of a table's rituals or rotations, below the pages' folder; "" if it has none."""
    if not handbook.settings.feeds or file.kind.name not in {"rituals", "rotations"}:
        return ""
    return feedpaths.rotation(file.group, *names) if names != {""} and len(names) == 1 else feedpaths.group(file.group)


def title(file: DataFile) -> str:
    """Give the caption of a table that nobody named, such as "Engineering rituals"."""
    name = str(file.kind.schema.get("title", file.kind.name))
    group = file.group.replace("-", " ")
    return f"{group[:1].upper()}{group[1:]} {name[:1].lower()}{name[1:]}" if group else name


def edit_url(handbook: Handbook, file: DataFile, offset: int) -> str:
    """Give the address at which a line of a data file can be edited, "" where the site knows none."""
    template = handbook.settings.edit_url
    return template.replace("{path}", file.source.path).replace("{line}", str(file.source.position(offset).row))


def first_time(row: str, taken: set[str]) -> str:
    """Give an id the first time that a page asks for it, then ""."""
    if row in taken:
        return ""
    taken.add(row)
    return row


Chosen = list[tuple[Item, str]]


def _rows(
    handbook: Handbook,
    file: DataFile,
    columns: tuple[Column, ...],
    chosen: Chosen,
    _options: Mapping[str, str],
    taken: set[str],
) -> Iterator[Row]:
    for item, row in chosen:
        cells = tuple(cell(handbook, file.kind, item, column) for column in columns)
        yield Row(first_time(row, taken), cells, edit_url(handbook, file, item.start))


def _shift_rows(
    handbook: Handbook,
    file: DataFile,
    columns: tuple[Column, ...],
    chosen: Chosen,
    options: Mapping[str, str],
    taken: set[str],
) -> Iterator[Row]:
    """Give a row for each shift that is on or comes next, for the computed columns; others show the item's value."""
    count = int(options.get("shifts", handbook.settings.shifts))
    by_name = duties.rotations((item for item, _ in chosen), handbook.settings.timezone)
    for name, entries in by_name.items():
        mine = [(item, row) for item, row in chosen if item.text("rotation") == name]
        mine.sort(key=lambda one: one[0].text("startsOn"))
        _, row = mine[0]
        for shift in rotation.current_and_next(entries, handbook.now, count):
            begun = [item for item, _ in mine if item.text("startsOn") <= shift.start.date().isoformat()]
            item = begun[-1] if begun else mine[0][0]
            cells = tuple(shift_cell(handbook, file.kind, item, column, shift) for column in columns)
            on_duty = shift.start <= handbook.now
            yield Row(first_time(row, taken), cells, edit_url(handbook, file, item.start), on_duty)
