"""The YAML parser: text to nodes with positions, untyped; unusual YAML is a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from mkdocs_handbook.data.yaml.events import LOADER, MAX_DEPTH, StopError, mark_offset, overruns
from mkdocs_handbook.model import NOWHERE, Edit, Finding, MappingNode, Node, ScalarNode, SequenceNode, Source, Span
from mkdocs_handbook.util.wording import shortened

FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?)(?<=\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
MERGE = '"<<", with which YAML merges keys, is not taken here, write the keys of this item out'
CONFLICTING = (
    'an unresolved merge conflict, keep one of the two sides and remove the lines "<<<<<<<", "=======", ">>>>>>>"'
)
MAX_ALIASED_NODES = 1_000

UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CONFLICT = re.compile(r"^(?:(?:<{7}|>{7}) .*|={7}\r?)$", re.MULTILINE)
# A "#" with a word right behind it, where a value belongs, was meant as a value: YAML reads it as a comment.
BLANKS = (" ", "\t")
SWALLOWED = re.compile(r"[ \t]+(#[^\s#][^\r\n]*?)[ \t]*(?=\r?\n|\Z)")


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open."""

    start: int
    is_list: bool
    anchor: str | None
    children: list[Node] = field(default_factory=list)


@lru_cache(maxsize=1024)
def parse(source: Source) -> tuple[Node | None, tuple[Finding, ...]]:
    """Return the one document of a YAML file (None if it is empty or cannot be read) and what is wrong with its text.

    The last documents are kept: a command reads a file to find items, to edit it, and to check what it then says.
    """
    builder = _Builder(source)
    try:
        root = builder.read()
    except StopError as stop:
        return None, (*builder.findings, *stop.findings(source))
    return root, tuple(builder.findings)


class _Builder:
    """Builds nodes from the parser's events, without recursion, so that depth is a finding and not a crash."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.anchors: dict[str, Node] = {}
        self.stack: list[_Frame] = []
        self.aliased = 0

    def read(self) -> Node | None:
        bad = UNPRINTABLE.search(self.source.text)
        if bad:
            raise StopError(
                "HB101", Span(*bad.span()), f"character U+{ord(bad.group()):04X} cannot stand in YAML, remove it"
            )
        conflict = CONFLICT.search(self.source.text)
        if conflict:
            raise StopError("HB101", Span(*conflict.span()), CONFLICTING)
        root: Node | None = None
        for node in self.complete():
            if root is not None:
                raise StopError(
                    "HB101", node.span, 'a second document begins here, one file holds one: remove the "---"'
                )
            root = node
        return root

    def complete(self) -> Iterator[Node]:
        """Yield the nodes that are in no other one, as the parser's events complete them."""
        handlers: Mapping[type[yaml.Event], Callable[[Any], Node | None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.AliasEvent: self.alias,
            yaml.SequenceStartEvent: self.open,
            yaml.MappingStartEvent: self.open,
            yaml.SequenceEndEvent: self.close,
            yaml.MappingEndEvent: self.close,
        }
        for event in self.events():
            take = handlers.get(type(event))
            node = take(event) if take else None
            if node is None:
                continue
            if self.stack:
                self.stack[-1].children.append(node)
            else:
                yield node

    def events(self) -> Iterator[yaml.Event]:
        try:
            # As yaml.parse does, which asks for each event twice.
            yield from iter(LOADER(self.source.text).get_event, None)
        except yaml.MarkedYAMLError as error:
            raise self.problems(error) from None
        except (yaml.YAMLError, ValueError) as error:
            raise StopError("HB101", Span(0, 0), f"not YAML: {error}") from None

    def problems(self, error: yaml.MarkedYAMLError | None, at: Span = NOWHERE) -> StopError:
        # Imported here: nearly all files can be read.
        from mkdocs_handbook.data.yaml.errors import syntax_problems

        return syntax_problems(self.source, error, at)

    def open(self, event: yaml.CollectionStartEvent) -> None:
        """Begin a list or mapping."""
        self.check_tag(event)
        if len(self.stack) >= MAX_DEPTH:
            raise StopError("HB105", self.span(event), f"nested deeper than {MAX_DEPTH} levels")
        is_list = isinstance(event, yaml.SequenceStartEvent)
        self.stack.append(_Frame(mark_offset(event.start_mark), is_list, event.anchor))

    def close(self, event: yaml.CollectionEndEvent) -> Node:
        """Return the list or mapping that ends."""
        frame = self.stack.pop()
        span = Span(frame.start, max(frame.start, mark_offset(event.start_mark)))
        node = SequenceNode(tuple(frame.children), span) if frame.is_list else self.mapping(frame.children, span)
        if frame.anchor:
            self.anchors[frame.anchor] = node
        return node

    def scalar(self, event: Any) -> Node:
        if event.tag:
            self.check_tag(event)
        span, plain = Span(event.start_mark.index, event.end_mark.index), not event.style
        if not plain and overruns(self.source.text, event):
            raise self.problems(None, span)
        node = ScalarNode(event.value, span, plain)
        # Most values end their line, so that nothing can be behind them.
        if plain and self.source.text[span.end : span.end + 1] in BLANKS:
            node = self.swallowed(span, node.text) or node
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def alias(self, event: yaml.AliasEvent) -> Node:
        node = self.anchors.get(event.anchor or "")
        if node is None:
            raise StopError(
                "HB105", self.span(event), f'alias "*{event.anchor}" stands for nothing that is complete before it'
            )
        self.aliased += node_count(node)
        if self.aliased > MAX_ALIASED_NODES:
            raise StopError(
                "HB105", self.span(event), f"aliases stand for more than {MAX_ALIASED_NODES} values, write them out"
            )
        return node

    def mapping(self, children: list[Node], span: Span) -> MappingNode:
        """Return a mapping of what stands in it, keys and values in turn; of a key that stands again, the first counts."""
        pairs: dict[str, tuple[ScalarNode, Node]] = {}
        again: list[ScalarNode] = []
        merged: list[Node] = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, ScalarNode):
                raise StopError("HB101", key.span, "a list or mapping cannot be a key")
            if key.text == "<<" and key.plain:
                merged.append(value)
                self.findings.append(self.finding("HB105", key.span, MERGE))
            elif key.text in pairs:
                again.append(key)
            else:
                pairs[key.text] = (key, value)
        if again:
            self.findings.extend(self.repeated(again, next(iter(pairs))))
        # As YAML means them, so that no key is called missing for that.
        for key, value in merged_pairs(merged):
            pairs.setdefault(key.text, (key, value))
        return MappingNode(tuple(pairs.values()), span)

    def repeated(self, again: list[ScalarNode], first: str) -> Iterator[Finding]:
        """Yield the findings of keys that stand again in a mapping: one, where an item's dash was forgotten."""
        start = next((key.span.start for key in again if key.text == first), None)
        if len(again) > 1 and start is not None and self.begins_line(start) and self.stack and self.stack[-1].is_list:
            message = f'key "{first}" stands again in the same item, a new item begins with "- "'
            edits = (Edit(self.source.path, Span(start - 2, start), "- "),) if start > 1 else ()
            yield Finding("HB104", self.source, Span(start, start + len(first)), message, edits, is_safe=False)
            return
        for key in again:
            yield self.finding("HB104", key.span, f'key "{key.text}" stands twice, the second would hide the first')

    def begins_line(self, at: int) -> bool:
        """Return whether nothing but indentation stands before an offset, enough of it for a dash."""
        before = self.source.text[self.source.text.rfind("\n", 0, at) + 1 : at]
        return before.isspace() and len(before) > 1

    def check_tag(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            short = tag.replace("tag:yaml.org,2002:", "!!")
            self.findings.append(
                self.finding("HB105", self.span(event), f'tag "{short}" has no meaning here, remove it')
            )

    def swallowed(self, span: Span, text: str) -> ScalarNode | None:
        """Return the value of which YAML took all or the end for a comment, with the finding that says so."""
        match = SWALLOWED.match(self.source.text, span.end)
        if not match:
            return None
        whole = f"{text}{match.group()}".strip() if text else match.group(1)
        at = Span(span.start if text else match.start(1), match.end(1))
        edits = (Edit(self.source.path, at, f'"{whole}"'),) if '"' not in whole and "\\" not in whole else ()
        message = f'unquoted "{match.group(1)}" is a comment to YAML, quote it: "{shortened(whole)}"'
        self.findings.append(Finding("HB106", self.source, Span(*match.span(1)), message, edits))
        return ScalarNode(whole, at, plain=False)

    def finding(self, code: str, span: Span, message: str) -> Finding:
        return Finding(code, self.source, span, message)

    @staticmethod
    def span(event: yaml.Event) -> Span:
        return Span(mark_offset(event.start_mark), mark_offset(event.end_mark))


def merged_pairs(values: list[Node]) -> Iterator[tuple[ScalarNode, Node]]:
    """Yield the keys and values of the mappings that stand behind merge keys, alone or in a list."""
    for value in values:
        for node in value.items if isinstance(value, SequenceNode) else (value,):
            if isinstance(node, MappingNode):
                yield from node.pairs


def node_count(node: Node) -> int:
    """Return how many nodes a node is, with all that it holds, keys too."""
    count, left = 0, [node]
    while left:
        current = left.pop()
        count += 1
        if isinstance(current, SequenceNode):
            left.extend(current.items)
        elif isinstance(current, MappingNode):
            left.extend(part for pair in current.pairs for part in pair)
    return count
