"""Mistakes in data: what is meant, and whether that is sure enough for a fix that nobody looks at."""

from __future__ import annotations

import json

import pytest

from mkdocs_handbook.data import data_files, kinds
from mkdocs_handbook.model import Finding, Source
from mkdocs_handbook.util.text_edits import spliced

KINDS, _ = kinds.load_kinds({})
RITUAL = "- task: Retro\n  startedOn: 2026-01-05\n  frequency: Weekly\n  description: d\n  dri: ana\n"
ROTATION = "- rotation: R\n  startsOn: 2026-01-05\n  every: 1 week\n  members: [ana]\n"
ESCALATION = "- escalation: E\n"
STEPS = "  steps:\n    - notify: ana\n      "


def findings_of(name: str, text: str) -> list[Finding]:
    return data_files.read_file(Source(f"rituals/{name}", text), KINDS)[2]


@pytest.mark.parametrize(
    ("kind", "before", "line", "meant", "is_safe"),
    [
        ("rituals", RITUAL, "agenda: Announcements", "agenda: [Announcements]", True),
        ("rituals", RITUAL, "agenda: CI/CD", 'agenda: ["CI/CD"]', True),
        ("rituals", RITUAL, "agenda: Q & A # often", 'agenda: ["Q & A"] # often', True),
        ("rituals", RITUAL, "agenda: News (short)", 'agenda: ["News (short)"]', True),
        ("rituals", RITUAL, "agenda: https://example.com/agenda", 'agenda: ["https://example.com/agenda"]', True),
        ("rituals", RITUAL, "agenda: News, a/b", 'agenda: [News, "a/b"]', False),
        ("rotations", ROTATION.replace("  members: [ana]\n", ""), "members: ana/bo", "members: [ana, bo]", True),
        ("rotations", ROTATION.replace("  members: [ana]\n", ""), "members: ana (bo)", 'members: ["ana (bo"]', False),
        ("rotations", ROTATION, 'channels: "#a, #b"', 'channels: ["#a", "#b"]', True),
        ("escalations", ESCALATION, "steps: On-call, ana", "steps: [{notify: On-call}, {notify: ana}]", False),
        ("escalations", ESCALATION + STEPS, "after: 5 min", "after: 5", True),
        ("escalations", ESCALATION + STEPS, "after: 1h", "after: 60", True),
        ("rituals", RITUAL, "duration: 1 hour", "duration: 60", True),
    ],
)
def test_what_a_value_of_another_type_means(kind: str, before: str, line: str, meant: str, is_safe: bool) -> None:
    lead = "" if before.endswith(" ") else "  "
    text = f"{before}{lead}{line}\n"
    (finding,) = findings_of(f"a.{kind}.yml", text)
    assert spliced(text, finding.edits) == f"{before}{lead}{meant}\n"
    assert finding.is_safe is is_safe


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("rotations", ROTATION + "  shifts: ana, bo\n"),
        ("escalations", ESCALATION + STEPS.rstrip() + "\n  repeat: 3 min\n"),
        ("rituals", RITUAL + "  agenda: | # private\n    News\n"),
    ],
)
def test_what_is_not_mended_by_itself(kind: str, text: str) -> None:
    (finding,) = findings_of(f"a.{kind}.yml", text)
    assert finding.code == "HB109"
    assert not (finding.edits and finding.is_safe)


@pytest.mark.parametrize(
    ("kind", "text", "meant", "is_safe"),
    [
        ("channels", '- name: "#a"\n  dri: ana\n', '- channel: "#a"\n  dri: ana\n', True),
        ("rituals", RITUAL.replace("task:", "title:"), RITUAL, True),
        ("rotations", ROTATION.replace("rotation:", "name:"), ROTATION, True),
        ("escalations", ESCALATION.replace("escalation:", "title:") + STEPS, ESCALATION + STEPS, True),
        ("people", "ana:\n  title: Ana\n", "ana:\n  name: Ana\n", True),
        ("rituals", RITUAL.replace(": d\n", ":Note x: y # z\n"), RITUAL.replace(": d\n", ': "Note x: y" # z\n'), True),
        (
            "rituals",
            RITUAL.replace(": d\n", ":https://a: b\n"),
            RITUAL.replace(": d\n", ': "https://a: b"\n'),
            True,
        ),
        (
            "rotations",
            ROTATION + '  handoff: # when\n  time: "10:00"\n  timezone: Europe/Berlin\n  reviewOn: 2026-01-05\n',
            ROTATION + '  handoff: # when\n    time: "10:00"\n    timezone: Europe/Berlin\n  reviewOn: 2026-01-05\n',
            True,
        ),
        (
            "rituals",
            RITUAL + '  autoIssue:\n  labels:\n  - "#a"\n  repo: b\n  title: c\n',
            RITUAL + '  autoIssue:\n    labels:\n    - "#a"\n    repo: b\n    title: c\n',
            True,
        ),
    ],
)
def test_which_key_is_meant(kind: str, text: str, meant: str, is_safe: bool) -> None:
    (finding,) = findings_of("people.yml" if kind == "people" else f"a.{kind}.yml", text)
    assert spliced(text, finding.edits) == meant
    assert (finding.code, finding.is_safe) == ("HB107", is_safe)


@pytest.mark.parametrize("line", ['title: "#help-engineering"', "description:Note x: y", "name: R"])
def test_a_key_that_an_item_has_is_not_given_to_it_again(line: str) -> None:
    (finding,) = findings_of("a.rituals.yml", f"{RITUAL}  {line}\n")
    assert finding.message.startswith("unknown key")
    assert not (finding.edits and finding.is_safe)


@pytest.mark.parametrize(
    "line",
    [
        'description:Note x: "y"',
        "description:Note x: |\n    y",
        "description:Note x:\n    y",
        '"description:Note x": y',
    ],
)
def test_text_in_a_key_is_moved_only_as_it_is_written(line: str) -> None:
    (finding,) = findings_of("a.rituals.yml", RITUAL.replace("description: d", line))
    assert finding.message == 'put a space after the colon of "description:", and the text behind it in quotes'
    assert not finding.edits


TEAM = '- task: R\n  channel: "#a"\n  startedOn: 2026-01-05\n  frequency: Weekly\n  description: d\n  dri: ana\n'


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "engineering.yml",
            TEAM,
            '"engineering.yml" does not tell what is in it, rename this file to engineering.rituals.yml',
        ),
        ("engineering.yml", '- {channel: "#a", dri: ana}\n', "rename this file to engineering.channels.yml"),
        ("team.people.yml", "ana: {name: Ana}\n", "people stand in people.yml, rename this file or add to that"),
        ("a.stubs.yml", "a.md: b.md\n", "stubs stand in stubs.yml, rename this file or add to that"),
    ],
)
def test_which_name_a_file_should_have(name: str, text: str, message: str) -> None:
    (finding,) = findings_of(name, text)
    assert finding.message.endswith(message)


def test_a_schema_may_allow_any_value() -> None:
    properties = {
        "a": True,
        "b": {"type": "object", "properties": {"c": True}},
        "d": {"type": "object", "required": ["e"]},
    }
    item = {
        "type": "object",
        "additionalProperties": False,
        "properties": {**properties, "f": {"type": "array", "items": True}},
    }
    known, _ = kinds.load_kinds({"x": Source("x.schema.json", json.dumps({"type": "array", "items": item}))})
    text = "- {a: , c: 1}\n- {b: , c: 1}\n- {d: text}\n- {f: text}\n"
    findings = data_files.read_file(Source("rituals/a.x.yml", text), known)[2]
    assert [one.code for one in findings] == ["HB107", "HB107", "HB109", "HB109"]
