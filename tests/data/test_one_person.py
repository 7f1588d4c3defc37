"""Spellings of one login are one person: in calendars, tables, what falls due, and people's own pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbooks import BARE, build, read, write
from mkdocs_handbook.feeds import due, feed_files

RITUAL = "- {{task: {0}, dri: '{1}', startedOn: 2026-01-05, frequency: Weekly, description: D.}}\n"
ROTATION = "- {rotation: On-call, startsOn: 2026-01-05, every: 1 week, members: ['@ANA', ana]}\n"
PEOPLE = "ana: {name: Ana Example}\n"
SPELLINGS = ("ana", "@ana", "Ana", "https://github.com/ANA")
PAGE = '# Start\n\n[Rituals](../rituals/*.rituals.yml){where="dri=%s"}\n'


@pytest.mark.parametrize("people", [PEOPLE, ""])
def test_a_person_has_one_calendar(people: str, tmp_path: Path) -> None:
    rituals = "".join(RITUAL.format(f"R{number}", one) for number, one in enumerate(SPELLINGS))
    data = {"rituals/a.rituals.yml": rituals, "rituals/a.rotations.yml": ROTATION}
    root = write(tmp_path, {**data, **({"rituals/people.yml": people} if people else {})})
    handbook, _ = read(root)
    calendars = {name: str(text) for name, text in feed_files.calendars(handbook).items() if "/people/" in name}
    assert [*calendars] == ["calendars/people/ana.ics"]
    assert calendars["calendars/people/ana.ics"].count("BEGIN:VEVENT") >= len(SPELLINGS) + 1
    assert not [item for item in due.due_items(handbook, 30) if item.kind == "shift"]


@pytest.mark.parametrize("asked", ["ana", "@Ana"])
def test_a_table_of_a_person_has_all_that_is_theirs(asked: str, tmp_path: Path) -> None:
    rituals = "".join(RITUAL.format(f"R{number}", one) for number, one in enumerate((*SPELLINGS, "bo")))
    data = {"rituals/x.rituals.yml": rituals, "rituals/people.yml": f"{PEOPLE}bo: {{name: Bo}}\n"}
    config = BARE.replace("[handbook]", "[handbook: {ignore: [HB113]}]")
    html = build(write(tmp_path, {**data, "mkdocs.yml": config, "handbook/b.md": PAGE % asked})).page("b/index.html")
    assert [f"R{number}" in html for number in range(5)] == [True, True, True, True, False]
    assert html.count("Ana Example") >= len(SPELLINGS)
