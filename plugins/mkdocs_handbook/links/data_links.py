"""Links in data: addresses and inline Markdown of items, with their positions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from mkdocs_handbook.data import formats
from mkdocs_handbook.data.items import values_of_format
from mkdocs_handbook.links.link_resolver import LinkResolver
from mkdocs_handbook.model import Handbook, Item, Kind, Source, Span, Value
from mkdocs_handbook.pages.outline import CODE_SPAN

MARKDOWN_LINK = re.compile(r"(?<!\\)\[(?:[^\[\]]|\\.)*\]\(\s*<?([^\s()<>]*)>?(?:\s+\"[^\"]*\")?\s*\)")


class DataLink(NamedTuple):
    """A link in data: the value that holds it, its address, its text as it is written, and whether it is an image.

    Of the `times` that links of the value have this address, it is the one with the number `turn`.
    """

    value: Value
    address: str
    text: str = ""
    is_image: bool = False
    turn: int = 0
    times: int = 1


def links_in_items(items: Iterable[Item], kind: Kind) -> Iterator[DataLink]:
    """Yield the links in items: of values that are an address, and those in inline Markdown."""
    for form, value in values_of_format(items, kind, "uri-reference", "markdown"):
        if form == "uri-reference" and formats.is_link(value.text):
            yield DataLink(value, value.text)
        elif form == "markdown" and "](" in value.text:
            yield from links_in_markdown(value)


def links_in_markdown(value: Value) -> Iterator[DataLink]:
    """Yield the links of a value that is inline Markdown."""
    text = CODE_SPAN.sub("", value.text)
    matches = list(MARKDOWN_LINK.finditer(text))
    times = Counter(match[1] for match in matches)
    turns: Counter[str] = Counter()
    for match in matches:
        label = match[0].partition("](")[0].removeprefix("[")
        is_image = text[match.start() - 1 : match.start()] == "!"
        yield DataLink(value, match[1], label, is_image, turns[match[1]], times[match[1]])
        turns[match[1]] += 1


def address_span(source: Source, link: DataLink) -> Span:
    """Return where the address of a link stands in its value, the value's own place where that is not clear."""
    span, address = link.value.span, link.address
    # As a link before anywhere else: an address may be part of another one.
    for pattern in (rf"\]\(\s*<?({re.escape(address)})(?=[\s)>])", f"({re.escape(address)})"):
        spans = [match.span(1) for match in re.compile(pattern).finditer(source.text, *span)]
        if len(spans) == link.times:
            return Span(*spans[link.turn])
    return span


@lru_cache(maxsize=2)
def resolver_of(handbook: Handbook) -> LinkResolver:
    """Return the files of a handbook's site; kept, because every rule of links asks for it."""
    return LinkResolver(handbook)
