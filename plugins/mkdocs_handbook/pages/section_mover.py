"""The order of a page's sections, mended: whole sections move, and each must be rendered as it was before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mkdocs_handbook.model import Edit, Page, Settings, Span
from mkdocs_handbook.pages import embeds, outline, section_html
from mkdocs_handbook.pages.sections import Section

# Rendering takes a second for a page of that many characters.
LARGEST = 300_000
META = re.compile(r"(?:<meta\b[^<>]*>\s*)+")


def reordered(page: Page, settings: Settings, stand: Sequence[Section], belong: Sequence[Section]) -> Edit | None:
    """Give the edit that puts a page's sections into another order, None where one of them would be rendered otherwise."""
    text = page.source.text
    if len(text) > LARGEST or is_open(page):
        return None
    moved = [index for index, (one, other) in enumerate(zip(stand, belong, strict=True)) if one is not other]
    places = slice(moved[0], moved[-1] + 1)
    meta = metadata(text, stand[-1].span.start)
    span = Span(stand[moved[0]].span.start, content(text, stand[moved[-1]].span, meta).end)
    order, heads = pieces(page, belong), titles(text, page.body)
    expected = [heads[index - 1] for index in order[1:-1]]
    for new in arranged(text, stand[places], belong[places], meta):
        after = text[: span.start] + new + text[span.end :]
        # Metadata is no part of what stands above it.
        bodies = text[page.body : meta], after[page.body : len(after) - len(text) + meta]
        if titles(after, page.body) == expected and shows(*bodies, order, settings):
            gap = lines_end(text) if meta < len(text) and text[span.end : meta].count("\n") < 2 else ""
            return Edit(page.source.path, span, new + gap)
    return None


def is_open(page: Page) -> bool:
    """Whether a comment in a page has no end: Python-Markdown may show it as text, GitHub hides all that follows it."""
    return any(outline.COMMENT.match(line.text) for line in outline.lines(page.source.text, page.body))


def shows(before: str, after: str, order: Sequence[int], settings: Settings) -> bool:
    """Whether a text is rendered to the pieces of another one in a new order; not where it can't be rendered."""
    try:
        return section_html.is_kept(
            section_html.rendered(before, settings), section_html.rendered(after, settings), order
        )
    except embeds.MarkdownError:
        return False


def titles(text: str, body: int) -> list[tuple[int, str]]:
    """Give the levels and titles of a text's headings."""
    return [(heading.level, heading.title) for heading in outline.headings(text, body)]


def pieces(page: Page, belong: Sequence[Section]) -> list[int]:
    """Give the new order of what is above the first heading, what is below each heading, and the footnotes."""
    starts = [heading.span.start for heading in outline.headings(page.source.text, page.body)]
    spans = [(bisect_left(starts, one.span.start), bisect_left(starts, one.span.end)) for one in belong]
    moved = [index for first, end in spans for index in range(first + 1, end + 1)]
    return [*range(min(moved)), *moved, len(starts) + 1]


def metadata(text: str, start: int) -> int:
    """Give where the lines of <meta> at the end of a text begin, its end if there are none."""
    found = at = len(text)
    while at > start:
        begin = text.rfind("\n", start, at - 1) + 1 or start
        line = text[begin:at].strip()
        if META.fullmatch(line):
            found = begin
        elif line:
            break
        at = begin
    return found


def content(text: str, span: Span, meta: int) -> Span:
    """Give the span of a section without the blank lines and the metadata behind it, and without its last line end."""
    end = min(span.end, meta)
    # A new string only of what is there: the blanks at the end of the last line are the section's.
    last = span.start + len(text[span.start : end].rstrip(" \t\r\n"))
    newline = text.find("\n", last, end)
    if newline < 0:
        return Span(span.start, end)
    return Span(span.start, newline - (text[newline - 1] == "\r"))


def arranged(text: str, stand: Sequence[Section], belong: Sequence[Section], meta: int) -> Iterator[str]:
    """Give the texts of some sections in another order: with the blank lines as they are, and with one at least."""
    spans = [content(text, one.span, meta) for one in stand]
    gaps = [text[one.end : other.start] for one, other in pairwise(spans)]
    new = [text[slice(*content(text, one.span, meta))] for one in belong]
    wide = [gap if gap.count("\n") > 1 else gap + lines_end(text) for gap in gaps]
    yield interleaved(new, gaps)
    if wide != gaps:
        yield interleaved(new, wide)


def lines_end(text: str) -> str:
    """Give what ends the lines of a text."""
    return "\r\n" if "\r\n" in text else "\n"


def interleaved(pieces: Sequence[str], gaps: Sequence[str]) -> str:
    """Give pieces of text with the gaps between them."""
    return "".join(part for pair in zip(pieces, [*gaps, ""], strict=True) for part in pair)
