"""Node edits: small edits of YAML, each with the content that its node has afterwards.

All around an edit stays byte for byte: comments, quotes, order, indentation, line ends. `checked_edits.apply_edits` applies
them, and refuses edits after which the file would have any other content.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mkdocs_handbook.data.yaml.quoting import UNSAFE_PLAIN, double_quoted, inline_scalar
from mkdocs_handbook.model import Edit, MappingNode, Node, ScalarNode, SequenceNode, Source, Span, Value
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

# A document without its layout: text, lists, and mappings as pairs.
PlainData = str | list["PlainData"] | tuple[tuple[str, "PlainData"], ...]

PROPERTIES = late_pattern(r"(?:[&!][^\s,\[\]{}]*\s+)*")
DASH = late_pattern(r"[ -]*- +")
BLANK_LINE = late_pattern(r"\n[ \t]*\r?\n")


class ChangeError(Exception):
    """A change that cannot be made, or makes no sense: the message says why, and what would."""


class RefusedError(ChangeError):
    """Why a change cannot be made by splicing: the place, and what a person may do."""

    def __init__(self, source: Source, span: Span, message: str) -> None:
        row, column = source.position(span.start)
        super().__init__(f"{source.path}:{row}:{column}: {message}")


@dataclass(frozen=True, slots=True)
class NodeEdit:
    """An edit, the node that it changes, and what that node says afterwards."""

    edit: Edit
    node: Node
    becomes: PlainData


def plain_data(node: Node) -> PlainData:
    """Return what a node says."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [plain_data(item) for item in node.items]
    return tuple((key.text, plain_data(value)) for key, value in node.pairs)


def is_flow(source: Source, node: Node) -> bool:
    """Return whether a list or mapping stands in brackets."""
    return source.text[content_span(source, node).start : node.span.end][:1] in ("[", "{")


def content_span(source: Source, node: Node) -> Span:
    """Return the span of a node without an anchor or tag before it."""
    start, end = node.span
    match = PROPERTIES.match(source.text, start, end)
    return Span(match.end() if match else start, end)


def end_offset(source: Source, node: Node) -> int:
    """Return where the last character of a node's text ends."""
    if not isinstance(node, ScalarNode) and is_flow(source, node):
        # The span of a list or mapping ends before its bracket.
        return node.span.end + 1
    if isinstance(node, ScalarNode):
        return len(source.text[: node.span.end].rstrip()) if node.span.end > node.span.start else node.span.end
    last = node.items[-1] if isinstance(node, SequenceNode) else node.pairs[-1][1]
    return end_offset(source, last)


# --- Splices ---


def replace_scalar(source: Source, node: ScalarNode | Value, text: str) -> Edit:
    """Return the edit that replaces a scalar and keeps its quotes; a plain one gets quotes where it now needs them."""
    span = node.span
    written = source.text[span.start : span.end]
    quote = written[:1] if written[:1] in ("'", '"') else '"' if UNSAFE_PLAIN.match(text) else ""
    if quote == "'":
        text = text.replace("'", "''")
    elif quote:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return Edit(source.path, span, f"{quote}{text}{quote}")


def set_scalar(source: Source, node: ScalarNode, text: str) -> NodeEdit:
    """Return the edit that replaces a scalar and keeps its quotes; a plain one gets quotes where it now needs them."""
    start, stop = content_span(source, node)
    written = source.text[start:stop]
    if written[:1] in ("|", ">"):
        return set_block_scalar(source, node, text)
    if written[:1] == "'" and text.isprintable():
        new = "'" + text.replace("'", "''") + "'"
    elif written[:1] in ("'", '"'):
        new = double_quoted(text)
    else:
        new = inline_scalar(text)
    # Nothing stands behind the colon.
    lead = " " if start == stop and source.text[start - 1 : start] in (":", "-") else ""
    return NodeEdit(Edit(source.path, Span(start, stop), lead + new), node, text)


def set_block_scalar(source: Source, node: ScalarNode, text: str) -> NodeEdit:
    """Return the edit that replaces the one line of a block scalar."""
    start, stop = content_span(source, node)
    line = node.text.strip()
    at = source.text.find(line, source.text.find("\n", start), stop) if line and "\n" not in line else -1
    if at < 0 or not text.isprintable():
        raise RefusedError(source, node.span, "this text has several lines, change it by hand")
    edit = Edit(source.path, Span(at, at + len(line)), text)
    return NodeEdit(edit, node, node.text.replace(line, text, 1))


def add_key(
    source: Source, node: MappingNode, name: str, value: Node | None, written: str, says: PlainData
) -> NodeEdit:
    """Return the edit that adds a key as the last one of a mapping; `value` must be None, there is no such key yet.

    `written` is the value as YAML: what stands behind the colon, or lines that begin with a line end.
    """
    if value is not None:
        raise RefusedError(source, value.span, f'"{name}" stands here already')
    becomes = (*((one.text, plain_data(child)) for one, child in node.pairs), (name, says))
    space = "" if written.startswith("\n") else " "
    if is_flow(source, node):
        at = end_offset(source, node.pairs[-1][1]) if node.pairs else content_span(source, node).start + 1
        edit = Edit(source.path, Span(at, at), f"{', ' if node.pairs else ''}{name}:{space}{written}")
        return NodeEdit(edit, node, becomes)
    if not node.pairs:
        raise RefusedError(source, node.span, f'nothing stands here yet, write it with its "{name}" by hand')
    column = source.position(node.pairs[0][0].span.start).column - 1
    return NodeEdit(insert_below(source, end_offset(source, node), f"{name}:{space}{written}", column), node, becomes)


def add_items(
    source: Source, node: SequenceNode, after: int, new: Sequence[tuple[str, PlainData]], *, gap: bool = False
) -> NodeEdit:
    """Return the edit that adds items to a list behind one of its own; each is YAML and what that says.

    With `gap`, a blank line stands before each, unless items follow each other without one here.
    """
    says = [plain_data(item) for item in node.items]
    becomes = [*says[: after + 1], *(tree for _, tree in new), *says[after + 1 :]]
    at = end_offset(source, node.items[after])
    if is_flow(source, node):
        text = "".join(f", {written}" for written, _ in new)
        return NodeEdit(Edit(source.path, Span(at, at), text), node, becomes)
    column = dash_column(source, node.items[after])
    blank = "\n" if gap and is_spaced(source, node) else ""
    lines = f"\n{blank}".join("- " + written.replace("\n", "\n  ") for written, _ in new)
    return NodeEdit(insert_below(source, at, lines, column, lead=blank), node, becomes)


def remove_item(source: Source, node: SequenceNode, index: int) -> NodeEdit:
    """Return the edit that takes an item out of a list."""
    becomes = [plain_data(item) for number, item in enumerate(node.items) if number != index]
    item = node.items[index]
    if len(node.items) == 1:
        raise RefusedError(source, item.span, "nothing else stands in this list")
    if is_flow(source, node):
        span = (
            Span(end_offset(source, node.items[index - 1]), end_offset(source, item))
            if index
            else Span(item.span.start, node.items[1].span.start)
        )
    else:
        span = item_lines(source, item)
    return NodeEdit(Edit(source.path, span, ""), node, becomes)


# --- Lines ---


def insert_below(source: Source, at: int, text: str, column: int, *, lead: str = "") -> Edit:
    """Return the edit that adds lines, indented to a column (from 0), below the line of an offset."""
    stop = source.text.find("\n", at)
    is_last = stop < 0
    stop = len(source.text) if is_last else stop
    crlf = "\r\n" in source.text if is_last else source.text[stop - 1] == "\r"
    stop -= not is_last and crlf
    body = "".join("\n" + (" " * column + line if line else "") for line in (lead + text).split("\n"))
    return Edit(source.path, Span(stop, stop), body.replace("\n", "\r\n") if crlf else body)


def item_lines(source: Source, item: Node) -> Span:
    """Return the lines of an item that has them for itself."""
    dash_column(source, item)
    start = source.text.rfind("\n", 0, item.span.start) + 1
    stop = source.text.find("\n", end_offset(source, item))
    rest = source.text[end_offset(source, item) : stop if stop >= 0 else len(source.text)]
    if rest.strip():
        raise RefusedError(source, item.span, "a comment stands beside this, take both out by hand")
    # A last line without an end takes that of the line before it along.
    if stop >= 0:
        return Span(start, stop + 1)
    return Span(start - (2 if source.text[:start].endswith("\r\n") else 1), len(source.text))


def dash_column(source: Source, item: Node) -> int:
    """Return the column (from 0) of the dash of an item; raise RefusedError where none stands before it on its line."""
    row, column = source.position(item.span.start)
    match = DASH.fullmatch(source.line(row)[: column - 1])
    if not match:
        raise RefusedError(source, item.span, "this item does not begin on a line of its own, change it by hand")
    return match.group().rindex("-")


def is_spaced(source: Source, node: SequenceNode) -> bool:
    """Return whether a blank line stands between items of a list, or there is only one of them."""
    starts = [item.span.start for item in node.items]
    between = pairwise(starts)
    return len(starts) < 2 or any(BLANK_LINE.search(source.text, before, other) for before, other in between)


# --- What is written anew ---


def write_mapping(pairs: Iterable[tuple[str, str]], *, flow: bool) -> str:
    """Return a mapping of keys to values that are written already."""
    written = [f"{name}:{'' if value.startswith(chr(10)) else ' '}{value}" for name, value in pairs]
    return "{" + ", ".join(written) + "}" if flow else "\n".join(written)


def write_list(written: Iterable[str], *, flow: bool) -> str:
    """Return a list of what is written already; in lines of its own, it begins with a line end."""
    if flow:
        return f"[{', '.join(written)}]"
    return "".join("\n  - " + item.replace("\n", "\n    ") for item in written)


def write_node(source: Source, node: Node, *, flow: bool) -> str:
    """Return a node written again: scalars as they are, without comments and anchors."""
    flow = flow or (not isinstance(node, ScalarNode) and is_flow(source, node))
    if isinstance(node, ScalarNode):
        start, stop = content_span(source, node)
        text = source.text[start:stop]
        is_same = text[:1] in ("'", '"') or (node.plain and text == node.text)
        return text if is_same and "\n" not in text else double_quoted(node.text)
    if isinstance(node, SequenceNode):
        return write_list((write_node(source, item, flow=flow) for item in node.items), flow=flow)
    return write_mapping(
        ((write_node(source, name, flow=True), write_value(source, child, flow=flow)) for name, child in node.pairs),
        flow=flow,
    )


def write_value(source: Source, node: Node, *, flow: bool) -> str:
    """Return a node written again as the value of a key."""
    text = write_node(source, node, flow=flow)
    is_nested = isinstance(node, MappingNode) and not flow and not is_flow(source, node)
    return "\n  " + text.replace("\n", "\n  ") if is_nested else text
