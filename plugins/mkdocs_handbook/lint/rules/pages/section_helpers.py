"""Which pages have an order of sections, and what in them has no place in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from mkdocs_handbook.links import item_urls
from mkdocs_handbook.model import Handbook, Heading, Page, Settings, Span
from mkdocs_handbook.pages import fences, group_pages, outline, prose, sections
from mkdocs_handbook.pages.outline import Line
from mkdocs_handbook.pages.sections import Section
from mkdocs_handbook.util.wording import shortened

BREAK = re.compile(r" {0,3}(?:(?:-[ ]{0,2}){3,}|(?:_[ ]{0,2}){3,}|(?:\*[ ]{0,2}){3,})\Z")
RAW_HEADING = re.compile(r"^ {0,3}<h([1-6])(?=[\s>])[^<>\n]*>", re.MULTILINE | re.IGNORECASE)


def ordered_pages(handbook: Handbook) -> list[Page]:
    """Give the pages whose sections have an order: those of groups, and those that show a closing kind."""
    uris = {page.uri for page in group_pages.own(handbook).values()}
    for kind in sections.titles(handbook.settings):
        for file in handbook.of_kind(kind):
            uris |= {table.page.uri for table in item_urls.tables(handbook, file.source.path)}
    return [page for page in handbook.pages if page.uri in uris]


def misplaced(page: Page, headings: Sequence[tuple[Heading, str]]) -> Iterator[tuple[Heading, str]]:
    """Give the closing headings at another level than the first, or under another section, and why."""
    level = min((heading.level for heading, _ in headings), default=0)
    under = parents(page) if headings else {}
    for heading, _ in headings:
        if heading.level != level:
            yield (
                heading,
                f'section "{heading.title}" has level {heading.level}, the closing sections here have level {level}',
            )
        elif parent := under.get(heading):
            yield (
                heading,
                f'section "{heading.title}" stands under "{parent.title}", closing sections stand under no other',
            )


def parents(page: Page) -> dict[Heading, Heading]:
    """Give for each heading the section (level 2 or deeper) under which it stands; none for those that stand alone."""
    found: dict[Heading, Heading] = {}
    above: list[Heading] = []
    for heading in outline.headings(page.source.text, page.body):
        while above and above[-1].level >= heading.level:
            above.pop()
        if above and above[-1].level > 1:
            found[heading] = above[-1]
        above.append(heading)
    return found


def lines_of(page: Page, span: Span) -> tuple[Line, ...]:
    """Give the lines of Markdown of a section, without its heading."""
    body = outline.lines(page.source.text, page.body)
    first = bisect_right(body, span.start, key=lambda line: line.start)
    return body[first : bisect_left(body, span.end, key=lambda line: line.start)]


def astray(page: Page, settings: Settings) -> Iterator[tuple[Span, str]]:
    """Give what follows the closing sections of a page and is no section of theirs, each with its place and why."""
    closing = sections.closing_headings(page, settings)
    if any(misplaced(page, closing)):
        return
    level = closing[0][0].level if closing else 0
    for heading, stubs in behind_stubs(page, level):
        yield heading.span, f'section "{shortened(heading.title)}" stands behind "{stubs.title}", which stays last'
    if closing:
        yield from behind(page, sections.closing_parts(page, settings)[-1])


def behind_stubs(page: Page, level: int) -> Iterator[tuple[Heading, Heading]]:
    """Give the headings that stand behind a stubs section and not in it, deeper than those whose order is checked."""
    stubs = None
    for heading in outline.headings(page.source.text, page.body):
        if sections.is_stubs(heading):
            stubs = heading
        elif stubs and heading.level <= stubs.level:
            if heading.level > level:
                yield heading, stubs
            else:
                stubs = None


def behind(page: Page, last: Section) -> Iterator[tuple[Span, str]]:
    """Give what ends a page's last closing section: a heading in raw HTML, or text below a line."""
    for span in raw_headings(page, last):
        yield (
            span,
            f'a heading in raw HTML stands behind section "{last.heading.title}", move it above the closing sections',
        )
    body = lines_of(page, last.span)
    at = max((index for index, line in enumerate(body) if is_break(body, index)), default=len(body))
    shown = {embed.span.start for embed in page.embeds}
    below = [line for line in body[at + 1 :] if line.text.strip()]
    is_table = any("|" in line.text or line.start in shown for line in below)
    if below and not is_table:
        span = Span(below[0].start, below[0].start + len(below[0].text))
        yield span, f'text below a line ends section "{last.heading.title}", move it above the closing sections'


def is_break(body: Sequence[Line], index: int) -> bool:
    """Whether a line is a thematic break, not the underline of a heading."""
    text = body[index].text
    return bool(BREAK.match(text)) and ("-" not in text or index == 0 or not body[index - 1].text.strip())


def raw_headings(page: Page, part: Section) -> Iterator[Span]:
    """Give the headings in raw HTML, not in comments or code, that are too high for the section in which they stand."""
    text = prose.comments_blanked(page.source.text[part.span.start : part.span.end])
    code = fences.closed(text, 0)
    starts = sorted(code)
    for match in RAW_HEADING.finditer(text):
        index = bisect_right(starts, match.start()) - 1
        is_code = index >= 0 and match.start() < code[starts[index]]
        if int(match[1]) <= part.heading.level and not is_code:
            yield Span(part.span.start + match.start(), part.span.start + match.end())
