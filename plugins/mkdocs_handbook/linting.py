"""Linting: from a project's files to the findings that are shown."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from mkdocs_handbook import baseline, choice, clock, places, project, rules, sources, suppression
from mkdocs_handbook.choice import Choice
from mkdocs_handbook.load import Input, load
from mkdocs_handbook.model import Finding, Handbook, RawFile, Source
from mkdocs_handbook.project import ConfigError, Project


@dataclass(frozen=True, slots=True)
class Checked:
    """A handbook that was read, and what the chosen rules find in it."""

    handbook: Handbook
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What a run of lint is asked for.

    `folder` is where paths count from, `paths` limit the findings that are shown; `text` stands for the file `text_path`,
    and findings are then shown of that file alone.
    """

    folder: Path
    choice: Choice = field(default_factory=Choice)
    today: date | None = None
    paths: tuple[str, ...] = ()
    text_path: str = ""
    text: bytes = b""
    baseline: Path | None = None


def check(found: Project, now: datetime, codes: Collection[str] = rules.DEFAULT, given: Input | None = None) -> Checked:
    """Give the findings of a project as it is on disk, or of other files instead; raise MarkdownError or ConfigError."""
    read = given or project.inputs(found)
    handbook, problems = load(read, found.settings, now)
    project.check_kinds(found, handbook.kinds)
    problems = [*problems, *rules.run(handbook, codes)]
    return Checked(handbook, tuple(suppression.remaining(handbook, problems, codes, read)))


def codes_of(found: Project, asked: Choice) -> frozenset[str]:
    """Give the codes that a run has; raise ConfigError or SelectorError where one is unknown."""
    own = choice.configured(found.settings)
    try:
        choice.codes(own)
        choice.ignored(found.settings)
    except choice.SelectorError as error:
        raise ConfigError(f'{found.config}: plugin "handbook": {error}') from None
    return choice.codes(own, asked)


def findings(found: Project, request: Request) -> list[Finding]:
    """Give the findings that a run shows.

    Raises ConfigError, MarkdownError, SelectorError, PlaceError or BaselineError.
    """
    codes = codes_of(found, request.choice)
    limit = places.chosen(found.root, request.paths, request.folder)
    given = None
    if request.text_path:
        path = places.below(found.root, request.text_path, request.folder)
        given = places.with_text(project.inputs(found), path or request.text_path, request.text, found)
        limit = [path or ""]
    checked = check(found, clock.now(found.settings.timezone, request.today), codes, given)
    left: Iterable[Finding] = checked.findings
    if request.baseline:
        left = baseline.applied(left, baseline_source(found.root, request.baseline), codes)
    return places.within(left, limit)


def write_baseline(found: Project, request: Request) -> None:
    """Write the findings that there are to the baseline; raise as `findings` does."""
    codes = codes_of(found, request.choice)
    path = request.baseline or found.root / baseline.NAME
    checked = check(found, clock.now(found.settings.timezone, request.today), codes)
    old = baseline.parsed(baseline_source(found.root, path)) if path.exists() else []
    text = baseline.written(baseline.merged(old, baseline.entries(checked.findings), codes))
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise baseline.BaselineError(f"{path}: cannot be written: {error.strerror or error}") from None


def baseline_source(root: Path, path: Path) -> Source:
    """Give the text of a baseline, with its path as findings have it; raise BaselineError if it cannot be read."""
    name = Path(os.path.relpath(path, root)).as_posix()
    try:
        source, problems = sources.decode(RawFile(name, path.read_bytes()))
    except OSError as error:
        raise baseline.BaselineError(f"{path}: cannot be read: {error.strerror or error}") from None
    if problems:
        raise baseline.BaselineError(f"{path}: not UTF-8")
    return source
