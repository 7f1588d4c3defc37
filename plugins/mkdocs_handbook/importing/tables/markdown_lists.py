"""The finder of lists of channels and boards: one line an item, the name first, then perhaps a description."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from mkdocs_handbook.importing.records import Cell, Row
from mkdocs_handbook.importing.tables.markdown_tables import follows, span
from mkdocs_handbook.model import Page, Span
from mkdocs_handbook.pages import embeds, outline
from mkdocs_handbook.pages.outline import Line

BULLET = re.compile(r"[-*+][ \t]+")
_DRI = r"(?:\s*[(,;–—-]?\s*\(?\bDRI:?\s+(?P<dri>[^()]+(?:\([^()]*\))?)\)?)?"
_REST = rf"(?:\s*(?::|–|—|\s-)\s*(?P<description>.*?))?{_DRI}\s*\Z"
_CHANNEL = r"(?:\[[^\[\]]*\]\([^()\s]*\)|`#[^`]+`|\\?#[^\s:,;()–—*`]+\*?)"
SHAPES: Mapping[str, re.Pattern[str]] = {
    "channels": re.compile(rf"(?P<channel>(?P<mark>\*\*|__|)(?:{_CHANNEL}){{1}}(?P=mark)){_REST}"),
    "boards": re.compile(rf"(?P<board>(?:[^\[\]|]{{0,9}}\s)?\*{{0,2}}\[[^\[\]]+\]\([^()\s]+\)\*{{0,2}}){_REST}"),
}


def find_lists(page: Page, section: Span, kind: str) -> Iterator[tuple[tuple[Row, ...], Span]]:
    """Yield the lists in a section of a page that hold items of a kind, and their spans."""
    shape = SHAPES.get(kind)
    lines = outline.lines(page.source.text, page.body)
    first, end = (bisect_left(lines, at, key=lambda line: line.start) for at in (section.start + 1, section.end))
    inner = lines[first:end]
    run: list[Line] = []
    for index, line in enumerate(inner):
        if index and not follows(inner[index - 1], line):
            # A fence, a comment or raw HTML stands between.
            yield from read_rows(run, shape)
            run = []
        below = inner[index + 1] if index + 1 < len(inner) else None
        is_open = below is not None and follows(line, below) and bool(below.text.strip()) and not is_item(below, shape)
        if shape and is_item(line, shape) and not is_open:
            run.append(line)
        elif line.text.strip() or not shape:
            yield from read_rows(run, shape)
            run = []
    yield from read_rows(run, shape)


def read_rows(run: list[Line], shape: re.Pattern[str] | None) -> Iterator[tuple[tuple[Row, ...], Span]]:
    """Yield list items as rows, with their span, if at least one of them is of the kind."""
    rows = tuple(read_row(line, shape) for line in run if shape)
    if any(not row.problem for row in rows):
        yield rows, Span(rows[0].span.start, rows[-1].span.end)


def is_item(line: Line, shape: re.Pattern[str] | None) -> bool:
    """Return whether a line is an item of a top-level list, or a paragraph that begins with a board's link."""
    if embeds.parse_embed(line.text, "", str):
        return False
    if BULLET.match(line.text):
        return True
    return shape is SHAPES["boards"] and shape is not None and shape.match(line.text) is not None


def read_row(line: Line, shape: re.Pattern[str]) -> Row:
    """Return a list item as a row; the row has a problem if the item is not of the kind."""
    lead = BULLET.match(line.text)
    at = lead.end() if lead else 0
    match = shape.match(line.text, at)
    if not match:
        return Row(
            {}, span(line), "this item is no entry of its own kind, put it into the text or name it as the others"
        )
    named = {key: match[key] for key in match.re.groupindex if key != "mark" and match[key]}
    return Row({key: Cell(text.strip(), line.start + match.start(key)) for key, text in named.items()}, span(line))
