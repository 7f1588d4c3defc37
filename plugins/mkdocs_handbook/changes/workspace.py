"""Changing the handbook's data: read, plan, and write all or nothing, or show what would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mkdocs_handbook.lint import file_fixer, linter, report, rules
from mkdocs_handbook.lint.comparison import UNREAD
from mkdocs_handbook.model import Finding, Handbook, Source
from mkdocs_handbook.project import atomic_write, clock, config, paths
from mkdocs_handbook.project.config import Project
from mkdocs_handbook.project.load import HandbookFiles, load
from mkdocs_handbook.util import unified_diff


@dataclass(frozen=True, slots=True)
class Desk:
    """A handbook that is to be changed: its project, its files as they were read, and what they make."""

    project: Project
    given: HandbookFiles
    handbook: Handbook
    problems: tuple[Finding, ...]
    now: datetime


def desk(found: Project, today: date | None = None) -> Desk:
    """Give a handbook as it is on disk; raise ConfigError or MarkdownError."""
    now = clock.now(found.settings.timezone, today)
    given = config.inputs(found)
    handbook, problems = load(given, found.settings, now)
    return Desk(found, given, handbook, tuple(problems), now)


def unread(here: Desk) -> list[str]:
    """Give the files that cannot be read, so that nobody knows whom they name."""
    return sorted({one.source.path for one in here.problems if one.code in UNREAD})


def bytes_of(sources: Mapping[str, Source]) -> dict[str, bytes]:
    """Give the contents of files."""
    return {path: (b"\xef\xbb\xbf" if one.bom else b"") + one.text.encode() for path, one in sources.items()}


def diff(here: Desk, sources: Mapping[str, Source]) -> bytes:
    """Give what `write` would change."""
    return unified_diff.diff(file_fixer.by_path(here.given), bytes_of(sources), paths.prefix(here.project.root))


def write(here: Desk, sources: Mapping[str, Source]) -> None:
    """Write files, all or none; raise WriteError."""
    root = here.project.root
    atomic_write.write(root, file_fixer.by_path(here.given), bytes_of(sources), paths.repository(root))


def noticed(here: Desk, sources: Mapping[str, Source]) -> Iterable[str]:
    """Give the findings that a change would bring, a line each: they are worth a look, and no reason to refuse."""
    if not sources:
        return ()
    after = file_fixer.replaced(here.given, bytes_of(sources), here.project.settings)
    before = {fix_key(one) for one in linter.check(here.project, here.now, rules.DEFAULT, here.given).findings}
    found = linter.check(here.project, here.now, rules.DEFAULT, after).findings
    new = [one for one in found if fix_key(one) not in before]
    return [report.text.concise(one) for one in report.below(new, paths.prefix(here.project.root))]


def fix_key(finding: Finding) -> tuple[str, str, str]:
    """Give what tells a finding again when lines have moved."""
    return finding.code, finding.source.path, finding.message
