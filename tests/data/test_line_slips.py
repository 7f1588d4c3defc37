"""Slips of a line: whichever line of a file has one, it is found there, and the fix gives the file back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from mkdocs_handbook.data.yaml.parser import parse
from mkdocs_handbook.data.yaml.repairs import MOST_TRIALS, failure, repair
from mkdocs_handbook.model import Source
from mkdocs_handbook.util.text_edits import spliced

LINES = (
    '- channel: "#help"',
    "  dri: ana",
    "  description: Ask us anything.",
    '- channel: "#ops"',
    "  description: Ask operations.",
    "  dri: bo",
    '- channel: "#it"',
    "  dri: cy",
)
SLIPS: dict[str, Callable[[str], str]] = {
    "long dash": lambda line: line.replace("- ", "— ", 1) if line.startswith("-") else line,
    "bullet": lambda line: line.replace("- ", "• ", 1) if line.startswith("-") else line,
    "no space behind the dash": lambda line: line.replace("- ", "-", 1) if line.startswith("-") else line,
    "no space behind the colon": lambda line: line.replace(": ", ":", 1),
    "another colon": lambda line: line.replace(": ", "：", 1),
    "an equals sign": lambda line: line.replace(": ", " = ", 1),
    "a space too many": lambda line: f" {line}" if line.startswith(" ") else line,
    "a space too few": lambda line: line.removeprefix(" "),
    "a tab": lambda line: re.sub(r"\A  ", "\t", line),
    "no end of the quote": lambda line: line.removesuffix('"') if line.endswith('"') else line,
}
CASES = [
    pytest.param(row, name, id=f"{name} in line {row + 1}")
    for name, slip in SLIPS.items()
    for row, line in enumerate(LINES)
    if slip(line) != line
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("row", "name"), CASES)
def test_a_slip_is_found_at_its_line_and_mended(row: int, name: str, end: str) -> None:
    lines = [*LINES[:row], SLIPS[name](LINES[row]), *LINES[row + 1 :], ""]
    source = Source("rituals/a.channels.yml", end.join(lines))
    root, findings = parse(source)
    assert root is None
    assert [(one.code, one.position.row) for one in findings] == [("HB101", row + 1)]
    assert spliced(source.text, [edit for one in findings for edit in one.edits]) == end.join([*LINES, ""])


def test_slips_in_many_lines_are_all_found() -> None:
    source = Source("a.yml", "".join(f"{line.replace('dri: ', 'dri:')}\n" for line in LINES))
    assert [one.position.row for one in parse(source)[1]] == [2, 6, 8]


def test_a_text_with_thousands_of_slips_is_read_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def counted(text: str) -> object:
        read.append(text)
        return failure(text)

    monkeypatch.setattr("mkdocs_handbook.data.yaml.repairs.failure", counted)
    repair(Source("a.yml", "- channel: a\n  dri:ana\n" * 3_000))
    assert len(read) <= MOST_TRIALS + 1


@pytest.mark.parametrize(
    ("line", "meant", "is_safe"),
    [
        ("description: Note: hello # private", 'description: "Note: hello" # private', True),
        ("description:Engineering weekly # private", "description: Engineering weekly # private", True),
        ("description = hello  # private", "description: hello  # private", True),
        ('description:"hello" # private', 'description: "hello" # private', True),
        ("channel:#help", 'channel: "#help"', True),
        ("dri: @ana # private", "dri: ana # private", True),
        ("members: [@ana, @bo] # private", "members: [ana, bo] # private", True),
        ("members: [#a, #b]", 'members: ["#a", "#b"]', True),
        ("description: Note: see #help", 'description: "Note: see" #help', False),
        ("description = # private", 'description: "# private"', False),
        ('description: "a" and "b" # private', "description: 'a\" and \"b' # private", False),
        ("description: 'it's # private", "description: \"'it's\" # private", False),
        ("description: 'it's # private'", 'description: "it\'s # private"', False),
        ("members: [@ana, bo # private", 'members: [ana, "bo # private"]', False),
    ],
)
def test_a_comment_behind_a_slip_stays_a_comment(line: str, meant: str, is_safe: bool) -> None:
    source = Source("rituals/a.channels.yml", f"- task: a\n  {line}\n")
    _, findings = parse(source)
    edits = [edit for one in findings for edit in one.edits]
    assert spliced(source.text, edits) == f"- task: a\n  {meant}\n"
    assert [one.is_safe for one in findings] == [is_safe]
