"""Recipients: the rotation, person or group that a step of an escalation names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from mkdocs_handbook.data.people.responsibilities import known_handle, rotation_files
from mkdocs_handbook.model import DataFile, Handbook

Sort = Literal["rotation", "person", "group", "elsewhere"]


class Recipient(NamedTuple):
    """What a step notifies: its name as the handbook spells it, and of a rotation the files that have it.

    One that is `elsewhere` is known to another tool or page only.
    """

    sort: Sort
    name: str
    files: tuple[DataFile, ...] = ()


def recipient_of(handbook: Handbook, group: str, step: Mapping[str, object]) -> Recipient | None:
    """Return what a step of a group's escalation notifies, None for a name that nobody knows.

    Rotations come first, those of the own group before others. Without people.yml, any other text may be a person.
    """
    name = str(step.get("notify", ""))
    if files := rotation_files(handbook).get(name):
        return Recipient("rotation", name, tuple(file for file in files if file.group == group) or files)
    if (handle := known_handle(handbook, name)) in (handbook.people or {}):
        return Recipient("person", handle)
    if name in group_names(handbook):
        return Recipient("group", name)
    if step.get("moreInfoUrl"):
        return Recipient("elsewhere", name)
    return Recipient("person", name) if handbook.people is None else None


def recipient_names(handbook: Handbook) -> list[tuple[str, str]]:
    """Return the names by which texts may mean a rotation, a person or a group, each with how a step has it."""
    people = (handbook.people or {}).items()
    return [
        *((item.text("name"), handle) for handle, item in people if item.text("name")),
        *((name, name) for name in group_names(handbook)),
        *((handle, handle) for handle, _ in people),
        *((name, name) for name in rotation_files(handbook)),
    ]


def group_names(handbook: Handbook) -> frozenset[str]:
    """Return the groups that have data or a page."""
    return frozenset({*(file.group for file in handbook.files), *(page.group for page in handbook.pages)} - {""})
