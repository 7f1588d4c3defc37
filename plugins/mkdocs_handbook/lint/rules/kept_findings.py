"""Findings of rules that look at one file and nothing else: kept with what else is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from mkdocs_handbook.model import DataFile, Edit, Finding, Page, Settings, Source, Span

# What a rule looks at.
File = TypeVar("File", Page, DataFile)


def findings(
    code: str, files: Iterable[File], settings: Settings, check: Callable[[File, Settings], Iterable[Finding]]
) -> Iterator[Finding]:
    """Yield what a rule finds in files, each for itself: by its text and the settings; its edits are of that file."""
    return (finding for file in files for finding in in_file(code, file, settings, check))


def in_file(
    code: str, file: File, settings: Settings, check: Callable[[File, Settings], Iterable[Finding]]
) -> Iterator[Finding]:
    """Yield what a rule finds in one file."""
    found = file.facts.once(code, lambda: [*map(to_values, check(file, settings))])
    yield from (to_finding(code, file.source, *values) for values in found)


def to_values(finding: Finding) -> list[Any]:
    """Return a finding as JSON has it."""
    edits = [(edit.span, edit.text) for edit in finding.edits]
    return [finding.span, finding.message, edits, finding.is_safe, finding.url, finding.hint]


def to_finding(
    code: str,
    source: Source,
    span: Iterable[int],
    message: str,
    edits: Iterable[tuple[Iterable[int], str]],
    is_safe: bool,
    url: str,
    hint: str,
) -> Finding:
    """Return the finding in a file that has some values."""
    made = tuple(Edit(source.path, Span(*place), text) for place, text in edits)
    return Finding(code, source, Span(*span), message, made, is_safe, url, hint=hint)
