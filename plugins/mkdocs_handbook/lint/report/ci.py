"""CI reports: GitHub's workflow commands and job summary, GitLab's code quality report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from mkdocs_handbook.lint.finding_identity import fingerprints
from mkdocs_handbook.lint.report.reported_finding import ReportedFinding

LINES_OF_SUMMARY = 100


def github(findings: Sequence[ReportedFinding]) -> str:
    """Return a workflow command for each finding, which GitHub shows at its line of the pull request."""
    return "".join(f"{_command(shown)}\n" for shown in findings)


def _command(shown: ReportedFinding) -> str:
    finding, (row, column), end = shown.finding, shown.finding.position, shown.end
    place = {
        "file": finding.source.path,
        "line": str(row),
        "endLine": str(end.row),
        "title": f"{finding.code} {shown.rule.name}",
    }
    if end.row == row:
        place |= {"col": str(column), "endColumn": str(end.column)}
    values = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in place.items())
    return f"::{shown.severity} {values}::{_escaped(finding.message)}"


def _escaped(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def gitlab(findings: Sequence[ReportedFinding]) -> str:
    """Return GitLab's code quality report: an array of JSON with fingerprints that survive a shift of lines."""
    entries = [
        {
            "description": shown.finding.message,
            "check_name": f"{shown.finding.code} {shown.rule.name}",
            "fingerprint": fingerprint,
            "severity": "major" if shown.severity == "error" else "minor",
            "location": {
                "path": shown.finding.source.path,
                "lines": {"begin": shown.finding.position.row, "end": shown.end.row},
            },
        }
        for shown, fingerprint in zip(findings, fingerprints(shown.finding for shown in findings), strict=True)
    ]
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"


def summary(findings: Sequence[ReportedFinding]) -> str:
    """Return the findings as Markdown for a job's summary: how many of which rule, and the first hundred."""
    if not findings:
        return "### Handbook\n\nNo findings.\n"
    counted = Counter(f"`{shown.finding.code}` {shown.rule.name}" for shown in findings)
    rules = "".join(f"| {name} | {number} |\n" for name, number in counted.most_common())
    lines = "".join(f"- {_place(shown)}: {inert(shown.finding.message)}\n" for shown in findings[:LINES_OF_SUMMARY])
    rest = len(findings) - LINES_OF_SUMMARY
    more = f"- … and {rest} more\n" if rest > 0 else ""
    return f"### Handbook: {len(findings)} finding{'s' * (len(findings) != 1)}\n\n| Rule | Findings |\n|:--|--:|\n{rules}\n{lines}{more}"


def _place(shown: ReportedFinding) -> str:
    return f"`{shown.finding.source.path}:{shown.finding.position.row}` {shown.finding.code}"


INERT = str.maketrans({**{char: f"\\{char}" for char in "\\`*_[]#|"}, **{char: f"&#{ord(char)};" for char in "<>@"}})


def inert(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return text.translate(INERT)
