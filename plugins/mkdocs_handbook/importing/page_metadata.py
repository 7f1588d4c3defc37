"""Metadata and tags that other tools keep in the text of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

from mkdocs_handbook.importing import emit_yaml
from mkdocs_handbook.model import Edit, Page, Span
from mkdocs_handbook.pages import fences

META = re.compile(r"^ {0,3}<meta\s+(?P<attributes>[^<>]*?)\s*/?>[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
ATTRIBUTE = re.compile(r"(?P<key>[\w-]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# The keys of front matter that metadata may become.
KEYS = ("maintainedBy", "title", "description")


class Meta(NamedTuple):
    """A line of metadata: its name and value, and the span of the line without its end."""

    name: str
    value: str
    span: Span


def metas(page: Page) -> Iterator[Meta]:
    """Give the lines of metadata in a page's text, none of those in code or comments."""
    text = page.source.text
    if "<meta" not in text.casefold():
        return
    code = fences.closed(text, page.body).items()
    hidden = [*code, *(match.span() for match in COMMENT.finditer(text))]
    for match in META.finditer(text, page.body):
        if any(start <= match.start() < end for start, end in hidden):
            continue
        found = {
            one["key"].lower(): one["double"] or one["single"] or "" for one in ATTRIBUTE.finditer(match["attributes"])
        }
        if name := found.get("name"):
            value = unescape(found.get("value") or found.get("content") or "")
            yield Meta(name, value, Span(match.start(), match.end() - (match[0][-1:] == "\r")))


def front_matter(page: Page, added: Mapping[str, str]) -> Edit | None:
    """Give the edit that adds keys to a page's front matter, None where there are none to add."""
    if not added:
        return None
    lines = "".join(emit_yaml.lines(added, ""))
    text = page.source.text
    if not page.body:
        gap = "" if text.startswith(("\n", "\r\n")) or not text else "\n"
        return Edit(page.source.path, Span(0, 0), f"---\n{lines}---\n{gap}")
    # The line that closes front matter is the last one before the body.
    closing = text.rfind("\n", 0, len(text[: page.body].rstrip())) + 1
    return Edit(page.source.path, Span(closing, closing), lines)
