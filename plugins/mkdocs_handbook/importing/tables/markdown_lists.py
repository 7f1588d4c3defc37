"""Lists of channels and boards: each item a line, the name first and perhaps what it is for."""

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


def lists(page: Page, section: Span, kind: str) -> Iterator[tuple[tuple[Row, ...], Span]]:
    """Give the lists in a section of a page that hold items of a kind, and their spans."""
    shape = SHAPES.get(kind)
    lines = outline.lines(page.source.text, page.body)
    first, end = (bisect_left(lines, at, key=lambda one: one.start) for at in (section.start + 1, section.end))
    inner = lines[first:end]
    run: list[Line] = []
    for index, line in enumerate(inner):
        if index and not follows(inner[index - 1], line):
            # A fence, a comment or raw HTML stands between.
            yield from cut(run, shape)
            run = []
        below = inner[index + 1] if index + 1 < len(inner) else None
        is_open = below is not None and follows(line, below) and bool(below.text.strip()) and not is_item(below, shape)
        if shape and is_item(line, shape) and not is_open:
            run.append(line)
        elif line.text.strip() or not shape:
            yield from cut(run, shape)
            run = []
    yield from cut(run, shape)


def cut(run: list[Line], shape: re.Pattern[str] | None) -> Iterator[tuple[tuple[Row, ...], Span]]:
    """Give some items as rows, if one of them is of its kind."""
    rows = tuple(row(one, shape) for one in run if shape)
    if any(not one.problem for one in rows):
        yield rows, Span(rows[0].span.start, rows[-1].span.end)


def is_item(line: Line, shape: re.Pattern[str] | None) -> bool:
    """Whether a line is an item of a list that is in no other, or a paragraph that begins with a board's link."""
    if embeds.parse(line.text, "", str):
        return False
    if BULLET.match(line.text):
        return True
    return shape is SHAPES["boards"] and shape is not None and shape.match(line.text) is not None


def row(line: Line, shape: re.Pattern[str]) -> Row:
    """Give an item as a row; with a problem, where it is none of its kind."""
    lead = BULLET.match(line.text)
    at = lead.end() if lead else 0
    match = shape.match(line.text, at)
    if not match:
        return Row(
            {}, span(line), "this item is no entry of its own kind, put it into the text or name it as the others"
        )
    named = {key: match[key] for key in match.re.groupindex if key != "mark" and match[key]}
    return Row({key: Cell(text.strip(), line.start + match.start(key)) for key, text in named.items()}, span(line))
