"""VTIMEZONE: the clock changes of a time zone as single observances and one lasting rule.

The icalendar library lists changes until a year, and puts those to summer time an hour too late (release 7.3);
a calendar that recurs for years needs the rule itself.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

# The years whose changes show the rule: behind all tables of single changes, twice every calendar of a year, no century.
SETTLED = range(2101, 2157)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Until then, every place had its own time.
UNCHANGED = 1800
WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)


class OffsetChange(NamedTuple):
    """What changes of a zone have in common: from and to which offset, and what time is called then."""

    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A change of a zone's clocks, at a time by the clock before it."""

    at: datetime
    form: OffsetChange


@dataclass(frozen=True, slots=True)
class YearlyRule:
    """A yearly rule: the nth weekday of a month (-1 is the last), or the weekday from a day on."""

    month: int
    weekday: int
    clock: time
    nth: int
    day: int

    @property
    def rrule(self) -> str:
        """The rule as an RRULE of RFC 5545."""
        name = WEEKDAYS[self.weekday]
        if self.nth:
            return f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={self.nth}{name}"
        days = ",".join(str(day) for day in range(self.day, self.day + 7))
        return f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={name};BYMONTHDAY={days}"

    def at(self, year: int) -> datetime:
        """Return the time in a year."""
        last = monthrange(year, self.month)[1]
        lowest = last - 6 if self.nth == -1 else 7 * self.nth - 6 if self.nth else self.day
        start = date(year, self.month, lowest)
        return datetime.combine(start + timedelta((self.weekday - start.weekday()) % 7), self.clock)


@dataclass(frozen=True, slots=True)
class Observance:
    """Changes of one form: the first one, and a yearly RRULE for the rest, or their times."""

    first: datetime
    form: OffsetChange
    rrule: str = ""
    others: tuple[datetime, ...] = ()


@lru_cache(maxsize=256)
def observances(zone: str, year: int) -> tuple[Observance, ...]:
    """Return all changes of a zone from the beginning of a year on; the first observance is what holds then."""
    clock = ZoneInfo(zone)
    start = datetime(year, 1, 1, tzinfo=clock)
    now = _form(start, start)
    changes = list(_changes(clock, year))
    rules = _rules([change for change in changes if change.at.year in SETTLED])
    settled = _settled(changes, rules, year) if rules is not None else SETTLED.stop
    singles = _listed(change for change in changes if change.at.year < settled)
    ruled = (Observance(rule.at(settled), form, rule.rrule) for form, rule in rules or ())
    ordered = sorted((*singles, *ruled), key=lambda change: change.first)
    return (Observance(start.replace(tzinfo=None), now), *ordered)


def _form(before: datetime, after: datetime) -> OffsetChange:
    offsets = [moment.utcoffset() or timedelta() for moment in (before, after)]
    return OffsetChange(offsets[0], offsets[1], after.tzname() or "", bool(after.dst()))


def _changes(clock: ZoneInfo, year: int) -> Iterator[ClockChange]:
    """Yield the changes of a zone in order, until the years that show the rule are over."""
    at, end = datetime(max(year, UNCHANGED), 1, 1, tzinfo=UTC) - WEEK, datetime(SETTLED.stop, 1, 1, tzinfo=UTC)
    old = _state(at, clock)
    while at < end:
        new = _state(at + WEEK, clock)
        if old != new:
            change = _change(at, at + WEEK, clock)
            if change.at.year >= year:
                yield change
        at, old = at + WEEK, new


def _state(at: datetime, clock: ZoneInfo) -> tuple[timedelta | None, str | None, timedelta | None]:
    local = at.astimezone(clock)
    return local.utcoffset(), local.tzname(), local.dst()


def _change(low: datetime, high: datetime, clock: ZoneInfo) -> ClockChange:
    """Return the change that is after one instant and not after another, to the minute."""
    old = _state(low, clock)
    while high - low > MINUTE:
        middle = low + (high - low) // MINUTE // 2 * MINUTE
        low, high = (middle, high) if _state(middle, clock) == old else (low, middle)
    form = _form(low.astimezone(clock), high.astimezone(clock))
    return ClockChange(high.replace(tzinfo=None) + form.before, form)


def _rules(settled: Sequence[ClockChange]) -> tuple[tuple[OffsetChange, YearlyRule], ...] | None:
    """Return the rules that make changes, None where yearly rules don't."""
    alike: dict[tuple[OffsetChange, int, int, time], list[date]] = {}
    for change in settled:
        alike.setdefault((change.form, change.at.month, change.at.weekday(), change.at.time()), []).append(
            change.at.date()
        )
    rules = [(key[0], _yearly(*key[1:], days)) for key, days in alike.items()]
    made = Counter((form, rule.at(year)) for form, rule in rules for year in SETTLED)
    return tuple(rules) if made == Counter((change.form, change.at) for change in settled) else None


def _yearly(month: int, weekday: int, clock: time, days: Sequence[date]) -> YearlyRule:
    """Return the yearly rule that days of a month suggest; whether it makes them is another question."""
    is_last = all(day.day > monthrange(day.year, month)[1] - 7 for day in days)
    weeks = {(day.day + 6) // 7 for day in days}
    nth = -1 if is_last else weeks.pop() if len(weeks) == 1 else 0
    return YearlyRule(month, weekday, clock, nth, min(day.day for day in days))


def _settled(changes: Sequence[ClockChange], rules: Sequence[tuple[OffsetChange, YearlyRule]], year: int) -> int:
    """Return the first year from which on rules make all changes."""
    by_year: dict[int, set[tuple[datetime, OffsetChange]]] = {}
    for change in changes:
        by_year.setdefault(change.at.year, set()).add((change.at, change.form))
    first = SETTLED.start
    while first > year and by_year.get(first - 1, set()) == {(rule.at(first - 1), form) for form, rule in rules}:
        first -= 1
    return first


def _listed(changes: Iterable[ClockChange]) -> Iterator[Observance]:
    """Yield single changes, those of one form together."""
    alike: dict[OffsetChange, list[datetime]] = {}
    for change in changes:
        alike.setdefault(change.form, []).append(change.at)
    for form, (first, *others) in alike.items():
        yield Observance(first, form, others=tuple(others))
