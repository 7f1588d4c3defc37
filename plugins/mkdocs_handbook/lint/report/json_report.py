"""JSON reports: an array as ruff prints it, and reviewdog's diagnostics."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import Any

from mkdocs_handbook.lint.report.reported_finding import ReportedFinding
from mkdocs_handbook.model import Edit, Finding, Position, Source, Span
from mkdocs_handbook.util.escaping import JsonText, json_text
from mkdocs_handbook.util.wording import shortened


def json_array(findings: Sequence[ReportedFinding]) -> JsonText:
    """Return an array of findings with the keys of ruff's JSON; rows and columns count from 1, in characters."""
    return json_text([_finding(shown) for shown in findings], indent=2)


def _finding(shown: ReportedFinding) -> dict[str, Any]:
    finding = shown.finding
    return {
        "code": finding.code,
        "name": shown.rule.name,
        "message": finding.message,
        "severity": shown.severity,
        "filename": finding.source.path,
        "location": place(finding.position),
        "end_location": place(shown.end),
        "fix": _fix(finding),
        "not_fixed": finding.refusal or None,
        "url": finding.url or None,
    }


def place(position: Position) -> dict[str, int]:
    """Return a position as ruff writes it."""
    return {"row": position.row, "column": position.column}


def _fix(finding: Finding) -> dict[str, Any] | None:
    if not finding.edits:
        return None
    return {
        "message": _title(finding),
        "applicability": "safe" if finding.is_safe else "unsafe",
        "edits": [_edit(edit, finding.source) for edit in finding.edits if not edit.to],
    } | (
        {"renames": [{"from": edit.path, "to": edit.to} for edit in finding.edits if edit.to]}
        if finding.renames
        else {}
    )


def _title(finding: Finding) -> str:
    """Return in a few words what the edits do."""
    edit, *more = finding.edits
    if edit.to:
        return f'Rename to "{shortened(posixpath.basename(edit.to))}"'
    if more or edit.path != finding.source.path:
        return f"Change {len(finding.edits)} places" if more else f'Change "{shortened(edit.path)}"'
    if edit.text.strip():
        return f'{"Insert" if edit.span.start == edit.span.end else "Write"} "{shortened(edit.text)}"'
    there = finding.source.text[edit.span.start : edit.span.end]
    return f'Remove "{shortened(there)}"' if there.strip() else "Change white space"


def _edit(edit: Edit, source: Source) -> dict[str, Any]:
    found: dict[str, Any] = {"content": edit.text, "filename": edit.path}
    if edit.path == source.path:
        found |= {
            "location": place(source.position(edit.span.start)),
            "end_location": place(source.position(edit.span.end)),
        }
    return found


def rdjson(findings: Sequence[ReportedFinding]) -> JsonText:
    """Return the findings as reviewdog's DiagnosticResult; its columns count bytes of UTF-8."""
    source = {"name": "handbook", "url": "https://github.com/example/mkdocs-handbook"}
    return json_text({"source": source, "diagnostics": [_diagnostic(one) for one in findings]}, indent=2)


def _diagnostic(shown: ReportedFinding) -> dict[str, Any]:
    finding = shown.finding
    return {
        "message": finding.message,
        "location": {"path": finding.source.path, "range": _range(finding.source, finding.span)},
        "severity": shown.severity.upper(),
        "code": {"value": finding.code},
        "suggestions": [
            {"range": _range(finding.source, edit.span), "text": edit.text}
            for edit in finding.edits
            # Half a fix is none.
            if all(one.path == finding.source.path and not one.to for one in finding.edits)
        ],
    }


def _range(source: Source, span: Span) -> dict[str, Any]:
    return {"start": _bytes(source, span.start), "end": _bytes(source, span.end)}


def _bytes(source: Source, offset: int) -> dict[str, int]:
    row, column = source.position(offset)
    return {"line": row, "column": len(source.line(row)[: column - 1].encode(errors="surrogatepass")) + 1}
