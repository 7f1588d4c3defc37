"""The order of a page's sections, mended: whole sections move, and each must be rendered as it was before."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from mkdocs_handbook.model import Edit, Page, Settings, Span
from mkdocs_handbook.pages import outline, page_renderer
from mkdocs_handbook.pages.closing_order import Section
from mkdocs_handbook.pages.rendered.looks import Look
from mkdocs_handbook.pages.rendered.rendered_page import HEADINGS
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

# Rendering takes a second for a page of that many characters.
LARGEST = 300_000
META = late_pattern(r"(?:<meta\b[^<>]*>\s*)+")
CUT = "handbook-cut"
MARK = f"<{CUT}></{CUT}>"
TAG = late_pattern(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)(?:\s(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)?>")
# Elements that run on until they are closed, over headings too; what HTML does not know changes nothing.
CLOSED = late_pattern(
    "a|abbr|address|article|aside|audio|b|big|blockquote|button|canvas|center|code|del|details|dialog|div|dl|em|fieldset"
    "|figcaption|figure|font|footer|form|h[1-6]|header|i|iframe|ins|kbd|label|legend|main|map|mark|math|menu|nav|noembed"
    "|noframes|noscript|object|ol|picture|plaintext|pre|q|s|samp|script|section|select|small|span|strike|strong|style|sub"
    "|summary|sup|svg|table|template|textarea|title|tt|u|ul|var|video|xmp"
)


def reorder_sections(
    page: Page, settings: Settings, stand: Sequence[Section], belong: Sequence[Section]
) -> Edit | None:
    """Return the edit that puts a page's sections into another order, None where one of them would be rendered otherwise."""
    text = page.source.text
    if len(text) > LARGEST or is_open(page):
        return None
    moved = [index for index, (one, other) in enumerate(zip(stand, belong, strict=True)) if one is not other]
    places = slice(moved[0], moved[-1] + 1)
    meta = metadata_start(text, stand[-1].span.start)
    span = Span(stand[moved[0]].span.start, content_span(text, stand[moved[-1]].span, meta).end)
    order, heads = new_order(page, belong), leveled_titles(text, page.body)
    expected = [heads[index - 1] for index in order[1:-1]]
    for new in arrange(text, stand[places], belong[places], meta):
        after = text[: span.start] + new + text[span.end :]
        # Metadata is no part of what stands above it.
        bodies = text[page.body : meta], after[page.body : len(after) - len(text) + meta]
        if leveled_titles(after, page.body) == expected and renders_the_same(*bodies, order, settings):
            gap = lines_end(text) if meta < len(text) and text[span.end : meta].count("\n") < 2 else ""
            return Edit(page.source.path, span, new + gap)
    return None


def is_open(page: Page) -> bool:
    """Return whether a comment in a page has no end: Python-Markdown may show it as text, GitHub hides all that follows it."""
    return any(outline.COMMENT.match(line.text) for line in outline.lines(page.source.text, page.body))


def renders_the_same(before: str, after: str, order: Sequence[int], settings: Settings) -> bool:
    """Return whether a text is rendered to the pieces of another one in a new order; not where it can't be rendered."""
    try:
        return is_same_html(section_html(before, settings), section_html(after, settings), order)
    except page_renderer.MarkdownError:
        return False


def leveled_titles(text: str, body: int) -> list[tuple[int, str]]:
    """Return the levels and titles of a text's headings."""
    return [(heading.level, heading.title) for heading in outline.headings(text, body)]


def new_order(page: Page, belong: Sequence[Section]) -> list[int]:
    """Return the new order of what is above the first heading, what is below each heading, and the footnotes."""
    starts = [heading.span.start for heading in outline.headings(page.source.text, page.body)]
    spans = [(bisect_left(starts, one.span.start), bisect_left(starts, one.span.end)) for one in belong]
    moved = [index for first, end in spans for index in range(first + 1, end + 1)]
    return [*range(min(moved)), *moved, len(starts) + 1]


def metadata_start(text: str, start: int) -> int:
    """Return where the lines of <meta> at the end of a text begin, its end if there are none."""
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


def content_span(text: str, span: Span, meta: int) -> Span:
    """Return the span of a section without the blank lines and the metadata behind it, and without its last line end."""
    end = min(span.end, meta)
    # A new string only of what is there: the blanks at the end of the last line are the section's.
    last = span.start + len(text[span.start : end].rstrip(" \t\r\n"))
    newline = text.find("\n", last, end)
    if newline < 0:
        return Span(span.start, end)
    return Span(span.start, newline - (text[newline - 1] == "\r"))


def arrange(text: str, stand: Sequence[Section], belong: Sequence[Section], meta: int) -> Iterator[str]:
    """Yield the texts of some sections in another order: with the blank lines as they are, and with one at least."""
    spans = [content_span(text, one.span, meta) for one in stand]
    gaps = [text[one.end : other.start] for one, other in pairwise(spans)]
    new = [text[slice(*content_span(text, one.span, meta))] for one in belong]
    wide = [gap if gap.count("\n") > 1 else gap + lines_end(text) for gap in gaps]
    yield interleave(new, gaps)
    if wide != gaps:
        yield interleave(new, wide)


def lines_end(text: str) -> str:
    """Return what ends the lines of a text."""
    return "\r\n" if "\r\n" in text else "\n"


def interleave(pieces: Sequence[str], gaps: Sequence[str]) -> str:
    """Return pieces of text with the gaps between them."""
    return "".join(part for pair in zip(pieces, [*gaps, ""], strict=True) for part in pair)


def is_same_html(before: Sequence[str], after: Sequence[str], order: Sequence[int]) -> bool:
    """Return whether the pieces of a page stand in another order and are the same, and none runs over into its new neighbour."""
    if sorted(order) != list(range(len(before))) or [before[index] for index in order] != list(after):
        return False
    moved = [index for index, number in enumerate(order) if index != number]
    return not moved or all(is_closed(one) for one in before[moved[0] : moved[-1] + 1])


def is_closed(html: str) -> bool:
    """Return whether all comments and elements of a piece of HTML end in it."""
    pieces, at = [], 0
    while (start := html.find("<!--", at)) >= 0:
        end = html.find("-->", start)
        if end < 0:
            return False
        pieces.append(html[at:start])
        at = end + 3
    tags: Counter[str] = Counter()
    for closing, name in TAG.findall("".join([*pieces, html[at:]])):
        if CLOSED.fullmatch(name.lower()):
            tags[name.lower()] += -1 if closing else 1
    return not any(tags.values())


class _Cuts(Look):
    """Marks the headings of a page, and drops what is made of the page as a whole: its contents, numbers of footnotes."""

    # Behind everything else.
    priority = -1000

    def see(self, root: Element, md: Markdown) -> None:
        from xml.etree.ElementTree import Element

        for element in root.iter():
            self.level(element)
        children = list(root)
        for child in children:
            root.remove(child)
        # The footnotes come last, as a piece of their own.
        for child in sorted(children, key=is_footnotes):
            if child.tag in HEADINGS or is_footnotes(child):
                root.append(Element(CUT))
            root.append(child)
        if not any(map(is_footnotes, children)):
            root.append(Element(CUT))

    def level(self, element: Element) -> None:
        match element.tag, element.get("class"):
            case "div", "toc":
                element[:] = []
            case "div", "footnote":
                for notes in element.iter("ol"):
                    notes[:] = sorted(notes, key=lambda one: one.get("id") or "")
            case "a", "footnote-ref":
                element.text = "#"
            case "a", "footnote-backref":
                element.attrib.pop("title", None)


def is_footnotes(element: Element) -> bool:
    """Return whether an element holds the footnotes of a page."""
    return element.get("class") == "footnote"


def section_html(text: str, settings: Settings) -> list[str]:
    """Return the HTML of a text in pieces: what is above the first heading, one for each heading, the footnotes."""
    return [piece.strip() for piece in page_renderer.convert(text, settings, _Cuts()).split(MARK)]
