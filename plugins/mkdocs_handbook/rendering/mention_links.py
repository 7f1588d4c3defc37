"""Links of channel mentions: `#name` in the visible text of a rendered page leads to the channel's row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from mkdocs_handbook.pages.visible_text import CHANNEL, LIKELY, mentioned_name
from mkdocs_handbook.rendering.html_tree import make_relative

__all__ = ["LIKELY", "link_channels"]

# What is code, a heading, or a link already; `th` and `caption` are the headings of a table.
CODE = frozenset(["code", "kbd", "pre", "samp", "tt", "var", "script", "style", "textarea", "svg", "math"])
NEVER = CODE | frozenset(["a", "button", "h1", "h2", "h3", "h4", "h5", "h6", "th", "caption"])
# What begins anew: a tag that a paragraph leaves open is closed with it.
BLOCKS = frozenset(["p", "li", "dd", "dt", "td", "div", "blockquote"])
# Raw HTML in a line is a placeholder for each of its tags.
PIECE = re.compile(f"\x02wzxhzdk:(?P<number>[0-9]+)\x03|{CHANNEL.pattern}")
TAG = re.compile(r"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)[^<]*\Z")
# An escaped underscore, which Python-Markdown writes only at the end.
UNDERSCORE = "\x0295\x03"


def link_channels(root: Element, address: Callable[[str], str], page: str, raw: Sequence[Any]) -> None:
    """Link the channels that a tree mentions to their addresses, as seen from the page of a path; `raw` are its stashed tags."""
    _Linker(address, page, raw).link(root)


class _Linker:
    def __init__(self, address: Callable[[str], str], page: str, raw: Sequence[Any]) -> None:
        self.address, self.page, self.raw = cache(address), page, raw
        # The raw tag inside of which nothing is a mention, "" outside of any.
        self.inside = ""

    def link(self, parent: Element) -> None:
        """Link what the text of an element mentions, and of all elements in it."""
        if parent.tag in BLOCKS:
            self.inside = ""
        parent.text, children = self.split(parent.text)
        for child in parent:
            if child.tag not in NEVER:
                self.link(child)
            child.tail, found = self.split(child.tail)
            children += [child, *found]
        if len(children) > len(parent):
            parent[:] = children

    def split(self, text: str | None) -> tuple[str | None, list[Element]]:
        """Return a text before its first mention, and a link for each mention with the text behind it."""
        if not text or isinstance(text, AtomicString) or ("#" not in text and "\x02" not in text):
            return text, []
        text = text.replace(UNDERSCORE, "_")
        found = list(self.mentions(text))
        ends = [*(start for start, _, _ in found), len(text)]
        links = [self.element(text[start:end], href) for start, end, href in found]
        for one, (_, end, _), following in zip(links, found, ends[1:], strict=True):
            one.tail = text[end:following]
        return text[: ends[0]], links

    def mentions(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where each mention of a known channel begins and ends in a text, and its address."""
        for match in PIECE.finditer(text):
            if match["number"]:
                self.pass_tag(self.raw[int(match["number"])])
            elif not self.inside:
                name, end = mentioned_name(match)
                if name and (href := self.address(f"#{name}")):
                    yield match.start(), end, href

    def pass_tag(self, html: object) -> None:
        """Note that raw HTML opens or closes something in which nothing is a mention."""
        tag = TAG.match(html) if isinstance(html, str) else None
        if tag and tag["end"] and tag["tag"].lower() == self.inside:
            self.inside = ""
        elif tag and not tag["end"] and not self.inside and tag["tag"].lower() in NEVER:
            self.inside = tag["tag"].lower()

    def element(self, text: str, href: str) -> Element:
        """Return a link."""
        one = Element("a", {"class": "handbook-channel", "href": href})
        one.text = AtomicString(text)
        make_relative(one, self.page)
        return one
