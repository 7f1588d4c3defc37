"""A proposal in the making: what the readers of pages and files add to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mkdocs_handbook.importing import merge_items
from mkdocs_handbook.importing.records import Block, Entry, LeftError, Place, Proposal, Remark, Row, Stub, Wishes
from mkdocs_handbook.importing.redirects.old_addresses import Destinations
from mkdocs_handbook.importing.tables.person_cells import People
from mkdocs_handbook.model import Edit, Handbook, Item, Source, Span

Barred = Mapping[Place, str]


@dataclass(slots=True)
class Draft:
    """What an import has found so far; `barred` must stay as it is, for the reason given.

    `taken` are the data files that tables of this import have, `gone` the lines of the page at hand that go.
    """

    handbook: Handbook
    wishes: Wishes
    barred: Barred
    people: People
    edits: list[Edit] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    stubs: dict[str, Stub] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    units: list[Place] = field(default_factory=list)
    taken: dict[str, tuple[str, int]] = field(default_factory=dict)
    gone: list[Span] = field(default_factory=list)
    standing: dict[str, Mapping[str, Item]] = field(default_factory=dict)
    destinations: Destinations = field(init=False)

    def __post_init__(self) -> None:
        self.destinations = Destinations(self.handbook, self.wishes.addresses)

    def left(self, source: Source, span: Span, message: str) -> None:
        """Note why something stays as it is."""
        self.remarks.append(Remark(source, span, message))

    def assumed(self, source: Source, span: Span, message: str) -> None:
        """Note what was assumed of a place."""
        self.remarks.append(Remark(source, span, message, is_left=False))

    def is_barred(self, place: Place, source: Source, span: Span) -> bool:
        """Whether something must stay as it is, which is noted with its reason."""
        if place in self.barred:
            self.left(source, span, self.barred[place])
        return place in self.barred

    def replaced(self, edit: Edit, place: Place) -> None:
        """Note that a piece of a page gives way."""
        self.edits.append(edit)
        self.units.append(place)

    def merged(self, path: str, block: Block, row: Row, item: Mapping[str, Any]) -> Entry | None:
        """Give a new item of a file, None for one that stands there already; raise LeftError where the two disagree."""
        known = self.handbook.by_path.get(path)
        if known and path not in self.standing:
            self.standing[path] = merge_items.by_name(known)
        there = self.standing.get(path, {}).get(merge_items.plain(item.get(block.kind.key, "")))
        if there is None or known is None:
            return Entry(path, block.kind, item, block.page.source, row.span)
        assumed = {"startedOn", "dri"} - row.cells.keys()
        if problem := merge_items.contradiction(known, there, item, assumed):
            raise LeftError(problem)
        return None

    def done(self) -> Proposal:
        """Give the proposal."""
        remarks = sorted(dict.fromkeys(self.remarks), key=lambda one: (one.source.path, one.span, one.message))
        return Proposal(
            edits=tuple(self.edits),
            entries=tuple(self.entries),
            stubs=tuple(self.stubs.values()),
            people=dict(self.people.new),
            remarks=tuple(remarks),
            units=tuple(self.units),
        )
