"""A baseline: what was known is not shown, what is new is, and what is gone has to go."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from handbooks import write
from mkdocs_handbook.lint import baseline, linter, report, rules
from mkdocs_handbook.lint.rule_selection import Selection
from mkdocs_handbook.model import Source
from mkdocs_handbook.project import mkdocs_yml

LINE = "- {{channel: '#{}', dri: ana, status: {}}}\n"
FILE = "rituals/a.channels.yml"
# The same line twice, without a page, has findings of other rules as well.
SELECTED = ("HB110", "HB211", "HB233")


def run(root: Path, select: tuple[str, ...] = SELECTED) -> linter.LintRun:
    request = linter.LintRequest(root, selection=Selection(select), baseline=root / baseline.NAME)
    return linter.prepare(mkdocs_yml.read_project(root / "mkdocs.yml", root), request)


def shown(root: Path, *, select: tuple[str, ...] = SELECTED) -> list[str]:
    return [report.text.concise(one) for one in linter.findings(run(root, select))]


def keep(root: Path, *, select: tuple[str, ...] = SELECTED) -> str:
    linter.write_baseline(run(root, select))
    return (root / baseline.NAME).read_text(encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    text = LINE.format("a", "archivd") + LINE.format("a", "archivd") + LINE.format("b", "oldd")
    write(tmp_path, {FILE: text, "handbook/p.md": "# A\n\n[x](../rituals/no.channels.yml)\n"})
    return tmp_path


def test_what_is_known_is_not_shown_wherever_it_moves(root: Path) -> None:
    keep(root)
    assert shown(root) == []
    (root / FILE).write_text("# New.\n" + (root / FILE).read_text(encoding="utf-8"), encoding="utf-8")
    assert shown(root) == []


STEP = "- escalation: A\n  steps: [{notify: On-call B}]\n"
DUTY = "- {rotation: On-call C, startsOn: 2026-01-05, every: 1 week, members: [ana]}\n"
NAV = "site_name: T\ndocs_dir: handbook\nplugins: [handbook]\nnav: [x.md, otherpage.md]\n"
LISTED, RENAMED = "- {channel: '#one', dri: ana}\n", "- {channel: '#one', dri: ana, renamedTo: '#help-b'}\n"
ASKED = "- {task: A, startedOn: 2026-01-05, frequency: Weekly, description: d, dri: ana, channel: '#help-b'}\n"


@pytest.mark.parametrize(
    ("code", "files", "more"),
    [
        ("HB113", {FILE: "- {channel: '#a', dri: dora}\n"}, {"rituals/people.yml": "dorah: {name: Dora}\n"}),
        ("HB124", {"rituals/a.rituals.yml": ASKED}, {"rituals/b.channels.yml": LISTED.replace("one", "help-c")}),
        ("HB125", {FILE: RENAMED}, {"rituals/b.channels.yml": LISTED.replace("one", "help-c")}),
        ("HB138", {"rituals/a.escalations.yml": STEP}, {"rituals/a.rotations.yml": DUTY}),
        ("HB301", {"handbook/x.md": "# X\n\n[y](otherpage.md)\n"}, {"handbook/otherpages.md": "# O\n"}),
        (
            "HB312",
            {"handbook/x.md": "# X\n\n[y][one two]\n"},
            {"handbook/x.md": "# X\n\n[y][one two]\n\n[one twos]: x.md\n"},
        ),
        (
            "HB311",
            {"mkdocs.yml": NAV, "handbook/x.md": "# X\n"},
            {"mkdocs.yml": NAV, "handbook/otherpages.md": "# O\n"},
        ),
    ],
)
def test_a_finding_stays_known_once_something_similar_appears(
    tmp_path: Path, code: str, files: dict[str, str], more: dict[str, str]
) -> None:
    write(tmp_path, {"rituals/people.yml": "ana: {name: Ana}\n", FILE: LISTED, **files})
    assert f'"{code}"' in keep(tmp_path, select=(code,))
    write(tmp_path, more)
    assert shown(tmp_path, select=(code, "HB233")) == []
    (tmp_path / baseline.NAME).write_text(baseline.to_json([]), encoding="utf-8")
    assert ["did you mean" in line for line in shown(tmp_path, select=(code,))] == [True]


def test_rules_that_guess_say_which_part_of_the_message_is_a_hint() -> None:
    guessing = {}
    for module in Path(rules.__file__).parent.rglob("*.py"):
        for function in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            source = ast.unparse(function) if isinstance(function, ast.FunctionDef) else ""
            if re.search(r"guess_hint\(.*\) or ", source):
                guessing[f"{module.stem}.{source[4:40]}"] = "hint=hint" in source
    assert len(guessing) > 4
    assert all(guessing.values()), guessing


def test_one_more_of_the_same_is_new(root: Path) -> None:
    keep(root)
    with (root / FILE).open("a", encoding="utf-8") as file:
        file.write(LINE.format("a", "archivd"))
    assert [line[:35] for line in shown(root)] == ["rituals/a.channels.yml:4:37: HB110 "]


def test_what_is_gone_is_reported_at_its_entry(root: Path) -> None:
    keep(root)
    (root / FILE).write_text(LINE.format("a", "archivd") + LINE.format("c", "oldd"), encoding="utf-8")
    gone = 'HB233 HB110 in "rituals/a.channels.yml" is gone{}, run handbook lint --write-baseline: "status" cannot be'
    assert shown(root) == [
        f'handbook-baseline.json:5:5: {gone.format(" (1 of 2)")} "archivd"',
        f'handbook-baseline.json:6:5: {gone.format("")} "oldd", "active" or "archived" belongs there',
        'rituals/a.channels.yml:2:37: HB110 "status" cannot be "oldd", "active" or "archived" belongs there',
    ]
    keep(root)
    assert shown(root) == []


def test_rules_that_did_not_run_are_neither_doubted_nor_forgotten(root: Path) -> None:
    before = keep(root)
    (root / "handbook/p.md").write_text("# A\n", encoding="utf-8")
    assert shown(root, select=("HB110", "HB233")) == []
    assert keep(root, select=("HB110",)) == before
    assert [" HB233 HB211 " in line for line in shown(root, select=("HB211", "HB233"))] == [True]


def test_the_text_is_stable_and_has_a_line_for_each_entry(root: Path) -> None:
    text = keep(root)
    found = json.loads(text)
    assert {(one["file"], one["code"], one["count"]) for one in found["findings"]} == {
        ("handbook/p.md", "HB211", 1),
        (FILE, "HB110", 2),
        (FILE, "HB110", 1),
    }
    assert [line for line in text.splitlines() if "fingerprint" in line] == text.splitlines()[3:-2]
    assert baseline.to_json(reversed(baseline.parse(Source("b.json", text)))) == text == keep(root)
    assert json.loads(baseline.to_json([])) == {"version": 1, "findings": []}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("[]", 'an object with "version"'),
        ('{"version": 1}', 'an object with "version"'),
        ('{"version": 2, "findings": []}', "version 2 is unknown"),
        ('{"version": 1, "findings": [1]}', 'entry 1 has no "file"'),
        (
            '{"version": 1, "findings": [{"file": "a", "code": "HB101", "fingerprint": "x", "message": ""}]}',
            'no "count"',
        ),
    ],
)
def test_a_baseline_that_is_broken_says_why(text: str, message: str) -> None:
    with pytest.raises(baseline.BaselineError, match=message):
        baseline.apply([], Source("b.json", text), rules.ALL)
