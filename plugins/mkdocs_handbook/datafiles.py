"""Data files: the group and the kind that their names tell, and their items."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from mkdocs_handbook import kinds, reading, yamlnode
from mkdocs_handbook.model import DataFile, Entries, Finding, Kind, Node, Sequence, Source, Span
from mkdocs_handbook.words import did_you_mean, listed

NAME = re.compile(r"(?P<group>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<kind>[a-z0-9]+(?:-[a-z0-9]+)*)\.yml\Z")
ALONE = {"people.yml": "people", "stubs.yml": "stubs"}


def read(source: Source, known: Mapping[str, Kind]) -> tuple[DataFile | None, Node | None, list[Finding]]:
    """Give a data file with its items (None if its name tells no kind), its root node if it is sound, and its findings."""
    named = name_of(source, known)
    if isinstance(named, Finding):
        return None, None, [named]
    group, kind = named
    root, findings = yamlnode.parse(source)
    if not is_made_of(root, kind):
        return DataFile(source, group, kind, ()), None, findings or [misshapen(source, root, kind)]
    valid, invalid, problems = reading.read(source, root, kind) if root else ([], [], [])
    return DataFile(source, group, kind, tuple(valid), tuple(invalid)), root, [*findings, *problems]


def name_of(source: Source, known: Mapping[str, Kind]) -> tuple[str, Kind] | Finding:
    """Give the group and the kind that a file's name tells, or the finding that it tells none."""
    name = posixpath.basename(source.path)
    if name in ALONE:
        return "", known[ALONE[name]]
    match = NAME.match(name)
    if not match:
        shapes = '"<group>.<kind>.yml" in lower case with hyphens, "people.yml" or "stubs.yml"'
        return Finding("HB118", source, Span(0, 0), f'"{name}" tells neither group nor kind, a name here is {shapes}')
    names = [one for one in known if one not in (*kinds.NOT_TABLES, "people")]
    if match["kind"] in names:
        return match["group"], known[match["kind"]]
    hint = did_you_mean(match["kind"], names) or f", known are {listed(names)}; a new one needs a schema of that name"
    return Finding("HB117", source, Span(0, 0), f'unknown kind "{match["kind"]}"{hint}')


def is_made_of(root: Node | None, kind: Kind) -> bool:
    """Whether a file holds what its kind is made of: a list, or a mapping."""
    return isinstance(root, Entries if kind.schema.get("type") == "object" else Sequence)


def misshapen(source: Source, root: Node | None, kind: Kind) -> Finding:
    """Give the finding of a file that holds something else than its kind is made of."""
    # Only here: what validates takes longer to import than most handbooks take to read.
    from mkdocs_handbook.validation import start_of

    return Finding("HB109", source, start_of(root) if root else Span(0, 0), shape(root, kind))


def shape(root: Node | None, kind: Kind) -> str:
    """Say what a file holds, and what belongs in it."""
    is_map = kind.schema.get("type") == "object"
    belongs = f"a mapping of {kind.name} ({{}} for none)" if is_map else f"a list of {kind.name} ([] for none)"
    return f"{'the file is empty' if root is None else 'the file holds something else'}, {belongs} belongs here"
