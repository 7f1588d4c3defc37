"""`handbook due`: what falls due, from the same recurrences as tables and calendars."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import command_line
from due_files import FILES
from handbooks import write

WEEK = """\
Friday 2026-11-20
  Over (a): Cem
  Review (a): Bo, 09:30 America/New_York

Saturday 2026-11-21
  Over (a): Cem

Monday 2026-11-23
  Duty (b): Bo takes over from Ana Example, 10:00 Europe/Berlin

Tuesday 2026-11-24
  New (b): Cem

Wednesday 2026-11-25
  Release (a): Ana Example
  Duty (b): Cem takes over from Bo (a wedding), 10:00 Europe/Berlin
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


due = partial(command_line.run, "due")


def lines(*arguments: str) -> list[str]:
    result = due(*arguments)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return [line.strip() for line in result.stdout.splitlines() if line.startswith("  ")]


@pytest.mark.usefixtures("root")
def test_a_week_for_a_terminal() -> None:
    result = due()
    assert (result.exit_code, result.stdout, result.stderr) == (0, WEEK, "")
    assert due("--on", "2026-11-20", "--within", "1w").stdout == WEEK


CASES = [
    (["--within", "1d"], ["Over (a): Cem", "Review (a): Bo, 09:30 America/New_York"]),
    (["--group", "b", "--on", "2026-11-24", "--within", "1d"], ["New (b): Cem"]),
    (["--dri", "ana"], ["Duty (b): Bo takes over from Ana Example, 10:00 Europe/Berlin", "Release (a): Ana Example"]),
    (["--dri", "ana", "--group", "a", "--within", "8d"], ["Release (a): Ana Example", "Later (a): Ana Example"]),
    (
        ["--group", "b", "--on", "2026-11-30", "--within", "2w"],
        [
            "Duty (b): Ana Example takes over from Cem, 10:00 Europe/Berlin",
            "Duty (b): Bo takes over from Ana Example, 10:00 Europe/Berlin",
            "Duty (b): nobody takes over from Bo, 10:00 Europe/Berlin",
        ],
    ),
    (["--on", "2026-11-01", "--within", "2d", "--group", "b"], [
        "Alone (b): Ana Example",
        "Duty (b): Ana Example, 10:00 Europe/Berlin",
    ]),
]  # fmt: skip


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(("arguments", "expected"), CASES)
def test_what_is_due(arguments: list[str], expected: list[str]) -> None:
    assert lines(*arguments) == expected


@pytest.mark.usefixtures("root")
def test_json_for_scripts() -> None:
    found = json.loads(due("--format", "json", "--on", "2026-11-25", "--within", "1d").stdout)
    assert found == [
        {
            "day": "2026-11-25",
            "kind": "ritual",
            "group": "a",
            "name": "Release",
            "dri": "ana",
            "url": "https://example.com/h/a/#ritual-release",
        },
        {
            "day": "2026-11-25",
            "kind": "shift",
            "group": "b",
            "name": "Duty",
            "dri": "cem",
            "time": "10:00",
            "timezone": "Europe/Berlin",
            "previous": "bo",
            "reason": "a wedding",
            # No page of the group shows it, but the directory does.
            "url": "https://example.com/h/directory/on-duty/#b-rotation-duty",
        },
    ]


@pytest.mark.usefixtures("root")
def test_markdown_for_a_message() -> None:
    assert due("--format", "markdown", "--on", "2026-11-25", "--within", "1d").stdout == (
        "**Wednesday 2026-11-25**\n\n"
        "- [Release](https://example.com/h/a/#ritual-release): Ana Example\n"
        "- [Duty](https://example.com/h/directory/on-duty/#b-rotation-duty): "
        "Cem takes over from Bo (a wedding), 10:00 Europe/Berlin\n"
    )


def test_a_name_stays_on_its_line_and_in_its_link(root: Path) -> None:
    ritual = '- {task: "Tidy [up]\\nEvil: all", startedOn: 2026-11-20, frequency: Weekly, description: D, dri: ana}\n'
    (root / "rituals/a.rituals.yml").write_text(ritual, encoding="utf-8")
    arguments = ("--on", "2026-11-20", "--within", "1d")
    assert due(*arguments).stdout == "Friday 2026-11-20\n  Tidy [up] Evil: all (a): Ana Example\n"
    assert due(*arguments, "--format", "markdown").stdout == (
        "**Friday 2026-11-20**\n\n"
        r"- [Tidy \[up\] Evil: all](https://example.com/h/a/#ritual-tidy-up-evil-all): Ana Example"
        "\n"
    )


@pytest.mark.usefixtures("root")
def test_nothing_due_is_fine_and_says_so_beside_the_output() -> None:
    result = due("--on", "2026-12-25", "--within", "1d", "--group", "b")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "nothing is due within 1 day from 2026-12-25\n"
    assert due("--on", "2026-12-25", "--within", "1d", "--group", "b", "--format", "json").stdout == "[]\n"


WRONG = [
    (["--within", "soon"], '"soon" is no time ahead, write a number of days or weeks such as 7d or 2w'),
    (["--within", "0d"], '"0d" is no time ahead'),
    (["--group", "c"], 'the handbook knows no "c"'),
    (["--dri", "anna"], 'the handbook knows no "anna", did you mean "ana"?'),
    (["--on", "tomorrow"], "tomorrow"),
    (["-f", "nowhere.yml"], "nowhere.yml"),
]


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(("arguments", "says"), WRONG)
def test_wrong_use(arguments: list[str], says: str) -> None:
    result = due(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


def test_data_that_is_not_understood_may_hide_something(root: Path) -> None:
    path = root / "rituals/a.rituals.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("Triweekly", "Trweekly"), encoding="utf-8")
    result = due()
    assert result.exit_code == 1
    assert result.stdout == WEEK.replace("  Release (a): Ana Example\n", "")
    assert result.stderr.startswith('rituals/a.rituals.yml:1:53: HB103 unknown frequency "Trweekly"')


def test_as_a_command_from_a_folder_below(root: Path) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795132800"}
    command = [sys.executable, "-m", "mkdocs_handbook.cli", "due", "--within", "1d"]
    done = subprocess.run(command, cwd=root / "handbook", env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[:6], done.stderr) == (0, "Friday", "")


@pytest.mark.usefixtures("root")
def test_the_last_days_of_the_calendar() -> None:
    assert due("--on", "9999-12-31", "--within", "99w").exit_code == 0
    assert due("--on", "0001-01-01", "--within", "9999w", "--group", "b").exit_code == 0


def test_lint_does_not_wait_for_calendars(root: Path) -> None:
    code = "import sys; from mkdocs_handbook.cli import main; main(['lint'], standalone_mode=False)"
    check = "; print(sorted({'icalendar', 'mkdocs_handbook.feeds.due'} & set(sys.modules)))"
    code = f"import sys\ntry:\n {code}\nexcept SystemExit: pass\n{check[2:]}"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr
