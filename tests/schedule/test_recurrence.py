"""Recurrence: dates against an oracle that asks day by day whether a duty is due."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_handbook.model import Frequency
from mkdocs_handbook.schedule.frequency_words import MONTHS, VOCABULARY
from mkdocs_handbook.schedule.recurrence import (
    contradiction,
    first_occurrence,
    next_occurrence,
    numbered,
    occurrences,
    rrule_text,
)
from recurrence_cases import FORMS, RHYTHMS, STARTS, YEARS, day_by_day, frequency, is_due, rules


def until(days: Iterator[date], end: date) -> list[date]:
    found = []
    for day in days:
        if day >= end:
            break
        found.append(day)
    return found


@pytest.mark.parametrize("text", [*VOCABULARY, *RHYTHMS, *FORMS])
def test_ten_years_day_by_day(text: str) -> None:
    rule = frequency(text)
    for started_on in STARTS:
        end = started_on.replace(year=started_on.year + YEARS, day=28)
        expected = day_by_day(rule, started_on, end)
        assert until(occurrences(rule, started_on), end) == expected
        calendar = rrulestr(
            rrule_text(rule, started_on), dtstart=datetime.combine(first_occurrence(rule, started_on), time())
        )
        assert until((moment.date() for moment in calendar), end) == expected


@pytest.mark.parametrize(("month", "name"), list(enumerate(MONTHS, start=1)))
def test_every_date_of_the_year(month: int, name: str) -> None:
    for day in range(1, MONTHS[name] + 1):
        found = list(islice(occurrences(frequency(f"Annually on {day} {name}"), date(2015, 1, 1)), YEARS))
        assert found == [date(year, month, min(day, monthrange(year, month)[1])) for year in range(2015, 2015 + YEARS)]


@settings(max_examples=150)
@given(rules, st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(-400, 4000))
def test_next_is_the_first_due_day(rule: Frequency, started_on: date, days: int) -> None:
    day = started_on + timedelta(days)
    expected = max(started_on, day)
    while not is_due(rule, started_on, expected):
        expected += timedelta(1)
    assert next_occurrence(rule, started_on, day) == expected
    assert next_occurrence(rule, started_on, day, ends_on=expected) == expected
    assert next_occurrence(rule, started_on, day, ends_on=expected - timedelta(1)) is None


def has_a_date_every_time(rule: Frequency) -> bool:
    # A month may have no fifth Friday, and its fourth may be its last.
    return 5 not in rule.nth and not {4, -1} <= {*rule.nth}


@settings(max_examples=100)
@given(rules.filter(has_a_date_every_time), st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(-100, 500))
def test_numbers_count_from_the_first_occurrence(rule: Frequency, started_on: date, days: int) -> None:
    since = started_on + timedelta(days)
    every = list(enumerate(islice(occurrences(rule, started_on), 510)))
    found = list(islice(numbered(rule, started_on, since), 3))
    assert found == every[found[0][0] :][:3]
    assert found[0] == every[0] or found[0][1] < since


@pytest.mark.parametrize(
    "text", [*VOCABULARY, *RHYTHMS, "Weekly on Saturday", "Monthly on the last Friday", "Annually on 1 March"]
)
def test_ends_with_the_calendar(text: str) -> None:
    rule = frequency(text)
    for started_on in (date(9999, 12, 31), date(9999, 11, 30), date(9990, 1, 1)):
        assert list(occurrences(rule, started_on)) == day_by_day(rule, started_on, date.max) + [
            day for day in [date.max] if is_due(rule, started_on, day)
        ]
    assert first_occurrence(rule, date.min) < date(10, 1, 1)
    assert next_occurrence(rule, date.min, date(9900, 1, 1)) is not None


CONTRADICTIONS = [
    ("Weekly", date(2024, 1, 3), None),
    ("Monthly", date(2024, 1, 31), None),
    ("Weekly on Wednesday", date(2024, 1, 3), None),
    ("Weekly on Monday", date(2024, 1, 3), date(2024, 1, 8)),
    ("Every 2 weeks on Monday", date(2024, 1, 3), date(2024, 1, 15)),
    ("Weekly on Monday and Friday", date(2024, 1, 3), date(2024, 1, 5)),
    ("Weekdays", date(2024, 1, 6), date(2024, 1, 8)),
    ("Monthly on the 31st", date(2024, 2, 29), None),
    ("Monthly on the last day", date(2024, 2, 28), date(2024, 2, 29)),
    ("Quarterly on the last Friday", date(2024, 1, 27), date(2024, 4, 26)),
    ("Annually on 1 March", date(2024, 5, 1), date(2025, 3, 1)),
    ("Every 2 years on 1 March", date(2024, 5, 1), date(2026, 3, 1)),
    ("Annually on the first Tuesday", date(2024, 5, 1), date(2024, 5, 7)),
    ("Annually on 29 February", date(2023, 2, 28), None),
    ("Monthly on the second and fourth Thursday", date(2024, 1, 12), date(2024, 1, 25)),
    ("Each patch release", date(2024, 1, 6), None),
    ("Weekly on Saturday", date(9999, 12, 31), None),
]


@pytest.mark.parametrize(("text", "started_on", "found"), CONTRADICTIONS)
def test_contradiction(text: str, started_on: date, found: date | None) -> None:
    assert contradiction(frequency(text), started_on) == found
    assert first_occurrence(frequency(text), started_on) == (found or started_on)


RULES = [
    ("Daily", "FREQ=DAILY"),
    ("Every 3 days", "FREQ=DAILY;INTERVAL=3"),
    ("Weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("Biweekly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
    ("Monthly", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("Monthly on the 30th", "FREQ=MONTHLY;BYSETPOS=-1;BYMONTHDAY=28,29,30"),
    ("Monthly on the last day", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("Quarterly on the last Friday", "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR"),
    ("Monthly on the second and fourth Thursday", "FREQ=MONTHLY;BYDAY=+2TH,+4TH"),
    ("Annually on the first and last Friday", "FREQ=YEARLY;BYMONTH=1;BYDAY=-1FR,+1FR"),
    ("Annually on 1 March", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"),
    ("Every 2 years on 29 February", "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=-1"),
    ("Each patch release", ""),
]


@pytest.mark.parametrize(("text", "expected"), RULES)
def test_rrule_text(text: str, expected: str) -> None:
    assert rrule_text(frequency(text), date(2024, 1, 31)) == expected


def test_an_event_has_no_dates() -> None:
    event = frequency("Each patch release")
    assert list(occurrences(event, date(2024, 1, 1))) == []
    assert list(numbered(event, date(2024, 1, 1), date(2024, 1, 1))) == []
    assert next_occurrence(event, date(2024, 1, 1), date(2024, 1, 1)) is None


def test_an_interval_below_one_is_a_bug() -> None:
    with pytest.raises(ValueError, match="not 0"):
        first_occurrence(Frequency("week", 0), date(2024, 1, 1))
