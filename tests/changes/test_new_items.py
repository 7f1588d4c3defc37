"""`handbook new ritual`, `channel`, `board`, `rotation`, `escalation` and `person`: what they add, where, and when they do not."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from item_cases import FILES, RETRO, STAND_UP, TODAY

import command_line
from handbooks import contents, lint, write
from mkdocs_handbook.lint import rules

run = partial(command_line.run, "new")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, FILES)
    assert lint(tmp_path) == []
    return tmp_path


NEW = (
    '- task: "Retro: how was it?"\n  startedOn: 2026-11-24\n  frequency: Biweekly on Tuesday\n'
    "  description: Look back.\n  dri: bo\n"
)
INDENTED = "".join(f"  {line}" for line in NEW.splitlines(keepends=True))
FLOW = '- {task: "Retro: how was it?", startedOn: 2026-11-24, frequency: Biweekly on Tuesday, description: Look back., dri: bo}\n'
STYLES = {
    "one item": (STAND_UP, f"{STAND_UP}\n{NEW}"),
    "comments": (f"# Ours.\n{STAND_UP}  # why\n\n# The end.\n", f"# Ours.\n{STAND_UP}\n{NEW}  # why\n\n# The end.\n"),
    "no blank lines": (
        STAND_UP + STAND_UP.replace("Stand up", "Sit down"),
        STAND_UP + STAND_UP.replace("Stand up", "Sit down") + NEW,
    ),
    "blank lines": (
        f"{STAND_UP}\n{STAND_UP.replace('Stand up', 'Sit down')}",
        f"{STAND_UP}\n{STAND_UP.replace('Stand up', 'Sit down')}\n{NEW}",
    ),
    "no end": (STAND_UP.rstrip(), f"{STAND_UP}\n{NEW.rstrip()}"),
    "Windows": (STAND_UP.replace("\n", "\r\n"), f"{STAND_UP}\n{NEW}".replace("\n", "\r\n")),
    "a byte order mark": (f"\ufeff{STAND_UP}", f"\ufeff{STAND_UP}\n{NEW}"),
    "indented": (
        "".join(f"  {line}" for line in STAND_UP.splitlines(keepends=True)),
        "".join(f"  {line}" for line in STAND_UP.splitlines(keepends=True)) + f"\n{INDENTED}",
    ),
    "braces": (
        "- {task: A, startedOn: 2026-01-05, frequency: Daily, description: B., dri: ana}\n- {task: C, startedOn: 2026-01-05, frequency: Daily, description: B., dri: ana}\n",
        "- {task: A, startedOn: 2026-01-05, frequency: Daily, description: B., dri: ana}\n- {task: C, startedOn: 2026-01-05, frequency: Daily, description: B., dri: ana}\n"
        + FLOW,
    ),
    "nothing yet": ("# Ours.\n[]\n", f"# Ours.\n{NEW}"),
}


@pytest.mark.parametrize("style", STYLES)
def test_an_item_is_added_in_the_style_of_its_file(style: str, root: Path) -> None:
    before, after = STYLES[style]
    write(root, FILES | {"rituals/eng.rituals.yml": before})
    others = contents(root)
    result = run(*RETRO, *TODAY)
    assert (result.exit_code, result.stderr) == (0, "")
    row = after[: after.index("Retro")].count("\n") + 1
    said = f'Ritual "Retro: how was it?" is new (rituals/eng.rituals.yml:{row}). Next: 24 Nov, 8 Dec, 22 Dec.\n'
    assert result.stdout == said
    assert (root / "rituals/eng.rituals.yml").read_bytes().decode() == after
    assert contents(root) == {**others, "rituals/eng.rituals.yml": after.encode()}
    assert lint(root) == []


PEOPLE = {
    "mixed": (
        FILES["rituals/people.yml"],
        "ana:\n  name: Ana Example\nbo: {name: Bo}\ndana: {name: Dana, role: Lead}\n",
    ),
    "spaced": (
        "# All.\nbo:\n  name: Bo\n\nana:\n  name: Ana\n",
        "# All.\nbo:\n  name: Bo\n\nana:\n  name: Ana\n\ndana:\n  name: Dana\n  role: Lead\n",
    ),
    "one line each": (
        "bo:\n  name: Bo\nana:\n  name: Ana\n",
        "bo:\n  name: Bo\nana:\n  name: Ana\ndana:\n  name: Dana\n  role: Lead\n",
    ),
}


@pytest.mark.parametrize("style", PEOPLE)
def test_a_person_is_added(style: str, root: Path) -> None:
    before, after = PEOPLE[style]
    write(root, FILES | {"rituals/people.yml": before})
    result = run("person", "dana", "--name", "Dana", "--role", "Lead")
    row = after[: after.index("dana")].count("\n") + 1
    assert (result.exit_code, result.output) == (0, f'Person "dana" is new (rituals/people.yml:{row}).\n')
    assert (root / "rituals/people.yml").read_text("utf-8") == after


def test_whoever_nothing_names_yet_may_be_new_all_the_same(root: Path) -> None:
    write(root, {"handbook/index.md": "# Home\n\n[Eng](eng/README.md), [Ops](ops/README.md)\n"})
    result = run("person", "dana", "--name", "Dana")
    assert result.exit_code == 0
    assert "note: lint will say: rituals/people.yml:4:1: HB131" in result.stderr


ADDED = {
    "channel #ops --group ops --dri ana": ("channels", '- channel: "#ops"\n  dri: ana\n', "## Slack channels"),
    "board Plan --group ops --url https://example.com/x?a=b#c": (
        "boards",
        "- board: Plan\n  url: https://example.com/x?a=b#c\n",
        "## Project boards",
    ),
    "rotation On-call --group ops --every 1|week --members ana,bo --handoff-time 10:00 --channels #eng": (
        "rotations",
        '- rotation: On-call\n  startsOn: 2026-11-20\n  every: 1 week\n  members: [ana, bo]\n  handoff: {time: "10:00"}\n  channels: ["#eng"]\n',
        "## On duty",
    ),
    "escalation Outage --group ops --steps ana,|eng:5 --steps bo:|10 --repeat 2 --channel #eng": (
        "escalations",
        (
            "- escalation: Outage\n  steps:\n    - {notify: ana}\n    - {notify: eng, after: 5}\n    - {notify: bo, after: 10}\n"
            '  repeat: 2\n  channel: "#eng"\n'
        ),
        "## Escalations",
    ),
    "ritual Walk --group ops --dri ana --frequency Weekly --description Go. --agenda a,|b --agenda c --duration 30": (
        "rituals",
        (
            "- task: Walk\n  startedOn: 2026-11-20\n  frequency: Weekly\n  description: Go.\n  dri: ana\n"
            '  agenda: ["a, b", c]\n  duration: 30\n'
        ),
        "## Rituals",
    ),
}


@pytest.mark.parametrize("line", ADDED)
def test_the_first_item_of_a_group_begins_a_file_that_its_page_shows(line: str, root: Path) -> None:
    kind, text, heading = ADDED[line]
    result = run(*(word.replace("|", " ") for word in line.split()), *TODAY)
    assert (result.exit_code, result.stderr) == (0, "")
    path = f"rituals/ops.{kind}.yml"
    assert f"({path}:1)." in result.stdout
    assert result.stdout.endswith(" handbook/ops/README.md shows it.\n")
    assert (root / path).read_text("utf-8") == text
    page = f"# Ops\n\nText.\n\n{heading}\n\n[Ops {kind}](../../{path})\n"
    assert (root / "handbook/ops/README.md").read_text("utf-8") == page
    assert lint(root) == []


def test_a_section_stands_where_it_belongs(root: Path) -> None:
    assert run("board", "Plan", "--group", "eng", "--url", "https://example.com").exit_code == 0
    assert run("rotation", "R", "--group", "eng", "--every", "1 week", "--members", "ana,bo", *TODAY).stdout.startswith(
        'Rotation "R" is new (rituals/eng.rotations.yml:1). On duty: Ana Example from 20 Nov, Bo from 27 Nov, Ana Example from 4 Dec. '
    )
    headings = [line for line in (root / "handbook/eng/README.md").read_text("utf-8").splitlines() if line[:2] == "##"]
    assert headings == ["## On duty", "## Project boards", "## Rituals", "## Slack channels"]
    assert lint(root, rules.DEFAULT) == []


def test_a_section_without_a_table_gets_it(root: Path) -> None:
    write(root, FILES | {"handbook/ops/README.md": "# Ops\n\n## Slack channels\n\nAsk.\n\n## Stubs\n\nOld.\n"})
    assert run("channel", "#ops", "--group", "ops", "--dri", "ana").exit_code == 0
    text = "# Ops\n\n## Slack channels\n\nAsk.\n\n[Ops channels](../../rituals/ops.channels.yml)\n\n## Stubs\n\nOld.\n"
    assert (root / "handbook/ops/README.md").read_text("utf-8") == text


REFUSED = {
    ("ritual", "stand UP", "--group", "eng", *RETRO[4:]): '"stand UP" is already there, at rituals/eng.rituals.yml:1',
    ("channel", "#eng", "--group", "ops", "--dri", "ana"): '"#eng" is already there, at rituals/eng.channels.yml:1',
    ("person", "bo", "--name", "Bo"): '"bo" is already there, at rituals/people.yml:3',
    (
        "ritual",
    ): "missing: TASK, --group, --frequency, --description, --dri; handbook new ritual --help says what they are",
    ("person", "dana"): "missing: --name; handbook new person --help",
    ("rotation", "R", "--group", "eng"): "missing: --every, --members; ",
    ("channel", "#x", "--group", "egn", "--dri", "ana"): 'no group is called "egn", did you mean "eng"?',
    (
        "channel",
        "x",
        "--group",
        "eng",
        "--dri",
        "ana",
    ): 'nothing was written, since lint would say: rituals/eng.channels.yml:4:12: HB110 "x" is no channel',
    ("channel", "#x", "--group", "eng", "--dri", "zoe"): "HB113",
    ("ritual", "X", *RETRO[2:6], "--frequency", "Now", *RETRO[8:]): "HB103",
    ("ritual", "X\ny", *RETRO[2:]): "is no name of a ritual",
    (
        "ritual",
        "X",
        *RETRO[2:],
        "--set",
        "colour=red",
    ): "--set takes KEY=VALUE with one of the keys startedOn, frequency",
    ("ritual", "X", *RETRO[2:], "--duration", "long"): '"long" is no whole number',
}


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_what_cannot_be_new_is_said_and_nothing_is_written(arguments: tuple[str, ...], root: Path) -> None:
    before = contents(root)
    result = run(*arguments)
    assert result.exit_code == 2
    assert REFUSED[arguments] in " ".join(result.output.split())
    assert contents(root) == before


def test_a_file_that_cannot_be_added_to_stays(root: Path) -> None:
    for text in ("- task: [\n", "task: x\n"):
        write(root, FILES | {"rituals/eng.rituals.yml": text})
        result = run(*RETRO)
        assert result.exit_code == 2
        assert "rituals/eng.rituals.yml" in result.output
        assert (root / "rituals/eng.rituals.yml").read_text("utf-8") == text


def test_a_key_of_the_handbooks_own_schema_can_be_set(root: Path) -> None:
    schema = Path(__file__).parents[2] / "schemas/channels.schema.json"
    own = schema.read_text("utf-8").replace('"id": {', '"purpose": {"type": "string"}, "id": {', 1)
    write(root, FILES | {"schemas/channels.schema.json": own})
    assert run("channel", "#x", "--group", "eng", "--dri", "ana", "--set", "purpose=To talk: a lot").exit_code == 0
    assert '\n  purpose: "To talk: a lot"\n' in (root / "rituals/eng.channels.yml").read_text("utf-8")


def test_a_diff_and_a_dry_run_write_nothing(root: Path) -> None:
    before = contents(root)
    diff, dry = run(*RETRO, *TODAY, "--diff"), run(*RETRO, "--dry-run")
    assert (diff.exit_code, dry.exit_code) == (1, 0)
    assert "+  frequency: Biweekly on Tuesday\n" in diff.stdout
    assert dry.stdout == 'rituals/eng.rituals.yml:7: new ritual "Retro: how was it?"\n'
    assert contents(root) == before
    assert run(*RETRO, "--quiet").output == ""
