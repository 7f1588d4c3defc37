"""The order of a page's sections: ordinary ones, then the closing ones (which, in which order), then the stubs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mkdocs_handbook.model import Heading, Page, Settings, Span
from mkdocs_handbook.pages import outline
from mkdocs_handbook.pages.fences import CACHED
from mkdocs_handbook.util import wording

DEFAULT = {"boards": ("Project boards",), "rituals": ("Rituals",), "channels": ("Slack channels",)}
STUBS = "stubs"
# What the section of a kind is called that closes no page.
OTHERS = {"rotations": "On duty", "escalations": "Escalations"}


@dataclass(frozen=True, slots=True)
class Section:
    """A section that moves as a whole: its heading, its span, its rank, and the closing kind that its title names."""

    heading: Heading
    span: Span
    rank: int
    kind: str = ""


def titles(settings: Settings) -> Mapping[str, tuple[str, ...]]:
    """Return the titles of the closing sections by kind, in their order."""
    return settings.sections or DEFAULT


def section_title(settings: Settings, kind: str, otherwise: str) -> str:
    """Return the title of a new section of a kind: the first that is set, else the usual one, else the one given."""
    return next(iter(titles(settings).get(kind, ())), OTHERS.get(kind, otherwise))


def closing(settings: Settings) -> dict[str, str]:
    """Return the closing kind of each title, compared as headings are."""
    return _closing(tuple(titles(settings).items()))


@lru_cache(maxsize=8)
def _closing(given: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {outline.plain_title(title): kind for kind, names in given for title in names}


@lru_cache(maxsize=CACHED)
def nearest_title(title: str, titles: tuple[str, ...]) -> str:
    """Return the closing title that has all words of another one, or no others, else one spelled much like it, or ""."""
    words = set(title.split())
    shared = (one for one in titles if words and (words <= {*one.split()} or words >= {*one.split()}))
    return next(shared, "") or wording.close_match(title, titles, 0.8)


def may_close(text: str, settings: Settings) -> bool:
    """Return whether a page's text has all words of a closing section's title: without them, no line needs to be read."""
    folded = text.casefold()
    return any(all(word in folded for word in title.split()) for title in closing(settings))


def closing_headings(page: Page, settings: Settings) -> tuple[tuple[Heading, str], ...]:
    """Return the headings of a page that name a closing kind, with that kind; those below a stubs section don't count."""
    found: tuple[tuple[Heading, str], ...] = page.facts.restored(
        "closing",
        lambda: [(outline.to_values(one), kind) for one, kind in _closing_headings(page, settings)],
        lambda values: tuple((outline.to_heading(*heading), kind) for heading, kind in values),
    )
    return found


def _closing_headings(page: Page, settings: Settings) -> Iterator[tuple[Heading, str]]:
    kinds, stubs = closing(settings), 0
    if not may_close(page.source.text, settings):
        return
    for heading in outline.headings(page.source.text, page.body):
        title = outline.plain_title(heading.title)
        if stubs and heading.level <= stubs:
            stubs = 0
        if title == STUBS:
            stubs = heading.level
        elif title in kinds and heading.level > 1 and not stubs:
            yield heading, kinds[title]


def cut(page: Page, settings: Settings, level: int) -> list[Section]:
    """Return the sections of a page at a level, a stubs section of any level for itself; what stands before is in none."""
    order = {kind: rank for rank, kind in enumerate(titles(settings), 1)}
    kinds = closing(settings)
    heads = [one for one in outline.headings_of(page) if one.level <= level or is_stubs(one)]
    ends = [*(one.span.start for one in heads[1:]), len(page.source.text)][: len(heads)]
    found, stubs = [], 0
    for heading, end in zip(heads, ends, strict=True):
        stubs = heading.level if is_stubs(heading) else 0 if heading.level <= stubs or heading.level <= level else stubs
        kind = kinds.get(outline.plain_title(heading.title), "") if heading.level == level else ""
        rank = len(order) + 1 if stubs else order.get(kind, 0)
        found.append(Section(heading, Span(heading.span.start, end), rank, kind))
    return found


def is_stubs(heading: Heading) -> bool:
    """Return whether a heading begins the stubs of a page."""
    return outline.plain_title(heading.title) == STUBS


def closing_parts(page: Page, settings: Settings) -> list[Section]:
    """Return the closing sections of a page wherever they stand, each until the next heading of its level or the stubs."""
    kinds = {heading.span.start: kind for heading, kind in closing_headings(page, settings)}
    heads = outline.headings_of(page) if kinds else ()
    found = []
    for index, heading in enumerate(heads):
        if kind := kinds.get(heading.span.start):
            later = (heads[at] for at in range(index + 1, len(heads)))
            ends = (one.span.start for one in later if one.level <= heading.level or is_stubs(one))
            end = next(ends, len(page.source.text))
            found.append(Section(heading, Span(heading.span.start, end), 0, kind))
    return found


def lines_of(page: Page, span: Span) -> tuple[outline.Line, ...]:
    """Return the Markdown lines of a section, without its heading."""
    body = outline.lines(page.source.text, page.body)
    first = bisect_right(body, span.start, key=lambda line: line.start)
    return body[first : bisect_left(body, span.end, key=lambda line: line.start)]


def section_at(parts: Sequence[Section], offset: int) -> Section | None:
    """Return the section that holds an offset, None if there is none; the sections are in the order of their page."""
    index = bisect_right(parts, offset, key=lambda part: part.span.start) - 1
    return parts[index] if index >= 0 and offset < parts[index].span.end else None
