"""The reader of by-hand "Stubs" sections: old headings, each with a link to its new place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    these following and handbook documented described merged into renamed as also any both each every everything headings
    topics links anchors old new stubs sections pages titles listed mentioned which they those its""",
    )
)
BELOW = re.compile(
    r"\bbelow\b|\bfollowing (?:sections|headings|topics|anchors|stubs|pages|titles|old)\b", re.IGNORECASE
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


class MovedHeading(NamedTuple):
    """An old heading and the link to its new place, None if it has none."""

    heading: Piece
    link: Piece | None
    problem: str = ""


class StubSection(NamedTuple):
    """A stubs section: its heading's span, its introduction, its entries, its other pieces and its links."""

    heading: Span
    introduction: tuple[Piece, ...]
    moved: tuple[MovedHeading, ...]
    others: tuple[Piece, ...]
    links: tuple[Piece, ...]
    end: int


def find_sections(page: Page) -> Iterator[StubSection]:
    """Yield the stubs sections of a page."""
    heads = outline.headings(page.source.text, page.body)
    for index, head in enumerate(heads):
        if outline.plain_title(head.title) == "stubs":
            later = (later.span.start for later in heads[index + 1 :] if later.level <= head.level)
            end = next(later, len(page.source.text))
            own = [later for later in heads[index + 1 :] if later.span.start < end]
            yield make_section(head, own, read_pieces(page, Span(head.span.end, end), own), end)


def make_section(head: Heading, own: Sequence[Heading], pieces: Sequence[Piece], end: int) -> StubSection:
    """Return a stubs section from its pieces."""
    first = own[0].span.start if own else end
    before = [piece for piece in pieces if piece.span.start < first]
    introduction = [piece for piece in before if piece.kind == "other" and INTRODUCTION.search(piece.text)]
    rest = [piece for piece in pieces if piece not in introduction]
    others = [piece for piece in rest if piece.kind == "other"]
    links = [piece for piece in rest if piece.kind == "link"]
    return StubSection(head.span, tuple(introduction), tuple(moved_headings(rest)), tuple(others), tuple(links), end)


def read_pieces(page: Page, span: Span, heads: Sequence[Heading]) -> list[Piece]:
    """Return the headings and paragraphs of a span in order."""
    text = page.source.text
    at = {head.span.start: head for head in heads}
    pieces: list[Piece] = []
    paragraph: list[Line] = []

    def close() -> None:
        if paragraph:
            where = Span(paragraph[0].start, paragraph[-1].end)
            pieces.append(read_paragraph(text[where.start : where.end], where))
            paragraph.clear()

    for line in outline.lines(text, page.body):
        if not span.start <= line.start < span.end:
            continue
        if head := at.get(line.start):
            close()
            pieces.append(Piece("heading", head.title, Span(line.start, line.end)))
        elif line.text.strip():
            if paragraph and not follows(paragraph[-1], line):
                close()
            paragraph.append(line)
        else:
            close()
    close()
    return pieces


def read_paragraph(text: str, span: Span) -> Piece:
    """Return a paragraph as a piece: a link if it has no other words than "please see" and the like."""
    links = inline_markdown.links(text, {})
    rest = inline_markdown.LINK.sub(" ", inline_markdown.AUTOLINK.sub(" ", text))
    if not links and (bare := re.search(r"https?://[^\s)>]+", rest)):
        links, rest = [inline_markdown.Link("", bare[0].rstrip(".,;"))], rest.replace(bare[0], " ")
    words = re.findall(r"[^\W\d_][\w'’-]*", inline_markdown.plain_text(rest).casefold())
    if len(links) != 1 or not set(words) <= LEADING:
        return Piece("other", text, span)
    mode: Literal["", "below", "above"] = "above" if "above" in words else "below" if BELOW.search(rest) else ""
    return Piece("link", text, span, links[0].href, mode, inline_markdown.plain_text(links[0].text))


def moved_headings(pieces: Sequence[Piece]) -> Iterator[MovedHeading]:
    """Yield each heading with its link: the one below it, or one that headings share ("for **below**", "for **above**")."""
    waiting: list[Piece] = []
    below: Piece | None = None
    for piece in pieces:
        if piece.kind == "heading":
            waiting.append(piece)
        elif piece.kind == "link" and piece.mode == "below":
            yield from without_own_link(waiting, below)
            waiting, below = [], piece
        elif piece.kind == "link":
            yield from with_link(waiting, below, piece)
            waiting, below = [], None
        elif waiting:
            # Text under a heading is of that heading: nobody knows whether a link further down is for it.
            *earlier, last = waiting
            yield from without_own_link(earlier, below)
            yield MovedHeading(last, None, "what stands under this heading is more than a link to where it is now")
            waiting = []
    yield from without_own_link(waiting, below)


def without_own_link(waiting: Sequence[Piece], below: Piece | None) -> Iterator[MovedHeading]:
    """Yield headings without a link below them, with the shared link above them if there is one."""
    problem = "" if below else "no link says where this heading is now"
    yield from (MovedHeading(heading, below, problem) for heading in waiting)


def with_link(waiting: Sequence[Piece], below: Piece | None, link: Piece) -> Iterator[MovedHeading]:
    """Yield headings before a link with it, or with the shared link above them."""
    if below is None or below.href == link.href:
        yield from (MovedHeading(heading, link) for heading in waiting)
    elif link.mode == "above":
        problem = f'the brackets around it begin with "{below.href}" and end with "{link.href}"'
        yield from (MovedHeading(heading, None, problem) for heading in waiting)
    else:
        yield from (MovedHeading(heading, below) for heading in waiting[:-1])
        yield from (MovedHeading(heading, link) for heading in waiting[-1:])
