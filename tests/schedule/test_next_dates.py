"""What pages know of the days after their build, against the recurrences themselves."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate, cycle, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_handbook.model import Frequency
from mkdocs_handbook.schedule import next_dates
from mkdocs_handbook.schedule.frequency_words import VOCABULARY
from mkdocs_handbook.schedule.recurrence import next_occurrence, occurrences
from mkdocs_handbook.util import words
from recurrence_cases import FORMS, frequency, rules

days = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@given(
    rules.filter(lambda rule: rule.unit in ("day", "weekday", "week") and not rule.event), days, st.integers(-400, 4000)
)
def test_gaps_go_on_as_the_recurrence_does(rule: Frequency, started_on: date, later: int) -> None:
    day = next_occurrence(rule, started_on, max(started_on, started_on + timedelta(later)))
    assert day is not None
    gaps = next_dates.day_cycle(rule, day)
    found = [day + timedelta(passed) for passed in accumulate(islice(cycle(gaps), 30), initial=0)]
    assert found == list(islice(occurrences(rule, started_on, day), 31))


@pytest.mark.parametrize("text", [*VOCABULARY, *FORMS])
def test_a_page_knows_all_dates_of_a_while(text: str) -> None:
    rule, started_on, today = frequency(text), date(2024, 1, 31), date(2026, 11, 20)
    found = next_dates.next_date(rule, started_on, today, None)
    assert found is not None
    expected = list(islice(occurrences(rule, started_on, today), next_dates.KNOWN * max(1, len(rule.nth)) + 1))
    assert found.day == expected[0]
    if found.later.startswith("+"):
        assert rule.unit in ("day", "weekday", "week")
    else:
        assert found.later.split() == [day.isoformat() for day in expected[1:]]


ENDS = (
    ("Weekly", date(2026, 11, 23), date(2027, 1, 1), (date(2026, 11, 23), "+7/2027-01-01")),
    ("Monthly", date(2026, 11, 5), date(2027, 1, 20), (date(2026, 12, 5), "2027-01-05")),
    ("Monthly", date(2026, 1, 5), date(2026, 11, 20), None),
    ("Each release", date(2026, 1, 5), None, None),
)


@pytest.mark.parametrize(("text", "started_on", "ends_on", "expected"), ENDS)
def test_what_ends(text: str, started_on: date, ends_on: date | None, expected: tuple[date, str] | None) -> None:
    assert next_dates.next_date(frequency(text), started_on, date(2026, 11, 20), ends_on) == expected


INTERVALS = ["Daily", "Weekdays", "Weekly on Monday and Thursday", "Weekly", "Biweekly"]
INTERVALS += ["Monthly on the first and third Tuesday", "Every 16 days", "Triweekly"]
INTERVALS += ["Monthly", "Every 5 weeks", "Bimonthly", "Quarterly", "Semiannually", "Annually", "Every 2 years"]


def test_intervals_are_in_the_order_of_their_length() -> None:
    found = [float(next_dates.interval(text)) for text in INTERVALS]
    assert found == sorted(found)
    assert len(set(found)) == len(found)
    assert next_dates.interval("Each release") == ""


DISTANCES = {
    -800: "2 years ago",
    -61: "2 months ago",
    -2: "2 days ago",
    -1: "yesterday",
    0: "today",
    1: "tomorrow",
    13: "in 13 days",
    14: "in 2 weeks",
    59: "in 8 weeks",
    60: "in 2 months",
    729: "in 24 months",
    730: "in 2 years",
}


@pytest.mark.parametrize(("days", "text"), DISTANCES.items())
def test_distance(days: int, text: str) -> None:
    assert words.say_distance(words.of_language("en"), days) == text
