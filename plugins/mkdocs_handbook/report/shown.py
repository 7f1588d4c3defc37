"""What all forms of a report share: a finding with its rule and severity, and what identifies it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_handbook.model import Finding, Position, Severity
from mkdocs_handbook.rules import ALL
from mkdocs_handbook.rules.registry import Rule


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding that is reported, with its severity under the handbook's settings."""

    finding: Finding
    severity: Severity

    @property
    def rule(self) -> Rule:
        """The rule that it breaks."""
        return ALL[self.finding.code]

    @property
    def end(self) -> Position:
        """The row and column behind the problem."""
        return self.finding.source.position(self.finding.span.end)


def fingerprints(findings: Sequence[Shown]) -> Iterator[str]:
    """Give for each finding what identifies it when lines above it come or go: rule, file, text of the line, and turn."""
    turns: Counter[str] = Counter()
    for shown in findings:
        finding = shown.finding
        line = finding.source.line(finding.position.row).strip()
        same = "\0".join((finding.code, finding.source.path, line, finding.message))
        turns[same] += 1
        yield hashlib.sha256(f"{same}\0{turns[same]}".encode()).hexdigest()
