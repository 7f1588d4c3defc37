"""Linting: from a project's files to the findings that are shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from mkdocs_handbook import project, rules
from mkdocs_handbook.load import Input, load
from mkdocs_handbook.model import Finding, Handbook
from mkdocs_handbook.project import Project


@dataclass(frozen=True, slots=True)
class Checked:
    """A handbook that was read, and what the chosen rules find in it."""

    handbook: Handbook
    findings: tuple[Finding, ...]


def check(found: Project, now: datetime, codes: Collection[str] = rules.DEFAULT, given: Input | None = None) -> Checked:
    """Give the findings of a project as it is on disk, or of other files instead; raise MarkdownError or ConfigError."""
    handbook, problems = load(given or project.inputs(found), found.settings, now)
    project.check_kinds(found, handbook.kinds)
    problems = [*problems, *rules.run(handbook, codes)]
    return Checked(handbook, tuple(rules.reported(problems, found.settings, codes)))
