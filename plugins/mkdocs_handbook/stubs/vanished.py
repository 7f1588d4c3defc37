"""Vanished addresses: those that an earlier state had, that lead nowhere now, and where each probably went."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from mkdocs_handbook.links.anchor_index import AnchorIndex
from mkdocs_handbook.model import Handbook, Page, Source, Span, StubTarget
from mkdocs_handbook.pages import embeds
from mkdocs_handbook.pages.page_renderer import MarkdownError
from mkdocs_handbook.stubs import moved_pages, stub_writer, target_matching
from mkdocs_handbook.stubs.link_targets import PASSING, START, LinkTarget, page_target, targets_of_page, title_heading
from mkdocs_handbook.stubs.moved_pages import GainedLines
from mkdocs_handbook.stubs.stub_entries import Address, StubError, parse_address
from mkdocs_handbook.stubs.target_matching import CurrentPage, Match, NewTargets


@dataclass(frozen=True, slots=True)
class VanishedAddress:
    """An old address: a page's name and maybe an anchor; its stub; and the place to report it at.

    The stub is `old: new`. Where stubs.yml can't write the old address, `old` is ""; where nothing tells the new one, `new`.
    No stub can stand where `twin` is, the name of what is there now under an address that differs only in letter case.
    """

    page: str
    anchor: str
    old: str
    new: str
    is_safe: bool
    source: Source
    span: Span
    twin: str = ""


@dataclass(slots=True)
class VanishedSearch:
    """The comparison of a handbook with its past; `renames` are of files, `unread` the paths of those unreadable now."""

    old: Handbook
    new: Handbook
    renames: Mapping[str, tuple[str, float]]
    unread: frozenset[str] = frozenset()
    note: Callable[[str], None] = lambda _: None
    pages: dict[str, Page] = field(init=False)
    old_pages: dict[str, Page] = field(init=False)
    old_anchors: AnchorIndex = field(init=False)
    anchors: AnchorIndex = field(init=False)
    live: set[str] = field(init=False)
    kept: dict[str, set[str]] = field(init=False)
    moves: dict[str, Match] = field(init=False)
    origins: dict[str, Page] = field(init=False)
    found_places: dict[str, dict[str, LinkTarget]] = field(default_factory=dict)
    arrived: NewTargets | None = None
    gains: GainedLines | None = None

    def __post_init__(self) -> None:
        self.pages = {page.dest: page for page in self.new.pages}
        self.old_pages = {page.dest: page for page in self.old.pages}
        self.old_anchors, self.anchors = AnchorIndex(self.old), AnchorIndex(self.new)
        named = set(self.entries())
        self.kept = fragments_by_page((*named, *self.new.stubs.headings))
        unread = {page.dest for page in self.old.pages if page.source.path in self.unread}
        stubs = {one.dest for one in named if not one.fragment}
        self.live = {*self.pages, *self.new.other_files, *self.new.stubs.pages, *unread, *stubs}
        self.moves = moved_pages.moved_pages(self.old, self.new, self.renames)
        came_along = {guess.place.page.dest: self.old_pages[dest] for dest, guess in self.moves.items()}
        self.origins = {**came_along, **{dest: self.old_pages[dest] for dest in self.pages if dest in self.old_pages}}

    def entries(self) -> Iterator[Address]:
        """Yield the old addresses of stubs.yml, also of entries that have findings of their own."""
        for file in self.new.stub_files:
            for item in file.all_items:
                try:
                    yield parse_address(item.name, directory_urls=self.new.settings.use_directory_urls)
                except StubError:
                    continue

    # --- What vanished ---

    def run(self) -> Iterator[VanishedAddress]:
        """Yield every address that vanished."""
        twins = {dest.casefold(): dest for dest in sorted(self.live)}
        # Pages that are made of data are there again once it can be read: what is wrong with it has a finding.
        made = set() if self.unread & self.new.data_paths else {*self.old.generated_at}
        gone = {*self.old_pages, *self.old.stubs.pages, *made} - self.live
        for dest in sorted(gone):
            twin = twins.get(dest.casefold())
            yield self.hidden_page(dest, twin) if twin else self.vanished_page(dest)
        stubs = fragments_by_page(self.old.stubs.headings)
        for dest in sorted({*self.old_pages, *stubs}):
            # Nothing can lead on from an address that differs only in letter case, to no heading either.
            is_hidden = dest in gone and dest.casefold() in twins
            if not is_hidden and (home := self.home(dest)):
                yield from self.vanished_anchors(dest, home, stubs.get(dest, set()))

    def vanished_page(self, dest: str) -> VanishedAddress:
        """Return the finding's facts of a page, or of a page's stub."""
        page = self.old_pages.get(dest)
        old = Address(dest)
        if made := self.old.generated_at.get(dest):
            return self.fact(old, Page(Source("", ""), made, dest), None, stub_writer.stub_file(self.new), START)
        if page is None:
            return self.removed_stub(old, self.old.stubs.pages[dest], stub_writer.stub_file(self.new), START)
        guess = self.moves.get(dest) or self.merged(page)
        place = guess.place if guess else None
        source, span = (place.source, place.span) if place else (stub_writer.stub_file(self.new), START)
        return self.fact(old, page, guess, source, span)

    def hidden_page(self, dest: str, twin: str) -> VanishedAddress:
        """Return the facts of a page, or of a page's stub, from which no stub can lead on beside an address like it."""
        now = self.pages.get(twin)
        place = page_target(now) if now else None
        source, span = (place.source, place.span) if place else (stub_writer.stub_file(self.new), START)
        fact = self.fact(Address(dest), self.old_pages.get(dest), None, source, span)
        return replace(fact, old="", twin=now.uri if now else twin.removesuffix("index.html"))

    def merged(self, page: Page) -> Match | None:
        """Return the new page that has a vanished page's title, else the new heading elsewhere, else where its text is now."""
        top = page_target(page)
        targets = self.arrivals().by_title.get((top.sort, top.plain), []) if top.plain else []
        if not targets:
            return self.gained().home(page)
        title = page_target(targets[0].page)
        return Match(title if title.span == targets[0].span else targets[0], is_safe=False)

    def home(self, dest: str) -> Page | None:
        """Return the page to which the anchors of an address lead by themselves, None where they need not be looked at."""
        if dest in self.pages:
            return self.pages[dest]
        target = self.new.stubs.pages.get(dest)
        if target:
            return None if target.fragment else self.pages.get(target.dest)
        guess = self.moves.get(dest)
        return guess.place.page if guess and guess.is_safe and dest not in self.live else None

    def vanished_anchors(self, dest: str, home: Page, stubs: set[str]) -> Iterator[VanishedAddress]:
        """Yield the facts of the anchors that a page had, and that are not where it is now."""
        page = self.old_pages.get(dest)
        had = self.had(page) if page and not self.is_same(page, home) else frozenset()
        if not had and not stubs:
            return
        if not self.anchors.are_known(home.dest):
            reason = "the site makes their anchors itself" if self.new.settings.has_own_slugs else "HB229 says why"
            self.note(f'the headings of "{home.uri}" are not compared, {reason}')
            return
        now = self.anchors.of(home) | self.kept.get(home.dest, set()) | self.kept.get(dest, set())
        lost = [anchor for anchor in sorted({*had, *stubs} - now) if not PASSING.match(anchor)]
        if not lost:
            return
        before = targets_of_page(self.old, page, had) if page and had else {}
        now_there, hidden = self.at_home(home, len(lost)), self.hidden_sorts(home)
        for anchor in lost:
            old, place = Address(dest, anchor), before.get(anchor)
            if place and place.sort in hidden:
                continue
            if page is None or place is None:
                target = self.old.stubs.headings.get(old)
                yield self.removed_stub(old, target or StubTarget(), home.source, page_target(home).span)
                continue
            title = title_heading(page)
            is_top = place.sort == "heading" and title is not None and place.span == title.span
            guess = target_matching.match_target(place, self.arrivals(), now_there, is_top=is_top)
            source, span = (guess.place.source, guess.place.span) if guess else self.nearest(place, home)
            yield self.fact(old, page, guess, source, span)

    def hidden_sorts(self, home: Page) -> frozenset[str]:
        """Return what the rows of tables are called, if one is not shown for its link or its file: that has a finding."""
        files = [embeds.data_files(self.new, embed) for embed in home.embeds]
        is_dead = any(not found or any(one.source.path in self.unread for one in found) for found in files)
        return frozenset(kind.noun for kind in self.new.kinds.values()) if is_dead else frozenset()

    def at_home(self, home: Page, lost: int) -> CurrentPage:
        """Return the places of a page that lost some, for guessing."""
        index: dict[tuple[str, str], list[LinkTarget]] = {}
        for place in self.places(home).values():
            index.setdefault((place.sort, place.plain), []).append(place)
        title = title_heading(home)
        top = title.span if title else None
        tops = (target for target in self.places(home).values() if target.sort == "heading" and target.span == top)
        return CurrentPage(home.dest, index, next(tops, None), lost)

    def had(self, page: Page) -> frozenset[str]:
        """Return the anchors that a page had, as far as it can be rendered as it was."""
        try:
            return self.old_anchors.of(page)
        except MarkdownError as error:
            self.note(f'the headings that "{page.uri}" had are not compared: {error}')
            return frozenset()

    def is_same(self, old: Page, new: Page) -> bool:
        """Return whether a page has the anchors that another one had."""
        return moved_pages.has_same_anchors(self.old, old, self.new, new)

    # --- Where it went ---

    def arrivals(self) -> NewTargets:
        """Return the places that are new on pages that were there, and all of pages that were not."""
        if self.arrived is None:
            self.arrived = NewTargets()
            for page in self.new.pages:
                origin = self.origins.get(page.dest)
                if origin and self.is_same(origin, page):
                    continue
                before = self.had(origin) if origin else frozenset()
                for anchor, place in self.places(page).items():
                    if anchor not in before:
                        self.arrived.add(place)
        return self.arrived

    def gained(self) -> GainedLines:
        """Return the lines that pages have gained."""
        if self.gains is None:
            self.gains = GainedLines()
            for page in self.new.pages:
                origin = self.origins.get(page.dest)
                if not (origin and self.is_same(origin, page)):
                    self.gains.add(
                        self.places(page).values(), target_matching.lines_of(origin) if origin else frozenset()
                    )
        return self.gains

    def places(self, page: Page) -> dict[str, LinkTarget]:
        """Return the places of a page as it is now."""
        if page.dest not in self.found_places:
            self.found_places[page.dest] = targets_of_page(self.new, page, self.anchors.of(page))
        return self.found_places[page.dest]

    def nearest(self, lost: LinkTarget, home: Page) -> tuple[Source, Span]:
        """Return the place to report an anchor at that is nowhere: the table for a row, else the top of the page."""
        for embed in home.embeds:
            if any(file.kind.noun == lost.sort for file in embeds.data_files(self.new, embed)):
                return home.source, embed.span
        return home.source, page_target(home).span

    def fact(self, old: Address, page: Page | None, guess: Match | None, source: Source, span: Span) -> VanishedAddress:
        """Return what is known of a vanished address; `page` is the one that stood there."""
        place = guess.place if guess else None
        anchor = place.anchor if place and self.anchors.are_known(place.page.dest) else ""
        new = stub_writer.address_text(self.new, Address(place.page.dest, anchor), place.page) if place else ""
        name = page.uri if page else old.dest.removesuffix("index.html")
        is_safe = guess is not None and guess.is_safe and bool(new)
        return VanishedAddress(
            name, old.fragment, stub_writer.address_text(self.new, old, page), new, is_safe, source, span
        )

    def removed_stub(self, old: Address, target: StubTarget, source: Source, span: Span) -> VanishedAddress:
        """Return what is known of an old address whose stub was removed: it may lead again to where it led."""
        page = self.pages.get(target.dest)
        new = target.external or ("gone" if target.gone else "")
        is_known = self.anchors.are_known(target.dest)
        if page and (not target.fragment or not is_known or target.fragment in self.anchors.of(page)):
            new = stub_writer.address_text(self.new, Address(target.dest, target.fragment), page)
        elif target.dest in self.moves:
            moved = self.moves[target.dest].place.page
            new = stub_writer.address_text(self.new, Address(moved.dest), moved)
        fact = self.fact(old, self.old_pages.get(old.dest) or self.pages.get(old.dest), None, source, span)
        return replace(fact, new=new)


def fragments_by_page(addresses: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the fragments of addresses by page."""
    pages: dict[str, set[str]] = {}
    for dest, fragment in addresses:
        pages.setdefault(dest, set()).add(fragment)
    return pages
