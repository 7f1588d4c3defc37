"""The edits of a page: an embed takes the place of a table or list that became data."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from mkdocs_handbook.data.kinds import COMPUTED, default_columns, item_schema
from mkdocs_handbook.importing.records import Block
from mkdocs_handbook.importing.target_files import embed_path
from mkdocs_handbook.model import DataFile, Edit, Handbook, Kind, Page, Source, Span
from mkdocs_handbook.pages import embeds
from mkdocs_handbook.rendering import tables


def embed_link(handbook: Handbook, page: Page, path: str, kind: Kind, label: str = "") -> str:
    """Return the link that embeds a data file on a page."""
    group = posixpath.basename(path).partition(".")[0]
    # "Risks risks" would say it twice.
    own = kind.title if group.replace("-", " ") == kind.title.casefold() else ""
    name = label or own or tables.default_caption(DataFile(Source(path, ""), group, kind, ()))
    folder = embeds.folder_of(handbook.settings, page.uri)
    return f"[{name}]({quote(posixpath.relpath(path, folder))})"


def embed_options(kind: Kind, items: Iterable[Mapping[str, Any]], wanted: Collection[str]) -> str:
    """Return the options with which an embed shows the same columns as before, "" if it needs none."""
    computed = {column.key for column in COMPUTED.get(kind.name, ())}
    used = {key for item in items for key in item}
    empty = [key for key in kind.shown if key not in computed and key not in used]
    known = [column.key for column in default_columns(kind) if column.key not in computed]
    # What all have and no table shows, such as the first day of rituals, is behind "More".
    left_out = {*kind.shown, *item_schema(kind.schema).get("required", ()), kind.link}
    more = [key for key in known if key in wanted and key in used and key not in left_out]
    if not empty and not more:
        return ""
    shown = [key for key in kind.shown if key not in empty]
    return f'{{ columns="{" ".join([*shown, *more])}" }}'


def is_shown(handbook: Handbook, page: Page, path: str, section: Span) -> bool:
    """Return whether a section of a page embeds a data file already."""
    return any(
        embed_path(handbook, embed) == path for embed in page.embeds if section.start <= embed.span.start < section.end
    )


def replacement(block: Block, taken: Collection[Span], paragraph: str) -> Edit:
    """Return the edit that replaces imported rows by a paragraph; other rows stay below it, as a table or list."""
    text = block.page.source.text
    left = [text[slice(*row.span)].rstrip("\r") for row in block.rows if row.span not in taken]
    head = text[slice(*block.head)].replace("\r", "")
    is_loose = not head and "\n\n" in text[slice(*block.span)].replace("\r", "")
    rest = ("\n\n" if is_loose else "\n").join([*([head] if head else []), *left]) if left else ""
    new = "\n\n".join(part for part in (paragraph, rest) if part)
    if left and not head and not paragraph:
        return Edit(block.page.source.path, block.span, new)
    return spaced_edit(block.page, block.span, new, is_open=bool(left and not head))


def spaced_edit(page: Page, span: Span, new: str, *, is_open: bool = False) -> Edit:
    """Return the edit that replaces lines by others with a blank line around them, or removes them.

    With `is_open`, the new lines continue below.
    """
    text = page.source.text
    start, end = span.start, span.end
    before, after = text[:start].replace("\r", ""), text[end:].replace("\r", "")
    if not new:
        return removal(page, span)
    lead = "" if not before or before.endswith("\n\n") or before == "\n" else "\n"
    # The end of the last line is still there.
    tail = "" if is_open or not after.strip() or after.startswith("\n\n") else "\n"
    return Edit(page.source.path, Span(start, end), f"{lead}{new}{tail}")


def removals(page: Page, spans: Iterable[Span]) -> Iterator[Edit]:
    """Yield the edits that remove lines: those with only blank ones between them at once."""
    text = page.source.text
    joined: list[Span] = []
    for span in sorted(set(spans)):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    yield from (removal(page, span) for span in joined)


def removal(page: Page, span: Span) -> Edit:
    """Return the edit that removes lines, and blank lines that would be doubled or end the page."""
    text = page.source.text
    start, end = span.start, text.find("\n", span.end) + 1 or len(text)
    rest = text[end:]
    if not rest.strip():
        kept = len(text[:start].rstrip())
        return Edit(page.source.path, Span((text.find("\n", kept) + 1 or len(text)) if kept else 0, len(text)), "")
    before = text[:start].replace("\r", "")
    if not before or before.endswith("\n\n"):
        end += len(rest) - len(rest.lstrip("\r\n"))
    return Edit(page.source.path, Span(start, end), "")
