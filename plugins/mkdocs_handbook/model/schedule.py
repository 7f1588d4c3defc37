"""Records of time: frequencies, rotations and shifts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

Unit = Literal["day", "weekday", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Frequency:
    """A rule of the closed vocabulary: every so many units, refined by at most one of the `on …` forms.

    Weekdays count from Monday = 0. `nth` are numbers from 1 to 5, and -1 for the last, ascending by date. `month_day` is 1 to 31, or -1 for the last day.
    A frequency with an `event` recurs by no calendar.
    """

    unit: Unit = "day"
    every: int = 1
    weekdays: tuple[int, ...] = ()
    nth: tuple[int, ...] = ()
    month_day: int | None = None
    month: int | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """Who stands in for the regular member, from a date until another (exclusive)."""

    start: date
    end: date
    dri: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rotation:
    """An entry of a rotations file: members in turn every period, or explicit shifts (each from its date on)."""

    name: str
    starts_on: date
    every: Frequency | None = None
    members: tuple[str, ...] = ()
    fixed: tuple[tuple[date, str], ...] = ()
    ends_on: date | None = None
    handoff: time = time(0)
    timezone: str = "UTC"
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """Who is on duty from an instant until another (exclusive, None where it has no end); aware datetimes.

    Where it `is_override`, that is somebody else than the member whose turn it is.
    """

    start: datetime
    end: datetime | None
    dri: str
    reason: str = ""
    is_override: bool = field(default=False, compare=False)
