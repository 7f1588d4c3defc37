"""The draft of a proposal: the readers of pages and files add edits, items, stubs and remarks to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mkdocs_handbook.importing.records import (
    Block,
    ImportedItem,
    NotImportedError,
    Options,
    Place,
    Proposal,
    Remark,
    Row,
    Stub,
)
from mkdocs_handbook.importing.redirects.old_addresses import Addresses
from mkdocs_handbook.importing.tables.person_cells import People
from mkdocs_handbook.model import DataFile, Edit, Handbook, Item, Source, Span
from mkdocs_handbook.util.wording import folded, listed, shortened

Barred = Mapping[Place, str]


@dataclass(slots=True)
class Draft:
    """What an import has found so far; `barred` must stay as it is, for the reason given.

    `taken` are the data files that tables of this import have, `removed` the lines to remove from the page at hand.
    """

    handbook: Handbook
    options: Options
    barred: Barred
    people: People
    edits: list[Edit] = field(default_factory=list)
    items: list[ImportedItem] = field(default_factory=list)
    stubs: dict[str, Stub] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    units: list[Place] = field(default_factory=list)
    taken: dict[str, tuple[str, int]] = field(default_factory=dict)
    removed: list[Span] = field(default_factory=list)
    known_items: dict[str, Mapping[str, Item]] = field(default_factory=dict)
    addresses: Addresses = field(init=False)

    def __post_init__(self) -> None:
        self.addresses = Addresses(self.handbook, self.options.addresses)

    def note_not_imported(self, source: Source, span: Span, message: str) -> None:
        """Note why something stays as it is."""
        self.remarks.append(Remark(source, span, message))

    def note_assumption(self, source: Source, span: Span, message: str) -> None:
        """Note what was assumed of a place."""
        self.remarks.append(Remark(source, span, message, is_left=False))

    def is_barred(self, place: Place, source: Source, span: Span) -> bool:
        """Return whether something must stay as it is, and note the reason."""
        if place in self.barred:
            self.note_not_imported(source, span, self.barred[place])
        return place in self.barred

    def replace(self, edit: Edit, place: Place) -> None:
        """Add an edit that replaces a table, a list or a tag of a page."""
        self.edits.append(edit)
        self.units.append(place)

    def new_item(self, path: str, block: Block, row: Row, values: Mapping[str, Any]) -> ImportedItem | None:
        """Return the new item of a data file, None if the file has it; raise NotImportedError if the two contradict."""
        file = self.handbook.by_path.get(path)
        if file and path not in self.known_items:
            # Of two items with one name, the first counts.
            self.known_items[path] = {
                folded(str(item.values.get(file.kind.key, ""))): item for item in reversed(file.all_items)
            }
        known = self.known_items.get(path, {}).get(folded(str(values.get(block.kind.key, ""))))
        if known is None or file is None:
            return ImportedItem(path, block.kind, values, block.page.source, row.span)
        check_agreement(file, known, values, assumed={"startedOn", "dri"} - row.cells.keys())
        return None

    def proposal(self) -> Proposal:
        """Return the finished proposal, its remarks in the order of their places."""
        remarks = sorted(
            dict.fromkeys(self.remarks), key=lambda remark: (remark.source.path, remark.span, remark.message)
        )
        return Proposal(
            edits=tuple(self.edits),
            items=tuple(self.items),
            stubs=tuple(self.stubs.values()),
            people=dict(self.people.new),
            remarks=tuple(remarks),
            units=tuple(self.units),
        )


def check_agreement(file: DataFile, known: Item, values: Mapping[str, Any], assumed: Iterable[str]) -> None:
    """Raise NotImportedError if an item of a data file differs from a new one in a key that was not just assumed."""
    others = [key for key, value in values.items() if key not in assumed and known.values.get(key) != value]
    if others:
        row = file.source.position(known.start).row
        name = shortened(str(values.get(file.kind.key, "")))
        raise NotImportedError(
            f'{file.source.path}:{row} has "{name}" with another {listed(others)}, make the two agree'
        )
