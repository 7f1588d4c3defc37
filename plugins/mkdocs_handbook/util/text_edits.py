"""Text edits: which of them overlap, and the new bytes of files after them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping

from mkdocs_handbook.model import Content, Edit, Finding, Renamed, Span

BOM = "\ufeff"


def without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings whose edits touch none of a finding that is returned before them, and give no other file its name."""
    taken: dict[str, list[Span]] = {}
    names: set[str] = set()
    chosen = []
    for finding in findings:
        if any(edit.to in names or touches(edit.span, taken.get(edit.path, [])) for edit in finding.edits):
            continue
        chosen.append(finding)
        names |= {edit.to for edit in finding.edits if edit.to}
        for edit in finding.edits:
            spans = taken.setdefault(edit.path, [])
            spans.insert(bisect_left(spans, edit.span), edit.span)
    return chosen


def touches(span: Span, taken: list[Span]) -> bool:
    """Return whether a span touches one of some that are sorted; insertions at the same offset follow one another."""
    at = bisect_left(taken, span)
    return any(
        span.start <= other.end and other.start <= span.end and not (span == other and span.start == span.end)
        for other in taken[max(0, at - 1) : at + 1]
    )


def apply_fixes(
    files: Mapping[str, bytes], changed: Mapping[str, Content], fixes: Iterable[Finding]
) -> dict[str, Content]:
    """Return the new bytes of all changed files after the edits of some fixes; equal edits are made once."""
    by_path: dict[str, dict[Edit, None]] = {}
    for finding in fixes:
        for edit in finding.edits:
            by_path.setdefault(edit.path, {})[edit] = None
    new = dict(changed)
    for path, edits in by_path.items():
        content = new.get(path, files.get(path, b""))
        new[path] = content if isinstance(content, Renamed) else edited(content, edits)
    for edit in (edit for edits in by_path.values() for edit in edits if edit.to):
        new[edit.to], new[edit.path] = new[edit.path], Renamed(edit.to)
    return {path: content for path, content in new.items() if content != files.get(path)}


def edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes of a file with edits of its text; bytes that are no UTF-8 stay as they are."""
    text = content.decode("utf-8", "surrogateescape")
    mark = BOM if text.startswith(BOM) else ""
    return (mark + spliced(text.removeprefix(BOM), edits)).encode("utf-8", "surrogateescape")


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits, which do not overlap; new lines end with CRLF where all lines of the text do."""
    crlf = "\n" in text and not re.search(r"(?<!\r)\n", text)
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        pieces += [text[at : edit.span.start], re.sub(r"\r?\n", "\r\n", edit.text) if crlf else edit.text]
        at = edit.span.end
    return "".join([*pieces, text[at:]])
