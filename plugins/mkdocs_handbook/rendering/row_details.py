"""What a row tells when it is opened: the keys of an item that its table has no column for."""

from __future__ import annotations

from typing import NamedTuple

from mkdocs_handbook.model import Column, DataFile, Handbook, Item
from mkdocs_handbook.rendering.cells import Part, cell


class Detail(NamedTuple):
    """A line of what a row tells: its title, and its values."""

    title: str
    parts: tuple[Part, ...]


class Details:
    """Gives the details of the rows of one table."""

    def __init__(self, handbook: Handbook, file: DataFile, shown: tuple[Column, ...]) -> None:
        keys = {column.key for column in shown}
        self.handbook, self.kind = handbook, file.kind
        self.columns = {column.key: column for column in file.kind.columns}
        self.keys = tuple(key for key in file.kind.details if key in self.columns and key not in keys)
        # The name of a row leads there already.
        self.enough = frozenset(self.keys) - {file.kind.link}

    def __call__(self, item: Item) -> tuple[Detail, ...]:
        """Give the details of an item, () where there are none; an address alone is none."""
        if self.enough.isdisjoint(item.values):
            return ()
        return tuple(self.detail(item, key) for key in self.keys if key in item.values)

    def detail(self, item: Item, key: str) -> Detail:
        """Give the title and the values of one key."""
        column = self.columns[key]
        return Detail(column.title, cell(self.handbook, self.kind, item, column).parts)
