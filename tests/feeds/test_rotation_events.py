"""Rotations in calendars: rules, exceptions and single shifts together are the shifts, whatever the rotation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_handbook.feeds.rotation_events import RotationEvent, rotation_events
from mkdocs_handbook.model import Frequency, Override, Rotation
from mkdocs_handbook.schedule.rotation import shifts

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SINCE, UNTIL = datetime(2024, 1, 1, tzinfo=UTC), datetime(2028, 6, 1, tzinfo=UTC)
SITE = "Europe/London"
Span = tuple[datetime, datetime, str]

days = st.dates(date(2024, 1, 1), date(2028, 1, 1))
people = st.sampled_from(["ana", "bo", "cem", "dee"])


@st.composite
def overrides(draw: st.DrawFn) -> tuple[Override, ...]:
    """Make overrides that don't overlap: another rule reports those that do."""
    cuts = sorted(draw(st.sets(days, max_size=6)))
    return tuple(Override(start, end, draw(people)) for start, end in zip(cuts[::2], cuts[1::2], strict=False))


rotations = st.builds(
    Rotation,
    name=st.just("r"),
    starts_on=days,
    every=st.builds(Frequency, st.sampled_from(["day", "week", "week", "month", "year"]), st.integers(1, 9)),
    members=st.lists(people, min_size=1, max_size=5).map(tuple),
    ends_on=st.none() | days,
    handoff=st.sampled_from([time(0), time(10), time(1, 30), time(23, 45)]),
    timezone=st.sampled_from([SITE, "America/New_York", "Australia/Lord_Howe"]),
    overrides=overrides(),
)


def spans(one: RotationEvent) -> Iterator[tuple[datetime, datetime]]:
    """Yield the times of a planned duty, by the clock on the wall of its zone, in UTC."""
    for start in starts(one):
        end = one.end if one.end is not None else start + (one.length or timedelta())
        yield instant(start), instant(end)


def starts(one: RotationEvent) -> Iterator[date]:
    if not one.rule:
        yield one.start
        return
    is_day = not isinstance(one.start, datetime)
    first = datetime.combine(one.start, time()) if not isinstance(one.start, datetime) else one.start
    for moment in rrulestr(one.rule, dtstart=first.replace(tzinfo=None)):
        local = moment.date() if is_day else moment.replace(tzinfo=first.tzinfo)
        if instant(local) >= UNTIL or (one.until is not None and instant(local) > instant(one.until)):
            return
        if local not in one.without:
            yield local


def instant(moment: date) -> datetime:
    whole = moment if isinstance(moment, datetime) else datetime.combine(moment, time(), ZoneInfo(SITE))
    return whole.astimezone(UTC)


def joined(found: list[Span]) -> list[Span]:
    """Return times on duty as far as the test looks, without the seams between those of one person."""
    whole: list[Span] = []
    for start, end, who in sorted(one for one in found if one[0] < UNTIL):
        begin = whole.pop()[0] if whole and whole[-1][1:] == (start, who) else start
        whole.append((begin, min(end, UNTIL), who))
    return [one for one in whole if one[1] > SINCE]


@settings(max_examples=60)
@given(st.lists(rotations, min_size=1, max_size=3))
def test_the_calendar_knows_who_is_on_duty(entries: list[Rotation]) -> None:
    actual = takewhile(lambda shift: shift.start < UNTIL, shifts(entries, SINCE))
    by_table = [(one.start.astimezone(UTC), (one.end or UNTIL).astimezone(UTC), one.dri) for one in actual]
    by_calendar = [(*span, one.dri) for one in rotation_events(entries, NOW, SITE) for span in spans(one)]
    assert joined(by_calendar) == joined(by_table)


WEEKLY = Rotation("r", date(2026, 1, 5), every=Frequency("week"), members=("ana", "bo"), timezone=SITE)


def test_members_recur_and_what_is_changed_is_given_one_by_one() -> None:
    swapped = replace(WEEKLY, overrides=(Override(date(2026, 1, 12), date(2026, 1, 16), "cem", "ill"),))
    assert rotation_events([swapped], NOW, SITE) == (
        RotationEvent("ana", date(2026, 1, 5), length=timedelta(7), rule="FREQ=WEEKLY;INTERVAL=2", regular=True),
        RotationEvent(
            "bo",
            date(2026, 1, 12),
            length=timedelta(7),
            rule="FREQ=WEEKLY;INTERVAL=2",
            without=(date(2026, 1, 12),),
            regular=True,
        ),
        RotationEvent("cem", date(2026, 1, 12), date(2026, 1, 16), reason="ill"),
        RotationEvent("bo", date(2026, 1, 16), date(2026, 1, 19)),
    )


def test_a_handoff_at_a_time_is_local_to_its_zone() -> None:
    found = rotation_events([replace(WEEKLY, handoff=time(10), timezone="America/New_York")], NOW, SITE)
    assert [one.start for one in found] == [
        datetime(2026, 1, day, 10, tzinfo=ZoneInfo("America/New_York")) for day in (5, 12)
    ]


@pytest.mark.parametrize("unit", ["month", "year"])
def test_shifts_of_unequal_length_are_given_for_ten_years(unit: str) -> None:
    found = rotation_events([replace(WEEKLY, every=Frequency(unit))], NOW, SITE)  # type: ignore[arg-type]
    assert not [one for one in found if one.rule]
    assert max(one.start for one in found) > date(2036, 1, 4) - timedelta(365)


def test_a_slip_in_a_year_costs_no_time() -> None:
    odd = (Override(date(1, 1, 2), date(1, 1, 3), "cem"), Override(date(9000, 1, 1), date(9999, 12, 31), "cem"))
    found = rotation_events([replace(WEEKLY, every=Frequency("day"), overrides=odd)], NOW, SITE)
    assert [one.dri for one in found] == ["ana", "bo"]
    assert rotation_events([replace(WEEKLY, starts_on=date(9999, 12, 30), every=Frequency("day"))], NOW, SITE) == ()
