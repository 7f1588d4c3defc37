"""Edits of channels files: a key gets a value, and a channel with another name gets an entry under that."""

from __future__ import annotations

from mkdocs_handbook.data.yaml import checked_edits, edits
from mkdocs_handbook.data.yaml.edits import PlainData, RefusedError
from mkdocs_handbook.data.yaml.quoting import double_quoted
from mkdocs_handbook.model import Edit, Item, ScalarNode, SequenceNode, SlackChannel, Source

# What a new entry has from the channel itself, or not at all.
OWN = ("channel", "id", "status", "renamedTo")


def set_key(source: Source, item: Item, key: str, value: str) -> tuple[Edit, ...]:
    """Return the edit that gives a key of an item a value, none where that is refused."""
    node = item.node.get(key)
    try:
        if isinstance(node, ScalarNode):
            return (edits.set_scalar(source, node, value).edit,)
        return (edits.add_key(source, item.node, key, node, written(value), value).edit,)
    except RefusedError:
        return ()


def rename(source: Source, item: Item, found: SlackChannel, *, is_listed: bool) -> tuple[Edit, ...]:
    """Return the edits that say what a channel is called now, and list it unless that is done; none where one is refused."""
    first = set_key(source, item, "renamedTo", f"#{found.name}")
    if is_listed or not first:
        return first
    try:
        root = checked_edits.read_document(source)
        if not isinstance(root, SequenceNode):
            return ()
        added = edits.add_items(source, root, item.number, [entry(source, item, found)], gap=True)
    except RefusedError:
        return ()
    # Both may be insertions at one offset, which follow one another.
    return (*first, added.edit)


def entry(source: Source, item: Item, found: SlackChannel) -> tuple[str, PlainData]:
    """Return the entry of a channel under its name of now, as YAML and what that says."""
    own = {"channel": f"#{found.name}", "id": found.id, **({"status": "archived"} if found.is_archived else {})}
    flow = edits.is_flow(source, item.node)
    kept = [(key, node) for key, node in item.node.pairs if key.text not in OWN]
    pairs = [
        *((key, written(value)) for key, value in own.items()),
        *((key.text, edits.write_value(source, node, flow=flow)) for key, node in kept),
    ]
    says = (*own.items(), *((key.text, edits.plain_data(node)) for key, node in kept))
    return edits.write_mapping(pairs, flow=flow), says


def written(value: str) -> str:
    """Return a value as YAML: the name of a channel would be a comment."""
    return double_quoted(value) if value.startswith("#") else value
