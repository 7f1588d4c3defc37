"""Statistics: the number of findings of each rule, as ruff prints it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from mkdocs_handbook.lint.report.reported_finding import ReportedFinding
from mkdocs_handbook.util.escaping import JsonText, TerminalText, json_text, terminal_lines

LEGEND = {"[*]": "fixable with `handbook lint --fix`", "[-]": "some fixable, or only with `--unsafe-fixes`"}


def counted(findings: Sequence[ReportedFinding]) -> list[tuple[int, ReportedFinding, str]]:
    """Return for each rule the number of its findings, one of them, and the mark of its fix; the most frequent first."""
    ordered = sorted(findings, key=lambda one: one.finding.code)
    groups = [list(group) for _, group in groupby(ordered, key=lambda one: one.finding.code)]
    return [(len(group), group[0], mark(group)) for group in sorted(groups, key=len, reverse=True)]


def mark(findings: Sequence[ReportedFinding]) -> str:
    """Return the mark of a rule: whether all its findings have a safe fix, some have any, or none."""
    if all(one.finding.edits and one.finding.is_safe for one in findings):
        return "[*]"
    return "[-]" if any(one.finding.edits for one in findings) else "[ ]"


def text(findings: Sequence[ReportedFinding]) -> TerminalText:
    """Return a line for each rule: number, code, mark of the fix, name; below them what the marks mean."""
    found = counted(findings)
    width = len(str(found[0][0])) if found else 0
    lines = [f"{number:>{width}}\t{one.finding.code}\t{fix} {one.rule.name}\n" for number, one, fix in found]
    marks = {fix for _, _, fix in found}
    return terminal_lines("".join([*lines, *(f"{fix} {meaning}\n" for fix, meaning in LEGEND.items() if fix in marks)]))


def json_array(findings: Sequence[ReportedFinding]) -> JsonText:
    """Return the statistics as an array of JSON."""
    entries = [
        {"code": one.finding.code, "name": one.rule.name, "count": number, "fixable": fix == "[*]"}
        for number, one, fix in counted(findings)
    ]
    return json_text(entries, indent=2)
