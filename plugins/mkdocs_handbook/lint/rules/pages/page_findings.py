"""Findings of rules that look at one page and nothing else, kept by the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mkdocs_handbook.model import Edit, Finding, Handbook, Page, Settings, Span

# Returns what a rule finds on a page with its own text, the settings, and no more; edits are of that page.
PageCheck = Callable[[Page, Settings], Iterable[Finding]]


def findings(handbook: Handbook, code: str, check: PageCheck) -> Iterator[Finding]:
    """Yield what a rule finds on each page."""
    return (one for page in handbook.pages for one in on_page(page, handbook.settings, code, check))


def on_page(page: Page, settings: Settings, code: str, check: PageCheck) -> Iterator[Finding]:
    """Yield what a rule finds on one page."""
    found = page.facts.once(code, lambda: [*map(to_values, check(page, settings))])
    yield from (to_finding(page, code, *values) for values in found)


def to_values(finding: Finding) -> list[Any]:
    """Return a finding of a page as JSON has it."""
    edits = [(edit.span, edit.text) for edit in finding.edits]
    return [finding.span, finding.message, edits, finding.is_safe, finding.url, finding.hint]


def to_finding(
    page: Page,
    code: str,
    span: Iterable[int],
    message: str,
    edits: Iterable[tuple[Iterable[int], str]],
    is_safe: bool,
    url: str,
    hint: str,
) -> Finding:
    """Return the finding of a page that has some values."""
    made = tuple(Edit(page.source.path, Span(*place), text) for place, text in edits)
    return Finding(code, page.source, Span(*span), message, made, is_safe, url, hint=hint)
