"""Commands that edit load, parse and check each state of the handbook once: the one on disk, and the one they make."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from call_counter import calls_of
from handbooks import write
from mkdocs_handbook.cli import main
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.lint import rules
from mkdocs_handbook.pages import page_reader
from mkdocs_handbook.project import load

PAGE, RITUALS, ROTATIONS = "handbook/eng/README.md", "rituals/eng.rituals.yml", "rituals/eng.rotations.yml"
FILES = {
    "handbook/index.md": "---\ndescription: Ours.\n---\n# Home\n\n[Eng](eng/README.md)\n",
    PAGE: "---\nmaintainedBy: ana\n---\n\n# Engineering\n\n[On duty](../../rituals/eng.rotations.yml)\n",
    RITUALS: (
        "# handbook-lint: ignore HB132\n"
        "- {task: Stand up, startedOn: 2026-01-05, frequency: Daily, description: d, dri: ana, participants: [ana, bo]}\n"
    ),
    ROTATIONS: "- rotation: On-call\n  startsOn: 2026-01-05\n  every: 1 week\n  members: [ana, bo, cy]\n",
    "rituals/eng.channels.yml": '- {channel: "#eng", dri: ana, description: d}\n',
    "rituals/people.yml": "ana: {name: Ana}\nbo: {name: Bo}\ncy: {name: Cy}\n",
    "rituals/stubs.yml": "old.md: index.md\n",
}
PAGES = {path for path in FILES if path.endswith(".md")}
COMMANDS = {
    "dri set": (["dri", "set", "Stand up", "bo"], {RITUALS: 2}),
    "dri replace": (["dri", "replace", "ana", "bo", "--kind", "rituals"], {RITUALS: 2}),
    "dri replace page": (["dri", "replace", "ana", "bo", "--kind", "page"], {PAGE: 2}),
    "dri leave": (["dri", "leave", "dee"], {"rituals/people.yml": 2}),
    # Each of the two overrides is an edit of its own, and checked.
    "rotation swap": (["rotation", "swap", "On-call", "2026-11-23", "bo", "cy"], {ROTATIONS: 3}),
    "rotation remove-member": (["rotation", "remove-member", "On-call", "cy"], {ROTATIONS: 2}),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_state_is_loaded_and_checked_once(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments, edited = COMMANDS[name]
    files = FILES | {"rituals/people.yml": FILES["rituals/people.yml"] + "dee: {name: Dee}\n"}
    monkeypatch.chdir(write(tmp_path, files))
    parser.parse.cache_clear()

    def run() -> None:
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output

    calls = calls_of(run, load.load, rules.run, page_reader.read, parser._Builder.read)
    assert Counter(called for called, _ in calls)["load"] == 2
    assert Counter(called for called, _ in calls)["run"] == 2
    parsed = Counter(locals_["self"].source.path for called, locals_ in calls if called == "_Builder.read")
    assert parsed == dict.fromkeys(files, 1) | edited
    pages = Counter(locals_["source"].path for called, locals_ in calls if called == "read")
    assert pages == dict.fromkeys(PAGES, 1) | {path: 2 for path in edited if path in PAGES}
    assert all((tmp_path / path).read_text(encoding="utf-8") != files[path] for path in edited)


def test_a_change_that_changes_nothing_checks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(tmp_path, FILES))
    calls = calls_of(lambda: CliRunner().invoke(main, ["dri", "set", "Stand up", "ana"]), load.load, rules.run)
    assert [name for name, _ in calls] == ["load"]


SALES = "# Sales\n\n## Rituals\n\n| Ritual | Frequency | Started on | Description | DRI |\n|--|--|--|--|--|\n"
ROW = "| Call | Daily | 2026-01-05 | Talk. | {} |\n"
IMPORTS = {
    "as it is and as it becomes": ("ana", 2),
    "once more without the row that lint objects to": ("Every AE", 3),
}


@pytest.mark.parametrize("name", IMPORTS)
def test_an_import_loads_and_checks_each_state_once(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dri, loads = IMPORTS[name]
    page = SALES + ROW.format("bo").replace("Call", "Review") + ROW.format(dri)
    monkeypatch.chdir(write(tmp_path, FILES | {"handbook/sales/README.md": page}))
    calls = calls_of(
        lambda: CliRunner().invoke(main, ["import", "handbook/sales/README.md"]),
        load.load,
        rules.run,
    )
    assert Counter(called for called, _ in calls) == {"load": loads, "run": loads}
    kept = (tmp_path / "handbook/sales/README.md").read_text(encoding="utf-8")
    assert ("| Call |" in kept, "| Review |" in kept) == (dri != "ana", False)
