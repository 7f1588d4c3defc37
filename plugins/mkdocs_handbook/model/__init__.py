"""Frozen records that every layer shares; nothing here imports the rest of the package."""

from mkdocs_handbook.model.data import Column, DataFile, Entries, Item, Kind, Node, Nodes, Scalar, Sequence, Value
from mkdocs_handbook.model.finding import Edit, Finding, Position, RawFile, Severity, Source, Span, line_starts
from mkdocs_handbook.model.handbook import Embed, Handbook, Heading, Page, Settings, Stubs, Target
from mkdocs_handbook.model.schedule import Frequency, Override, Rotation, Shift, Unit

__all__ = [
    "Column",
    "DataFile",
    "Edit",
    "Embed",
    "Entries",
    "Finding",
    "Frequency",
    "Handbook",
    "Heading",
    "Item",
    "Kind",
    "Node",
    "Nodes",
    "Override",
    "Page",
    "Position",
    "RawFile",
    "Rotation",
    "Scalar",
    "Sequence",
    "Settings",
    "Severity",
    "Shift",
    "Source",
    "Span",
    "Stubs",
    "Target",
    "Unit",
    "Value",
    "line_starts",
]
