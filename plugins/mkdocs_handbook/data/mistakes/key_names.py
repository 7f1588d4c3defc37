"""Names of keys: what people call a key that a schema calls otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from mkdocs_handbook.util.wording import normalized

# What an item is known by: the key of its kind.
ITEM = "item"
# The key first that is more likely; the first one counts that a schema has and an item lacks.
CALLED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("owner", "responsible", "assignee", "assigned", "accountable", "lead", "who", "person"), ("dri",)),
    **dict.fromkeys(("contact", "verantwortlich", "zuständig", "decisionowner"), ("dri", "decisionMaker")),
    **dict.fromkeys(("name", "title", "label"), (ITEM, "title", "name")),
    **dict.fromkeys(("ritual", "meeting", "event", "todo", "aufgabe", "termin"), ("task",)),
    **dict.fromkeys(("slack", "slackchannel", "kanal"), ("channel", "slack")),
    **dict.fromkeys(("start", "starts", "startdate", "starting", "begin", "begins", "from"), ("startedOn", "startsOn")),
    **dict.fromkeys(("startson", "startedon", "beginn", "startet", "since", "date"), ("startedOn", "startsOn")),
    **dict.fromkeys(("end", "ends", "enddate", "ending", "until", "ende", "bis", "endedon"), ("endsOn",)),
    **dict.fromkeys(("schedule", "recurrence", "interval", "rhythm", "cadence", "repeat"), ("frequency", "every")),
    **dict.fromkeys(("frequenz", "häufigkeit", "rhythmus"), ("frequency", "every")),
    **dict.fromkeys(("url", "link", "moreinfo", "more", "page", "docs"), ("moreInfoUrl", "url", "link")),
    **dict.fromkeys(
        ("desc", "about", "purpose", "details", "beschreibung", "zweck", "topic", "what"), ("description",)
    ),
    **dict.fromkeys(("team", "people", "persons", "participants", "attendees"), ("members", "participants")),
    **dict.fromkeys(("deputy", "substitute", "standin", "vertretung"), ("backup",)),
    **dict.fromkeys(("tz", "zeitzone"), ("timezone",)),
    **dict.fromkeys(("job", "jobtitle", "position", "rolle"), ("role",)),
    **dict.fromkeys(("left", "lastday", "leaving", "leaveson"), ("leftOn",)),
    **dict.fromkeys(("newname", "renamed", "movedto", "replacedby"), ("renamedTo",)),
    "state": ("status",),
}
# Keys that say yes or no of what is a value of another key.
FLAGS: Mapping[str, tuple[str, str, str]] = {
    **dict.fromkeys(("archived", "isarchived", "inactive", "archiviert"), ("status", "archived", "active")),
    **dict.fromkeys(("active", "isactive", "aktiv"), ("status", "active", "archived")),
}
YES, NO = ("true", "yes", "ja", "on", "1"), ("false", "no", "nein", "off", "0")


def meant_pair(key: str, value: str, known: Mapping[str, Any], there: Collection[str]) -> tuple[str, str]:
    """Return the key and the value that a key stands for that says yes or no, of a schema's keys that an item lacks.

    Two empty texts where it stands for none.
    """
    name, yes, no = FLAGS.get(normalized(key), ("", "", ""))
    written = value.casefold()
    meant = yes if written in YES else no if written in NO else ""
    schema = known.get(name)
    is_known = isinstance(schema, dict) and meant in schema.get("enum", ())
    return (name, meant) if meant and is_known and name not in there else ("", "")


def meant_key(key: str, known: Collection[str], there: Collection[str], own: str) -> str:
    """Return the key that another one stands for, of those that a schema knows and an item lacks; "" if none is.

    An item's own key is the one that it is known by.
    """
    wanted = (own if name is ITEM else name for name in CALLED.get(normalized(key), ()))
    return next((name for name in wanted if name in known and name not in there), "")
