"""The comparison with a revision of git that `lint --since` and `stubs suggest` make."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from mkdocs_handbook.lint import linter
from mkdocs_handbook.lint.comparison import Comparison
from mkdocs_handbook.model import Finding
from mkdocs_handbook.pages.page_renderer import MarkdownError
from mkdocs_handbook.project import config, git
from mkdocs_handbook.project.config import ConfigError, Project
from mkdocs_handbook.project.git import GitError

__all__ = ["GitError", "compare", "default"]


def compare(found: Project, rev: str, now: datetime) -> Comparison:
    """Give the comparison of a project with a revision; raise GitError where git can't give that."""
    chosen = found.settings
    folders = (".", chosen.docs_dir, chosen.data_dir, chosen.schemas_dir)
    root = found.root.resolve()
    past = git.read_revision(root, rev, [folder for folder in folders if folder == "." or folder.startswith("..")])
    notes = list(past.notes)
    try:
        before = config.read_project(configuration(found, past), root, past)
        given = config.read_files(before)
        old = linter.check(before, now, (), given).handbook
    except (ConfigError, MarkdownError) as error:
        why = str(error).removeprefix("None: ")
        return Comparison(notes=[*notes, f'the handbook at "{rev}" cannot be read, all findings are shown: {why}'])

    def findings(codes: Collection[str]) -> Sequence[Finding]:
        try:
            return linter.check(before, now, codes, given).findings
        except MarkdownError as error:
            notes.append(f'the handbook at "{rev}" cannot be checked, all findings are shown: {error}')
            return ()

    return Comparison(old, findings, past.renames, notes)


def configuration(found: Project, past: git.Revision) -> Path | None:
    """Give the configuration of the handbook as it was, None where it had none."""
    names = dict.fromkeys((found.config.name if found.config else "mkdocs.yml", "mkdocs.yml", "mkdocs.yaml"))
    return next((past.root / name for name in names if name in past.paths), None)


def default(root: Path) -> str:
    """Give the revision to compare with where nobody names one: what pull requests go to, else the last commit."""
    return next((rev for rev in ("origin/HEAD",) if git.is_revision(root, rev)), "HEAD")
