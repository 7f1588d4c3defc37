"""Dates of items: occurrences of rituals, and rotations as `Rotation` records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time
from itertools import takewhile
from typing import Any

from mkdocs_handbook.model import Frequency, Item, Override, Rotation
from mkdocs_handbook.schedule import recurrence
from mkdocs_handbook.schedule.frequency import FrequencyProblem, parse

MIDNIGHT = time(0)


def item_day(item: Item, key: str) -> date | None:
    """Return a valid item's date, None where the key is absent."""
    text = item.text(key)
    return date.fromisoformat(text) if text else None


def valid_frequency(text: str) -> Frequency:
    """Return the frequency of a text that validation has accepted."""
    frequency = parse(text)
    if isinstance(frequency, FrequencyProblem):
        raise ValueError(frequency.message)  # noqa: TRY004 (a wrong value, not a wrong type)
    return frequency


def next_date(ritual: Item, today: date) -> date | None:
    """Return the first occurrence of a ritual on or after a day; None if there is none, or no calendar knows it."""
    started = item_day(ritual, "startedOn")
    return (
        recurrence.next_occurrence(
            valid_frequency(ritual.text("frequency")), started, today, item_day(ritual, "endsOn")
        )
        if started
        else None
    )


def due_dates(ritual: Item, since: date) -> Iterator[date]:
    """Yield the occurrences of a ritual on or after a day, lazily; none where no calendar knows them."""
    ends = item_day(ritual, "endsOn") or date.max
    started = date.fromisoformat(ritual.text("startedOn"))
    dates = recurrence.occurrences(valid_frequency(ritual.text("frequency")), started, since)
    return takewhile(lambda occurrence: occurrence <= ends, dates)


def rotations(items: Iterable[Item], zone: str) -> dict[str, list[Rotation]]:
    """Return the entries of each rotation of a file by its name; zone is for handoffs that name none."""
    return {name: [rotation_of(item, zone) for item in mine] for name, mine in by_rotation(items).items()}


def by_rotation(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Return the entries of each rotation of a file by its name, those of one in the order in which they take over."""
    entries: dict[str, list[Item]] = {}
    for item in items:
        entries.setdefault(item.text("rotation"), []).append(item)
    return {name: sorted(mine, key=lambda item: item.text("startsOn")) for name, mine in entries.items()}


def rotation_of(item: Item, zone: str) -> Rotation:
    """Return the rotation that a valid item describes."""
    handoff = item.values.get("handoff", {})
    every = item.text("every")
    return Rotation(
        name=item.text("rotation"),
        starts_on=date.fromisoformat(item.text("startsOn")),
        every=valid_frequency(f"Every {every}") if every else None,
        members=tuple(item.values.get("members", ())),
        fixed=tuple((date.fromisoformat(entry["from"]), entry["dri"]) for entry in item.values.get("shifts", ())),
        ends_on=item_day(item, "endsOn"),
        handoff=time.fromisoformat(handoff["time"]) if handoff else MIDNIGHT,
        timezone=handoff.get("timezone", zone),
        overrides=tuple(override_of(entry) for entry in item.values.get("overrides", ())),
    )


def override_of(entry: dict[str, Any]) -> Override:
    """Return the override that a valid entry describes."""
    start, end = date.fromisoformat(entry["from"]), date.fromisoformat(entry["to"])
    return Override(start, end, entry["dri"], entry.get("reason", ""))
