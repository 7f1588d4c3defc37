"""Links in data: which there are, and whether they lead anywhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote

from mkdocs_handbook import addresses, formats, reading
from mkdocs_handbook.anchors import Anchors
from mkdocs_handbook.model import Handbook, Item, Kind, Page, Scalar
from mkdocs_handbook.words import guesser, meaning, shortened

MARKDOWN_LINK = re.compile(r"(?<!\\)\[(?:[^\[\]]|\\.)*\]\(\s*<?([^\s()<>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


def in_items(items: Iterable[Item], kind: Kind) -> Iterator[tuple[Scalar, str]]:
    """Give the addresses in items: of values that are one, and of links in inline Markdown."""
    for form, node in reading.fields(items, kind, "uri-reference", "markdown"):
        if form == "uri-reference" and formats.is_link(node.text):
            yield node, node.text
        elif form == "markdown" and "](" in node.text:
            for match in MARKDOWN_LINK.finditer(CODE.sub("", node.text)):
                yield node, match.group(1)


def problem_of(handbook: Handbook, anchors: Anchors, address: str) -> str:
    """Say why an address in data leads nowhere ("" if it leads somewhere, or out of the handbook)."""
    if not formats.is_safe_link(address):
        return f'"{shortened(address)}" is no safe address, http, https, mailto or a relative one is'
    if formats.SCHEME.match(address):
        return ""
    path, _, fragment = address.partition("#")
    uri = posixpath.normpath(unquote(path.partition("?")[0])) if path else ""
    page = handbook.by_uri.get(uri)
    if page:
        return missing_anchor(handbook, anchors, page, unquote(fragment)) if fragment else ""
    is_moved = addresses.published(uri, directory_urls=handbook.settings.use_directory_urls) in handbook.stubs.pages
    if uri in handbook.others or (is_moved and uri.endswith(addresses.PAGES)):
        return ""
    if address.startswith("www."):
        return f'"{shortened(address)}" lacks "https://"'
    hint = meaning(pages_near(handbook)(uri)) or ", write the path of a page, or an address with https://"
    return f'no page stands at "{shortened(address)}"{hint}'


@lru_cache(maxsize=2)
def pages_near(handbook: Handbook) -> Callable[[str], str]:
    """Give a function that gives the page that was probably meant by a path."""
    return guesser(handbook.by_uri)


def missing_anchor(handbook: Handbook, anchors: Anchors, page: Page, fragment: str) -> str:
    """Say that a page lacks an anchor ("" if it has it, or had it and has a stub for it)."""
    if fragment in anchors.of(page) or (page.dest, fragment) in handbook.stubs.headings:
        return ""
    return f'"{page.uri}" has no anchor "#{shortened(fragment)}"{meaning(anchors.nearest(page, fragment))}'
