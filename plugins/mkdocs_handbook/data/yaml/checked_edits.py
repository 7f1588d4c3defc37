"""Checked edits: node edits are applied only if the YAML file then has exactly the intended content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.data.yaml.edits import NodeEdit, PlainData, RefusedError, plain_data
from mkdocs_handbook.model import MappingNode, Node, ScalarNode, SequenceNode, Source, Span
from mkdocs_handbook.util.text_edits import spliced

START = Span(0, 0)


def apply_edits(source: Source, edits: Iterable[NodeEdit]) -> Source:
    """Return a file with edits, none of which lies in another; raise RefusedError where it would say anything else."""
    chosen = {node_identity(edit.node): edit for edit in edits}
    before = read_document(source)
    often = Counter(map(node_identity, walk(before)))
    for node in walk(before):
        if node_identity(node) in chosen and often[node_identity(node)] > 1:
            raise RefusedError(source, node.span, "this stands for several places through an alias, change it by hand")
    after = Source(source.path, spliced(source.text, (edit.edit for edit in chosen.values())), source.bom)
    try:
        is_intended = plain_data(read_document(after)) == expected_data(before, chosen)
    except RefusedError:
        is_intended = False
    if not is_intended:
        spot = min((edit.edit.span for edit in chosen.values()), default=START)
        raise RefusedError(
            source, spot, "the change cannot be made here without changing something else, make it by hand"
        )
    return after


def read_document(source: Source) -> Node:
    """Return the root of a data file, or of the front matter of a page; raise RefusedError where it is not sound."""
    text, part = source.text, source
    if not source.path.endswith((".yml", ".yaml")):
        match = parser.FRONT_MATTER.match(text)
        start, stop = match.span("yaml") if match else (0, 0)
        part = Source(source.path, re.sub(r"[^\r\n]", " ", text[:start]) + text[start:stop])
    root, findings = parser.parse(part)
    if findings:
        raise RefusedError(source, findings[0].span, f"mend this first: {findings[0].message}")
    return root or SequenceNode((), START)


def node_identity(node: Node) -> tuple[type, Span]:
    """Return what tells a node from all others of its file; those that aliases stand for are one."""
    return type(node), node.span


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all below it; one that several aliases stand for as often."""
    yield node
    for child in children(node):
        yield from walk(child)


def children(node: Node) -> tuple[Node, ...]:
    """Return what a list or mapping holds, without its keys."""
    if isinstance(node, SequenceNode):
        return node.items
    return tuple(value for _, value in node.pairs) if isinstance(node, MappingNode) else ()


def expected_data(node: Node, chosen: dict[tuple[type, Span], NodeEdit]) -> PlainData:
    """Return what a document is to say after the edits."""
    if node_identity(node) in chosen:
        return chosen[node_identity(node)].becomes
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [expected_data(item, chosen) for item in node.items]
    return tuple((key.text, expected_data(value, chosen)) for key, value in node.pairs)
