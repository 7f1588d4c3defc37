"""The reader of texts that say several times: of meetings that take turns by the week, and of those beside each other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.importing.times import meeting_times
from mkdocs_handbook.model import Frequency
from mkdocs_handbook.schedule import frequency

TURNS = re.compile(
    r"(?P<day>(?:every )?[a-z]+days?)?[, ]*\balternat(?:ing|es?)\b(?: weeks?| weekly)?(?: between)?:? (?P<times>.+)\Z",
    re.IGNORECASE,
)
# Not within parentheses.
BETWEEN = re.compile(r"(?:[,;]? and |[,;] )(?![^()]*\))")
ASIDE = re.compile(r" ?\(([^()]+)\)\Z")
# More are no meetings of one name.
MOST = 5
WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b", re.IGNORECASE)


class NamedTime(NamedTuple):
    """One of several times: what tells it from the others, when it is, and whether it is in the week after the one before."""

    name: str
    when: str
    is_next: bool = False


def several_times(plain: str) -> list[NamedTime]:
    """Return the times that a text says, [] where it says one, or something that is not understood."""
    match = TURNS.match(plain)
    parts = [part.strip() for part in BETWEEN.split(match["times"] if match else plain)]
    if reads(plain) or not 2 <= len(parts) <= MOST:
        return []
    asides = [ASIDE.search(part) for part in parts]
    bare = [
        part if reads(part) or not aside else part[: aside.start()] for part, aside in zip(parts, asides, strict=True)
    ]
    day = f"{match['day']} " if match and match["day"] else ""
    whens = [f"every {len(parts)} weeks on {day}{part}" for part in bare] if match else bare
    found = [reads(when) for when in whens]
    if not all(found) or are_unclear(found, is_alternating=match is not None):
        return []
    names = names_of(parts, bare, [aside[1] if aside else "" for aside in asides])
    return [
        NamedTime(name, when, bool(match) and index > 0)
        for index, (name, when) in enumerate(zip(names, whens, strict=True))
    ]


def are_unclear(found: Sequence[Mapping[str, Any]], *, is_alternating: bool) -> bool:
    """Return whether a zone behind the last time may be that of all, or several may say one time in several places."""
    zones = {one.get("timezone", "") for one in found}
    rhythms = {rhythm(one) for one in found}
    return len(zones) > 1 and ("" in zones or not (is_alternating or len(rhythms) == len(found)))


def rhythm(values: Mapping[str, Any]) -> tuple[str, int]:
    """Return how often something takes place, whatever the day."""
    parsed = frequency.parse(meeting_times.combined(values["when"]))
    return (parsed.unit, parsed.every) if isinstance(parsed, Frequency) else ("", 0)


def names_of(parts: Sequence[str], bare: Sequence[str], asides: Sequence[str]) -> Sequence[str]:
    """Return what tells times from each other: the words behind all of them, else their weekdays, else all of their text."""
    if all(part != time for part, time in zip(parts, bare, strict=True)):
        return asides
    days = [match[0] if (match := WEEKDAY.search(part)) else "" for part in bare]
    return days if all(days) and len({*days}) == len(days) else bare


def reads(text: str) -> Mapping[str, Any]:
    """Return what a text says about when, with how often and at what time; nothing where it says anything else."""
    try:
        values = meeting_times.read(text)
    except NotImportedError:
        return {}
    return values if {"when", "time"} <= values.keys() else {}
