"""Calendars: what another library reads in them, against dates that are counted day by day."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import calendar_reader
from handbooks import TODAY, build, read, write
from mkdocs_handbook.feeds import feed_files, ical_format
from mkdocs_handbook.feeds.vtimezone import observances
from mkdocs_handbook.links import feed_urls
from mkdocs_handbook.schedule import item_dates, rotation
from mkdocs_handbook.schedule.frequency_words import VOCABULARY
from recurrence_cases import FORMS, RHYTHMS, STARTS, YEARS, day_by_day, frequency

ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe")
TEXTS = (*VOCABULARY, *RHYTHMS, *FORMS)
AT = time(9, 30)


def made(root: Path, files: Mapping[str, str], options: str = "") -> Mapping[str, str]:
    """Return the calendars of a handbook, which is read from disk as ever."""
    config = {"mkdocs.yml": f"site_name: T\ndocs_dir: handbook\nplugins: [handbook: {{{options}}}]\n"}
    handbook, _ = read(write(root, {**config, **files}))
    return feed_files.calendars(handbook)


@cache
def expected(text: str, started_on: date) -> tuple[date, ...]:
    """Return ten years of dates, by nothing but each day and the first one."""
    end = started_on.replace(year=started_on.year + YEARS, day=28)
    return tuple(day_by_day(frequency(text), started_on, end))


def rituals(started_on: date, zone: str) -> str:
    """Return a ritual of each frequency, at a time in a zone or on whole days."""
    timed = f', time: "{AT:%H:%M}", timezone: {zone}, duration: 45' if zone else ""
    line = '- {{task: "{0}", startedOn: {1}, frequency: "{0}", description: D, dri: ana{2}}}\n'
    return "".join(line.format(text, started_on, timed) for text in TEXTS)


# Whole days and each zone once; the rest takes longer and finds the same.
FAST = {("", STARTS[0]), *zip(ZONES, STARTS, strict=True)}
CASES = [
    pytest.param(zone, start, marks=() if (zone, start) in FAST else pytest.mark.slow)
    for zone in ("", *ZONES)
    for start in STARTS
]


@pytest.mark.slow
@pytest.mark.parametrize(("zone", "started_on"), CASES)
def test_ten_years_of_every_frequency(zone: str, started_on: date, tmp_path: Path) -> None:
    text = made(tmp_path, {"rituals/a.rituals.yml": rituals(started_on, zone)})[feed_urls.ALL]
    end = datetime.combine(started_on.replace(year=started_on.year + YEARS, day=28), time(), UTC)
    found = {one.summary: one for one in calendar_reader.events(text, end)}
    assert set(found) == set(TEXTS)
    for name, event in found.items():
        days = expected(name, started_on)
        if not zone:
            assert event.starts == days, name
            assert event.ends == tuple(day + timedelta(1) for day in days)
        else:
            moments = [datetime.combine(day, AT, ZoneInfo(zone)).astimezone(UTC) for day in days]
            assert [one for one in event.starts if one < moments[-1]] == moments[:-1], name
            assert [end - start for start, end in zip(event.starts, event.ends, strict=True)] == [
                timedelta(minutes=45)
            ] * len(event.starts)


@pytest.mark.parametrize("first", ["0001-01-01", "2026-01-05", "9999-12-31"])
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_the_ends_of_the_calendar(first: str, zone: str, tmp_path: Path) -> None:
    """Somebody writes 9999-12-31 for "for ever", and somebody a year with a digit too few."""
    rituals = "".join(
        f"- {{task: T{number}, startedOn: {first}, frequency: Weekly, description: d, dri: ana{more}}}\n"
        for number, more in enumerate(
            (
                "",
                ", endsOn: 9999-12-31",
                f', endsOn: 9999-12-31, time: "23:00", timezone: {zone}',
                f', time: "00:00", timezone: {zone}',
            )
        )
    )
    handbook, _ = read(write(tmp_path, {"rituals/a.rituals.yml": rituals}))
    assert re.findall("SUMMARY:(.*)\r", feed_files.calendars(handbook)["calendars/all.ics"]) == ["T0", "T1", "T2", "T3"]


def test_a_vocabulary_without_a_calendar_has_no_event(tmp_path: Path) -> None:
    text = "- {task: T, startedOn: 2024-01-01, frequency: Each patch release, description: D, dri: ana}\n"
    found = made(tmp_path, {"rituals/a.rituals.yml": text})
    assert calendar_reader.events(found["calendars/groups/a.ics"], datetime(2030, 1, 1, tzinfo=UTC)) == []
    assert "BEGIN:VTIMEZONE" in found["calendars/groups/a.ics"]


ENDS = [
    ("", "2024-02-05", [5, 12, 19, 26, 36]),
    ("", "2024-02-04", [5, 12, 19, 26]),
    (', time: "23:30", timezone: Australia/Lord_Howe', "2024-02-05", [5, 12, 19, 26, 36]),
    (', time: "00:00", timezone: America/New_York', "2024-02-05", [5, 12, 19, 26, 36]),
    (', time: "00:00", timezone: America/New_York', "2024-02-04", [5, 12, 19, 26]),
    ("", "2024-01-04", None),
]


@pytest.mark.parametrize(("more", "ends", "days"), ENDS)
def test_the_last_day_counts(more: str, ends: str, days: list[int] | None, tmp_path: Path) -> None:
    item = f"task: T, startedOn: 2024-01-05, endsOn: {ends}, frequency: Weekly, description: D, dri: ana{more}"
    found = made(tmp_path, {"rituals/a.rituals.yml": f"- {{{item}}}\n"})[feed_urls.ALL]
    events = calendar_reader.events(found, datetime(2030, 1, 1, tzinfo=UTC))
    zone = ZoneInfo(more.rpartition(" ")[2]) if more else UTC
    local = [
        one.astimezone(zone).date() if isinstance(one, datetime) else one for event in events for one in event.starts
    ]
    fridays = [date(2024, 1, 5) + timedelta(7 * week) for week in range(5)]
    if days is None:
        assert not events
    else:
        assert local == [day for day in fridays if day <= date.fromisoformat(ends)]


ROTATIONS = """
- rotation: On call
  startsOn: 2024-01-01
  every: 1 week
  members: [ana, bo, cem]
  handoff: {time: "10:00", timezone: America/New_York}
  overrides:
    - {from: 2024-03-06, to: 2024-03-14, dri: dee, reason: a wedding}
    - {from: 2026-12-07, to: 2026-12-14, dri: bo}
    - {from: 2026-11-02, to: 2026-11-09, dri: ana, reason: nobody stands in for themselves}
- rotation: On call
  startsOn: 2027-02-10
  every: 2 weeks
  members: [bo, dee]
  handoff: {time: "09:00", timezone: Europe/London}
- rotation: Every day
  startsOn: 2025-03-01
  endsOn: 2028-03-05
  every: 2 days
  members: [ana, bo]
  overrides: [{from: 2026-01-01, to: 2026-01-08, dri: cem}]
- rotation: Months
  startsOn: 2024-01-31
  every: 1 month
  members: [ana, bo, cem]
  handoff: {time: "08:00", timezone: Europe/London}
  overrides: [{from: 2026-02-10, to: 2026-03-10, dri: dee}]
- rotation: By hand
  startsOn: 2025-01-01
  shifts: [{from: 2025-01-01, dri: ana}, {from: 2025-02-14, dri: bo}, {from: 2026-06-01, dri: cem}]
  overrides: [{from: 2026-07-01, to: 2026-07-05, dri: dee}]
- rotation: Over
  startsOn: 2024-01-01
  endsOn: 2024-01-10
  every: 1 week
  members: [ana, bo, cem]
"""
UNTIL = datetime(2031, 1, 1, tzinfo=UTC)


def shifts(root: Path, name: str) -> list[tuple[datetime, datetime, str]]:
    """Return the shifts of a rotation as tables compute them, in UTC, to the end of the test's time."""
    handbook, _ = read(root)
    items = next(handbook.of_kind("rotations")).items
    entries = item_dates.rotations(items, handbook.settings.timezone)[name]
    found = takewhile(lambda shift: shift.start < UNTIL, rotation.shifts(entries, datetime(2020, 1, 1, tzinfo=UTC)))
    return [(one.start.astimezone(UTC), (one.end or UNTIL).astimezone(UTC), one.dri) for one in found]


def read_shifts(text: str, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime, str]]:
    """Yield the shifts of a calendar in UTC; whole days are those of a zone."""
    for event in calendar_reader.events(text, UNTIL):
        who = re.sub(r".*: | \(.*", "", event.summary)
        for start, end in zip(event.starts, event.ends, strict=True):
            yield moment_of(start, zone), moment_of(end, zone), who


def moment_of(moment: date, zone: ZoneInfo) -> datetime:
    whole = moment if isinstance(moment, datetime) else datetime.combine(moment, time(), zone)
    return whole.astimezone(UTC)


def joined(found: list[tuple[datetime, datetime, str]]) -> list[tuple[datetime, datetime, str]]:
    """Return shifts without the seams between those of one person."""
    whole: list[tuple[datetime, datetime, str]] = []
    for start, end, who in sorted(found):
        if whole and whole[-1][1:] == (start, who):
            start = whole.pop()[0]
        whole.append((start, min(end, UNTIL), who))
    return whole


@pytest.mark.parametrize("zone", ["UTC", *ZONES])
@pytest.mark.parametrize("name", sorted(set(re.findall(r"rotation: (.*)", ROTATIONS))))
def test_shifts_are_those_of_the_tables(name: str, zone: str, tmp_path: Path) -> None:
    found = made(tmp_path, {"rituals/a.rotations.yml": ROTATIONS}, f"timezone: {zone}")
    text = found[feed_urls.rotation_calendar("a", name)]
    by_table = shifts(tmp_path, name)
    assert by_table
    by_calendar = list(read_shifts(text, ZoneInfo(zone)))
    assert joined(by_calendar) == joined(by_table)
    if name != "By hand":
        assert sorted(by_calendar)[:-1] == by_table[:-1]


def test_each_person_has_exactly_their_own_shifts(tmp_path: Path) -> None:
    found = made(tmp_path, {"rituals/a.rotations.yml": ROTATIONS})
    every = list(read_shifts(found["calendars/groups/a.ics"], ZoneInfo("UTC")))
    for who in ("ana", "bo", "cem", "dee"):
        mine = list(read_shifts(found[f"calendars/people/{who}.ics"], ZoneInfo("UTC")))
        assert sorted(mine) == sorted(one for one in every if one[2] == who) != []


RITUALS = """
- {task: Release, startedOn: 2026-01-07, frequency: Weekly, description: "See [how](index.md).", dri: ana, moreInfoUrl: index.md}
- {task: Review, startedOn: 2026-01-08, frequency: Monthly, description: D, dri: bo, time: "09:00", timezone: Europe/London}
- {task: Review, startedOn: 2026-01-08, frequency: Weekly, description: D, dri: bo}
"""
SOUND = RITUALS.rpartition("- {")[0]
OTHER = """
- {task: Review, startedOn: 2026-01-08, frequency: Monthly, description: Another, dri: ana, time: "10:00", timezone: Europe/London}
- {task: New, startedOn: 2026-01-08, frequency: Monthly, description: D, dri: bo}
- {task: Review, startedOn: 2026-01-08, frequency: Weekly, description: D, dri: bo}
- {task: Release, startedOn: 2026-01-07, frequency: Biweekly, description: Changed, dri: bo}
"""


def uids(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for event in calendar_reader.events(text, UNTIL):
        found.setdefault(event.summary.partition(":")[0], []).append(event.uid)
    return found


def test_uids_outlive_every_change_but_that_of_a_name(tmp_path: Path) -> None:
    before = uids(made(tmp_path / "a", {"rituals/a.rituals.yml": RITUALS})[feed_urls.ALL])
    moved = {"rituals/deeper/a.rituals.yml": OTHER, "rituals/b.rituals.yml": RITUALS}
    found = made(tmp_path / "b", moved, "timezone: Europe/Berlin")
    after = uids(found["calendars/groups/a.ics"])
    assert {name: sorted(given) for name, given in before.items()} == {
        name: sorted(given) for name, given in after.items() if name != "New"
    }
    every = [uid for given in uids(found[feed_urls.ALL]).values() for uid in given]
    assert len(every) == len(set(every)) == 7
    swapped = ROTATIONS.replace("[ana, bo, cem]", "[dee, bo, cem]").replace("dri: dee", "dri: eve")
    old, new = (made(tmp_path / n, {"rituals/a.rotations.yml": one}) for n, one in (("c", ROTATIONS), ("d", swapped)))
    assert uids(old[feed_urls.ALL]) == uids(new[feed_urls.ALL])


def test_an_event_is_the_same_in_every_calendar(tmp_path: Path) -> None:
    found = made(tmp_path, {"rituals/a.rituals.yml": RITUALS, "rituals/b.rotations.yml": ROTATIONS})
    events: dict[str, set[str]] = {}
    for text in found.values():
        for event in re.findall(r"BEGIN:VEVENT.*?END:VEVENT", text, re.DOTALL):
            events.setdefault(re.findall(r"UID:(.*)\r", event)[0], set()).add(event)
    assert all(len(texts) == 1 for texts in events.values())


PEOPLE = "ana: {name: Ana Example, github: ana-e, slack: U123}\nbo: {name: Bo}\nzoe: {name: Zoe}\n"


def test_an_event_says_what_the_data_say_and_no_more(tmp_path: Path) -> None:
    page = "# A\n\n## Rituals\n\n[R](../../rituals/a.rituals.yml)\n"
    files = {"rituals/a.rituals.yml": RITUALS, "rituals/people.yml": PEOPLE, "handbook/a/README.md": page}
    config = "site_name: T\nsite_url: https://example.com/h/\ndocs_dir: handbook\nplugins: [handbook]\n"
    handbook, _ = read(write(tmp_path, {"mkdocs.yml": config, **files}))
    text = feed_files.calendars(handbook)["calendars/people/ana.ics"].replace("\r\n ", "")
    assert re.sub(r"UID:.*", "UID", text).splitlines() == [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//mkdocs-handbook//EN", "CALSCALE:GREGORIAN"),
        *("NAME:Ana Example", "X-WR-CALNAME:Ana Example"),
        *("REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H"),
        *("BEGIN:VEVENT", "SUMMARY:Release", "DTSTART;VALUE=DATE:20260107", "DTEND;VALUE=DATE:20260108"),
        *("DTSTAMP:20261120T000000Z", "UID", "RRULE:FREQ=WEEKLY;BYDAY=WE", "CATEGORIES:a"),
        r"DESCRIPTION:See how.\n\nDRI: Ana Example\nFrequency: Weekly\nSee also: https://example.com/h/",
        *("TRANSP:TRANSPARENT", "URL:https://example.com/h/a/#ritual-release", "END:VEVENT", "END:VCALENDAR"),
    ]


def test_a_name_may_be_any_text(tmp_path: Path) -> None:
    people = 'ana: {name: "Ana, the\\nboss; of \\\\ all"}\n'
    handbook, _ = read(write(tmp_path, {"rituals/people.yml": people}))
    text = feed_files.calendars(handbook)["calendars/people/ana.ics"]
    assert {line for line in text.split("\r\n") if "boss" in line} == {
        r"NAME:Ana\, the boss\; of \\ all",
        r"X-WR-CALNAME:Ana\, the boss\; of \\ all",
    }


def test_every_person_and_group_has_a_calendar(tmp_path: Path) -> None:
    files = {"rituals/a.rituals.yml": RITUALS, "rituals/people.yml": PEOPLE, "rituals/b-c.rotations.yml": ROTATIONS}
    found = made(tmp_path, files)
    assert [name for name in found if name.startswith("calendars/people/")] == [
        f"calendars/people/{who}.ics" for who in ("ana", "bo", "cem", "dee", "zoe")
    ]
    assert {
        feed_urls.ALL,
        feed_urls.group_calendar("a"),
        feed_urls.group_calendar("b-c"),
        "calendars/rotations/b-c-on-call.ics",
    } <= set(found)
    assert all(len(calendar_reader.events(text, UNTIL)) >= 0 for text in found.values())


def test_names_that_no_file_can_have() -> None:
    handles = ["ana", "Ana", "a b", "a-b", "a/b", "../x", ".x", "x.", "", "Łucja", "x" * 300, "a\0b", "con", "\ud800"]
    found = [feed_urls.person_calendar(one) for one in handles]
    assert len(set(found)) == len(handles)
    assert found[0] == "calendars/people/ana.ics"
    assert found[9] == "calendars/people/Łucja.ics"
    for one in found:
        name = one.removeprefix("calendars/people/")
        assert re.fullmatch(r"[\w-][\w.-]{0,100}\.ics", name), name
    assert feed_urls.rotation_calendar("a", "On call!") == "calendars/rotations/a-on-call.ics"
    assert feed_urls.rotation_calendar("a", "!") != feed_urls.rotation_calendar("a", "?")


ODD: tuple[str, ...] = (
    "Asia/Jerusalem",
    "Africa/Casablanca",
    "Africa/Cairo",
    "America/Nuuk",
    "America/Santiago",
    "Asia/Beirut",
)
ODD += ("Asia/Tokyo", "Pacific/Apia", "Europe/Dublin", "Asia/Kathmandu", "America/Havana", "Antarctica/Troll")


@pytest.mark.parametrize("name", [*ZONES, *ODD])
def test_clocks_change_as_the_database_says(name: str) -> None:
    """Compare every day until 2099, and every quarter of an hour around a change."""
    zone = ZoneInfo(name)
    found = sorted(changes(name, 2004))
    start = datetime(2004, 1, 2, tzinfo=UTC)
    every = [start + timedelta(days=day) for day in range(96 * 365)]
    near = [
        at + timedelta(minutes=step) for at, _, _ in found for step in range(-180, 181, 15) if start < at < every[-1]
    ]
    index, wrong = 0, []
    for moment in sorted([*every, *near]):
        while index + 1 < len(found) and found[index + 1][0] <= moment:
            index += 1
        local = moment.astimezone(zone)
        if (local.utcoffset(), local.tzname()) != found[index][1:]:
            wrong.append(moment)
    assert wrong == []


def changes(name: str, year: int) -> Iterator[tuple[datetime, timedelta, str]]:
    """Yield the instants from which on offsets hold, by the rules of RFC 5545 as dateutil expands them."""
    from dateutil.rrule import rrulestr

    for one in observances(name, year):
        rule = (
            rrulestr(f"{one.rrule};UNTIL=21000101T000000", dtstart=one.first) if one.rrule else (one.first, *one.others)
        )
        for at in rule:
            yield at.replace(tzinfo=UTC) - one.form.before, one.form.after, one.form.name


def test_a_zone_of_every_name_is_defined_where_it_is_used() -> None:
    component = ical_format.timezone_text("Europe/London", 2026).decode().split()
    assert "DTSTART:20260329T010000" in component
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in component


def test_a_build_publishes_calendars_and_pages_link_to_them(tmp_path: Path) -> None:
    page = "# A\n\nAll: [calendar](../calendars/all.ics)\n\n## Rituals\n\n[R](../../rituals/a.rituals.yml)\n"
    files = {"handbook/a/README.md": page, "rituals/a.rituals.yml": SOUND, "rituals/a.rotations.yml": ROTATIONS}
    files["handbook/x.md"] = '# X\n\n[O](../rituals/a.rotations.yml){ where="rotation=On call" }\n'
    built = build(write(tmp_path, files), strict=True)
    assert not built.error, built.messages
    for page, uri in (("a", "calendars/groups/a.ics"), ("x", "calendars/rotations/a-on-call.ics")):
        assert f'href="../{uri}" title="Calendar of' in built.page(f"{page}/index.html")
        assert (built.site / uri).read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    again = build(tmp_path, site=tmp_path / "again")
    for path in sorted((built.site / "calendars").rglob("*.ics")):
        assert (again.site / path.relative_to(built.site)).read_bytes() == path.read_bytes()
    stamps = {stamp for path in built.site.rglob("*.ics") for stamp in re.findall(r"DTSTAMP:(\w+)", path.read_text())}
    assert stamps == {f"{TODAY:%Y%m%d}T000000Z"}
    assert os.environ["SOURCE_DATE_EPOCH"]


def test_calendars_can_be_switched_off(tmp_path: Path) -> None:
    page = "# A\n\n## Rituals\n\n[R](../../rituals/a.rituals.yml)\n"
    config = "site_name: T\ndocs_dir: handbook\ntheme: {name: null, custom_dir: theme}\n"
    options = "plugins: [handbook: {feeds: false, api: false}]\n"
    files = {"mkdocs.yml": config + options, "handbook/a/README.md": page, "rituals/a.rituals.yml": SOUND}
    built = build(write(tmp_path, files), strict=True)
    assert not built.error
    assert not [path for path in built.site.rglob("*") if path.suffix in {".ics", ".json"}]
    assert "Subscribe" not in built.page("a/index.html")


def test_a_stub_does_not_stand_over_a_calendar(tmp_path: Path) -> None:
    files = {"rituals/a.rituals.yml": SOUND, "rituals/stubs.yml": "calendars/all.ics/: index.md\n"}
    _, findings = read(write(tmp_path, files))
    assert [one.code for one in findings if one.source.path == "rituals/stubs.yml"] == ["HB406"]


@pytest.mark.parametrize(("options", "dead"), [("", []), ("feeds: false", ["HB301"])])
def test_lint_knows_the_addresses_of_calendars(options: str, dead: list[str], tmp_path: Path) -> None:
    config = f"site_name: T\ndocs_dir: handbook\nplugins: [handbook: {{{options}}}]\n"
    page = "# X\n\nSubscribe to [all of it](calendars/all.ics), or [read on](index.md).\n"
    files = {"mkdocs.yml": config, "handbook/x.md": page, "rituals/a.rituals.yml": SOUND}
    _, findings = read(write(tmp_path, files))
    assert [one.code for one in findings if one.source.path == "handbook/x.md" and one.code.startswith("HB3")] == dead
