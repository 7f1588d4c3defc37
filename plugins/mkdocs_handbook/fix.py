"""Fixes: the edits of findings are applied to files, again and again, until nothing changes.

A fix is all edits of one finding. It is kept if its finding vanishes and no other appears, wherever in a file findings
stand now. What else is then said of a link that had a finding before is no other one: a dead link to a page whose stub was
written is one to mend in the next round.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from mkdocs_handbook.identity import said
from mkdocs_handbook.model import Edit, Finding, Span

MAX_ROUNDS = 100
BOM = "\ufeff"

# Gives the findings of the handbook with the new bytes of some files.
Check = Callable[[Mapping[str, bytes]], Sequence[Finding]]


class Key(NamedTuple):
    """A finding's rule, file and message, and the link that it is about."""

    code: str
    path: str
    message: str
    url: str

    @property
    def link(self) -> tuple[str, str] | None:
        """The link and its file, None for a finding of something else."""
        return (self.path, self.url) if self.url else None


@dataclass(frozen=True, slots=True)
class Fixed:
    """What fixing came to: the new bytes of the files that changed, the findings that are left, how many are gone.

    What is left has no edits where its fix was refused.
    """

    files: Mapping[str, bytes]
    findings: Sequence[Finding]
    count: int = 0


def fix(
    files: Mapping[str, bytes],
    findings: Sequence[Finding],
    check: Check,
    *,
    unsafe: bool = False,
    writable: Callable[[str], bool] = lambda path: True,
) -> Fixed:
    """Give the files after the fixes of their findings: the safe ones, or all; a path that no file has becomes one."""
    state = Fixed({}, findings)
    refused: set[tuple[Edit, ...]] = set()
    for _ in range(MAX_ROUNDS):
        wanted = (one for one in state.findings if (one.is_safe or unsafe) and one.edits not in refused)
        chosen = apart(one for one in wanted if one.edits and all(writable(edit.path) for edit in one.edits))
        if not chosen:
            break
        before, state = state, settled(files, state, chosen, check)
        # What was refused beside other fixes may do well now that those are made.
        refused = set() if state is not before else {*refused, *(one.edits for one in chosen)}
    left = [replace(one, edits=()) if one.is_safe or unsafe else one for one in state.findings]
    return Fixed(state.files, left, len(findings) - len(left))


def settled(files: Mapping[str, bytes], state: Fixed, chosen: list[Finding], check: Check) -> Fixed:
    """Give the state with those of some fixes that do well: all at once, else by groups that get smaller."""
    kept: list[Finding] = []
    best = state
    groups = [chosen]
    while groups:
        group = groups.pop()
        new = applied(files, state.files, [*kept, *group])
        tried = Fixed(new, check(new))
        blamed = to_blame(group, kept, state.findings, tried.findings)
        if blamed is None:
            kept, best = [*kept, *group], tried
        elif len(group) > 1:
            groups += reversed(parts(group, blamed))
    return best


def to_blame(
    group: list[Finding], kept: list[Finding], before: Iterable[Finding], after: Iterable[Finding]
) -> list[Finding] | None:
    """Give the fixes of a group that may be at fault for what is there after them, None if nothing is wrong."""
    was, now = Counter(map(key, before)), Counter(map(key, after))
    new = now - was
    gone = {one.link for one in (was - now) if one.link}
    new = Counter({one: number for one, number in new.items() if one.link not in gone})
    stays = {one for one, number in Counter(map(key, [*kept, *group])).items() if was[one] - now[one] < number}
    if not new and not stays:
        return None
    paths = {one.path for one in new}
    return [one for one in group if key(one) in stays or any(edit.path in paths for edit in one.edits)]


def key(finding: Finding) -> Key:
    """Give what identifies a finding while its place may shift, and what it suggests may change."""
    return Key(finding.code, finding.source.path, said(finding), finding.url)


def parts(group: list[Finding], blamed: list[Finding]) -> list[list[Finding]]:
    """Give the two parts of a group to try next: those without and with blame, else its halves."""
    guilty = {id(one) for one in blamed}
    fine = [one for one in group if id(one) not in guilty]
    half = len(group) // 2
    return [fine, blamed] if fine and blamed else [group[:half], group[half:]]


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
        # Bytes that are no UTF-8 stay as they are.
        text = new.get(path, files.get(path, b"")).decode("utf-8", "surrogateescape")
        mark = BOM if text.startswith(BOM) else ""
        new[path] = (mark + spliced(text.removeprefix(BOM), edits)).encode("utf-8", "surrogateescape")
    return {path: content for path, content in new.items() if content != files.get(path)}


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """Give a text with its edits, which do not overlap; what is inserted gets the line ends of a text that has only CRLF."""
    crlf = "\n" in text and not re.search(r"(?<!\r)\n", text)
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda one: one.span):
        pieces += [text[at : edit.span.start], re.sub(r"\r?\n", "\r\n", edit.text) if crlf else edit.text]
        at = edit.span.end
    return "".join([*pieces, text[at:]])
