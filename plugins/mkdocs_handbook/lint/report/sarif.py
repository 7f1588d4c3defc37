"""SARIF reports, version 2.1.0, for code scanning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from mkdocs_handbook import __version__
from mkdocs_handbook.lint.finding_identity import fingerprints
from mkdocs_handbook.lint.report.reported_finding import ReportedFinding
from mkdocs_handbook.lint.rules import ALL
from mkdocs_handbook.lint.rules.registry import Rule
from mkdocs_handbook.model import Edit, Source, Span
from mkdocs_handbook.util.escaping import JsonText, SarifText, json_text, sarif_text

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(findings: Sequence[ReportedFinding]) -> JsonText:
    """Return the findings as one run; columns count Unicode code points from 1."""
    codes = list(ALL)
    driver = {
        "name": "handbook",
        "version": __version__,
        "informationUri": "https://pypi.org/project/mkdocs-handbook/",
        "rules": [_rule(rule) for rule in ALL.values()],
    }
    results = [
        _result(shown, codes, mark)
        for shown, mark in zip(findings, fingerprints(shown.finding for shown in findings), strict=True)
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": _message(sarif_text(rule.summary)),
        "fullDescription": _message(sarif_text(rule.doc)),
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(shown: ReportedFinding, codes: list[str], fingerprint: str) -> dict[str, Any]:
    finding = shown.finding
    location = {"artifactLocation": _file(finding.source.path), "region": _region(finding.source, finding.span)}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": shown.severity,
        "message": _message(sarif_text(finding.message)),
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"handbook/v1": fingerprint},
    }
    # It has no way to say that a file is renamed.
    if finding.edits and not finding.renames:
        changes = [_change(finding.source, path, finding.edits) for path in {edit.path: None for edit in finding.edits}]
        said = "what belongs here" if finding.is_safe else "what may belong here"
        result["fixes"] = [{"description": {"text": said}, "artifactChanges": changes}]
    return result


def _message(text: SarifText) -> dict[str, str]:
    return {"text": text}


def _change(source: Source, path: str, edits: Sequence[Edit]) -> dict[str, Any]:
    own = [edit for edit in edits if edit.path == path]
    return {"artifactLocation": _file(path), "replacements": [_replacement(source, one) for one in own]}


def _file(path: str) -> dict[str, str]:
    return {"uri": quote(path, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}


def _region(source: Source, span: Span) -> dict[str, int]:
    start, end = source.position(span.start), source.position(span.end)
    return {"startLine": start.row, "startColumn": start.column, "endLine": end.row, "endColumn": end.column}


def _replacement(source: Source, edit: Edit) -> dict[str, Any]:
    # Of another file only the offsets are known, not its lines.
    start, end = edit.span
    region = (
        _region(source, edit.span) if edit.path == source.path else {"charOffset": start, "charLength": end - start}
    )
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}
