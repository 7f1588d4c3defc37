"""Feed URLs: the fixed addresses of calendars and JSON files in the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.data.row_ids import slug
from mkdocs_handbook.model import DataFile, Item

ALL = "calendars/all.ics"
# Data for machines, and where their schemas are.
LISTS = ("groups", "rituals", "channels", "people", "rotations", "escalations", "stubs")
API = tuple(address for name in LISTS for address in (f"api/v1/{name}.json", f"api/v1/schemas/{name}.schema.json"))
# Letters and digits of every alphabet stay, as in a handle; the rest may mean something to a file system or a host.
UNSAFE = re.compile(r"[^\w.-]|^\.|\.$")
# What Windows takes for a device, whatever follows a dot.
DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?:\.|\Z)", re.IGNORECASE)
LONGEST, MOST_BYTES = 80, 200


def group_calendar(name: str) -> str:
    """Return the address of the calendar of a group."""
    return f"calendars/groups/{safe_name(name)}.ics"


def person_calendar(handle: str) -> str:
    """Return the address of the calendar of a person."""
    return f"calendars/people/{safe_name(handle)}.ics"


def rotation_calendar(group: str, name: str) -> str:
    """Return the address of the calendar of a group's rotation; those whose names make the same slug share it."""
    return f"calendars/rotations/{safe_name('-'.join(filter(None, (group, slug(name) or safe_name(name)))))}.ics"


def safe_name(name: str) -> str:
    """Return a name as part of an address: as it is, or told apart by a hash from others that look like it there."""
    plain = UNSAFE.sub("-", name)[:LONGEST].encode()[:MOST_BYTES].decode(errors="ignore")
    return (
        plain
        if plain == name != "" and not DEVICE.match(name)
        else f"{plain}-{sha256(name.encode(errors='surrogatepass')).hexdigest()[:8]}"
    )


def all_calendars(files: Iterable[DataFile], people: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return all calendars of data files by their addresses: each with "all", or with what it is of and that one's name.

    A person has one whether anything is in it or not; so has a group with rituals or rotations, whose address is to stay.
    """
    handles = calendar_handles(files, people)
    calendars: dict[str, tuple[str, ...]] = {ALL: ("all",)}
    calendars |= {person_calendar(handle): ("person", handle) for handle in people}
    for file in files:
        if file.kind.name not in {"rituals", "rotations"}:
            continue
        calendars[group_calendar(file.group)] = ("group", file.group)
        for item in file.items:
            mine = (handles[login(name)] for name in members(item))
            calendars |= {person_calendar(handle): ("person", handle) for handle in mine}
            if name := item.text("rotation"):
                calendars.setdefault(rotation_calendar(file.group, name), ("rotation", name))
    return calendars


def calendar_handles(files: Iterable[DataFile], people: Iterable[str]) -> dict[str, str]:
    """Return whose calendar a person's is, by login: as people.yml spells it, else as data do first."""
    named = (
        name
        for file in files
        if file.kind.name in {"rituals", "rotations"}
        for item in file.items
        for name in members(item)
    )
    return {login(name): name for name in reversed([*people, *named])}


def members(item: Item) -> Iterator[str]:
    """Yield who has a ritual, or who is on duty in a rotation at any time."""
    if dri := item.text("dri"):
        yield dri
    yield from item.values.get("members", ())
    for key in ("shifts", "overrides"):
        yield from (shift["dri"] for shift in item.values.get(key, ()))
