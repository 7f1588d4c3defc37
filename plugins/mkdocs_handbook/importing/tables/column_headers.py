"""The spellings of table headers and section titles that people use, as kinds and their keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from mkdocs_handbook.data.kinds import COMPUTED, NOT_TABLES, default_columns
from mkdocs_handbook.model import Kind
from mkdocs_handbook.pages import outline
from mkdocs_handbook.util.wording import nearest

_DRI = """dri, dris, owner, owners, responsible, directly responsible individual, directly responsible individual dri,
    dri directly responsible individual, person responsible, maintainer, maintained by, lead, host, facilitator, who, contact"""
_DESCRIPTION = (
    "description, desc, details, purpose, about, what it is for, what for, what happens, used for, summary, why"
)
# How headers are written; a kind's own titles and keys count as well.
SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "rituals": {
        "task": """ritual, rituals, ritual name, meeting, meetings, meeting name, name of the meeting, recurring meeting, ceremony,
            ceremonies, task, recurring task, session, sessions, call, sync, syncs, activity, event, recurring event, recurring events, what, title, name""",
        "startedOn": "started on, started, start date, start, starts on, starting, first occurrence, since",
        "frequency": """frequency, freq, cadence, how often, how frequently, recurrence, interval, occurs, repeats, regularity,
            rhythm, meeting cadence, meeting frequency""",
        "description": f"{_DESCRIPTION}, topic, topics, goal, goals, objective, objectives, focus",
        "dri": f"{_DRI}, organizer, organiser, chair, run by, led by, facilitated by, meeting owner",
        "moreInfoUrl": "more, more info, more information, link, url, documentation, docs, agenda link, reference",
        "participants": "participants, attendees, who attends, audience",
        "channel": "channel, slack channel, slack",
        "when": """when, meeting time, meeting times, meeting day, meeting days, meeting schedule, timing, timings, schedule, slot,
            day time, day and time, days and times, day s time, date time, date and time, time day, time and day, meets, when we meet""",
        "time": "time, time of day, at, starts at, start time",
        "timezone": "time zone, timezone, tz, zone",
        "duration": "duration, length, how long",
        "backup": "backup, deputy, stand in",
        # What refines the frequency.
        "day": "day, days, weekday, weekdays, day of the week, day of week",
    },
    "channels": {
        "channel": "slack channel, slack channels, channel, channels, channel name, slack, name",
        "description": _DESCRIPTION,
        "dri": _DRI,
        "id": "slack id, channel id, id",
    },
    "boards": {
        "board": "board, project board, project boards, boards, kanban board, github project, name, project",
        "url": "url, link, address",
        "description": _DESCRIPTION,
        "dri": _DRI,
    },
}
# What alone tells a kind, wherever the table stands.
TELLING = {
    "rituals": """ritual, rituals, recurring task, ritual name, recurring meeting, meeting time, meeting times, meeting cadence,
        meeting frequency, meeting schedule""",
    "channels": "slack channel, slack channels",
    "boards": "project board, project boards, kanban board",
}
# What tells rituals beside a column that says when.
MEETINGS = "meeting, meetings, meeting name, name of the meeting, ceremony, ceremonies, sync, syncs, recurring event, recurring events"
WHEN = frozenset(("frequency", "when", "time", "day"))
RITUAL_WORDS = re.compile(
    r"\b(?:rituals?|ceremon(?:y|ies)|meetings|meeting (?:times?|schedules?|cadences?)|cadences?|stand-?ups|syncs|office hours)\b"
)
TITLES = {
    "channels": "slack channels, our slack channels, slack, channels, our channels, useful slack channels",
    "boards": "project boards, project board, our project boards, boards, our boards, kanban boards, github projects",
}
CHANNEL_WORDS = re.compile(r"\bchannels\Z")
# Titles of text about meetings or channels.
HOW = re.compile(
    r"\A(?:how|what|why|when|where|before|during|after|\w+ing (?:to|in|with|at|from|the|an?|our|your)"
    r"|scheduling|running|naming|creating|linking|facilitating|organi[sz]ing|joining|attending|using|holding)\b"
)
COMPUTED_KEY = ""


def split_words(text: str) -> list[str]:
    """Return the words between commas."""
    return [" ".join(word.split()) for word in text.split(",")]


def kind_of_title(title: str, closing: Mapping[str, str]) -> str:
    """Return the kind that the title of a section names, "" if none; `closing` are the handbook's own titles."""
    plain = outline.plain_title(title)
    if plain in closing:
        return closing[plain]
    kind = next((kind for kind, names in TITLES.items() if plain in split_words(names)), "")
    if kind or HOW.search(plain):
        return kind
    return "rituals" if RITUAL_WORDS.search(plain) else "channels" if CHANNEL_WORDS.search(plain) else ""


def keys(headers: Sequence[str], kind: Kind) -> list[str | None]:
    """Return the key of each header in a kind: "" for a computed column, None for an unknown one."""
    known = keys_by_header(kind)
    plain = [outline.plain_title(header) for header in headers]
    exact = [known.get(word) if word else None for word in plain]
    # A slip is one only where no other column has that key.
    guessed = [
        key if key is not None or not word else known.get(nearest(word, known, 0.85))
        for key, word in zip(exact, plain, strict=True)
    ]
    return [key if key == COMPUTED_KEY or guessed.count(key) == 1 else None for key in guessed]


def keys_by_header(kind: Kind) -> dict[str, str]:
    """Return the keys of a kind by the spellings of their headers."""
    computed = {column.key for column in COMPUTED.get(kind.name, ())}
    keys = {word: key for key, words in SPELLINGS.get(kind.name, {}).items() for word in split_words(words)}
    for column in default_columns(kind):
        key = COMPUTED_KEY if column.key in computed else column.key
        keys |= {outline.plain_title(column.title): key, column.key.casefold(): key}
    return keys


def kind_of_headers(headers: Sequence[str], kinds: Mapping[str, Kind]) -> Kind | None:
    """Return the kind that the headers of a table identify, whatever its section; None if they identify none."""
    plain = {outline.plain_title(header) for header in headers}
    if "rituals" in kinds and plain & set(split_words(MEETINGS)) and WHEN & set(keys(headers, kinds["rituals"])):
        return kinds["rituals"]
    for name, words in TELLING.items():
        if name in kinds and plain & set(split_words(words)):
            return kinds[name]
    others = (kind for name, kind in kinds.items() if name not in (*NOT_TABLES, *SPELLINGS, "people", "rotations"))
    return next((kind for kind in others if is_exactly(headers, kind)), None)


def is_exactly(headers: Sequence[str], kind: Kind) -> bool:
    """Return whether headers are exactly the titles of a kind's columns, all required ones among them."""
    titles = {outline.plain_title(column.title): column.key for column in default_columns(kind)}
    keys = [titles.get(outline.plain_title(header)) for header in headers]
    return len(keys) > 1 and None not in keys and set(required(kind)) <= set(keys)


def required(kind: Kind) -> Iterable[str]:
    """Return the required keys of a kind's items."""
    keys = kind.schema.get("items", {}).get("required", ())
    return keys if isinstance(keys, list) else ()
