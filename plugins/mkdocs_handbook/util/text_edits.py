"""Edits become the new bytes of files."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping

from mkdocs_handbook.model import Edit, Finding, Span

BOM = "\ufeff"


def apart(findings: Iterable[Finding]) -> list[Finding]:
    """Give the findings whose edits touch none that was chosen before them; the others wait for the next round."""
    taken: dict[str, list[Span]] = {}
    chosen = []
    for finding in findings:
        if any(touches(edit.span, taken.get(edit.path, [])) for edit in finding.edits):
            continue
        chosen.append(finding)
        for edit in finding.edits:
            spans = taken.setdefault(edit.path, [])
            spans.insert(bisect_left(spans, edit.span), edit.span)
    return chosen


def touches(span: Span, taken: list[Span]) -> bool:
    """Whether a span touches one of some that are apart and in order; insertions at one place stand one after another."""
    at = bisect_left(taken, span)
    near = taken[max(0, at - 1) : at + 1]
    return any(
        span.start <= one.end and one.start <= span.end and not (span == one and span.start == span.end) for one in near
    )


def applied(files: Mapping[str, bytes], changed: Mapping[str, bytes], fixes: Iterable[Finding]) -> dict[str, bytes]:
    """Give the files that have changed with all edits of some fixes; what two fixes insert alike is inserted once."""
    by_path: dict[str, dict[Edit, None]] = {}
    for finding in fixes:
        for edit in finding.edits:
            by_path.setdefault(edit.path, {})[edit] = None
    new = dict(changed)
    for path, edits in by_path.items():
        new[path] = edited(new.get(path, files.get(path, b"")), edits)
    return {path: content for path, content in new.items() if content != files.get(path)}


def edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Give the bytes of a file with edits of its text; bytes that are no UTF-8 stay as they are."""
    text = content.decode("utf-8", "surrogateescape")
    mark = BOM if text.startswith(BOM) else ""
    return (mark + spliced(text.removeprefix(BOM), edits)).encode("utf-8", "surrogateescape")


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """Give a text with its edits, which do not overlap; what is inserted gets the line ends of a text that has only CRLF."""
    crlf = "\n" in text and not re.search(r"(?<!\r)\n", text)
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda one: one.span):
        pieces += [text[at : edit.span.start], re.sub(r"\r?\n", "\r\n", edit.text) if crlf else edit.text]
        at = edit.span.end
    return "".join([*pieces, text[at:]])
