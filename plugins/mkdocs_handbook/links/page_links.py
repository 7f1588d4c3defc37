"""Page links: the links and images of a page with their positions, from its lines or, where those can't tell, rendered.

Whatever could become a link is found at once. Most of these need no closer look, because they lead somewhere whether they
are links or only look so. Those that matter are confirmed: by their line, if it is an ordinary one, else by rendering.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from mkdocs_handbook.links.link_candidates import DEFINITION, LinkCandidate, LocatedLink, candidates
from mkdocs_handbook.links.link_positions import addresses, place_links, unusual_addresses
from mkdocs_handbook.links.plain_lines import PlainLines, has_definitions, is_intricate
from mkdocs_handbook.links.site import snippet_texts
from mkdocs_handbook.model import Page, Settings, Source, Span
from mkdocs_handbook.pages import anchors, extension_effects, outline, page_renderer
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
    is_included = extension_effects.brings_text(text, settings) and bool(chosen_of(included(page, settings), wanted))
    if made.known and not (chosen or odd or is_included):
        return []
    is_changed = is_included or extension_effects.is_found(made.links, text[page.body :])
    is_defined = has_definitions(text, page.body)
    # Where its ids are in doubt as well, a page is rendered whole, once for both.
    is_doubtful = is_defined and anchors.page_ids(text, page.body, made, settings) is None
    if not made.known or is_changed or is_doubtful or is_intricate(text, page.body, nested=made.nested):
        links = rendered_links(lines, Span(page.body, len(text)), found, settings, wanted)
        return list(placed_in_snippets(page, links, settings) if is_included else links)
    if is_defined:
        places = (link.span.start for link in chosen)
        parts = parts_around(page, [*places, *odd, *named_places(page, chosen)])
        return list(Excerpt(page, parts).links(found, settings, wanted))
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


def named_places(page: Page, chosen: Iterable[LinkCandidate]) -> Iterator[int]:
    """Yield where the definitions of a page stand, and the names of those that are chosen."""
    text = page.source.text
    if "]:" not in text:
        return
    spans = {link.span for link in chosen}
    names: set[str] = set()
    for match in DEFINITION.finditer(text, page.body):
        yield match.start("name")
        if Span(*match.span("defined")) in spans:
            names.add(match["name"])
    if names:
        words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in sorted(names))
        for match in re.compile(rf"\[\s*(?:{words})\s*\]", re.IGNORECASE).finditer(text, page.body):
            yield match.start()


class Excerpt:
    """Some parts of a page, in their order, as a page of their own."""

    def __init__(self, page: Page, parts: Sequence[Span]) -> None:
        text = page.source.text
        # At the beginning, a line may be metadata.
        lead = "" if parts[0].start == page.body else "\n"
        self.parts, self.starts = parts, [len(lead)]
        for part in parts:
            self.starts.append(self.starts[-1] + part.end - part.start)
        content = lead + "".join(text[slice(*part)] for part in parts)
        self.page = replace(page, source=Source(page.source.path, content), body=0)

    def links(self, found: Iterable[LinkCandidate], settings: Settings, wanted: Wanted) -> Iterator[LocatedLink]:
        """Yield the wanted links and images of the parts as they are rendered, with their places in the page."""
        inside = [link._replace(span=self.moved(link.span)) for link in found if part_at(self.parts, link.span.start)]
        whole = Span(0, len(self.page.source.text))
        for link in rendered_links(PlainLines(self.page), whole, inside, settings, wanted):
            address = self.in_page(link.address) if link.address else None
            yield link._replace(span=self.in_page(link.span), address=address)

    def moved(self, span: Span) -> Span:
        """Return where something of the page stands here."""
        index = bisect_right(self.parts, span.start, key=lambda part: part.start) - 1
        return shifted(span, self.starts[index] - self.parts[index].start)

    def in_page(self, span: Span) -> Span:
        """Return where something that stands here is in the page."""
        index = max(0, min(bisect_right(self.starts, span.start), len(self.parts)) - 1)
        return shifted(span, self.parts[index].start - self.starts[index])


def shifted(span: Span, by: int) -> Span:
    """Return a span so many characters later."""
    return Span(span.start + by, span.end + by)


def part_at(parts: Sequence[Span], offset: int) -> Span | None:
    """Return the one of some parts, which are in order, that has an offset, None where none has."""
    index = bisect_right(parts, offset, key=lambda part: part.start) - 1
    return parts[index] if index >= 0 and offset < parts[index].end else None


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
