"""The navigation of a staged project: the one that mkdocs.yml has, or that of the folders, with the directory."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Any

from mkdocs_handbook.project.mkdocs_yml import Project
from mkdocs_handbook.rendering import directory_nav
from mkdocs_handbook.site.site_parts import SiteParts
from mkdocs_handbook.util.patterns.ignore_patterns import IgnoreSpec

INDEXES = ("index.md", "README.md")


def navigation(project: Project, given: Any, parts: SiteParts) -> list[Any]:
    """Return the navigation that MkDocs makes of a configuration's, which is None where it has none."""
    if given is not None:
        return list(directory_nav.with_directory(given, parts.handbook))
    hidden = IgnoreSpec(project.settings.not_in_nav)
    written = [page.uri for page in parts.handbook.pages if not hidden.match_file(page.uri)]
    made = [uri for uri in parts.pages if uri in parts.listed]
    nested = of_folders([*written, *made])
    own = [entry for entry in nested if made and {*paths(entry)} == {*made}]
    return [*(entry for entry in nested if entry not in own), *own]


def of_folders(uris: Iterable[str]) -> list[Any]:
    """Return a navigation of folders, each a section with the page of the folder first and folders behind pages."""
    top: list[Any] = []
    for uri in sorted(uris, key=place):
        branch = top
        for folder in uri.split("/")[:-1]:
            branch = section(branch, folder_title(folder))
        branch.append(uri)
    return top


def place(uri: str) -> tuple[list[str], bool, str]:
    """Return the place of a page among others, as MkDocs sorts them."""
    folder, name = posixpath.split(uri)
    return folder.split("/") if folder else [], name not in INDEXES, name


def section(branch: list[Any], title: str) -> list[Any]:
    """Return the entries of a section with a title, which may be new."""
    for entry in branch:
        if isinstance(entry, dict) and title in entry:
            found: list[Any] = entry[title]
            return found
    branch.append({title: (new := list[Any]())})
    return new


def folder_title(name: str) -> str:
    """Return the title that MkDocs gives a section from the name of its folder."""
    words = name.replace("-", " ").replace("_", " ")
    return words.capitalize() if words.lower() == words else words


def paths(entry: Any) -> Iterable[str]:
    """Return the paths of an entry of such a navigation."""
    return (
        [entry] if isinstance(entry, str) else [uri for below in entry.values() for one in below for uri in paths(one)]
    )
