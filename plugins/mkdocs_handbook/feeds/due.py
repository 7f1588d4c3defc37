"""Due items: occurrences of rituals and changes of shift within the next days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Literal

from mkdocs_handbook.data import row_ids
from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.links import feed_urls, item_urls
from mkdocs_handbook.model import DataFile, Handbook, Rotation, Shift
from mkdocs_handbook.schedule import item_dates, rotation

# Further than any local time is from that of another zone.
ZONES = timedelta(days=2)
# How the names of the data files end in which something falls due.
DATED = (".rituals.yml", ".rotations.yml")


@dataclass(frozen=True, slots=True)
class DueItem:
    """A ritual on a day, or a shift that begins on it; the day and the time are local where `timezone` is.

    `dri` is whose it is, "" where a shift ends and nobody takes over from `previous`.
    """

    day: date
    kind: str
    group: str
    name: str
    dri: str
    time: str = ""
    timezone: str = ""
    previous: str = ""
    reason: str = ""
    url: str = ""


def due_items(handbook: Handbook, days: int, *, group: str = "", dri: str = "") -> tuple[DueItem, ...]:
    """Return what falls due from the handbook's today on within a number of days, limited to a group and a person."""
    end = date.fromordinal(min(handbook.today.toordinal() + days, date.max.toordinal()))
    items = [
        item
        for file in sorted(handbook.files, key=lambda file: (file.group, file.source.path))
        if group in {"", file.group}
        for item in due_in_file(handbook, file, end)
        if not dri or login(dri) in {login(item.dri), login(item.previous)}
    ]
    return tuple(sorted(items, key=lambda item: (item.day, item.time)))


def due_in_file(handbook: Handbook, file: DataFile, end: date) -> Iterator[DueItem]:
    """Yield what of a data file falls due before a day."""
    addresses = {
        id(item): item_urls.row_url(handbook, file, anchor)
        for item, anchor in zip(file.items, row_ids.row_ids(file), strict=False)
    }
    if file.kind.name == "rituals":
        for item in file.items:
            zone = (item.text("timezone") or handbook.settings.timezone) if item.text("time") else ""
            for day in takewhile(lambda day: day < end, item_dates.due_dates(item, handbook.today)):
                names = file.group, item.text("task"), item.text("dri")
                yield DueItem(day, "ritual", *names, item.text("time"), zone, url=addresses[id(item)])
    elif file.kind.name == "rotations":
        for name, items in item_dates.by_rotation(file.items).items():
            entries = [item_dates.rotation_of(item, handbook.settings.timezone) for item in items]
            for before, shift in shift_changes(entries, handbook.today, end):
                at = shift.start.time()
                is_timed = at != item_dates.MIDNIGHT
                yield DueItem(
                    day=shift.start.date(),
                    kind="shift",
                    group=file.group,
                    name=name,
                    dri=shift.dri,
                    time=f"{at:%H:%M}" if is_timed else "",
                    timezone=str(shift.start.tzinfo) if is_timed else "",
                    previous=before,
                    reason=shift.reason,
                    url=addresses[id(items[0])],
                )


def shift_changes(entries: Iterable[Rotation], start: date, end: date) -> Iterator[tuple[str, Shift]]:
    """Yield who was on duty ("" for nobody) with each shift of another that begins in a time; nobody's has no DRI."""
    before: Shift | None = None
    for shift in shifts_around(tuple(entries), start):
        if before and before.end and before.end < shift.start:
            yield from within(before.dri, Shift(before.end, shift.start, ""), start, end)
            before = None
        if shift.start.date() >= end:
            return
        if not before or login(before.dri) != login(shift.dri):
            yield from within(before.dri if before else "", shift, start, end)
        before = shift
    if before and before.end:
        yield from within(before.dri, Shift(before.end, None, ""), start, end)


def shifts_around(entries: tuple[Rotation, ...], start: date) -> Iterator[Shift]:
    """Yield the shifts from the one before a day on."""
    midnight = datetime.combine(max(start, date(1, 1, 5)), time(), UTC)
    return rotation.shifts(entries, midnight - ZONES)


def within(before: str, shift: Shift, start: date, end: date) -> Iterator[tuple[str, Shift]]:
    """Yield a change if it is in a time."""
    if start <= shift.start.date() < end:
        yield before, shift


def with_dates(handbook: Handbook, sort: Literal["group", "person"]) -> list[str]:
    """Return the groups that have rituals or rotations, or everybody who is known or has a ritual or a shift, in order."""
    calendars = feed_urls.all_calendars(handbook.files, handbook.people or ())
    return sorted(name for kind, *names in calendars.values() if kind == sort for name in names)
