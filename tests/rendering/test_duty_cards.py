"""Duty cards: whose times they show, in which zone, and how far a page knows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from handbooks import read, write
from mkdocs_handbook.lint import rules
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.rendering.overview import escalation_steps, person_card
from mkdocs_handbook.rendering.overview.duty_cards import SHOWN, DutyCard, duty_cards, duty_person
from mkdocs_handbook.rendering.overview.shift_timeline import shift_timeline
from mkdocs_handbook.util import words

NOW = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)


def handbook_of(
    root: Path, rotation: str, options: str = "", now: datetime = NOW, members: str = "ana, bo"
) -> Handbook:
    """Return a handbook with one rotation and an escalation to it, as it is at an instant."""
    files = {
        "mkdocs.yml": f"site_name: T\ndocs_dir: handbook\nplugins: [handbook: {{timezone: Europe/Berlin{options}}}]\n",
        "handbook/ops.md": "# Ops\n",
        "rituals/people.yml": "ana: {name: Ana}\nbo: {name: Bo}\n",
        "rituals/ops.rotations.yml": f"- {{rotation: Phone, members: [{members}], {rotation}}}\n",
        "rituals/ops.escalations.yml": "- {escalation: Outage, steps: [{notify: Phone}]}\n",
    }
    return replace(read(write(root, files), ())[0], now=now)


def the_card(handbook: Handbook) -> DutyCard:
    (card,) = duty_cards(handbook)
    return card


def step_starts(handbook: Handbook) -> list[datetime]:
    """Return from when on the states of the escalation's step hold."""
    (file,) = handbook.of_kind("escalations")
    (step,) = escalation_steps.escalation_steps(handbook, file, file.items[0])
    return [state.start for state in step.states]


def test_all_days_begin_in_the_handbook_s_zone(tmp_path: Path) -> None:
    midnight = datetime.fromisoformat("2026-11-20T00:00+01:00")
    handbook = handbook_of(tmp_path, "startsOn: 2026-11-23, every: 1 week")
    assert the_card(handbook).states[0].start == step_starts(handbook)[0] == midnight
    assert person_card.person_card(handbook, "ana").lines[0][0].start == midnight
    timeline = shift_timeline(handbook, duty_cards(handbook), words.of_language("en"))
    assert datetime.fromisoformat(timeline.start) == midnight - timedelta(4)
    later = handbook_of(tmp_path / "later", "startsOn: 2027-11-23, every: 1 week")
    assert step_starts(later) == [midnight]


def test_spellings_of_a_login_are_one_person(tmp_path: Path) -> None:
    handbook = handbook_of(tmp_path, "startsOn: 2026-11-16, every: 1 week", members="'@Ana', bo")
    assert duty_person(handbook, "@Ana") == duty_person(handbook, "ana") != duty_person(handbook, "bo")
    states, _ = person_card.person_card(handbook, "ana").lines[0][:2]
    assert (states.word, states.subject.text) == ("onDutyNow", "Phone")


@pytest.mark.parametrize(
    ("rotation", "is_unknown", "next_subject"),
    [
        ("startsOn: 2026-11-16, every: 1 week, endsOn: 2026-12-07", False, "–"),
        ("startsOn: 2026-11-16, every: 1 week", True, "Phone"),
        # The end is beyond what the page knows.
        ("startsOn: 2026-11-16, every: 1 week, endsOn: 2028-12-07", True, "Phone"),
        ("startsOn: 2026-11-16, every: 40 weeks", True, "Phone"),
        ("startsOn: 2026-11-16, every: 3 years, endsOn: 2027-12-07", True, "Phone"),
    ],
)
@pytest.mark.parametrize("options", ["", ", horizon: 500"])
def test_a_page_knows_that_a_rotation_ends(
    rotation: str, is_unknown: bool, next_subject: str, options: str, tmp_path: Path
) -> None:
    handbook = handbook_of(tmp_path, rotation, options)
    last = the_card(handbook).states[-1]
    assert (last.person, last.is_unknown) == (None, is_unknown)
    assert person_card.person_card(handbook, "ana").lines[0][-1].subject.text == next_subject


@pytest.mark.parametrize("horizon", [0, 30, 200])
def test_a_page_knows_as_many_days_as_its_timeline_shows(horizon: int, tmp_path: Path) -> None:
    overrides = "overrides: [{from: 2026-11-24, to: 2026-11-25, dri: bo}, {from: 2026-11-26, to: 2026-11-27, dri: ana}]"
    handbook = handbook_of(tmp_path, f"startsOn: 2026-11-16, every: 1 day, {overrides}", f", horizon: {horizon}")
    last = the_card(handbook).known.shifts[-1]
    assert last.end
    assert last.start <= NOW + timedelta(horizon + SHOWN) < last.end
    timeline = shift_timeline(handbook, duty_cards(handbook), words.of_language("en"))
    # The last week at which the timeline can begin is that of the horizon's end.
    assert horizon <= timeline.weeks[-1][0] - SHOWN + 7 < horizon + 14


@pytest.mark.parametrize("now", [datetime(9999, 12, day, 12, tzinfo=UTC) for day in (1, 20, 28)])
def test_the_calendar_s_end_is_no_error(now: datetime, tmp_path: Path) -> None:
    handbook = handbook_of(tmp_path, "startsOn: 2026-11-16, every: 1 week", now=now)
    assert the_card(handbook).states
    assert step_starts(handbook)
    shift_timeline(handbook, duty_cards(handbook), words.of_language("en"))
    list(rules.run(handbook, ("HB605",)))
