"""What an import would do to a handbook, as one value: edits of pages, items, stubs, and what there is to say of them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mkdocs_handbook import embeds, outline
from mkdocs_handbook.embeds import definitions
from mkdocs_handbook.importing import (
    embedding,
    items,
    merge,
    naming,
    redirects,
    schedules,
    stubsections,
    tables,
    tags,
    values,
)
from mkdocs_handbook.importing.blocks import blocks, closes
from mkdocs_handbook.importing.destinations import Destinations
from mkdocs_handbook.importing.persons import People
from mkdocs_handbook.importing.records import (
    Block,
    Entry,
    LeftError,
    Place,
    Proposal,
    Remark,
    Row,
    Stub,
    Wishes,
)
from mkdocs_handbook.model import Edit, Handbook, Page, Source, Span
from mkdocs_handbook.words import shortened

Barred = Mapping[Place, str]


def propose(
    handbook: Handbook, pages: Sequence[Page], sources: Sequence[Source], wishes: Wishes, barred: Barred
) -> Proposal:
    """Give what an import of some pages, and of other tools' files, would do; what is barred stays, for the reason given."""
    maker = _Maker(handbook, wishes, barred, People(handbook))
    found = maker.run(pages, sources)
    if handbook.people is None and maker.people.new and maker.people.unlinked:
        # With a people.yml of some, the others would be unknown.
        return _Maker(handbook, wishes, barred, People(handbook, may_begin=False)).run(pages, sources)
    return found


@dataclass(slots=True)
class _Maker:
    handbook: Handbook
    wishes: Wishes
    barred: Barred
    people: People
    edits: list[Edit] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    stubs: dict[str, Stub] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    taken: dict[str, tuple[str, int]] = field(default_factory=dict)
    units: list[Place] = field(default_factory=list)
    # Lines of the page at hand that go.
    gone: list[Span] = field(default_factory=list)
    destinations: Destinations = field(init=False)

    def __post_init__(self) -> None:
        self.destinations = Destinations(self.handbook, self.wishes.addresses)

    def run(self, pages: Sequence[Page], sources: Sequence[Source]) -> Proposal:
        """Give the proposal for some pages and files."""
        for page in pages:
            self.page(page)
        for source in sources:
            reader = redirects.READERS[posixpath.basename(source.path)]
            for one in reader(source):
                self.redirect(one, self.handbook.by_uri.get("index.md") or _Nowhere(source))
        self.flatten()
        remarks = sorted(dict.fromkeys(self.remarks), key=lambda one: (one.source.path, one.span, one.message))
        return Proposal(
            tuple(self.edits), tuple(self.entries), tuple(self.stubs.values()), dict(self.people.new), tuple(remarks), tuple(self.units)
        )

    def left(self, source: Source, span: Span, message: str) -> None:
        """Note why something stays as it is."""
        self.remarks.append(Remark(source, span, message))

    def is_barred(self, place: Place, source: Source, span: Span) -> bool:
        """Whether something must stay as it is, which is noted with its reason."""
        if place in self.barred:
            self.left(source, span, self.barred[place])
        return place in self.barred

    # --- Pages ---

    def page(self, page: Page) -> None:
        """Propose what becomes of a page."""
        metas = list(tags.metas(page))
        known = page.front_matter.text("maintainedBy") if page.front_matter else ""
        keeper = known or next((one.value for one in metas if one.name == "maintainedBy"), "")
        for found in blocks(self.handbook, page):
            if isinstance(found, Remark):
                self.remarks.append(found)
            else:
                self.block(found, keeper)
        for table in tables.tables(page):
            self.schedule(page, table)
        self.tags(page)
        self.moved(page)
        self.metadata(page, metas)
        self.edits += embedding.removals(page, self.gone)
        self.gone.clear()

    def block(self, block: Block, keeper: str) -> None:
        """Propose the items of a table or list, and the table that takes its place."""
        source = block.page.source
        reader = values.reader(block.page, block.kind, self.people, self.wishes.today)
        if self.is_barred(Place(source.path, block.span.start, "block"), source, block.rows[0].span if block.rows else block.head):
            return
        read = [(row, entry) for row in block.rows if (entry := self.read(reader, block, row, keeper)) is not None]
        if not read:
            return
        try:
            path = naming.choose(self.handbook, block, self.wishes.group, self.taken)
            known = self.handbook.by_path.get(path)
            merge.addition(self.handbook, path, block.kind, [])
        except LeftError as error:
            self.left(source, block.rows[0].span, str(error))
            return
        added: list[Entry] = []
        done: set[Span] = set()
        for row, found in read:
            try:
                new = [self.merged(path, block, row, one) for one in found.items]
            except LeftError as error:
                self.left(source, row.span, str(error))
                continue
            added += [one for one in new if one]
            self.remarks += found.remarks
            done.add(row.span)
        if not done:
            return
        self.entries += added
        shown = [one.values for one in (known.every if known else ())] + [one.values for one in added]
        wanted = {key for row in block.rows for key in row.cells}
        is_there = embedding.is_shown(self.handbook, block.page, path, block.section)
        line = "" if is_there else embedding.link(self.handbook, block.page, path, block.kind) + embedding.options(block.kind, shown, wanted)
        self.edits.append(embedding.replacement(block, done, line))
        self.units.append(Place(source.path, block.span.start, "block"))

    def read(self, reader: values.Reader, block: Block, row: Row, keeper: str) -> _Read | None:
        """Give what a row says, None where it stays, which is noted."""
        source = block.page.source
        if self.is_barred(Place(source.path, row.span.start), source, row.span):
            return None
        try:
            found = list(items.items(reader, block, row, self.wishes, keeper))
        except LeftError as error:
            self.left(source, row.span, str(error))
            return None
        assumed = [one for one in found if isinstance(one, Remark)]
        return _Read([one for one in found if not isinstance(one, Remark)], assumed, row)

    def merged(self, path: str, block: Block, row: Row, item: Mapping[str, Any]) -> Entry | None:
        """Give a new item of a file, None for one that stands there already; raise LeftError where the two disagree."""
        known = self.handbook.by_path.get(path)
        there = merge.standing(known, item, block.kind)
        if there is None or known is None:
            return Entry(path, block.kind, item, block.page.source, row.span)
        assumed = {"startedOn", "dri"} - row.cells.keys()
        if problem := merge.contradiction(known, there, item, assumed):
            raise LeftError(problem)
        return None

    def schedule(self, page: Page, table: tables.Table) -> None:
        """Propose the rotation of a typed schedule."""
        shape = schedules.columns(table)
        if not shape or not table.rows or self.is_barred(Place(page.source.path, table.span.start, "block"), page.source, table.head):
            return
        heading, section = tables.section_at(page, table.span.start)
        kind = self.handbook.kinds["rotations"]
        title = outline.shown_title(heading.title) if heading else ""
        block = Block(page, kind, tuple(Row({}, span) for _, span in table.rows), table.span, table.head, section, title, closes(heading, kind, self.handbook.settings))
        try:
            references = definitions(outline.lines(page.source.text, page.body))
            turns = schedules.turns(table, shape, self.people, references, self.near(page, table))
            name = schedules.name(page, heading.title if heading else "")
            item = {"rotation": name, **schedules.rotation(turns)}
            path = naming.choose(self.handbook, block, self.wishes.group, self.taken)
            entry = self.merged(path, block, Row({}, table.rows[0][1]), item)
            merge.addition(self.handbook, path, kind, [])
        except LeftError as error:
            span = error.args[1] if len(error.args) > 1 else table.head
            self.left(page.source, span, str(error.args[0]))
            return
        self.entries += [entry] if entry else []
        years = "" if all(dates_have_years(table, shape)) else f", in the years that bring it nearest to {self.near(page, table)}"
        how = f"every {item['every']}, and so on from then on" if "every" in item else "with explicit shifts, no period fits"
        self.remarks.append(Remark(page.source, table.head, f'"{name}" starts on {item["startsOn"]}{years}: {how}', is_left=False))
        is_there = embedding.is_shown(self.handbook, page, path, section)
        line = "" if is_there else embedding.link(self.handbook, page, path, kind, name)
        self.edits.append(embedding.replacement(block, {row.span for row in block.rows}, line))
        self.units.append(Place(page.source.path, block.span.start, "block"))

    def near(self, page: Page, table: tables.Table) -> date:
        """Give a day near a schedule: when its first row came into git, else today."""
        cells = table.rows[0][0]
        return (self.wishes.first_seen(page, cells[0].text) if cells else None) or self.wishes.today

    def tags(self, page: Page) -> None:
        """Propose a paragraph for each tag that shows a data file."""
        for embed in page.embeds if page.embeds else ():
            if not embed.is_tag or self.is_barred(Place(page.source.path, embed.span.start, "tag"), page.source, embed.span):
                continue
            file = embeds.resolve(self.handbook, page, embed)
            if file is None:
                message = f'no data file is called "{embed.target}", move it into {self.handbook.settings.data_dir}/'
                self.left(page.source, embed.span, message)
                continue
            line = embedding.link(self.handbook, page, file.source.path, file.kind)
            text = page.source.text
            if text.rfind("\n", 0, embed.span.start) + 1 == embed.span.start:
                self.edits.append(embedding.apart(page, embed.span, line))
                self.units.append(Place(page.source.path, embed.span.start, "tag"))

    def metadata(self, page: Page, metas: Sequence[tags.Meta]) -> None:
        """Propose front matter for metadata in the text of a page, and for what redirects of its front matter leave."""
        added: dict[str, str] = {}
        for one in metas:
            if self.is_barred(Place(page.source.path, one.span.start, "meta"), page.source, one.span):
                continue
            present = page.front_matter.values.get(one.name) if page.front_matter else None
            said = added.get(one.name, present)
            if one.name not in tags.KEYS or not one.value:
                self.left(page.source, one.span, f'metadata "{shortened(one.name)}" has no place in front matter, known are {", ".join(tags.KEYS)}')
            elif said is not None and said != one.value:
                self.left(page.source, one.span, f'front matter has another "{one.name}", "{shortened(str(said))}"')
            else:
                added |= {} if present is not None else {one.name: one.value}
                self.gone.append(one.span)
                self.units.append(Place(page.source.path, one.span.start, "meta"))
        edit = tags.front_matter(page, added)
        self.edits += [edit] if edit else []
        found = list(redirects.of_page(page))
        for one in found:
            self.redirect(one, page)

    # --- Stubs ---

    def moved(self, page: Page) -> None:
        """Propose stubs for the old headings of a page, and its text without those."""
        for section in stubsections.sections(page):
            start = section.heading.start
            live = self.destinations.live(page, start, section.end)
            done = [one for one in section.moved if self.stub(page, one, live)]
            kept = {one.heading.span for one in section.moved} - {one.heading.span for one in done}
            for piece in section.others:
                if not any(piece.span.start > one.heading.span.start and not one.link for one in section.moved):
                    self.left(page.source, piece.span, "this paragraph of the stubs says more than where something is now")
            if not section.moved:
                continue
            # A link stays as long as a heading needs it.
            needed = {one.link.span for one in section.moved if one.link and one.heading.span in kept}
            gone = [one.heading.span for one in done] + [one.span for one in section.links if one.span not in needed and done]
            if not kept and not section.others and len(gone) >= len(done):
                gone += [section.heading, *(one.span for one in section.introduction)]
            self.gone += gone

    def stub(self, page: Page, moved: stubsections.Moved, live: frozenset[str]) -> bool:
        """Propose the stubs of an old heading; whether it may go from the page."""
        span = moved.heading.span
        if self.is_barred(Place(page.source.path, span.start, "stub"), page.source, span):
            return False
        try:
            if moved.link is None:
                raise LeftError(moved.problem)
            new = self.destinations.new(moved.link.href, page, moved.link.label)
            for anchor in self.destinations.heading(page, moved.heading.text):
                if anchor in live:
                    raise LeftError(f'the page has another heading "#{anchor}", a stub of that name would not be reached')
                self.add(self.destinations.name(page, anchor), new, page.source, span)
        except LeftError as error:
            self.left(page.source, span, str(error))
            return False
        return True

    def redirect(self, one: redirects.Redirect, page: Page) -> None:
        """Propose the stub of another tool's redirect."""
        if self.is_barred(Place(one.source.path, one.span.start, "stub"), one.source, one.span):
            return
        try:
            if one.problem:
                raise LeftError(one.problem)
            is_folder = one.new.endswith("/**")
            top = self.handbook.by_uri.get(one.new)
            new = one.new.lstrip("/") if is_folder else top.uri if top else self.destinations.new(one.new, page)
            self.add(self.destinations.old(one.old), new, one.source, one.span)
        except LeftError as error:
            self.left(one.source, one.span, str(error))

    def add(self, old: str, new: str, source: Source, span: Span) -> None:
        """Propose a line of stubs.yml; raise LeftError where another one says something else."""
        if not old:
            raise LeftError("stubs.yml cannot name this address")
        if old == new:
            raise LeftError(f'"{shortened(old)}" leads to itself')
        key = self.address(old)
        known = self.destinations.standing.get(key) if key else None
        if known and self.destinations.target(known[0]) != self.destinations.target(new):
            raise LeftError(f'{known[1]} leads "{shortened(old)}" to "{shortened(known[0])}", not to "{shortened(new)}"')
        other = self.stubs.get(old)
        if other and other.new != new:
            raise LeftError(f'leads to "{shortened(new)}", and another stub of this import leads it to "{shortened(other.new)}"')
        if not known:
            self.stubs.setdefault(old, Stub(old, new, source, span))

    def address(self, old: str) -> Any:
        """Give the address that an old side is, None for a folder."""
        from mkdocs_handbook.stublines import StubError, address

        try:
            return address(old, directory_urls=self.destinations.directory_urls)
        except StubError:
            return None

    def flatten(self) -> None:
        """Let no stub lead to another one."""
        ends = {old: stub.new for old, stub in self.stubs.items()}
        ends |= {text: new for (new, _), text in ((one, self.text(key)) for key, one in self.destinations.standing.items()) if text}
        for old, stub in list(self.stubs.items()):
            seen, new = [old], stub.new
            while new in ends and new not in seen:
                seen.append(new)
                new = ends[new]
            if new != stub.new and new not in seen:
                self.stubs[old] = Stub(old, new, stub.source, stub.span)

    def text(self, key: Any) -> str:
        """Give an old address of stubs.yml as a new side would have it."""
        page = self.destinations.pages.get(key.dest)
        return f"{page.uri}#{key.fragment}" if page and key.fragment else page.uri if page else ""


@dataclass(frozen=True, slots=True)
class _Read:
    items: list[dict[str, Any]]
    remarks: list[Remark]
    row: Row


def _Nowhere(source: Source) -> Page:  # noqa: N802
    return Page(source, "index.md", "index.html")


def dates_have_years(table: tables.Table, shape: schedules.Columns) -> Iterator[bool]:
    """Give for each row of a schedule whether its time frame names a year."""
    from mkdocs_handbook.importing import dates

    for cells, _ in table.rows:
        yield dates.has_year(cells[shape.when].text) if shape.when < len(cells) else True


def unused(found: Iterable[Any]) -> list[Any]:
    """Give a list."""
    return list(found)
