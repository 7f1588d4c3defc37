"""Data files: YAML files whose names tell group and kind, read as items by the schema of the kind."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Any

from mkdocs_handbook.data import kinds
from mkdocs_handbook.data.foreign_files import is_foreign, required_keys
from mkdocs_handbook.data.items import item_nodes, read_items
from mkdocs_handbook.data.mistakes import file_names
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.model import DataFile, Finding, Handbook, Item, Kind, MappingNode, Node, SequenceNode, Source, Span
from mkdocs_handbook.util.memo import Memo
from mkdocs_handbook.util.wording import did_you_mean, listed

NAME = re.compile(r"(?P<group>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<kind>[a-z0-9]+(?:-[a-z0-9]+)*)\.yml\Z")
# A list at the top of a file.
LIST = re.compile(r"\A(?:\s*(?:#[^\n]*|---)?\n)*\s*(?:- |\[|-$)", re.MULTILINE)

# A data file with its items (None if its name tells no kind), its root node if it is sound and was read, and its findings.
ParsedFile = tuple[DataFile | None, Node | None, list[Finding]]


def read_files(sources: list[Source], known: Mapping[str, Kind], memo: Memo) -> list[ParsedFile]:
    """Return what `read_file` returns for each of some data files, without parsing tables whose items were kept."""
    named = ((at, source, group_and_kind(source, known)) for at, source in enumerate(sources))
    tables = [
        (at, source, *name)
        for at, source, name in named
        if not isinstance(name, Finding) and name[1].name not in kinds.NOT_TABLES
    ]
    files: dict[int, ParsedFile] = {}

    def items_to_keep(number: int) -> list[tuple[str, int, Any]] | None:
        at, source, group, kind = tables[number]
        file, _, findings = files[at] = read_as(source, group, kind)
        return [(item.name, item.start, item.values) for item in file.items] if file and not findings else None

    schemas = {name: json.dumps(kind.schema) for name, kind in known.items()}
    kept = memo("items", [f"{schemas[kind.name]}\n{source.text}" for _, source, _, kind in tables], items_to_keep)
    for (at, source, group, kind), values in zip(tables, kept, strict=True):
        if at not in files and values is not None:
            files[at] = restored(source, group, kind, values), None, []
    return [files[at] if at in files else read_file(source, known) for at, source in enumerate(sources)]


def read_file(source: Source, known: Mapping[str, Kind]) -> ParsedFile:
    """Return the outcome of one data file."""
    name = group_and_kind(source, known)
    return (None, None, [name]) if isinstance(name, Finding) else read_as(source, *name)


def restored(source: Source, group: str, kind: Kind, values: list[tuple[str, int, Any]]) -> DataFile:
    """Return a data file from the name, the start and the values of each item."""
    nodes = LazyNodes(source)
    items = (Item(item_values, nodes, at, name, start) for at, (name, start, item_values) in enumerate(values))
    return DataFile(source, group, kind, tuple(items))


class LazyNodes:
    """The nodes of a file's entries, which is parsed when somebody asks for one."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def entries(self) -> tuple[MappingNode, ...]:
        """The nodes."""
        root, _ = parser.parse(self.source)
        return item_nodes(root) if root else ()

    def __getitem__(self, number: int, /) -> MappingNode:
        """Return the node of an entry."""
        return self.entries[number]


def read_as(source: Source, group: str, kind: Kind) -> ParsedFile:
    """Return the outcome of a file of a group and a kind."""
    root, problems = parser.parse(source)
    findings = [*problems]
    if problems and not root:
        # Imported here, as below: nearly all files can be read.
        from mkdocs_handbook.data.mistakes import missing_lines

        findings = missing_lines.in_unreadable(source, kind, problems)
    if not has_shape(root, kind):
        # Comments alone are stubs.yml as `handbook init` writes it: lines may be added below them, as they may not to "{}".
        is_begun = kind.name == "stubs" and root is None and bool(source.text.strip())
        shapeless = [] if is_begun else [shape_finding(source, root, kind)]
        return DataFile(source, group, kind, ()), None, findings or shapeless
    valid, invalid, found = read_items(source, root, kind) if root else ([], [], [])
    if found:
        from mkdocs_handbook.data.mistakes import missing_lines

        found = missing_lines.in_readable(source, kind, found)
    return DataFile(source, group, kind, tuple(valid), tuple(invalid)), root, [*findings, *found]


def group_and_kind(source: Source, known: Mapping[str, Kind]) -> tuple[str, Kind] | Finding:
    """Return the group and the kind that a file's name tells, or the finding that it tells none."""
    name = posixpath.basename(source.path)
    if (alone := name.removesuffix(".yml")) != name and alone in kinds.ALONE:
        return "", known[alone]
    match = NAME.match(name)
    names = [kind_name for kind_name in known if kind_name not in kinds.GROUPLESS]
    # A list of a group and a kind is data of a kind whose schema is still to be written.
    is_named = match is not None and (match["kind"] in names or LIST.search(source.text) is not None)
    if not is_named and is_foreign(source, known):
        message = f'"{name}" is no data of the handbook, its name tells no kind that is known'
        return Finding("HB137", source, Span(0, 0), message)
    if not match:
        return Finding("HB118", source, Span(0, 0), misnamed(source, names, known))
    if match["kind"] in names:
        return match["group"], known[match["kind"]]
    if match["kind"] in kinds.ALONE:
        message = f"{match['kind']} stand in {match['kind']}.yml, rename this file or add to that"
        return Finding("HB117", source, Span(0, 0), message)
    right = file_names.right_name(name, names)
    hint = f", rename this file to {right}" if right else did_you_mean(match["kind"], names)
    hint = hint or f", known are {listed(names)}; a new one needs a schema of that name"
    return Finding("HB117", source, Span(0, 0), f'unknown kind "{match["kind"]}"{hint}', hint=hint)


def misplaced_files(paths: Iterable[str], folder: str, known: Mapping[str, Kind]) -> dict[str, str]:
    """Return the files of a site that are called like data, each with the path that it should have in the folder of data."""
    named = {path: NAME.match(posixpath.basename(path)) for path in paths if not path.startswith(f"{folder}/")}
    wrong = (path for path, name in named.items() if name and name["kind"] in known.keys() - {*kinds.GROUPLESS})
    return {path: posixpath.join(folder, posixpath.basename(path)) for path in sorted(wrong)}


def misplaced(path: str, belongs: str, *, is_taken: bool) -> Finding:
    """Return the finding of a file of data that stands beside pages."""
    there = f"{belongs} is there already, remove one of the two" if is_taken else f"move this file to {belongs}"
    message = f"data stands in {posixpath.dirname(belongs)}/, here no table shows it: {there}"
    return Finding("HB118", Source(path, ""), Span(0, 0), message)


def misnamed(source: Source, names: list[str], known: Mapping[str, Kind]) -> str:
    """Return the message about a file whose name tells no group or no kind, and the name that it should have."""
    name, meant = posixpath.basename(source.path), meant_name(source, known)
    if meant == file_names.right_name(name, names):
        return f'"{name}" is not read, rename this file to {meant}'
    lacks = "what is in it" if meant.partition(".")[0] != "<group>" or "<kind>" in meant else "of which group it is"
    return f'"{name}" does not tell {lacks}, rename this file to {meant}'


def meant_name(source: Source, known: Mapping[str, Kind]) -> str:
    """Return the name that a file should have, with "<group>" or "<kind>" for what nothing tells."""
    name, names = posixpath.basename(source.path), [one for one in known if one not in kinds.GROUPLESS]
    if right := file_names.right_name(name, names):
        return right
    likely = max(names, key=lambda one: required_keys(source, known[one]), default="")
    kind = likely if likely and required_keys(source, known[likely]) else "<kind>"
    stem = name.partition(".")[0].casefold()
    if stem in names:
        return f"<group>.{stem}.yml"
    group = stem if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", stem) else "<group>"
    return f"{group}.{kind}.yml"


def has_shape(root: Node | None, kind: Kind) -> bool:
    """Return whether a file holds what its kind is made of: a list, or a mapping."""
    return isinstance(root, MappingNode if kind.schema.get("type") == "object" else SequenceNode)


def shape_finding(source: Source, root: Node | None, kind: Kind) -> Finding:
    """Return the finding of a file that holds something else than its kind is made of."""
    # Only here: what validates takes longer to import than most handbooks take to read.
    from mkdocs_handbook.data.schema_findings import start_of

    return Finding("HB109", source, start_of(root) if root else Span(0, 0), shape_message(root, kind))


def shape_message(root: Node | None, kind: Kind) -> str:
    """Return the message that tells what a file holds, and what belongs in it."""
    is_map = kind.schema.get("type") == "object"
    keys = [key.text for key, _ in root.pairs] if isinstance(root, MappingNode) and not is_map else []
    if keys and kind.key in keys:
        return f'an item of a list begins with "- ": put it before "{keys[0]}:", and two spaces before its other keys'
    if len(keys) == 1 and isinstance(root, MappingNode) and isinstance(root.pairs[0][1], SequenceNode):
        return f'the list stands in "{keys[0]}:", remove that line, and what its items are indented by'
    if is_map and kind.name == "people" and isinstance(root, SequenceNode):
        return "people are no list, write each by handle, without a dash: ana: {name: Ana Example}"
    if is_map and kind.name == "stubs" and isinstance(root, SequenceNode):
        return "stubs are no list, write each without a dash: old-page.md: new-page.md"
    belongs = f"a mapping of {kind.name} ({{}} for none)" if is_map else f"a list of {kind.name} ([] for none)"
    return f"{'the file is empty' if root is None else 'the file holds something else'}, {belongs} belongs here"


@lru_cache(maxsize=4)
def foreign_paths(handbook: Handbook) -> frozenset[str]:
    """Return the paths of the files in the data folder that are of other tools."""
    unread = (source for source in handbook.data_texts if source.path not in handbook.by_path)
    named = ((source.path, group_and_kind(source, handbook.kinds)) for source in unread)
    return frozenset(path for path, name in named if isinstance(name, Finding) and name.code == "HB137")


def are_readable(handbook: Handbook, kind: str = "") -> bool:
    """Return whether all data files, or those of a kind, could be read: nothing is known of the items of the others."""
    paths = handbook.data_paths - foreign_paths(handbook)
    ending = f".{kind}.yml" if kind else ".yml"
    files = [
        handbook.by_path.get(path)
        for path in paths
        if path.endswith(ending) and posixpath.basename(path) != "stubs.yml"
    ]
    return all(file and (file.all_items or is_empty(file.source.text)) for file in files)


def is_empty(text: str) -> bool:
    """Return whether a file is meant to have no items: it holds an empty list or mapping, and comments."""
    return "".join("".join(line.partition("#")[0] for line in text.split("\n")).split()) in ("[]", "{}")
