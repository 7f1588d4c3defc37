"""Link candidates: all addresses of a page that stand where a link or image could."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from mkdocs_handbook.model import Page, Span
from mkdocs_handbook.pages.page_renderer import Reference
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

# An address that means what it says: no space, no escape, no entity, parentheses in pairs; and a title behind it.
PLAIN = r"""[^\s()<>\\"'&]*(?:(?:&(?![\w#]+;)|\([^\s()<>\\"'&]*\))[^\s()<>\\"'&]*)*"""
TITLE = r"""(?:[ \t]+"[^"\n()]*")?"""
# Where an address may stand: behind `](`, in an attribute, in a definition, alone between angle brackets. One pattern for
# all would be several times slower.
INLINE = late_pattern(rf"\]\((?:(?:<(?P<angle>[^<>\n]*)>|(?P<plain>{PLAIN})){TITLE}\))?")
ATTRIBUTE = late_pattern(
    r"""\b(?:href|src)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))""", re.IGNORECASE
)
# One may begin an item of a list, which is seldom what was meant.
DEFINITION = late_pattern(
    r"^(?:[ \t>]|[-*+:][ \t]|\d+[.)][ \t])*\[(?P<name>[^\]\n]+)\]:[ \t]*(?:\n[ \t]*)?<?(?P<defined>[^\s>]+)",
    re.MULTILINE,
)
# An address in the text, where an extension makes links of those.
BARE = late_pattern(r"(?<![\w/<\"'=])(?<!\]\()https?://[^\s<>\"'()\[\]]*[^\s<>\"'()\[\].,:;!?*_~]", re.IGNORECASE)
AUTOMATIC = late_pattern(r"(?<!\]\()<(?P<auto>https?://[^<>\s]*)>", re.IGNORECASE)


class LocatedLink(NamedTuple):
    """A link or image, its place in the page, and that of its address, None where it is not known for certain."""

    reference: Reference
    span: Span
    address: Span | None = None


class LinkCandidate(NamedTuple):
    """What may be a link or image: its address, the place of that, and whether raw HTML, a definition or nothing holds it."""

    url: str
    span: Span
    is_raw: bool = False
    is_inline: bool = True
    is_bare: bool = False


def candidates(page: Page, *, bare: bool = False) -> tuple[list[LinkCandidate], list[int]]:
    """Return what may be a link or image of a page, in its order, and where others may be, written unusually.

    Those that are `bare` are nothing but an address in the text.
    """
    text = page.source.text
    found: list[LinkCandidate] = []
    odd: list[int] = []
    for match in INLINE.finditer(text, page.body):
        if name := match.lastgroup:
            found.append(LinkCandidate(match[name], Span(*match.span(name))))
        else:
            odd.append(match.start())
    others = [*attributes(page), *definitions(page), *automatic(page)]
    if bare:
        there = {candidate.span.start for candidate in (*found, *others)}
        plain = (
            LinkCandidate(unescape(one[0]), Span(*one.span()), is_inline=False, is_bare=True)
            for one in BARE.finditer(page.source.text, page.body)
        )
        others += (candidate for candidate in plain if candidate.span.start not in there)
    if others:
        found = sorted([*found, *others], key=lambda candidate: candidate.span)
    return found, odd


def attributes(page: Page) -> Iterator[LinkCandidate]:
    """Yield the addresses in attributes, which raw HTML may have, and lists of attributes in braces."""
    text = page.source.text
    folded = text.lower() if "<" in text or "{" in text else ""
    if "href" in folded or "src" in folded:
        for match in ATTRIBUTE.finditer(text, page.body):
            name, before = match.lastgroup or "", max(page.body, match.start() - 500)
            is_raw = text.rfind("<", before, match.start()) >= text.rfind("{", before, match.start())
            yield LinkCandidate(unescape(match[name]), Span(*match.span(name)), is_raw=is_raw, is_inline=False)


def definitions(page: Page) -> Iterator[LinkCandidate]:
    """Yield the addresses that definitions give names to."""
    if "]:" in page.source.text:
        for match in DEFINITION.finditer(page.source.text, page.body):
            yield LinkCandidate(unescape(match["defined"]), Span(*match.span("defined")), is_inline=False)


def automatic(page: Page) -> Iterator[LinkCandidate]:
    """Yield the addresses that stand alone between angle brackets."""
    if "<http" in page.source.text or "<HTTP" in page.source.text:
        for match in AUTOMATIC.finditer(page.source.text, page.body):
            yield LinkCandidate(unescape(match["auto"]), Span(*match.span("auto")), is_inline=False)
