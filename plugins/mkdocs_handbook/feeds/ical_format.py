"""Occasions as an iCalendar (RFC 5545); the bytes depend on nothing but what is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur, vText

from mkdocs_handbook.feeds.calendar_events import UTC_NAMES, CalendarEvent, zone_of
from mkdocs_handbook.feeds.vtimezone import Observance, observances

PRODUCER = "-//mkdocs-handbook//EN"
# How often a reader's calendar should look for changes; calendars that know only one of the two know the second.
REFRESH = timedelta(hours=12)
END = b"END:VCALENDAR\r\n"


def calendar_frame(name: str, zones: Mapping[str, int]) -> tuple[str, str]:
    """Return what stands above and below the events of a calendar of a name, with its time zones, each from a year on."""
    found = Calendar()
    fixed = {"prodid": PRODUCER, "version": "2.0", "calscale": "GREGORIAN"}
    for key, value in fixed.items():
        found.add(key, value)
    # The library takes these for a type that it does not know, and would write them as they are.
    for key in ("name", "x-wr-calname"):
        found.add(key, vText(" ".join(name.split())))
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT12H")
    components = (timezone_text(one, year) for one, year in sorted(zones.items()))
    above = b"".join([found.to_ical().removesuffix(END), *components])
    return above.decode(), END.decode()


def event_text(one: CalendarEvent, day: date) -> str:
    """Return the event of an occasion; a day is when it says it was written, so that a day has one text of it."""
    found = Event()
    texts = {"uid": one.uid, "summary": one.summary, "description": one.description, "url": one.url}
    for key, value in texts.items():
        if value:
            found.add(key, value)
    found.add("dtstamp", datetime.combine(day, time(), UTC))
    found.add("categories", [one.group])
    for key, moment in (("dtstart", one.start), ("dtend", one.end)):
        if moment is not None:
            found.add(key, written_time(moment))
    if one.length is not None:
        found.add("duration", one.length)
    if one.rule:
        found.add("rrule", recurrence(one))
    if one.without:
        found.add("exdate", [written_time(moment) for moment in one.without])
    # Whoever has a duty all day is not busy all day.
    is_busy = one.kind == "ritual" and isinstance(one.start, datetime)
    found.add("transp", "OPAQUE" if is_busy else "TRANSPARENT")
    return bytes(found.to_ical()).decode()


def recurrence(one: CalendarEvent) -> vRecur:
    """Return the rule of an occasion with its end."""
    found: vRecur = vRecur.from_ical(one.rule)
    if one.until is not None:
        found["UNTIL"] = [one.until]
    return found


def written_time(moment: date) -> date:
    """Return a time as it is written: one of UTC by any of its names is that of UTC."""
    if isinstance(moment, datetime) and zone_of(moment) in UTC_NAMES:
        return moment.replace(tzinfo=UTC)
    return moment


@lru_cache(maxsize=256)
def timezone_text(zone: str, year: int) -> bytes:
    """Return the definition of a time zone from a year on."""
    found = Timezone()
    found.add("tzid", zone)
    for one in observances(zone, year):
        component = TimezoneDaylight() if one.form.is_summer else TimezoneStandard()
        for key, value in properties(one):
            component.add(key, value)
        found.add_component(component)
    return bytes(found.to_ical())


def properties(one: Observance) -> Iterator[tuple[str, Any]]:
    """Yield the properties of an observance."""
    yield "dtstart", one.first
    yield "tzname", one.form.name
    yield "tzoffsetfrom", one.form.before
    yield "tzoffsetto", one.form.after
    if one.rrule:
        yield "rrule", vRecur.from_ical(one.rrule)
    if one.others:
        yield "rdate", list(one.others)
