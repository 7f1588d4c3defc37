"""Calendars as another library reads them: vobject parses, dateutil expands, with the time zones that the file brings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from io import StringIO
from typing import Any

import vobject  # type: ignore[import-untyped]
from dateutil.tz import tzical

Moment = date | datetime


@dataclass(frozen=True, slots=True)
class Event:
    """An event with the starts that it has in a time: dates where it is all day, else instants in UTC."""

    uid: str
    summary: str
    starts: tuple[Moment, ...]
    ends: tuple[Moment, ...]


class Remembered(tzinfo):
    """A time zone that is asked once for each time: dateutil goes through all changes since the first for every one."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self.offsets: dict[tuple[datetime, int], timedelta | None] = {}

    def utcoffset(self, at: datetime | None, /) -> timedelta | None:
        assert at is not None
        key = at.replace(tzinfo=None), at.fold
        if key not in self.offsets:
            self.offsets[key] = self.zone.utcoffset(at)
        return self.offsets[key]

    def dst(self, at: datetime | None, /) -> timedelta | None:
        return self.zone.dst(at)

    def tzname(self, at: datetime | None, /) -> str | None:
        return self.zone.tzname(at)


def events(text: str, end: datetime) -> list[Event]:
    """Return the events of a calendar with what they have before an instant."""
    assert "\r\n" in text
    assert not [line for line in text.split("\r\n") if len(line.encode()) > 75]
    # vobject knows the zones of the world itself, and keeps those that it has met; this file's own are to count.
    zones = re.findall(r"^TZID:(.+)\r$", text, re.MULTILINE)
    assert set(re.findall(r"TZID=([^:;]+)[:;]", text)) <= set(zones)
    read = tzical(StringIO(text.replace("\r\n", "\n")))
    for name in zones:
        vobject.icalendar.registerTzid(name, Remembered(read.get(name) or UTC))
    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    return [event(one, end) for one in getattr(calendar, "vevent_list", [])]


def event(one: Any, end: datetime) -> Event:
    """Return an event of vobject."""
    found = list(starts(one, end))
    length = one.duration.value if hasattr(one, "duration") else None
    if hasattr(one, "dtend"):
        length = one.dtend.value - one.dtstart.value
    ends = [start + (length or timedelta()) for start in found]
    return Event(one.uid.value, one.summary.value, *(tuple(map(plain, each)) for each in (found, ends)))


def starts(one: Any, end: datetime) -> Iterator[Moment]:
    """Yield the starts of an event; local times in their zones."""
    start = one.dtstart.value
    is_day = not isinstance(start, datetime)
    for moment in one.rruleset or [start]:
        local = moment.date() if is_day and isinstance(moment, datetime) else moment
        if plain(local) >= (end.date() if is_day else end):
            return
        yield local


def plain(moment: Moment) -> Moment:
    """Return a day as it is, and a time in UTC."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
