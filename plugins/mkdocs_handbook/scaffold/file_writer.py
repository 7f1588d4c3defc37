"""New files in a folder: what is in their way, what is there already, and their writing, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from mkdocs_handbook.model import Handbook
from mkdocs_handbook.project import atomic_write, clock, config, load, paths
from mkdocs_handbook.project.config import Project
from mkdocs_handbook.scaffold import editor_settings, nav_entry


class ScaffoldError(Exception):
    """A file that can't be read: the message names it."""


def in_the_way(root: Path, wanted: Iterable[str]) -> list[str]:
    """Give the paths at which something is already, and those of files where a folder has to be."""
    found = set()
    for path in wanted:
        target = root / path
        above = [folder for folder in target.parents if folder.is_relative_to(root)]
        found |= {
            one.relative_to(root).as_posix() for one in above if one != root and one.exists() and not one.is_dir()
        }
        if target.exists() or target.is_symlink():
            found.add(path)
    return sorted(found)


def twins(root: Path, pages: Iterable[str]) -> dict[str, str]:
    """Give the pages that a page of the other name of a folder's own would hide, or be hidden by: README.md and index.md."""
    other = {"README.md": "index.md", "index.md": "README.md"}
    found = {}
    for path in pages:
        folder, _, name = path.rpartition("/")
        if folder and name in other and (root / folder / other[name]).exists():
            found[path] = f"{folder}/{other[name]}"
    return found


def present(root: Path, wanted: Iterable[str]) -> dict[str, str]:
    """Give the text of the files that are there; raise ScaffoldError for one that has none."""
    found = {}
    for path in wanted:
        try:
            if (root / path).exists():
                found[path] = (root / path).read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise ScaffoldError(f"{path}: cannot be read: {error}") from None
    return found


def write(root: Path, wanted: Mapping[str, str], there: Mapping[str, str]) -> None:
    """Write files below a folder, which may be new, all or none; raise WriteError, also where one is not as it was."""
    if wanted:
        top = root.resolve()
        with atomic_write.explained(str(root)):
            top.mkdir(parents=True, exist_ok=True)
        atomic_write.recover(top, top)
        atomic_write.write(top, encoded(there), encoded(wanted), top)


def encoded(texts: Mapping[str, str]) -> dict[str, bytes]:
    """Give texts as the contents of files."""
    return {path: text.encode() for path, text in texts.items()}


def read(found: Project) -> Handbook:
    """Give the handbook of a project as it is on disk."""
    return load.load(config.inputs(found), found.settings, clock.now(found.settings.timezone))[0]


def workspace(root: Path) -> Path:
    """Give the folder that editors open: the handbook's where it has settings of its own, else that of the repository."""
    is_own = any((root / path).exists() for path in editor_settings.OTHERS)
    return root.resolve() if is_own else paths.repository(root)


def editor_files(
    found: Project, handbook: Handbook, *, modelines: bool, top: Path | None = None
) -> tuple[Path, dict[str, str], dict[str, str]]:
    """Give the folder that editors open, what of their files is there, and what has to change.

    Raise ScaffoldError or EditorError where a file can't be read, or not be added to.
    """
    top = top or workspace(found.root)
    inner = found.root.resolve().relative_to(top).as_posix()
    prefix = "" if inner == "." else f"{inner}/"
    led = editor_settings.misled(handbook) if modelines else {}
    there = present(top, [*editor_settings.paths(handbook, prefix), *(f"{prefix}{path}" for path in led)])
    wanted = editor_settings.files(handbook, there, prefix)
    for path, (old, new) in led.items():
        wanted[f"{prefix}{path}"] = there[f"{prefix}{path}"].replace(old, new, 1)
    return top, there, editor_settings.changed(wanted, there)


def refresh(found: Project) -> list[str]:
    """Write the schemas for editors anew where a handbook has them, and give the paths below its root."""
    if not (found.root / editor_settings.FOLDER).is_dir():
        return []
    top, there, changed = editor_files(found, read(found), modelines=False)
    write(top, changed, there)
    return sorted(changed)


def in_navigation(found: Project, title: str, uri: str) -> tuple[dict[str, str], dict[str, str], str]:
    """Give the configuration with a page in its navigation, and as it was; or the line that a person has to add, if any."""
    if found.settings.nav is None or found.config is None:
        return {}, {}, ""
    name = found.config.name
    there = present(found.root, [name])
    after = nav_entry.added(there.get(name, ""), title, uri)
    return ({name: after}, there, "") if after is not None else ({}, {}, nav_entry.entry(title, uri))
