"""Fenced code of a Markdown page, as the extensions fenced_code and superfences find it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from mkdocs_handbook.util.patterns.late_patterns import late_pattern

FENCE = late_pattern(r"^([ \t>]*)((?:(?:[-*+]|\d+[.])[ \t]+)*)(`{3,}(?!`)|~{3,}(?!~))([^\r\n]*)\r?$", re.MULTILINE)
# What the extensions take behind a fence; with anything else it is none.
INFO = late_pattern(r"(?:(?:\.?[\w#.+-]+[ \t]*)?\{.*\}|\.?[\w#.+-]*(?:[ \t]+[A-Za-z_]\w*=(?:\"[^\"]*\"|'[^']*'))*)\Z")
# What fenced_code takes of it, which finds no fence that is indented either.
PLAIN = late_pattern(r"(?:\{.*\}|\.?[\w#.+-]* *(?:hl_lines=(?:\".*?\"|'.*?') *)?)\Z")
BLANK = late_pattern(r"\n[ \t]*\r?\n")
ITEM = late_pattern(r"[ \t>]*(?:[-*+]|\d+[.])[ \t]")
LEADING = " \t>"
TAB = 4
INDENTS = ("\t", "    ")
# More pages than nearly all handbooks have: every rule goes through all of them.
CACHED = 4096


class FenceMark(NamedTuple):
    """The mark of a fence: where its line begins, the blanks and quotes before it, itself, what is behind.

    One that begins an item of a list is none to the extensions, but code inside that paragraph all the same.
    """

    start: int
    prefix: str
    is_item: bool
    text: str
    info: str

    @property
    def level(self) -> tuple[str, int, int]:
        """What a mark shares with those that can end it: itself, how deep it is quoted and indented."""
        return self.text, self.prefix.count(">"), len(self.prefix.expandtabs(TAB))


@lru_cache(maxsize=CACHED)
def fenced_ranges(text: str, start: int) -> Mapping[int, int]:
    """Return for each fence of a text from an offset on, by where its line begins, where the line behind it begins.

    One that is never closed is none, nor is one with a line in it that stands outside the item or quote that holds it.
    """
    if "```" not in text and "~~~" not in text:
        return {}
    marks = list(fence_marks(text, start))
    closers: dict[tuple[str, int, int] | str, list[int]] = {}
    for index, mark in enumerate(marks):
        if not (mark.info or mark.is_item):
            closers.setdefault(mark.level, []).append(index)
            if mark.prefix:
                # As part of an item.
                closers.setdefault(mark.text, []).append(index)
    fences: dict[int, int] = {}
    index = 0
    while index < len(marks):
        mark = marks[index]
        later = closers.get(mark.text if mark.is_item else mark.level, [])
        close = bisect_right(later, index)
        index += 1
        if close == len(later) or not INFO.match(mark.info):
            continue
        last = marks[later[close]].start
        outside = first_outside(text, mark, last)
        if outside < 0:
            end = text.find("\n", last)
            fences[mark.start] = len(text) if end < 0 else end + 1
            index = later[close] + 1
        elif not mark.is_item:
            # The extensions go on behind that line.
            index = bisect_right(marks, outside, index, key=lambda one: one.start)
    return fences


def fence_marks(text: str, start: int) -> Iterator[FenceMark]:
    """Yield what may begin or end a fence."""
    for one in FENCE.finditer(text[start:]):
        yield FenceMark(start + one.start(), one[1], bool(one[2]), one[3], one[4].strip(" \t"))


def first_outside(text: str, mark: FenceMark, end: int) -> int:
    """Return where the first line in a fence begins that stands outside what holds it, -1 if none does."""
    at = text.find("\n", mark.start) + 1 if mark.is_item or mark.prefix else end
    is_behind_blank = False
    while at < end:
        close = text.find("\n", at)
        line = text[at:close]
        leading = line[: len(line) - len(line.lstrip(LEADING))]
        is_blank = len(leading) == len(line.rstrip("\r"))
        if is_outside(mark, line, leading, is_blank=is_blank, is_behind_blank=is_behind_blank):
            return at
        is_behind_blank = is_blank
        at = close + 1
    return -1


def is_outside(mark: FenceMark, line: str, leading: str, *, is_blank: bool, is_behind_blank: bool) -> bool:
    """Return whether a line with some blanks and quotes before it stands outside the item, quote or indentation of a fence."""
    if mark.is_item:
        return is_blank or not leading or ITEM.match(line) is not None
    if is_blank:
        return False
    quotes, own = leading[: len(mark.prefix)].count(">"), mark.prefix.count(">")
    is_outdented = len(leading.expandtabs(TAB)) < len(mark.prefix.expandtabs(TAB))
    return is_outdented or quotes > own or (quotes < own and is_behind_blank)


def is_torn(text: str, start: int, *, nested: bool) -> bool:
    """Return whether the fences of a text may be others than `fenced_ranges` says.

    Behind one that nothing ends, superfences finds no other and fenced_code does; below indented code, one may be part of
    that. Where they can't be nested, one that is indented is code only as far as its paragraph goes.
    """
    end = start
    code = fenced_ranges(text, start)
    for mark in fence_marks(text, start) if "```" in text or "~~~" in text else ():
        if mark.start >= end and not mark.is_item:
            is_held = not mark.prefix.startswith(INDENTS) and is_below_code(text[end : mark.start])
            end = code.get(mark.start, end)
            # So does the one that ends the code of an item: to superfences it begins some.
            is_open = mark.start not in code and bool(INFO.match(mark.info))
            is_cut = mark.prefix != "" and BLANK.search(text, mark.start, end) is not None
            is_other = mark.start in code and not nested and (is_cut or not PLAIN.match(mark.info))
            if is_held or is_open or is_other:
                return True
    return False


def is_below_code(above: str) -> bool:
    """Return whether a line that may be indented code stands above a fence, and no empty line between them."""
    lines = takewhile(str.strip, reversed(above.split("\n")[:-1]))
    return any(line.startswith(INDENTS) for line in lines)


@lru_cache(maxsize=CACHED)
def without_code(text: str, start: int = 0) -> str:
    """Return a text from an offset on with nothing between the marks of fences; one that is indented stays as it is."""
    kept, at = [], start
    for begin, end in fenced_ranges(text, start).items():
        closing = text.rfind("\n", begin, end - 1) + 1
        if text[begin] == text[closing] and text[begin] in "`~":
            kept.append(text[at : text.find("\n", begin) + 1])
            at = closing
    return "".join([*kept, text[at:]])
