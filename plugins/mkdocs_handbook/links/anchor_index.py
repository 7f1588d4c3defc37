"""The anchor index: the ids of each page, exactly as in its built HTML."""

from __future__ import annotations

from collections.abc import Callable

from mkdocs_handbook.model import Handbook, Page
from mkdocs_handbook.pages import anchors, embed_items, extension_effects, page_renderer
from mkdocs_handbook.pages.rendering_effort import excess
from mkdocs_handbook.util.wording import guesser


class AnchorIndex:
    """The anchors of a handbook's pages: from their lines, or where those can't tell, as Python-Markdown renders them."""

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook
        self.pages = {page.dest: page for page in handbook.pages}
        self.known: dict[str, frozenset[str]] = {}
        self.guessers: dict[str, Callable[[str], str]] = {}

    def of(self, page: Page) -> frozenset[str]:
        """Return the ids of a page: of headings, of raw HTML, and of the rows of the tables that it shows."""
        if page.uri not in self.known:
            self.known[page.uri] = self.written(page) | self.tables(page)
        return self.known[page.uri]

    def nearest(self, page: Page, fragment: str) -> str:
        """Return the id of a page that was probably meant by one that it does not have, or ""."""
        if page.uri not in self.guessers:
            self.guessers[page.uri] = guesser(self.of(page))
        return self.guessers[page.uri](fragment)

    def written(self, page: Page) -> frozenset[str]:
        """Return the ids of a page's own text."""
        settings = self.handbook.settings
        ids = anchors.page_ids(page.source.text, page.body, extension_effects.dialect(settings), settings)
        if ids is not None:
            return ids
        if excess(page.source.text, page.body):
            return anchors.ids_of_titles(page, settings)
        return page_renderer.render_page(page.source.text[page.body :], settings).ids

    def fails(self, page: Page) -> bool:
        """Return whether a page had to be rendered and could not."""
        text, settings = page.source.text, self.handbook.settings
        is_told = anchors.page_ids(text, page.body, extension_effects.dialect(settings), settings) is not None
        return not is_told and page_renderer.render_page(text[page.body :], settings).problem != ""

    def tables(self, page: Page) -> frozenset[str]:
        """Return the ids of the rows of a page's tables."""
        lasting = [embed for embed in page.embeds if embed_items.has_ids(embed)]
        return frozenset(item.id for embed in lasting for item in embed_items.select_items(self.handbook, embed))

    def are_known(self, dest: str) -> bool:
        """Return whether the ids of a page are all known by its file in the site.

        Those of one too much to render are guesses, one on which an extension fails has none, and nothing is known of one whose
        template only a build may render, nor where the site makes ids by a function of its own.
        """
        if self.handbook.settings.has_own_slugs:
            return False
        if page := self.pages.get(dest):
            return excess(page.source.text, page.body) is None and not self.fails(page)
        if dest not in self.handbook.generated_at or not self.handbook.settings.own_templates:
            return True
        from mkdocs_handbook.links import directory_pages

        return directory_pages.is_foreseeable(self.handbook, self.handbook.generated_at[dest])

    def at(self, dest: str) -> frozenset[str]:
        """Return the ids of a page by its file in the site, one that an author wrote or one of the directory."""
        if page := self.pages.get(dest):
            return self.of(page)
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
