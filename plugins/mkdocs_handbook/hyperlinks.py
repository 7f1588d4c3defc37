"""The links and images of a page with their places: from its lines, or where those can't tell, as it is rendered.

Whatever could become a link is found at once. Most of these need no closer look, because they lead somewhere whether they
are links or only look so. Those that matter are confirmed: by their line, if it is an ordinary one, else by rendering.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from html import unescape
from typing import NamedTuple

from mkdocs_handbook import dialect, outline, rendering
from mkdocs_handbook.model import Page, Settings, Span
from mkdocs_handbook.rendering import Reference

# An address that means what it says: no space, no escape, no entity, parentheses in pairs; and a title behind it.
PLAIN = r"""[^\s()<>\\"'&]*(?:(?:&(?![\w#]+;)|\([^\s()<>\\"'&]*\))[^\s()<>\\"'&]*)*"""
TITLE = r"""(?:[ \t]+"[^"\n()]*")?"""
# Where an address may stand: behind `](`, in an attribute, in a definition. One pattern for all would be several times slower.
INLINE = re.compile(rf"\]\((?:(?:<(?P<angle>[^<>\n]*)>|(?P<plain>{PLAIN})){TITLE}\))?")
ATTRIBUTE = re.compile(
    r"""\b(?:href|src)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))""", re.IGNORECASE
)
DEFINITION = re.compile(r"^[ \t>]*\[[^\]\n]+\]:[ \t]*(?:\n[ \t]*)?<?(?P<defined>[^\s>]+)", re.MULTILINE)
IMAGE = re.compile(rf"!\[(?P<text>[^\[\]\\]*)\]\((?P<url>{PLAIN}){TITLE}\)")
LINK = re.compile(rf"(?<![!\\])\[(?P<text>[^\[\]\\]*)\]\((?P<url>{PLAIN}){TITLE}\)")
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
# What else on a line may change what a link on it is: tags, escapes, unfinished brackets, ends of code.
# What may change links elsewhere on the page: definitions, raw HTML with Markdown in it, tags over lines.
INTRICATE = re.compile(r"<(?:[^<>]{0,500}?\bmarkdown\b|[A-Za-z/?][^<>\n]{0,500}(?:[<\n]|\Z))")
ENDS = re.compile(r"-->|</|/>")
UNSURE = re.compile(r"<[A-Za-z/!?]|\\|\]\(|`")


class Located(NamedTuple):
    """A link or image, and the place of its address in the page."""

    reference: Reference
    span: Span


class Candidate(NamedTuple):
    """What may be a link or image: its address, the place of that, and whether raw HTML or a definition holds it."""

    url: str
    span: Span
    is_raw: bool = False
    is_inline: bool = True


Wanted = Callable[[Reference], bool]


def links(page: Page, settings: Settings, wanted: Wanted) -> list[Located]:
    """Give the links and images of a page that are wanted, in its order; none of a page that was made to be slow."""
    found, odd = candidates(page)
    known = {(one.url, one.is_raw): wanted(Reference(one.url, is_raw=one.is_raw)) for one in found}
    chosen = [one for one in found if known[one.url, one.is_raw]]
    is_known = dialect.of(settings).known
    if is_known and not chosen and not odd:
        return []
    text, lines = page.source.text, Lines(page)
    if not is_known or is_intricate(text, page.body):
        return list(asked(lines, Span(page.body, len(text)), found, settings, wanted))
    sure, unsure = lines.told(chosen)
    rendered = parts(page, [*unsure, *odd])
    located = [(one.span.start, one) for one in outside(sure, rendered) if wanted(one.reference)]
    for part in rendered:
        inside = found[bisect_left(found, part.start, key=place) : bisect_left(found, part.end, key=place)]
        located += ((part.start, one) for one in asked(lines, part, inside, settings, wanted))
    # Of a part, they stay in the order in which they were rendered.
    return [one for _, one in sorted(located, key=lambda pair: pair[0])]


def place(one: Candidate | Located) -> int:
    """Give where an address begins."""
    return one.span.start


def outside(sure: Iterable[Located], rendered: Sequence[Span]) -> Iterator[Located]:
    """Give the links and images that are in none of some parts, which are in order."""
    for one in sure:
        index = bisect_right(rendered, place(one), key=lambda part: part.start) - 1
        if index < 0 or rendered[index].end <= place(one):
            yield one


def parts(page: Page, offsets: Iterable[int]) -> list[Span]:
    """Give the parts of a page around some offsets: each begins with a line behind a blank one, without an indent, so that
    it is rendered alone as it is in the page.
    """
    starts, is_behind = [page.body], False
    for line in outline.lines(page.source.text, page.body):
        is_blank = not line.text.strip()
        if is_behind and not is_blank and not line.indented:
            starts.append(line.start)
        is_behind = is_blank
    starts.append(len(page.source.text))
    indexes = sorted({bisect_right(starts, offset) for offset in offsets})
    return [Span(starts[index - 1], starts[index]) for index in indexes]


def asked(
    lines: Lines, part: Span, found: Iterable[Candidate], settings: Settings, wanted: Wanted
) -> Iterator[Located]:
    """Give the wanted links and images of a part of a page as it is rendered; none if it was made to be slow."""
    text = lines.page.source.text[part.start : part.end]
    if rendering.is_feasible(text):
        real = [one for one in rendering.rendered(text, settings).references if wanted(one)]
        yield from placed(lines, part, real, found)


def candidates(page: Page) -> tuple[list[Candidate], list[int]]:
    """Give what may be a link or image of a page, in its order, and where others may be, written unusually."""
    text = page.source.text
    found: list[Candidate] = []
    odd: list[int] = []
    for match in INLINE.finditer(text, page.body):
        if name := match.lastgroup:
            found.append(Candidate(match[name], Span(*match.span(name))))
        else:
            odd.append(match.start())
    others = [*attributes(page), *definitions(page)]
    if others:
        found = sorted([*found, *others], key=lambda one: one.span)
    return found, list(filter(Lines(page).may_count, odd)) if odd else []


def attributes(page: Page) -> Iterator[Candidate]:
    """Give the addresses in attributes, which raw HTML may have."""
    folded = page.source.text.lower() if "<" in page.source.text else ""
    if "href" in folded or "src" in folded:
        for match in ATTRIBUTE.finditer(page.source.text, page.body):
            name = match.lastgroup or ""
            yield Candidate(unescape(match[name]), Span(*match.span(name)), is_raw=True, is_inline=False)


def definitions(page: Page) -> Iterator[Candidate]:
    """Give the addresses that definitions give names to."""
    if "]:" in page.source.text:
        for match in DEFINITION.finditer(page.source.text, page.body):
            yield Candidate(unescape(match["defined"]), Span(*match.span("defined")), is_inline=False)


class Lines:
    """The ordinary lines of a page, on which a link is a link whatever stands elsewhere."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.known: dict[int, dict[int, Reference]] = {}

    @cached_property
    def lines(self) -> dict[int, outline.Line]:
        """The lines of Markdown by where they begin."""
        return {one.start: one for one in outline.lines(self.page.source.text, self.page.body)}

    @cached_property
    def torn(self) -> frozenset[int]:
        """Where the lines begin of paragraphs in which code may span lines."""
        return frozenset(torn(self.page.source.text, self.page.body))

    def told(self, chosen: Iterable[Candidate]) -> tuple[list[Located], list[int]]:
        """Give what the candidates are, without those that are no links, and where some are of which their line can't tell."""
        found: list[Located] = []
        unsure: list[int] = []
        for candidate in chosen:
            at = candidate.span.start
            line = self.line(at) if candidate.is_inline else None
            if line is None:
                if not candidate.is_inline or self.may_count(at):
                    unsure.append(at)
                continue
            if line.start not in self.known:
                self.known[line.start] = on_line(line) if self.is_apart(line) else {}
            if reference := self.known[line.start].get(at):
                found.append(Located(reference, candidate.span))
            else:
                unsure.append(at)
        return found, unsure

    def line(self, offset: int) -> outline.Line | None:
        """Give the line of Markdown around an offset, None where it is code, a comment or raw HTML."""
        return self.lines.get(self.page.source.text.rfind("\n", 0, offset) + 1)

    def may_count(self, offset: int) -> bool:
        """Whether the line around an offset is Markdown, at least behind what ends on it: a comment, or raw HTML."""
        start = self.page.source.text.rfind("\n", 0, offset) + 1
        return start in self.lines or ENDS.search(self.page.source.text, start, offset) is not None

    def is_apart(self, line: outline.Line) -> bool:
        """Whether no code that spans lines can begin or end in the paragraph of a line."""
        return line.start not in self.torn


def is_intricate(text: str, start: int) -> bool:
    """Whether something on a page may change links elsewhere on it."""
    return ("]:" in text and DEFINITION.search(text, start) is not None) or INTRICATE.search(text, start) is not None


def torn(text: str, start: int) -> Iterator[int]:
    """Give where the lines begin of paragraphs in which code may span lines: one of them has a single backtick."""
    paragraph: list[int] = []
    is_torn = False
    at = start if "`" in text else len(text)
    while at < len(text):
        end = _end(text, at)
        line = text[at:end]
        if line.strip():
            paragraph.append(at)
            is_torn = is_torn or ("`" in line and "`" in CODE.sub("", line))
        if is_torn and (not line.strip() or end + 1 >= len(text)):
            yield from paragraph
        if not line.strip():
            paragraph, is_torn = [], False
        at = end + 1


def _end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def on_line(line: outline.Line) -> dict[int, Reference]:
    """Give the links and images of an ordinary line by where their addresses begin; none where it alone cannot tell."""
    found: dict[int, Reference] = {}
    masked = CODE.sub(_blank, line.text)
    for pattern, is_image in ((IMAGE, True), (LINK, False)):
        for match in pattern.finditer(masked):
            # In a table, a bar ends the cell.
            if "|" not in match[0]:
                found[line.start + match.start("url")] = Reference(match["url"], match["text"], is_image)
        masked = pattern.sub(_blank, masked)
    is_sure = not line.indented and not UNSURE.search(masked) and masked.count("[") == masked.count("]")
    return found if is_sure else {}


def _blank(match: re.Match[str]) -> str:
    return "\x00" * len(match[0])


def placed(lines: Lines, part: Span, real: Iterable[Reference], found: Iterable[Candidate]) -> Iterator[Located]:
    """Give links and images of the rendered page with their places: of the address, else of the text."""
    spans: dict[tuple[str, bool], list[Span]] = defaultdict(list)
    # Those in code come last: they are no links, unless there is no other place.
    for candidate in sorted(found, key=lambda one: one.is_inline and lines.line(one.span.start) is None):
        spans[candidate.url, candidate.is_raw].append(candidate.span)
    # Each place is given once; one definition serves several links, which differ by their text.
    places: dict[object, Iterator[Span]] = {key: iter(known) for key, known in spans.items()}
    taken: set[Span] = set()
    for one in real:
        words = ((one.url, one.is_raw), one.url, f"[{one.text}]")
        every = (places.setdefault(key, occurrences(lines.page, part, key)) for key in words)
        span = next((span for each in every for span in each if span not in taken), Span(part.start, part.start))
        taken.add(span)
        yield Located(one, span)


def occurrences(page: Page, part: Span, words: object) -> Iterator[Span]:
    """Give where words stand in a part of a page."""
    if isinstance(words, str) and words:
        for match in re.compile(re.escape(words)).finditer(page.source.text, part.start, part.end):
            yield Span(*match.span())
