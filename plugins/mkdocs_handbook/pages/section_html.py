"""What a page's sections are rendered to, so that two orders of them can be compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from mkdocs_handbook.model import Settings
from mkdocs_handbook.pages import embeds

CUT = "handbook-cut"
MARK = f"<{CUT}></{CUT}>"
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)(?:\s(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)?>")
# Elements that run on until they are closed, over headings too; what HTML does not know changes nothing.
CLOSED = re.compile(
    "a|abbr|address|article|aside|audio|b|big|blockquote|button|canvas|center|code|del|details|dialog|div|dl|em|fieldset"
    "|figcaption|figure|font|footer|form|h[1-6]|header|i|iframe|ins|kbd|label|legend|main|map|mark|math|menu|nav|noembed"
    "|noframes|noscript|object|ol|picture|plaintext|pre|q|s|samp|script|section|select|small|span|strike|strong|style|sub"
    "|summary|sup|svg|table|template|textarea|title|tt|u|ul|var|video|xmp"
)


def is_kept(before: Sequence[str], after: Sequence[str], order: Sequence[int]) -> bool:
    """Whether the pieces of a page stand in another order and are the same, and none runs over into its new neighbour."""
    if sorted(order) != list(range(len(before))) or [before[index] for index in order] != list(after):
        return False
    moved = [index for index, number in enumerate(order) if index != number]
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
    for closing, name in TAG.findall("".join([*pieces, html[at:]])):
        if CLOSED.fullmatch(name.lower()):
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
    """Whether an element holds the footnotes of a page."""
    return element.get("class") == "footnote"


class _CutsExtension(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        # Behind everything else.
        md.treeprocessors.register(_Cuts(md), CUT, -1000)


def rendered(text: str, settings: Settings) -> list[str]:
    """Give the HTML of a text in pieces: what is above the first heading, one for each heading, the footnotes."""
    return [piece.strip() for piece in embeds.convert(text, settings, _CutsExtension()).split(MARK)]
