"""The calendars of a handbook as files: all of it, and those of a group, of a person and of a rotation."""

from __future__ import annotations

from mkdocs_handbook import feedpaths, ical
from mkdocs_handbook.cells import clean
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.occasions import Occasion, occasions, person


def files(handbook: Handbook) -> dict[str, str]:
    """Give the text of each calendar by its address in the site, in order of addresses."""
    found = occasions(handbook)
    events = {one.uid: ical.event(one, handbook.now) for one in found}
    named, members = names(handbook), chosen(found)
    zone = handbook.settings.timezone
    return {
        address: ical.calendar(name, mine, [events[one.uid] for one in mine], zone)
        for address, name in sorted(named.items())
        for mine in [members.get(address, [])]
    }


def chosen(found: tuple[Occasion, ...]) -> dict[str, list[Occasion]]:
    """Give the occasions of each calendar by its address."""
    by_address: dict[str, list[Occasion]] = {}
    for one in found:
        addresses = [feedpaths.ALL, feedpaths.group(one.group), feedpaths.person(one.member)]
        if one.kind == "rotation":
            addresses.append(feedpaths.rotation(one.group, one.name))
        for address in addresses:
            by_address.setdefault(address, []).append(one)
    return by_address


def names(handbook: Handbook) -> dict[str, str]:
    """Give the name of each calendar by its address; where two rotations share one, that of the first."""
    found = feedpaths.published(handbook.files, handbook.people or ())
    return {address: name_of(handbook, *parts) for address, parts in found.items()}


def name_of(handbook: Handbook, sort: str, name: str = "") -> str:
    """Give the name of a calendar of a group, of a person, of a rotation or of all."""
    if sort == "group":
        return name.replace("-", " ").capitalize()
    if sort == "person":
        return person(handbook, name)
    return clean(name) if name else "Handbook"
