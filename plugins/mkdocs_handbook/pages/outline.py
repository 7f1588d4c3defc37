"""The outline of a Markdown page: its headings and what may be embedded, found line by line as Python-Markdown would."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mkdocs_handbook.model import Heading, Page, Span
from mkdocs_handbook.pages import fences
from mkdocs_handbook.pages.fences import CACHED, INDENTS
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

ATX = late_pattern(r"(#{1,6})(.*?)#*\s*\Z")
RULE = late_pattern(r" {0,3}([-_*])(?: {0,2}\1){2,} *\Z")
RULED = " -_*"
# The first line that is not blank, with its offset.
FIRST = late_pattern(r"(?:[ \t\r]*+\n)*+([^\n]*)")
SETEXT = late_pattern(r"(=+|-+) *\Z")
BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "canvas",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "iframe",
        "legend",
        "li",
        "link",
        "main",
        "math",
        "menu",
        "menuitem",
        "meta",
        "nav",
        "noframes",
        "noscript",
        "ol",
        "optgroup",
        "output",
        "p",
        "pre",
        "progress",
        "script",
        "section",
        "style",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "video",
    ]
)
COMMENT = late_pattern(r" {0,3}<!--")
# As Python-Markdown finds it: from any backtick on, to as many of them.
CODE_SPAN = late_pattern(r"(`{1,50})(?!`).+?(?<!`)\1(?!`)")
DELIMITER = late_pattern(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
VOID_TAGS = frozenset(("hr", "link", "meta"))
OPENING = late_pattern(r" {0,3}<([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])([^>]*)>?")


class Line(NamedTuple):
    """A line outside code, comments and raw HTML; `indented` where Markdown may read it as code or as part of a list."""

    text: str
    start: int
    indented: bool

    @property
    def end(self) -> int:
        """The offset behind its text."""
        return self.start + len(self.text)


@dataclass(slots=True)
class _State:
    closing: str = ""
    depth: int = 0
    tag: str = ""
    last_closing: int = -1


# Every rule goes through all pages: a cache that holds fewer of them would never be hit.
@lru_cache(maxsize=CACHED)
def lines(text: str, start: int = 0) -> tuple[Line, ...]:
    """Return the lines of a page's body that are Markdown: none of a fence, a comment or a block of raw HTML."""
    found: list[Line] = []
    state = _State(last_closing=text.rfind("-->"))
    code = fences.fenced_ranges(text, start)
    at = resumed = start
    for line in text[start:].split("\n"):
        if at >= resumed:
            if at in code:
                resumed = code[at]
            elif not (("<" in line or state.closing or state.tag) and _in_html(state, line, at)):
                found.append(Line(line.rstrip("\r"), at, line.startswith(INDENTS)))
        at += len(line) + 1
    # Behind the last line end there is no line.
    return tuple(found[:-1] if found and found[-1].start == len(text) else found)


def _in_html(state: _State, line: str, at: int) -> bool:
    """Return whether a line that begins at an offset is of a comment or a block of raw HTML; tracks what is open."""
    if state.closing:
        if state.closing in line:
            _opens(state, line.partition(state.closing)[2])
            state.closing = ""
        return True
    if state.tag:
        state.depth += _balance(state.tag, line)
        if state.depth <= 0:
            state.tag = ""
        return True
    if COMMENT.match(line) and at < state.last_closing:
        state.closing = "" if "-->" in line else "-->"
        _opens(state, line.partition("-->")[2])
        return True
    return _opens(state, line)


def _opens(state: _State, line: str) -> bool:
    """Return whether a line, or what follows a comment on it, begins a block of raw HTML; track what is open."""
    match = OPENING.match(line)
    if not match or match.group(1).lower() not in BLOCK_TAGS or re.search(r"\bmarkdown\b", match.group(2)):
        return False
    tag = match.group(1).lower()
    if tag not in VOID_TAGS:
        state.depth = _balance(tag, line)
        state.tag = tag if state.depth > 0 else ""
    return True


def _balance(tag: str, line: str) -> int:
    """Return how many tags of a name a line opens, less those that it closes."""
    if "<" not in line:
        return 0
    opened = len(re.findall(rf"<{tag}(?=[\s/>])", line, re.IGNORECASE))
    return opened - len(re.findall(rf"</{tag}\s*>", line, re.IGNORECASE))


@lru_cache(maxsize=CACHED)
def headings(text: str, start: int = 0) -> tuple[Heading, ...]:
    """Return the headings of a page's body that stand on their own, not in a list, a quote or raw HTML."""
    return tuple(_headings(lines(text, start)))


def headings_of(page: Page) -> tuple[Heading, ...]:
    """Return the headings of a page, as its facts have them."""
    found: tuple[Heading, ...] = page.facts.restored(
        "headings",
        lambda: [to_values(one) for one in headings(page.source.text, page.body)],
        lambda values: tuple(to_heading(*one) for one in values),
    )
    return found


def to_values(heading: Heading) -> tuple[int, str, Span]:
    """Return a heading as JSON has it."""
    return heading.level, heading.title, heading.span


def to_heading(level: int, title: str, span: Iterable[int]) -> Heading:
    """Return the heading that has some values."""
    return Heading(level, title, Span(*span))


def main_title(text: str, start: int = 0) -> str:
    """Return the first heading of level 1 of a page's body as it is written, "" without one."""
    # What stands before everything else is one for certain: no other line needs to be read.
    first = ATX.match(found[1].rstrip("\r")) if (found := FIRST.match(text, start)) else None
    if first and len(first[1]) == 1:
        return first[2].strip()
    return next((one.title for one in headings(text, start) if one.level == 1), "")


def _headings(body: tuple[Line, ...]) -> Iterator[Heading]:
    opens, under = True, None
    for index, line in enumerate(body):
        text, first = line.text, line.text[:1]
        match = ATX.match(text) if first == "#" else None
        # A heading or a rule ends what stands before it, and the line under a title belongs to that.
        ends = bool(match or under or not text.strip() or (first in RULED and RULE.match(text)))
        under = underline(body, index) if opens and not ends else None
        if match:
            yield Heading(len(match[1]), match[2].strip(), Span(line.start, line.start + len(text)))
        elif under:
            yield Heading(1 if under[1][0] == "=" else 2, text.strip(), Span(line.start, line.start + len(text)))
        opens = ends


def underline(body: tuple[Line, ...], index: int) -> re.Match[str] | None:
    """Return what makes a title of a line: the next one, if that stands right under it and is only `=` or `-`."""
    line, below = body[index], body[index + 1] if index + 1 < len(body) else None
    if below is None or line.indented or not below.text.startswith(("=", "-")):
        return None
    return SETEXT.match(below.text) if below.start <= line.end + 2 else None


# Each part looks only so far, or begins only where it can: all that begin together must not take the square of the time.
MARKUP = late_pattern(
    r"<[^<>]*>|(?<!\s)\s*\{[^{}]*\}\s*\Z|!?\[([^\]]{0,500})\](?:\([^)]{0,500}\)|\[[^\]]{0,500}\])"
    r"|[*`]|(?<!\w)_++|(?<!_)_++(?!\w)"
)


def is_table(line: Line, below: Line) -> bool:
    """Return whether a table of Markdown begins with two lines, its header and the rule below that."""
    return "|" in line.text and "|" in below.text and DELIMITER.match(below.text) is not None


def shown_title(title: str) -> str:
    """Return a heading's title as readers see it, without the marks of inline Markdown."""
    return " ".join(MARKUP.sub(r"\1", title).split())


DECORATION = late_pattern(r"[^\w\s]|[\d]\ufe0f?\u20e3")


@lru_cache(maxsize=8192)
def plain_title(title: str) -> str:
    """Return a heading's title for comparison: without case, emoji, attributes and trailing `#`."""
    text = re.sub(r":[a-z0-9_+-]+:", " ", shown_title(title))
    return " ".join(DECORATION.sub(" ", text).casefold().replace("_", " ").split())
