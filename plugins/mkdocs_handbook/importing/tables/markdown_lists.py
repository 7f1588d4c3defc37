"""The finder of lists of channels and boards: one line an item, the name first, then perhaps a description."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from mkdocs_handbook.importing.records import Cell, Row
from mkdocs_handbook.importing.tables import channel_cells
from mkdocs_handbook.importing.tables.markdown_tables import follows
from mkdocs_handbook.model import Page, Span
from mkdocs_handbook.pages import embeds, outline
from mkdocs_handbook.pages.outline import Line

BULLET = re.compile(r"(?:[-*+]|[0-9]{1,3}[.)])[ \t]+")
LEAD = re.compile(rf"[ \t]*(?:{BULLET.pattern})?")
_DRI = r"(?:\s*[(,;–—-]?\s*\(?\bDRI:?\s+(?P<dri>[^()]+(?:\([^()]*\))?)\)?)?"
KEYS = ("channel", "board", "description", "dri")
PROBLEM = "this item is no entry of its own kind, put it into the text or name it as the others"
# A channel somewhere in an item.
NAMED = re.compile(r"(?<![\w/&])\\?#[a-z][\w-]+|slack_channel")
# An item that only says what those below it are.
LABEL = re.compile(r"(?:[-*+]|[0-9]{1,3}[.)])[ \t]+(?P<name>[^\W\d_][^:#~`{}|\[\]]{0,60}?)[ \t:]*")
_REST = rf"(?:\s*(?::|–|—|\s-)\s*(?P<description>.*?))?{_DRI}\s*\Z"
# An emoji behind a channel, such as a lock.
_SIGN = r"(?:\s*(?P<sign>[^\x00-\x7f\w\s–—“”‘’…]+|:[a-z][a-z0-9_+-]*:))?"
# A description may just go on, "#help-it is for laptops", or stand in parentheses.
_ASIDE = r"\s*\((?!DRI\b)(?P<aside>[^()]+(?:\([^()]*\)[^()]*)?)\)\.?"
_MORE = rf"(?:(?:\s*(?::|–|—|\s-)\s*|\s+(?!and\b|or\b)(?=[a-z]))(?P<description>.*?)|{_ASIDE})?{_DRI}\s*\Z"
_CHANNEL = (
    r"(?:\[[^\[\]]*\]\([^()\s]*\)|`[#~][^`]+`|\\?(?:#|~(?=[a-z]))[^\s:,;()–—*`~]+\*?|\{% *slack_channel [^%]+%\})"
)
_NEXT = rf"(?:, |,? and )(?=\[?[`\\]?(?:[#~]|\{{%)){_CHANNEL}"
_CHANNELS = rf"(?P<mark>\*\*|__|){_CHANNEL}(?P=mark)(?:{_NEXT})*"
SHAPES: Mapping[str, re.Pattern[str]] = {
    "channels": re.compile(rf"(?P<channel>{_CHANNELS}){_SIGN}{_MORE}"),
    "boards": re.compile(rf"(?P<board>(?:[^\[\]|]{{0,9}}\s)?\*{{0,2}}\[[^\[\]]+\]\([^()\s]+\)\*{{0,2}}){_REST}"),
}


def find_lists(page: Page, section: Span, kind: str) -> Iterator[tuple[Row, ...]]:
    """Yield the lists in a section of a page, each item as a row; an item of no kind has a problem."""
    if shape := SHAPES.get(kind):
        for items in list_items(page, section, lambda line: is_item(line, shape)):
            yield tuple(read_row(item, shape) for item in items)


def list_items(page: Page, section: Span, begins: Callable[[Line], bool]) -> Iterator[list[list[Line]]]:
    """Yield the lists in a section of a page: for each item the line with which it begins, and those that belong to it."""
    lines = outline.lines(page.source.text, page.body)
    first, end = (bisect_left(lines, at, key=lambda line: line.start) for at in (section.start + 1, section.end))
    items: list[list[Line]] = []
    above: Line | None = None
    for line in lines[first:end]:
        # A fence, a comment or raw HTML may stand between; a line of text ends a list unless it goes on with its last item.
        is_apart = above is not None and not follows(above, line)
        goes_on = bool(items) and (line.text[:1] in " \t" or is_next(items[-1][-1], line))
        if items and (is_apart or (line.text.strip() and not begins(line) and not goes_on)):
            yield items
            items = []
        if begins(line):
            items.append([line])
        elif line.text.strip() and items:
            items[-1].append(line)
        above = line
    if items:
        yield items


def is_next(above: Line, line: Line) -> bool:
    """Return whether no empty line stands between two lines."""
    return line.start <= above.end + 1


def count_lists(page: Page) -> int:
    """Return the number of lists on a page."""
    items = [
        bool(BULLET.match(line.text)) for line in outline.lines(page.source.text, page.body) if line.text[:1].strip()
    ]
    return sum(1 for before, item in pairwise([False, *items]) if item and not before)


def is_item(line: Line, shape: re.Pattern[str]) -> bool:
    """Return whether a line is an item of a top-level list, or a paragraph that begins with a board's link."""
    if embeds.parse_embed(line.text, "", str):
        return False
    if BULLET.match(line.text):
        return True
    return shape is SHAPES["boards"] and shape.match(line.text) is not None


def read_row(item: Sequence[Line], shape: re.Pattern[str]) -> Row:
    """Return a list item as a row; the row has a problem if the item is not of the kind."""
    head, *below = item
    where = Span(head.start, item[-1].end)
    starts = [index for index, line in enumerate(below) if BULLET.match(line.text.strip())]
    if not starts and (cells := named_cells(item, shape)):
        return Row(cells, where)
    label = LABEL.fullmatch(head.text)
    if label and starts[:1] == [0] and shape is SHAPES["channels"] and is_flat([below[at] for at in starts]):
        items = [below[start:end] for start, end in pairwise([*starts, len(below)])]
        parts = [named_cells(sub_item, shape) for sub_item in items]
        if all(parts):
            return below_label(label["name"], parts, where)
    text = joined(item)
    return Row({"channel": Cell(text, head.start)} if NAMED.search(text) else {}, where, PROBLEM)


def is_flat(heads: Sequence[Line]) -> bool:
    """Return whether items of a list in an item are all of one level."""
    return len({len(head.text) - len(head.text.lstrip()) for head in heads}) == 1


def below_label(label: str, parts: Sequence[Mapping[str, Cell]], where: Span) -> Row:
    """Return an item that holds a list of channels as a row; their descriptions begin with what the item says."""
    said = [f"{label}: {cells['description'].text}" if "description" in cells else label for cells in parts]
    full = [{**cells, "description": Cell(text, where.start)} for cells, text in zip(parts, said, strict=True)]
    return Row(full[0], where, parts=tuple(full))


def joined(item: Sequence[Line]) -> str:
    """Return the lines of an item as one."""
    return " ".join([item[0].text.rstrip(), *(line.text.strip() for line in item[1:])])


def named_cells(item: Sequence[Line], shape: re.Pattern[str]) -> dict[str, Cell]:
    """Return the cells of an item by key, none where it is not of the kind."""
    start, lead = item[0].start, LEAD.match(item[0].text)
    match = shape.match(joined(item), lead.end() if lead else 0)
    if not match:
        return {}
    named = {key: Cell(match[key].strip(), start + match.start(key)) for key in KEYS if match.groupdict().get(key)}
    if shape is SHAPES["channels"] and (words := about(match)):
        named["description"] = Cell(words, start)
    return named


def about(match: re.Match[str]) -> str:
    """Return what an item says of its channel: an emoji, the title that Jekyll's handbooks give it, and a description."""
    title = channel_cells.LIQUID.fullmatch(match["channel"])
    parts = (title["title"] if title else "", match["description"] or match["aside"] or "")
    words = ": ".join(part.strip() for part in parts if part)
    return " ".join(filter(None, (match["sign"], words))) if words else ""
