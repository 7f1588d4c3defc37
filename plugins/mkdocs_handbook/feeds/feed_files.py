"""Feed files: the calendars and JSON files of a site, as far as its settings ask for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC
from itertools import groupby

from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.feeds import json_api
from mkdocs_handbook.feeds.calendar_events import CalendarEvent, calendar_events, zones
from mkdocs_handbook.links import feed_urls
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.rendering import cells
from mkdocs_handbook.util.escaping import CalendarFile, CalendarText, JsonText, calendar_text
from mkdocs_handbook.util.memo import Memo, no_memo


def feed_files(handbook: Handbook, memo: Memo = no_memo) -> dict[str, CalendarFile | JsonText]:
    """Return the text of each file by its address in the site."""
    texts: dict[str, CalendarFile | JsonText] = {}
    if handbook.settings.feeds:
        texts |= calendars(handbook, memo)
    if handbook.settings.api:
        texts |= json_api.api_files(handbook)
    return texts


def calendars(handbook: Handbook, memo: Memo = no_memo) -> dict[str, CalendarFile]:
    """Return the text of each calendar by its address in the site, in order of addresses."""
    events = calendar_events(handbook)
    handles = feed_urls.calendar_handles(handbook.files, handbook.people or ())
    written, members = event_texts(handbook, events, memo), events_by_calendar(events, handles)
    named = sorted(calendar_names(handbook).items())
    around = frames(handbook, [(name, members.get(address, ())) for address, name in named], memo)
    return {
        address: CalendarFile("".join((above, *(written[event.uid] for event in members.get(address, ())), below)))
        for (address, _), (above, below) in zip(named, around, strict=True)
    }


def event_texts(handbook: Handbook, events: tuple[CalendarEvent, ...], memo: Memo) -> dict[str, CalendarFile]:
    """Return the text of each event by its uid; those of a group are kept together."""
    by_group = [list(mine) for _, mine in groupby(events, key=lambda event: event.group)]
    day = handbook.now.astimezone(UTC).date()

    def make(number: int) -> list[CalendarFile]:
        from mkdocs_handbook.feeds import ical_format

        return [ical_format.event_text(event, day) for event in by_group[number]]

    written = memo("events", [f"{day} {mine!r}" for mine in by_group], make)
    return {
        event.uid: text
        for mine, texts in zip(by_group, written, strict=True)
        for event, text in zip(mine, texts, strict=True)
    }


def frames(
    handbook: Handbook, calendars: Iterable[tuple[CalendarText, Collection[CalendarEvent]]], memo: Memo
) -> list[tuple[CalendarFile, CalendarFile]]:
    """Return what stands above and below the events of each calendar; one without events has the site's time zone."""
    given = [(name, zones(mine, handbook.settings.timezone)) for name, mine in calendars]

    def make(number: int) -> tuple[CalendarFile, CalendarFile]:
        from mkdocs_handbook.feeds import ical_format

        return ical_format.calendar_frame(*given[number])

    return memo("calendar", [repr(event) for event in given], make)


def events_by_calendar(events: tuple[CalendarEvent, ...], handles: Mapping[str, str]) -> dict[str, list[CalendarEvent]]:
    """Return the events of each calendar by its address; a person's by the handles of logins."""
    by_address: dict[str, list[CalendarEvent]] = {}
    for event in events:
        own = feed_urls.person_calendar(handles.get(login(event.member), event.member))
        addresses = [feed_urls.ALL, feed_urls.group_calendar(event.group), own]
        if event.kind == "rotation":
            addresses.append(feed_urls.rotation_calendar(event.group, event.name))
        for address in addresses:
            by_address.setdefault(address, []).append(event)
    return by_address


def calendar_names(handbook: Handbook) -> dict[str, CalendarText]:
    """Return the name of each calendar by its address; where two rotations share one, that of the first."""
    calendars = feed_urls.all_calendars(handbook.files, handbook.people or ())
    return {address: calendar_text(calendar_name(handbook, *parts)) for address, parts in calendars.items()}


def calendar_name(handbook: Handbook, sort: str, name: str = "") -> str:
    """Return the name of a calendar of a group, of a person, of a rotation or of all."""
    if sort == "group":
        return name.replace("-", " ").capitalize()
    if sort == "person":
        return cells.person_name(handbook, name)
    return name or "Handbook"
