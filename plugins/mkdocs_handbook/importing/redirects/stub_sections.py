"""Sections of stubs on pages: old headings, and links that say where each has gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from mkdocs_handbook.importing.tables import inline_markdown
from mkdocs_handbook.importing.tables.markdown_tables import follows
from mkdocs_handbook.model import Heading, Page, Span
from mkdocs_handbook.pages import outline
from mkdocs_handbook.pages.outline import Line

# Words that only lead to the link.
LEADING = frozenset(
    re.split(
        r"\s+",
        """please see read go to visit refer find it this that the a section page content heading topic has have been is are was
    moved moving now lives live in at on under for above below here our new more information about details instead all of
    these following and handbook documented described merged into renamed as also""",
    )
)
INTRODUCTION = re.compile(
    r"\b(?:stubs?|backwards?|compatib|old links|links (?:from )?elsewhere|legacy)\b", re.IGNORECASE
)


class Piece(NamedTuple):
    """A heading or a paragraph of a stubs section: a link has its address and which headings it is for."""

    kind: Literal["heading", "link", "other"]
    text: str
    span: Span
    href: str = ""
    mode: Literal["", "below", "above"] = ""
    label: str = ""


class Moved(NamedTuple):
    """An old heading and the link that says where it is now (None where nothing tells)."""

    heading: Piece
    link: Piece | None
    problem: str = ""


class Section(NamedTuple):
    """A stubs section: its heading's span, what it says before its first entry, its entries, and its other pieces."""

    heading: Span
    introduction: tuple[Piece, ...]
    moved: tuple[Moved, ...]
    others: tuple[Piece, ...]
    links: tuple[Piece, ...]
    end: int


def sections(page: Page) -> Iterator[Section]:
    """Give the stubs sections of a page."""
    heads = outline.headings(page.source.text, page.body)
    references: Mapping[str, str] = {}
    for index, head in enumerate(heads):
        if outline.plain_title(head.title) == "stubs":
            later = (one.span.start for one in heads[index + 1 :] if one.level <= head.level)
            end = next(later, len(page.source.text))
            own = [one for one in heads[index + 1 :] if one.span.start < end]
            yield section(head, own, pieces(page, Span(head.span.end, end), own, references), end)


def section(head: Heading, own: Sequence[Heading], found: Sequence[Piece], end: int) -> Section:
    """Give a stubs section from its pieces."""
    first = own[0].span.start if own else end
    before = [one for one in found if one.span.start < first]
    introduction = [one for one in before if one.kind == "other" and INTRODUCTION.search(one.text)]
    rest = [one for one in found if one not in introduction]
    others = [one for one in rest if one.kind == "other"]
    links = [one for one in rest if one.kind == "link"]
    return Section(head.span, tuple(introduction), tuple(moves(rest)), tuple(others), tuple(links), end)


def pieces(page: Page, span: Span, heads: Sequence[Heading], references: Mapping[str, str]) -> list[Piece]:
    """Give the headings and paragraphs of a span in order."""
    text = page.source.text
    at = {head.span.start: head for head in heads}
    found: list[Piece] = []
    paragraph: list[Line] = []

    def close() -> None:
        if paragraph:
            where = Span(paragraph[0].start, paragraph[-1].start + len(paragraph[-1].text))
            found.append(piece(text[where.start : where.end], where, references))
            paragraph.clear()

    for line in outline.lines(text, page.body):
        if not span.start <= line.start < span.end:
            continue
        if head := at.get(line.start):
            close()
            found.append(Piece("heading", head.title, Span(line.start, line.start + len(line.text))))
        elif line.text.strip():
            if paragraph and not follows(paragraph[-1], line):
                close()
            paragraph.append(line)
        else:
            close()
    close()
    return found


def piece(text: str, span: Span, references: Mapping[str, str]) -> Piece:
    """Give a paragraph: a link where it is nothing else than one with words that lead to it."""
    links = inline_markdown.links(text, references)
    rest = inline_markdown.LINK.sub(" ", inline_markdown.AUTOLINK.sub(" ", text))
    if not links and (bare := re.search(r"https?://[^\s)>]+", rest)):
        links, rest = [inline_markdown.Link("", bare[0].rstrip(".,;"))], rest.replace(bare[0], " ")
    words = re.findall(r"[^\W\d_][\w'’-]*", inline_markdown.plain(rest).casefold())
    if len(links) != 1 or not set(words) <= LEADING:
        return Piece("other", text, span)
    mode: Literal["", "below", "above"] = "below" if "below" in words else "above" if "above" in words else ""
    return Piece("link", text, span, links[0].href, mode, inline_markdown.plain(links[0].text))


def moves(found: Sequence[Piece]) -> Iterator[Moved]:
    """Give where each heading went: the link under it, one shared with the headings below it, or that of the brackets."""
    waiting: list[Piece] = []
    below: Piece | None = None
    for one in found:
        if one.kind == "heading":
            waiting.append(one)
        elif one.kind == "link" and one.mode == "below":
            yield from ended(waiting, below)
            waiting, below = [], one
        elif one.kind == "link":
            yield from shared(waiting, below, one)
            waiting, below = [], None
        elif waiting:
            # Text under a heading is of that heading: nobody knows whether a link further down is for it.
            *earlier, last = waiting
            yield from ended(earlier, below)
            yield Moved(last, None, "what stands under this heading is more than a link to where it is now")
            waiting = []
    yield from ended(waiting, below)


def ended(waiting: Sequence[Piece], below: Piece | None) -> Iterator[Moved]:
    """Give headings that no link of their own follows: those of brackets that were not closed, or nobody knows."""
    problem = "" if below else "no link says where this heading is now"
    yield from (Moved(one, below, problem) for one in waiting)


def shared(waiting: Sequence[Piece], below: Piece | None, link: Piece) -> Iterator[Moved]:
    """Give headings before a link: all are for it, unless brackets that nobody closed begin before them."""
    if below is None or below.href == link.href:
        yield from (Moved(one, link) for one in waiting)
    elif link.mode == "above":
        problem = f'the brackets around it begin with "{below.href}" and end with "{link.href}"'
        yield from (Moved(one, None, problem) for one in waiting)
    else:
        yield from (Moved(one, below) for one in waiting[:-1])
        yield from (Moved(one, link) for one in waiting[-1:])
