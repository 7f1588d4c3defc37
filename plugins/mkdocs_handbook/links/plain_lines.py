"""Plain lines: lines of a page on which anything that looks like a link is one, without rendering."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from mkdocs_handbook.links.link_candidates import DEFINITION, PLAIN, TITLE, LinkCandidate, LocatedLink
from mkdocs_handbook.model import Page
from mkdocs_handbook.pages import fences, outline
from mkdocs_handbook.pages.page_renderer import Reference
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

IMAGE = late_pattern(rf"!\[(?P<text>[^\[\]\\]*)\]\((?P<url>{PLAIN}){TITLE}\)")
LINK = late_pattern(rf"(?<![!\\])\[(?P<text>[^\[\]\\]*)\]\((?P<url>{PLAIN}){TITLE}\)")
# What may change links elsewhere on the page, beside definitions: raw HTML with Markdown in it, tags over lines.
INTRICATE = late_pattern(r"<(?:[^<>]{0,500}?\bmarkdown\b|[A-Za-z/?][^<>\n]{0,500}(?:[<\n]|\Z))")
ENDS = late_pattern(r"-->|</|/>")
# What else on a line may change what a link on it is: tags, escapes, unfinished brackets, ends of code.
UNSURE = late_pattern(r"<[A-Za-z/!?]|\\|\]\(|`")


class PlainLines:
    """The ordinary lines of a page, on which a link is a link whatever stands elsewhere."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.known: dict[int, dict[int, Reference]] = {}
        self.masked: dict[int, str] = {}

    @cached_property
    def lines(self) -> dict[int, outline.Line]:
        """The lines of Markdown by where they begin."""
        return {line.start: line for line in outline.lines(self.page.source.text, self.page.body)}

    @cached_property
    def torn(self) -> frozenset[int]:
        """Where the lines begin of paragraphs in which code may span lines."""
        return frozenset(torn_lines(self.page.source.text, self.page.body))

    def told(self, chosen: Iterable[LinkCandidate]) -> tuple[list[LocatedLink], list[int]]:
        """Return what the candidates are, without those that are no links, and where some are of which their line can't tell."""
        links: list[LocatedLink] = []
        unsure: list[int] = []
        for candidate in chosen:
            at = candidate.span.start
            line = self.line(at) if candidate.is_inline else None
            if line is None:
                if not candidate.is_inline or self.may_count(at):
                    unsure.append(at)
                continue
            if line.start not in self.known:
                self.known[line.start] = links_on_line(line) if self.is_apart(line) else {}
            if reference := self.known[line.start].get(at):
                links.append(LocatedLink(reference, candidate.span, candidate.span))
            else:
                unsure.append(at)
        return links, unsure

    def line(self, offset: int) -> outline.Line | None:
        """Return the line of Markdown around an offset, None where it is code, a comment or raw HTML."""
        return self.lines.get(self.page.source.text.rfind("\n", 0, offset) + 1)

    def may_count(self, offset: int) -> bool:
        """Return whether the line around an offset is Markdown, at least behind what ends on it: a comment, or raw HTML."""
        start = self.page.source.text.rfind("\n", 0, offset) + 1
        return start in self.lines or ENDS.search(self.page.source.text, start, offset) is not None

    def is_code(self, candidate: LinkCandidate) -> bool:
        """Return whether a candidate stands in code."""
        line = self.line(candidate.span.start)
        if line is None or "`" not in line.text:
            return candidate.is_inline and line is None
        if line.start not in self.masked:
            self.masked[line.start] = outline.CODE_SPAN.sub(_blank, line.text)
        return self.masked[line.start][candidate.span.start - line.start - 1] == "\x00"

    def is_apart(self, line: outline.Line) -> bool:
        """Return whether no code that spans lines can begin or end in the paragraph of a line."""
        return line.start not in self.torn


def is_intricate(text: str, start: int, *, nested: bool) -> bool:
    """Return whether something on a page may change links elsewhere on it, beside definitions."""
    return INTRICATE.search(fences.without_code(text, start)) is not None or fences.is_torn(text, start, nested=nested)


def has_definitions(text: str, start: int) -> bool:
    """Return whether a page gives names to addresses, which links elsewhere on it may have."""
    return "]:" in text and DEFINITION.search(fences.without_code(text, start)) is not None


def torn_lines(text: str, start: int) -> Iterator[int]:
    """Yield where the lines begin of paragraphs in which code may span lines: one of them has a single backtick."""
    paragraph: list[int] = []
    is_torn = False
    at = start if "`" in text else len(text)
    while at < len(text):
        end = _end(text, at)
        line = text[at:end]
        if line.strip():
            paragraph.append(at)
            is_torn = is_torn or ("`" in line and "`" in outline.CODE_SPAN.sub("", line))
        if is_torn and (not line.strip() or end + 1 >= len(text)):
            yield from paragraph
        if not line.strip():
            paragraph, is_torn = [], False
        at = end + 1


def _end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def links_on_line(line: outline.Line) -> dict[int, Reference]:
    """Return the links and images of an ordinary line by where their addresses begin; none where it alone cannot tell."""
    references: dict[int, Reference] = {}
    masked = outline.CODE_SPAN.sub(_blank, line.text)
    for pattern, is_image in ((IMAGE, True), (LINK, False)):
        for match in pattern.finditer(masked):
            # In a table, a bar ends the cell.
            if "|" not in match[0]:
                references[line.start + match.start("url")] = Reference(match["url"], match["text"], is_image)
        masked = pattern.sub(_blank, masked)
    is_sure = not line.indented and not UNSURE.search(masked) and masked.count("[") == masked.count("]")
    return references if is_sure else {}


def blank_code(text: str) -> str:
    """Return a line with nothing readable in its code."""
    return outline.CODE_SPAN.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return "\x00" * len(match[0])
