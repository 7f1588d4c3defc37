"""Repairs: the slips of a YAML file that cannot be read, found by trying what was meant until it can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

from mkdocs_handbook.data.yaml.events import LOADER, MAX_DEPTH, mark_offset, overruns
from mkdocs_handbook.data.yaml.line_slips import FINDERS, START, TABLE, Slip, content
from mkdocs_handbook.model import Edit, Finding, Source, Span, line_starts

# Texts that are read to find the slips of one file, and its longest text in which they are looked for.
MOST_TRIALS, LONGEST = 120, 200_000


class Failure(NamedTuple):
    """Where a parser stopped, and the row where what it was reading began: all from 0."""

    row: int
    column: int
    context: int

    def is_behind(self, other: Failure) -> bool:
        """Return whether a parser came further than to another failure."""
        return (self.row, self.column) > (other.row, other.column)


def failure(text: str) -> Failure | None:
    """Return where a text stops to be YAML, None where it is."""
    depth = 0
    try:
        for event in iter(LOADER(text).get_event, None):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                return None
            if isinstance(event, yaml.ScalarEvent) and overruns(text, event):
                row = text.count("\n", 0, mark_offset(event.start_mark))
                return Failure(row, 0, row)
    except yaml.MarkedYAMLError as error:
        marks = [(mark.line, mark.column) for mark in (error.problem_mark, error.context_mark) if mark is not None]
        return Failure(*marks[0], marks[-1][0]) if marks else None
    except (yaml.YAMLError, ValueError):
        return None
    return None


@dataclass(slots=True)
class _Search:
    """The search for the slips of a text: its lines as they were meant so far, and the rows that were mended."""

    lines: list[str]
    found: dict[int, Slip] = field(default_factory=dict)
    trials: int = 0

    def run(self) -> Failure | None:
        """Mend line after line, and return where the text still cannot be read, None if it can."""
        stops = self.stop(self.lines)
        while stops and (better := self.step(stops)):
            row, slip, stops = better
            self.found[row], self.lines[row] = slip, slip.line
        return stops

    def step(self, stops: Failure) -> tuple[int, Slip, Failure | None] | None:
        """Return the slip with which most of the text can be read, its row, and where that stops; None where none helps."""
        best: tuple[int, Slip, Failure | None] | None = None
        for row, slip in self.candidates(stops):
            if self.trials >= MOST_TRIALS:
                break
            then = self.stop([*self.lines[:row], slip.line, *self.lines[row + 1 :]])
            if then is None:
                return row, slip, None
            # A dash that is none begins an item, whatever else is wrong below it.
            is_dash = slip.line.lstrip().startswith("- ") and not self.lines[row].lstrip().startswith("- ")
            if is_dash and then.row >= stops.row:
                return row, slip, then
            if then.row > row and then.is_behind(stops) and (best is None or (best[2] and then.is_behind(best[2]))):
                best = row, slip, then
        return best

    def candidates(self, stops: Failure) -> Iterator[tuple[int, Slip]]:
        """Yield the slips of the lines that may be to blame, the most telling first."""
        rows = [*self.rows(stops)]
        for find in FINDERS:
            for row in rows:
                for slip in find(self.lines, row):
                    if slip.line != self.lines[row]:
                        yield row, slip

    def rows(self, stops: Failure) -> Iterator[int]:
        """Yield the rows that may be to blame for a failure."""
        here = min(stops.row, len(self.lines) - 1)
        above = content(self.lines, here, -1)
        wanted = [here, *([] if above is None else [above]), stops.context, *self.open_quotes(here)]
        # Without an end of its last line, a text may end on a row that it does not have.
        yield from (row for row in dict.fromkeys(wanted) if row not in self.found and row < len(self.lines))

    def open_quotes(self, here: int) -> list[int]:
        """Return the nearest rows above on which a quote begins and none ends."""
        rows = []
        for row in range(here - 1, -1, -1):
            match = START.match(self.lines[row])
            value = match["value"] if match else ""
            if value[:1] in ("'", '"') and value[:1] not in value[1:]:
                rows.append(row)
                if len(rows) > 2:
                    break
        return rows

    def stop(self, lines: Sequence[str]) -> Failure | None:
        self.trials += 1
        return failure("\n".join(lines))


def repair(source: Source) -> tuple[list[Finding], str]:
    """Return the findings of the slips of a text that cannot be read, and the text without them, rows as they were.

    Of a text in which none is found, it is "".
    """
    if len(source.text) > LONGEST:
        return [], ""
    lines = [source.line(row) for row in range(1, len(line_starts(source.text)) + 1)]
    search = _Search([*lines])
    search.run()
    findings = [finding(source, row, lines[row], slip) for row, slip in sorted(search.found.items())]
    return findings, "\n".join(search.lines) if findings else ""


def finding(source: Source, row: int, line: str, slip: Slip) -> Finding:
    """Return the finding of a slip."""
    start = line_starts(source.text)[row]
    at = slip.column if slip.line[: slip.column] == line[: slip.column] else 0
    edit = Edit(source.path, Span(start + at, start + len(line)), slip.line[at:])
    span = Span(start + slip.column, start + max(slip.column, len(line)))
    return Finding(slip.code, source, span, slip.message, (edit,), slip.is_safe)


def table_row(source: Source, row: int) -> bool:
    """Return whether a Markdown table stands at a row (from 1), or at the one above."""
    return any(TABLE.match(source.line(one)) for one in (row, row - 1) if one)
