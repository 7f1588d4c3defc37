"""Findings as text for people: place, code, what is there and what belongs, the line itself, the fix."""

from __future__ import annotations

import unicodedata

from mkdocs_handbook.model import Finding

WIDTH = 100


def concise(finding: Finding) -> str:
    """Give a finding on one line: path:row:column: code message."""
    row, column = finding.position
    return f"{finding.source.path}:{row}:{column}: {finding.code} {finding.message}"


def text(finding: Finding) -> str:
    """Give a finding with the line it is about, marked, and the fix where there is one."""
    row, column = finding.position
    line = finding.source.line(row)
    if not line.strip():
        return concise(finding)
    length = max(1, min(finding.span.end - finding.span.start, len(line) - column + 1))
    cut = max(0, column - WIDTH // 2) if column > WIDTH - 20 else 0
    shown, marked = line[cut : cut + WIDTH], line[column - 1 : column - 1 + length]
    pad = "".join("\t" if char == "\t" else " " * cells(char) for char in line[cut : column - 1])
    gutter = " " * len(str(row))
    marks = "^" * max(1, min(cells(marked), WIDTH - cells(pad)))
    return "\n".join([concise(finding), f"{gutter} |", f"{row} | {shown}", f"{gutter} | {pad}{marks}{fix(finding)}"])


def fix(finding: Finding) -> str:
    """Give the mark of a finding that can be fixed, [*] safely and [?] by a guess, and the new text if it is short."""
    if not finding.edits:
        return ""
    mark = " [*]" if finding.is_safe else " [?]"
    text = finding.edits[0].text.rstrip("\r\n") if len(finding.edits) == 1 else ""
    return f"{mark} {text}" if text and "\n" not in text else mark


def cells(text: str) -> int:
    """Give how many columns a terminal needs for a text."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def count(errors: int, warnings: int) -> str:
    """Give how many findings there are, in words."""
    parts = [
        f"{number} {name}{'' if number == 1 else 's'}"
        for number, name in ((errors, "error"), (warnings, "warning"))
        if number
    ]
    return " and ".join(parts)
