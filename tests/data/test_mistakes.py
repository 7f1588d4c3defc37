"""Mistakes in data: what is meant, and whether that is sure enough for a fix that nobody looks at."""

from __future__ import annotations

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
