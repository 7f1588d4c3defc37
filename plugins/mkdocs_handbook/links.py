"""Links in data: which there are, and whether they lead anywhere."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

from mkdocs_handbook import addresses, formats, nearby, reading
from mkdocs_handbook.model import Edit, Finding, Handbook, Item, Kind, Page, Scalar, Source, Span
from mkdocs_handbook.targets import Site
from mkdocs_handbook.words import meaning, shortened

MARKDOWN_LINK = re.compile(r"(?<!\\)\[(?:[^\[\]]|\\.)*\]\(\s*<?([^\s()<>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


class Link(NamedTuple):
    """A link in data: the value that holds it, its address, its text as it is written, and whether it is an image.

    Of the `times` that links of the value have this address, it is the one with the number `turn`.
    """

    node: Scalar
    address: str
    text: str = ""
    is_image: bool = False
    turn: int = 0
    times: int = 1


def in_items(items: Iterable[Item], kind: Kind) -> Iterator[Link]:
    """Give the links in items: of values that are an address, and those in inline Markdown."""
    for form, node in reading.fields(items, kind, "uri-reference", "markdown"):
        if form == "uri-reference" and formats.is_link(node.text):
            yield Link(node, node.text)
        elif form == "markdown" and "](" in node.text:
            yield from in_markdown(node)


def in_markdown(node: Scalar) -> Iterator[Link]:
    """Give the links of a value that is inline Markdown."""
    text = CODE.sub("", node.text)
    found = list(MARKDOWN_LINK.finditer(text))
    times = Counter(match[1] for match in found)
    turns: Counter[str] = Counter()
    for match in found:
        said = match[0].partition("](")[0].removeprefix("[")
        is_image = text[match.start() - 1 : match.start()] == "!"
        yield Link(node, match[1], said, is_image, turns[match[1]], times[match[1]])
        turns[match[1]] += 1


def place(source: Source, link: Link) -> Span:
    """Give where the address of a link stands in its value, the value's own place where that is not clear."""
    node, address = link.node, link.address
    # As a link before anywhere else: an address may be part of another one.
    for pattern in (rf"\]\(\s*<?({re.escape(address)})(?=[\s)>])", f"({re.escape(address)})"):
        found = [match.span(1) for match in re.compile(pattern).finditer(source.text, *node.span)]
        if len(found) == link.times:
            return Span(*found[link.turn])
    return node.span


@lru_cache(maxsize=2)
def site_of(handbook: Handbook) -> Site:
    """Give the files of a handbook's site; kept, because every rule of links asks for it."""
    return Site(handbook)


class Problem(NamedTuple):
    """Why a link in data leads nowhere, the address that was probably meant, if any, and whether there is no doubt."""

    message: str
    meant: str = ""
    is_sure: bool = False

    def finding(self, code: str, source: Source, link: Link) -> Finding:
        """Give the finding at the address, with the edit that writes the one that was meant."""
        span = place(source, link)
        is_there = self.meant and source.text[span.start : span.end] == link.address
        edits = (Edit(source.path, span, self.meant),) if is_there else ()
        return Finding(code, source, span, self.message, edits, self.is_sure, link.address)


def problem_of(handbook: Handbook, link: Link) -> Problem | None:
    """Say why a link in data leads nowhere, None if it leads somewhere, or out of the handbook."""
    address = link.address
    if not formats.is_safe_link(address):
        return Problem(f'"{shortened(address)}" is no safe address, http, https, mailto or a relative one is')
    if formats.SCHEME.match(address) or (address.startswith("/") and is_own(handbook, address)):
        return None
    path, _, fragment = address.partition("#")
    uri = posixpath.normpath(unquote(path.partition("?")[0])) if path else ""
    if page := handbook.by_uri.get(uri):
        return missing_anchor(handbook, page, path, unquote(fragment)) if fragment else None
    if dest := handbook.made.get(uri):
        return missing_made_anchor(handbook, dest, unquote(fragment)) if fragment else None
    is_moved = addresses.published(uri, directory_urls=handbook.settings.use_directory_urls) in handbook.stubs.pages
    if uri in handbook.others or (is_moved and uri.endswith(addresses.PAGES)):
        return None
    return missing_page(handbook, link)


def is_own(handbook: Handbook, address: str) -> bool:
    """Whether an address that begins with a slash is one of the site, of which other rules know more."""
    return site_of(handbook).absolute(address).state in ("own", "moved-page")


def missing_page(handbook: Handbook, link: Link) -> Problem:
    """Say that nothing stands at an address."""
    if link.address.startswith("www."):
        return Problem(f'"{shortened(link.address)}" lacks "https://"', f"https://{link.address}")
    if link.is_image:
        return Problem(f'no image stands at "{shortened(link.address)}"')
    path, mark, rest = re.split(r"([?#]|\Z)", link.address, maxsplit=1)
    guess = nearby.page(site_of(handbook), path, "", "index.html") if path else nearby.Guess()
    meant = f"{quote(guess.name)}{mark}{rest}" if guess.name else ""
    hint = meaning(shortened(meant)) or ", write the path of a page, or an address with https://"
    return Problem(f'no page stands at "{shortened(link.address)}"{hint}', meant, guess.is_sure)


def missing_anchor(handbook: Handbook, page: Page, path: str, fragment: str) -> Problem | None:
    """Say that a page lacks an anchor, None if it has it, or had it and has a stub for it."""
    known = site_of(handbook).anchors.of(page)
    if fragment in known or (page.dest, fragment) in handbook.stubs.headings:
        return None
    guess = anchors_near(handbook)(page.uri)(fragment)
    # Without what would end a value in YAML.
    meant = f"{path}#{quote(guess.name)}" if guess.name else ""
    hint = f', did you mean "#{guess.name}"?' if guess.name else ""
    return Problem(f'"{page.uri}" has no anchor "#{shortened(fragment)}"{hint}', meant, guess.is_sure)


def missing_made_anchor(handbook: Handbook, dest: str, fragment: str) -> Problem | None:
    """Say that a page of the directory lacks an anchor, None if it has it or has a stub for it."""
    if fragment in site_of(handbook).anchors_at(dest) or (dest, fragment) in handbook.stubs.headings:
        return None
    return Problem(f'"{handbook.made_at[dest]}" has no anchor "#{shortened(fragment)}"')


@lru_cache(maxsize=2)
def anchors_near(handbook: Handbook) -> Callable[[str], Callable[[str], nearby.Guess]]:
    """Give a function that gives for a page what gives the anchor that was probably meant by a fragment."""
    return cache(lambda uri: nearby.anchors(site_of(handbook).anchors.of(handbook.by_uri[uri])))
