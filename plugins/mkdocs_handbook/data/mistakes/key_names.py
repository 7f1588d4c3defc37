"""Names of keys: what people call a key that a schema calls otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping

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
    **dict.fromkeys(("state", "archived"), ("status",)),
}


def meant_key(key: str, known: Collection[str], there: Collection[str], own: str) -> str:
    """Return the key that another one stands for, of those that a schema knows and an item lacks; "" if none is.

    An item's own key is the one that it is known by.
    """
    wanted = (own if name is ITEM else name for name in CALLED.get(normalized(key), ()))
    return next((name for name in wanted if name in known and name not in there), "")
