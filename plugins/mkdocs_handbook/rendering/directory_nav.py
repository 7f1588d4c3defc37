"""The directory in the navigation of the site, and people's pages, which no navigation lists."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import Any

from mkdocs_handbook.links import directory_pages, directory_urls
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.project import mkdocs_yml


def with_directory(nav: Any, handbook: Handbook) -> Any:
    """Return a navigation with a section for the pages of the directory, unless it places some of them itself."""
    placed = mkdocs_yml.nav_pages({"nav": nav})
    pages = listed_pages(handbook)
    if placed is None or not pages or placed & set(pages):
        return nav
    # MkDocs' templates write the titles of a navigation as they are.
    return [*nav, {escape(handbook.settings.directory_nav): pages}]


def listed_pages(handbook: Handbook) -> list[str]:
    """Return the pages of the directory that a navigation lists; people's, which may be many, are found by their index."""
    people = directory_pages.handles_by_uri(handbook) if handbook.settings.directory_nav else handbook.generated
    return [uri for uri in handbook.generated if uri not in people]


def with_directory_last(nav: Any, handbook: Handbook) -> Any:
    """Return a navigation made of folders, in whose order the directory may stand before the groups, with it at the end."""
    pages = set(listed_pages(handbook))
    for section in [item for item in nav.items if pages and {*uris(item)} == pages]:
        nav.items.remove(section)
        nav.items.append(section)
        nav.pages.sort(key=lambda page: page.file.src_uri in pages)
        for before, after in pairwise([None, *nav.pages, None]):
            if before:
                before.next_page = after
            if after:
                after.previous_page = before
    return nav


def uris(item: Any) -> list[str]:
    """Return the paths of the pages of an item of a navigation."""
    below = item.children or ()
    own = [item.file.src_uri] if item.is_page else []
    return [*own, *(uri for child in below for uri in uris(child))]


def place_people(handbook: Handbook, files: Any) -> None:
    """Make the page of all people the parent of each person's, so that themes mark it there and lead back to it."""
    index = directory_urls.page_uri(handbook, "people/index")
    everybody = files.get_file_from_path(index) if index else None
    if everybody is None or everybody.page is None:
        return
    for uri in directory_pages.handles_by_uri(handbook):
        own = files.get_file_from_path(uri)
        if own and own.page and own.page.parent is None:
            own.page.parent = everybody.page
