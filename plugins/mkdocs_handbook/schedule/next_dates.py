"""Next dates: the next occurrence of a ritual, and what a browser needs to compute the ones after it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from mkdocs_handbook.model import Frequency, Item
from mkdocs_handbook.schedule import item_dates, recurrence
from mkdocs_handbook.util import words

# How many periods after the next date a page knows where dates follow no cycle of days.
KNOWN = 4
# Of a week of weekdays, as of any other.
DAYS = {**words.DAYS, "weekday": words.DAYS["week"]}


class NextDate(NamedTuple):
    """The next date of a ritual, and how a browser finds those after it.

    `later` is "+" and the days between dates, in turn and for ever ("+21", "+1 1 1 1 3"), with "/" and a last day where
    there is one; or the dates themselves where they follow no such cycle, in months.
    """

    day: date
    later: str


def next_date_of(ritual: Item, today: date) -> NextDate | None:
    """Return the next date of a ritual on or after a day and what comes then, None where there is none."""
    started = item_dates.item_day(ritual, "startedOn")
    frequency = item_dates.valid_frequency(ritual.text("frequency"))
    return next_date(frequency, started, today, item_dates.item_day(ritual, "endsOn")) if started else None


@lru_cache(maxsize=4096)
def next_date(frequency: Frequency, started_on: date, today: date, ends_on: date | None) -> NextDate | None:
    """Return the next date of a frequency on or after a day and what comes then, None where there is none."""
    day = recurrence.next_occurrence(frequency, started_on, today, ends_on)
    if day is None:
        return None
    if cycle := day_cycle(frequency, day):
        return NextDate(day, f"+{' '.join(map(str, cycle))}{f'/{ends_on}' if ends_on else ''}")
    known = KNOWN * max(1, len(frequency.nth))
    later = recurrence.first_occurrences(frequency, started_on, day + timedelta(1), known) if day < date.max else ()
    return NextDate(day, " ".join(str(later_day) for later_day in later if ends_on is None or later_day <= ends_on))


def day_cycle(frequency: Frequency, day: date) -> tuple[int, ...]:
    """Return the days from one occurrence to the next, from a given one on, in turn; () for months and years."""
    if frequency.unit == "day":
        return (frequency.every,)
    if frequency.unit not in {"weekday", "week"}:
        return ()
    weekdays = sorted(frequency.weekdays) or ([*range(5)] if frequency.unit == "weekday" else [day.weekday()])
    cycle = [after - before for before, after in pairwise([*weekdays, weekdays[0] + 7 * frequency.every])]
    at = weekdays.index(day.weekday())
    return (*cycle[at:], *cycle[:at])


@lru_cache(maxsize=2048)
def interval(text: str) -> str:
    """Return how many days usually lie between occurrences of a frequency, by which tables sort; "" for an event."""
    frequency = item_dates.valid_frequency(text)
    if frequency.event is not None:
        return ""
    times = 5 if frequency.unit == "weekday" else len(frequency.weekdays) * max(1, len(frequency.nth))
    return f"{DAYS[frequency.unit] * frequency.every / (times or 1):.4g}"
