"""Rotations: shifts against an oracle that counts every handoff, and across daylight saving time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_handbook.model import Frequency, Override, Rotation, Shift
from mkdocs_handbook.schedule.rotation import current_and_next, shifts

WEEKLY = Frequency("week")
DAILY = Frequency("day")
ABC = ("ana", "bo", "cem")
INTEGRATIONS = Rotation(
    "integrations", date(2022, 9, 26), every=WEEKLY, members=("Philipp", "David", "Taras", "Beatrix")
)
LONDON, NEW_YORK = "Europe/London", "America/New_York"


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def table(found: Iterable[Shift], form: str = "%m-%d %H:%M%z") -> list[str]:
    """Return shifts as `start end name reason`, in local time."""
    ends = ((shift, f"{shift.end:{form}}" if shift.end else "...") for shift in found)
    return [f"{shift.start:{form}} {end} {shift.dri} {shift.reason}".rstrip() for shift, end in ends]


def days(entries: Sequence[Rotation], since: date, count: int) -> list[str]:
    """Return the next shifts by their dates alone."""
    return table(islice(shifts(entries, datetime.combine(since, time(), UTC)), count), "%Y-%m-%d")


def test_members_in_turn() -> None:
    assert days([INTEGRATIONS], date(2022, 11, 14), 3) == [
        "2022-11-14 2022-11-21 Beatrix",
        "2022-11-21 2022-11-28 Philipp",
        "2022-11-28 2022-12-05 David",
    ]
    assert days([INTEGRATIONS], date(2000, 1, 1), 1) == ["2022-09-26 2022-10-03 Philipp"]


ENTRIES = [
    (
        "months are counted from the first day, so that none slips after February",
        Rotation("r", date(2024, 1, 31), every=Frequency("month"), members=ABC),
        date(2024, 2, 28),
        ["2024-01-31 2024-02-29 ana", "2024-02-29 2024-03-31 bo", "2024-03-31 2024-04-30 cem"],
    ),
    (
        "years from a 29 February",
        Rotation("r", date(2024, 2, 29), every=Frequency("year", 2), members=ABC),
        date(2027, 1, 1),
        ["2026-02-28 2028-02-29 bo", "2028-02-29 2030-02-28 cem"],
    ),
    (
        "two handoffs a week",
        Rotation("r", date(2024, 1, 3), every=Frequency("week", weekdays=(0, 2)), members=ABC),
        date(2024, 1, 9),
        ["2024-01-08 2024-01-10 bo", "2024-01-10 2024-01-15 cem", "2024-01-15 2024-01-17 ana"],
    ),
    (
        "the last explicit shift has no end",
        Rotation("r", date(2024, 1, 1), fixed=((date(2024, 2, 1), "bo"), (date(2024, 1, 1), "ana"))),
        date(2024, 1, 15),
        ["2024-01-01 2024-02-01 ana", "2024-02-01 ... bo"],
    ),
    (
        "or ends with the rotation",
        Rotation("r", date(2024, 1, 1), fixed=((date(2024, 1, 1), "ana"),), ends_on=date(2024, 3, 1)),
        date(2024, 1, 15),
        ["2024-01-01 2024-03-01 ana"],
    ),
    (
        "duty ends at the handoff of the last day",
        Rotation("r", date(2024, 1, 1), every=WEEKLY, members=ABC, ends_on=date(2024, 1, 10)),
        date(2024, 1, 1),
        ["2024-01-01 2024-01-08 ana", "2024-01-08 2024-01-10 bo"],
    ),
    ("nothing after the end", replace(INTEGRATIONS, ends_on=date(2023, 1, 1)), date(2023, 1, 1), []),
    ("nobody to be on duty", Rotation("r", date(2024, 1, 1), every=WEEKLY), date(2024, 1, 1), []),
    ("no calendar", Rotation("r", date(2024, 1, 1), every=Frequency(event="x"), members=ABC), date(2024, 1, 1), []),
    ("ends before it starts", replace(INTEGRATIONS, ends_on=date(2022, 1, 1)), date(2022, 1, 1), []),
    (
        "nobody before the rotation starts, nor twice on a day",
        Rotation(
            "r",
            date(2024, 1, 8),
            fixed=((date(2024, 1, 1), "ana"), (date(2024, 1, 8), "bo"), (date(2024, 1, 8), "cem")),
        ),
        date(2024, 1, 1),
        ["2024-01-08 ... cem"],
    ),
]


@pytest.mark.parametrize(("entry", "since", "expected"), [row[1:] for row in ENTRIES], ids=[row[0] for row in ENTRIES])
def test_one_entry(entry: Rotation, since: date, expected: list[str]) -> None:
    assert days([entry], since, max(len(expected), 1)) == expected


OVERRIDES = [
    (
        "the middle of a shift",
        [Override(date(2022, 11, 16), date(2022, 11, 18), "Xenia", "a wedding")],
        [
            "2022-11-14 2022-11-16 Beatrix",
            "2022-11-16 2022-11-18 Xenia a wedding",
            "2022-11-18 2022-11-21 Beatrix",
            "2022-11-21 2022-11-28 Philipp",
        ],
    ),
    (
        "a whole shift leaves no empty pieces",
        [Override(date(2022, 11, 14), date(2022, 11, 21), "Xenia")],
        ["2022-11-14 2022-11-21 Xenia", "2022-11-21 2022-11-28 Philipp"],
    ),
    (
        "two shifts, a piece of each",
        [Override(date(2022, 11, 18), date(2022, 11, 23), "Xenia")],
        [
            "2022-11-14 2022-11-18 Beatrix",
            "2022-11-18 2022-11-21 Xenia",
            "2022-11-21 2022-11-23 Xenia",
            "2022-11-23 2022-11-28 Philipp",
        ],
    ),
    (
        "nobody stands in for themselves",
        [Override(date(2022, 11, 16), date(2022, 11, 23), "Beatrix")],
        ["2022-11-14 2022-11-21 Beatrix", "2022-11-21 2022-11-23 Beatrix", "2022-11-23 2022-11-28 Philipp"],
    ),
    (
        "next to each other, in any order",
        [
            Override(date(2022, 11, 16), date(2022, 11, 21), "Ada"),
            Override(date(2022, 11, 14), date(2022, 11, 16), "Xenia"),
        ],
        ["2022-11-14 2022-11-16 Xenia", "2022-11-16 2022-11-21 Ada", "2022-11-21 2022-11-28 Philipp"],
    ),
    (
        "overlapping: the one that starts first goes on",
        [
            Override(date(2022, 11, 14), date(2022, 11, 18), "Xenia"),
            Override(date(2022, 11, 15), date(2022, 11, 17), "Zoe"),
            Override(date(2022, 11, 17), date(2022, 11, 21), "Yuri"),
        ],
        ["2022-11-14 2022-11-18 Xenia", "2022-11-18 2022-11-21 Yuri", "2022-11-21 2022-11-28 Philipp"],
    ),
    (
        "reversed and empty ones count for nothing",
        [
            Override(date(2022, 11, 18), date(2022, 11, 16), "Xenia"),
            Override(date(2022, 11, 17), date(2022, 11, 17), "Yuri"),
        ],
        ["2022-11-14 2022-11-21 Beatrix", "2022-11-21 2022-11-28 Philipp"],
    ),
]


@pytest.mark.parametrize(("overrides", "expected"), [row[1:] for row in OVERRIDES], ids=[row[0] for row in OVERRIDES])
def test_overrides(overrides: list[Override], expected: list[str]) -> None:
    entry = replace(INTEGRATIONS, overrides=tuple(overrides))
    assert days([entry], date(2022, 11, 14), len(expected)) == expected


def test_an_override_stays_within_the_duty_and_outlasts_a_take_over() -> None:
    swap = Override(date(2022, 11, 18), date(2022, 11, 25), "Xenia", "swap")
    ended = replace(INTEGRATIONS, overrides=(swap,), ends_on=date(2022, 11, 20))
    assert days([ended], date(2022, 11, 14), 9) == ["2022-11-14 2022-11-18 Beatrix", "2022-11-18 2022-11-20 Xenia swap"]
    later = Rotation("integrations", date(2022, 11, 21), every=WEEKLY, members=("Ida",))
    assert days([later, replace(ended, ends_on=None)], date(2022, 11, 18), 3) == [
        "2022-11-18 2022-11-21 Xenia swap",
        "2022-11-21 2022-11-25 Xenia swap",
        "2022-11-25 2022-11-28 Ida",
    ]


def test_the_later_entry_takes_over_from_its_date() -> None:
    later = Rotation("integrations", date(2022, 11, 16), every=Frequency("week", 2), members=("Ida", "Jo"))
    latest = Rotation("integrations", date(2022, 12, 20), fixed=((date(2022, 12, 20), "Kai"),))
    assert days([latest, INTEGRATIONS, later], date(2022, 11, 14), 9) == [
        "2022-11-14 2022-11-16 Beatrix",
        "2022-11-16 2022-11-30 Ida",
        "2022-11-30 2022-12-14 Jo",
        "2022-12-14 2022-12-20 Ida",
        "2022-12-20 ... Kai",
    ]


def test_a_gap_before_the_take_over_stays_one() -> None:
    ended = replace(INTEGRATIONS, ends_on=date(2022, 10, 1))
    later = replace(INTEGRATIONS, starts_on=date(2022, 11, 1), members=("Ida",))
    assert days([ended, later], date(2022, 9, 26), 2) == ["2022-09-26 2022-10-01 Philipp", "2022-11-01 2022-11-08 Ida"]
    found = current_and_next([ended, later], utc(2022, 10, 15), 2)
    assert [shift.start.date() for shift in found] == [date(2022, 11, 1), date(2022, 11, 8)]


def test_current_and_next() -> None:
    found = current_and_next([INTEGRATIONS], utc(2022, 11, 16), 2)
    assert [shift.dri for shift in found] == ["Beatrix", "Philipp", "David"]
    assert current_and_next([INTEGRATIONS], utc(2022, 11, 21), 0)[0].dri == "Philipp"
    assert current_and_next([INTEGRATIONS], utc(2022, 1, 1), 0) == ()
    assert current_and_next([], utc(2022, 1, 1), 3) == ()


DAYLIGHT = [
    (
        "London: 9:00 stays 9:00 in spring",
        Rotation("r", date(2024, 3, 24), every=WEEKLY, members=ABC, handoff=time(9), timezone=LONDON),
        utc(2024, 3, 25),
        ["03-24 09:00+0000 03-31 09:00+0100 ana", "03-31 09:00+0100 04-07 09:00+0100 bo"],
    ),
    (
        "London: and in autumn",
        Rotation("r", date(2024, 10, 26), every=DAILY, members=ABC, handoff=time(9), timezone=LONDON),
        utc(2024, 10, 26, 12),
        ["10-26 09:00+0100 10-27 09:00+0000 ana", "10-27 09:00+0000 10-28 09:00+0000 bo"],
    ),
    (
        "New York: the handoff at 2:30 that is skipped happens an hour later",
        Rotation("r", date(2024, 3, 9), every=DAILY, members=ABC, handoff=time(2, 30), timezone=NEW_YORK),
        utc(2024, 3, 9, 12),
        ["03-09 02:30-0500 03-10 03:30-0400 ana", "03-10 03:30-0400 03-11 02:30-0400 bo"],
    ),
    (
        "New York: the handoff at 1:30 that comes twice happens the first time",
        Rotation("r", date(2024, 11, 2), every=DAILY, members=ABC, handoff=time(1, 30), timezone=NEW_YORK),
        utc(2024, 11, 3, 6),  # 1:00 for the second time
        ["11-03 01:30-0400 11-04 01:30-0500 bo", "11-04 01:30-0500 11-05 01:30-0500 cem"],
    ),
    (
        "New York: an override across the change",
        Rotation(
            *("r", date(2024, 11, 1), WEEKLY, ABC),
            handoff=time(9),
            timezone=NEW_YORK,
            overrides=(Override(date(2024, 11, 2), date(2024, 11, 4), "dee", "trip"),),
        ),
        utc(2024, 11, 2, 14),
        ["11-02 09:00-0400 11-04 09:00-0500 dee trip", "11-04 09:00-0500 11-08 09:00-0500 ana"],
    ),
]


@pytest.mark.parametrize(
    ("entry", "since", "expected"), [row[1:] for row in DAYLIGHT], ids=[row[0] for row in DAYLIGHT]
)
def test_daylight_saving(entry: Rotation, since: datetime, expected: list[str]) -> None:
    assert table(current_and_next([entry], since, 1)) == expected
    local = since.astimezone(ZoneInfo(entry.timezone))
    assert table(current_and_next([entry], local, 1)) == expected


@pytest.mark.parametrize("zone", [NEW_YORK, "Asia/Tokyo"])
def test_the_ends_of_the_calendar(zone: str) -> None:
    first, last = date.min, date.max
    entry = Rotation("r", first, Frequency("year", 99), ABC, ends_on=last, handoff=time(12), timezone=zone)
    assert next(shifts([entry], utc(1, 6, 1))).end == datetime(100, 1, 1, 12, tzinfo=ZoneInfo(zone))
    assert [shift.dri for shift in current_and_next([entry], datetime.min.replace(tzinfo=UTC), 1)] == ["ana"]
    assert table(current_and_next([entry], datetime.max.replace(tzinfo=UTC), 1), "%Y-%m-%d") == ["9901-01-01 ... bo"]


def test_a_take_over_in_another_zone_is_one_instant() -> None:
    old = Rotation("r", date(2024, 3, 1), every=WEEKLY, members=("ana",), handoff=time(9), timezone=LONDON)
    new = Rotation("r", date(2024, 3, 12), every=WEEKLY, members=("bo",), handoff=time(9), timezone=NEW_YORK)
    assert table(current_and_next([old, new], utc(2024, 3, 10), 1)) == [
        "03-08 09:00+0000 03-12 13:00+0000 ana",
        "03-12 09:00-0400 03-19 09:00-0400 bo",
    ]


def plus(start: date, unit: str, number: int) -> date:
    """Return a day some units later, months and years clamped."""
    if unit in {"day", "week"}:
        return start + timedelta(number * (7 if unit == "week" else 1))
    year, month = divmod(start.month - 1 + number * (12 if unit == "year" else 1), 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def on_duty(entries: Sequence[Rotation], now: datetime) -> str | None:
    """Say who is on duty at an instant, counting each handoff from the first."""

    def passed(entry: Rotation, day: date) -> bool:
        return datetime.combine(day, entry.handoff, ZoneInfo(entry.timezone)).astimezone(UTC) <= now

    begun = [entry for entry in entries if passed(entry, entry.starts_on)]
    if not begun:
        return None
    entry = max(begun, key=lambda entry: entry.starts_on)
    if entry.ends_on and passed(entry, entry.ends_on):
        return None
    for other in entries:
        for override in other.overrides:
            if passed(other, override.start) and not passed(other, override.end):
                return override.dri
    assert entry.every
    every = entry.every
    number = next(k for k in count() if not passed(entry, plus(entry.starts_on, every.unit, every.every * (k + 1))))
    return entry.members[number % len(entry.members)]


dates = st.dates(date(2023, 1, 1), date(2024, 12, 1))


@st.composite
def rotations(draw: st.DrawFn) -> list[Rotation]:
    """Return one or two entries; the overrides stand in the first and don't overlap."""
    found: list[Rotation] = []
    edges = sorted(draw(st.sets(dates, max_size=6)))
    overrides = [Override(start, end, f"stand-in {start}") for start, end in zip(edges[::2], edges[1::2], strict=False)]
    for start in draw(st.lists(dates, min_size=1, max_size=2, unique=True)):
        length = draw(st.none() | st.integers(1, 300))
        entry = Rotation(
            "r",
            start,
            every=Frequency(draw(st.sampled_from(["day", "week", "month", "year"])), draw(st.integers(1, 5))),
            members=ABC[: draw(st.integers(1, 3))],
            ends_on=start + timedelta(length) if length else None,
            handoff=draw(st.sampled_from([time(0), time(1, 30), time(2, 30), time(9), time(23, 59)])),
            timezone=draw(st.sampled_from([LONDON, NEW_YORK, "UTC", "Pacific/Auckland"])),
            overrides=() if found else tuple(overrides),
        )
        found.append(entry)
    return found


instants = st.datetimes(datetime(2022, 12, 1), datetime(2025, 6, 1), timezones=st.just(UTC))


@settings(max_examples=120)
@given(rotations(), instants)
def test_who_is_on_duty(entries: list[Rotation], now: datetime) -> None:
    expected = on_duty(entries, now)
    upcoming = next(shifts(entries, now), None)
    runs = upcoming is not None and upcoming.start.astimezone(UTC) <= now
    assert (upcoming.dri if upcoming and runs else None) == expected


@settings(max_examples=100)
@given(rotations(), instants)
def test_shifts_follow_each_other_from_wherever_they_are_asked_for(entries: list[Rotation], now: datetime) -> None:
    found = list(islice(shifts(entries, utc(2022, 1, 1)), 60))
    edges = [edge.astimezone(UTC) for shift in found for edge in (shift.start, shift.end) if edge]
    assert edges == sorted(edges)
    assert all(shift.end is None or shift.start.astimezone(UTC) < shift.end.astimezone(UTC) for shift in found)
    rest = [shift for shift in found if shift.end is None or shift.end.astimezone(UTC) > now]
    assert list(islice(shifts(entries, now), len(rest))) == rest
