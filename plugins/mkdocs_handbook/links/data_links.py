"""Links in data: addresses and inline Markdown of items, with their positions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from mkdocs_handbook.data import cell_markdown, formats
from mkdocs_handbook.data.cell_markdown import CellLink
from mkdocs_handbook.data.items import values_of_format
from mkdocs_handbook.links.link_resolver import LinkResolver
from mkdocs_handbook.model import DataFile, Handbook, Item, Kind, Source, Span, Value
from mkdocs_handbook.pages.outline import CODE_SPAN
from mkdocs_handbook.pages.rendering_effort import excess

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


def addresses_in(file: DataFile) -> list[str]:
    """Return the addresses of the links in a file, each once."""
    return [*dict.fromkeys(link.address for link in links_in_items(file.all_items, file.kind))]


def links_in_markdown(value: Value) -> Iterator[DataLink]:
    """Yield the links of a value that is inline Markdown."""
    links = cell_links(value.text)
    times = Counter(link.address for link in links)
    turns: Counter[str] = Counter()
    for link in links:
        yield DataLink(value, *link, turns[link.address], times[link.address])
        turns[link.address] += 1


def cell_links(text: str) -> tuple[CellLink, ...]:
    """Return the links of inline Markdown, by their shape if all of them are ordinary, else as they are rendered."""
    plain = CODE_SPAN.sub("", text)
    matches = list(MARKDOWN_LINK.finditer(plain))
    if len(matches) != plain.count("]("):
        return () if excess(text) else cell_markdown.cell_links(text)
    labels = (match[0].partition("](")[0].removeprefix("[") for match in matches)
    return tuple(
        CellLink(match[1], label, plain[match.start() - 1 : match.start()] == "!")
        for match, label in zip(matches, labels, strict=True)
    )


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
