"""Changes, and what they mean, take work in proportion to the handbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from call_counter import calls, calls_of
from change_commands import prepared
from command_line import run
from handbooks import write
from mkdocs_handbook.changes import diff_report, dri_changes, dri_report
from mkdocs_handbook.model import Handbook, RawFile, Settings
from mkdocs_handbook.project.load import HandbookFiles, load

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MOST = 2.2


def handbook(count: int, dri: str = "ana") -> Handbook:
    """Return a handbook of so many rituals and pages, in two files and one folder, and of as many people."""
    ritual = (
        "- {{task: T{}, startedOn: 2026-01-05, frequency: Weekly, description: d, dri: {}, participants: [ana, cy]}}\n"
    )
    data = [
        RawFile(f"rituals/{group}.rituals.yml", "".join(ritual.format(number, dri) for number in range(count)).encode())
        for group in ("a", "b")
    ]
    people = "".join(f"p{number}: {{name: P}}\n" for number in range(count)) + "ana: {name: A}\nbo: {name: B}\n"
    stubs = "".join(f"old{number}.md: {dri}{number}.md\n" for number in range(count))
    pages = tuple(
        (RawFile(f"handbook/{name}{number}.md", b"---\nmaintainedBy: ana\n---\n# T\n"), f"{name}{number}/index.html")
        for number in range(count)
        for name in ("ana", "bo")
    )
    files = (*data, RawFile("rituals/people.yml", people.encode()), RawFile("rituals/stubs.yml", stubs.encode()))
    return load(HandbookFiles(pages=pages, data=files), Settings(docs_dir="handbook"), NOW)[0]


WORK: dict[str, Callable[[Handbook, Handbook], object]] = {
    "set": lambda old, _: dri_changes.set_dri(old, "T1", "bo", "a"),
    "replace": lambda old, _: dri_changes.replace(old, "ana", "bo"),
    "list": lambda old, _: dri_report.counts(old),
    "leave": lambda old, _: dri_changes.leave(old, "bo", NOW.date()),
    "diff": lambda old, new: diff_report.text(diff_report.compare(old, new, ())),
}


@pytest.mark.parametrize("name", WORK)
def test_double_the_handbook_is_double_the_work(name: str) -> None:
    made = {count: (handbook(count), handbook(count, "bo")) for count in (20, 40, 80, 160)}
    # What is imported and kept is not counted.
    WORK[name](*made[20])
    once, twice, four_times = (calls(lambda: WORK[name](*made[count])) for count in (40, 80, 160))  # noqa: B023
    assert four_times - twice <= MOST * (twice - once)


@pytest.mark.parametrize(
    "arguments",
    [["dri", "replace", "ana", "bo"], ["request", "apply", "--body-file", "request.txt"]],
    ids=lambda words: " ".join(words[:2]),
)
def test_the_state_after_a_change_is_loaded_once(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(prepared(tmp_path))
    write(tmp_path, {".github/ISSUE_TEMPLATE/handbook-leave.yml": "name: ours\n"})
    loaded = calls_of(lambda: run(*arguments), load)
    # A request makes its change in steps, each of which may need what the one before has made.
    assert len(loaded) == (3 if arguments[0] == "request" else 2)
