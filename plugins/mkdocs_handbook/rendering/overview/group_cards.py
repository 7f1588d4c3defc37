"""Cards of groups: what each is for, who leads it, and where to ask."""

from __future__ import annotations

from dataclasses import dataclass

from mkdocs_handbook.data import channels
from mkdocs_handbook.links import directory_pages
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.pages import group_pages
from mkdocs_handbook.rendering import cells, computed_cells
from mkdocs_handbook.rendering.cells import CellPart
from mkdocs_handbook.rendering.overview import loads
from mkdocs_handbook.util.escaping import printable


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group: its name and link, the description and the maintainer of its page, the first channel that is in use, its load."""

    group: CellPart
    description: str
    lead: CellPart | None
    channel: CellPart | None
    load: CellPart | None


def group_cards(handbook: Handbook) -> tuple[GroupCard, ...]:
    """Return a card for each group that has data."""
    return tuple(group_card(handbook, group) for group in directory_pages.groups_with_data(handbook))


def group_card(handbook: Handbook, group: str) -> GroupCard:
    """Return the card of a group."""
    page = group_pages.own_pages(handbook).get(group)
    lead, channel = page.metadata("maintainedBy") if page else "", main_channel(handbook, group)
    return GroupCard(
        computed_cells.group_part(handbook, group),
        printable(page.metadata("description")) if page else "",
        cells.person_part(handbook, lead) if lead else None,
        cells.value_part(handbook, channel, "channel", "") if channel else None,
        loads.load_part(handbook, "group", group),
    )


def main_channel(handbook: Handbook, group: str) -> str:
    """Return the first channel of a group that is in use, "" where it has none."""
    index = channels.index(handbook)
    names = (
        item.text("channel") for file in handbook.of_kind("channels") if file.group == group for item in file.items
    )
    return next((name for name in names if "*" not in name and (known := index.find(name)) and known.is_in_use), "")
