"""Where readers find an item of a data file: the page that shows it, and its row there."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_handbook.links import directory_urls, urls
from mkdocs_handbook.model import DataFile, Handbook, Page
from mkdocs_handbook.pages import embeds, group_pages

PagesByFile = Mapping[str, Page]


def pages(handbook: Handbook) -> PagesByFile:
    """Return for each data file, by its path, the page that shows all of it: the page of its group before any other."""
    own = group_pages.pages(handbook)
    found: dict[str, Page] = {}
    for page in handbook.pages:
        for embed in page.embeds:
            file = embeds.resolve(handbook, page, embed)
            if file and "where" not in embed.options and (file.source.path not in found or own.get(file.group) is page):
                found[file.source.path] = page
    return found


def url(handbook: Handbook, shown: PagesByFile, file: DataFile, anchor: str) -> str:
    """Return the address of a row of a file: whole where the site's own is known, else below its root; "" if none shows it.

    What no page shows has its row in the directory, where ids begin with the group.
    """
    if page := shown.get(file.source.path):
        return f"{address(handbook, page.dest)}#{anchor}"
    dest = handbook.made.get(directory_urls.uri(handbook, directory_urls.OF_KINDS.get(file.kind.name, "")))
    return f"{address(handbook, dest)}#{file.group}-{anchor}" if dest else ""


def person(handbook: Handbook, handle: str) -> str:
    """Return the address of a person's page, "" if there is none."""
    uri = directory_urls.person(handbook, handle)
    dest = handbook.made.get(uri) or (handbook.by_uri[uri].dest if uri else "")
    return address(handbook, dest) if dest else ""


def address(handbook: Handbook, dest: str) -> str:
    """Return the address of a file of the site: whole where the site's own is known, else below its root."""
    settings = handbook.settings
    found = urls.address(dest, base=settings.site_url, directory_urls=settings.use_directory_urls)
    return found if settings.site_url else found.lstrip("/")


def target(handbook: Handbook, link: str) -> str:
    """Return where a link in data leads: to a page's address, or to what it says itself."""
    path, mark, fragment = link.partition("#")
    page = handbook.by_uri.get(path)
    return f"{address(handbook, page.dest)}{mark}{fragment}" if page else link
