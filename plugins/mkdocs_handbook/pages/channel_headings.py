"""Lines that begin with `#channel` and that Python-Markdown takes for headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from mkdocs_handbook.model import Page, Settings
from mkdocs_handbook.pages import outline, page_renderer, rendering_effort
from mkdocs_handbook.pages.rendered.looks import Look
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

CANDIDATE = late_pattern(r"[ \t>]*(?:(?:[-*+]|\d+[.])[ \t]+)*#(?P<name>_*[^\W_][\w-]*)")
ITEM = late_pattern(r" {0,3}(?:[-*+]|\d+[.])[ \t]")
# An underline, a line across or a quote, which may end a block; behind one, or where lines were left out, it is not clear
# what the block begins with.
RULED = late_pattern(r" {0,3}(?:[-=*_][-=*_ ]*\Z|>)")
UNCLEAR = " …"
# Asks for the space behind "#", as other Markdown does.
SANE = "pymdownx.saneheaders"
ANYWHERE = late_pattern(r"^[ \t>*+\d.-]*#\w", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may become a heading: where its `#` is, the name behind it, the title, and whether that is certain.

    One that `is_alone` is meant as a heading unless it names a channel.
    """

    at: int
    name: str
    title: str
    is_heading: bool | None
    is_alone: bool


def channel_headings(page: Page, settings: Settings, known: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield the offset and the name of each line that begins with `#name`, is meant as text and becomes a heading.

    In a list, a quote and within a paragraph it is; on its own only if it names a known channel.
    """
    found = list(candidates(page, known))
    is_sure = all(one.is_heading is not None for one in found) and SANE not in settings.markdown_extensions
    if is_sure or rendering_effort.excess_of(page):
        yield from ((one.at, one.name) for one in found if one.is_heading)
        return
    text = page.source.text[page.body :]
    left = Counter(page.facts.once("titles", lambda: {**rendered_titles(text, settings)}))
    for one in found:
        if left[one.title]:
            left[one.title] -= 1
            yield one.at, one.name


def candidates(page: Page, known: Collection[str]) -> Iterator[Candidate]:
    """Yield the lines of a page that begin with `#name` and may become headings, where none was meant."""
    for values in page.facts.once("hashes", lambda: [astuple(one) for one in hash_lines(page)]):
        one = Candidate(*values)
        if not one.is_alone or f"#{one.name}".casefold() in known:
            yield one


def hash_lines(page: Page) -> Iterator[Candidate]:
    """Yield the lines of a page that begin with `#name`."""
    if not ANYWHERE.search(page.source.text, page.body):
        return
    first = previous = ""
    end = page.body
    body = outline.lines(page.source.text, page.body)
    for line, below in zip_longest(body, body[1:]):
        if line.start > end or RULED.match(line.text):
            first, previous = UNCLEAR, UNCLEAR.strip()
        first = first if previous.strip() else line.text
        if match := CANDIDATE.match(line.text):
            at = match.start("name") - 1
            is_unclear = at > 0 and below is not None and RULED.match(below.text) is not None
            sure = None if is_unclear else is_heading_line(first, line.text, at)
            is_alone = not (at or previous.strip())
            yield Candidate(line.start + at, match["name"], heading_title(line.text[at:]), sure, is_alone)
        # A heading ends a block as a blank line does.
        previous = "" if outline.ATX.match(line.text) else line.text
        end = line.end + 2


def is_heading_line(first: str, line: str, at: int) -> bool | None:
    """Return whether a line with a `#` at a column is a heading, by the first line of its block; None where that can't tell.

    A line in the first column always is one, an item is where its list is one, and a list begins a block.
    """
    if not at:
        return True
    if not line[:at].strip(" "):
        return None if at > 3 else False
    if ITEM.match(first) and ITEM.match(line.lstrip()):
        return True
    return None if first[:1] in (" ", "\t", ">") or ">" in line[:at] else False


def heading_title(line: str) -> str:
    """Return the title of a heading's line."""
    match = outline.ATX.match(line)
    return " ".join(match[2].split()) if match else ""


class _Titles(Look):
    """Counts the titles of a page's headings of level 1, before inline marks are read."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()

    def see(self, root: Element, md: Markdown) -> None:
        self.found.update(" ".join((element.text or "").split()) for element in root.iter("h1"))
        # Nobody needs the rest of the page.
        root.clear()


@lru_cache(maxsize=256)
def rendered_titles(text: str, settings: Settings) -> Counter[str]:
    """Return how often each title of level 1 is in a text, as Python-Markdown sees it with the site's extensions."""
    titles = _Titles()
    with suppress(page_renderer.PageError):
        page_renderer.convert(text, settings, titles)
    return titles.found
