"""Linting: from a project's files to the findings that are shown."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from mkdocs_handbook.lint import baseline, parallel_rules, rule_selection, rules, suppression
from mkdocs_handbook.lint.comparison import Comparison
from mkdocs_handbook.lint.finding_identity import exact
from mkdocs_handbook.lint.rule_selection import Choice
from mkdocs_handbook.model import Finding, Handbook, RawFile, Source
from mkdocs_handbook.project import clock, config, disk, paths
from mkdocs_handbook.project.config import ConfigError, Project
from mkdocs_handbook.project.load import HandbookFiles, load
from mkdocs_handbook.stubs.vanished import VanishedAddress


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


@dataclass(frozen=True, slots=True)
class Run:
    """A run of lint that can begin: its project and request, the codes that run, the files, and the paths that are shown.

    `since` is what the handbook is compared with, if it is; `is_shared` says that several processes may check it.
    """

    project: Project
    request: Request
    now: datetime
    codes: frozenset[str]
    given: HandbookFiles
    limit: list[str] | None = None
    since: Comparison | None = None
    is_shared: bool = False


def check(
    found: Project,
    now: datetime,
    codes: Collection[str] = rules.DEFAULT,
    given: HandbookFiles | None = None,
    since: Comparison | None = None,
    *,
    is_shared: bool = False,
) -> Checked:
    """Give the findings of a project as it is on disk, or of other files instead; raise MarkdownError or ConfigError.

    Compared with its past, those of what vanished are among them. Several processes share the work where that is said; then
    this one remembers less of it for the next time.
    """
    read = given or config.read_files(found)
    handbook, problems = load(read, found.settings, now)
    return Checked(handbook, check_loaded(found, read, handbook, problems, codes, since, is_shared=is_shared))


def check_loaded(
    found: Project,
    files: HandbookFiles,
    handbook: Handbook,
    problems: Sequence[Finding],
    codes: Collection[str] = rules.DEFAULT,
    since: Comparison | None = None,
    *,
    is_shared: bool = False,
) -> tuple[Finding, ...]:
    """Return the findings of a handbook that was loaded, those of loading among them; raise as `check` does."""
    config.check_kinds(found, handbook.kinds)
    vanished = since.checked(handbook, problems) if since and "HB401" in codes else ()
    run = parallel_rules.run if is_shared else rules.run
    every = [*problems, *vanished, *run(handbook, codes)]
    return tuple(suppression.remaining(handbook, every, codes, files))


def vanished(found: Project, now: datetime, since: Comparison) -> tuple[Handbook, list[VanishedAddress]]:
    """Give the handbook as it is, and the addresses that vanished from it."""
    handbook, problems = load(config.read_files(found), found.settings, now)
    return handbook, since.vanished(handbook, problems)


def codes_of(found: Project, asked: Choice) -> frozenset[str]:
    """Give the codes that a run has; raise ConfigError or SelectorError where one is unknown."""
    own = rule_selection.configured(found.settings)
    try:
        rule_selection.codes(own)
        rule_selection.ignored(found.settings)
    except rule_selection.SelectorError as error:
        raise ConfigError(f'{found.config}: plugin "handbook": {error}') from None
    return rule_selection.codes(own, asked)


def prepared(found: Project, request: Request) -> Run:
    """Give the run that a request asks for; raise ConfigError, SelectorError or PathError."""
    codes = codes_of(found, request.choice)
    given = config.read_files(found)
    limit = paths.chosen(found.root, request.paths, request.folder)
    if request.text_path:
        path = paths.below(found.root, request.text_path, request.folder) or request.text_path
        given, limit = paths.with_text(given, path, request.text, found), [path]
    return Run(found, request, clock.now(found.settings.timezone, request.today), codes, given, limit)


def findings(run: Run, files: HandbookFiles | None = None) -> list[Finding]:
    """Give the findings that a run shows, of its own files or of others; raise ConfigError, MarkdownError or BaselineError."""
    left = list(check(run.project, run.now, run.codes, files or run.given, run.since, is_shared=run.is_shared).findings)
    if run.request.baseline:
        # What suppresses nothing is judged by all rules: with fewer of them, nobody can say that it is gone.
        codes = run.codes if run.codes >= rules.DEFAULT else run.codes - {"HB231"}
        left = baseline.applied(left, baseline_source(run.project.root, run.request.baseline), codes)
    # Only now: what was there before is in the baseline all the same.
    return paths.within(run.since.new(left) if run.since else left, run.limit)


@dataclass(frozen=True, slots=True)
class Watched:
    """The findings that a run shows, and all others of the handbook, of which it makes no use: they have no edits."""

    shown: Sequence[Finding]
    hidden: Sequence[Finding]


def watched(run: Run, files: HandbookFiles) -> Watched:
    """Give the findings that a run shows, and those that it does not; raise as `findings` does."""
    shown = findings(run, files)
    is_whole = not (run.since or run.limit or run.request.baseline) and run.codes >= rules.DEFAULT
    every = () if is_whole else check(run.project, run.now, run.codes | rules.DEFAULT, files).findings
    known = set(map(exact, shown))
    return Watched(shown, [replace(one, edits=()) for one in every if exact(one) not in known])


def write_baseline(run: Run) -> None:
    """Write the findings that there are to the baseline; raise as `findings` does."""
    root, path = run.project.root, run.request.baseline or run.project.root / baseline.NAME
    checked = check(run.project, run.now, run.codes, run.given)
    old = baseline.parsed(baseline_source(root, path)) if path.exists() else []
    text = baseline.written(baseline.merged(old, baseline.entries(checked.findings), run.codes))
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise baseline.BaselineError(f"{path}: cannot be written: {error.strerror or error}") from None


def baseline_source(root: Path, path: Path) -> Source:
    """Give the text of a baseline, with its path as findings have it; raise BaselineError if it cannot be read."""
    name = Path(os.path.relpath(path, root)).as_posix()
    try:
        source, problems = disk.decode(RawFile(name, path.read_bytes()))
    except OSError as error:
        raise baseline.BaselineError(f"{path}: cannot be read: {error.strerror or error}") from None
    if problems:
        raise baseline.BaselineError(f"{path}: not UTF-8")
    return source
