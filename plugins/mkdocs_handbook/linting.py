"""Linting: from a project's files to the findings that are shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from mkdocs_handbook import project, rules
from mkdocs_handbook.comparison import Comparison, suggestion
from mkdocs_handbook.load import Input, load
from mkdocs_handbook.model import Finding, Handbook
from mkdocs_handbook.project import Project


@dataclass(frozen=True, slots=True)
class Checked:
    """A handbook that was read, and what the chosen rules find in it."""

    handbook: Handbook
    findings: tuple[Finding, ...]


def check(
    found: Project,
    now: datetime,
    codes: Collection[str] = rules.DEFAULT,
    given: Input | None = None,
    since: Comparison | None = None,
) -> Checked:
    """Give the findings of a project as it is on disk, or of other files instead; raise MarkdownError or ConfigError.

    Compared with its past, only those are given that are new, with what vanished.
    """
    handbook, problems = load(given or project.inputs(found), found.settings, now)
    project.check_kinds(found, handbook.kinds)
    vanished = since.checked(handbook, problems) if since and "HB401" in codes else ()
    problems = [*problems, *vanished, *rules.run(handbook, codes)]
    findings = rules.reported(problems, found.settings, codes)
    return Checked(handbook, tuple(since.new(findings) if since else findings))


def suggestions(found: Project, now: datetime, since: Comparison) -> str:
    """Give the lines of stubs.yml that vanished addresses need; what is a guess, or unknown, says so."""
    handbook, problems = load(project.inputs(found), found.settings, now)
    return "".join(f"{suggestion(one)}\n" for one in since.vanished(handbook, problems) if one.old)
