"""Meant sections: headings that are probably the closing section of a kind by another title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile
from urllib.parse import unquote

from mkdocs_handbook.model import Edit, Handbook, Heading, Page, Span
from mkdocs_handbook.pages import closing_order, extension_effects, group_pages, outline
from mkdocs_handbook.pages.closing_order import Section
from mkdocs_handbook.util.wording import close_match, nearest

# A title with no Markdown in it, and how much a misspelled one has in common with the right one.
PLAIN, MISSPELLED = re.compile(r"[^\W_]+(?:[ -][^\W_]+)*"), 0.85


def meant_kinds(handbook: Handbook, page: Page) -> dict[Heading, str]:
    """Return the headings of a page that are near the title of a closing kind which it lacks, each with that kind.

    Where its group has data of that kind, a title need not be as near.
    """
    closing, kinds = closing_order.closing_headings(page, handbook.settings), closing_order.closing(handbook.settings)
    there, known = {kind for _, kind in closing}, {heading for heading, _ in closing}
    lacking = {title: kind for title, kind in kinds.items() if kind not in there}
    waiting = waiting_kinds(handbook, page)
    titles, loosely = tuple(lacking), [title for title, kind in lacking.items() if kind in waiting]
    found = {}
    for heading in outline.headings_of(page):
        if heading.level < 2 or heading in known or closing_order.is_stubs(heading):
            continue
        plain = outline.plain_title(heading.title)
        if near := closing_order.nearest_title(plain, titles) or close_match(plain, loosely, 0.6):
            found[heading] = lacking[near]
    return found


def waiting_kinds(handbook: Handbook, page: Page) -> set[str]:
    """Return the kinds of the data of the groups whose page this is."""
    own = group_pages.own_pages(handbook)
    return {file.kind.name for file in handbook.files if file.group in own and own[file.group] is page}


def meant_titles(handbook: Handbook, page: Page, stand: Sequence[Section]) -> dict[Heading, str]:
    """Return the headings of ordinary sections behind a closing one, each with the closing title that it may stand for."""
    kinds, names = closing_order.closing(handbook.settings), closing_order.titles(handbook.settings)
    lacking = meant_kinds(handbook, page)
    meant = {}
    for heading in (section.heading for section in dropwhile(lambda one: one.rank == 0, stand) if section.rank == 0):
        words = {*outline.plain_title(heading.title).split()}
        # Of a kind that the page has, only a title with all words of the closing one is near.
        near = next((title for title in kinds if words >= {*title.split()}), "")
        if kind := lacking.get(heading) or kinds.get(near):
            meant[heading] = names[kind][0]
    return meant


def new_title(handbook: Handbook, page: Page, heading: Heading, title: str) -> tuple[Edit, ...]:
    """Return the edit that gives a heading the title of which it is a misspelling; none if a link may lead to its anchor."""
    written = heading.title
    if not PLAIN.fullmatch(written) or not nearest(outline.plain_title(written), [title.casefold()], MISSPELLED):
        return ()
    made = extension_effects.dialect(handbook.settings)
    link = f"#{made.slugify(written, made.separator)}"
    texts = (*(one.source.text for one in handbook.pages), *(one.text for one in handbook.data_texts))
    if any(link in unquote(text) for text in texts):
        return ()
    start = page.source.text.index(written, heading.span.start)
    return (Edit(page.source.path, Span(start, start + len(written)), title),)
