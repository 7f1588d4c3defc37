"""The section of a group's page that shows a new data file."""

from __future__ import annotations

import posixpath
from dataclasses import replace

from mkdocs_handbook.model import Handbook, Kind, Page, Source
from mkdocs_handbook.pages import closing_order, outline, page_reader

LEVEL = 2


def with_embed(handbook: Handbook, page: Page, kind: Kind, group: str, path: str) -> Source:
    """Return a page that shows a data file: in the section of its kind, which may be new and stands where it belongs."""
    settings, source = handbook.settings, page.source
    titles = closing_order.titles(settings).get(kind.name, ())
    title = closing_order.section_title(settings, kind.name, kind.title)
    label = f"{page_reader.group_title(group)} {kind.name.replace('-', ' ')}"
    link = f"[{label}]({posixpath.relpath(path, posixpath.dirname(source.path))})"
    known = {outline.plain_title(name) for name in titles or (title,)}
    sections = closing_order.cut(page, settings, LEVEL)
    own = next((one for one in sections if outline.plain_title(one.heading.title) in known), None)
    rank = next((number for number, name in enumerate(closing_order.titles(settings), 1) if name == kind.name), 0)
    end = len(source.text)
    later = (one.span.start for one in sections if one.rank > rank)
    at, block = (own.span.end, link) if own else (next(later, end), f"## {title}\n\n{link}")
    return replace(source, text=inserted(source.text, at, block))


def inserted(text: str, at: int, block: str) -> str:
    """Return a text with a block of lines at an offset, with a blank line before and after it, in its own line ends."""
    end = "\r\n" if "\r\n" in text else "\n"
    before, after = text[:at].rstrip(), text[at:]
    return f"{before}{end}{end}{block.replace(chr(10), end)}{end}{end if after.strip() else ''}{after}"
