"""Shifts of the coming year, by rotation and by person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from mkdocs_handbook.model import Handbook, Shift
from mkdocs_handbook.schedule import item_dates, rotation

AHEAD = timedelta(days=366)
# Enough for a year of days, whatever the overrides.
MOST = 1_000
LAST = datetime(9999, 12, 31, tzinfo=UTC)


@lru_cache(maxsize=256)
def coming_shifts(handbook: Handbook, path: str) -> Mapping[str, tuple[Shift, ...]]:
    """Return the shifts of each rotation of a data file that run now or begin within a year, ascending."""
    by_name = item_dates.rotations(handbook.by_path[path].items, handbook.settings.timezone)
    end = handbook.now.astimezone(UTC) + AHEAD if handbook.now.year < 9998 else LAST
    return {
        name: tuple(takewhile(lambda shift: shift.start < end, islice(rotation.shifts(entries, handbook.now), MOST)))
        for name, entries in by_name.items()
    }


def midnight(handbook: Handbook, day: date) -> datetime:
    """Return when a day begins in the site's time zone."""
    return datetime.combine(day, time(0), ZoneInfo(handbook.settings.timezone))


def monday_of(day: date) -> date:
    """Return the Monday of a day's week, or the calendar's first day."""
    return day - min(timedelta(day.weekday()), day - date.min)


def days_ahead(handbook: Handbook, days: int) -> datetime:
    """Return the instant so many days from now, at most the calendar's last."""
    return handbook.now + min(timedelta(days), datetime.max.replace(tzinfo=handbook.now.tzinfo) - handbook.now)


def now_on(shifts: Iterable[Shift], now: datetime) -> str:
    """Return who is on duty at an instant, "" if nobody is; shifts are ascending, and none is over by then."""
    return next((shift.dri for shift in shifts if shift.start <= now), "")


@lru_cache(maxsize=4)
def people_on_duty(handbook: Handbook) -> frozenset[str]:
    """Return everybody who has a shift within a year."""
    files = handbook.of_kind("rotations")
    return frozenset(
        shift.dri for file in files for shifts in coming_shifts(handbook, file.source.path).values() for shift in shifts
    )
