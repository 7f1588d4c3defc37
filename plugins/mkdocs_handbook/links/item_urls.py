"""URLs of the items of data files: the pages that show a file, and the row of an item there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from mkdocs_handbook.links import directory_urls, urls
from mkdocs_handbook.model import DataFile, Embed, Handbook, Page
from mkdocs_handbook.pages import embeds, group_pages


class TablePlace(NamedTuple):
    """An embed that shows a data file, and the page it is on."""

    page: Page
    embed: Embed


@lru_cache(maxsize=4)
def all_tables(handbook: Handbook) -> Mapping[str, tuple[TablePlace, ...]]:
    """Return the tables that show each data file, by its path.

    The page of the file's group comes first, and there an embed without `where`. The others follow in the order of their paths.
    """
    by_path: defaultdict[str, list[TablePlace]] = defaultdict(list)
    for page in handbook.pages:
        for embed in page.embeds:
            for file in embeds.data_files(handbook, embed):
                by_path[file.source.path].append(TablePlace(page, embed))
    own = group_pages.own_pages(handbook)
    for path, places in by_path.items():
        first = own.get(handbook.by_path[path].group)
        places.sort(key=lambda table: (table.page is not first, "where" in table.embed.options, table.page.uri))
    return {path: tuple(places) for path, places in by_path.items()}


def tables(handbook: Handbook, path: str) -> list[TablePlace]:
    """Return the tables of one data file alone: those that name it, not those that show all files of its kind."""
    return [table for table in all_tables(handbook).get(path, ()) if not table.embed.is_wildcard]


def row_url(handbook: Handbook, file: DataFile, anchor: str) -> str:
    """Return the address of a row of a file: absolute if the site's own is known, else below its root; "" if none shows it.

    A file that no page shows has its row in the directory, where ids begin with the group.
    """
    complete = (table.page for table in tables(handbook, file.source.path) if "where" not in table.embed.options)
    if page := next(complete, None):
        return f"{site_url(handbook, page.dest)}#{anchor}"
    dest = handbook.generated.get(
        directory_urls.directory_uri(handbook, directory_urls.OF_KINDS.get(file.kind.name, ""))
    )
    return f"{site_url(handbook, dest)}#{file.group}-{anchor}" if dest else ""


def person_url(handbook: Handbook, handle: str) -> str:
    """Return the address of a person's page, "" if there is none."""
    uri = directory_urls.person_uri(handbook, handle)
    dest = handbook.generated.get(uri) or (handbook.by_uri[uri].dest if uri else "")
    return site_url(handbook, dest) if dest else ""


def site_url(handbook: Handbook, dest: str) -> str:
    """Return the address of a file of the site: absolute if the site's own is known, else below its root."""
    settings = handbook.settings
    path = urls.absolute_url(dest, base=settings.site_url, directory_urls=settings.use_directory_urls)
    return path if settings.site_url else path.lstrip("/")


def link_url(handbook: Handbook, link: str) -> str:
    """Return where a link in data leads: to a page's address, or to the link itself."""
    path, mark, fragment = link.partition("#")
    page = handbook.by_uri.get(path)
    return f"{site_url(handbook, page.dest)}{mark}{fragment}" if page else link
