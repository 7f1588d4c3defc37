"""The rotations part of `handbook diff`: which shifts changed hands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise, takewhile
from typing import NamedTuple

from mkdocs_handbook.changes.diff_items import Difference
from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.model import Handbook, Rotation, Shift
from mkdocs_handbook.schedule import item_dates, rotation

SECTION = "Rotations"
# How far back and ahead shifts are compared, and how many of a rotation are listed.
LOOK_BACK, LOOK_AHEAD = timedelta(days=366), timedelta(days=92)
MAX_LISTED = 12


class DutyChange(NamedTuple):
    """A time in which another person is on duty than before; "" is nobody."""

    start: datetime
    end: datetime
    before: str
    after: str


def rotation_differences(old: Handbook, new: Handbook) -> Iterator[Difference]:
    """Yield the rotations that are new or gone, and the shifts that changed hands within a year back and three months on."""
    before, after = rotations_by_name(old), rotations_by_name(new)
    for group, name in sorted({*before, *after}):
        was, now = before.get((group, name)), after.get((group, name))
        if was is None and now is not None:
            yield Difference(SECTION, "new", name, group, "", first_on_duty(now, new.now))
        elif was is not None and now is None:
            yield Difference(SECTION, "removed", name, group, first_on_duty(was, new.now))
        elif was and now and was != now:
            yield from shift_differences(list(duty_changes(was, now, new.now)), name, group, new.now)


def rotations_by_name(handbook: Handbook) -> dict[tuple[str, str], list[Rotation]]:
    """Return the entries of all rotations by group and name."""
    rotations: dict[tuple[str, str], list[Rotation]] = {}
    for file in handbook.of_kind("rotations"):
        for name, same in item_dates.rotations(file.items, handbook.settings.timezone).items():
            rotations.setdefault((file.group, name), []).extend(same)
    return rotations


def first_on_duty(same: Sequence[Rotation], now: datetime) -> str:
    """Return who is on duty, or comes first, "" for nobody."""
    return next((shift.dri for shift in rotation.shifts(same, now)), "")


def duty_changes(was: Sequence[Rotation], now: Sequence[Rotation], moment: datetime) -> Iterator[DutyChange]:
    """Yield the times in which another person is on duty; adjacent ones with the same two people are one."""
    begin, end = moment - LOOK_BACK, moment + LOOK_AHEAD
    old, new = (list(takewhile(lambda shift: shift.start < end, rotation.shifts(same, begin))) for same in (was, now))
    bounds = sorted(
        {at for shift in (*old, *new) for at in (shift.start, shift.end) if at and begin < at < end} | {begin, end}
    )
    last: DutyChange | None = None
    for (start, stop), before, after in zip(
        pairwise(bounds), people_between(old, bounds), people_between(new, bounds), strict=True
    ):
        if login(before) == login(after):
            continue
        if last and last.end == start and (last.before, last.after) == (before, after):
            last = last._replace(end=stop)
            continue
        if last:
            yield last
        last = DutyChange(start, stop, before, after)
    if last:
        yield last


def people_between(shifts: Sequence[Shift], bounds: Sequence[datetime]) -> Iterator[str]:
    """Yield who is on duty between each two bounds; every shift within them begins and ends at a bound."""
    index = 0
    for start, _ in pairwise(bounds):
        while index < len(shifts) and (end := shifts[index].end) is not None and end <= start:
            index += 1
        yield shifts[index].dri if index < len(shifts) and shifts[index].start <= start else ""


def shift_differences(changes: Sequence[DutyChange], name: str, group: str, now: datetime) -> Iterator[Difference]:
    """Yield the first shifts that changed hands, and how many more there are."""
    for change in changes[:MAX_LISTED]:
        when = f"{period(change.start, change.end)}{', which is past' if change.end <= now else ''}"
        yield Difference(SECTION, "shift", name, group, change.before, change.after, when)
    if len(changes) > MAX_LISTED:
        note = f"and {len(changes) - MAX_LISTED} more until {changes[-1].end.date()}"
        yield Difference(SECTION, "shift", name, group, note=note)


def period(start: datetime, end: datetime) -> str:
    """Return in words from when until when, by days where that is enough."""
    days: tuple[date, date] = (start.date(), end.date())
    return f"{days[0]} to {days[1]}" if days[0] != days[1] else f"{start:%Y-%m-%d %H:%M} to {end:%H:%M}"
