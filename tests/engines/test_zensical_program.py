"""What is known of Zensical: its versions, what it prints, and the form of its search index."""

from __future__ import annotations

import json

import pytest

from engine_runs import require

require("zensical")

from mkdocs_handbook.builder.engines import zensical_program  # noqa: E402 (only where Zensical is installed)
from mkdocs_handbook.builder.staging.staged_pages import Row  # noqa: E402

REPORT = """\
Build started
Warning: page does not exist
   ╭─[ a b/c.md:3:23 ]
   │
 3 │ See [dead](gone.md).
───╯
Warning: anchor does not exist
    ╭─[ d.md:12:1 ]
    │
────╯
2 issues found
"""
INDEX = {
    "config": {"lang": ["en"], "separator": "[ ]+"},
    "items": [{"location": "a/", "level": 1, "title": "A", "text": "", "path": ["Top", "A"], "tags": []}],
}


@pytest.mark.parametrize(
    ("version", "is_known"), [("0.0.73", True), ("0.1.3", True), ("0.0.72", False), ("0.2.0", False)]
)
def test_a_version_that_is_not_known_is_named_in_one_line(
    version: str, is_known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zensical.version", lambda: version)
    note = zensical_program.version_note()
    assert (note == "") is is_known
    assert is_known or (version in note and "\n" not in note)


def test_the_installed_version_is_known() -> None:
    assert zensical_program.version_note() == ""


def test_reports_are_lines_with_the_paths_of_the_handbook() -> None:
    assert zensical_program.warnings(REPORT, "handbook") == [
        "handbook/a b/c.md:3:23: page does not exist",
        "handbook/d.md:12:1: anchor does not exist",
    ]


@pytest.mark.parametrize("output", ["", "Build started\nBuild finished in 0.27s\n", "Build started\nNo issues found\n"])
def test_a_build_that_found_nothing_says_nothing(output: str) -> None:
    assert zensical_program.warnings(output, "handbook") == []


def test_what_is_printed_in_another_form_is_shown_and_inert() -> None:
    told = zensical_program.warnings("Build started\nSomething \x1b[31mnew\n::error::x\n", "handbook")
    assert len(told) == 2
    assert not any("\x1b" in line or line.startswith("::") for line in told)


def test_rows_are_entries_of_the_index_below_their_page() -> None:
    rows = [("a/", Row("#row", "R&D <review>", "Talk & write"))]
    found = json.loads(zensical_program.with_rows(json.dumps(INDEX).encode(), rows))
    assert found["config"]["separator"] == "[ ]+|#"
    assert found["items"][1] == {
        "location": "a/#row",
        "level": 2,
        "title": "R&amp;D &lt;review&gt;",
        "text": "<p>Talk &amp; write</p>",
        "path": ["Top", "A"],
        "tags": [],
    }


def test_plugins_and_hooks_that_do_not_run_are_named() -> None:
    site = {"plugins": ["search", "material/tags", {"awesome-pages": {}}, "handbook"], "hooks": ["h.py"]}
    assert [line.split(" is not run")[0] for line in zensical_program.left_out(site)] == [
        'the plugin "awesome-pages"',
        'the hook "h.py"',
    ]
