"""`handbook dri` and `handbook rotation` on files, as a person or a script meets them."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from command_line import run
from git_repositories import git
from handbooks import contents, lint, write
from mkdocs_handbook.cli import main
from mkdocs_handbook.project import atomic_write

ROOT = Path(__file__).parents[2]
RITUALS = "rituals/eng.rituals.yml"
FILES = {
    "handbook/index.md": "# Home\n\n[Eng](eng/README.md)\n",
    "handbook/eng/README.md": (
        "---\ntitle: Engineering # ours\nmaintainedBy: 'ana'\n---\n\n# Engineering\n\n[On duty](../../rituals/eng.rotations.yml)\n\n## Rituals\n\n"
        "[Rituals](../../rituals/eng.rituals.yml)\n\n## Slack channels\n\n[Channels](../../rituals/eng.channels.yml)\n"
    ),
    RITUALS: (
        "# Ours.\n"
        "- task: Stand up\n  startedOn: 2026-01-05\n  frequency: Daily\n  description: Talk.\n"
        "  dri: ana # for now\n  backup: 'cy'\n  participants: [ana, bo]\n\n"
        "- {task: Old, startedOn: 2024-01-01, endsOn: 2025-01-01, frequency: Daily, description: Gone., dri: ana}\n"
    ),
    "rituals/eng.channels.yml": '- channel: "#eng"\n  dri: "ana"\n- {channel: "#old", status: archived, dri: ana}\n',
    "rituals/eng.rotations.yml": (
        "- rotation: On-call\n  startsOn: 2026-01-05\n  every: 1 week\n  members: [ana, bo, cy]\n"
    ),
    "rituals/people.yml": (
        "ana:\n  name: Ana Example\n# The second.\nbo: {name: Bo}\ncy:\n  name: Cy\ndee:\n  name: Dee\n  leftOn: 2026-01-31\n"
    ),
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, FILES)


def replaced(path: str, *pairs: tuple[str, str]) -> str:
    text = FILES[path]
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


# --- Seeing ---


def test_list(root: Path) -> None:
    assert run("dri", "list").output.splitlines() == [
        "handle  total  channels  page  rituals  rotations",
        "ana         4         1     1        1          1",
        "cy          2         -     -        1          1",
        "bo          1         -     -        -          1",
    ]
    found = json.loads(run("dri", "list", "--format", "json").output)
    assert found[0] == {"handle": "ana", "total": 4, "kinds": {"channels": 1, "page": 1, "rituals": 1, "rotations": 1}}


def test_show(root: Path) -> None:
    assert run("dri", "show", "ana").output.splitlines() == [
        'handbook/eng/README.md:3: maintainer of page "Engineering" (eng)',
        'rituals/eng.channels.yml:2: DRI of channel "#eng" (eng)',
        'rituals/eng.channels.yml:3: DRI of channel "#old" (eng), over',
        'rituals/eng.rituals.yml:6: DRI of ritual "Stand up" (eng)',
        'rituals/eng.rituals.yml:8: participant of ritual "Stand up" (eng)',
        'rituals/eng.rituals.yml:10: DRI of ritual "Old" (eng), over since 2025-01-02',
        'rituals/eng.rotations.yml:4: member of rotation "On-call" (eng)',
    ]
    found = json.loads(run("dri", "show", "ana", "--format", "json").output)
    assert found[3] == {
        "filename": RITUALS,
        "location": {"row": 6, "column": 8},
        "kind": "rituals",
        "group": "eng",
        "item": "Stand up",
        "key": "dri",
        "over": False,
        "until": None,
    }
    assert (run("dri", "show", "dee").exit_code, run("dri", "show", "dee").output) == (0, "")
    assert run("dri", "show", "Ana Example").output == 'Error: people.yml has no "Ana Example", did you mean "ana"?\n'


# --- One DRI ---


def test_set_changes_one_value_and_says_so_in_one_line(root: Path) -> None:
    before = contents(root)
    result = run("dri", "set", "Stand up", "bo", "--today", "2026-11-20")
    said = 'DRI of "Stand up" is now Bo (rituals/eng.rituals.yml:6). Next: 20 Nov.\n'
    assert (result.exit_code, result.stdout, result.stderr) == (0, said, "")
    assert contents(root) == {**before, RITUALS: replaced(RITUALS, ("ana # for", "bo # for")).encode()}
    assert run("dri", "set", "#eng", "cy", "--quiet").output == ""
    assert (root / "rituals/eng.channels.yml").read_text() == replaced("rituals/eng.channels.yml", ('"ana"', '"cy"'))
    # Once more is nothing.
    assert run("dri", "set", "#eng", "cy", "--diff").exit_code == 0
    assert run("dri", "set", "#eng", "cy").stdout == 'DRI of "#eng" is Cy already (rituals/eng.channels.yml:2).\n'


SAID = {
    "dri replace ana bo": 'Bo has taken over 5 entries of Ana Example in 4 files. "handbook dri show bo" lists what bo has now.',
    "dri set Old bo": 'DRI of "Old" is now Bo (rituals/eng.rituals.yml:10).',
    "dri set #none bo": 'DRI of "#none" is now Bo (rituals/eng.channels.yml:4).',
    "rotation swap On-call 2026-11-23 bo cy": (
        'Cy has 23 Nov to 30 Nov, Bo has 30 Nov to 7 Dec in "On-call" (rituals/eng.rotations.yml:1).'
    ),
    "rotation remove-member On-call cy": 'Cy has no more shifts from 23 Nov on in "On-call" (rituals/eng.rotations.yml:1).',
    "rotation add-member On-call eve --from 2026-12-29": (
        'Eve joins from 4 Jan 2027 on in "On-call" (rituals/eng.rotations.yml:1).'
    ),
    "dri leave eve --on 2027-01-31": "Eve leaves on 31 Jan 2027 (rituals/people.yml:10).",
    "dri leave eve --on 2026-01-31": "Eve left on 31 Jan (rituals/people.yml:10).",
}


@pytest.mark.parametrize("line", SAID)
def test_success_speaks_in_one_line(root: Path, line: str) -> None:
    people = FILES["rituals/people.yml"] + "eve: {name: Eve}\n"
    channels = '- channel: "#eng"\n  dri: ana\n- channel: "#none"'
    write(root, {"rituals/people.yml": people, "rituals/eng.channels.yml": channels})
    result = run(*shlex.split(line.replace("#", "\\#")), "--today", "2026-11-20")
    assert (result.exit_code, result.stdout) == (0, SAID[line] + "\n")


def test_what_lint_will_say_is_noted(root: Path) -> None:
    result = run("dri", "set", "Stand up", "cy")
    assert result.exit_code == 0
    assert result.stdout.startswith('DRI of "Stand up" is now Cy')
    assert (
        result.stderr
        == 'note: lint will say: rituals/eng.rituals.yml:7:11: HB123 "cy" is the DRI too, a backup is somebody else\n'
    )


OTHER = "- task: Stand up\n  startedOn: 2026-01-05\n  frequency: Daily\n  description: Talk.\n  dri: bo\n"
WRONG = [
    (("set", "Stand-up", "bo"), 'nothing with a DRI is called "Stand-up", did you mean "Stand up"?'),
    (("set", "Stand up", "boo"), 'people.yml has no "boo", did you mean "bo"?'),
    (("set", "Stand up", "zoe"), 'people.yml has no "zoe", add the person first: handbook new person'),
    (("set", "Stand up", "dee"), '"dee" left on 2026-01-31, name somebody who is there'),
    (
        ("set", "Stand up", "bo", "--group", "ops"),
        'nothing with a DRI is called "Stand up" in group "ops", "eng" has it',
    ),
    (
        ("set", "On-call", "bo"),
        'nothing with a DRI is called "On-call", it is a rotation: handbook rotation --help',
    ),
    (("replace", "ana", "ana"), '"ana" would replace themselves'),
    (("replace", "anna", "bo"), 'nothing names "anna", did you mean "ana"?'),
    (("replace", "dee", "bo"), 'nothing names "dee"'),
    (("replace", "ana", "dee"), '"dee" left on 2026-01-31, name somebody who is there'),
    (("replace", "ana", "bo", "--kind", "boards"), '"ana" is responsible for nothing of kind "boards"'),
    (("leave", "anna"), 'people.yml has no "anna", did you mean "ana"?'),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_what_makes_no_sense_is_wrong_use(root: Path, arguments: tuple[str, ...], message: str) -> None:
    before = contents(root)
    result = run("dri", *arguments)
    assert (result.exit_code, result.output) == (2, f"Error: {message}\n")
    assert contents(root) == before


def test_a_name_in_several_places_is_chosen_by_group_or_kind(root: Path) -> None:
    write(
        root, {"rituals/ops.rituals.yml": OTHER, "rituals/ops.boards.yml": "- {board: Stand up, url: x.md}\n", **FILES}
    )
    places = "rituals/eng.rituals.yml:2, rituals/ops.boards.yml:1, rituals/ops.rituals.yml:1"
    message = f'Error: "Stand up" stands in several places, choose with --group eng or --group ops: {places}\n'
    assert run("dri", "set", "Stand up", "cy").output == message
    assert run("dri", "set", "Stand up", "cy", "--group", "op").output == (
        'Error: nothing with a DRI is called "Stand up" in group "op", "eng" and "ops" have it\n'
    )
    result = run("dri", "set", "Stand up", "cy", "--group", "ops")
    assert result.output.startswith(
        'Error: "Stand up" stands in several places, choose with --kind boards or --kind rituals: '
    )
    assert run("dri", "set", "Stand up", "cy", "--group", "ops", "--kind", "boards").exit_code == 0
    assert (root / "rituals/ops.boards.yml").read_text() == "- {board: Stand up, url: x.md, dri: cy}\n"
    assert run("dri", "set", "Stand up", "cy", "--group", "ops", "--kind", "rituals").exit_code == 0
    assert (root / "rituals/ops.rituals.yml").read_text() == OTHER.replace("bo", "cy")
    (root / "rituals/ops.rituals.yml").write_text(OTHER + OTHER, encoding="utf-8")
    result = run("dri", "set", "Stand up", "bo", "--group", "ops", "--kind", "rituals")
    assert "give them different names first: rituals/ops.rituals.yml:1, rituals/ops.rituals.yml:6" in result.output


def test_without_people_any_name_will_do(root: Path) -> None:
    (root / "rituals/people.yml").unlink()
    assert run("dri", "set", "Stand up", "@eve").exit_code == 0
    assert '  dri: "@eve" # for now\n' in (root / RITUALS).read_text()
    assert run("dri", "leave", "cyy").output == "Error: there is no people.yml in which somebody could leave\n"


def sample(root: Path) -> Path:
    """Copy the sample handbook."""
    for name in ("mkdocs.yml", "handbook", "rituals", "schemas"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)
    return root


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("written", ["zwass", "'zwass'", '"zw\\x61ss"', ">-\n    zwass", "&z zwass"])
def test_a_dri_of_the_sample_changes_exactly_its_bytes(
    tmp_path: Path, written: str, ends: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample(tmp_path))
    path = tmp_path / "rituals/engineering.rituals.yml"
    head, task, rest = path.read_text(encoding="utf-8").partition("- task: Release ritual\n")
    # Odd, but YAML.
    rest = rest.replace(
        "  dri: zwass\n",
        f"  dri:   {written}   # until the summer\n" if "\n" not in written else f"  dri: {written}\n",
        1,
    )
    before = (head + task + rest).replace("\n", ends).encode()
    path.write_bytes(before)
    everything = contents(tmp_path)
    assert run("dri", "set", "Release ritual", "benedwards").exit_code == 0
    after = path.read_bytes()
    at = before.index(b"zw", len((head + task).replace("\n", ends).encode()))
    size = len("zw\\x61ss" if "x61" in written else "zwass")
    assert after == before[:at] + b"benedwards" + before[at + size :]
    assert contents(tmp_path) == {**everything, "rituals/engineering.rituals.yml": after}


# --- Everything of somebody ---


def test_replace_gives_everything_that_is_not_over(root: Path) -> None:
    before = contents(root)
    dry = run("dri", "replace", "ana", "bo", "--dry-run")
    assert dry.exit_code == 0
    assert 'rituals/eng.rituals.yml:8: participant of ritual "Stand up" (eng): ana -> bo' in dry.stdout.splitlines()
    diff = run("dri", "replace", "ana", "bo", "--diff")
    assert diff.exit_code == 1
    assert contents(root) == before
    result = run("dri", "replace", "ana", "bo", "--quiet")
    assert (result.exit_code, result.stdout) == (0, "")
    rituals = replaced(RITUALS, ("ana # for", "bo # for"), ("[ana, bo]", "[bo]"))
    channels = replaced("rituals/eng.channels.yml", ('"ana"', '"bo"'))
    page = replaced("handbook/eng/README.md", ("'ana'", "'bo'"))
    after = contents(root)
    assert after[RITUALS].decode() == rituals
    assert after["rituals/eng.channels.yml"].decode() == channels
    assert after["handbook/eng/README.md"].decode() == page
    assert after["rituals/eng.rotations.yml"].decode() == FILES["rituals/eng.rotations.yml"] + (
        "  overrides:\n    - from: 2026-11-21\n      to: 2026-11-23\n      dri: bo\n\n"
        "- rotation: On-call\n  startsOn: 2026-11-23\n  every: 1 week\n  members: [bo, cy]\n"
    )
    assert after.keys() == before.keys()
    for path, content in before.items():
        (root / path).write_bytes(content)
    subprocess.run(["git", "apply"], input=diff.stdout_bytes, check=True)
    assert contents(root) == after
    assert lint(root) == []


def test_replace_in_a_part(root: Path) -> None:
    before = contents(root)
    assert run("dri", "replace", "ana", "cy", "--kind", "page").exit_code == 0
    changed = {path for path, content in contents(root).items() if content != before[path]}
    assert changed == {"handbook/eng/README.md"}
    assert run("dri", "replace", "ana", "cy", "--group", "ops").exit_code == 2
    assert run("dri", "replace", "ana", "cy", "--group", "eng", "--kind", "channels").exit_code == 0
    changed = {path for path, content in contents(root).items() if content != before[path]}
    assert changed == {"handbook/eng/README.md", "rituals/eng.channels.yml"}


def test_a_file_that_cannot_be_edited_stops_all(root: Path) -> None:
    (root / RITUALS).write_text(FILES[RITUALS] + "- task: X\n  task: Y\n", encoding="utf-8")
    before = contents(root)
    result = run("dri", "replace", "ana", "bo")
    assert result.exit_code == 2
    assert (
        result.output
        == 'Error: rituals/eng.rituals.yml:12:3: mend this first: key "task" stands twice, the second would hide the first\n'
    )
    assert contents(root) == before


# --- Leaving ---


def test_leave_refuses_while_something_is_left(root: Path) -> None:
    before = contents(root)
    for options in ((), ("--plan",), ("--diff",)):
        result = run("dri", "leave", "ana", *options)
        assert result.exit_code == 1
        assert result.stdout.splitlines() == [
            'handbook/eng/README.md:3: maintainer of page "Engineering" (eng)',
            'rituals/eng.channels.yml:2: DRI of channel "#eng" (eng)',
            'rituals/eng.rituals.yml:6: DRI of ritual "Stand up" (eng)',
            'rituals/eng.rituals.yml:8: participant of ritual "Stand up" (eng)',
            'rituals/eng.rotations.yml:4: member of rotation "On-call" (eng)',
        ]
        assert "handbook dri replace ana NEW" in result.stderr
    assert contents(root) == before


def test_leave_writes_the_last_day(root: Path) -> None:
    assert run("dri", "replace", "ana", "bo").exit_code == 0
    before = contents(root)
    # The rotation is handed over at its next handoff.
    result = run("dri", "leave", "ana", "--on", "2026-11-22")
    assert (result.exit_code, result.stdout) == (
        1,
        'rituals/eng.rotations.yml:4: member of rotation "On-call" (eng), until 2026-11-23\n',
    )
    # There is nobody to hand it over to any more.
    assert result.stderr == (
        'note: "ana" is still responsible for this after 2026-11-22: handbook dri leave ana --on 2026-11-23\n'
    )
    assert run("dri", "leave", "ana", "--on", "2026-11-23", "--plan").output == ""
    assert contents(root) == before
    said = "Ana Example leaves on 23 Nov (rituals/people.yml:1).\n"
    # Once more is nothing, and the same answer.
    for _ in range(2):
        done = run("dri", "leave", "ana", "--on", "2026-11-23", "--today", "2026-11-20")
        assert (done.exit_code, done.output) == (0, said)
    people = replaced("rituals/people.yml", ("name: Ana Example\n", "name: Ana Example\n  leftOn: 2026-11-23\n"))
    assert (root / "rituals/people.yml").read_text() == people
    assert not [one for one in lint(root) if "HB114" in one]
    # Another day takes the place of the first one.
    assert run("dri", "leave", "ana", "--on", "2026-12-31").exit_code == 0
    assert (root / "rituals/people.yml").read_text() == people.replace("2026-11-23", "2026-12-31")


def test_nobody_leaves_while_a_file_cannot_be_read(root: Path) -> None:
    write(root, {"rituals/ops.rituals.yml": "- task: [\n", RITUALS: "[]\n"})
    result = run("dri", "leave", "zz")
    assert result.exit_code == 2
    (root / "rituals/people.yml").write_text("zz: {name: Z}\n", encoding="utf-8")
    result = run("dri", "leave", "zz")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "rituals/ops.rituals.yml cannot be read" in result.stderr
    assert "leftOn" not in (root / "rituals/people.yml").read_text()


def test_a_file_that_cannot_be_read_is_named(root: Path) -> None:
    write(root, {"rituals/ops.rituals.yml": "- task: Tab\n\tdri: ana\n"})
    note = "note: rituals/ops.rituals.yml cannot be read, handbook lint says why\n"
    assert run("dri", "set", "Tab", "bo").output == f'{note}Error: nothing with a DRI is called "Tab"\n'
    assert run("dri", "set", "Stand up", "bo", "--dry-run").stderr == ""
    assert run("dri", "list").stderr == run("dri", "show", "ana").stderr == note


def test_a_person_of_whom_nothing_is_known_does_not_leave(root: Path) -> None:
    write(root, {"rituals/people.yml": FILES["rituals/people.yml"] + "zoe:\n"})
    finding = 'rituals/people.yml:10:5: HB109 "zoe" is nothing, write zoe: {name: …}'
    assert any(one.startswith(finding) for one in lint(root)), lint(root)
    result = run("dri", "leave", "zoe")
    assert (result.exit_code, result.exception.__class__) == (2, SystemExit)
    assert "by hand" in result.output


# --- Rotations ---


def test_rotation_commands(root: Path) -> None:
    path, text = root / "rituals/eng.rotations.yml", FILES["rituals/eng.rotations.yml"]
    assert run("rotation", "swap", "On-call", "2026-11-23", "bo", "cy").exit_code == 0
    assert path.read_text().startswith(
        f"{text}  overrides:\n    - from: 2026-11-23\n      to: 2026-11-30\n      dri: cy\n"
    )
    path.write_text(text, encoding="utf-8")
    dry = run("rotation", "remove-member", "On-call", "cy", "--dry-run")
    assert (dry.exit_code, dry.output) == (0, 'rituals/eng.rotations.yml:1: "On-call": cy leaves on 2026-11-23\n')
    assert run("rotation", "remove-member", "On-call", "cy", "--diff").exit_code == 1
    assert path.read_text() == text
    assert run("rotation", "remove-member", "On-call", "cy").exit_code == 0
    assert (
        path.read_text()
        == f"{text}\n- rotation: On-call\n  startsOn: 2026-11-23\n  every: 1 week\n  members: [bo, ana]\n"
    )
    assert run("rotation", "add-member", "On-call", "cy", "--from", "2026-12-01").exit_code == 0
    assert path.read_text().endswith("startsOn: 2026-12-07\n  every: 1 week\n  members: [bo, ana, cy]\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("add-member", "Oncall", "cy"), 'no rotation is called "Oncall", did you mean "On-call"?'),
        (("add-member", "On-call", "zoe"), 'people.yml has no "zoe", add the person first: handbook new person'),
        (("add-member", "On-call", "dee"), '"dee" left on 2026-01-31, name somebody who is there'),
        (("remove-member", "On-call", "dee"), '"dee" is no member of "On-call"'),
        (("swap", "On-call", "2026-11-23", "ana", "bo"), '"ana" is not on duty in "On-call" on 2026-11-23, "bo" is; '),
    ],
)
def test_rotations_that_make_no_sense(root: Path, arguments: tuple[str, ...], message: str) -> None:
    before = contents(root)
    result = run("rotation", *arguments)
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: {message}")
    assert contents(root) == before


def test_the_last_member_of_an_entry_to_come_stays(root: Path) -> None:
    text = FILES["rituals/eng.rotations.yml"]
    later = text.replace("2026-01-05", "2026-11-30").replace("ana, bo, cy", "cy")
    write(root, {**FILES, "rituals/eng.rotations.yml": f"{text}\n{later}"})
    result = run("rotation", "remove-member", "On-call", "cy")
    assert (result.exit_code, result.output) == (
        2,
        'Error: "cy" is the only member of "On-call", end the rotation instead ("endsOn")\n',
    )


def test_a_command_to_copy_has_quotes_where_a_name_needs_them(root: Path) -> None:
    (root / "rituals/people.yml").unlink()
    run("dri", "set", "#eng", "Ana Lee")
    assert "handbook dri replace 'Ana Lee' NEW" in run("dri", "leave", "Ana Lee", "--plan").stderr


def test_a_rotation_in_two_groups_is_chosen(root: Path) -> None:
    text = FILES["rituals/eng.rotations.yml"]
    (root / "rituals/ops.rotations.yml").write_text(text, encoding="utf-8")
    result = run("rotation", "remove-member", "On-call", "cy")
    assert result.output == 'Error: "On-call" stands in several files, choose with --group eng or --group ops\n'
    assert run("rotation", "remove-member", "On-call", "cy", "--group", "ops").exit_code == 0
    assert (root / "rituals/eng.rotations.yml").read_text() == text


# --- What holds for all ---


def test_an_interrupted_change_is_finished_first(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(atomic_write, "finish", stops)
        run("dri", "replace", "ana", "bo", "--kind", "page")
    assert "ana" in (root / "handbook/eng/README.md").read_text()
    assert "interrupted" not in run("dri", "set", "#eng", "cy", "--dry-run").output
    assert 'note: a change of data was interrupted, "handbook dri list" finishes it' in run("lint").stderr
    result = run("dri", "set", "#eng", "cy")
    assert (result.exit_code, result.stderr) == (0, "note: an interrupted change of 1 file was finished\n")
    assert "maintainedBy: 'bo'" in (root / "handbook/eng/README.md").read_text()
    assert 'dri: "cy"' in (root / "rituals/eng.channels.yml").read_text()
    assert "interrupted" not in run("lint").stderr + run("dri", "list").stderr


@pytest.mark.parametrize(
    "command",
    [
        ("lint", "--fix"),
        ("import", "handbook"),
        ("stubs", "suggest", "--write", "--since", "HEAD"),
        ("new", "group", "lab"),
        ("new", "kind", "vendors"),
        ("editor",),
    ],
    ids=lambda command: command[0],
)
def test_whatever_writes_finishes_an_interrupted_change(
    command: tuple[str, ...], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = atomic_write.finish

    def stops(*_: object) -> None:
        monkeypatch.setattr(atomic_write, "finish", finish)
        raise KeyboardInterrupt

    monkeypatch.setattr(atomic_write, "finish", stops)
    run("dri", "replace", "ana", "bo", "--kind", "page")
    assert "ana" in (root / "handbook/eng/README.md").read_text()
    assert "note: an interrupted change of 1 file was finished\n" in run(*command).stderr
    assert "maintainedBy: 'bo'" in (root / "handbook/eng/README.md").read_text()
    assert not (root / atomic_write.JOURNAL).exists()


def test_a_handbook_below_the_repository_is_named_from_its_top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "docs", FILES)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run("dri", "show", "cy", "-f", "docs/mkdocs.yml").output.startswith(f"docs/{RITUALS}:7: backup of")
    assert "--- a/docs/rituals" in run("dri", "set", "#eng", "cy", "-f", "docs/mkdocs.yml", "--diff").output


COMMANDS = [
    *(("dri", name) for name in ("list", "show", "set", "replace", "leave")),
    *(("rotation", name) for name in ("swap", "add-member", "remove-member")),
    ("diff",),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_examples_and_exit_codes(command: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    at = lines.index("  Examples:")
    assert all(line.startswith(f"    handbook {' '.join(command)}") for line in lines[at + 1 : at + 2])
    assert "Exit codes: 0" in result.output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands_and_handles(root: Path, shell: str) -> None:
    def completed(words: str, number: int, part: str) -> str:
        variables = {
            "_HANDBOOK_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": part if shell == "fish" else str(number),
        }
        return CliRunner().invoke(main, [], env=variables, prog_name="handbook").output

    assert "replace" in completed("handbook dri r", 2, "r")
    found = completed("handbook dri show c", 3, "c")
    assert "cy" in found
    assert "ana" not in found
    assert ("'Stand up'" if shell == "bash" else "Stand up") in completed("handbook dri set S", 3, "S")
    assert "Stand up" in completed("handbook dri set 'S", 3, "'S")
    assert "On-call" in completed("handbook rotation swap O", 3, "O")


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(("typed", "offered"), [("S", "'Stand up'"), ("'S", "Stand up"), ("On", "On-call")])
def test_bash_inserts_names_with_their_quotes(root: Path, tmp_path: Path, typed: str, offered: str) -> None:
    shell_function = (
        CliRunner().invoke(main, [], env={"_HANDBOOK_COMPLETE": "bash_source"}, prog_name="handbook").output
    )
    program = tmp_path / "command"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mkdocs_handbook.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    command = "rotation swap" if typed == "On" else "dri set"
    script = f"""
        {shell_function}
        COMP_WORDS=(handbook {command} "{typed}"); COMP_CWORD=3
        _handbook_completion "{program}"
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    found = subprocess.run(["bash", "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert found.stdout == f"{offered}\n", found.stderr


GUIDE = (ROOT / "handbook/guide/change-a-dri.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_commands_of_the_guide_do_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(sample(tmp_path), "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "x")
    monkeypatch.chdir(tmp_path)
    commands = [shlex.split(line)[1:] for line in re.findall(r"^\$ handbook .*", GUIDE, re.MULTILINE)]
    assert len(commands) == 8
    for _, *words in commands[:1]:
        assert run(*words).exit_code == 0
    said = run(*commands[-1][1:]).output
    assert f"```text\n{said}```" in GUIDE
    codes = {" ".join(words[:2]): run(*words).exit_code for _, *words in commands[1:-1]}
    # Diffs of something, and a plan of what is left after the handover.
    assert codes == {"dri replace": 0, "dri leave": 0, "rotation swap": 1, "rotation add-member": 1}


def test_the_guide_names_all_commands() -> None:
    for group, name in (command for command in COMMANDS if len(command) == 2):
        assert f"`handbook {group} {name}" in GUIDE


# --- Spellings of one login ---


def spelled_root(root: Path) -> Path:
    (root / "rituals/people.yml").unlink()
    text = FILES[RITUALS].replace("dri: ana #", "dri: Ana #").replace("[ana, bo]", '["@ana", bo]')
    (root / RITUALS).write_text(text)
    rotation = FILES["rituals/eng.rotations.yml"].replace("[ana, bo, cy]", "[ANA, bo, cy]")
    (root / "rituals/eng.rotations.yml").write_text(rotation)
    return root


def test_spellings_of_one_login_are_one_person(root: Path) -> None:
    spelled_root(root)
    counts = {line.split()[0]: line.split()[1] for line in run("dri", "list").output.splitlines()}
    assert counts["ana"] == "4"
    assert not {"Ana", "ANA", "@ana"} & counts.keys()
    assert run("dri", "show", "ANA").output == run("dri", "show", "ana").output
    assert len(run("dri", "show", "aNa").output.splitlines()) == 7


def test_replace_takes_all_spellings(root: Path) -> None:
    spelled_root(root)
    assert run("dri", "replace", "aNA", "dee").exit_code == 0
    left = run("dri", "show", "ana").output.splitlines()
    # What is over is history, and the shift that runs stays whose it is.
    assert left == [
        'rituals/eng.channels.yml:3: DRI of channel "#old" (eng), over',
        'rituals/eng.rituals.yml:10: DRI of ritual "Old" (eng), over since 2025-01-02',
        'rituals/eng.rotations.yml:4: member of rotation "On-call" (eng), until 2026-11-23',
    ]
    text = (root / RITUALS).read_text()
    assert "dri: dee # for now" in text
    assert 'participants: ["dee", bo]' in text


def test_leave_and_set_know_other_spellings(root: Path) -> None:
    *left, note = run("dri", "leave", "ANA").output.splitlines()
    assert len(left) == 5
    assert note == 'note: "ana" is still responsible for this after 2026-11-20: handbook dri replace ana NEW'
    assert run("dri", "set", "Stand up", "BO", "-q").exit_code == 0
    assert "dri: bo # for now" in (root / RITUALS).read_text()


ESCALATION = "- escalation: Outage\n  steps:\n    - {notify: On-call} # first\n    - {notify: ana, after: 5}\n    - {notify: eng, after: 9}\n"


def test_a_step_of_an_escalation_is_a_responsibility(root: Path) -> None:
    path = "rituals/eng.escalations.yml"
    # A rotation is nobody, even where a person has its name.
    write(root, {path: ESCALATION, "rituals/people.yml": FILES["rituals/people.yml"] + "On-call: {name: E}\n"})
    assert f'{path}:4: step of escalation "Outage" (eng)\n' in run("dri", "show", "ana").output
    assert "escalation" not in run("dri", "show", "On-call").output
    result = run("dri", "replace", "ana", "bo", "--kind", "escalations")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (root / path).read_text("utf-8") == ESCALATION.replace("ana", "bo")
    assert f'{path}:4: step of escalation "Outage" (eng)\n' in run("dri", "leave", "bo", "--on", "2026-11-20").stdout
