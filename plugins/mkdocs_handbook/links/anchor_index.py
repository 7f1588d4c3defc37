"""The anchor index: the ids of each page, exactly as in its built HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cached_property

from mkdocs_handbook.model import Handbook, Page
from mkdocs_handbook.pages import anchors, embed_items, extension_effects, page_renderer, rendering_effort
from mkdocs_handbook.util.wording import guesser


class AnchorIndex:
    """The anchors of a handbook's pages: from their lines, or where those can't tell, as Python-Markdown renders them."""

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook
        self.pages = {page.dest: page for page in handbook.pages}
        self.known: dict[str, frozenset[str]] = {}
        self.rendered: set[str] = set()
        self.guessers: dict[str, Callable[[str], str]] = {}

    def of(self, page: Page) -> frozenset[str]:
        """Return the ids of a page: of headings, of raw HTML, and of the rows of the tables that it shows."""
        if page.uri not in self.known and self.handbook.built and (made := self.handbook.built.pages.get(page.dest)):
            self.known[page.uri] = made.ids
        if page.uri not in self.known:
            self.known[page.uri] = self.complete(page, lambda rows: self.written(page, rows))
        return self.known[page.uri]

    def complete(self, page: Page, written: Callable[[frozenset[str]], frozenset[str]]) -> frozenset[str]:
        """Return the ids of a page with those of its rows, which are taken before headings get theirs."""
        rows, ids = self.tables(page), written(frozenset())
        return (written(rows) if rows & ids else ids) | rows

    def has(self, dest: str, fragments: Collection[str]) -> bool:
        """Return whether a page has one of some ids; those of lines of code are there only once it is rendered."""
        if not self.at(dest).isdisjoint(fragments):
            return True
        page, numbered = self.pages.get(dest), extension_effects.dialect(self.handbook.settings).numbered
        if self.handbook.built or not any(fragment.startswith(numbered) for fragment in fragments):
            return False
        if page is None or page.uri in self.rendered or rendering_effort.excess_of(page):
            return False
        self.rendered.add(page.uri)
        if page_renderer.render_page(page.source.text[page.body :], self.handbook.settings).problem:
            return True
        self.known[page.uri] = self.complete(page, lambda rows: self.shown(page, rows))
        return not self.known[page.uri].isdisjoint(fragments)

    def shown(self, page: Page, rows: frozenset[str]) -> frozenset[str]:
        """Return the ids of a page's own text as it is rendered."""
        return page_renderer.render_page(page.source.text[page.body :], self.handbook.settings, rows).ids

    def nearest(self, page: Page, fragment: str) -> str:
        """Return the id of a page that was probably meant by one that it does not have, or ""."""
        if page.uri not in self.guessers:
            self.guessers[page.uri] = guesser(self.of(page))
        return self.guessers[page.uri](fragment)

    def written(self, page: Page, rows: frozenset[str] = frozenset()) -> frozenset[str]:
        """Return the ids of a page's own text."""
        if rows:
            return self.found(page, rows)
        return frozenset(page.facts.once("ids", lambda: sorted(self.found(page))))

    def found(self, page: Page, rows: frozenset[str] = frozenset()) -> frozenset[str]:
        """Return the ids of a page's own text, read anew."""
        settings = self.handbook.settings
        ids = anchors.page_ids(page.source.text, page.body, extension_effects.dialect(settings), settings, rows)
        if ids is not None:
            return ids
        if rendering_effort.excess_of(page):
            return anchors.ids_of_titles(page, settings)
        self.rendered.add(page.uri)
        return self.shown(page, rows)

    def fails(self, page: Page) -> bool:
        """Return whether a page had to be rendered and could not."""
        return anchors.problem_of(page, self.handbook.settings) != ""

    def tables(self, page: Page) -> frozenset[str]:
        """Return the ids of the rows of a page's tables."""
        lasting = [embed for embed in page.embeds if embed_items.has_ids(embed)]
        return frozenset(item.id for embed in lasting for item in embed_items.select_items(self.handbook, embed))

    def are_known(self, dest: str) -> bool:
        """Return whether the ids of a page are all known by its file in the site.

        Those of one too much to render are guesses, one on which an extension fails has none, and nothing is known of one whose
        template only a build may render, nor where the site makes ids by a function of its own.
        """
        if self.handbook.built:
            return dest in self.handbook.built.pages
        if self.handbook.settings.has_own_slugs:
            return False
        if page := self.pages.get(dest):
            is_open = rendering_effort.excess_of(page) is not None or self.is_changed(page)
            return not (is_open or self.fails(page))
        if dest not in self.handbook.generated_at or not self.handbook.settings.own_templates:
            return True
        from mkdocs_handbook.links import directory_pages

        return directory_pages.is_foreseeable(self.handbook, self.handbook.generated_at[dest])

    def is_changed(self, page: Page) -> bool:
        """Return whether a plugin, or an extension of which a function is missing, may give a page other ids."""
        return any(extension_effects.is_found(one, page.source.text) for one in self.changes)

    @cached_property
    def changes(self) -> tuple[re.Pattern[str] | None, ...]:
        """What is found in the text of such a page."""
        settings = self.handbook.settings
        return (
            extension_effects.dialect(settings).unsure,
            extension_effects.searched(settings.plugins.rewritten),
            extension_effects.searched(settings.plugins.anchored),
        )

    def at(self, dest: str) -> frozenset[str]:
        """Return the ids of a page by its file in the site, one that an author wrote or one of the directory."""
        if page := self.pages.get(dest):
            return self.of(page)
        if self.handbook.built:
            return self.handbook.built.pages[dest].ids
        uri = self.handbook.generated_at[dest]
        if uri not in self.known:
            # Only here: templates are needed by nobody who links to no place on such a page.
            from jinja2 import TemplateError

            from mkdocs_handbook.links import directory_pages

            try:
                self.known[uri] = self.of(directory_pages.make_page(self.handbook, uri))
            except TemplateError as error:
                raise page_renderer.MarkdownError(str(error)) from None
        return self.known[uri]
