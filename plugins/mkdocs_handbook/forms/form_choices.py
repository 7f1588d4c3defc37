"""The choices of form fields: the people, groups, rotations and channels of a handbook as they are shown, and their values."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_handbook.forms import value_choices
from mkdocs_handbook.forms.request_forms import Source
from mkdocs_handbook.model import DataFile, Handbook, Page
from mkdocs_handbook.pages import group_pages

# The kinds whose items are offered.
OFFERED = ("people", "rotations", "channels")
STATES = ("active", "archived")
# A value of a choice: one text, or the name and the group of a rotation.
Value = tuple[str, ...]


def are_known(handbook: Handbook) -> bool:
    """Return whether all could be understood that forms offer."""
    files = {file.source.path: file for file in (*handbook.files, *handbook.stub_files)}
    pages = {page.source.path: page for page in handbook.pages}
    return not any(hides_choices(files.get(path), pages.get(path)) for path in handbook.flawed)


def hides_choices(file: DataFile | None, page: Page | None) -> bool:
    """Return whether a file that was not understood may hold what forms offer: nobody knows of what is neither."""
    if file is not None:
        return file.kind.name in OFFERED
    if page is None or page.group:
        return page is None
    return page.front_matter is None or page.front_matter.node.get("group") is not None


def of(handbook: Handbook, source: Source) -> Mapping[str, Value]:
    """Return what a field offers, each with its value; nothing for a line of text."""
    match source:
        case "people":
            return people(handbook)
        case "groups":
            return {group: (group,) for group in group_pages.groups(handbook)}
        case "rotations":
            return rotations(handbook)
        case "channels":
            return {name: (name,) for name in sorted(value_choices.channels(handbook))}
        case "states":
            return {state: (state,) for state in STATES}
    return {}


def people(handbook: Handbook) -> dict[str, Value]:
    """Return the people who have not left, by name and handle, in that order."""
    known = handbook.people or {}
    handles = value_choices.people(handbook)
    return dict(sorted((person(handle, known[handle].text("name") if known else ""), (handle,)) for handle in handles))


def person(handle: str, name: str) -> str:
    """Return a person as forms show them."""
    line = " ".join(name.split())
    return f"{line} ({handle})" if line and line != handle else handle


def rotations(handbook: Handbook) -> dict[str, Value]:
    """Return the rotations of all groups."""
    named = {
        (item.text("rotation"), file.group)
        for file in handbook.of_kind("rotations")
        for item in file.items
        if file.group
    }
    return {rotation(name, group): (name, group) for name, group in sorted(named)}


def rotation(name: str, group: str) -> str:
    """Return a rotation as forms show it."""
    return f"{' '.join(name.split())} ({group})"
