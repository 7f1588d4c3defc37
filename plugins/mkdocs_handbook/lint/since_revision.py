"""The comparison of a handbook with a revision of git, for `lint --since`, `diff` and `stubs suggest`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from mkdocs_handbook.lint import linter
from mkdocs_handbook.lint.comparison import Comparison
from mkdocs_handbook.model import Finding
from mkdocs_handbook.pages.page_renderer import MarkdownError
from mkdocs_handbook.project import git, mkdocs_yml, workspace
from mkdocs_handbook.project.git import GitError
from mkdocs_handbook.project.mkdocs_yml import ConfigError, Project

__all__ = ["GitError", "compare"]


def compare(project: Project, rev: str, now: datetime) -> Comparison:
    """Return the comparison of a project with a revision; raise GitError where git can't read that."""
    settings = project.settings
    folders = (".", settings.docs_dir, settings.data_dir, settings.schemas_dir)
    root = project.root.resolve()
    past = git.read_revision(root, rev, [folder for folder in folders if folder == "." or folder.startswith("..")])
    notes = list(past.notes)
    try:
        before = project_before(project, root, past)
        old = workspace.load_files(before, mkdocs_yml.read_files(before), now)
        mkdocs_yml.check_kinds(before, old.handbook.kinds)
    except (ConfigError, MarkdownError) as error:
        why = str(error).removeprefix("None: ")
        return Comparison(notes=[*notes, f'the handbook at "{rev}" cannot be read, all findings are shown: {why}'])

    @cache
    def findings(codes: frozenset[str]) -> Sequence[Finding]:
        try:
            return linter.check(old, codes)
        except MarkdownError as error:
            notes.append(f'the handbook at "{rev}" cannot be checked, all findings are shown: {error}')
            return ()

    return Comparison(old.handbook, findings, past.renames, notes)


def project_before(project: Project, root: Path, past: git.Revision) -> Project:
    """Return a project as it was: with its configuration then, or with that of now where it had none yet."""
    config = configuration(project, past)
    if config is None and project.config is not None:
        if not past.has_folder(root / project.settings.docs_dir):
            raise ConfigError(f'the folder of pages, "{project.settings.docs_dir}", does not exist')
        return replace(project, root=root, tree=past)
    return mkdocs_yml.read_project(config, root, past, is_trusted=project.is_trusted)


def configuration(project: Project, past: git.Revision) -> Path | None:
    """Return the configuration of the handbook as it was, None where it had none."""
    names = dict.fromkeys((project.config.name if project.config else "mkdocs.yml", "mkdocs.yml", "mkdocs.yaml"))
    return next((past.root / name for name in names if name in past.paths), None)
