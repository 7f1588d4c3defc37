"""The reported finding: a finding with its rule and its severity."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, replace

from mkdocs_handbook.lint.rules import ALL
from mkdocs_handbook.lint.rules.registry import Rule
from mkdocs_handbook.model import Finding, Position, Severity


@dataclass(frozen=True, slots=True)
class ReportedFinding:
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


def below(findings: Iterable[Finding], folder: str) -> list[Finding]:
    """Return findings with their paths below a folder ("" or a path that ends with "/")."""
    if not folder:
        return list(findings)
    return [
        replace(
            finding,
            source=replace(finding.source, path=posixpath.normpath(folder + finding.source.path)),
            edits=tuple(
                replace(
                    edit,
                    path=posixpath.normpath(folder + edit.path),
                    to=edit.to and posixpath.normpath(folder + edit.to),
                )
                for edit in finding.edits
            ),
        )
        for finding in findings
    ]
