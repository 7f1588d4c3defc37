"""CI reports: GitHub's workflow commands and job summary, GitLab's code quality report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mkdocs_handbook.lint.finding_identity import fingerprints
from mkdocs_handbook.lint.report.reported_finding import ReportedFinding
from mkdocs_handbook.util import escaping
from mkdocs_handbook.util.escaping import JsonText, MarkdownText, TerminalText, WorkflowCommand
from mkdocs_handbook.util.wording import quantity

LINES_OF_SUMMARY = 100


def github(findings: Sequence[ReportedFinding]) -> TerminalText:
    """Return a workflow command for each finding, which GitHub shows at its line of the pull request."""
    return TerminalText("".join(f"{_command(shown)}\n" for shown in findings))


def _command(shown: ReportedFinding) -> WorkflowCommand:
    finding, (row, column), end = shown.finding, shown.finding.position, shown.end
    place = {
        "file": finding.source.path,
        "line": str(row),
        "endLine": str(end.row),
        "title": f"{finding.code} {shown.rule.name}",
    }
    if end.row == row:
        place |= {"col": str(column), "endColumn": str(end.column)}
    return escaping.workflow_command(shown.severity, finding.message, place)


def gitlab(findings: Sequence[ReportedFinding]) -> JsonText:
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
    return escaping.json_text(entries, indent=2)


def summary(findings: Sequence[ReportedFinding]) -> MarkdownText:
    """Return the findings as Markdown for a job's summary: how many of which rule, and the first hundred."""
    if not findings:
        return MarkdownText(TerminalText("### Handbook\n\nNo findings.\n"))
    counted = Counter(f"`{shown.finding.code}` {shown.rule.name}" for shown in findings)
    rules = "".join(f"| {name} | {number} |\n" for name, number in counted.most_common())
    lines = "".join(
        f"- {_place(shown)}: {escaping.markdown(shown.finding.message)}\n" for shown in findings[:LINES_OF_SUMMARY]
    )
    rest = len(findings) - LINES_OF_SUMMARY
    more = f"- … and {rest} more\n" if rest > 0 else ""
    title = f"### Handbook: {quantity(len(findings), 'finding')}"
    return MarkdownText(TerminalText(f"{title}\n\n| Rule | Findings |\n|:--|--:|\n{rules}\n{lines}{more}"))


def _place(shown: ReportedFinding) -> str:
    place = escaping.markdown_code(f"{shown.finding.source.path}:{shown.finding.position.row}")
    return f"{place} {shown.finding.code}"
