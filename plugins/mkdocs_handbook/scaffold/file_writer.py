"""The writer of new files: what is in their way, what exists already, and their writing, all of them or none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from mkdocs_handbook.model import Handbook
from mkdocs_handbook.project import atomic_write, clock, load, mkdocs_yml, safe_files
from mkdocs_handbook.project.mkdocs_yml import Project
from mkdocs_handbook.scaffold import editor_settings, nav_entry, request_files

OTHER_INDEX = {"README.md": "index.md", "index.md": "README.md"}


class ScaffoldError(Exception):
    """A file that can't be read: the message names it."""


def in_the_way(root: Path, wanted: Iterable[str]) -> list[str]:
    """Return the paths at which something exists already, and those of files where a folder has to be."""
    blocked = set()
    for path in wanted:
        target = root / path
        folders = [folder for folder in target.parents if folder != root and folder.is_relative_to(root)]
        blocked |= {
            folder.relative_to(root).as_posix() for folder in folders if folder.exists() and not folder.is_dir()
        }
        if target.exists() or target.is_symlink():
            blocked.add(path)
    return sorted(blocked)


def rival_indexes(root: Path, pages: Iterable[str]) -> dict[str, str]:
    """Return the existing README.md or index.md beside each page of the other name: MkDocs shows only one of them."""
    rivals = {}
    for path in pages:
        folder, _, name = path.rpartition("/")
        if folder and name in OTHER_INDEX and (root / folder / OTHER_INDEX[name]).exists():
            rivals[path] = f"{folder}/{OTHER_INDEX[name]}"
    return rivals


def read_texts(root: Path, wanted: Iterable[str]) -> dict[str, str]:
    """Return the text of the files that exist, by path; raise ScaffoldError for one that can't be read."""
    texts = {}
    for path in wanted:
        try:
            if os.path.lexists(root / path):
                texts[path] = safe_files.read(root / path, safe_files.limit(root)).decode()
        except OSError as error:
            raise ScaffoldError(f"{path}: {safe_files.problem(error)}") from None
        except UnicodeDecodeError as error:
            raise ScaffoldError(f"{path}: cannot be read: {error}") from None
    return texts


def make_folder(root: Path) -> None:
    """Make the folder of a handbook, where there is none; raise WriteError."""
    with atomic_write.as_write_errors(str(root)):
        root.mkdir(parents=True, exist_ok=True)


def write(root: Path, wanted: Mapping[str, str], before: Mapping[str, str]) -> None:
    """Write files below a folder, all or none; raise WriteError, also where one differs from `before`."""
    if wanted:
        top = root.resolve()
        atomic_write.recover(top)
        atomic_write.write(top, encoded(before), encoded(wanted))


def encoded(texts: Mapping[str, str]) -> dict[str, bytes]:
    """Return texts as the contents of files."""
    return {path: text.encode() for path, text in texts.items()}


def load_handbook(project: Project) -> Handbook:
    """Return the handbook of a project as it is on disk."""
    return load.load(mkdocs_yml.read_files(project), project.settings, clock.now(project.settings.timezone))[0]


def editor_root(root: Path) -> Path:
    """Return the folder that editors open: the handbook's if it has settings of its own, else that of the repository."""
    is_own = any((root / path).exists() for path in editor_settings.OTHERS)
    return root.resolve() if is_own else safe_files.repository(root)


def editor_files(
    project: Project, handbook: Handbook, *, modelines: bool, top: Path | None = None, begins: bool = False
) -> tuple[Path, dict[str, str], dict[str, str]]:
    """Return the folder that editors open, the files for them that exist in it, and those that have to change.

    With them come the forms by which people ask for changes, if the handbook is the whole of its repository; `begins` says
    that it has just been begun.
    Raise ScaffoldError or EditorError where a file can't be read, or not be added to.
    """
    top = top or editor_root(project.root)
    inner = project.root.resolve().relative_to(top).as_posix()
    prefix = "" if inner == "." else f"{inner}/"
    others = editor_settings.other_modelines(handbook) if modelines else {}
    before = read_texts(
        top,
        [
            *editor_settings.paths(handbook, prefix),
            *(f"{prefix}{path}" for path in others),
            *(request_files.paths() if not prefix else ()),
        ],
    )
    wanted = editor_settings.files(handbook, before, prefix)
    if not prefix and top == safe_files.repository(top):
        wanted |= request_files.texts(handbook, before, begins=begins)
    for path, (old, new) in others.items():
        wanted[f"{prefix}{path}"] = before[f"{prefix}{path}"].replace(old, new, 1)
    return top, before, {path: text for path, text in wanted.items() if before.get(path) != text}


def refresh_editor_files(project: Project) -> list[str]:
    """Write the schemas for editors again if a handbook has them, and return the paths of what changed."""
    if not (project.root / editor_settings.FOLDER).is_dir():
        return []
    top, before, changed = editor_files(project, load_handbook(project), modelines=False)
    write(top, changed, before)
    return sorted(changed)


def add_to_nav(project: Project, title: str, uri: str) -> tuple[dict[str, str], dict[str, str], str]:
    """Return the configuration with a page in its navigation and as it was, or the line that the user has to add."""
    if project.settings.nav is None or project.config is None:
        return {}, {}, ""
    name = project.config.name
    before = read_texts(project.root, [name])
    after = nav_entry.add_entry(before.get(name, ""), title, uri)
    return ({name: after}, before, "") if after is not None else ({}, {}, nav_entry.entry(title, uri))
