"""Which page is a group's own."""

from __future__ import annotations

import posixpath
from functools import lru_cache

from mkdocs_handbook.data.data_files import NAME
from mkdocs_handbook.model import Handbook, Page

INDEXES = ("README.md", "index.md")


def claims(handbook: Handbook) -> dict[str, list[Page]]:
    """Return for each group with data or a page the pages that claim to be its own, in order of paths.

    Front matter claims; a page without any is claimed by its path.
    """
    found: dict[str, list[Page]] = {file.group: [] for file in handbook.files if file.group}
    for page in handbook.pages:
        if page.group:
            found.setdefault(page.group, []).append(page)
    for group, pages in found.items():
        by_path = (handbook.by_uri.get(uri) for uri in addresses(group))
        pages.extend(page for page in by_path if page and not page.group)
        pages.sort(key=lambda page: page.uri)
    return dict(sorted(found.items()))


def addresses(group: str) -> list[str]:
    """Return the paths below the pages' folder that claim to be the page of a group."""
    return [*(f"{group}/{name}" for name in INDEXES), f"{group}.md"]


def pages(handbook: Handbook) -> dict[str, Page]:
    """Return the page of each group that has one."""
    return {group: pages[0] for group, pages in claims(handbook).items() if pages}


@lru_cache(maxsize=4)
def own_pages(handbook: Handbook) -> dict[str, Page]:
    """Return the same for a handbook that is complete, once for all who ask."""
    return pages(handbook)


def groups(handbook: Handbook) -> list[str]:
    """Return all groups: those that have data, or a page or folder of pages."""
    folders = (posixpath.split(page.uri) for page in handbook.pages)
    named = {folder for folder, name in folders if name in INDEXES and NAME.match(f"{folder}.{folder}.yml")}
    return sorted({*claims(handbook), *named} - {""})


def page_of(handbook: Handbook, group: str) -> Page | None:
    """Return the page of a group, that of its folder where none claims to be, None where it has none."""
    indexes = (handbook.by_uri.get(f"{group}/{name}") for name in INDEXES)
    return pages(handbook).get(group) or next(filter(None, indexes), None)


def claimed_group(page: Page) -> str:
    """Return the group whose page a page is by its front matter or its path, "" if there is none."""
    folder, name = posixpath.split(page.uri)
    stem = posixpath.splitext(name)[0]
    by_path = folder if stem in ("README", "index") else stem if not folder else ""
    return page.group or ("" if "/" in by_path else by_path)
