"""`handbook diff`: what a change means, on real repositories."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from command_line import run
from git_repositories import commit, git, repository

Files = Mapping[str, str | None]
RITUALS, CHANNELS = "rituals/eng.rituals.yml", "rituals/eng.channels.yml"


def ritual(task: str, frequency: str = "Weekly", dri: str = "ana", more: str = "") -> str:
    lines = f"  startedOn: 2026-01-05\n  frequency: {frequency}\n  description: What we do.\n  dri: {dri}\n"
    return f"- task: {task}\n{lines}{more}"


ROTATION = "- rotation: On-call\n  startsOn: 2026-01-05\n  every: 1 week\n  members: [ana, bo]\n"
# What was there, what changed, and what that means.
CASES: dict[str, tuple[Files, Files, str]] = {
    "nothing": ({RITUALS: ritual("A")}, {}, ""),
    "comments and layout": ({RITUALS: ritual("A")}, {RITUALS: "# c\n" + ritual("'A'").replace("ana", '"ana" # x')}, ""),
    "a DRI": (
        {RITUALS: ritual("Release") + ritual("B")},
        {RITUALS: ritual("Release", dri="bo") + ritual("B")},
        'Rituals\n  DRI of "Release" (eng): ana -> bo\n\nRituals per person\n  ana  2 -> 1\n  bo   0 -> 1\n',
    ),
    "other spellings of a DRI": (
        {RITUALS: ritual("A") + ritual("B"), "rituals/eng.rotations.yml": ROTATION},
        {RITUALS: ritual("A", dri="'@Ana'") + ritual("B", dri="ANA"), "rituals/eng.rotations.yml": ROTATION.replace("ana", "'@Ana'")},
        "",
    ),
    "a frequency": (
        {RITUALS: ritual("A")},
        {RITUALS: ritual("A", "Monthly")},
        'Rituals\n  frequency of "A" (eng): Weekly -> Monthly, next 2026-11-23 -> 2026-12-05\n',
    ),
    "a start, and a frequency that is due on the same day": (
        {RITUALS: ritual("A") + ritual("B")},
        {RITUALS: ritual("A").replace("01-05", "01-06") + ritual("B", "Weekly on Monday")},
        ('Rituals\n  started on of "A" (eng): 2026-01-05 -> 2026-01-06, next 2026-11-23 -> 2026-11-24\n'
        '  frequency of "B" (eng): Weekly -> Weekly on Monday, next 2026-11-23, as before\n'),
    ),
    "an end": (
        {RITUALS: ritual("A")},
        {RITUALS: ritual("A", more="  endsOn: 2026-10-01\n")},
        'Rituals\n  ends on of "A" (eng): none -> 2026-10-01, next 2026-11-23 -> none\n\nRituals per person\n  ana  1 -> 0\n',
    ),
    "new, removed and renamed": (
        {RITUALS: ritual("Stays") + ritual("Goes", "Daily", "bo").replace("What we do", "Gone") + ritual("Old name", "Monthly")},
        {RITUALS: ritual("Stays") + ritual("New name", "Monthly") + ritual("Comes", "Each release", "cy").replace("01-05", "02-02")},
        ('Rituals\n  new: "Comes" (eng), Each release, cy\n  removed: "Goes" (eng), Daily, bo, next 2026-11-20\n'
        '  renamed (eng): "Old name" -> "New name"\n\nRituals per person\n  bo  1 -> 0\n  cy  0 -> 1\n'),
    ),
    "to another group": (
        {RITUALS: ritual("A")},
        {RITUALS: None, "rituals/ops.rituals.yml": ritual("A")},
        'Rituals\n  group of "A": eng -> ops\n',
    ),
    "long and nested values": (
        {RITUALS: ritual("A", more="  agenda: [one]\n")},
        {RITUALS: ritual("A", more="  agenda: [one, two]\n  autoIssue: {labels: [x], repo: o/r}\n").replace("What we do", "Much " * 20)},
        'Rituals\n  description of "A" (eng) changed\n  agenda of "A" (eng): one -> one, two\n  autoIssue of "A" (eng) changed\n',
    ),
    "channels": (
        {CHANNELS: '- {channel: "#a", dri: ana}\n- {channel: "#b", dri: bo, id: C1}\n- {channel: "#c", status: archived, dri: bo}\n'},
        {CHANNELS: '- {channel: "#a", dri: ana, status: archived}\n- {channel: "#new", dri: bo, id: C1}\n- {channel: "#c", dri: bo}\n'},
        'Slack channels\n  archived: "#a" (eng)\n  renamed (eng): "#b" -> "#new"\n  active again: "#c" (eng)\n',
    ),
    "people": (
        {"rituals/people.yml": "ana: {name: Ana}\nbo: {name: Bo}\n"},
        {"rituals/people.yml": "ana: {name: Ana, leftOn: 2026-11-30}\ncy: {name: Cy}\n"},
        'People\n  the last day of "ana" is 2026-11-30\n  removed: "bo", Bo\n  new: "cy", Cy\n\nPages\n  vanished: directory/people/bo.md (no stub)\n',
    ),
    "shifts": (
        {"rituals/eng.rotations.yml": ROTATION},
        {"rituals/eng.rotations.yml": ROTATION + "  overrides:\n    - {from: 2026-11-23, to: 2026-11-26, dri: cy}\n    - {from: 2026-10-05, to: 2026-10-07, dri: cy}\n"},
        ('Rotations\n  "On-call" (eng), 2026-10-05 to 2026-10-07, which is past: bo -> cy\n'
        '  "On-call" (eng), 2026-11-23 to 2026-11-26: ana -> cy\n'),
    ),
    "an entry that takes over": (
        {"rituals/eng.rotations.yml": ROTATION},
        {"rituals/eng.rotations.yml": ROTATION + ROTATION.replace("2026-01-05", "2027-02-08").replace("bo", "cy")},
        'Rotations\n  "On-call" (eng), 2027-02-08 to 2027-02-15: bo -> ana\n  "On-call" (eng), 2027-02-15 to 2027-02-20: ana -> cy\n',
    ),
    "many shifts": (
        {"rituals/eng.rotations.yml": ROTATION},
        {"rituals/eng.rotations.yml": ROTATION.replace("[ana, bo]", "[bo, ana]")},
        None,  # type: ignore[dict-item]
    ),
    "rotations": (
        {"rituals/eng.rotations.yml": ROTATION},
        {"rituals/eng.rotations.yml": ROTATION.replace("On-call", "Support")},
        'Rotations\n  removed: "On-call" (eng), bo\n  new: "Support" (eng), bo\n',
    ),
    "pages with and without stubs": (
        {
            "handbook/a.md": "# A\n\n" + "We talk here about what we do.\n" * 3,
            "handbook/b.md": "# B\n\n" + "There is more that we talk about.\n" * 3,
            "handbook/c.md": "---\nmaintainedBy: ana\n---\n# C\n\n## Old\n\n## Gone\n",
        },
        {
            "handbook/a.md": None,
            "handbook/x.md": "# A\n\n" + "We talk here about what we do.\n" * 3,
            "handbook/b.md": None,
            "handbook/y.md": "# B\n\n" + "There is more that we talk about.\n" * 3,
            "handbook/c.md": "---\nmaintainedBy: bo\n---\n# C\n\n## New\n",
            "handbook/z.md": "# Z\n",
            "rituals/stubs.yml": "a.md: x.md\nc.md#old: c.md#new\n",
        },
        ("Pages\n  new: \"z.md\"\n  a.md -> x.md (stub)\n  c.md#old -> c.md#new (stub)\n  b.md -> y.md (no stub)\n"
        "  vanished: c.md#gone (no stub)\n  maintainer of \"c.md\": ana -> bo\n"),
    ),
    "a stub that leads elsewhere": (
        {"rituals/stubs.yml": "a/: https://example.com/a\nb.md: index.md\n"},
        {"rituals/stubs.yml": "a/: https://example.com/b\nb.md: gone\n"},
        'Pages\n  stub of "a/": https://example.com/a -> https://example.com/b\n  stub of "b/": index.md -> gone\n',
    ),
}  # fmt: skip
MANY = CASES.pop("many shifts")


def meant(root: Path, *options: str) -> str:
    result = run("diff", "HEAD", "-f", str(root / "mkdocs.yml"), *options)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("name", CASES)
def test_what_a_change_means(name: str, tmp_path: Path) -> None:
    before, after, expected = CASES[name]
    root = repository(tmp_path, before)
    for path, text in after.items():
        if text is None:
            (root / path).unlink()
        else:
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
    assert meant(root) == expected


def test_many_shifts_are_counted(tmp_path: Path) -> None:
    before, after, _ = MANY
    root = repository(tmp_path, before)
    (root / "rituals/eng.rotations.yml").write_text(after["rituals/eng.rotations.yml"] or "", encoding="utf-8")
    lines = meant(root).splitlines()
    assert len(lines) == 14
    assert lines[1] == '  "On-call" (eng), 2026-01-05 to 2026-01-12, which is past: ana -> bo'
    assert lines[-1] == '  "On-call" (eng), and 47 more until 2027-02-20'


def test_markdown_shows_text_as_it_is(tmp_path: Path) -> None:
    root = repository(tmp_path, {RITUALS: ritual("A *b* <i> [x](y)"), CHANNELS: '- {channel: "#a_b", dri: "@ana"}\n'})
    (root / RITUALS).write_text(ritual("A *b* <i> [x](y)", "Monthly", "b|o"), encoding="utf-8")
    (root / CHANNELS).write_text('- {channel: "#a_b", dri: "@bo"}\n', encoding="utf-8")
    assert meant(root, "--format", "markdown") == (
        "### What this changes\n\n**Rituals**\n\n"
        "- frequency of *A \\*b\\* &#60;i&#62; \\[x\\](y)* (eng): Weekly → Monthly, next 2026-11-23 → 2026-12-05\n"
        "- DRI of *A \\*b\\* &#60;i&#62; \\[x\\](y)* (eng): ana → b\\|o\n\n"
        "**Slack channels**\n\n- DRI of *\\#a\\_b* (eng): &#64;\u2060ana → &#64;\u2060bo\n\n"
        "**Rituals per person**\n\n| Person | Before | After |\n|:--|--:|--:|\n| ana | 1 | 0 |\n| b\\|o | 0 | 1 |\n"
    )
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "x")
    assert (
        meant(root, "--format", "markdown")
        == "### What this changes\n\nNothing that the handbook's data or addresses say.\n"
    )


def test_json_holds_everybodys_rituals(tmp_path: Path) -> None:
    root = repository(tmp_path, {RITUALS: ritual("A") + ritual("B", dri="bo")})
    (root / RITUALS).write_text(ritual("A", dri="bo") + ritual("B", dri="bo"), encoding="utf-8")
    found = json.loads(meant(root, "--format", "json"))
    assert found["rituals"] == [{"handle": "ana", "before": 1, "after": 0}, {"handle": "bo", "before": 1, "after": 2}]
    assert found["changes"] == [
        {"section": "Rituals", "what": "DRI", "name": "A", "group": "eng", "before": "ana", "after": "bo", "note": ""}
    ]


def test_it_is_compared_with_where_the_branches_part(tmp_path: Path) -> None:
    root = repository(tmp_path, {RITUALS: ritual("A")})
    git(root, "switch", "--quiet", "--create", "mine")
    commit(root, {RITUALS: ritual("A", dri="bo")})
    git(root, "switch", "--quiet", "main")
    commit(root, {CHANNELS: '- {channel: "#a", dri: ana}\n'})
    git(root, "switch", "--quiet", "mine")
    result = run("diff", "main", "-f", str(root / "mkdocs.yml"))
    assert result.output.splitlines()[:2] == ["Rituals", '  DRI of "A" (eng): ana -> bo']
    assert "#a" not in result.output


def test_a_revision_that_there_is_not(tmp_path: Path) -> None:
    root = repository(tmp_path, {RITUALS: ritual("A")})
    result = run("diff", "nope", "-f", str(root / "mkdocs.yml"))
    assert result.exit_code == 2
    assert result.output.startswith('Error: git knows no revision "nope" here')


def test_an_old_handbook_that_cannot_be_read(tmp_path: Path) -> None:
    root = repository(tmp_path, {})
    commit(root, {"mkdocs.yml": "site_name: [\n"})
    (root / "mkdocs.yml").write_text("site_name: x\ndocs_dir: handbook\n", encoding="utf-8")
    result = run("diff", "HEAD", "-f", str(root / "mkdocs.yml"))
    assert result.exit_code == 2
    assert result.output.startswith('Error: the handbook at "HEAD" cannot be read')


def test_data_with_findings_is_compared_as_far_as_it_goes(tmp_path: Path) -> None:
    root = repository(tmp_path, {RITUALS: ritual("A", "Wekly")})
    (root / RITUALS).write_text(ritual("A", "Weekly"), encoding="utf-8")
    assert meant(root) == 'Rituals\n  frequency of "A" (eng): Wekly -> Weekly\n'
