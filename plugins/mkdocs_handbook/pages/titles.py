"""What pages and groups are called."""

from __future__ import annotations

from functools import lru_cache

from mkdocs_handbook.model import Page
from mkdocs_handbook.pages import outline


def of_page(page: Page) -> str:
    """Give the title of a page: of its front matter, else its first heading of level 1, else its path."""
    if title := page.front_matter.text("title") if page.front_matter else "":
        return title
    return of_text(page.source.text, page.body) or page.uri


@lru_cache(maxsize=1024)
def of_text(text: str, body: int) -> str:
    """Give the first heading of level 1 of a text, whose front matter ends at `body`, "" without one."""
    return next((outline.shown_title(one.title) for one in outline.headings(text, body) if one.level == 1), "")


def of_group(group: str) -> str:
    """Give a group's name in words."""
    words = group.replace("-", " ")
    return f"{words[:1].upper()}{words[1:]}"
