"""Computed cells: values that no file holds (next date, groups, Slack address), and links from a table to other pages."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from mkdocs_handbook.links import directory_urls, item_urls
from mkdocs_handbook.model import Column, Handbook, Item
from mkdocs_handbook.pages import embed_items, group_pages, page_reader
from mkdocs_handbook.pages.embed_items import EmbeddedItem
from mkdocs_handbook.rendering.cells import Cell, CellPart, day_part, distance_part, item_cell, sort_data, time_part
from mkdocs_handbook.rendering.overview import loads
from mkdocs_handbook.schedule import next_dates
from mkdocs_handbook.util.escaping import printable


def cell_of(handbook: Handbook, entry: EmbeddedItem, column: Column, home: str) -> Cell:
    """Return the cell of an entry; its name leads to `home` where that is given."""
    kind, key = entry.file.kind, column.key
    if key not in entry.item.values and (made := computed_cell(handbook, entry, key)):
        return made
    if kind.name == "people" and key in ("handle", "name"):
        home = directory_urls.person_uri(handbook, entry.item.name)
    found = item_cell(handbook, kind, entry.item, column)
    return link_cell(found, home, kind.name) if home and key in (kind.key, "name") else found


def computed_cell(handbook: Handbook, entry: EmbeddedItem, key: str) -> Cell | None:
    """Return the cell of a computed column, None for any other."""
    match entry.file.kind.name, key:
        case "rituals", "next":
            return next_cell(handbook, entry.item)
        case "channels", "slack":
            address = slack_url(handbook, entry)
            return Cell("uri-reference", (CellPart("Open", href=address),) if address else ())
        case (("channels" | "people" | "rituals"), "state"):
            return Cell("text", (CellPart(str(embed_items.item_value(handbook, entry, key))),))
        case "people", "groups":
            names = embed_items.item_value(handbook, entry, key)
            parts = (group_part(handbook, name)._replace(joined=index > 0) for index, name in enumerate(names))
            return Cell("text", tuple(parts))
        case "people", "load":
            load = loads.load_part(handbook, "dri", entry.item.name)
            number = loads.loads(handbook, "dri").get(entry.item.name, 0)
            return Cell("text", (load,), sort_data(f"{number:.4g}")) if load else Cell("text", ())
        case _, "group":
            return Cell("text", (group_part(handbook, entry.file.group),) if entry.file.group else ())
    return None


def next_cell(handbook: Handbook, item: Item) -> Cell:
    """Return the next date of a ritual, with its time if it has one, and what a browser needs to find later ones."""
    found = next_dates.next_date_of(item, handbook.today)
    if found is None:
        return Cell("date", ())
    data = (("next", found.later),)
    far = distance_part(handbook, (found.day - handbook.today).days)
    clock = item.text("time")
    if not clock:
        return Cell("date", (day_part(handbook, found.day), far), data)
    zone = item.text("timezone") or handbook.settings.timezone
    when = datetime.combine(found.day, time.fromisoformat(clock), ZoneInfo(zone))
    return Cell("date", (time_part(handbook, when), far), (*data, ("at", f"{clock} {zone}")))


def slack_url(handbook: Handbook, entry: EmbeddedItem) -> str:
    """Return the address of a channel in Slack, "" where its identifier or the workspace is unknown."""
    workspace, channel = handbook.settings.slack_workspace, entry.item.text("id")
    return f"{workspace}/archives/{channel}" if workspace and channel else ""


def group_part(handbook: Handbook, name: str) -> CellPart:
    """Return a group by name, linked to its page."""
    page = group_pages.own_pages(handbook).get(name)
    return CellPart(
        printable(page_reader.page_title(page) if page else page_reader.group_title(name)),
        href=page.uri if page else "",
    )


def link_cell(cell: Cell, home: str, kind: str) -> Cell:
    """Return a cell whose first part leads to an address; a board, which is one, leads to its own."""
    first = cell.parts[0] if cell.parts else None
    if first is None or (first.href and kind == "boards") or first.form == "markdown":
        return cell
    return cell._replace(parts=(first._replace(href=home), *cell.parts[1:]))


def row_address(handbook: Handbook, entry: EmbeddedItem) -> str:
    """Return where the row of an entry stands on the page of its group, or else on another page, "" if it is on none."""
    row = own_row_id(entry)
    for page, embed in item_urls.tables(handbook, entry.file.source.path):
        if embed_items.has_ids(embed) and all(
            embed_items.meets(handbook, entry, key, wanted) for key, wanted in embed.conditions
        ):
            return f"{page.uri}#{row}"
    return ""


def own_row_id(entry: EmbeddedItem) -> str:
    """Return the id that the row of an entry has in the table of its own file."""
    return entry.id.removeprefix(f"{entry.file.group}-")
