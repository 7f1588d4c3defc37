"""The linter: from a project's files to the findings that are shown."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_handbook.lint import baseline, parallel_facts, rule_selection, rules, suppression
from mkdocs_handbook.lint.finding_identity import exact
from mkdocs_handbook.lint.rule_selection import Selection
from mkdocs_handbook.lint.rules.data import file_renames
from mkdocs_handbook.model import Finding, RawFile, Source
from mkdocs_handbook.project import (
    atomic_write,
    clock,
    disk,
    markdown_extensions,
    mkdocs_yml,
    paths,
    safe_files,
    workspace,
)
from mkdocs_handbook.project.caching.fact_store import FactStore
from mkdocs_handbook.project.mkdocs_yml import ConfigError, Project
from mkdocs_handbook.project.workspace import Workspace

if TYPE_CHECKING:
    from mkdocs_handbook.lint.comparison import Comparison


@dataclass(frozen=True, slots=True)
class LintRequest:
    """The options of a run of lint.

    `folder` is where paths count from, `paths` limit the findings that are shown; `text` stands for the file `text_path`,
    and findings are then shown of that file alone. `built` is the folder of a site whose links and anchors count.
    """

    folder: Path
    selection: Selection = field(default_factory=Selection)
    today: date | None = None
    paths: tuple[str, ...] = ()
    text_path: str = ""
    text: bytes = b""
    baseline: Path | None = None
    built: Path | None = None


@dataclass(frozen=True, slots=True)
class LintRun:
    """A run of lint: the handbook that was loaded, the options, the codes that run, and the paths that are shown.

    `since` is what the handbook is compared with, if it is; `is_parallel` says that several processes may read it. `judges` are
    the rules whose findings no fix may bring.
    """

    workspace: Workspace
    request: LintRequest
    codes: frozenset[str]
    limit: list[str] | None = None
    since: Comparison | None = None
    is_parallel: bool = False
    judges: frozenset[str] = rules.DEFAULT


@dataclass(frozen=True, slots=True)
class LintResult:
    """The findings that a run shows, and all others of the handbook without their edits."""

    shown: Sequence[Finding]
    hidden: Sequence[Finding]


def prepare(project: Project, request: LintRequest, store: FactStore | None = None) -> LintRun:
    """Return the run that a request asks for; raise ConfigError, SelectorError, PathError or MarkdownError.

    What the store has of the handbook's files is not found out again.
    """
    markdown_extensions.check(project.settings)
    codes = selected_codes(project, request.selection)
    files = mkdocs_yml.read_files(project)
    limit = paths.chosen(project.root, request.paths, request.folder)
    if request.text_path:
        path = paths.below(project.root, request.text_path, request.folder) or request.text_path
        files, limit = paths.with_text(files, path, request.text, project), [path]
    now = clock.now(project.settings.timezone, request.today)
    state = workspace.load_files(project, files, now, store)
    return LintRun(as_built(state, request.built) if request.built else state, request, codes, limit)


def as_built(state: Workspace, folder: Path) -> Workspace:
    """Return the state of a handbook whose site was built: what plugins make of it is there; raise ConfigError if it is not."""
    # Imported here: it is for --built alone.
    from mkdocs_handbook.project.site import built_site

    try:
        site = built_site.read_site(folder)
    except OSError as error:
        raise ConfigError(f"{folder}: cannot be read: {error.strerror or error}") from None
    if not site.pages:
        raise ConfigError(f"{folder}: no site is there, build it into this folder first")
    known = state.handbook.settings
    plugins = replace(known.plugins, names={}, rewritten="", anchored="", made=())
    settings = replace(known, plugins=plugins, has_own_slugs=False, unresolved=())
    return replace(state, handbook=replace(state.handbook, settings=settings, built=site))


def selected_codes(project: Project, selection: Selection) -> frozenset[str]:
    """Return the codes that run; raise ConfigError where the configuration names none, SelectorError where the options do."""
    configured = rule_selection.configured(project.settings)
    try:
        rule_selection.codes(configured)
        rule_selection.ignored(project.settings)
    except rule_selection.SelectorError as error:
        raise ConfigError(f'{project.config}: plugin "handbook": {error}') from None
    return rule_selection.codes(configured, selection)


def check(state: Workspace, codes: Collection[str] = rules.DEFAULT) -> list[Finding]:
    """Return the findings of some rules in a handbook, without those that are suppressed.

    Raises ConfigError for a kind that the configuration names and nothing defines, MarkdownError where a page cannot be
    rendered.
    """
    mkdocs_yml.check_kinds(state.project, state.handbook.kinds)
    found = [*problems(state), *rules.run(state.handbook, codes)]
    return suppression.apply(state.handbook, found, codes)


def findings(run: LintRun) -> list[Finding]:
    """Return the findings that a run shows; raise ConfigError, MarkdownError or BaselineError."""
    handbook = run.workspace.handbook
    mkdocs_yml.check_kinds(run.workspace.project, handbook.kinds)
    if run.is_parallel:
        parallel_facts.find_out(handbook, run.codes)
    if run.request.text_path:
        handbook = replace(handbook, shown=frozenset(run.limit or ()))
    return shown(run, run.workspace, rules.run(handbook, run.codes))


def all_findings(run: LintRun, state: Workspace) -> LintResult:
    """Return the findings that a run shows in one state of its handbook, and the others; raise as `findings` does."""
    mkdocs_yml.check_kinds(state.project, state.handbook.kinds)
    codes = run.codes | run.judges
    found = list(rules.run(state.handbook, codes))
    visible = shown(run, state, found)
    known = set(map(exact, visible))
    every = suppression.apply(state.handbook, [*problems(state), *found], codes)
    return LintResult(visible, [replace(finding, edits=()) for finding in every if exact(finding) not in known])


def shown(run: LintRun, state: Workspace, found: Iterable[Finding]) -> list[Finding]:
    """Return what a run shows of the findings of rules, with those of loading, of the past and of the baseline."""
    handbook, since = state.handbook, run.since
    vanished = since.vanished_findings(handbook, state.problems) if since and "HB401" in run.codes else ()
    left = suppression.apply(handbook, [*problems(state), *vanished, *found], run.codes)
    if run.request.baseline:
        # What suppresses nothing is judged by all rules: a part of them cannot tell whether it is gone.
        codes = run.codes if run.codes >= rules.DEFAULT else run.codes - {"HB231"}
        left = baseline.apply(left, baseline_source(state.project.root, run.request.baseline), codes)
    # Last: what was there before is in the baseline all the same.
    return paths.within(since.new_findings(left) if since else left, run.limit)


def problems(state: Workspace) -> list[Finding]:
    """Return what loading found, with the fixes that take the rest of the handbook."""
    return file_renames.with_renames(state.handbook, state.problems)


def write_baseline(run: LintRun) -> tuple[Path, int]:
    """Write the findings that there are to the baseline, and return its path and their number; raise as `findings` does.

    Raises WriteError where it cannot be written.
    """
    root = run.workspace.project.root
    path = run.request.baseline or root / baseline.NAME
    entries = baseline.entries(check(run.workspace, run.codes))
    # As it is named: what it leads to is written only if it is in the same repository.
    folder, name = path.absolute().parent.resolve(), path.name
    before = {name: baseline_content(path)} if path.exists() else {}
    old = baseline.parse(baseline_source(root, path)) if before else []
    known = baseline.merge(old, entries, run.codes)
    atomic_write.write(folder, before, {name: baseline.to_json(known).encode()})
    return path, len(known)


def baseline_source(root: Path, path: Path) -> Source:
    """Return the text of a baseline, with its path as findings have it; raise BaselineError if it cannot be read."""
    name = Path(os.path.relpath(path, root)).as_posix()
    source, problems = disk.decode(RawFile(name, baseline_content(path)))
    if problems:
        raise baseline.BaselineError(f"{path}: not UTF-8")
    return source


def baseline_content(path: Path) -> bytes:
    """Return the content of a baseline; raise BaselineError if it cannot be read."""
    try:
        return safe_files.read(path, safe_files.repository(path.absolute().parent))
    except OSError as error:
        raise baseline.BaselineError(f"{path}: {safe_files.problem(error)}") from None
