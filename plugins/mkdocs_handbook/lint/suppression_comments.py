"""Suppression comments: where they stand in Markdown and in YAML, and the scope in which each suppresses findings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_handbook.model import MappingNode, Node, ScalarNode, Source, Span
from mkdocs_handbook.pages import fences, outline
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

# How it is written.
MARK = "handbook: ignore"
# In any letter case and with any spaces: nothing tells an author that a comment does not suppress.
WRITTEN = r"(?i:handbook[ \t]*:[ \t]*ignore)"
LIKELY = late_pattern(WRITTEN)
IN_MARKDOWN = late_pattern(rf"<!--[ \t]*{WRITTEN}(?![\w-])(?P<names>[^\r\n]*?)-->")
IN_YAML = late_pattern(rf"(?:^|(?<=[ \t]))#[ \t]*{WRITTEN}(?![\w-])(?P<names>[^\r\n]*)")
# At the top of a page: MkDocs takes a title only from what stands first.
AT_TOP = late_pattern(rf"\A(?:\s*<!--[ \t]*{WRITTEN}(?![\w-])[^\r\n]*?-->[ \t]*(?:\r?\n|\Z))+")
REASON = late_pattern(r"(?:^|\s)(?:--|–|—)(?:\s|\Z)")
# What holds an indented text as its content: a list item, an admonition, a tab, a definition, a footnote.
HOLDER = late_pattern(r" {0,3}(?:[-*+][ \t]|\d+[.)][ \t]|!!!|\?\?\?|===|:[ \t]|\[\^)")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that suppresses: its place, the names in it with theirs, and the part of the text in which it suppresses.

    `is_alone` says that nothing else stands on its line.
    """

    span: Span
    names: tuple[tuple[str, Span], ...]
    scope: Span
    is_alone: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a text: its place without its end, and the comment in it."""

    span: Span
    text: str
    match: re.Match[str] | None = None
    is_code: bool = False

    @property
    def is_blank(self) -> bool:
        """True if nothing stands on the line."""
        return not self.is_code and not self.text.strip()

    @property
    def is_comment(self) -> bool:
        """True if nothing but a suppressing comment stands on the line."""
        return bool(self.match) and not self.is_code and self.match.group() == self.text.strip()  # type: ignore[union-attr]

    @property
    def is_remark(self) -> bool:
        """True if the line holds nothing but an HTML comment of any kind."""
        text = self.text.strip()
        return not self.is_code and text.startswith("<!--") and text.endswith("-->")

    @property
    def no_scope(self) -> Span:
        """The scope of a comment with nothing behind it."""
        return Span(self.span.start, self.span.start)

    @property
    def indent(self) -> int:
        """The number of spaces before the text."""
        return len(self.text) - len(self.text.lstrip(" "))


def is_likely(text: str, mark: str) -> bool:
    """Return whether a text may hold suppression comments that begin with a mark: a fast test before they are parsed."""
    return mark in text and LIKELY.search(text) is not None


def _lines(text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop + 1
        line = text[at:stop].rstrip("\r\n")
        yield Span(at, at + len(line)), line
        at = stop


def _comment(row: _Row, match: re.Match[str], scope: Span) -> Comment:
    offset = row.span.start + match.start("names")
    names = match["names"]
    reason = REASON.search(names)
    found = re.finditer(r"[^\s,]+", names[: reason.start()] if reason else names)
    places = tuple((name.group(), Span(offset + name.start(), offset + name.end())) for name in found)
    return Comment(Span(row.span.start + match.start(), row.span.start + match.end()), places, scope, row.is_comment)


def of_markdown(text: str, body: int = 0) -> Iterator[Comment]:
    """Yield the comments of a page's body, which begins at an offset.

    Alone on its line, a comment suppresses in the block behind it, or in the page if it stands above all content with a
    blank line behind it; at the end of a line, in the block around it.
    """
    rows = _markdown_rows(text, body)
    ends = _block_ends(rows)
    following = _following([row.is_blank or row.is_comment for row in rows])
    top = next((index for index, row in enumerate(rows) if not row.is_blank and not row.is_remark), len(rows))
    begins = 0
    for index, row in enumerate(rows):
        begins = index + 1 if row.is_blank else begins
        if not row.match:
            continue
        after = following[index]
        if not row.is_comment:
            scope = Span(rows[begins].span.start, rows[ends[index]].span.end)
        elif ends[index] < top:
            scope = Span(0, len(text))
        else:
            scope = Span(rows[after].span.start, rows[ends[after]].span.end) if after < len(rows) else row.no_scope
        yield _comment(row, row.match, scope)


def _following(skipped: list[bool]) -> list[int]:
    """Return for each line the next one behind it that is not skipped, the number of lines where there is none."""
    found = [len(skipped)] * len(skipped)
    for index in range(len(skipped) - 2, -1, -1):
        found[index] = found[index + 1] if skipped[index + 1] else index + 1
    return found


def _markdown_rows(text: str, body: int) -> list[_Row]:
    """Return the lines of a body; those of fences and of indented code are code, and no comment is in them."""
    code = fences.fenced_ranges(text, body)
    rows: list[_Row] = []
    until, is_held, was_blank = body, False, True
    for span, line in _lines(text, body, len(text)):
        until = max(until, code.get(span.start, 0))
        indented = line.startswith(("    ", "\t"))
        if line.strip() and not indented:
            is_held = bool(HOLDER.match(line)) or (is_held and not was_blank)
        was_blank = not line.strip()
        is_code = span.start < until or (indented and not was_blank and not is_held)
        rows.append(_Row(span, line, None if is_code else _markdown_match(line), is_code))
    return rows


def _markdown_match(line: str) -> re.Match[str] | None:
    match = IN_MARKDOWN.search(line) if LIKELY.search(line) else None
    if match and any(span.start() < match.start() < span.end() for span in outline.CODE_SPAN.finditer(line)):
        return None
    return match


def _block_ends(rows: list[_Row]) -> list[int]:
    """Return for each line the last one of its block, which the next blank line ends."""
    ends = [0] * len(rows)
    last = len(rows) - 1
    for index in range(len(rows) - 1, -1, -1):
        if rows[index].is_blank:
            last = index - 1
        ends[index] = max(last, index)
    return ends


def of_yaml(source: Source, root: Node | None, part: Span | None = None) -> Iterator[Comment]:
    """Yield the comments of a YAML file, or of the part of a page that is YAML; `root` tells scalars from comments.

    At the end of a line, a comment suppresses in that line; alone on its line, in the next one and all that is indented
    below it, or in the file if it stands in a first block of comments with a blank line behind it.
    """
    rows = _yaml_rows(source.text, part or Span(0, len(source.text)), root)
    following = _following([row.is_blank or row.text.lstrip().startswith("#") for row in rows])
    head = 0 if part else _head(rows)
    below: dict[int, Span] = {}
    for index, row in enumerate(rows):
        if not row.match:
            continue
        after = following[index]
        if row.is_comment and index >= head and after < len(rows) and after not in below:
            below[after] = _below(rows, after)
        scope = row.span if not row.is_comment else Span(0, len(source.text)) if index < head else below.get(after)
        yield _comment(row, row.match, scope or row.no_scope)


def _yaml_rows(text: str, part: Span, root: Node | None) -> list[_Row]:
    scalars = sorted(_scalars(root)) if root else []
    starts = [span.start for span in scalars]
    rows = []
    for span, line in _lines(text, *part):
        match = IN_YAML.search(line) if LIKELY.search(line) else None
        if match:
            at = span.start + match.start()
            before = bisect_right(starts, at) - 1
            match = None if before >= 0 and at < scalars[before].end else match
        rows.append(_Row(span, line, match))
    return rows


def _scalars(node: Node) -> Iterator[Span]:
    if isinstance(node, ScalarNode):
        yield node.span
        return
    children = (child for pair in node.pairs for child in pair) if isinstance(node, MappingNode) else node.items
    for child in children:
        yield from _scalars(child)


def _head(rows: list[_Row]) -> int:
    """Return the number of comment lines at the top of a file, 0 if no blank line follows them."""
    count = next((index for index, row in enumerate(rows) if not row.text.startswith("#")), len(rows))
    return count if count == len(rows) or rows[count].is_blank else 0


def _below(rows: list[_Row], index: int) -> Span:
    """Return the span of a line with all lines below it that are indented deeper."""
    first = last = rows[index]
    is_item = first.text.lstrip().startswith("- ")
    for number in range(index + 1, len(rows)):
        row = rows[number]
        # A list may stand at the same depth as its key.
        deeper = row.indent > first.indent or (
            row.indent == first.indent and not is_item and row.text.lstrip().startswith("- ")
        )
        if not row.is_blank and not deeper:
            break
        last = last if row.is_blank else row
    return Span(first.span.start, last.span.end)
