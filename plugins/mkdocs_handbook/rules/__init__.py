"""All rules by code, and the findings that they make of a handbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mkdocs_handbook.model import Finding, Handbook, Settings, Severity
from mkdocs_handbook.rules import data, embedding, loading, structure
from mkdocs_handbook.rules.registry import Rule

ALL: Mapping[str, Rule] = {
    one.code: one
    for one in sorted((*loading.RULES, *data.RULES, *structure.RULES, *embedding.RULES), key=lambda one: one.code)
}
ORDER = ("HB201", "HB202", "HB203")


def run(handbook: Handbook) -> Iterator[Finding]:
    """Give what the rules find in a handbook that was loaded."""
    for rule in ALL.values():
        if rule.check:
            yield from rule.check(handbook)


def severity(finding: Finding, settings: Settings) -> Severity:
    """Give the severity of a finding: its rule's, for the order of sections that of the option `order`."""
    if finding.code in ORDER and settings.order == "warn":
        return "warning"
    return ALL[finding.code].severity


def reported(findings: Iterable[Finding], settings: Settings) -> list[Finding]:
    """Give the findings that are to be shown, each once, in order of file and place."""
    wanted = (one for one in findings if not (one.code in ORDER and settings.order == "off"))
    unique = {(one.source.path, one.span, one.code, one.message): one for one in wanted}
    return [unique[key] for key in sorted(unique)]
