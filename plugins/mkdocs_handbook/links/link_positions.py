"""Link positions: where the links of a rendered page stand in its text, and from which address in it each comes.

Where an address comes from is not searched for: the page is rendered once more with a mark at the end of each address, so
that each link shows which one it has. A link without a mark gets the place where it probably stands, and nothing is
ever written there.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import unescape
from itertools import repeat

from mkdocs_handbook.links.link_candidates import DEFINITION, LinkCandidate, LocatedLink
from mkdocs_handbook.links.plain_lines import PlainLines
from mkdocs_handbook.model import Page, Settings, Span
from mkdocs_handbook.pages import extension_effects, page_renderer
from mkdocs_handbook.pages.page_renderer import MarkdownError, Reference
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

REFERRING = late_pattern(r"\[(?P<text>[^\[\]\n]*)\](?:[ ]?\[(?P<name>[^\[\]\n]*)\])?(?![(:])")
# What stands before and behind an address.
BEFORE, BEHIND = r"""(?:\]\(\s*<?|\]:\s*<?|=\s*["']?|<)""", r"""(?=[)>"'\s]|\Z)"""
STARTS, ENDS, NEAR = re.compile(rf"{BEFORE}\Z"), re.compile(BEHIND), 50
# What becomes an address that is written otherwise: a name in two brackets, and marks of changes.
MADE = late_pattern(r"\[\[|\{(?:\+\+|--|~~|==|>>)")


def addresses(
    text: str, start: int, real: Sequence[Reference], found: Iterable[LinkCandidate], settings: Settings
) -> Sequence[LinkCandidate | None]:
    """Return for each reference of a rendered text the candidate that it has its address from, None where none is known.

    The text begins at an offset of its page. `found` are the candidates that are asked for.
    """
    marked = sorted(found, key=lambda candidate: candidate.span.end)
    evident = evident_addresses(text, real, marked, settings)
    if evident is not None:
        return evident
    word = unused_word(text)
    pieces, at = [], 0
    for number, candidate in enumerate(marked):
        pieces += [text[at : candidate.span.end - start], f"{word}{number}x"]
        at = candidate.span.end - start
    try:
        shown = page_renderer.render_page("".join([*pieces, text[at:]]), settings).references
    except MarkdownError:
        return [None] * len(real)
    mark = re.compile(rf"{word}(\d+)x")
    # What marks change in any other way is not known.
    if [replace(one, url=mark.sub("", one.url), text=mark.sub("", one.text)) for one in shown] != [*real]:
        return [None] * len(real)
    # A bare address is the text of its link as well: another one would be no link.
    numbers = ([int(number) for number in mark.findall(one.url) if not mark.search(one.text)] for one in shown)
    # The address of an anchor may be made of a text that has another one.
    same = (
        [marked[number] for number in given if marked[number].url == one.url]
        for one, given in zip(real, numbers, strict=True)
    )
    return [given[0] if len(given) == 1 else None for given in same]


def evident_addresses(
    text: str, real: Sequence[Reference], marked: Sequence[LinkCandidate], settings: Settings
) -> Sequence[LinkCandidate | None] | None:
    """Return what `addresses` does where each address can come from nowhere else, None where only marks can tell.

    What stands nowhere else in the text where an address may stand, even without escapes, is that of all links that have it.
    """
    made = extension_effects.dialect(settings)
    if not made.known or made.bare_links or MADE.search(text) or extension_effects.brings_text(text, settings):
        return None
    plain = unescape(text.replace("\\", ""))
    there: defaultdict[str, list[LinkCandidate]] = defaultdict(list)
    for candidate in marked:
        there[candidate.url].append(candidate)
    kinds: defaultdict[str, Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for one in real:
        kinds[one.url][one.is_image, one.is_raw] += 1
    for url, places in there.items():
        # Of several inline links of one kind, each has an address of its own.
        is_each = [*kinds[url].values()] == [len(places)] and all(place.is_inline for place in places)
        if kinds[url] and not ((len(places) == 1 or is_each) and occurring(url, plain) == len(places)):
            return None
    left = {url: iter(places) if len(places) > 1 else repeat(places[0]) for url, places in there.items()}
    found = [next(left[one.url]) if one.url in left else None for one in real]
    # Where an address is the text of its link as well, another one would be no link.
    pairs = zip(real, found, strict=True)
    is_text = any(place and one.url in one.text and not (place.is_inline or one.is_raw) for one, place in pairs)
    return None if is_text else found


def occurring(url: str, text: str) -> int:
    """Return how often an address stands in a text where one may stand."""
    # One that stands there once is looked at sooner than a pattern of it is made.
    at = text.find(url) if url else -1
    if at < 0:
        return 0
    before = text[max(0, at - NEAR) : at]
    if text.find(url, at + 1) < 0 and before.strip():
        return int(STARTS.search(before) is not None and ENDS.match(text, at + len(url)) is not None)
    return len(re.findall(f"{BEFORE}{re.escape(url)}{BEHIND}", text))


def unusual_addresses(page: Page, part: Span, urls: Iterable[str]) -> Iterator[LinkCandidate]:
    """Yield where some addresses stand behind a text in brackets, however they are written."""
    for url in sorted(filter(None, urls)):
        for match in re.compile(rf"\]\(\s*<?({re.escape(url)})").finditer(page.source.text, part.start, part.end):
            yield LinkCandidate(url, Span(*match.span(1)))


def unused_word(text: str) -> str:
    """Return letters that a text does not have, whatever their case."""
    folded, word = text.casefold(), "hbq"
    while word in folded:
        word += "q"
    return word


def place_links(
    lines: PlainLines,
    part: Span,
    real: Sequence[tuple[Reference, LinkCandidate | None]],
    found: Iterable[LinkCandidate],
) -> Iterator[LocatedLink]:
    """Yield links and images of the rendered page with their places: of the address, else where it probably stands.

    A definition is the place of one of the links that have their address from it, the others stand where their text does.
    """
    taken = {candidate.span for _, candidate in real if candidate}
    places = likely_places(lines, found)
    used: set[Span] = set()
    for reference, candidate in real:
        span = candidate.span if candidate else None
        if span is None or span in used:
            there = reference.url, reference.is_raw
            keys = (there, ("name", reference.url, letters(reference.text)), ("code", *there))
            words = (f"[{reference.text}]", reference.url) if candidate else (reference.url, f"[{reference.text}]")
            every = (places.setdefault(key, occurrences(lines.page, part, key)) for key in (*keys, *words))
            start = span or Span(part.start, part.start)
            span = next((span for each in every for span in each if span not in taken), start)
            taken.add(span)
        used.add(span)
        yield LocatedLink(reference, span, candidate.span if candidate else None)


def likely_places(lines: PlainLines, found: Iterable[LinkCandidate]) -> dict[object, Iterator[Span]]:
    """Return where links probably stand, by their address and text; each place is given once."""
    known: dict[object, list[Span]] = defaultdict(list)
    for candidate in found:
        there = candidate.url, candidate.is_raw
        # What is in code is no link, unless there is no other place.
        known[("code", *there) if lines.is_code(candidate) else there].append(candidate.span)
    for url, text, place in reference_links(lines.page):
        known["name", url, letters(text)].append(place)
    return {key: iter(spans) for key, spans in known.items()}


def reference_links(page: Page) -> Iterator[tuple[str, str, Span]]:
    """Yield the links that name a definition: its address, their text, and the place of that."""
    if "]:" in page.source.text:
        text = page.source.text
        names = {one["name"].casefold(): unescape(one["defined"]) for one in DEFINITION.finditer(text, page.body)}
        for match in REFERRING.finditer(text, page.body):
            if url := names.get((match["name"] or match["text"]).casefold()):
                yield url, match["text"], Span(match.start(), match.end("text") + 1)


def letters(text: str) -> str:
    """Return the letters and digits of a text, which stay the same when it is rendered."""
    return "".join(filter(str.isalnum, text))


def occurrences(page: Page, part: Span, words: object) -> Iterator[Span]:
    """Yield where words stand in a part of a page."""
    if isinstance(words, str) and words:
        for match in re.compile(re.escape(words)).finditer(page.source.text, part.start, part.end):
            yield Span(*match.span())
