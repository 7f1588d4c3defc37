"""A data file as the table that a page shows: columns, rows and cells, without any HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mkdocs_handbook import duties, rotation, rows
from mkdocs_handbook.cells import Cell, cell, clean, shift_cell
from mkdocs_handbook.model import Column, DataFile, Embed, Handbook, Item, Kind
from mkdocs_handbook.words import did_you_mean, listed, shortened

OPTIONS = ("columns", "where", "shifts")
CONDITION = re.compile(r"\s*([^=,]+?)\s*=\s*([^,]*?)\s*(?:,|\Z)")


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

    @property
    def label(self) -> str:
        """The caption without the marks of inline Markdown."""
        return re.sub(r"[*`]|\[([^\]]*)\]\([^)]*\)", r"\1", self.caption)


def option_problems(kind: Kind, options: Mapping[str, str]) -> Iterator[str]:
    """Give what is wrong with the options of an embed of a kind."""
    for key, value in options.items():
        if key not in OPTIONS:
            name = f'option "{shortened(key)}"' if key else f'"{shortened(value)}", an option is written key="value"'
            yield f"unknown {name}{did_you_mean(key, OPTIONS) or f', known are {listed(OPTIONS)}'}"
    known = [column.key for column in kind.columns]
    for key in options.get("columns", "").split():
        if key not in known:
            yield f'{kind.name} have no column "{shortened(key)}"{did_you_mean(key, known) or f", they have {listed(known)}"}'
    for key, value in conditions(options):
        if not value:
            yield f'"where" takes conditions such as "frequency=Weekly", not "{shortened(key)}"'
        elif key not in known:
            yield f'{kind.name} have no column "{shortened(key)}"{did_you_mean(key, known) or f", they have {listed(known)}"}'
    shifts = options.get("shifts", "1")
    if not re.fullmatch(r"[0-9]{1,3}", shifts):
        yield f'"shifts" takes a number up to 999, not "{shortened(shifts)}"'


def conditions(options: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the conditions of an embed's `where`, each a key and the value that it asks for."""
    written = options.get("where", "")
    found = [(match[1], match[2]) for match in CONDITION.finditer(written)]
    return found if found or not written.strip() else [(written.strip(), "")]


def table(handbook: Handbook, file: DataFile, embed: Embed, taken: set[str]) -> Table:
    """Give the table of a data file for an embed; `taken` are the ids on its page so far, and grows."""
    kind = file.kind
    wanted = embed.options.get("columns", "").split() or kind.shown
    by_key = {column.key: column for column in kind.columns}
    columns = tuple(by_key[key] for key in wanted if key in by_key)
    chosen = [(item, row) for item, row in zip(file.items, rows.ids(file), strict=True) if matches(item, embed.options)]
    made = _shift_rows if kind.name == "rotations" else _rows
    return Table(
        kind=kind.name,
        caption=clean(embed.label) or title(file),
        columns=columns,
        rows=tuple(made(handbook, file, columns, chosen, embed.options, taken)),
        edit_url=edit_url(handbook, file, 0),
        path=file.source.path,
    )


def title(file: DataFile) -> str:
    """Give the caption of a table that nobody named, such as "Engineering rituals"."""
    name = str(file.kind.schema.get("title", file.kind.name))
    group = file.group.replace("-", " ")
    return f"{group[:1].upper()}{group[1:]} {name[:1].lower()}{name[1:]}" if group else name


def matches(item: Item, options: Mapping[str, str]) -> bool:
    """Whether an item meets every condition of an embed: equality, for lists membership."""
    for key, wanted in conditions(options):
        value = item.name if key == "handle" else item.values.get(key)
        if wanted not in (value if isinstance(value, list) else [str(value)]):
            return False
    return True


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
        yield Row(first_time(row, taken), cells, edit_url(handbook, file, item.node.span.start))


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
        item, row = next((item, row) for item, row in chosen if item.text("rotation") == name)
        for shift in rotation.current_and_next(entries, handbook.now, count):
            cells = tuple(shift_cell(handbook, file.kind, item, column, shift) for column in columns)
            on_duty = shift.start <= handbook.now
            yield Row(first_time(row, taken), cells, edit_url(handbook, file, item.node.span.start), on_duty)
