"""Rows of a table of rotations: the shifts of now, of next, and later ones for a page that was built a while ago."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, takewhile

from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.forms import form_links
from mkdocs_handbook.links.item_urls import TablePlace
from mkdocs_handbook.model import Column, Embed, Handbook, Shift
from mkdocs_handbook.pages import embed_items
from mkdocs_handbook.pages.embed_items import EmbeddedItem
from mkdocs_handbook.rendering import computed_cells
from mkdocs_handbook.rendering.cells import Cell, shift_cell
from mkdocs_handbook.rendering.overview import badges
from mkdocs_handbook.rendering.table_rows import Row, edit_url, name_data, unused_id
from mkdocs_handbook.schedule import item_dates, rotation
from mkdocs_handbook.schedule.on_duty import coming_shifts, days_ahead

# The columns that tell of a shift.
SHIFT_COLUMNS = ("from", "to", "dri", "reason")
# So many shifts at most does a page know behind those that it shows, however short they are.
LATER = 50


def rotation_rows(
    handbook: Handbook, columns: tuple[Column, ...], chosen: list[EmbeddedItem], place: TablePlace, taken: set[str]
) -> Iterator[Row]:
    """Yield a row for each shift that is on or comes next, for the computed columns; others show the item's value.

    Those that begin within the horizon follow, hidden.
    """
    embed = place.embed
    by_name: dict[tuple[str, str], list[EmbeddedItem]] = {}
    for one in chosen:
        by_name.setdefault((one.file.source.path, one.item.text("rotation")), []).append(one)
    for mine in by_name.values():
        mine.sort(key=lambda one: one.item.text("startsOn"))
        address = computed_cells.row_address(handbook, mine[0])
        home = address if embed.is_wildcard else ""
        near, later = shown_shifts(handbook, mine, embed)
        for index, shift in enumerate((*near, *later)):
            begun = [one for one in mine if one.item.text("startsOn") <= shift.start.date().isoformat()]
            one = begun[-1] if begun else mine[0]
            url, on_duty = edit_url(handbook, one.file, one.item.start), shift.start <= handbook.now
            cells = badges.with_badges(
                handbook, one, columns, [_cell(handbook, one, column, shift, home) for column in columns], embed
            )
            if on_duty:
                cells = badges.with_duty(handbook, columns, cells)
            row = unused_id(mine[0].id, taken)
            data = (*shift_data(mine[0], shift), *name_data(handbook, mine[0], place.page, row, address))
            change = form_links.change_link(handbook, one.file, one.item)
            yield Row(row, cells, url, on_duty, data, hidden=index >= len(near), change_url=change)


def shift_count(handbook: Handbook, options: Mapping[str, str]) -> int:
    """Return how many shifts after the current one a table shows."""
    return int(options.get("shifts", handbook.settings.shifts))


def shown_shifts(handbook: Handbook, mine: list[EmbeddedItem], embed: Embed) -> tuple[list[Shift], list[Shift]]:
    """Return the shifts of a rotation that a table shows, of all or of one person, and those that come within the horizon."""
    most = shift_count(handbook, embed.options)
    path, name = mine[0].file.source.path, mine[0].item.text("rotation")
    wanted = {login(value) for key, value in embed.conditions if embed_items.is_of_shifts(path, key)}
    if wanted:
        theirs = [shift for shift in coming_shifts(handbook, path).get(name, ()) if {login(shift.dri)} == wanted]
        shown = most + 1 if theirs and theirs[0].start <= handbook.now else most
        near, behind = theirs[:shown], iter(theirs[shown : shown + LATER])
    else:
        found = item_dates.rotations((one.item for one in mine), handbook.settings.timezone)[name]
        near = list(rotation.current_and_next(found, handbook.now, most))
        behind = islice(rotation.shifts(found, handbook.now), len(near), len(near) + LATER)
    limit = days_ahead(handbook, handbook.settings.horizon)
    return near, list(takewhile(lambda shift: shift.start <= limit, behind))


def shift_data(first: EmbeddedItem, shift: Shift) -> tuple[tuple[str, str], ...]:
    """Return what the script needs to know of a shift: of which rotation it is, and from when until when.

    Rotations of several groups may have one name, so it is the id of their row that tells them apart.
    """
    end = (("to", shift.end.isoformat()),) if shift.end else ()
    return (("duty", first.id), ("from", shift.start.isoformat()), *end)


def _cell(handbook: Handbook, entry: EmbeddedItem, column: Column, shift: Shift, home: str) -> Cell:
    if column.key in SHIFT_COLUMNS:
        return shift_cell(handbook, entry.file.kind, entry.item, column, shift)
    return computed_cells.cell_of(handbook, entry, column, home)
