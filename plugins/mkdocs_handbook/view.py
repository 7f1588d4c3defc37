"""A data file as the table that a page shows: columns, rows and cells, without any HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, takewhile
from typing import NamedTuple

from mkdocs_handbook import duties, rotation, rows, selection
from mkdocs_handbook.cells import Cell, cell, clean, shift_cell
from mkdocs_handbook.details import Detail, Details
from mkdocs_handbook.model import Column, DataFile, Embed, Handbook, Item, Rotation, Shift

# So many shifts at most does a page know behind those that it shows, however short they are.
LATER = 50


class Row(NamedTuple):
    """A row: its id ("" where the page has it already), its cells in the order of the columns, its link to edit.

    `now` says that its shift is on. `data` is what the script in the page needs to know of a shift, and a `hidden` one is
    there for the script, which shows it when its time comes.
    """

    id: str
    cells: tuple[Cell, ...]
    edit_url: str
    now: bool = False
    data: tuple[tuple[str, str], ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with all that a template shows of it.

    `timezone` is that in which dates without a
    time are meant, "" where no date in the table depends on the day; `shifts` is how many come after the current one.
    """

    kind: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    edit_url: str
    path: str
    timezone: str = ""
    shifts: int = 0

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
    is_shifts = kind.name == "rotations"
    made = _shift_rows if is_shifts else _rows
    is_timely = is_shifts or any(column.key == "next" for column in columns)
    return Table(
        kind=kind.name,
        caption=clean(embed.label) or title(file),
        columns=columns,
        rows=tuple(made(handbook, file, columns, chosen, embed.options, taken)),
        edit_url=edit_url(handbook, file, 0),
        path=file.source.path,
        timezone=handbook.settings.timezone if is_timely else "",
        shifts=shift_count(handbook, embed.options) if is_shifts else 0,
    )


def shift_count(handbook: Handbook, options: Mapping[str, str]) -> int:
    """Give how many shifts after the current one a table shows."""
    return int(options.get("shifts", handbook.settings.shifts))


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
    details = Details(handbook, file, columns)
    opened = next((index for index, column in enumerate(columns) if column.format == "markdown"), 0)
    for item, row in chosen:
        cells = [cell(handbook, file.kind, item, column) for column in columns]
        if cells and (found := details(item)):
            cells[opened] = with_details(cells[opened], found)
        yield Row(first_time(row, taken), tuple(cells), edit_url(handbook, file, item.start))


def with_details(holder: Cell, found: tuple[Detail, ...]) -> Cell:
    """Give a cell that holds what its row tells; inline Markdown is only one of its parts then."""
    if holder.format != "markdown":
        return holder._replace(details=found)
    parts = tuple(part._replace(form="markdown") for part in holder.parts)
    return holder._replace(format="text", parts=parts, details=found)


def _shift_rows(
    handbook: Handbook,
    file: DataFile,
    columns: tuple[Column, ...],
    chosen: Chosen,
    options: Mapping[str, str],
    taken: set[str],
) -> Iterator[Row]:
    """Give a row for each shift that is on or comes next, for the computed columns; others show the item's value.

    Those that begin within the horizon follow, hidden.
    """
    count = shift_count(handbook, options)
    by_name = duties.rotations((item for item, _ in chosen), handbook.settings.timezone)
    for name, entries in by_name.items():
        mine = [(item, row) for item, row in chosen if item.text("rotation") == name]
        mine.sort(key=lambda one: one[0].text("startsOn"))
        _, row = mine[0]
        near = rotation.current_and_next(entries, handbook.now, count)
        for index, shift in enumerate((*near, *later_shifts(handbook, entries, len(near)))):
            begun = [item for item, _ in mine if item.text("startsOn") <= shift.start.date().isoformat()]
            item = begun[-1] if begun else mine[0][0]
            cells = tuple(shift_cell(handbook, file.kind, item, column, shift) for column in columns)
            url, on_duty = edit_url(handbook, file, item.start), shift.start <= handbook.now
            yield Row(first_time(row, taken), cells, url, on_duty, duty_data(name, shift), hidden=index >= len(near))


def later_shifts(handbook: Handbook, entries: Sequence[Rotation], behind: int) -> Iterator[Shift]:
    """Give the shifts behind the first ones that begin within the horizon, so that a page knows them when it is older."""
    limit = handbook.now + timedelta(handbook.settings.horizon)
    known = islice(rotation.shifts(entries, handbook.now), behind, behind + LATER)
    return takewhile(lambda shift: shift.start <= limit, known)


def duty_data(name: str, shift: Shift) -> tuple[tuple[str, str], ...]:
    """Give what the script needs to know of a shift: whose it is, and from when until when."""
    end = (("to", shift.end.isoformat()),) if shift.end else ()
    return (("duty", name), ("from", shift.start.isoformat()), *end)
