"""Moved pages: which pages moved between two states of a handbook, or were merged into others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from mkdocs_handbook.model import Handbook, Page
from mkdocs_handbook.pages import embeds
from mkdocs_handbook.stubs import target_matching
from mkdocs_handbook.stubs.link_targets import LinkTarget, page_target
from mkdocs_handbook.stubs.target_matching import LIKE, TELLING, Match, lines_of

# What more places than these have in common tells nothing of any of them.
MOST_HOLDERS = 20


def moved_pages(old: Handbook, new: Handbook, renames: Mapping[str, tuple[str, float]]) -> dict[str, Match]:
    """Return where vanished pages went, as git says or as their lines tell, by their file in the site."""
    by_path = {page.source.path: page for page in new.pages}
    before = {page.source.path for page in old.pages}
    dests = {page.dest for page in new.pages}
    lost = [page for page in old.pages if page.dest not in dests]
    moves: dict[str, tuple[Page, float]] = {}
    rest = []
    for page in lost:
        path, score = renames.get(page.source.path, ("", 0.0))
        if path in by_path:
            moves[page.uri] = (by_path[path], score)
        elif page.source.path in by_path:
            # The same file at another address: the settings of the site changed.
            moves[page.uri] = (by_path[page.source.path], 1.0)
        else:
            rest.append(page)
    # Files that git does not know yet, and those that it calls too different.
    moves |= target_matching.match_pages(rest, [page for page in new.pages if page.source.path not in before])
    return {page.dest: page_match(page, *moves[page.uri]) for page in lost if page.uri in moves}


def page_match(old: Page, new: Page, score: float) -> Match:
    """Return the guess that a page is now another one: safe where most of the text stayed, or the title did."""
    before, now = page_target(old), page_target(new)
    return Match(now, score >= target_matching.SURE or before.plain == now.plain != "")


def has_same_anchors(old: Handbook, was: Page, new: Handbook, now: Page) -> bool:
    """Return whether two pages have the same anchors because all that makes them is the same."""
    return (
        was.source.text[was.body :] == now.source.text[now.body :]
        and old.settings.markdown_extensions == new.settings.markdown_extensions
        and old.settings.extension_configs == new.settings.extension_configs
        and table_sources(old, was) == table_sources(new, now)
    )


def table_sources(handbook: Handbook, page: Page) -> list[tuple[str, str, str]]:
    """Return what makes the rows of the tables of a page."""
    files = (file for embed in page.embeds for file in embeds.data_files(handbook, embed))
    return [(file.source.text, file.kind.noun, file.kind.key) for file in files]


class GainedLines:
    """The lines that pages have gained, with the headings under which they stand."""

    def __init__(self) -> None:
        self.holders: dict[str, list[LinkTarget]] = {}

    def add(self, places: Iterable[LinkTarget], before: frozenset[str]) -> None:
        """Add the lines of a page's sections that were not on it before."""
        for place in places:
            lines = {line.strip() for line in place.text.splitlines()} if place.sort == "heading" else set()
            for line in lines - before - {""}:
                self.holders.setdefault(line, []).append(place)

    def home(self, page: Page) -> Match | None:
        """Return the first heading of the page that gained most of a vanished page's lines; of its title where that is all."""
        lines = frozenset(line for line in lines_of(page) if not line.startswith("#"))
        found = [(line, self.holders[line]) for line in sorted(lines & self.holders.keys())]
        told = [(line, place) for line, held in found if len(held) <= MOST_HOLDERS for place in held]
        counts = Counter(dest for dest, _ in {(place.page.dest, line) for line, place in told})
        best, count = max(counts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        if not best or count < LIKE * len(lines):
            return None
        there = [(line, place) for line, place in told if place.page.dest == best]
        if len("".join({line for line, _ in there})) < TELLING:
            return None
        place = min((place for _, place in there), key=lambda item: (item.span, item.anchor))
        top = page_target(place.page)
        return Match(top if place.span == top.span else place, is_safe=False)
