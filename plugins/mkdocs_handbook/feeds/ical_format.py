"""The iCalendar format (RFC 5545): calendar events as text that depends on nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur, vText

from mkdocs_handbook.feeds.calendar_events import UTC_NAMES, CalendarEvent, zone_of
from mkdocs_handbook.feeds.vtimezone import Observance, observances
from mkdocs_handbook.util.escaping import CalendarFile, CalendarText

PRODUCER = "-//mkdocs-handbook//EN"
# How often a reader's calendar should look for changes; calendars that know only one of the two know the second.
REFRESH = timedelta(hours=12)
END = b"END:VCALENDAR\r\n"


def calendar_frame(name: CalendarText, zones: Mapping[str, int]) -> tuple[CalendarFile, CalendarFile]:
    """Return what stands above and below the events of a calendar of a name, with its time zones, each from a year on."""
    calendar = Calendar()
    fixed = {"prodid": PRODUCER, "version": "2.0", "calscale": "GREGORIAN"}
    for key, value in fixed.items():
        calendar.add(key, value)
    # The library takes these for a type that it does not know, and would write them as they are.
    for key in ("name", "x-wr-calname"):
        calendar.add(key, vText(" ".join(name.split())))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    components = (timezone_text(zone, year) for zone, year in sorted(zones.items()))
    above = b"".join([calendar.to_ical().removesuffix(END), *components])
    return CalendarFile(above.decode()), CalendarFile(END.decode())


def event_text(event: CalendarEvent, day: date) -> CalendarFile:
    """Return the text of an event, stamped with a day so that a day has one text of it."""
    component = Event()
    texts = {"uid": event.uid, "summary": event.summary, "description": event.description, "url": event.url}
    for key, value in texts.items():
        if value:
            component.add(key, value)
    component.add("dtstamp", datetime.combine(day, time(), UTC))
    component.add("categories", [event.group])
    for key, moment in (("dtstart", event.start), ("dtend", event.end)):
        if moment is not None:
            component.add(key, written_time(moment))
    if event.length is not None:
        component.add("duration", event.length)
    if event.rule:
        component.add("rrule", recurrence(event))
    if event.without:
        component.add("exdate", [written_time(moment) for moment in event.without])
    # Whoever has a duty all day is not busy all day.
    is_busy = event.kind == "ritual" and isinstance(event.start, datetime)
    component.add("transp", "OPAQUE" if is_busy else "TRANSPARENT")
    return CalendarFile(bytes(component.to_ical()).decode())


def recurrence(event: CalendarEvent) -> vRecur:
    """Return the rule of an event with its end."""
    rule: vRecur = vRecur.from_ical(event.rule)
    if event.until is not None:
        rule["UNTIL"] = [event.until]
    return rule


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
    for observance in observances(zone, year):
        component = TimezoneDaylight() if observance.form.is_summer else TimezoneStandard()
        for key, value in properties(observance):
            component.add(key, value)
        found.add_component(component)
    return bytes(found.to_ical())


def properties(observance: Observance) -> Iterator[tuple[str, Any]]:
    """Yield the properties of an observance."""
    yield "dtstart", observance.first
    yield "tzname", observance.form.name
    yield "tzoffsetfrom", observance.form.before
    yield "tzoffsetto", observance.form.after
    if observance.rrule:
        yield "rrule", vRecur.from_ical(observance.rrule)
    if observance.others:
        yield "rdate", list(observance.others)
