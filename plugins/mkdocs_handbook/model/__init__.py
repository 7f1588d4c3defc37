"""Frozen records that all packages share; they import nothing else of this package."""

from mkdocs_handbook.model.data import (
    Column,
    DataFile,
    Item,
    Kind,
    MappingNode,
    Node,
    Nodes,
    ScalarNode,
    SequenceNode,
    Value,
)
from mkdocs_handbook.model.finding import NOWHERE, Edit, Finding, Position, RawFile, Severity, Source, Span, line_starts
from mkdocs_handbook.model.handbook import Embed, Handbook, Heading, Page, Settings, Stubs, StubTarget
from mkdocs_handbook.model.schedule import Frequency, Override, Rotation, Shift, Unit

__all__ = [
    "NOWHERE",
    "Column",
    "DataFile",
    "Edit",
    "Embed",
    "Finding",
    "Frequency",
    "Handbook",
    "Heading",
    "Item",
    "Kind",
    "MappingNode",
    "Node",
    "Nodes",
    "Override",
    "Page",
    "Position",
    "RawFile",
    "Rotation",
    "ScalarNode",
    "SequenceNode",
    "Settings",
    "Severity",
    "Shift",
    "Source",
    "Span",
    "StubTarget",
    "Stubs",
    "Unit",
    "Value",
    "line_starts",
]
