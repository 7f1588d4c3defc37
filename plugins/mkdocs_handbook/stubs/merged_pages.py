"""Pages that were merged into others: found by the lines that a page has gained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mkdocs_handbook.model import Page
from mkdocs_handbook.stubs.link_targets import Place, whole
from mkdocs_handbook.stubs.target_matching import LIKE, TELLING, Guess, lines_of

# What more places than these have in common tells nothing of any of them.
MOST_HOLDERS = 20


class Gains:
    """The lines that pages have gained, with the headings under which they stand."""

    def __init__(self) -> None:
        self.holders: dict[str, list[Place]] = {}

    def add(self, places: Iterable[Place], before: frozenset[str]) -> None:
        """Take in the lines of a page's sections that were not on it before."""
        for place in places:
            lines = {line.strip() for line in place.text.splitlines()} if place.sort == "heading" else set()
            for line in lines - before - {""}:
                self.holders.setdefault(line, []).append(place)

    def home(self, page: Page) -> Guess | None:
        """Give the first heading of the page that gained most of a vanished page's lines; of its title where that is all."""
        lines = frozenset(line for line in lines_of(page) if not line.startswith("#"))
        found = [(line, self.holders[line]) for line in sorted(lines & self.holders.keys())]
        told = [(line, place) for line, held in found if len(held) <= MOST_HOLDERS for place in held]
        counts = Counter(dest for dest, _ in {(place.page.dest, line) for line, place in told})
        best, count = max(counts.items(), key=lambda one: (one[1], one[0]), default=("", 0))
        if not best or count < LIKE * len(lines):
            return None
        there = [(line, place) for line, place in told if place.page.dest == best]
        if len("".join({line for line, _ in there})) < TELLING:
            return None
        place = min((place for _, place in there), key=lambda one: (one.span, one.anchor))
        top = whole(place.page)
        return Guess(top if place.span == top.span else place, is_safe=False)
