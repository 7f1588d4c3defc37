"""Renames of data files: the fix of a file whose name tells no group or no kind, with the links that lead to it."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote

from mkdocs_handbook.data import data_files
from mkdocs_handbook.links import page_links
from mkdocs_handbook.links.address_parts import split_url
from mkdocs_handbook.lint.rules.registry import MISNAMED
from mkdocs_handbook.model import NOWHERE, Edit, Finding, Handbook, Page
from mkdocs_handbook.pages import embeds
from mkdocs_handbook.pages.page_renderer import Reference


def with_renames(handbook: Handbook, problems: Iterable[Finding]) -> list[Finding]:
    """Return the findings of loading, those of names with the edits that rename their files.

    A name that a file has already, or that two files would have, is no fix.
    """
    found = [*problems]
    meant = {one.source.path: new_path(handbook, one) for one in found if one.code in MISNAMED}
    wanted = Counter(meant.values())
    free = {path: to for path, to in meant.items() if to and wanted[to] == 1 and to not in handbook.data_paths}
    return [
        replace(one, edits=rename(handbook, one.source.path, free[one.source.path]), is_safe=False)
        if one.code in MISNAMED and one.source.path in free
        else one
        for one in found
    ]


def new_path(handbook: Handbook, finding: Finding) -> str:
    """Return the path that a misnamed file should have, "" where that is not known."""
    name = data_files.meant_name(finding.source, handbook.kinds)
    is_known = "<" not in name and (finding.code == "HB118" or name in finding.hint)
    return posixpath.join(posixpath.dirname(finding.source.path), name) if is_known else ""


def rename(handbook: Handbook, path: str, to: str) -> tuple[Edit, ...]:
    """Return the edits that give a file another path, and lead the links of pages there."""
    links = (edit for page in handbook.pages for edit in link_edits(handbook, page, path, to))
    return (Edit(path, NOWHERE, "", to), *dict.fromkeys(links))


def link_edits(handbook: Handbook, page: Page, path: str, to: str) -> Iterator[Edit]:
    """Yield the edits of the links of a page to a file that is renamed; of none whose place is not certain."""
    text, folder = page.source.text, embeds.folder_of(handbook.settings, page.uri)

    def leads_there(reference: Reference) -> bool:
        return embeds.resolve_path(folder, split_url(reference.url)[0]) == path

    # Most pages have none.
    if posixpath.basename(path) not in unquote(text):
        return
    for link in page_links.links_of_page(page, handbook.settings, leads_there):
        url = link.reference.url
        if link.address and text[slice(*link.address)] == url:
            address = split_url(url)[0]
            folders = address[: len(address) - len(posixpath.basename(address))]
            yield Edit(page.source.path, link.address, folders + posixpath.basename(to) + url[len(address) :])
