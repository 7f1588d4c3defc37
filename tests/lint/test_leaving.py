"""Somebody leaves on a day that is known: lint lists what is to hand over, no build stops, and commands say the day."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import run
from handbooks import TODAY, build, fix, lint, write
from mkdocs_handbook.lint import rules

CHANNELS = "rituals/ops.channels.yml"
ROTATIONS = "rituals/ops.rotations.yml"
ROTATION = "- rotation: On-call\n  startsOn: 2026-01-05\n  every: 1 week\n  members: [ana, bo]\n"
RITUAL = "- task: Retro\n  startedOn: 2026-01-05\n  frequency: Weekly\n  description: What went well?\n  dri: bo\n"
KINDS = {"On duty": "rotations", "Rituals": "rituals", "Slack channels": "channels"}
SHOWN = "".join(f"\n## {title}\n\n[{title}](../../rituals/ops.{kind}.yml)\n" for title, kind in KINDS.items())


def handbook(root: Path, day: str) -> Path:
    people = f"ana: {{name: Ana Example, leftOn: {day}}}\nbo: {{name: Bo Berg}}\n"
    return write(
        root,
        {
            "rituals/people.yml": people,
            CHANNELS: '- channel: "#ops"\n  dri: ana\n',
            ROTATIONS: ROTATION,
            "rituals/ops.rituals.yml": RITUAL,
            "handbook/ops/README.md": f"# Ops\n{SHOWN}",
        },
    )


def found(root: Path) -> list[str]:
    return [line.split(",")[0] for line in lint(root) if "HB114" in line or "HB604" in line]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-12-31", ""),
        ("2026-12-20", 'HB604 "ana" leaves on 2026-12-20'),
        ("2026-11-21", 'HB604 "ana" leaves on 2026-11-21'),
        ("2026-11-20", 'HB114 "ana" left on 2026-11-20'),
    ],
)
def test_lint_lists_what_is_to_hand_over_and_no_build_stops(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, day: str, said: str
) -> None:
    caplog.set_level("INFO", "mkdocs.plugins")
    root = handbook(tmp_path, day)
    assert found(root) == ([f"{CHANNELS}:2:8: {said}", f"{ROTATIONS}:4:13: {said}"] if said else [])
    built = build(root, strict=True)
    assert (built.findings, built.error) == ([], "")
    assert (root / "site/ops/index.html").exists()
    assert ("HB114" in caplog.text) == said.startswith("HB114")


def test_the_calendar_is_one_family_of_rules() -> None:
    asked = {code for code, one in rules.ALL.items() if one.scope == "asked" and code.startswith("HB6")}
    assert {code for code in rules.ALL if code.startswith("HB6")} - asked == {"HB604"}


@pytest.mark.parametrize(
    "command",
    [
        ("dri", "set", "Retro", "ana"),
        ("dri", "replace", "bo", "ana"),
        ("new", "ritual", "Planning", "--group", "ops", "--frequency", "Weekly", "--description", "d", "--dri", "ana"),
    ],
)
@pytest.mark.parametrize(("day", "said"), [("2026-12-11", "11 Dec"), ("2027-02-01", "1 Feb 2027")])
def test_commands_say_the_last_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], day: str, said: str
) -> None:
    monkeypatch.chdir(handbook(tmp_path, day))
    result = run(*command, "--today", TODAY.isoformat())
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [f"note: Ana Example leaves on {said}"]


def test_another_spelling_is_the_same_person_and_is_mended(tmp_path: Path) -> None:
    root = handbook(tmp_path, "2026-12-11")
    write(root, {CHANNELS: '- channel: "#ops"\n  dri: Ana\n'})
    assert f'{CHANNELS}:2:8: HB604 "ana" leaves on 2026-12-11' in found(root)
    fix(root)
    assert (root / CHANNELS).read_text("utf-8").endswith("dri: ana\n")


def test_a_duty_that_is_over_by_then_needs_no_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(handbook(tmp_path, "2027-02-01"))
    result = run("rotation", "swap", "On-call", "2026-11-23", "ana", "bo", "--today", TODAY.isoformat())
    assert (result.exit_code, result.stderr) == (0, "")
