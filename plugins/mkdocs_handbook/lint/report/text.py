"""Text reports for terminals: place, code, message, the line itself, the fix."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import click

from mkdocs_handbook.model import Finding
from mkdocs_handbook.util.escaping import TerminalText, terminal
from mkdocs_handbook.util.wording import quantity

WIDTH = 100
STYLES: Mapping[str, Mapping[str, Any]] = {
    "path": {"bold": True},
    "code": {"fg": "red", "bold": True},
    "gutter": {"fg": "cyan"},
    "marks": {"fg": "red", "bold": True},
    "fix": {"fg": "green"},
}
# Gives a part of a finding as it is to be shown: the part, and which it is.
Paint = Callable[[TerminalText, str], TerminalText]


def plain(text: TerminalText, _part: str) -> TerminalText:
    """Return a part of a finding without colour."""
    return text


def concise(finding: Finding, paint: Paint = plain) -> TerminalText:
    """Return a finding on one line: path:row:column: code message."""
    row, column = finding.position
    colon = paint(TerminalText(":"), "gutter")
    place = f"{paint(terminal(finding.source.path), 'path')}{colon}{row}{colon}{column}{colon}"
    refusal = f", not fixed: {finding.refusal}" if finding.refusal else ""
    return TerminalText(f"{place} {paint(terminal(finding.code), 'code')} {terminal(finding.message + refusal)}")


def text(finding: Finding, paint: Paint = plain) -> TerminalText:
    """Return a finding with the line it is about, marked, and the fix where there is one."""
    row, column = finding.position
    line = finding.source.line(row)
    if not line.strip():
        return concise(finding, paint)
    length = max(1, min(finding.span.end - finding.span.start, len(line) - column + 1))
    cut = max(0, column - WIDTH // 2) if column > WIDTH - 20 else 0
    shown, marked = line[cut : cut + WIDTH], line[column - 1 : column - 1 + length]
    pad = blanks(line[cut : column - 1])
    bar, gutter = paint(TerminalText("|"), "gutter"), " " * len(str(row))
    marks = paint(TerminalText("^" * max(1, min(cells(marked), WIDTH - cells(pad)))), "marks")
    mended = paint(fix(finding), "fix") if finding.edits else ""
    lines = [
        concise(finding, paint),
        f"{gutter} {bar}",
        f"{paint(TerminalText(str(row)), 'gutter')} {bar} {terminal(shown)}",
        f"{gutter} {bar} {pad}{marks}{mended}",
    ]
    return TerminalText("\n".join(lines))


def fix(finding: Finding) -> TerminalText:
    """Return the mark of a finding that can be fixed, [*] safely and [?] by a guess, and the new text if it is short."""
    if not finding.edits:
        return TerminalText("")
    mark = " [*]" if finding.is_safe else " [?]"
    text = finding.edits[0].text.rstrip("\r\n") if len(finding.edits) == 1 else ""
    return TerminalText(f"{mark} {terminal(text)}" if text and "\n" not in text else mark)


def coloured(text: TerminalText, part: str) -> TerminalText:
    """Return a part of a finding in the colour of its kind."""
    return TerminalText(click.style(text, **STYLES[part]))


def blanks(text: str) -> str:
    """Return what is as wide as a text and shows nothing; a tab stays one."""
    return "\t".join(" " * cells(part) for part in text.split("\t"))


def cells(text: str) -> int:
    """Return how many columns a terminal needs for a text."""
    return (
        len(text)
        if text.isascii()
        else sum(
            0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
            for char in text
        )
    )


def count(errors: int, warnings: int) -> str:
    """Return how many findings there are, in words."""
    counts = ((errors, "error"), (warnings, "warning"))
    return " and ".join(quantity(number, noun) for number, noun in counts if number)
