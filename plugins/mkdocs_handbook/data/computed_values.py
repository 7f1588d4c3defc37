"""Computed values of items, which no file holds: the state of a person, channel or ritual, and groups."""

from __future__ import annotations

from typing import Any

from mkdocs_handbook.data.people.responsibilities import groups_by_person, has_left
from mkdocs_handbook.model import DataFile, Handbook, Item


def computed_value(handbook: Handbook, file: DataFile, item: Item, key: str) -> Any:
    """Return a value of an item that no file holds, None where it has none."""
    match file.kind.name, key:
        case "people", "handle":
            return item.name
        case "people", "groups":
            return list(groups_by_person(handbook).get(item.name, ()))
        case "people", "state":
            return "left" if has_left(item, handbook.today) else "here"
        case "channels", "state":
            renamed = "renamed" if item.text("renamedTo") else "in use"
            return "archived" if item.text("status") == "archived" else renamed
        case "rituals", "state":
            return "ended" if "" < item.text("endsOn") < handbook.today.isoformat() else "in force"
        case _, "group":
            return file.group or None
    return None
