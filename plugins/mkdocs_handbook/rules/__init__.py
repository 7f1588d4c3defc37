"""All rules by code, and the findings that they make of a handbook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from mkdocs_handbook.model import Finding, Handbook, Settings, Severity
from mkdocs_handbook.rules import (
    channels,
    closing,
    comparing,
    data,
    datafiles,
    debts,
    embedding,
    headings,
    links,
    linktexts,
    loading,
    mentions,
    moved,
    needless,
    pagefiles,
    people,
    rituals,
    rotations,
    structure,
    stubs,
    time,
    values,
)
from mkdocs_handbook.rules.registry import Rule

MODULES = (
    loading,
    values,
    data,
    people,
    channels,
    rituals,
    rotations,
    datafiles,
    structure,
    closing,
    embedding,
    headings,
    pagefiles,
    debts,
    links,
    moved,
    linktexts,
    stubs,
    comparing,
    needless,
    mentions,
    time,
)
ALL: Mapping[str, Rule] = {
    one.code: one for one in sorted((one for module in MODULES for one in module.RULES), key=lambda one: one.code)
}
# What a build checks, and what lint checks where nobody chose.
BUILD = frozenset(code for code, one in ALL.items() if one.scope == "build")
DEFAULT = frozenset(code for code, one in ALL.items() if one.scope != "asked")
ORDER = ("HB201", "HB202", "HB203", "HB205", "HB206", "HB207")


def run(handbook: Handbook, codes: Collection[str]) -> Iterator[Finding]:
    """Give what the chosen rules find in a handbook that was loaded."""
    for code, rule in ALL.items():
        if rule.check and code in codes:
            yield from rule.check(handbook)


def severity(finding: Finding, settings: Settings) -> Severity:
    """Give the severity of a finding: its rule's, for the order of sections that of the option `order`."""
    if finding.code in ORDER and settings.order == "warn":
        return "warning"
    return ALL[finding.code].severity


def reported(findings: Iterable[Finding], settings: Settings, codes: Collection[str]) -> list[Finding]:
    """Give the findings of the chosen rules that are to be shown, each once, in order of file and place."""
    off = ORDER if settings.order == "off" else ()
    wanted = (one for one in findings if one.code in codes and one.code not in off)
    unique = {(one.source.path, one.span, one.code, one.message): one for one in wanted}
    return [unique[key] for key in sorted(unique)]
