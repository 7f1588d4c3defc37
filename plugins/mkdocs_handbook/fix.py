"""Fixes: edits are applied from the end of a file backwards, again and again, until nothing changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from mkdocs_handbook.model import Edit, Finding, RawFile

MAX_ROUNDS = 20
BOM = b"\xef\xbb\xbf"

Check = Callable[[Mapping[str, bytes]], list[Finding]]


@dataclass(frozen=True, slots=True)
class Fixed:
    """What fixing came to: the new bytes of the files that changed, the findings left, and how many were mended."""

    files: Mapping[str, bytes]
    findings: list[Finding]
    count: int


def fix(check: Check, findings: list[Finding], *, unsafe: bool) -> Fixed:
    """Give the files with the edits of their findings, until a round changes nothing.

    `check` gives the findings of the handbook with some files replaced. A fix that brings a finding that was not there
    is taken back, and stays undone.
    """
    files: dict[str, bytes] = {}
    refused: set[tuple[Edit, ...]] = set()
    count = 0
    for _ in range(MAX_ROUNDS):
        wanted = [one for one in findings if one.edits and (one.is_safe or unsafe) and one.edits not in refused]
        chosen = apart(wanted)
        if not chosen:
            break
        files, findings, kept = tried(check, files, findings, chosen)
        refused.update(one.edits for one in chosen if one not in kept)
        count += len(kept)
    return Fixed(files, findings, count)


def tried(
    check: Check, files: dict[str, bytes], findings: list[Finding], chosen: list[Finding]
) -> tuple[dict[str, bytes], list[Finding], list[Finding]]:
    """Give the files and findings after the edits of some findings, and those that were kept: all, or one by one."""
    candidate = applied(files, chosen)
    after = check(candidate)
    if not brings_new(findings, after):
        return candidate, after, chosen
    if len(chosen) == 1:
        return files, findings, []
    return tried(check, files, findings, chosen[:1])


def brings_new(before: Iterable[Finding], after: Iterable[Finding]) -> bool:
    """Whether there are findings that were not there before, wherever in their file they stand now."""
    counted = Counter((one.code, one.source.path, one.message) for one in after)
    counted.subtract(Counter((one.code, one.source.path, one.message) for one in before))
    return any(number > 0 for number in counted.values())


def apart(findings: Iterable[Finding]) -> list[Finding]:
    """Give the findings whose edits overlap with none that was chosen before them; the others wait for the next round."""
    taken: dict[str, list[tuple[int, int]]] = {}
    chosen = []
    for finding in findings:
        spans = [(edit.path, edit.span.start, edit.span.end) for edit in finding.edits]
        if all(start > e or end < s for path, start, end in spans for s, e in taken.get(path, ())):
            chosen.append(finding)
            for path, start, end in spans:
                taken.setdefault(path, []).append((start, end))
    return chosen


def applied(files: Mapping[str, bytes], findings: Iterable[Finding]) -> dict[str, bytes]:
    """Give the files with all edits of the findings; a byte order mark stays."""
    by_path: dict[str, list[Edit]] = {}
    sources = {finding.source.path: finding.source for finding in findings}
    for finding in findings:
        for edit in finding.edits:
            by_path.setdefault(edit.path, []).append(edit)
    new = dict(files)
    for path, edits in by_path.items():
        source = sources[path]
        new[path] = (BOM if source.bom else b"") + spliced(source.text, edits).encode()
    return new


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """Give a text with its edits, made from the end backwards so that offsets stay true."""
    for edit in sorted(edits, key=lambda one: one.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def replaced(raw: RawFile, files: Mapping[str, bytes]) -> RawFile:
    """Give a file as it would be read after fixing."""
    return replace(raw, content=files[raw.path]) if raw.path in files else raw
