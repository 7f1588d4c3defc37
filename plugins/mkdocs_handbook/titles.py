"""What pages and groups are called."""

from __future__ import annotations

from mkdocs_handbook import outline
from mkdocs_handbook.model import Page


def of_page(page: Page) -> str:
    """Give the title of a page: of its front matter, else its first heading of level 1, else its path."""
    if title := page.front_matter.text("title") if page.front_matter else "":
        return title
    headings = outline.headings(page.source.text, page.body)
    return next((outline.shown_title(one.title) for one in headings if one.level == 1), page.uri)


def of_group(group: str) -> str:
    """Give a group's name in words."""
    words = group.replace("-", " ")
    return f"{words[:1].upper()}{words[1:]}"
