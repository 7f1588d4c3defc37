"""Which shifts of rotations a change moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise, takewhile
from typing import NamedTuple

from mkdocs_handbook.changes.diff_items import Difference
from mkdocs_handbook.model import Handbook, Rotation, Shift
from mkdocs_handbook.schedule import item_dates, rotation

SECTION = "Rotations"
# What of the past and of the future is compared, and how many shifts of a rotation are told one by one.
BACK, AHEAD = timedelta(days=366), timedelta(days=92)
MOST = 12


class Moved(NamedTuple):
    """A time in which somebody else is on duty than before; "" is nobody."""

    start: datetime
    end: datetime
    before: str
    after: str


def of_rotations(old: Handbook, new: Handbook) -> Iterator[Difference]:
    """Give the rotations that are new or gone, and the shifts that changed hands within a year back and three months on."""
    before, after = entries(old), entries(new)
    for group, name in sorted({*before, *after}):
        was, now = before.get((group, name)), after.get((group, name))
        if was is None and now is not None:
            yield Difference(SECTION, "new", name, group, "", on_duty(now, new.now))
        elif was is not None and now is None:
            yield Difference(SECTION, "removed", name, group, on_duty(was, new.now))
        elif was and now and was != now:
            yield from told(list(moved(was, now, new.now)), name, group, new.now)


def entries(handbook: Handbook) -> dict[tuple[str, str], list[Rotation]]:
    """Give the entries of all rotations by group and name."""
    found: dict[tuple[str, str], list[Rotation]] = {}
    for file in handbook.of_kind("rotations"):
        for name, same in item_dates.rotations(file.items, handbook.settings.timezone).items():
            found.setdefault((file.group, name), []).extend(same)
    return found


def on_duty(same: Sequence[Rotation], now: datetime) -> str:
    """Give who is on duty, or comes first, "" for nobody."""
    return next((shift.dri for shift in rotation.shifts(same, now)), "")


def moved(was: Sequence[Rotation], now: Sequence[Rotation], moment: datetime) -> Iterator[Moved]:
    """Give the times in which somebody else is on duty, those that follow each other with the same two people as one."""
    begin, end = moment - BACK, moment + AHEAD
    old, new = (list(takewhile(lambda one: one.start < end, rotation.shifts(same, begin))) for same in (was, now))
    bounds = sorted(
        {one for shift in (*old, *new) for one in (shift.start, shift.end) if one and begin < one < end} | {begin, end}
    )
    last: Moved | None = None
    for (start, stop), before, after in zip(pairwise(bounds), during(old, bounds), during(new, bounds), strict=True):
        if before == after:
            continue
        if last and last.end == start and (last.before, last.after) == (before, after):
            last = last._replace(end=stop)
            continue
        if last:
            yield last
        last = Moved(start, stop, before, after)
    if last:
        yield last


def during(shifts: Sequence[Shift], bounds: Sequence[datetime]) -> Iterator[str]:
    """Give who is on duty between each two bounds, at none of which but the last a shift may still be running over."""
    index = 0
    for start, _ in pairwise(bounds):
        while index < len(shifts) and (end := shifts[index].end) is not None and end <= start:
            index += 1
        yield shifts[index].dri if index < len(shifts) and shifts[index].start <= start else ""


def told(found: Sequence[Moved], name: str, group: str, now: datetime) -> Iterator[Difference]:
    """Give the first shifts that moved, and how many more there are."""
    for one in found[:MOST]:
        when = f"{time(one.start, one.end)}{', which is past' if one.end <= now else ''}"
        yield Difference(SECTION, "shift", name, group, one.before, one.after, when)
    if len(found) > MOST:
        yield Difference(
            SECTION, "shift", name, group, note=f"and {len(found) - MOST} more until {found[-1].end.date()}"
        )


def time(start: datetime, end: datetime) -> str:
    """Say from when until when, by days where that is enough."""
    days: tuple[date, date] = (start.date(), end.date())
    return f"{days[0]} to {days[1]}" if days[0] != days[1] else f"{start:%Y-%m-%d %H:%M} to {end:%H:%M}"
