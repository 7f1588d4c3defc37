"""How much work it is to render a page: what Python-Markdown reads again and again, counted without rendering it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from mkdocs_handbook.model import Page, Span
from mkdocs_handbook.pages import fences
from mkdocs_handbook.pages.fences import CACHED
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

# How often each character of a page may be read again, and how many may be on any page: a second for about 50 kB.
MOST, ALWAYS = 100, 20_000
# So few marks are never too many.
FEW = 100
# How deep lists and quotes are in one another; Python-Markdown calls itself for each.
DEEPEST = 40
# How many characters a page has that is rendered where its lines cannot tell.
LONGEST = 1_000_000
PARAGRAPH = late_pattern(r"\S(?:[^\n]|\n(?![ \t]*\r?(?:\n|\Z)))*")
MARK = late_pattern(r"\[|\]\(?|\)|<!\[CDATA\[|<[!?]?|>|`+")
CLOSES = {"]": "[", "](": "[", ")": "](", ">": "<"}
# What each of these marks has in it, and two of them in a row.
MARKS = ("[", "]", "(", ")", "<", ">", "`")
# What emphasizes, inserts, deletes or marks a text.
EMPHASIS = "*_~^="
# What begins attributes, or a formula.
LATE = ("{", "\\(", "\\[")
# Three of these may be one mark and then two, or two and then one: PyMdown tries both.
TRIED = ("~~~", "^^^")
# A declaration ends with the text, not with the paragraph.
DECLARATIONS = ("<!", "<?", "<![CDATA[")
# Marks that are counted, as bytes, for text without the bytes of `NO_MARKS`, and what begins a line that begins a block;
# indents of what is deep have one of `INDENTS` in them.
COUNTED = tuple(tuple(mark.encode() for mark in some) for some in (MARKS, EMPHASIS, LATE, TRIED, DECLARATIONS))
NO_MARKS = bytes(one for one in range(256) if chr(one) not in "[]()<>`*_~^={}\\|#!?:-+.\n")
BEGUN = re.compile(rb"\n(?:[#!?=:>]|\*[*\[]|--|__)")
INDENTS = (8 * " ", "\t\t", "\t    \t")
# Lists and tables have their text in parts, if a block begins with one.
LIST = late_pattern(r"[ \t]*(?:[-*+]|\d{1,9}\.)[ \t]")
TABLE = late_pattern(r"[^\n]*\n[ \t]*\|?[ \t]*:?-+:?[ \t]*\|")
ITEM = late_pattern(rf"\n(?={LIST.pattern})")
ROW = late_pattern(r"\n")
# What begins a fence, and what a block: a heading, a note, a tab, a line across, a definition, an abbreviation.
FENCE = late_pattern(r"^[ \t>]*(`{3,}|~{3,})([^\r\n]*)", re.MULTILINE)
BLOCK = late_pattern(
    r"^[ \t>]*(\#|!!!|\?\?\?|===(?=[ \t])|:(?=[ \t])|\*\[|[-_*](?=(?:[ \t]*[-_*]){2,}[ \t]*\r?$))", re.MULTILINE
)
BLOCK_MARKS = ("#", "!!!", "???", "===", ":", "*[", "--", "**", "__", "- -", "* *", "_ _")
SEPARATOR = late_pattern(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*\|?[ \t]*:?-+[ \t:]*\|[-:| \t]*\r?$", re.MULTILINE)
BLANK = late_pattern(r"\n[ \t>]*\r?(?=\n)")
FOOTNOTE = late_pattern(r"\[\^[^\]\n]{1,100}\]")
# How many characters are read in the time in which an unclosed bracket is passed; and how many, for a cell or for a pair of
# equal references.
FENCE_SPEED, BLOCK_SPEED, ABBREVIATION_SPEED, CELL, REFERENCE, LATE_SPEED = 20, 16, 7, 20, 2, 20
# How many pairs of lines, and of footnotes, are passed in that time; and how many lines are never too many.
LINES, NOTES, MANY = 20, 4, 3_000
LINE = late_pattern(r"\n(?=\S)")
NESTED = late_pattern(
    rf"^(?:(?:[ \t]*(?:>|(?:[-*+]|\d{{1,9}}[.)])(?=[ \t]))){{{DEEPEST}}}|(?:[ ]{{4}}|\t){{{DEEPEST}}})", re.MULTILINE
)


@lru_cache(maxsize=CACHED)
def excess(text: str, start: int = 0) -> Span | None:
    """Return where a text, from an offset on, becomes too much to be rendered; None where all of it can be.

    Python-Markdown looks for the end of each bracket, tag and code up to the end of the paragraph, so that its time is
    quadratic in those that are not closed, or closed far behind.
    """
    if is_little(text, start):
        return None
    if found := first_beyond(fences_again(text, start), allowed(text, start)):
        return found
    return limit(without_code(text, start), start) if limit(text, start) else None


def excess_of(page: Page) -> Span | None:
    """Return where a page becomes too much to be rendered, as its facts have it."""
    span = page.facts.once("excess", lambda: excess(page.source.text, page.body))
    return Span(*span) if span else None


def without_code(text: str, start: int) -> str:
    """Return a text with blank lines in place of its fenced code, at the same offsets."""
    pieces, at = [], 0
    for begin, end in fences.fenced_ranges(text, start).items():
        pieces += [text[at:begin], "\n" * (end - begin)]
        at = end
    return "".join([*pieces, text[at:]])


def limit(text: str, start: int) -> Span | None:
    """Return where a text becomes too much, as if none of it were code."""
    if len(text) - start > LONGEST:
        return Span(start + LONGEST, start + LONGEST + 1)
    if nested := NESTED.search(text, start):
        return Span(nested.end() - 1, nested.end())
    blocks = [*blocks_again(text, start)]
    left = allowed(text, start)
    # To count exactly takes as long as to render a part of the page.
    is_enough = sum(again for _, again in blocks) + most_again(text, start) > left
    return first_beyond(chain(blocks, inline_again(text, start)), left) if is_enough else None


def is_little(text: str, start: int) -> bool:
    """Return whether a text has so few marks that nothing needs to be counted exactly: as much as most pages have."""
    # Without all that stands between, others may seem to be there as well, but none is missing.
    marks = b"\n" + text[start:].encode("utf-8", "surrogatepass").translate(None, NO_MARKS)
    is_deep = max(map(len, marks.split(b"\n"))) >= DEEPEST or any(indent in text for indent in INDENTS)
    return (
        len(text) - start <= LONGEST
        and marks.count(b"\n") < MANY
        and marks.count(b"```") + marks.count(b"~~~") < FEW
        and marks.count(b"|") < FEW
        and marks.count(b"[^") < FEW
        and len(BEGUN.findall(marks)) < FEW
        and at_most(marks, longest_block(text, start), len(text) - start) <= allowed(text, start)
        and not (is_deep and NESTED.search(text, start))
    )


def longest_block(text: str, start: int) -> int:
    """Return how many characters the longest of the blocks of a text has, between blank lines."""
    return max(map(len, text[start:].split("\n\n")))


def at_most(marks: bytes, longest: int, size: int) -> int:
    """Return how many characters are read at most to find the ends of marks: as if all stood at the start of their block."""
    single, emphasis, late, tried, declared = (sum(map(marks.count, some)) for some in COUNTED)
    return (single + tried + emphasis // 50 + late // LATE_SPEED + 2) * longest + declared * size


def most_again(text: str, start: int) -> int:
    """Return the same more closely, for the marks of each part that is read on its own."""
    if sum(text.count(mark, start) for mark in f"[<`{{\\{EMPHASIS}") < FEW:
        return 0
    longest = longest_block(text, start)
    marks = sum(text.count(mark, start) for mark in MARKS) * longest
    if marks > allowed(text, start):
        marks = sum(len(MARK.findall(text, *part)) * (part.end - part.start) for part in all_parts(text, start)) * 2
    emphasis, late, tried = (sum(text.count(mark, start) for mark in some) for some in (EMPHASIS, LATE, TRIED))
    declared = sum(text.count(mark, start) for mark in DECLARATIONS) * (len(text) - start)
    return marks + (tried + emphasis // 50 + late // LATE_SPEED + 2) * longest + declared


def allowed(text: str, start: int) -> int:
    """Return how many characters of a text may be read again."""
    return ALWAYS + MOST * (len(text) - start)


def first_beyond(work: Iterable[tuple[Span, int]], left: int) -> Span | None:
    """Return the first of some marks at which more was to be done than there may be, None where there is none."""
    for mark, again in work:
        left -= again
        if left < 0:
            return mark
    return None


def fences_again(text: str, start: int) -> Iterator[tuple[Span, int]]:
    """Yield what begins a fence, with how much is read to find its end: without one, all of the text behind it."""
    if text.count("```", start) + text.count("~~~", start) < FEW:
        return
    ends: dict[str, int] = {}
    for line in reversed(tuple(FENCE.finditer(text, start))):
        end = ends.get(line[1], len(text))
        yield Span(*line.span(1)), (end - line.start()) // FENCE_SPEED
        if not line[2].strip():
            ends[line[1]] = line.end()


def blocks_again(text: str, start: int) -> Iterator[tuple[Span, int]]:
    """Yield what begins blocks, rows, abbreviations and references of footnotes, with what is done because of each."""
    whole = len(text) - start
    has_few = sum(text.count(mark, start) for mark in BLOCK_MARKS) < FEW
    if not has_few and len(begun := BLOCK.findall(text, start)) >= FEW:
        for block in PARAGRAPH.finditer(text, start):
            if (count := len(BLOCK.findall(text, *block.span()))) >= FEW:
                # The rest of the paragraph is read for each.
                yield Span(block.start(), block.start() + 1), count * (block.end() - block.start()) // BLOCK_SPEED
        if (count := begun.count("*[")) >= FEW:
            at = text.index("*[", start)
            yield Span(at, at + 2), count * whole // ABBREVIATION_SPEED
    for line in SEPARATOR.finditer(text, start) if text.count("|", start) >= FEW else ():
        # Each row gets as many cells as the table has columns, however few are written.
        end = BLANK.search(text, line.end())
        rows = text.count("\n", line.end(), end.start() if end else len(text))
        yield Span(*line.span()), line[0].count("|") * rows * CELL
    # Whatever a line becomes, extensions look for it among all others.
    if text.count("\n", start) >= MANY and len(lines := [*LINE.finditer(text, start)]) >= MANY:
        yield Span(*lines[MANY // 2].span()), len(lines) ** 2 // LINES
    labels = Counter(FOOTNOTE.findall(text, start)) if text.count("[^", start) >= FEW else {}
    if len(labels) >= FEW:
        at = text.index("[^", start)
        yield Span(at, at + 2), len(labels) ** 2 // NOTES
    for label, count in labels.items():
        if count >= FEW:
            at = text.index(label, start)
            yield Span(at, at + len(label)), count * count * REFERENCE


def inline_again(text: str, start: int) -> Iterator[tuple[Span, int]]:
    """Yield the marks of a text with how many characters are read to find the end of each."""
    for part in all_parts(text, start):
        yield from read_again(text, part)


def all_parts(text: str, start: int) -> Iterator[Span]:
    """Yield the parts of a text that are read on their own."""
    for block in PARAGRAPH.finditer(text, start):
        yield from parts(text, *block.span())


def parts(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the parts of a block of lines that are read on their own: items, rows, or all of it."""
    line = text.rfind("\n", 0, start) + 1
    cut = ITEM if LIST.match(text, line) else ROW if TABLE.match(text, line) else None
    for match in cut.finditer(text, start, end) if cut else ():
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, end)


def read_again(text: str, part: Span) -> Iterator[tuple[Span, int]]:
    """Yield the marks of a part with how many characters are read to find the end of each."""
    start, end = part
    # Emphasis is looked for by Python's expressions, which are so much faster.
    emphasis = sum(text.count(mark, start, end) for mark in EMPHASIS)
    tried = sum(text.count(mark, start, end) for mark in TRIED)
    late = sum(text.count(mark, start, end) for mark in LATE)
    yield Span(start, start + 1), emphasis * (end - start) // 50 + (late // LATE_SPEED + tried) * (end - start)
    opened: defaultdict[str, list[int]] = defaultdict(list)
    for match in MARK.finditer(text, start, end):
        mark, at = match[0], match.start()
        # Code ends with as many backticks as it begins with.
        closed = mark if mark[0] == "`" else CLOSES.get(mark, "")
        if opened[closed]:
            begun = opened[closed].pop()
            # To tell code apart, all backticks of a part are looked for.
            yield Span(begun, begun + len(closed)), (end - start if closed == mark else at - begun)
        elif closed in ("", mark):
            opened[mark].append(at)
        if mark == "](":
            opened[mark].append(at)
    for mark, places in opened.items():
        close = len(text) if mark in DECLARATIONS else end
        yield from ((Span(at, at + len(mark)), close - at) for at in places)
