"""Metadata that other tools keep in the text of a page (`<meta>` lines), and the front matter that it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import NamedTuple

from mkdocs_handbook.importing.data_writer import mapping_lines
from mkdocs_handbook.importing.draft import Draft
from mkdocs_handbook.importing.records import Place
from mkdocs_handbook.model import Edit, Page, Span
from mkdocs_handbook.pages import fences
from mkdocs_handbook.util.wording import shortened

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


def find(page: Page) -> Iterator[Meta]:
    """Yield the lines of metadata in a page's text, none of those in code or comments."""
    text = page.source.text
    if "<meta" not in text.casefold():
        return
    code = fences.fenced_ranges(text, page.body).items()
    hidden = [*code, *(match.span() for match in COMMENT.finditer(text))]
    for match in META.finditer(text, page.body):
        if any(start <= match.start() < end for start, end in hidden):
            continue
        attributes = {
            pair["key"].lower(): pair["double"] or pair["single"] or ""
            for pair in ATTRIBUTE.finditer(match["attributes"])
        }
        if name := attributes.get("name"):
            value = unescape(attributes.get("value") or attributes.get("content") or "")
            yield Meta(name, value, Span(match.start(), match.end() - (match[0][-1:] == "\r")))


def maintainer(page: Page, metas: Sequence[Meta]) -> str:
    """Return who maintains a page, "" where it does not say so."""
    return page.metadata("maintainedBy") or next((meta.value for meta in metas if meta.name == "maintainedBy"), "")


def add(draft: Draft, page: Page, metas: Sequence[Meta]) -> None:
    """Add the front matter that metadata becomes, and note the lines that go."""
    added: dict[str, str] = {}
    for meta in metas:
        place = Place(page.source.path, meta.span.start, "meta")
        if draft.is_barred(place, page.source, meta.span):
            continue
        if problem := conflict(page, meta, added):
            draft.note_not_imported(page.source, meta.span, problem)
            continue
        added |= {} if page.metadata(meta.name) else {meta.name: meta.value}
        if meta.name == "maintainedBy":
            draft.people.handle_of(meta.value)
        draft.removed.append(meta.span)
        draft.units.append(place)
    draft.edits += front_matter_edits(page, added)


def conflict(page: Page, meta: Meta, added: Mapping[str, str]) -> str:
    """Return why metadata has to stay in the text, "" where it may go."""
    if meta.name not in KEYS or not meta.value:
        return f'metadata "{shortened(meta.name)}" has no place in front matter, known are {", ".join(KEYS)}'
    known = added.get(meta.name) or page.metadata(meta.name)
    if known and known != meta.value:
        return f'front matter says "{shortened(known)}" as "{meta.name}", keep one of the two'
    return ""


def front_matter_edits(page: Page, added: Mapping[str, str]) -> Iterator[Edit]:
    """Yield the edit that adds keys to a page's front matter, if there are some."""
    if not added:
        return
    lines = "".join(mapping_lines(added, ""))
    text = page.source.text
    if not page.body:
        gap = "" if text.startswith(("\n", "\r\n")) or not text else "\n"
        yield Edit(page.source.path, Span(0, 0), f"---\n{lines}---\n{gap}")
        return
    # The line that closes front matter is the last one before the body.
    closing = text.rfind("\n", 0, len(text[: page.body].rstrip())) + 1
    yield Edit(page.source.path, Span(closing, closing), lines)
