"""The forms of a repository that people ask for changes with, as files."""

from __future__ import annotations

from pathlib import Path

from mkdocs_handbook.forms import form_files
from mkdocs_handbook.model import RawFile, Settings
from mkdocs_handbook.project import disk


def read(root: Path, settings: Settings, tree: disk.FileTree = disk) -> tuple[RawFile, ...]:
    """Return the forms below the root of a handbook, none where the option `requests` switches them off."""
    files = tree.tree(root, form_files.FOLDER, (form_files.SUFFIX,)) if settings.requests else ()
    return tuple(raw for raw in files if form_files.form_of(raw.path))
