"""Items: YAML nodes as values typed by their schema; a plain scalar is text unless the schema says otherwise."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from mkdocs_handbook.data.kinds import item_schema, resolve_ref
from mkdocs_handbook.model import Finding, Item, Kind, MappingNode, Node, ScalarNode, SequenceNode, Source, Span, Value

# The keys and numbers that lead to a value in an item.
Steps = tuple[str | int, ...]
ATOMS = (str, int, float)
NULLS = ("", "~", "null", "Null", "NULL")


def read_items(source: Source, node: Node, kind: Kind) -> tuple[list[Item], list[Item], list[Finding]]:
    """Return the valid items of a file, the others, and the findings of those."""
    data = typed_data(node, kind.schema, kind.schema)
    findings = schema_findings(source, node, data, kind)
    bad = sorted(finding.span.start for finding in findings)
    # Of what could not be validated, nothing is known.
    is_unread = any(finding.code == "HB119" for finding in findings)
    valid: list[Item] = []
    invalid: list[Item] = []
    for item in items_of(node, data):
        (invalid if is_unread or (bad and contains_any(item.node.span, bad)) else valid).append(item)
    return valid, invalid, findings


def schema_findings(source: Source, node: Node, data: Any, kind: Kind) -> list[Finding]:
    """Return the findings of data that does not fit its schema."""
    if kind.accepts(data):
        return []
    # Only here: what validates takes longer to import than most handbooks take to read.
    from mkdocs_handbook.data.schema_findings import validate

    return list(validate(source, node, data, kind.schema))


def read_front_matter(source: Source, node: MappingNode, kind: Kind) -> tuple[Item, list[Finding]]:
    """Return front matter as one item without the values that don't fit its schema, and their findings."""
    values = typed_data(node, kind.schema, kind.schema)
    findings = schema_findings(source, node, values, kind)
    places = sorted(finding.span.start for finding in findings)
    bad = {key.text for key, value in node.pairs if contains_any(value.span, places)}
    return Item({key: value for key, value in values.items() if key not in bad}, (node,)), findings


def with_invalid_values(item: Item, kind: Kind) -> Item:
    """Return front matter with the values that don't fit its schema, too: they may name somebody all the same."""
    return replace(item, values=typed_data(item.node, kind.schema, kind.schema))


def items_of(node: Node, data: Any) -> list[Item]:
    """Return the items of a list, or those of a mapping with their keys; data is what was read from the node."""
    nodes = item_nodes(node)
    if isinstance(node, MappingNode):
        pairs = ((key, data.get(key.text) if isinstance(value, MappingNode) else {}) for key, value in node.pairs)
        return [Item(value, nodes, at, key.text, key.span.start) for at, (key, value) in enumerate(pairs)]
    if not isinstance(node, SequenceNode):
        return []
    values = (value for child, value in zip(node.items, data, strict=True) if isinstance(child, MappingNode))
    return [Item(value, nodes, at, start=nodes[at].span.start) for at, value in enumerate(values)]


def item_nodes(node: Node) -> tuple[MappingNode, ...]:
    """Return the nodes of the items of a list or mapping."""
    if isinstance(node, MappingNode):
        return tuple(
            value if isinstance(value, MappingNode) else MappingNode((), value.span) for _, value in node.pairs
        )
    return (
        tuple(child for child in node.items if isinstance(child, MappingNode)) if isinstance(node, SequenceNode) else ()
    )


def contains_any(span: Span, offsets: list[int]) -> bool:
    """Return whether one of some offsets, which are in order, lies in a span."""
    index = bisect_left(offsets, span.start)
    return index < len(offsets) and offsets[index] < max(span.end, span.start + 1)


def typed_data(node: Node, schema: Any, root: Mapping[str, Any]) -> Any:
    """Return the data of a node; a plain scalar becomes text unless the schema asks for something else."""
    if not isinstance(schema, dict) or "$ref" in schema:
        schema = resolve_ref(schema, root)
    if isinstance(node, ScalarNode):
        return scalar_text(node) if schema.get("type") == "string" else typed_scalar(node, accepted_types(schema, root))
    if isinstance(node, SequenceNode):
        items = schema.get("items")
        return [typed_data(item, items, root) for item in node.items]
    return typed_mapping(node, schema, root)


def scalar_text(node: ScalarNode) -> str | None:
    """Return a scalar as text, None where nothing stands."""
    return None if node.plain and node.text in NULLS else node.text


def typed_mapping(node: MappingNode, schema: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a mapping without the keys that are empty or null: those are absent, unless the key is a name."""
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties")
    # An entry of people.yml is there by its handle alone, and lacks what it requires.
    is_named = bool(resolve_ref(others, root).get("required"))
    data = {}
    for key, value in node.pairs:
        typed = typed_data(value, properties.get(key.text, others), root)
        if typed not in (None, "") or (is_named and key.text not in properties):
            data[key.text] = typed
    return data


def accepted_types(schema: Mapping[str, Any], root: Mapping[str, Any]) -> frozenset[str]:
    """Return the JSON types that a schema accepts; empty where it does not say."""
    types = schema.get("type")
    if types:
        return frozenset([types] if isinstance(types, str) else types)
    if "enum" in schema or "format" in schema or "pattern" in schema:
        values = schema.get("enum", [""])
        return frozenset({"string"} if all(isinstance(value, str) for value in values) else ())
    options = [option for word in ("anyOf", "oneOf", "allOf") for option in schema.get(word, ())]
    return (
        frozenset().union(*(accepted_types(resolve_ref(option, root), root) for option in options))
        if options
        else frozenset()
    )


def typed_scalar(node: ScalarNode, types: frozenset[str]) -> Any:
    """Return the value of a scalar for the types asked for."""
    text = node.text
    if not node.plain:
        return text
    if text in NULLS:
        return None
    if (not types or "boolean" in types) and text in ("true", "false"):
        return text == "true"
    if (not types or types & {"integer", "number"}) and re.fullmatch(r"[-+]?(0|[1-9][0-9]{0,17})", text):
        return int(text)
    if (not types or "number" in types) and re.fullmatch(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}(e[-+]?[0-9]{1,2})?", text):
        return float(text)
    return text


def item_name(item: Item, kind: Kind) -> str:
    """Return the name of an item, which is its key in a mapping."""
    return item.name or as_text(item.values.get(kind.key, ""))


def as_text(value: Any) -> str:
    """Return a value as text, as YAML and tables write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def text_values(item: Item, key: str) -> Iterator[Value]:
    """Yield the text of a key, or those of its list."""
    value = item.values.get(key)
    for index, part in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(part, ATOMS):
            yield Value(as_text(part), item, (key, index) if isinstance(value, list) else (key,))


def values_of_format(items: Iterable[Item], kind: Kind, *forms: str) -> Iterator[tuple[str, Value]]:
    """Yield the texts in items that have one of the formats, with that format, also inside lists and mappings."""
    properties = item_schema(kind.schema).get("properties", {})
    holding = {key: properties[key] for key, known in kind.formats.items() if not known.isdisjoint(forms)}
    for item in items:
        for key, value in item.values.items():
            if key in holding:
                for form, text, path in _texts(value, holding[key], kind.schema, (key,)):
                    if form in forms:
                        yield form, Value(text, item, path)


def _texts(value: Any, schema: Any, root: Mapping[str, Any], path: Steps) -> Iterator[tuple[str, str, Steps]]:
    schema = resolve_ref(schema, root)
    if isinstance(value, ATOMS):
        if "format" in schema and value != "":
            yield str(schema["format"]), as_text(value), path
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _texts(child, schema.get("items"), root, (*path, index))
    elif isinstance(value, dict):
        properties = schema.get("properties", {})
        for key, child in value.items():
            yield from _texts(child, properties.get(key), root, (*path, key))
