"""A data file as the table that a page shows: columns, rows and cells, without any HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from mkdocs_handbook import computedcells, duties, embeds, entries, feedpaths, roster, rotation, selection, titles
from mkdocs_handbook.cells import Cell, clean, shift_cell
from mkdocs_handbook.entries import Entry
from mkdocs_handbook.model import Column, DataFile, Embed, Handbook, Page, Shift

# The columns of rotations that tell of a shift.
SHIFT = ("from", "to", "dri", "reason")


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


def table(handbook: Handbook, page: Page, embed: Embed, taken: set[str]) -> Table:
    """Give the table of an embed on a page, which shows a data file or more; `taken` are the ids there so far, and grows."""
    is_one, file = not embeds.is_wildcard(embed), embeds.shown(handbook, page, embed)[0]
    kind = file.kind
    wanted = selection.columns(embed.options) or kind.shown
    by_key = {column.key: column for column in kind.columns}
    columns = tuple(by_key[key] for key in wanted if key in by_key)
    chosen = [one for one in entries.chosen(handbook, page, embed) if one.is_valid]
    made = _shift_rows if kind.name == "rotations" else _rows
    return Table(
        kind=kind.name,
        caption=clean(embed.label) or title(file if is_one else replace(file, group="")),
        columns=columns,
        rows=tuple(made(handbook, columns, chosen, embed, taken)),
        edit_url=edit_url(handbook, file, 0),
        path=file.source.path if is_one else "the entry",
        feed=feed(handbook, file, embed, chosen),
    )


def feed(handbook: Handbook, file: DataFile, embed: Embed, chosen: list[Entry]) -> str:
    """Give the address of the calendar of a table's rituals or rotations, below the pages' folder; "" if it has none."""
    # What is due in a period is part of a table that has the link.
    if not handbook.settings.feeds or file.kind.name not in {"rituals", "rotations"} or "due" in embed.options:
        return ""
    if embeds.is_wildcard(embed):
        wanted = dict(selection.conditions(embed.options))
        has_own = wanted.keys() == {"dri"} and wanted["dri"] in (handbook.people or {})
        return feedpaths.person(wanted["dri"]) if has_own else feedpaths.ALL
    names = {one.item.text("rotation") for one in chosen}
    return feedpaths.rotation(file.group, *names) if names != {""} and len(names) == 1 else feedpaths.group(file.group)


def title(file: DataFile) -> str:
    """Give the caption of a table that nobody named, such as "Engineering rituals"."""
    name = str(file.kind.schema.get("title", file.kind.name))
    return f"{titles.of_group(file.group)} {name[:1].lower()}{name[1:]}" if file.group else name


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


def _rows(
    handbook: Handbook, columns: tuple[Column, ...], chosen: list[Entry], embed: Embed, taken: set[str]
) -> Iterator[Row]:
    is_one = not embeds.is_wildcard(embed)
    for one in chosen:
        # Among those of other groups, an entry leads to where its own group shows it.
        home = "" if is_one else computedcells.home(handbook, one)
        cells = tuple(computedcells.of_entry(handbook, one, column, home) for column in columns)
        row = first_time(one.id, taken) if entries.has_ids(embed) else ""
        yield Row(row, cells, edit_url(handbook, one.file, one.item.start))


def _shift_rows(
    handbook: Handbook, columns: tuple[Column, ...], chosen: list[Entry], embed: Embed, taken: set[str]
) -> Iterator[Row]:
    """Give a row for each shift that is on or comes next, for the computed columns; others show the item's value."""
    by_name: dict[tuple[str, str], list[Entry]] = {}
    for one in chosen:
        by_name.setdefault((one.file.source.path, one.item.text("rotation")), []).append(one)
    for mine in by_name.values():
        mine.sort(key=lambda one: one.item.text("startsOn"))
        for shift in _shifts(handbook, mine, embed):
            begun = [one for one in mine if one.item.text("startsOn") <= shift.start.date().isoformat()]
            one = begun[-1] if begun else mine[0]
            home = computedcells.home(handbook, mine[0]) if embeds.is_wildcard(embed) else ""
            cells = tuple(_shift_cell(handbook, one, column, shift, home) for column in columns)
            on_duty = shift.start <= handbook.now
            yield Row(first_time(mine[0].id, taken), cells, edit_url(handbook, one.file, one.item.start), on_duty)


def _shifts(handbook: Handbook, mine: list[Entry], embed: Embed) -> Iterable[Shift]:
    """Give the shifts of a rotation that a table shows: those that are on and come next, or the next of one person."""
    count = int(embed.options.get("shifts", handbook.settings.shifts))
    path, name = mine[0].file.source.path, mine[0].item.text("rotation")
    wanted = {value for key, value in selection.conditions(embed.options) if entries.is_of_shifts(path, key)}
    if not wanted:
        found = duties.rotations((one.item for one in mine), handbook.settings.timezone)
        return rotation.current_and_next(found[name], handbook.now, count)
    theirs = [shift for shift in roster.coming(handbook, path).get(name, ()) if {shift.dri} == wanted]
    return theirs[: count + 1 if theirs and theirs[0].start <= handbook.now else count]


def _shift_cell(handbook: Handbook, entry: Entry, column: Column, shift: Shift, home: str) -> Cell:
    if column.key in SHIFT:
        return shift_cell(handbook, entry.file.kind, entry.item, column, shift)
    return computedcells.of_entry(handbook, entry, column, home)
