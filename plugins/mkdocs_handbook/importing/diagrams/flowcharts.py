"""The reader of Mermaid flowcharts: their nodes and arrows, each with its text and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.importing.tables import inline_markdown
from mkdocs_handbook.model import Page, Span
from mkdocs_handbook.pages import fences
from mkdocs_handbook.util.wording import shortened

# A fence of Mermaid: what stands behind its mark.
INFO = re.compile(r"\.?mermaid\Z|\{\s*\.mermaid\b[^}]*\}\Z")
HEAD = re.compile(r"(?:flowchart|graph)\b[ \t]*(?:TB|TD|BT|RL|LR)?[ \t]*(?:;[ \t]*|\Z)")
TITLE = re.compile(r"title:[ \t]*(.+)\Z")
# Lines that say nothing of who follows whom.
LOOKS = re.compile(r"(?:%%|(?:style|classDef|class|linkStyle|direction|accTitle|accDescr)\b)")
NAME = re.compile(r"\w+(?:-\w+)*")
BRACKETS = (
    ("(((", ")))"),
    ("((", "))"),
    ("([", "])"),
    ("[[", "]]"),
    ("[(", ")]"),
    ("{{", "}}"),
    ("[/", "/]"),
    ("[\\", "\\]"),
    ("[", "]"),
    ("(", ")"),
    ("{", "}"),
    (">", "]"),
)
TEXTS = tuple(
    re.compile(rf'{re.escape(left)}[ \t]*(?:"(?P<quoted>[^"]*)"|(?P<bare>[^"()\[\]{{}}|]*)){re.escape(right)}')
    for left, right in BRACKETS
)
CLASS = re.compile(r":::\w+")
BLANKS = re.compile(r"[ \t]*")
ARROW = re.compile(
    r"(?:(?:--+|==+|-\.+-)>(?:[ \t]*\|(?P<piped>[^|]*)\|)?"
    r"|--(?P<solid>[^-=.|>ox][^-|>]*)--+>|==(?P<thick>[^-=.|>][^=|>]*)==+>|-\.(?P<dotted>[^-=.|>][^.|>]*)\.+->)"
)
ICON = re.compile(r"\bfa[bklrs]?:fa-[\w-]+")
CODE_OF_CHARACTER = re.compile(r"#(\w+);")
LONGEST_LINE, MOST_LINES = 500, 200


class Arrow(NamedTuple):
    """An arrow from one node to another: its text, and the line it stands in."""

    start: str
    end: str
    text: str
    line: Span


@dataclass(slots=True)
class Flowchart:
    """A flowchart: its title, the texts of its nodes and the lines that name them first, its arrows, and its lines.

    `problem` says why it could not be read to its end, and where.
    """

    span: Span
    title: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    problem: tuple[str, Span] | None = None

    def text(self, node: str) -> str:
        """Return the text of a node, which is its name where it has no other."""
        return self.texts.get(node, node)

    def name(self, node: str, text: str | None, line: Span) -> None:
        """Note a node, and its text where one is given."""
        self.places.setdefault(node, line)
        if text is not None:
            self.texts[node] = text


def find_flowcharts(page: Page) -> Iterator[Flowchart]:
    """Yield the flowcharts of a page that are in no list or quote."""
    text = page.source.text
    if "mermaid" not in text:
        return
    ranges = fences.fenced_ranges(text, page.body)
    for mark in fences.fence_marks(text, page.body):
        end = ranges.get(mark.start)
        if end is None or mark.prefix or mark.is_item or not INFO.match(mark.info):
            continue
        span = Span(mark.start, mark.start + len(text[mark.start : end].rstrip("\r\n")))
        lines = [line for line in lines_of(text, span) if text[slice(*line)]]
        if chart := read_flowchart(text, span, lines[1:-1]):
            yield chart


def lines_of(text: str, span: Span) -> Iterator[Span]:
    """Yield the lines in a part of a text, without the blanks around them."""
    at = span.start
    for line in text[slice(*span)].splitlines(keepends=True):
        begin = at + len(line) - len(line.lstrip())
        yield Span(begin, max(begin, at + len(line.rstrip())))
        at += len(line)


def read_flowchart(text: str, span: Span, lines: list[Span]) -> Flowchart | None:
    """Return the flowchart in the lines of a diagram, None where it is a diagram of another kind."""
    chart = Flowchart(span)
    given = [(text[slice(*line)], line) for line in lines if not text.startswith("%%", line.start)]
    if given and given[0][0] == "---":
        close = next((index for index, (line, _) in enumerate(given) if index and line == "---"), 0)
        chart.title = next((match[1].strip("\"'") for line, _ in given[1:close] if (match := TITLE.match(line))), "")
        given = given[close + 1 :]
    head = HEAD.match(given[0][0]) if given else None
    if not head:
        return None
    first, place = given[0]
    given[:1] = [(first[head.end() :], place)] if head.end() < len(first) else []
    if len(given) > MOST_LINES:
        chart.problem = f"more than {MOST_LINES} lines are too many for an escalation", span
        return chart
    for line, place in given:
        try:
            read_line(chart, line, place)
        except NotImportedError as error:
            chart.problem = str(error), place
            break
    return chart


def read_line(chart: Flowchart, line: str, place: Span) -> None:
    """Add the nodes and arrows of a line to a flowchart; raise NotImportedError where it is not understood."""
    if LOOKS.match(line):
        return
    at = 0
    while len(line) <= LONGEST_LINE:
        before, at = read_nodes(chart, line, at, place)
        while arrow := ARROW.match(line, at):
            nodes, at = read_nodes(chart, line, skip(line, arrow.end()), place)
            label = shown_text(next((text for text in arrow.groups() if text), ""))
            chart.arrows += (Arrow(one, other, label, place) for one in before for other in nodes)
            before = nodes
        if at == len(line):
            return
        if line[at] != ";":
            break
        at = skip(line, at + 1)
        if at == len(line):
            return
    raise not_understood(line)


def read_nodes(chart: Flowchart, line: str, at: int, place: Span) -> tuple[list[str], int]:
    """Return the nodes that stand at a place of a line with `&` between them, and where they end, with the blanks behind."""
    nodes: list[str] = []
    while True:
        name = NAME.match(line, at)
        if not name or name[0] in ("subgraph", "end", "click"):
            raise not_understood(line)
        at = name.end()
        found = next((match for shape in TEXTS if (match := shape.match(line, at))), None)
        text = None if found is None else shown_text(found["bare"] if found["quoted"] is None else found["quoted"])
        at = found.end() if found else at
        at = match.end() if (match := CLASS.match(line, at)) else at
        chart.name(name[0], text, place)
        nodes.append(name[0])
        at = skip(line, at)
        if line[at : at + 1] != "&":
            return nodes, at
        at = skip(line, at + 1)


def skip(line: str, at: int) -> int:
    """Return where the blanks end that stand at a place of a line."""
    match = BLANKS.match(line, at)
    return match.end() if match else at


def not_understood(line: str) -> NotImportedError:
    """Return the error for a line that is not understood."""
    return NotImportedError(f'"{shortened(line)}" is not understood here, write nodes and arrows such as "a --> b"')


def shown_text(text: str) -> str:
    """Return the text that readers see of a node or an arrow."""
    text = CODE_OF_CHARACTER.sub(lambda match: unescape(f"&{'#' if match[1].isdigit() else ''}{match[1]};"), text)
    plain = inline_markdown.plain_text(ICON.sub("", text).strip(' \t"').strip("`"))
    return re.sub(r"\A[^\w@#+]+", "", plain)
