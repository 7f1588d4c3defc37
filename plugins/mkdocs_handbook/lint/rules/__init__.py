"""The table of all rules by code, and the findings that they make of a handbook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from mkdocs_handbook.lint.finding_identity import exact
from mkdocs_handbook.lint.rules import (
    codeowners,
    mentions,
    needless_stubs,
    request_forms,
    slack,
    stubs,
    suppressions,
    time,
)
from mkdocs_handbook.lint.rules.data import (
    channels,
    duplicates,
    escalations,
    people,
    person_spellings,
    rituals,
    rotations,
    schema,
    unreadable,
    unshown_files,
)
from mkdocs_handbook.lint.rules.links import (
    dead_links,
    email_addresses,
    images,
    link_texts,
    malformed_addresses,
    moved_links,
    navigation,
    undefined_references,
)
from mkdocs_handbook.lint.rules.pages import (
    closing_sections,
    embeds,
    headings,
    page_files,
    page_names,
    rendering,
    row_anchors,
    section_order,
)
from mkdocs_handbook.lint.rules.registry import Rule
from mkdocs_handbook.model import Finding, Handbook, Settings, Severity

MODULES = (
    unreadable,
    schema,
    people,
    person_spellings,
    channels,
    rituals,
    duplicates,
    rotations,
    escalations,
    unshown_files,
    section_order,
    closing_sections,
    embeds,
    headings,
    page_files,
    page_names,
    rendering,
    row_anchors,
    suppressions,
    dead_links,
    images,
    moved_links,
    malformed_addresses,
    navigation,
    undefined_references,
    link_texts,
    email_addresses,
    stubs,
    needless_stubs,
    mentions,
    time,
    codeowners,
    request_forms,
    slack,
)
ALL: Mapping[str, Rule] = {
    one.code: one for one in sorted((one for module in MODULES for one in module.RULES), key=lambda one: one.code)
}
# What a build checks, what it tells and goes on, and what lint checks where nobody chose.
BUILD = frozenset(code for code, one in ALL.items() if one.scope == "build")
TOLD = frozenset(code for code, one in ALL.items() if one.scope == "told")
DEFAULT = frozenset(code for code, one in ALL.items() if one.scope != "asked")
ORDER = ("HB201", "HB202", "HB203", "HB205", "HB206", "HB207")


def run(handbook: Handbook, codes: Collection[str]) -> Iterator[Finding]:
    """Yield what the chosen rules find in a handbook that was loaded."""
    for code, rule in ALL.items():
        if rule.check and code in codes:
            yield from rule.check(handbook)


def severity(finding: Finding, settings: Settings) -> Severity:
    """Return the severity of a finding: its rule's, for the order of sections that of the option `order`."""
    if finding.code in ORDER and settings.order == "warn":
        return "warning"
    return ALL[finding.code].severity


def reported(findings: Iterable[Finding], settings: Settings, codes: Collection[str]) -> list[Finding]:
    """Return the findings of the chosen rules that are to be shown, each once, in order of file and place."""
    off = ORDER if settings.order == "off" else ()
    wanted = (finding for finding in findings if finding.code in codes and finding.code not in off)
    unique = {exact(finding): finding for finding in wanted}
    return [unique[identity] for identity in sorted(unique)]
