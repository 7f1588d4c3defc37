"""The identity of findings: when two findings are the same one, in one state of the files and across changes to them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple

from mkdocs_handbook.model import Finding, Span

# How suggestions begin whose rules do not say which part of the message they are.
SUGGESTION = re.compile(
    r", (?:did you mean|known are|write the path of|add the person or|new here\?|a handle of|write) "
)


class ExactIdentity(NamedTuple):
    """What tells a finding from all others of the same files; reports are sorted by it, what is made for tools last."""

    is_hidden: bool
    path: str
    span: Span
    code: str
    message: str


class StableIdentity(NamedTuple):
    """What stays of a finding while lines come and go; the line or the URL is "" where it may change, too."""

    code: str
    path: str
    line: str
    message: str
    url: str = ""


def exact(finding: Finding) -> ExactIdentity:
    """Return the identity of a finding among those of one state of the files."""
    path = finding.source.path
    return ExactIdentity(path.startswith("."), path, finding.span, finding.code, finding.message)


def in_file(finding: Finding) -> StableIdentity:
    """Return the identity of a finding that survives edits of its line, as fixes and commands make them."""
    return StableIdentity(finding.code, finding.source.path, "", statement(finding), finding.url)


def on_line(finding: Finding) -> StableIdentity:
    """Return the identity of a finding that survives edits of other lines, as baselines and CI services compare them."""
    has_line = finding.span.end > finding.span.start
    line = finding.source.line(finding.position.row).strip() if has_line else ""
    return StableIdentity(finding.code, finding.source.path, line, statement(finding))


def statement(finding: Finding) -> str:
    """Return a finding's message without its suggestion, which depends on the rest of the handbook."""
    return SUGGESTION.split(finding.message.removesuffix(finding.hint), maxsplit=1)[0]


def new_findings(
    after: Iterable[Finding], before: Iterable[Hashable], identity: Callable[[Finding], Hashable] = in_file
) -> Iterator[Finding]:
    """Yield the findings that occur more often than their identity did before."""
    known = Counter(before)
    for finding in after:
        if known[same := identity(finding)]:
            known[same] -= 1
        else:
            yield finding


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield the fingerprint of each finding for CI services: the SHA-256 of its identity and its number among the same."""
    turns: Counter[StableIdentity] = Counter()
    for finding in findings:
        turns[same := on_line(finding)] += 1
        yield digest(same, str(turns[same]))


def fingerprint(finding: Finding) -> str:
    """Return the fingerprint of a finding in a baseline: 16 hexadecimal digits, short enough to be read in a diff."""
    return digest(on_line(finding))[:16]


def digest(identity: StableIdentity, *more: str) -> str:
    """Return the SHA-256 of an identity as hexadecimal digits; it is written to users' files, so it must not change."""
    text = "\0".join((*identity[:4], *more))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
