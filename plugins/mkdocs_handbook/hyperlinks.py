"""The links and images of a page with their places: from its lines, or where those can't tell, as it is rendered.

Whatever could become a link is found at once. Most of these need no closer look, because they lead somewhere whether they
are links or only look so. Those that matter are confirmed: by their line, if it is an ordinary one, else by rendering.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
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
DEFINITION = re.compile(r"^[ \t>]*\[(?P<name>[^\]\n]+)\]:[ \t]*(?:\n[ \t]*)?<?(?P<defined>[^\s>]+)", re.MULTILINE)
REFERRING = re.compile(r"\[(?P<text>[^\[\]\n]*)\][ ]?\[(?P<name>[^\[\]\n]*)\]")
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
    found, is_odd = candidates(page)
    known = {(one.url, one.is_raw): wanted(Reference(one.url, is_raw=one.is_raw)) for one in found}
    chosen = [one for one in found if known[one.url, one.is_raw]]
    text = page.source.text[page.body :]
    if not is_odd and dialect.of(settings).known:
        if not chosen:
            return []
        sure = Lines(page).all(chosen)
        if sure is not None:
            return [one for one in sure if wanted(one.reference)]
    if not rendering.is_feasible(text):
        return []
    real = [one for one in rendering.rendered(text, settings).references if wanted(one)]
    return list(placed(page, real, found))


def candidates(page: Page) -> tuple[list[Candidate], bool]:
    """Give what may be a link or image of a page, in its order, and whether there may be others, written unusually."""
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
    lines = Lines(page) if odd else None
    return found, lines is not None and any(map(lines.may_count, odd))


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
        self.masked: dict[int, str] = {}

    @cached_property
    def lines(self) -> dict[int, outline.Line]:
        """The lines of Markdown by where they begin."""
        return {one.start: one for one in outline.lines(self.page.source.text, self.page.body)}

    @cached_property
    def torn(self) -> frozenset[int]:
        """Where the lines begin of paragraphs in which code may span lines."""
        return frozenset(torn(self.page.source.text, self.page.body))

    def all(self, chosen: Iterable[Candidate]) -> list[Located] | None:
        """Give what the candidates are, without those that are no links; None where one cannot be told from its line."""
        if is_intricate(self.page.source.text, self.page.body):
            return None
        found = []
        for candidate in chosen:
            if not candidate.is_inline:
                return None
            line = self.line(candidate.span.start)
            if line is None:
                if self.may_count(candidate.span.start):
                    return None
                continue
            if line.start not in self.known:
                self.known[line.start] = on_line(line) if self.is_apart(line) else {}
            reference = self.known[line.start].get(candidate.span.start)
            if reference is None:
                return None
            found.append(Located(reference, candidate.span))
        return found

    def line(self, offset: int) -> outline.Line | None:
        """Give the line of Markdown around an offset, None where it is code, a comment or raw HTML."""
        return self.lines.get(self.page.source.text.rfind("\n", 0, offset) + 1)

    def may_count(self, offset: int) -> bool:
        """Whether the line around an offset is Markdown, at least behind what ends on it: a comment, or raw HTML."""
        start = self.page.source.text.rfind("\n", 0, offset) + 1
        return start in self.lines or ENDS.search(self.page.source.text, start, offset) is not None

    def is_code(self, candidate: Candidate) -> bool:
        """Whether a candidate stands in code."""
        line = self.line(candidate.span.start)
        if line is None or "`" not in line.text:
            return candidate.is_inline and line is None
        if line.start not in self.masked:
            self.masked[line.start] = CODE.sub(_blank, line.text)
        return self.masked[line.start][candidate.span.start - line.start - 1] == "\x00"

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


def placed(page: Page, real: Iterable[Reference], found: Iterable[Candidate]) -> Iterator[Located]:
    """Give links and images of the rendered page with their places: of the address with their text, else of either."""
    real = list(real)
    lines = Lines(page)
    known: dict[object, list[Span]] = defaultdict(list)
    for candidate in found:
        # What is in code is no link, unless there is no other place.
        is_code = lines.is_code(candidate)
        known[("code",) * is_code, candidate.url, candidate.is_raw].append(candidate.span)
        if candidate.is_inline and not is_code:
            known["label", candidate.url, *label(page, candidate)].append(candidate.span)
    for url, text, place in referring(page):
        known["name", url, letters(text)].append(place)
    # Each place is given once; one definition serves several links, which differ by their text.
    places: dict[object, Iterator[Span]] = {key: iter(spans) for key, spans in known.items()}
    sure = [None if one.is_raw else next(places.get(_labelled(one), iter(())), None) for one in real]
    taken = {span for span in sure if span}
    for one, span in zip(real, sure, strict=True):
        if span is None:
            there = one.url, one.is_raw
            words = (((), *there), ("name", one.url, letters(one.text)), (("code",), *there), one.url, f"[{one.text}]")
            every = (places.setdefault(key, occurrences(page, key)) for key in words)
            span = next((span for each in every for span in each if span not in taken), Span(page.body, page.body))
            taken.add(span)
        yield Located(one, span)


def _labelled(one: Reference) -> object:
    return "label", one.url, one.is_image, letters(one.text)


def referring(page: Page) -> Iterator[tuple[str, str, Span]]:
    """Give the links that name a definition: its address, their text, and the place of that."""
    if "]:" in page.source.text:
        text = page.source.text
        names = {one["name"].casefold(): unescape(one["defined"]) for one in DEFINITION.finditer(text, page.body)}
        for match in REFERRING.finditer(text, page.body):
            if url := names.get((match["name"] or match["text"]).casefold()):
                yield url, match["text"], Span(match.start(), match.end("text") + 1)


def label(page: Page, candidate: Candidate) -> tuple[bool, str]:
    """Give whether a candidate is an image, and the letters of the text behind which its address stands."""
    text, start = page.source.text, candidate.span.start
    end = text.rfind("](", max(page.body, start - 4), start)
    # Texts of links are short; without a limit, many brackets would take the square of their time.
    begin = text.rfind("[", max(page.body, end - 500), end)
    is_image = text[begin - 1 : begin] == "!"
    return is_image, "" if is_image else letters(unescape(text[begin:end]))


def letters(text: str) -> str:
    """Give the letters and digits of a text, which stay the same when it is rendered."""
    return "".join(filter(str.isalnum, text))


def occurrences(page: Page, words: object) -> Iterator[Span]:
    """Give where words stand in a page."""
    if isinstance(words, str) and words:
        for match in re.compile(re.escape(words)).finditer(page.source.text, page.body):
            yield Span(*match.span())
