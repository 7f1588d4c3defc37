"""Target matching: finds where a vanished target went, by its title, its text, or the lines of its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from mkdocs_handbook.model import Page
from mkdocs_handbook.pages import outline
from mkdocs_handbook.stubs.link_targets import LinkTarget
from mkdocs_handbook.util.wording import contradict

# How much of a text stays where somebody moves it, and how much where it is surely the same one.
LIKE, SURE = 0.5, 0.75
ALIKE = 0.6
# Shorter texts are too often the same by chance.
TELLING = 20
# Comparing titles letter by letter is for a page that was edited, not for one that was written anew.
MOST_PAIRS = 10_000
MOST_NAMESAKES = 20
Index = Mapping[tuple[str, str], list[LinkTarget]]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a vanished place probably is now, and whether that is certain enough to write it unasked."""

    place: LinkTarget
    is_safe: bool


@dataclass(frozen=True, slots=True)
class NewTargets:
    """The places that are new since the revision, by what tells them again."""

    by_title: dict[tuple[str, str], list[LinkTarget]] = field(default_factory=dict)
    by_text: dict[tuple[str, str], list[LinkTarget]] = field(default_factory=dict)
    by_page: dict[str, list[LinkTarget]] = field(default_factory=dict)

    def add(self, place: LinkTarget) -> None:
        """Add a place that is new."""
        self.by_title.setdefault((place.sort, place.plain), []).append(place)
        self.by_text.setdefault((place.sort, place.text), []).append(place)
        self.by_page.setdefault(place.page.dest, []).append(place)


@dataclass(frozen=True, slots=True)
class CurrentPage:
    """Where a page is now: its file in the site, its places by title, its first heading, and how many places it lost."""

    dest: str
    index: Index
    top: LinkTarget | None
    lost: int


def match_target(lost: LinkTarget, arrivals: NewTargets, home: CurrentPage, *, is_top: bool) -> Match | None:
    """Return where a place of a page went; the title at its top is followed by the one that is there now."""
    name = (lost.sort, lost.plain)
    return (
        by_title(lost, arrivals.by_title.get(name, []), home.index.get(name, []))
        or by_text(lost, arrivals.by_text.get((lost.sort, lost.text), []), home.dest)
        or (Match(home.top, is_safe=True) if is_top and home.top else None)
        or by_place(lost, arrivals.by_page.get(home.dest, []), home.lost)
        or by_likeness(lost, arrivals.by_page.get(home.dest, []), home.lost)
    )


def by_title(lost: LinkTarget, named: list[LinkTarget], here: list[LinkTarget]) -> Match | None:
    """Return the place of the same title: on the page itself, else wherever one is new."""
    targets = (here or named)[:MOST_NAMESAKES]
    if not targets or not lost.plain:
        return None
    # "Overview" stands on many pages; the text tells whether it is the one.
    best = max(targets, key=lambda one: likeness(lost.text, one.text))
    is_it = bool(here) or lost.sort == "element" or likeness(lost.text, best.text) >= LIKE
    return Match(best, is_it and len(targets) == 1)


def by_text(lost: LinkTarget, same: list[LinkTarget], dest: str) -> Match | None:
    """Return the place of the same text under another title."""
    if len(lost.text) < TELLING or len(same) > MOST_NAMESAKES:
        return None
    targets = [target for target in same if target.page.dest == dest] or same
    if len(targets) != 1:
        return None
    return Match(targets[0], targets[0].page.dest == dest)


def by_place(lost: LinkTarget, fresh: list[LinkTarget], crowd: int) -> Match | None:
    """Return the only new heading of a page that lost only one, if it has the text of that, or much of it.

    A short text tells enough then, and is certain in the same place among the headings.
    """
    if crowd != 1 or len(fresh) != 1 or (lost.sort, fresh[0].sort) != ("heading", "heading"):
        return None
    is_same = likeness(lost.text, fresh[0].text) >= LIKE
    is_sure = lost.text == fresh[0].text and place_in_outline(lost) == place_in_outline(fresh[0])
    return Match(fresh[0], is_sure) if is_same else None


def place_in_outline(heading: LinkTarget) -> tuple[int, int] | None:
    """Return which heading of its page one is, and its level; None if it is in no outline."""
    headings = outline.headings(heading.page.source.text, heading.page.body)
    return next(((at, one.level) for at, one in enumerate(headings) if one.span == heading.span), None)


def by_likeness(lost: LinkTarget, fresh: list[LinkTarget], crowd: int) -> Match | None:
    """Return the new place on the same page whose title is most like the old one."""
    if crowd * len(fresh) > MOST_PAIRS:
        return None
    # The matcher keeps what it knows of its second sequence.
    matcher = SequenceMatcher(b=lost.plain)
    best, most = None, ALIKE
    for target in fresh:
        if target.sort != lost.sort or contradict(target.plain, lost.plain):
            continue
        matcher.set_seq1(target.plain)
        if matcher.quick_ratio() >= most and (ratio := matcher.ratio()) >= most:
            best, most = target, ratio
    return Match(best, is_safe=False) if best else None


def match_pages(lost: Iterable[Page], added: Iterable[Page]) -> dict[str, tuple[Page, float]]:
    """Return for vanished pages, by path, the added page that keeps most of their lines, and how much that is."""
    texts = {page.uri: (page, lines_of(page)) for page in added}
    holders: dict[str, list[str]] = {}
    for uri, (_, lines) in texts.items():
        for line in lines:
            holders.setdefault(line, []).append(uri)
    matches = {}
    for page in lost:
        lines = lines_of(page)
        # What many pages have in common tells nothing of any of them.
        shared = Counter(uri for line in lines for uri in holders.get(line, ()) if len(holders[line]) <= 20)
        for uri, count in shared.most_common(1):
            score = count / max(len(lines), len(texts[uri][1]))
            if score >= LIKE:
                matches[page.uri] = (texts[uri][0], score)
    return matches


def lines_of(page: Page) -> frozenset[str]:
    """Return the lines of a page that say something."""
    return frozenset(line for line in map(str.strip, page.source.text[page.body :].splitlines()) if line)


def likeness(one: str, other: str) -> float:
    """Return how many of the lines of two texts are in both, from 0 to 1."""
    first, second = ({line.strip() for line in text.splitlines() if line.strip()} for text in (one, other))
    return len(first & second) / max(len(first), len(second), 1)
