"""The order of a page's sections, mended: whole sections move, and each must be rendered as it was before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from mkdocs_handbook import embeds
from mkdocs_handbook.model import Edit, Page, Settings, Span
from mkdocs_handbook.sections import Section

# Rendering takes a second for a page of that many characters.
LARGEST = 300_000
META = re.compile(r"(?:<meta\b[^<>]*>\s*)+")
CUT = "handbook-cut"
MARK = f"<{CUT}></{CUT}>"
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)(?:\s(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)?(/?)>")
# Tags that HTML does not need closed.
OPEN = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "colgroup",
        "dd",
        "dt",
        "embed",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "option",
        "p",
        "param",
        "source",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "track",
        "wbr",
    )
)


def reordered(page: Page, settings: Settings, stand: Sequence[Section], belong: Sequence[Section]) -> Edit | None:
    """Give the edit that puts a page's sections into another order, None where one of them would be rendered otherwise."""
    text = page.source.text
    if len(text) > LARGEST:
        return None
    moved = [index for index, (one, other) in enumerate(zip(stand, belong, strict=True)) if one is not other]
    places = slice(moved[0], moved[-1] + 1)
    meta = metadata(text, stand[-1].span.start)
    span = Span(stand[moved[0]].span.start, content(text, stand[moved[-1]].span, meta).end)
    before = None
    for new in arranged(text, stand[places], belong[places], meta):
        try:
            before = before or rendered(text[page.body :], settings)
            after = rendered(text[page.body : span.start] + new + text[span.end :], settings)
        except embeds.MarkdownError:
            return None
        if is_kept(before, after):
            return Edit(page.source.path, span, new)
    return None


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
    end = "\r\n" if "\r\n" in text else "\n"
    wide = [gap if gap.count("\n") > 1 else f"{gap}{end}" for gap in gaps]
    yield interleaved(new, gaps)
    if wide != gaps:
        yield interleaved(new, wide)


def interleaved(pieces: Sequence[str], gaps: Sequence[str]) -> str:
    """Give pieces of text with the gaps between them."""
    return "".join(part for pair in zip(pieces, [*gaps, ""], strict=True) for part in pair)


def is_kept(before: list[str], after: list[str]) -> bool:
    """Whether two pages show the same sections in any order, and none that moved runs over into what stands behind it."""
    if Counter(before) != Counter(after):
        return False
    moved = [index for index, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    return not moved or all(is_closed(one) for one in before[moved[0] : moved[-1] + 1])


def is_closed(html: str) -> bool:
    """Whether all comments and elements of a piece of HTML end in it."""
    pieces, at = [], 0
    while (start := html.find("<!--", at)) >= 0:
        end = html.find("-->", start)
        if end < 0:
            return False
        pieces.append(html[at:start])
        at = end + 3
    tags: Counter[str] = Counter()
    for closing, name, empty in TAG.findall("".join([*pieces, html[at:]])):
        if not empty and name.lower() not in OPEN:
            tags[name.lower()] += -1 if closing else 1
    return not any(tags.values())


class _Cuts(Treeprocessor):
    """Marks the headings of a page, and drops what is made of the page as a whole: its contents, numbers of footnotes."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            self.level(element)
        children = list(root)
        for child in children:
            root.remove(child)
        for child in children:
            if child.tag in HEADINGS or child.get("class") == "footnote":
                root.append(Element(CUT))
            root.append(child)

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


class _CutsExtension(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        # Behind everything else.
        md.treeprocessors.register(_Cuts(md), CUT, -1000)


def rendered(text: str, settings: Settings) -> list[str]:
    """Give the HTML of a text, cut at its headings."""
    return [piece.strip() for piece in embeds.convert(text, settings, _CutsExtension()).split(MARK)]
