"""The item writer: a new item behind those of its data file, in the style of that file, or the first one of a new file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mkdocs_handbook.data import formats
from mkdocs_handbook.data.items import as_text
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.data.yaml.checked_edits import apply_edits
from mkdocs_handbook.data.yaml.edits import (
    NodeEdit,
    PlainData,
    RefusedError,
    add_items,
    add_key,
    is_flow,
    is_spaced,
    write_list,
    write_mapping,
)
from mkdocs_handbook.data.yaml.quoting import inline_scalar, yaml_scalar
from mkdocs_handbook.model import Edit, Kind, MappingNode, Node, ScalarNode, SequenceNode, Source

Values = Mapping[str, Any]


def with_item(source: Source, kind: Kind, name: str, values: Values) -> tuple[Source, int]:
    """Return a data file with one more item, and the line on which that begins; raise RefusedError where it has no room.

    A `name` is the key of a new entry of a mapping, as in people.yml.
    """
    root, problems = parser.parse(source)
    if problems:
        raise RefusedError(source, problems[0].span, f"mend this first: {problems[0].message}")
    is_map = kind.schema.get("type") == "object"
    if root is None or not (
        root.pairs if isinstance(root, MappingNode) else isinstance(root, SequenceNode) and root.items
    ):
        return begun(source, root, item_lines(name if is_map else "", values))
    if isinstance(root, ScalarNode) or is_map != isinstance(root, MappingNode):
        raise RefusedError(source, root.span, "something else stands here than items")
    edit = entry_edit(source, root, name, values) if isinstance(root, MappingNode) else item_edit(source, root, values)
    after = apply_edits(source, [edit])
    return after, after.position(edit.edit.span.start + leading(edit.edit.text)).row


def leading(text: str) -> int:
    """Return how many line ends and spaces an insertion begins with."""
    return len(text) - len(text.lstrip())


def begun(source: Source, root: Node | None, lines: str) -> tuple[Source, int]:
    """Return a file without items with its first one."""
    crlf = "\r\n" in source.text
    text = lines.replace("\n", "\r\n") if crlf else lines
    if root is not None:
        # An empty pair of brackets makes room.
        at = source.text.index("[" if isinstance(root, SequenceNode) else "{", root.span.start)
        stop = source.text.index("]" if isinstance(root, SequenceNode) else "}", at) + 1
        after = source.text[:at] + text.rstrip() + source.text[stop:]
        return Source(source.path, after, source.bom), source.position(at).row
    lead = "" if not source.text or source.text.endswith("\n") else "\r\n" if crlf else "\n"
    whole = Source(source.path, source.text + lead + text, source.bom)
    return whole, whole.position(len(source.text + lead)).row


def item_lines(name: str, values: Values) -> str:
    """Return an item as lines of block style, of a list or below its name."""
    body = write_mapping(written(values, flow=False), flow=False)
    if name:
        return f"{inline_scalar(name)}:\n  " + body.replace("\n", "\n  ") + "\n"
    return "- " + body.replace("\n", "\n  ") + "\n"


def item_edit(source: Source, root: SequenceNode, values: Values) -> NodeEdit:
    """Return the edit that adds an item behind the last one of a list."""
    last = root.items[-1]
    flow = is_flow(source, root) or is_flow(source, last)
    lists = {} if flow else list_styles(source, root)
    text = write_mapping(written(values, flow=flow, lists=lists), flow=flow)
    return add_items(source, root, len(root.items) - 1, [(text, plain(values))], gap=True)


def entry_edit(source: Source, root: MappingNode, name: str, values: Values) -> NodeEdit:
    """Return the edit that adds an entry behind the last one of a mapping."""
    last = root.pairs[-1][1]
    flow = is_flow(source, root) or (isinstance(last, MappingNode) and is_flow(source, last))
    body = write_mapping(written(values, flow=flow), flow=flow)
    text = body if flow else "\n  " + body.replace("\n", "\n  ")
    edit = add_key(source, root, inline_scalar(name), None, text, plain(values))
    if is_flow(source, root) or not is_spaced(source, SequenceNode(tuple(value for _, value in root.pairs), root.span)):
        return named(edit, name)
    # As between the other entries, a blank line stands before this one.
    end = "\r\n" if edit.edit.text.startswith("\r\n") else "\n"
    spaced = Edit(edit.edit.path, edit.edit.span, end + edit.edit.text) if len(root.pairs) > 1 else edit.edit
    return named(NodeEdit(spaced, edit.node, edit.becomes), name)


def named(edit: NodeEdit, name: str) -> NodeEdit:
    """Return an edit whose new key says its name, however that is quoted."""
    pairs = edit.becomes if isinstance(edit.becomes, tuple) else ()
    return NodeEdit(edit.edit, edit.node, (*pairs[:-1], (name, pairs[-1][1])))


def list_styles(source: Source, root: SequenceNode) -> dict[str, bool]:
    """Return by key whether the lists of a file's items stand in brackets."""
    pairs = ((key, value) for item in root.items if isinstance(item, MappingNode) for key, value in item.pairs)
    return {key.text: is_flow(source, value) for key, value in pairs if isinstance(value, SequenceNode)}


def written(values: Values, *, flow: bool, lists: Mapping[str, bool] | None = None) -> Iterator[tuple[str, str]]:
    """Yield keys and their values as YAML; lists stand in brackets unless those of the file do not."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield key, write_mapping(written(value, flow=True), flow=True)
        elif isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
            parts = (write_mapping(written(part, flow=True), flow=True) for part in value)
            yield key, write_list(parts, flow=flow)
        elif isinstance(value, list):
            yield (
                key,
                write_list((scalar(part, flow=True) for part in value), flow=flow or (lists or {}).get(key, True)),
            )
        else:
            yield key, scalar(value, flow=flow)


def scalar(value: Any, *, flow: bool) -> str:
    """Return a value as YAML: numbers, truths and days as they are, text with quotes where it needs them."""
    if flow and isinstance(value, str) and not formats.DATE.match(value):
        return inline_scalar(value)
    return yaml_scalar(value)


def plain(value: Any) -> PlainData:
    """Return a value without types, as a parser sees it."""
    if isinstance(value, Mapping):
        return tuple((key, plain(part)) for key, part in value.items())
    return [plain(part) for part in value] if isinstance(value, list) else as_text(value)
