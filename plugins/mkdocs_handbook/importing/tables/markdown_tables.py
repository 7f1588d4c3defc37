"""The reader of Markdown tables: rows and cells as they were typed, with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_handbook.importing.records import Cell
from mkdocs_handbook.model import Heading, Page, Span
from mkdocs_handbook.pages import outline
from mkdocs_handbook.pages.outline import Line

# What stands between pipes: escapes, code in which a pipe is one, anything else.
PIECES = re.compile(r"\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|[^|\\`]+|`+|\\\Z")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was typed: the cells of its header, the cells and span of each row."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[tuple[Cell, ...], Span], ...]
    head: Span
    span: Span
    is_apart: bool = True


def cells(line: Line) -> tuple[Cell, ...]:
    """Return the cells of a line; pipes at its ends may be missing."""
    text, bounds, at, begin = line.text, [], 0, 0
    while at <= len(text):
        if at == len(text) or text[at] == "|":
            bounds.append((begin, at))
            begin = at + 1
        match = PIECES.match(text, at)
        at = match.end() if match and match.end() > at else at + 1
    if len(bounds) > 1 and not text[slice(*bounds[0])].strip():
        bounds = bounds[1:]
    if len(bounds) > 1 and not text[slice(*bounds[-1])].strip():
        bounds = bounds[:-1]
    return tuple(_cell(line, start, end) for start, end in bounds)


def _cell(line: Line, start: int, end: int) -> Cell:
    piece = line.text[start:end]
    lead = len(piece) - len(piece.lstrip())
    return Cell(piece.strip().replace("\\|", "|"), line.start + start + (lead if piece.strip() else 0))


def find_tables(page: Page) -> Iterator[Table]:
    """Yield the tables of a page that are not in a list or a quote."""
    lines = outline.lines(page.source.text, page.body)
    index = 0
    while index < len(lines) - 1:
        line, below = lines[index], lines[index + 1]
        is_table = outline.is_table(line, below) and follows(line, below)
        if not is_table or line.text.lstrip().startswith((">", "- ", "* ")):
            index += 1
            continue
        end = index + 2
        while end < len(lines) and follows(lines[end - 1], lines[end]) and is_row(lines[end]):
            end += 1
        rows = tuple((cells(row), Span(row.start, row.end)) for row in lines[index + 2 : end])
        head = Span(line.start, below.end)
        last = lines[end - 1]
        yield Table(cells(line), rows, head, Span(line.start, last.end), not line.indented)
        index = end


def follows(above: Line, line: Line) -> bool:
    """Return whether a line directly follows another."""
    return line.start <= above.end + 2


def is_row(line: Line) -> bool:
    """Return whether a line below a table's rows is one more row."""
    return bool(line.text.strip()) and not outline.ATX.match(line.text)


def section_at(page: Page, at: int) -> tuple[Heading | None, Span]:
    """Return the heading above an offset, and the span from it to the next heading."""
    heads: Sequence[Heading] = outline.headings(page.source.text, page.body)
    index = bisect_right(heads, at, key=lambda head: head.span.start)
    end = heads[index].span.start if index < len(heads) else len(page.source.text)
    heading = heads[index - 1] if index else None
    return heading, Span(heading.span.start if heading else page.body, end)
