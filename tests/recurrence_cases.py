"""Frequencies with first days, and an oracle that asks day by day whether something recurs."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import strategies as st

from mkdocs_handbook.model import Frequency
from mkdocs_handbook.schedule.frequency import parse
from mkdocs_handbook.schedule.frequency_words import NTH, VOCABULARY, WEEKDAYS, ordinal

STARTS = (date(2016, 2, 29), date(2019, 1, 31), date(2020, 12, 30))


YEARS = 10


RHYTHMS = [f"Every {number} {unit}s" for unit in ("day", "week", "month", "year") for number in (1, 2, 5, 7)]


FORMS = [
    *("Weekly on Sunday", "Biweekly on Monday", "Triweekly on Tuesday, Friday and Sunday", "Every 5 weeks on Monday"),
    *(f"{name} on the last day" for name in ("Monthly", "Quarterly", "Annually")),
    *(f"Monthly on the {ordinal(day)}" for day in range(1, 32)),
    *(f"Monthly on the {word} {name}" for word in NTH for name in WEEKDAYS),
    *(
        f"Monthly on the {words} Thursday"
        for words in ("second and fourth", "first, third and fifth", "fourth and last")
    ),
    *("Quarterly on the first and last Monday", "Annually on the first and third Tuesday"),
    *(f"{name} on the 31st" for name in ("Bimonthly", "Quarterly", "Semiannually", "Annually", "Every 7 months")),
    *("Quarterly on the last Friday", "Semiannually on the first Monday", "Every 2 years on the second Tuesday"),
    *("Annually on 29 February", "Every 3 years on 29 February", "Every 2 years on 1 March", "Annually on 30 April"),
]


def frequency(text: str) -> Frequency:
    found = parse(text)
    assert isinstance(found, Frequency)
    return found


def is_due(rule: Frequency, started_on: date, day: date) -> bool:
    """Say whether a rule falls on a day, by nothing but that day and the first one."""
    months = (day.year - started_on.year) * 12 + day.month - started_on.month
    if rule.unit == "day":
        return (day - started_on).days % rule.every == 0
    if rule.unit == "weekday":
        return day.weekday() < 5
    if rule.unit == "week":  # the ordinal 1 is a Monday
        weeks = (day.toordinal() - 1) // 7 - (started_on.toordinal() - 1) // 7
        return weeks % rule.every == 0 and day.weekday() in (rule.weekdays or (started_on.weekday(),))
    if rule.unit == "month":
        return months % rule.every == 0 and is_day_of_month(rule, started_on, day)
    in_month = day.month == (rule.month or started_on.month)
    return (day.year - started_on.year) % rule.every == 0 and in_month and is_day_of_month(rule, started_on, day)


def is_day_of_month(rule: Frequency, started_on: date, day: date) -> bool:
    length = monthrange(day.year, day.month)[1]
    if rule.nth:
        at = (day.day > length - 7 if number == -1 else (day.day + 6) // 7 == number for number in rule.nth)
        return any(at) and day.weekday() == rule.weekdays[0]
    wanted = rule.month_day or started_on.day
    return day.day == (length if wanted == -1 else min(wanted, length))


def day_by_day(rule: Frequency, started_on: date, until: date) -> list[date]:
    days = (started_on + timedelta(number) for number in range((until - started_on).days))
    return [day for day in days if is_due(rule, started_on, day)]


rules = st.one_of(
    st.sampled_from([frequency(text) for text in (*VOCABULARY, *FORMS)]),
    st.builds(
        lambda unit, every: Frequency(unit, every),
        st.sampled_from(["day", "week", "month", "year"]),
        st.integers(1, 30),
    ),
    st.builds(
        lambda unit, every, day, nth: Frequency(unit, every, (day,), nth=tuple(n for n in NTH.values() if n in nth)),
        st.sampled_from(["month", "year"]),
        st.integers(1, 12),
        st.integers(0, 6),
        st.sets(st.sampled_from([*NTH.values()]), min_size=1),
    ),
)
