"""Where calendars are published: fixed addresses in the site, for whoever makes them and whoever links to them."""

from __future__ import annotations

import re
from hashlib import sha256

from mkdocs_handbook.rows import slug

ALL = "calendars/all.ics"
# Letters and digits of every alphabet stay, as in a handle; the rest may mean something to a file system or a host.
UNSAFE = re.compile(r"[^\w.-]|^\.|\.$")
LONGEST = 80


def group(name: str) -> str:
    """Give the address of the calendar of a group."""
    return f"calendars/groups/{safe(name)}.ics"


def person(handle: str) -> str:
    """Give the address of the calendar of a person."""
    return f"calendars/people/{safe(handle)}.ics"


def rotation(group: str, name: str) -> str:
    """Give the address of the calendar of a group's rotation; those whose names make the same slug share it."""
    return f"calendars/rotations/{safe('-'.join(filter(None, (group, slug(name) or safe(name)))))}.ics"


def safe(name: str) -> str:
    """Give a name as part of an address: as it is, or told apart by a hash from others that look like it there."""
    plain = UNSAFE.sub("-", name)[:LONGEST]
    return plain if plain == name else f"{plain}-{sha256(name.encode(errors='surrogatepass')).hexdigest()[:8]}"
