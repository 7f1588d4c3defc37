"""Rows of a table: items of data files as cells, with their ids, details and edit addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from mkdocs_handbook.forms import form_links
from mkdocs_handbook.links import directory_urls
from mkdocs_handbook.links.item_urls import TablePlace
from mkdocs_handbook.model import Column, DataFile, Handbook, Item, Page
from mkdocs_handbook.pages import embed_items
from mkdocs_handbook.pages.embed_items import EmbeddedItem
from mkdocs_handbook.rendering import computed_cells
from mkdocs_handbook.rendering.cells import Cell, CellPart, item_cell, split_cell
from mkdocs_handbook.rendering.overview import badges
from mkdocs_handbook.rendering.overview.escalation_steps import EscalationStep, escalation_steps, steps_cell
from mkdocs_handbook.schedule import item_dates
from mkdocs_handbook.util.escaping import printable


class Row(NamedTuple):
    """A row: its id ("" where the page has it already), its cells in the order of the columns, its link to edit, and last that to ask for a change.

    `now` says that its shift is on. `data` is what the script in the page needs to know of a shift, and the name by which
    searches find an entry that is at home here; `steps` are those of an escalation. A `hidden` one is there for the script, which shows it when its time comes.
    """

    id: str
    cells: tuple[Cell, ...]
    edit_url: str
    now: bool = False
    data: tuple[tuple[str, str], ...] = ()
    hidden: bool = False
    change_url: str = ""
    steps: tuple[EscalationStep, ...] = ()


def item_rows(
    handbook: Handbook, columns: tuple[Column, ...], chosen: list[EmbeddedItem], place: TablePlace, taken: set[str]
) -> Iterator[Row]:
    """Yield a row for each entry; `taken` are the ids on its page so far, and grows."""
    embed = place.embed
    is_one = not embed.is_wildcard
    details = RowDetails(handbook, chosen[0].file, columns) if is_one and chosen else None
    opened = next((index for index, column in enumerate(columns) if column.format == "markdown"), 0)
    last = embed_items.last_day(handbook.today, embed.options["due"]) if "due" in embed.options else date.max
    for one in chosen:
        # Among those of other groups, an entry leads to where its own group shows it, and tells the rest.
        address = computed_cells.row_address(handbook, one)
        home = "" if is_one else address
        cells = [
            steps_cell(handbook, one.item)
            if column.format == "steps"
            else computed_cells.cell_of(handbook, one, column, home)
            for column in columns
        ]
        if details and cells and (found := details(one.item)):
            cells[opened] = split_cell(cells[opened])._replace(details=found)
        cells = list(badges.with_badges(handbook, one, columns, cells, embed))
        row = unused_id(one.id, taken) if embed_items.has_ids(embed) else ""
        is_later = last < date.max and (item_dates.next_date(one.item, handbook.today) or date.min) > last
        name = name_data(handbook, one, place.page, row, address)
        yield Row(
            row,
            tuple(cells),
            edit_url(handbook, one.file, one.item.start),
            data=name,
            hidden=is_later,
            change_url=form_links.change_link(handbook, one.file, one.item),
            steps=tuple(escalation_steps(handbook, one.file, one.item)) if one.file.kind.name == "escalations" else (),
        )


def name_data(
    handbook: Handbook, entry: EmbeddedItem, page: Page, row: str, address: str
) -> tuple[tuple[str, str], ...]:
    """Return the name of an entry whose own address is that of a row, () for a row that repeats what stands elsewhere."""
    kind = entry.file.kind
    if not address:
        # Nowhere else than in the directory, where each kind has a page and each person one.
        own = directory_urls.page_uri(handbook, directory_urls.OF_KINDS.get(kind.name, "")) or page.uri
        address = f"{own}#{row}"
    is_person = kind.name == "people" and directory_urls.person_uri(handbook, entry.item.name)
    if not row or is_person or address != f"{page.uri}#{row}":
        return ()
    name = printable(entry.item.text("name" if kind.name == "people" else kind.key) or entry.item.name)
    return (("name", name),) if name else ()


def edit_url(handbook: Handbook, file: DataFile, offset: int) -> str:
    """Return the address at which a line of a data file can be edited, "" where the site knows none."""
    template = handbook.settings.edit_url
    return template.replace("{path}", quote(file.source.path, errors="surrogateescape")).replace(
        "{line}", str(file.source.position(offset).row)
    )


def unused_id(row: str, taken: set[str]) -> str:
    """Return an id the first time that a page asks for it, then ""."""
    if row in taken:
        return ""
    taken.add(row)
    return row


class RowDetail(NamedTuple):
    """A line of what a row tells: its title, and its values."""

    title: str
    parts: tuple[CellPart, ...]


class RowDetails:
    """Gives the details of the rows of one table."""

    def __init__(self, handbook: Handbook, file: DataFile, shown: tuple[Column, ...]) -> None:
        keys = {column.key for column in shown}
        self.handbook, self.kind = handbook, file.kind
        self.columns = {column.key: column for column in file.kind.columns}
        self.keys = tuple(key for key in file.kind.details if key in self.columns and key not in keys)
        # The name of a row leads there already.
        self.enough = frozenset(self.keys) - {file.kind.link}

    def __call__(self, item: Item) -> tuple[RowDetail, ...]:
        """Return the details of an item, () where there are none; an address alone is none."""
        badges = self.kind.badges
        # What is a badge beside the name is not told again.
        told = [key for key in self.keys if key in item.values and item.text(key) not in badges.get(key, ())]
        return () if self.enough.isdisjoint(told) else tuple(self.detail(item, key) for key in told)

    def detail(self, item: Item, key: str) -> RowDetail:
        """Return the title and the values of one key."""
        column = self.columns[key]
        return RowDetail(column.title, split_cell(item_cell(self.handbook, self.kind, item, column)).parts)
