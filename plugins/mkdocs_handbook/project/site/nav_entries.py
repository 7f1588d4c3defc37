"""The entries of the navigation in mkdocs.yml, each with its place there."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from mkdocs_handbook.model import NavEntry, Source, Span

# How deep a navigation is looked into: an alias may stand for what it is part of.
DEEPEST = 50


def nav_entries(root: yaml.Node | None, source: Source) -> Iterator[NavEntry]:
    """Yield the paths and addresses of the key `nav` of a configuration that was parsed."""
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode) and key.value == "nav":
            yield from (NavEntry(node.value, source, written(node, source)) for node in leaves(value, DEEPEST))


def leaves(node: yaml.Node, depth: int) -> Iterator[yaml.ScalarNode]:
    """Yield the texts of a navigation: they stand alone, or behind a title."""
    if isinstance(node, yaml.ScalarNode):
        if node.tag.endswith(":str"):
            yield node
    elif depth and isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from leaves(part, depth - 1)
    elif depth and isinstance(node, yaml.MappingNode):
        for _, part in node.value:
            yield from leaves(part, depth - 1)


def written(node: yaml.ScalarNode, source: Source) -> Span:
    """Return where the text of a value stands, without its quotes where it is as it is written."""
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in ("'", '"') and source.text[start + 1 : end - 1] == node.value:
        return Span(start + 1, end - 1)
    return Span(start, end)
