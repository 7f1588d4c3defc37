"""Page links: the links and images of a page with their positions, from its lines or, where those can't tell, rendered.

Whatever could become a link is found at once. Most of these need no closer look, because they lead somewhere whether they
are links or only look so. Those that matter are confirmed: by their line, if it is an ordinary one, else by rendering.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from mkdocs_handbook.links.link_candidates import LinkCandidate, LocatedLink, candidates
from mkdocs_handbook.links.link_positions import addresses, place_links, unusual_addresses
from mkdocs_handbook.links.plain_lines import PlainLines, is_intricate
from mkdocs_handbook.links.site import snippet_texts
from mkdocs_handbook.model import Page, Settings, Source, Span
from mkdocs_handbook.pages import extension_effects, outline, page_renderer
from mkdocs_handbook.pages.page_renderer import Reference
from mkdocs_handbook.pages.rendering_effort import excess

# The definition of a footnote or an abbreviation leaves no block, so what is below it belongs to what is above.
VANISHING = re.compile(r" {0,3}\*?\[[^\]\n]*\]:")
Wanted = Callable[[Reference], bool]


def links_of_page(page: Page, settings: Settings, wanted: Wanted) -> list[LocatedLink]:
    """Return the links and images of a page that are wanted, in its order; none of one that is too much to render."""
    lines = PlainLines(page)
    made = extension_effects.dialect(settings)
    found, unusual = candidates(page, bare=made.bare_links)
    odd = [offset for offset in unusual if lines.may_count(offset)]
    chosen = chosen_of(found, wanted)
    text = page.source.text
    if excess(text, page.body):
        return []
    is_included = snippet_texts.brings_text(text, settings) and bool(chosen_of(included(page, settings), wanted))
    if made.known and not (chosen or odd or is_included):
        return []
    is_changed = is_included or extension_effects.is_found(made.links, text[page.body :])
    if not made.known or is_changed or is_intricate(text, page.body, nested=made.nested):
        links = rendered_links(lines, Span(page.body, len(text)), found, settings, wanted)
        return list(placed_in_snippets(page, links, settings) if is_included else links)
    sure, unsure = lines.told(chosen)
    rendered = parts_around(page, [*unsure, *odd])
    located = [(link.span.start, link) for link in outside_parts(sure, rendered) if wanted(link.reference)]
    for part in rendered:
        inside = found[
            bisect_left(found, part.start, key=address_offset) : bisect_left(found, part.end, key=address_offset)
        ]
        located += ((part.start, link) for link in rendered_links(lines, part, inside, settings, wanted))
    # Of a part, they stay in the order in which they were rendered.
    return [link for _, link in sorted(located, key=lambda pair: pair[0])]


def chosen_of(found: Iterable[LinkCandidate], wanted: Wanted) -> list[LinkCandidate]:
    """Return the candidates that are wanted, each address asked for once."""
    known: dict[tuple[str, bool], bool] = {}
    for link in found:
        if (link.url, link.is_raw) not in known:
            known[link.url, link.is_raw] = wanted(Reference(link.url, is_raw=link.is_raw))
    return [link for link in found if known[link.url, link.is_raw]]


def included(page: Page, settings: Settings) -> list[LinkCandidate]:
    """Return what may be a link or image of a page with its snippets."""
    text = snippet_texts.expanded(page.source.text[page.body :], settings)
    return candidates(replace(page, source=Source(page.source.path, text), body=0))[0]


def placed_in_snippets(page: Page, links: Iterable[LocatedLink], settings: Settings) -> Iterator[LocatedLink]:
    """Yield links with the lines that include their text, where no other place is sure."""
    spans: dict[str, Iterator[Span]] = {}
    for link in links:
        url = link.reference.url
        if link.address is None and url not in spans:
            spans[url] = snippet_texts.including_spans(page.source.text, page.body, url, settings)
        span = next(spans[url], None) if link.address is None else None
        yield link._replace(span=span) if span else link


def address_offset(link: LinkCandidate | LocatedLink) -> int:
    """Return where an address begins."""
    return link.span.start


def outside_parts(sure: Iterable[LocatedLink], rendered: Sequence[Span]) -> Iterator[LocatedLink]:
    """Yield the links and images that are in none of some parts, which are in order."""
    for link in sure:
        index = bisect_right(rendered, address_offset(link), key=lambda part: part.start) - 1
        if index < 0 or rendered[index].end <= address_offset(link):
            yield link


def parts_around(page: Page, offsets: Iterable[int]) -> list[Span]:
    """Return the parts of a page around some offsets: each begins with a line behind a blank one, without an indent, so that
    it is rendered alone as it is in the page.
    """
    text, starts, is_behind, end = page.source.text, [page.body], False, page.body
    for line in outline.lines(text, page.body):
        is_blank = not line.text.strip()
        # Behind code or raw HTML, without a blank line, it belongs to that.
        opens = is_behind and not is_blank and not line.indented and not VANISHING.match(line.text)
        if opens and not text[end : line.start].strip():
            starts.append(line.start)
        is_behind, end = is_blank, line.end
    starts.append(len(text))
    indexes = sorted({bisect_right(starts, offset) for offset in offsets})
    return [Span(starts[index - 1], starts[index]) for index in indexes]


def rendered_links(
    lines: PlainLines, part: Span, found: Sequence[LinkCandidate], settings: Settings, wanted: Wanted
) -> Iterator[LocatedLink]:
    """Yield the wanted links and images of a part of a page as it is rendered."""
    # Behind the line break before it, it has no metadata: that stands at the beginning of a page.
    start = max(part.start - 1, lines.page.body)
    text = lines.page.source.text[start : part.end]
    real = page_renderer.render_page(text, settings).references
    asked = {reference.url for reference in real if wanted(reference)}
    # A bare address is a text, too, in whose place no other address may stand.
    marked = [candidate for candidate in found if candidate.url in asked and not candidate.is_bare]
    marked += unusual_addresses(lines.page, part, asked - {candidate.url for candidate in marked})
    known = addresses(text, start, real, marked, settings) if asked else ()
    pairs = [(one, address) for one, address in zip(real, known, strict=bool(asked)) if wanted(one)]
    yield from place_links(lines, part, pairs, found)
