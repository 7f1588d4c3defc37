"""The agenda: which rituals it has on which day, in which order, and how long it stays short."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from handbooks import NOON, read, write
from mkdocs_handbook.feeds import due
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.project import mkdocs_yml
from mkdocs_handbook.project.load import load
from mkdocs_handbook.rendering.overview.agenda import MOST, Agenda, AgendaDay, agenda, is_routine
from mkdocs_handbook.util import templates

ROOT = Path(__file__).parents[2]
CONFIG = "site_name: T\ndocs_dir: handbook\nplugins: [handbook: {timezone: Europe/Berlin, horizon: 30}]\n"
# Of a Friday.
RITUALS = (
    "Weekly sync, 2026-11-20, Weekly",
    "Early, 2026-01-02, 'Weekly, time: \"08:30\"'",
    "Late, 2026-01-02, 'Weekly, time: \"17:00\", timezone: America/Chicago'",
    "Review, 2026-01-20, Monthly",
    "Stand up, 2026-01-02, Daily",
    "Watch, 2026-01-02, 'Weekdays, time: \"10:00\"'",
    "New, 2026-11-22, Daily",
    "Old, 2026-01-02, 'Daily, endsOn: 2026-11-21'",
    "Hire, 2026-01-02, Each hire",
)


def handbook_of(root: Path, *rituals: str, now: datetime = NOON, horizon: int = 30) -> Handbook:
    """Return a handbook with rituals, each a task, its first day, and a frequency with any other keys."""
    rows = []
    for one in rituals:
        task, day, frequency = one.split(", ", 2)
        rows.append(
            f"- {{task: {task}, startedOn: {day}, frequency: {frequency.strip(chr(39))}, description: d, dri: ana}}\n"
        )
    files = {
        "mkdocs.yml": CONFIG.replace("30", str(horizon)),
        "rituals/people.yml": "ana: {name: Ana}\n",
        "rituals/ops.rituals.yml": "".join(rows),
    }
    return replace(read(write(root, files), ())[0], now=now)


def made(handbook: Handbook) -> Agenda:
    found = agenda(handbook)
    assert found
    return found


def said(day: AgendaDay) -> list[str]:
    """Return what a day says, its label first."""
    names = [f"{one.task.text} {one.when.text}" if one.when else one.task.text for one in day.entries]
    return [day.label.text, *names]


def test_the_days_of_a_week(tmp_path: Path) -> None:
    found = made(handbook_of(tmp_path, *RITUALS))
    shown = [said(day) for day, is_shown in found.days if is_shown]
    assert shown == [
        ["Fri 20 Nov", "Early 08:30", "Late 17:00", "Review", "Weekly sync", "Old"],
        ["Sat 21 Nov", "Old"],
        ["Sun 22 Nov", "New"],
        ["Mon 23 Nov", "New"],
        ["Tue 24 Nov", "New"],
        ["Wed 25 Nov", "New"],
        ["Thu 26 Nov", "New"],
    ]
    # What happens on all days, or weekdays, stands once.
    assert [said(day) for day in found.routines] == [["Daily", "Stand up"], ["Weekdays", "Watch 10:00"]]
    late = found.days[0][0].entries[1].when
    assert late
    assert (late.value, late.title) == ("2026-11-20T17:00:00-06:00", "2026-11-20 17:00 America/Chicago")


@pytest.mark.parametrize("horizon", [0, 1, 30, 500])
@pytest.mark.parametrize("now", [NOON, datetime(2026, 11, 16, tzinfo=UTC), datetime(2026, 11, 22, 22, 59, tzinfo=UTC)])
def test_a_page_knows_seven_days_and_four_weeks_of_each_day_of_the_horizon(
    horizon: int, now: datetime, tmp_path: Path
) -> None:
    handbook = handbook_of(tmp_path, "Far, 2026-11-01, Every 2 days", now=now, horizon=horizon)
    found = made(handbook)
    today = handbook.today
    assert found.last == min(today + timedelta(horizon), today + timedelta(338))
    monday = today - timedelta(today.weekday())
    assert found.weeks[0][0].label.value == str(monday)
    assert {len(week) for week in found.weeks} == {7}
    last = found.last - timedelta(found.last.weekday())
    assert found.weeks[-4][0].label.value == str(last)
    days = [date.fromisoformat(day.label.value) for day, _ in found.days]
    assert found.last + timedelta(4) < days[-1] <= found.last + timedelta(6)
    assert days == [one for one in days if (one - date(2026, 11, 1)).days % 2 == 0]


def test_its_dates_are_those_of_the_calendars() -> None:
    """What falls due by `handbook due` is compared with the calendars elsewhere."""
    sample = mkdocs_yml.read_project(ROOT / "mkdocs.yml", ROOT)
    handbook = load(mkdocs_yml.read_files(sample), sample.settings, NOON)[0]
    routine = {
        item.text("task") for file in handbook.of_kind("rituals") for item in file.items if is_routine(handbook, item)
    }
    assert len(routine) == 3
    coming = {
        (str(one.day), one.name)
        for one in due.due_items(handbook, 37)
        if one.kind == "ritual" and one.name not in routine
    }
    found = made(handbook)
    assert {(day.label.value, one.task.text) for day, _ in found.days for one in day.entries} == coming
    assert coming <= {(day.label.value, one.task.text) for week in found.weeks for day in week for one in day.entries}


@pytest.mark.parametrize("now", [datetime(9999, 12, day, 12, tzinfo=UTC) for day in (1, 20, 29, 30)])
def test_the_calendar_s_end_is_no_error(now: datetime, tmp_path: Path) -> None:
    found = made(handbook_of(tmp_path, "A, 2026-01-02, Every 2 days", "B, 2026-01-02, Daily", now=now))
    assert found.weeks[-1][-1].label.value.startswith("9999-12-")
    assert [said(day) for day in found.routines] == [["Daily", "B"]]


@pytest.mark.parametrize(
    ("count", "first", "more", "counted"),
    [(1, 1, 0, ""), (4, 4, 0, ""), (5, 5, 0, ""), (6, 4, 2, ""), (MOST, 4, 12, ""), (30, 4, 12, "and 14 more")],
)
def test_a_day_with_many_rituals_stays_short(count: int, first: int, more: int, counted: str, tmp_path: Path) -> None:
    rituals = [f"R{number:02}, 2026-01-02, Weekly" for number in range(count)]
    found = made(handbook_of(tmp_path, *rituals))
    text = templates.render(templates.environment(), "agenda", agenda=found, today="Fri 20 Nov", is_short=False)
    html = ElementTree.fromstring(text)  # noqa: S314 (our own)
    day = html.find(".//li[@data-day='2026-11-20']")
    assert day is not None
    assert [one.findtext("a") or one.findtext("span") for one in day.findall("ul/li")] == names(0, first)
    opened = [one.findtext("a") or one.findtext("span") for one in day.findall("details/ul/li")]
    assert opened == [*names(first, first + more), *([None] if counted else [])]
    rest = [one.text for one in day.findall("details/ul/li") if one.text]
    assert (day.findtext("details/summary"), rest) == (
        f"and {count - first} more" if more else None,
        [counted] if counted else [],
    )


def names(first: int, end: int) -> list[str | None]:
    return [f"R{number:02}" for number in range(first, end)]
