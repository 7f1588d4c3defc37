"""Inline Markdown of cells: its text, its links, and its form for data."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from html import unescape
from typing import NamedTuple

from mkdocs_handbook.data import formats
from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.util.wording import shortened

LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"(?:\(\s*<?(?P<href>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)|\[(?P<ref>[^\[\]]*)\])"
)
AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]+)>")
CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])|(?<![\w_])(_{1,3})(?=\S)(.+?)(?<=\S)\3(?![\w_])|~~(.+?)~~"
)
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
ENTITY = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")


class Link(NamedTuple):
    """A link: its text as Markdown, and its address."""

    text: str
    href: str

    @property
    def markdown(self) -> str:
        """The link as Markdown."""
        return f"[{self.text}]({self.href})"


def links(text: str, references: Mapping[str, str]) -> list[Link]:
    """Return the links in a text, those by reference with the address that the page defines."""
    found_links = [Link(match["text"], _href(match, references)) for match in LINK.finditer(CODE.sub("", text))]
    return [
        link for link in [*found_links, *(Link(match[1], match[1]) for match in AUTOLINK.finditer(text))] if link.href
    ]


def _href(match: re.Match[str], references: Mapping[str, str]) -> str:
    if match["href"] is not None:
        return match["href"]
    return references.get((match["ref"] or match["text"]).strip().lower(), "")


def plain_text(text: str) -> str:
    """Return the text that readers see, without Markdown and HTML."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[2].strip())
        return f"\x00{len(kept) - 1}\x01"

    text = CODE.sub(keep, BREAK.sub(", ", text))
    text = ESCAPE.sub(lambda match: f"\x02{ord(match[1])}\x03", text)
    text = LINK.sub(lambda match: match["text"], AUTOLINK.sub(r"\1", text))
    for _ in range(3):
        text = EMPHASIS.sub(lambda match: match[2] or match[4] or match[5], text)
    text = unescape(TAG.sub("", text))
    text = re.sub("\x02([0-9]+)\x03", lambda match: chr(int(match[1])), text)
    text = re.sub("\x00([0-9]+)\x01", lambda match: kept[int(match[1])], text)
    return " ".join(text.split())


def relative(href: str, docs_uri: str) -> str:
    """Return a link of a page relative to the pages' folder, as data has it."""
    path, mark, rest = href.partition("#")
    if formats.SCHEME.match(href) or href.startswith(("/", "//")):
        return href
    target = posixpath.join(posixpath.dirname(docs_uri), path) if path else docs_uri
    slash = "/" if path.endswith("/") else ""
    return posixpath.normpath(target) + slash + mark + rest


def for_data(text: str, docs_uri: str, references: Mapping[str, str]) -> str:
    """Return a cell's Markdown as data can hold it; raise NotImportedError if it would look different there."""
    codes: list[str] = []

    def keep(match: re.Match[str]) -> str:
        codes.append(match[0])
        return f"\x00{len(codes) - 1}\x01"

    def link(match: re.Match[str]) -> str:
        href = _href(match, references)
        if not href:
            raise NotImportedError(f'"{shortened(match[0])}" names a link that the page does not define')
        return f"{match['image']}[{match['text']}]({relative(href, docs_uri)})"

    text = LINK.sub(link, CODE.sub(keep, text))
    text = AUTOLINK.sub(lambda match: f"[{match[1].removeprefix('mailto:')}]({match[1]})", text)
    text = BREAK.sub("  \n", text)
    if tag := TAG.search(text):
        raise NotImportedError(f'HTML such as "{shortened(tag[0])}" has no place in data, write it as Markdown')
    text = ENTITY.sub(lambda match: _literal(unescape(match[0])), text)
    return re.sub("\x00([0-9]+)\x01", lambda match: codes[int(match[1])], text).strip()


def _literal(char: str) -> str:
    """Return the character of an entity, escaped for Markdown."""
    return f"\\{char}" if char in "\\`*_[]" else " " if char == "\xa0" else char
