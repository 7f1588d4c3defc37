"""Parts of pages around their content: the maintainer of a page, the 404 page."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment

from mkdocs_handbook.data.people.responsibilities import parse_day
from mkdocs_handbook.links import directory_urls, urls
from mkdocs_handbook.model import Handbook, Page
from mkdocs_handbook.pages import page_reader
from mkdocs_handbook.rendering import cells, directory_nav
from mkdocs_handbook.util import templates, words
from mkdocs_handbook.util.escaping import Html
from mkdocs_handbook.util.handbook_memo import by_handbook

# How the list of moved headings begins.
MOVED = '<div class="handbook-moved"'


def page_end(handbook: Handbook, page: Page, env: Environment, link: Callable[[Handbook, Page, str], str]) -> Html:
    """Return the HTML that says who maintains a page and when it is due for a review, "" where its front matter does not.

    `link` returns the address of another page.
    """
    handle, review = page.metadata("maintainedBy"), page.metadata("reviewOn")
    if not handle and not review:
        return Html("")
    uri = directory_urls.person_uri(handbook, handle) if handle and handbook.settings.link_mentions else ""
    return templates.render(
        env,
        "page",
        handle=handle,
        maintainer=cells.person_name(handbook, handle) if handle else "",
        href=link(handbook, page, uri) if uri else "",
        review_on=review,
        review_day=said_day(handbook, review),
        is_overdue="" < review < handbook.today.isoformat(),
    )


def said_day(handbook: Handbook, day: str) -> str:
    """Return a day of front matter as people say it, "" for none."""
    found = parse_day(day)
    return words.say_day(words.of(handbook.settings), found, handbook.today) if found else ""


def page_link(handbook: Handbook, page: Page, uri: str) -> str:
    """Return the address of another page, as seen from the built file of a page."""
    dest = handbook.generated.get(uri) or handbook.by_uri[uri].dest
    return urls.relative_url(dest, start=page.dest, directory_urls=handbook.settings.use_directory_urls)


def source_link(_handbook: Handbook, page: Page, uri: str) -> str:
    """Return the address of another page as Markdown has it, for an engine that rewrites all of them."""
    return posixpath.relpath(uri, posixpath.dirname(page.uri) or ".")


def missing_page(handbook: Handbook, made: Mapping[str, Page]) -> dict[str, Any]:
    """Return what the page for what is missing offers: where the search is (None without one), the pages of the directory, and all."""
    return {
        "words": words.of(handbook.settings),
        "search": handbook.settings.search,
        "links": [
            (page_reader.page_title(made[uri]), site_address(handbook, uri))
            for uri in directory_nav.listed_pages(handbook) or handbook.generated
        ],
        "pages": [
            *written_pages(handbook),
            *((page_reader.page_title(page), site_address(handbook, uri)) for uri, page in made.items()),
        ],
    }


# A build asks for them twice: what a page is made of, and the page.
@by_handbook
def written_pages(handbook: Handbook) -> list[tuple[str, str]]:
    """Return the title of each page that somebody wrote, and its address as seen from the site's first page."""
    directory_urls = handbook.settings.use_directory_urls
    return [
        (page_reader.page_title(page), urls.relative_url(page.dest, start="", directory_urls=directory_urls))
        for page in handbook.pages
    ]


def site_address(handbook: Handbook, uri: str) -> str:
    """Return the address of a page of the directory as seen from the site's first page."""
    return urls.relative_url(handbook.generated[uri], start="", directory_urls=handbook.settings.use_directory_urls)


def with_missing_page(folders: Sequence[str]) -> list[str]:
    """Return the folders of a theme's templates with ours, so that its page for what is missing is replaced, but none of the user's.

    A theme without such a page gets none.
    """
    has = [folder for folder in folders if (Path(folder) / "404.html").is_file()]
    own = next((index for index, folder in enumerate(folders) if (Path(folder) / "main.html").is_file()), len(folders))
    return [*folders] if not has else [*folders[:own], str(templates.HERE / "templates"), *folders[own:]]
