"""Records of data: YAML nodes with their spans, kinds, items and data files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import InitVar, dataclass, field
from typing import Any, NamedTuple, Protocol

from mkdocs_handbook.model.facts import Facts
from mkdocs_handbook.model.finding import Source, Span


class ScalarNode(NamedTuple):
    """A YAML scalar as it was written; only a plain one (no quotes) may become anything but text."""

    text: str
    span: Span
    plain: bool


class SequenceNode(NamedTuple):
    """A YAML list."""

    items: tuple[Node, ...]
    span: Span


class MappingNode(NamedTuple):
    """A YAML mapping, in the order of the file."""

    pairs: tuple[tuple[ScalarNode, Node], ...]
    span: Span

    def get(self, key: str) -> Node | None:
        """Return the node of a key, or None."""
        return next((node for name, node in self.pairs if name.text == key), None)

    def key(self, key: str) -> ScalarNode | None:
        """Return the scalar that is a key itself, or None."""
        return next((name for name, _ in self.pairs if name.text == key), None)


Node = ScalarNode | SequenceNode | MappingNode


class Nodes(Protocol):
    """The nodes of a file's entries, by their number."""

    def __getitem__(self, number: int, /) -> MappingNode:
        """Return the node of an entry."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a kind's table: the key of the item, the header, and how a cell is rendered and checked."""

    key: str
    title: str
    format: str = "text"


@dataclass(frozen=True, slots=True)
class Kind:
    """A schema and what it says of tables.

    `columns` are all that there are, `shown` the keys shown by default; `noun` is the singular, `key` names an item, and
    `link` is the key of the address to which that name leads. `details` are the keys that a row tells when it is opened,
    `card` those that a phone shows of it beside its name; `badges` are the colours of values by key. `formats`
    are those that the values of each key can have, at any depth. `accepts` says whether data certainly fits the schema;
    what it refuses may fit all the same.
    """

    name: str
    schema: Mapping[str, Any]
    columns: tuple[Column, ...]
    shown: tuple[str, ...]
    noun: str
    key: str
    link: str = ""
    details: tuple[str, ...] = ()
    card: tuple[str, ...] = ()
    badges: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False)
    formats: Mapping[str, frozenset[str]] = field(default_factory=dict, compare=False)
    accepts: Callable[[Any], bool] = field(default=lambda _: False, compare=False)

    @property
    def title(self) -> str:
        """The name of the kind as readers see it."""
        return str(self.schema.get("title", self.name))


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a data file: values as its schema reads them (absent keys left out) and where they stand.

    `nodes` are those of all entries of the file, which may be parsed only when somebody asks where something stands;
    `number` tells which of them it is. `name` is its key where the file is a mapping, `start` the offset at which its
    first line's text begins.
    """

    values: Mapping[str, Any]
    nodes: Nodes = field(repr=False, compare=False)
    number: int = 0
    name: str = ""
    start: int = 0

    @property
    def node(self) -> MappingNode:
        """The node that it comes from."""
        return self.nodes[self.number]

    def text(self, key: str) -> str:
        """Return a value as text, "" where it is absent."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def span(self, key: str) -> Span:
        """Return the place of a value, or of the whole item where the key is absent."""
        node = self.node.get(key)
        return node.span if node is not None else self.node.span


@dataclass(frozen=True, slots=True)
class Value:
    """A text in an item, and the keys and numbers that lead to it: where it stands is looked up when somebody asks."""

    text: str
    item: Item
    path: tuple[str | int, ...]

    @property
    def node(self) -> ScalarNode:
        """The scalar that it was read from."""
        current: Any = self.item.node
        for step in self.path:
            current = current.items[step] if isinstance(step, int) else current.get(step)
        scalar: ScalarNode = current
        return scalar

    @property
    def span(self) -> Span:
        """The place of its scalar."""
        return self.node.span


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file that could be read: the group and kind of its name, its valid items, and the others.

    `facts` depend on nothing but these, its text, and the settings for which it was read; they begin with what was `known`.
    """

    source: Source
    group: str
    kind: Kind
    items: tuple[Item, ...]
    invalid: tuple[Item, ...] = ()
    known: InitVar[Facts | None] = None
    facts: Facts = field(init=False, repr=False, compare=False)

    def __post_init__(self, known: Facts | None) -> None:
        """Begin with what is known."""
        object.__setattr__(self, "facts", Facts() if known is None else known)

    @property
    def all_items(self) -> tuple[Item, ...]:
        """The items, valid or not: what one finding spoils may still have others."""
        return (*self.items, *self.invalid)
