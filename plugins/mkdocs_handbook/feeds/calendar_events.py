"""Calendar events: rituals and planned shifts as events, independent of any calendar format."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from mkdocs_handbook.data import row_ids
from mkdocs_handbook.data.items import as_text
from mkdocs_handbook.feeds.rotation_events import RotationEvent, rotation_events
from mkdocs_handbook.links import item_urls
from mkdocs_handbook.model import DataFile, Handbook, Item
from mkdocs_handbook.pages.outline import shown_title
from mkdocs_handbook.rendering import cells
from mkdocs_handbook.schedule import item_dates, recurrence
from mkdocs_handbook.util.escaping import CalendarText, CalendarUrl, calendar_text, calendar_url

# Any namespace will do, as long as it stays: identities of events have to outlive every change but that of a name.
NAMESPACE = UUID("5b7c2a3e-8d0f-5c55-9f0e-3f4f4f1f6a01")
# What a description says below itself, where the data have it.
DETAILS = ("dri", "backup", "participants", "frequency", "channel", "channels", "agenda", "moreInfoUrl")
DAY = timedelta(days=1)
# Zones that an instant with a Z says in full.
UTC_NAMES = frozenset(("UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"))
EPOCH = 1970


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An entry of a calendar: whose it is, what it says, and when.

    `start` is a date where no time is set, else a datetime in its own zone. It lasts until `end`, or for `length`, which
    is by the clock on the wall; neither where nobody said how long. `rule` is an RRULE without its end, which is `until`
    (inclusive); `without` are the starts that the rule makes and that don't happen. `member` is a person's handle.
    """

    uid: str
    kind: str
    group: str
    name: str
    member: str
    summary: CalendarText
    description: CalendarText
    url: CalendarUrl
    start: date
    end: date | None = None
    length: timedelta | None = None
    rule: str = ""
    until: date | None = None
    without: tuple[date, ...] = ()


def calendar_events(handbook: Handbook) -> tuple[CalendarEvent, ...]:
    """Return all events, in the order of groups and files; each has a uid of its own that no other change moves."""
    events = [
        event
        for file in sorted(handbook.files, key=lambda file: (file.group, file.source.path))
        for event in events_of_file(handbook, file)
    ]
    given: dict[str, int] = {}
    for index, event in enumerate(events):
        given[event.uid] = given.get(event.uid, 0) + 1
        if given[event.uid] > 1:
            events[index] = replace(event, uid=event_uid(event.uid, str(given[event.uid])))
    return tuple(events)


def zones(events: Collection[CalendarEvent], zone: str) -> dict[str, int]:
    """Return the zones in which events are, each with the year in which the first begins there.

    Without events that is the given one, since a calendar needs a component.
    """
    years: dict[str, int] = {}
    for event in events:
        for moment in (event.start, event.end):
            name = zone_of(moment) if moment is not None else ""
            if name and name not in UTC_NAMES:
                years[name] = min(years.get(name, event.start.year), event.start.year)
    return years if events else {zone: EPOCH}


def zone_of(moment: date) -> str:
    """Return the name of a time's zone, "" for a day."""
    zone = moment.tzinfo if isinstance(moment, datetime) else None
    return zone.key if isinstance(zone, ZoneInfo) else ""


def events_of_file(handbook: Handbook, file: DataFile) -> Iterator[CalendarEvent]:
    """Yield the events of a data file of any kind."""
    anchors = dict(zip(map(id, file.all_items), row_ids.row_ids(file), strict=True))
    if file.kind.name == "rituals":
        for item in file.items:
            url = absolute_only(item_urls.row_url(handbook, file, anchors[id(item)]))
            yield from ritual_events(handbook, file, item, url)
    elif file.kind.name == "rotations":
        for items in item_dates.by_rotation(file.items).values():
            # A rotation's row is that of its first entry.
            url = absolute_only(item_urls.row_url(handbook, file, anchors[id(items[0])]))
            yield from shift_events(handbook, file, items, url)


def ritual_events(handbook: Handbook, file: DataFile, item: Item, url: CalendarUrl) -> Iterator[CalendarEvent]:
    """Yield the event of a ritual; none where no calendar knows when, or where it ended before it began."""
    started, ends = date.fromisoformat(item.text("startedOn")), item_dates.item_day(item, "endsOn")
    frequency = item_dates.valid_frequency(item.text("frequency"))
    first = recurrence.next_occurrence(frequency, started, started, ends)
    if first is None:
        return
    at, minutes = item.text("time"), item.values.get("duration")
    zone = ZoneInfo(item.text("timezone") or handbook.settings.timezone)
    task = item.text("task")
    yield CalendarEvent(
        uid=event_uid("ritual", file.group, task, started.isoformat()),
        kind="ritual",
        group=file.group,
        name=task,
        member=item.text("dri"),
        summary=calendar_text(task),
        description=description(handbook, file, item),
        url=url,
        start=datetime.combine(first, time.fromisoformat(at), zone) if at else first,
        end=None if at or first == date.max else first + DAY,
        length=timedelta(minutes=minutes) if at and minutes else None,
        rule=recurrence.rrule_text(frequency, started),
        until=last_second(ends, zone) if at and ends else ends,
    )


def shift_events(handbook: Handbook, file: DataFile, items: list[Item], url: CalendarUrl) -> Iterator[CalendarEvent]:
    """Yield the events of a rotation: who is regularly on duty, and each shift that is not regular."""
    entries = [item_dates.rotation_of(item, handbook.settings.timezone) for item in items]
    name = entries[0].name
    # The entry that stands last of those that have begun.
    order = sorted((item.text("startsOn"), number) for number, item in enumerate(items))
    days, latest = [day for day, _ in order], [*accumulate((number for _, number in order), max)]
    for event in rotation_events(entries, handbook.now, handbook.settings.timezone):
        begun = bisect_right(days, start_day(event).isoformat())
        yield CalendarEvent(
            uid=event_uid("rotation" if event.regular else "shift", file.group, name, start_day(event).isoformat()),
            kind="rotation",
            group=file.group,
            name=name,
            member=event.dri,
            summary=calendar_text(
                f"{name}: {cells.person_name(handbook, event.dri)}{f' ({event.reason})' if event.reason else ''}"
            ),
            description=description(handbook, file, items[latest[begun - 1] if begun else 0]),
            url=url,
            start=event.start,
            end=event.end,
            length=event.length,
            rule=event.rule,
            until=event.until,
            without=event.without,
        )


def event_uid(*parts: str) -> str:
    """Return the UUID of an event that is told from others by some texts."""
    return str(uuid5(NAMESPACE, "\0".join(parts)))


def absolute_only(url: str) -> CalendarUrl:
    """Return an address if it says where the site is, else ""."""
    return calendar_url(url if "://" in url else "")


def start_day(event: RotationEvent) -> date:
    """Return the local day on which a planned duty begins."""
    return event.start.date() if isinstance(event.start, datetime) else event.start


def last_second(day: date, zone: ZoneInfo) -> datetime | None:
    """Return the end of a day in a zone, in UTC as a rule's end has to be; the later one where clocks go back.

    None for the calendar's last days, which stand for ever, and have no time in every zone.
    """
    if day >= date.max - DAY:
        return None
    return datetime.combine(day, time(23, 59, 59), zone).replace(fold=1).astimezone(UTC)


def description(handbook: Handbook, file: DataFile, item: Item) -> CalendarText:
    """Return what is known of an item as plain text: its description, and a line for each detail."""
    titles = {column.key: column.title for column in file.kind.columns}
    lines = [
        f"{titles[key]}: {value_text(handbook, item, key)}" for key in DETAILS if key in titles and item.values.get(key)
    ]
    text = shown_title(item.text("description"))
    return calendar_text("\n\n".join(filter(None, (text, "\n".join(lines)))))


def value_text(handbook: Handbook, item: Item, key: str) -> str:
    """Return a value as text, people by their names."""
    value = item.values[key]
    if key == "moreInfoUrl":
        return item_urls.link_url(handbook, item.text(key))
    parts = [as_text(entry) for entry in (value if isinstance(value, list) else [value])]
    return ", ".join(cells.person_name(handbook, part) if key in {"dri", "backup"} else part for part in parts)
