"""Paths as users type and read them: relative to the repository, the handbook or the current folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mkdocs_handbook.links import urls
from mkdocs_handbook.model import Finding
from mkdocs_handbook.project import workspace
from mkdocs_handbook.project.load import HandbookFiles
from mkdocs_handbook.project.mkdocs_yml import Project
from mkdocs_handbook.project.safe_files import prefix as prefix
from mkdocs_handbook.project.safe_files import repository


class PathError(ValueError):
    """A path that leads to nothing in the handbook."""


def below(root: Path, given: str, folder: Path) -> str | None:
    """Return a path relative to the handbook ("." for its root, None outside of it).

    The path counts from a folder, the repository or the root, whichever has it; without a file, from whichever leads into
    the handbook.
    """
    top = root.resolve()
    options = [(base / given).absolute() for base in (folder, repository(root), top)]
    paths = sorted(options, key=lambda path: not path.exists())
    inside = [path for option in paths if (path := option.parent.resolve() / option.name).is_relative_to(top)]
    return inside[0].relative_to(top).as_posix() if inside else None


def chosen(root: Path, given: Iterable[str], folder: Path) -> list[str] | None:
    """Return the paths to which findings are limited, None for no limit; raise PathError for one that does not exist."""
    chosen = []
    for path in given:
        if not any((base / path).exists() for base in (folder, repository(root), root)):
            raise PathError(f'"{path}" does not exist')
        chosen.append(below(root, path, folder))
    inner = [path for path in chosen if path is not None]
    return None if not chosen or "." in inner else inner


def within(findings: Iterable[Finding], paths: Iterable[str] | None) -> list[Finding]:
    """Return the findings in some files or folders, all of them for None."""
    if paths is None:
        return list(findings)
    files = set(paths)
    return [finding for finding in findings if not files.isdisjoint(ways(finding.source.path))]


def ways(path: str) -> list[str]:
    """Return a path and the folders that it is in."""
    parts = path.split("/")
    return ["/".join(parts[: length + 1]) for length in range(len(parts))]


def with_text(files: HandbookFiles, path: str, content: bytes, project: Project) -> HandbookFiles:
    """Return a handbook's files with another content for one, which may be new; raise PathError for no file of it.

    A page that the site leaves out stays out.
    """
    settings = project.settings
    uri = path.removeprefix(f"{settings.docs_dir}/")
    is_known = any(raw.path == path for raw, _ in files.pages)
    if uri != path and not is_known and project.excluded.match_file(uri):
        return files
    is_page = is_known or (uri != path and uri.endswith(urls.PAGES))
    is_data = path.startswith(f"{settings.data_dir}/") and path.endswith((".yml", ".yaml"))
    is_schema = path.startswith(f"{settings.schemas_dir}/") and path.endswith(".schema.json")
    if not (is_page or is_data or is_schema):
        raise PathError(f'"{path}" is no page, data file or schema of this handbook')
    return workspace.replaced(files, {path: content}, settings)
