"""Link positions: where the links of a rendered page stand in its text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import unescape

from mkdocs_handbook.links.link_candidates import DEFINITION, LinkCandidate, LocatedLink
from mkdocs_handbook.links.plain_lines import PlainLines
from mkdocs_handbook.model import Page, Span
from mkdocs_handbook.pages.page_renderer import Reference

REFERRING = re.compile(r"\[(?P<text>[^\[\]\n]*)\][ ]?\[(?P<name>[^\[\]\n]*)\]")


def place_links(
    lines: PlainLines, part: Span, real: Iterable[Reference], found: Iterable[LinkCandidate]
) -> Iterator[LocatedLink]:
    """Yield links and images of the rendered page with their places: of the address with their text, else of either."""
    real = list(real)
    known: dict[object, list[Span]] = defaultdict(list)
    for candidate in found:
        # What is in code is no link, unless there is no other place.
        is_code = lines.is_code(candidate)
        known[("code",) * is_code, candidate.url, candidate.is_raw].append(candidate.span)
        if candidate.is_inline and not is_code:
            known["label", candidate.url, *label(lines.page, candidate)].append(candidate.span)
    for url, text, place in reference_links(lines.page):
        known["name", url, letters(text)].append(place)
    # Each place is given once; one definition serves several links, which differ by their text.
    places: dict[object, Iterator[Span]] = {key: iter(spans) for key, spans in known.items()}
    sure = [None if reference.is_raw else next(places.get(_labelled(reference), iter(())), None) for reference in real]
    taken = {span for span in sure if span}
    for reference, span in zip(real, sure, strict=True):
        if span is None:
            there = reference.url, reference.is_raw
            words = (
                ((), *there),
                ("name", reference.url, letters(reference.text)),
                (("code",), *there),
                reference.url,
                f"[{reference.text}]",
            )
            every = (places.setdefault(key, occurrences(lines.page, part, key)) for key in words)
            span = next((span for each in every for span in each if span not in taken), Span(part.start, part.start))
            taken.add(span)
        yield LocatedLink(reference, span)


def _labelled(reference: Reference) -> object:
    return "label", reference.url, reference.is_image, letters(reference.text)


def reference_links(page: Page) -> Iterator[tuple[str, str, Span]]:
    """Yield the links that name a definition: its address, their text, and the place of that."""
    if "]:" in page.source.text:
        text = page.source.text
        names = {one["name"].casefold(): unescape(one["defined"]) for one in DEFINITION.finditer(text, page.body)}
        for match in REFERRING.finditer(text, page.body):
            if url := names.get((match["name"] or match["text"]).casefold()):
                yield url, match["text"], Span(match.start(), match.end("text") + 1)


def label(page: Page, candidate: LinkCandidate) -> tuple[bool, str]:
    """Return whether a candidate is an image, and the letters of the text behind which its address stands."""
    text, start = page.source.text, candidate.span.start
    end = text.rfind("](", max(page.body, start - 4), start)
    # Texts of links are short; without a limit, many brackets would take the square of their time.
    begin = text.rfind("[", max(page.body, end - 500), end)
    is_image = text[begin - 1 : begin] == "!"
    return is_image, "" if is_image else letters(unescape(text[begin:end]))


def letters(text: str) -> str:
    """Return the letters and digits of a text, which stay the same when it is rendered."""
    return "".join(filter(str.isalnum, text))


def occurrences(page: Page, part: Span, words: object) -> Iterator[Span]:
    """Yield where words stand in a part of a page."""
    if isinstance(words, str) and words:
        for match in re.compile(re.escape(words)).finditer(page.source.text, part.start, part.end):
            yield Span(*match.span())
