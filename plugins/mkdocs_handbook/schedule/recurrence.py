"""Recurrence: the dates and the RRULE (RFC 5545) of a frequency."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache
from itertools import count, dropwhile, islice, takewhile
from typing import Literal

from mkdocs_handbook.model import Frequency

_SHORTEST = {None: 28, 2: 28, 4: 30, 6: 30, 9: 30, 11: 30}
_LONGEST = {**_SHORTEST, None: 31, 2: 29}


def occurrences(frequency: Frequency, started_on: date, since: date | None = None) -> Iterator[date]:
    """Yield the dates on or after both `started_on` and `since`, ascending and lazily until 9999; none for an event."""
    if frequency.event is not None:
        return iter(())
    floor = max(started_on, since or started_on)
    plain, origin = _phase(frequency, started_on)
    begin = _period(plain, origin, _elapsed(plain, origin, floor))
    return dropwhile(lambda day: day < floor, _dates(plain, begin))


def numbered(frequency: Frequency, started_on: date, since: date) -> Iterator[tuple[int, date]]:
    """Yield occurrences with their number from 0 on, beginning before `since` (a period or two) or with the first.

    Every period has to have the same number of occurrences, so a fifth weekday of the month can't be numbered.
    """
    if frequency.event is not None:
        return iter(())
    plain, origin = _phase(frequency, started_on)
    period = max(0, _elapsed(plain, origin, since) - 1)
    before = sum(1 for _ in takewhile(lambda day: day < started_on, _dates(plain, origin)))
    each = len(plain.weekdays) if plain.unit == "week" else len(plain.nth) or 1
    turns = enumerate(_dates(plain, _period(plain, origin, period)), period * each - before)
    return dropwhile(lambda turn: turn[1] < started_on, turns)


def next_occurrence(frequency: Frequency, started_on: date, day: date, ends_on: date | None = None) -> date | None:
    """Return the first occurrence on or after a day and on or before `ends_on`, or None."""
    occurrence = _next(frequency, started_on, max(started_on, day))
    return None if occurrence is None or (ends_on is not None and occurrence > ends_on) else occurrence


def first_occurrences(frequency: Frequency, started_on: date, day: date, most: int) -> tuple[date, ...]:
    """Return the first occurrences on or after a day, so many at most."""
    return tuple(islice(occurrences(frequency, started_on, day), most))


def first_occurrence(frequency: Frequency, started_on: date) -> date:
    """Return the first occurrence; `started_on` itself where the calendar knows none."""
    return _next(frequency, started_on, started_on) or started_on


def contradiction(frequency: Frequency, started_on: date) -> date | None:
    """Return the first occurrence if `started_on` is none itself, else None."""
    occurrence = first_occurrence(frequency, started_on)
    return occurrence if occurrence != started_on else None


def rrule_text(frequency: Frequency, started_on: date) -> str:
    """Return the RRULE value (RFC 5545) of the same dates for a DTSTART of the first one, or "" for an event."""
    if frequency.event is not None:
        return ""
    return _rule_text(_phase(frequency, started_on)[0])


@lru_cache(maxsize=4096)
def _next(frequency: Frequency, started_on: date, floor: date) -> date | None:
    return next(occurrences(frequency, started_on, floor), None)


@lru_cache(maxsize=4096)
def _phase(frequency: Frequency, started_on: date) -> tuple[Frequency, date]:
    """Return a frequency of days, weeks or months that leaves nothing to `started_on`, and its first period's first day."""
    if frequency.every < 1:
        raise ValueError(f"a frequency recurs every 1 or more units, not {frequency.every}")
    if frequency.unit == "day":
        return frequency, started_on
    if frequency.unit in {"weekday", "week"}:
        weekdays = frequency.weekdays or ((started_on.weekday(),) if frequency.unit == "week" else (0, 1, 2, 3, 4))
        return replace(frequency, unit="week", weekdays=weekdays), started_on
    day = None if frequency.nth else frequency.month_day or started_on.day
    if frequency.unit == "month":
        return replace(frequency, month_day=day), started_on.replace(day=1)
    # Years are months here, so that there is one rule less.
    month = frequency.month or started_on.month
    years = replace(frequency, unit="month", every=12 * frequency.every, month_day=day, month=month)
    return years, started_on.replace(month=month, day=1)


def _elapsed(plain: Frequency, origin: date, day: date) -> int:
    """Return how many whole periods lie between the origin and a later day."""
    if plain.unit == "month":
        passed = (day.year - origin.year) * 12 + day.month - origin.month
    else:
        passed = (day - origin).days // (7 if plain.unit == "week" else 1)
    return max(0, passed // plain.every)


def _period(plain: Frequency, origin: date, number: int) -> date:
    """Return the first day of a period; 0 is that of the origin."""
    if plain.unit == "month":
        year, month = divmod(origin.year * 12 + origin.month - 1 + number * plain.every, 12)
        return date(year, month + 1, 1)
    return origin + timedelta(number * plain.every * (7 if plain.unit == "week" else 1))


def _dates(plain: Frequency, begin: date) -> Iterator[date]:
    """Yield the dates from the first day of a period on, until the calendar ends in 9999."""
    make = {"day": _daily, "week": _weekly, "month": _monthly}[plain.unit]
    try:
        yield from make(plain, begin)
    except OverflowError:
        return


def _daily(plain: Frequency, begin: date) -> Iterator[date]:
    return (begin + timedelta(days) for days in count(0, plain.every))


def _weekly(plain: Frequency, begin: date) -> Iterator[date]:
    weekdays = sorted(plain.weekdays)
    # Weeks begin on Monday, as in RFC 5545, and the first may have begun before.
    for days in count(-begin.weekday(), 7 * plain.every):
        yield from (begin + timedelta(days + weekday) for weekday in weekdays if days + weekday >= 0)


def _monthly(plain: Frequency, begin: date) -> Iterator[date]:
    for number in range(begin.year * 12 + begin.month - 1, 12 * MAXYEAR + 12, plain.every):
        year, month = number // 12, number % 12 + 1
        first_weekday, length = monthrange(year, month)
        if plain.nth:
            # The fourth is often the last.
            days = sorted(set(_nth_days(plain, first_weekday, length)))
        else:
            days = [length if plain.month_day == -1 else min(plain.month_day or 1, length)]
        yield from (date(year, month, day) for day in days)


def _nth_days(plain: Frequency, first_weekday: int, length: int) -> Iterator[int]:
    """Yield the days of a month that are the nth of some weekdays, as far as the month has so many."""
    for weekday in plain.weekdays:
        days = range(1 + (weekday - first_weekday) % 7, length + 1, 7)
        yield from (days[number if number < 0 else number - 1] for number in plain.nth if number <= len(days))


@lru_cache(maxsize=1024)
def _rule_text(plain: Frequency) -> str:
    """Return the rule of the same dates, that of years where all are in one month."""
    from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY, rrule

    week = (MO, TU, WE, TH, FR, SA, SU)
    rhythm: dict[str, Literal[0, 1, 2, 3]] = {"day": DAILY, "week": WEEKLY, "month": MONTHLY}
    yearly = plain.month is not None
    shortest, day = _SHORTEST.get(plain.month, 31), plain.month_day
    clamped = day is not None and day > shortest
    if clamped and day and day >= _LONGEST.get(plain.month, 31):
        # The same days, in a rule that more calendars know.
        clamped, day = False, -1
    rule = rrule(
        YEARLY if yearly else rhythm[plain.unit],
        interval=plain.every // 12 if yearly else plain.every,
        bymonth=plain.month,
        bymonthday=range(shortest, day + 1) if clamped and day else day,
        bysetpos=-1 if clamped else None,
        byweekday=[
            week[weekday](number) if number else week[weekday]
            for weekday in plain.weekdays
            for number in plain.nth or (None,)
        ]
        or None,
    )
    return str(rule).partition("RRULE:")[2]
