"""Lines that are missing: no safe fix makes something else of what stood under them, and the finding names the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbooks import fix, lint, write
from mkdocs_handbook.lint import rules

FILES = {
    "ops.rotations.yml": """\
# Who is on duty.
- rotation: On-call
  startsOn: 2026-01-05
  every: 1 week
  members: [ana, bo]
  overrides:
    - from: 2026-12-01
      to: 2026-12-03
      dri: bo
      reason: holiday
  handoff:
    time: "10:00"
    timezone: Europe/Berlin
  description: Answer requests.
- rotation: Support
  startsOn: 2026-01-05
  shifts:
    - from: 2026-01-05
      dri: ana
""",
    "ops.escalations.yml": """\
- escalation: Outage
  steps:
    - notify: ana
      after: 5
    - notify: bo
""",
    "ops.rituals.yml": """\
- task: Retro
  startedOn: 2026-01-05
  frequency: Weekly
  description: What went well?
  dri: ana
  autoIssue:
    labels: [retro]
    repo: example/handbook
""",
}
LOST = [(name, row) for name, text in FILES.items() for row, line in enumerate(text.splitlines()) if line.endswith(":")]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("name", "row"), LOST)
def test_missing_line(tmp_path: Path, name: str, row: int, end: str) -> None:
    lines = FILES[name].splitlines()
    key = lines.pop(row).strip()
    path = f"rituals/{name}"
    root = write(tmp_path, {path: end.join([*lines, ""])})
    (said,) = lint(root, rules.BUILD)
    assert said.startswith(f"{path}:{row + 1}:")
    assert said.endswith(f'HB101 "{key}" is missing above this line')
    assert not fix(root, rules.BUILD).files
    assert fix(root, rules.BUILD, unsafe=True).files == {path: FILES[name].replace("\n", end).encode()}


@pytest.mark.parametrize(
    "text",
    [
        "\t",
        "\t\n",
        "# Later\n\t",
        "\n \t\n",
        "\ufeff\t",
        "- a: |\n  b\n\t",
        "- a: 'b\n  - c",
        "a:\u00a0\n\u00a0...&b",
        "a:\t\n>}",
    ],
)
def test_what_cannot_be_read_and_holds_little_is_a_finding(text: str, tmp_path: Path) -> None:
    for name in FILES:
        write(tmp_path, {f"rituals/{name}": text})
    assert {path for path, *_ in map(str.split, lint(tmp_path)) if path.startswith("rituals/")}
