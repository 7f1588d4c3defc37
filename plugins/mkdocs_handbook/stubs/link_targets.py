"""Link targets: headings, table rows and other elements of a page that have an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_handbook.model import Handbook, Heading, Page, Source, Span
from mkdocs_handbook.pages import embed_items, outline, page_renderer

# Ids that nobody links to from elsewhere: footnotes, tabs, lines of code.
PASSING = re.compile(r"fn(ref\d*)?:|__")
START = Span(0, 0)


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A heading, a row of a table or another element with an address: its title, the text below it, where it is written.

    `sort` is "heading", "element", or the noun of a row's kind; the text of a row is its other values.
    """

    page: Page
    anchor: str
    sort: str
    title: str
    text: str
    source: Source
    span: Span

    @property
    def plain(self) -> str:
        """The title for comparison."""
        return outline.plain_title(self.title)


def title_heading(page: Page) -> Heading | None:
    """Return the heading that is the title of a page: the only one of level 1, above all others; None where none is.

    Without such a heading, the title is in front matter or nowhere, and the first heading is that of a section.
    """
    first = next(iter(headings := outline.headings(page.source.text, page.body)), None)
    is_title = first and first.level == 1 and sum(heading.level == 1 for heading in headings) == 1
    return first if is_title else None


def page_target(page: Page) -> LinkTarget:
    """Return a page itself as a place: its title, where its first heading stands, and all of its text."""
    heading = next(iter(outline.headings(page.source.text, page.body)), None)
    own, span = title_heading(page), heading.span if heading else START
    title = own.title if own else page.metadata("title")
    return LinkTarget(
        page,
        "",
        "heading",
        outline.shown_title(title),
        normalized_text(page.source.text[page.body :]),
        page.source,
        span,
    )


def normalized_text(text: str) -> str:
    """Return a text for comparison: git keeps other line ends than the disk where it is told to."""
    return text.replace("\r\n", "\n").strip()


def targets_of_page(handbook: Handbook, page: Page, anchors: frozenset[str]) -> dict[str, LinkTarget]:
    """Return the places of a page by anchor; `anchors` are all that it has."""
    targets = {place.anchor: place for place in (*heading_targets(handbook, page), *row_targets(handbook, page))}
    top = page_target(page)
    for anchor in sorted(anchors - targets.keys()):
        targets[anchor] = LinkTarget(page, anchor, "element", anchor, "", page.source, top.span)
    return {anchor: place for anchor, place in targets.items() if anchor in anchors and not PASSING.match(anchor)}


def heading_targets(handbook: Handbook, page: Page) -> Iterator[LinkTarget]:
    """Yield the headings of a page with the anchors that Python-Markdown gives them, in order."""
    text, top = page.source.text, page_target(page)
    written = outline.headings(text, page.body)
    ends = [*(heading.span.start for heading in written[1:]), len(text)][: len(written)]
    by_title: dict[str, list[tuple[Span, int]]] = {}
    for heading, end in reversed(list(zip(written, ends, strict=True))):
        by_title.setdefault(outline.plain_title(heading.title), []).append((heading.span, end))
    for anchor, title in page_renderer.render_page(text[page.body :], handbook.settings).headings:
        # A heading in a list or a quote is on the page, and not in its outline.
        same = by_title.get(outline.plain_title(title))
        span, end = same.pop() if same else (top.span, top.span.end)
        yield LinkTarget(page, anchor, "heading", title, normalized_text(text[span.end : end]), page.source, span)


def row_targets(handbook: Handbook, page: Page) -> Iterator[LinkTarget]:
    """Yield the rows of a page's tables."""
    for embed in page.embeds:
        for file, item, anchor, _ in embed_items.select_items(handbook, embed):
            key, noun = file.kind.key, file.kind.noun
            others = repr([pair for pair in sorted(item.values.items()) if pair[0] != key])
            title = item.name or str(item.values.get(key, ""))
            yield LinkTarget(page, anchor, noun, title, others, file.source, item.span(key))
