"""Paths as users give and read them: where the repository is, and which file of the handbook is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from mkdocs_handbook.links import urls
from mkdocs_handbook.model import Finding, RawFile
from mkdocs_handbook.project.config import Project
from mkdocs_handbook.project.load import HandbookFiles


class PathError(ValueError):
    """A path that leads to nothing in the handbook."""


def repository(root: Path) -> Path:
    """Give the folder of the git repository that a folder belongs to, the folder itself where there is none."""
    top = root.resolve()
    return next((folder for folder in (top, *top.parents) if (folder / ".git").exists()), top)


def prefix(root: Path) -> str:
    """Give what stands before the paths of a handbook in its repository: "" or a path that ends with "/"."""
    inner = root.resolve().relative_to(repository(root)).as_posix()
    return "" if inner == "." else f"{inner}/"


def below(root: Path, given: str, folder: Path) -> str | None:
    """Give a path as the handbook has it ("." for its root, None outside of it).

    The path counts from a folder, the repository or the root, whichever has it; without a file, from whichever leads into
    the handbook.
    """
    top = root.resolve()
    options = [(base / given).absolute() for base in (folder, repository(root), top)]
    paths = sorted(options, key=lambda path: not path.exists())
    inside = [path for one in paths if (path := one.parent.resolve() / one.name).is_relative_to(top)]
    return inside[0].relative_to(top).as_posix() if inside else None


def chosen(root: Path, given: Iterable[str], folder: Path) -> list[str] | None:
    """Give the paths to which findings are limited, None for no limit; raise PathError for one that does not exist."""
    found = []
    for one in given:
        if not any((base / one).exists() for base in (folder, repository(root), root)):
            raise PathError(f'"{one}" does not exist')
        found.append(below(root, one, folder))
    inner = [one for one in found if one is not None]
    return None if not found or "." in inner else inner


def within(findings: Iterable[Finding], paths: Iterable[str] | None) -> list[Finding]:
    """Give the findings in files or folders."""
    if paths is None:
        return list(findings)
    files = set(paths)
    return [one for one in findings if not files.isdisjoint(ways(one.source.path))]


def ways(path: str) -> list[str]:
    """Give a path and the folders that it is in."""
    parts = path.split("/")
    return ["/".join(parts[: length + 1]) for length in range(len(parts))]


def with_text(given: HandbookFiles, path: str, content: bytes, project: Project) -> HandbookFiles:
    """Give a handbook's files with another content for one, which may be new; raise PathError if none has such a path.

    A page that the site leaves out stays out.
    """
    raw, settings = RawFile(path, content), project.settings
    uri = path.removeprefix(f"{settings.docs_dir}/")
    dest = next((dest for old, dest in given.pages if old.path == path), "")
    if uri != path and not dest and project.excluded.match_file(uri):
        return given
    if dest or (uri != path and uri.endswith(urls.PAGES)):
        dest = dest or urls.page_dest(uri, directory_urls=settings.use_directory_urls)
        pages = [(raw, dest), *(one for one in given.pages if one[0].path != path)]
        return replace(given, pages=tuple(sorted(pages, key=lambda one: one[0].path)))
    if path.startswith(f"{settings.data_dir}/") and path.endswith((".yml", ".yaml")):
        return replace(given, data=swapped(given.data, raw))
    if path.startswith(f"{settings.schemas_dir}/") and path.endswith(".schema.json"):
        return replace(given, schemas=swapped(given.schemas, raw))
    raise PathError(f'"{path}" is no page, data file or schema of this handbook')


def swapped(files: Iterable[RawFile], new: RawFile) -> tuple[RawFile, ...]:
    """Give files with one in the place of that with the same path, in order of their paths."""
    return tuple(sorted([new, *(one for one in files if one.path != new.path)], key=lambda one: one.path))
