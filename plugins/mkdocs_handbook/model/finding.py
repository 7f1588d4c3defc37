"""Records of text: files, positions, edits and findings."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Span(NamedTuple):
    """A half-open range of character offsets into a source's text."""

    start: int
    end: int


NOWHERE = Span(0, 0)


class Position(NamedTuple):
    """A place as editors count it: row and column from 1, columns in characters."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as it was read: its path below the root, and its bytes or why there are none."""

    path: str
    content: bytes = b""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A text file of the handbook: its path below the root ("/"-separated) and its text, line ends as they are."""

    path: str
    text: str
    bom: bool = False

    def position(self, offset: int) -> Position:
        """Return the row and column of a character offset."""
        starts = line_starts(self.text)
        row = bisect_right(starts, offset)
        return Position(row, offset - starts[row - 1] + 1)

    def line(self, row: int) -> str:
        """Return the text of a row (from 1) without its line end."""
        starts = line_starts(self.text)
        end = starts[row] if row < len(starts) else len(self.text)
        return self.text[starts[row - 1] : end].rstrip("\r\n")


@lru_cache(maxsize=512)
def line_starts(text: str) -> tuple[int, ...]:
    """Return the offset at which each line of a text begins (lines end with LF or CRLF)."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return tuple(starts)


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of a span of a source by a text, or the path that the whole file is to have."""

    path: str
    span: Span
    text: str
    to: str = ""


class Renamed(NamedTuple):
    """What stands for the content of a file that has another path now."""

    to: str


# What is at a path after a change.
Content = bytes | Renamed


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in the content: its rule's code, its place, what is there and what belongs, and the edits that mend it.

    `is_safe` says that the edits keep what the author meant; others are a guess. `url` is a link as it was written.
    `refusal` is why a fix was not applied. `hint` is the end of the message that says what to do, if that depends on the rest
    of the handbook: the finding is the same with another hint.
    """

    code: str
    source: Source
    span: Span
    message: str
    edits: tuple[Edit, ...] = ()
    is_safe: bool = True
    url: str = ""
    refusal: str = ""
    hint: str = ""

    @property
    def renames(self) -> bool:
        """Whether the edits give a file another name."""
        return any(edit.to for edit in self.edits)

    @property
    def position(self) -> Position:
        """The row and column at which the problem begins."""
        return self.source.position(self.span.start)
