"""Which edits a finding carries, and whether they keep what the author meant or are a guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbooks import read, write

PEOPLE = {"rituals/people.yml": "ana: {name: Ana Example, github: ana-ex}\nbo: {name: Bo}\n"}
RITUAL = "- {{task: T, startedOn: 2026-01-05, frequency: {}, description: d, dri: ana}}\n"
FORGOTTEN = '- channel: "#a"\n  dri: ana\n  channel: "#b"\n  dri: bo\n'
SAFE = [
    ("HB103", "rituals/a.rituals.yml", RITUAL.format("weekly"), "Weekly"),
    ("HB103", "rituals/a.rituals.yml", RITUAL.format("Every patch release"), "Each patch release"),
    ("HB103", "rituals/a.rituals.yml", RITUAL.format("Bi-weekly"), "Biweekly"),
    ("HB103", "rituals/a.rituals.yml", RITUAL.format("Qurterly"), "Quarterly"),
    ("HB106", "rituals/a.channels.yml", "- channel: #a\n  dri: ana\n", '"#a"'),
    ("HB106", "handbook/x.md", "---\ntitle: #a\n---\n", '"#a"'),
    ("HB107", "rituals/a.channels.yml", '- Channel: "#a"\n  dri: ana\n', "channel"),
    ("HB107", "rituals/a.channels.yml", '- channel: "#a"\n  dri: ana\n  renamed_to: "#b"\n', "renamedTo"),
    ("HB110", "rituals/a.channels.yml", '- channel: "#a"\n  dri: ana\n  status: Archived\n', "archived"),
    ("HB110", "rituals/a.channels.yml", '- channel: "#a"\n  dri: ana\n  status: archivd\n', "archived"),
    ("HB110", "rituals/a.channels.yml", "- channel: general\n  dri: ana\n", '"#general"'),
    ("HB113", "rituals/a.channels.yml", '- channel: "#a"\n  dri: Ana\n', "ana"),
    ("HB113", "rituals/a.channels.yml", '- channel: "#a"\n  dri: Ana Example\n', "ana"),
    ("HB403", "rituals/stubs.yml", "a.md: b.md\nb.md: index.md\n", "index.md"),
]
GUESSES = [
    ("HB103", "rituals/a.rituals.yml", RITUAL.format("Qurtely"), "Quarterly"),
    ("HB104", "rituals/a.channels.yml", FORGOTTEN, "- "),
    ("HB107", "rituals/a.channels.yml", '- channel: "#a"\n  dri: ana\n  descritoin: d\n', "description"),
    ("HB110", "rituals/a.channels.yml", '- channel: "#a"\n  dri: ana\n  status: achivd\n', "archived"),
    ("HB112", "rituals/a.rituals.yml", RITUAL.format("Weekly on Tuesday"), "2026-01-06"),
    ("HB113", "rituals/a.channels.yml", '- channel: "#a"\n  dri: anaa\n', "ana"),
    ("HB113", "handbook/x.md", "---\nmaintainedBy: anna\n---\n", "ana"),
]


@pytest.mark.parametrize(
    ("code", "path", "text", "belongs", "is_safe"),
    [(*one, True) for one in SAFE] + [(*one, False) for one in GUESSES],
)
def test_a_fix_is_safe_unless_it_is_a_guess(
    code: str, path: str, text: str, belongs: str, is_safe: bool, tmp_path: Path
) -> None:
    found = [one for one in read(write(tmp_path, {**PEOPLE, path: text}))[1] if one.code == code]
    assert [(one.edits[0].text, one.is_safe) for one in found] == [(belongs, is_safe)]
    edit = found[0].edits[0]
    fixed = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert code not in {one.code for one in read(write(tmp_path, {path: fixed}))[1]}
