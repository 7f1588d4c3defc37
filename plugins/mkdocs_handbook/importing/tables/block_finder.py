"""The finder of tables and lists that can become data: lists by the title of their section, or by what their items are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mkdocs_handbook.importing.records import Block, Remark, Row
from mkdocs_handbook.importing.tables import channel_cells, column_headers, markdown_lists, meeting_lists
from mkdocs_handbook.importing.tables.table_kinds import block_of, table_blocks
from mkdocs_handbook.model import Handbook, Heading, Kind, Page, Span
from mkdocs_handbook.pages import closing_order, outline

NEEDS = {
    "rituals": 'an item is a name and when it is, such as "Triage: Mondays at 9:00 ET (weekly)"',
    "channels": 'an item is a channel and what it is for, such as "#help-sales: Ask here"',
    "boards": 'an item is a link and what it is for, such as "[Roadmap](https://…): What comes next"',
}
CHAT = re.compile(r"#\w|slack|/channels/|~\w", re.IGNORECASE)
PREFIXES = re.compile(r"\b(?:prefix|suffix|naming|conventions?|labell?ed|(?:begin|start)s? with)", re.IGNORECASE)
# So much of the paragraph above a list is looked at.
LONGEST = 600
SAYS_MEETINGS = re.compile(
    r"\b(?:rituals|ceremonies|meetings|meeting (?:times?|schedule)|meet-?ups|stand-?ups|syncs|office hours|catch-?ups)\b[^.!?]*:\**\Z",
    re.IGNORECASE,
)
MEETING = re.compile(
    r"\b(?:meeting|meet-?up|stand-?up|sync|call|retro\w*|office hours|check-?in|catch-?up|huddle|triage|1:1|town hall|all[ -]hands)\b",
    re.IGNORECASE,
)
ARE_PREFIXES = "these may be prefixes of channels, as the line above says: name the channels themselves"
SAYS_CHANNELS = re.compile(r"\bslack\b|\bchannels?\b", re.IGNORECASE)
ELSEWHERE = 'this list may be of {}, put it below a heading such as "{}", and import again'


def find_blocks(handbook: Handbook, page: Page) -> Iterator[Block | Remark]:
    """Yield the tables and lists of a page that are of a kind, in its order, and remarks on those that are almost."""
    blocks = [*table_blocks(handbook, page), *list_blocks(handbook, page)]
    yield from sorted(blocks, key=lambda block: block.span.start)


def list_blocks(handbook: Handbook, page: Page) -> Iterator[Block | Remark]:
    """Yield the lists of rituals, channels and boards of a page, and remarks on lists that are almost of a kind."""
    closing = closing_order.closing(handbook.settings)
    for above, section in sections(page):
        heading = above[-1] if above else None
        named = column_headers.kind_of_title(heading.title, closing) if heading and heading.level > 1 else ""
        kind = handbook.kinds.get(named)
        if kind:
            yield from titled_lists(handbook, page, kind, heading, section)
        else:
            yield from channel_lists(handbook, page, above, section)
        if not kind or named == "channels":
            yield from untitled_meetings(handbook, page, heading, section)


def sections(page: Page) -> Iterator[tuple[list[Heading], Span]]:
    """Yield the sections of a page, each with the headings it stands below, the nearest last."""
    heads = outline.headings(page.source.text, page.body)
    ends = [*(head.span.start for head in heads), len(page.source.text)]
    above: list[Heading] = []
    yield above, Span(page.body, ends[0])
    for heading, end in zip(heads, ends[1:], strict=True):
        above = [*(head for head in above if head.level < heading.level), heading]
        yield above, Span(heading.span.start, end)


def titled_lists(
    handbook: Handbook, page: Page, kind: Kind, heading: Heading | None, section: Span
) -> Iterator[Block | Remark]:
    """Yield the lists in a section whose title names a kind, and remarks on those that are of no kind."""
    # What stays of a list below its data stays for the reason that each item has.
    is_rest = any(section.start <= embed.span.start < section.end for embed in page.embeds)
    for rows in find_lists(page, section, kind.name):
        if not is_rest and not any(is_likely(kind, row) for row in rows):
            yield list_remark(page, kind, rows)
        elif kind.name == "channels" and PREFIXES.search(paragraph_above(page, rows)):
            yield Remark(page.source, rows[0].span, ARE_PREFIXES)
        else:
            yield list_block(handbook, page, kind, rows, heading, section)


def channel_lists(handbook: Handbook, page: Page, above: Sequence[Heading], section: Span) -> Iterator[Block | Remark]:
    """Yield the lists of channels in a section with another title: the items, the line above or a heading says what they are."""
    kind = handbook.kinds.get("channels")
    titles = " ".join(heading.title for heading in above)
    for rows in find_lists(page, section, "channels") if kind else ():
        over = paragraph_above(page, rows)
        if kind is None or not are_channels(rows):
            continue
        if PREFIXES.search(over):
            yield Remark(page.source, rows[0].span, ARE_PREFIXES)
        elif are_linked(rows) or SAYS_CHANNELS.search(f"{titles} {over}"):
            yield list_block(handbook, page, kind, rows, above[-1] if above else None, section)
        else:
            yield Remark(page.source, rows[0].span, ELSEWHERE.format("channels", "Slack channels"))


def untitled_meetings(
    handbook: Handbook, page: Page, heading: Heading | None, section: Span
) -> Iterator[Block | Remark]:
    """Yield the lists of meetings in a section with another title, if the line above names them, else a remark on them."""
    kind = handbook.kinds.get("rituals")
    for rows in find_lists(page, section, "rituals") if kind else ():
        is_named = SAYS_MEETINGS.search(paragraph_above(page, rows))
        known = [row for row in rows if not row.problem]
        meetings = [row for row in rows if any(MEETING.search(cell.text) for cell in row.cells.values())]
        if kind and is_named and len(known) * 2 > len(rows):
            yield list_block(handbook, page, kind, rows, heading, section)
        elif kind and ((is_named and any(row.cells for row in rows)) or len(meetings) * 2 > len(rows) > 1):
            hint = ELSEWHERE.format("rituals", "Meetings")
            yield list_remark(page, kind, rows) if is_named else Remark(page.source, rows[0].span, hint)


def find_lists(page: Page, section: Span, kind: str) -> Iterator[tuple[Row, ...]]:
    """Return the lists in the section of a kind, each item as a row."""
    if kind == "rituals":
        return meeting_lists.find_lists(page, section)
    return markdown_lists.find_lists(page, section, kind)


def paragraph_above(page: Page, rows: Sequence[Row]) -> str:
    """Return the paragraph above a list on one line, "" for a heading."""
    text = page.source.text[page.body : rows[0].span.start].rstrip()[-LONGEST:]
    paragraph = re.split(r"\n[ \t]*\n", text)[-1]
    return "" if outline.ATX.match(paragraph) else " ".join(paragraph.split())


def are_channels(rows: Sequence[Row]) -> bool:
    """Return whether most items of a list are channels with their "#" or a link to Slack, each another one."""
    named = [cells["channel"].text for row in rows if not row.problem for cells in row.parts or (row.cells,)]
    names = {channel_cells.LIQUID.sub(r"#\g<name>", text) for text in named}
    others = sum(bool(row.problem) for row in rows)
    if len(named) < 2 or len(named) <= others or len(names) < len(named):
        return False
    return all(is_link(text) or re.match(r"[*_`\\\[]*[#~][^\W\d]", text) for text in named)


def are_linked(rows: Sequence[Row]) -> bool:
    """Return whether most items of a list are links to channels of Slack."""
    return sum(is_link(row.cells["channel"].text) for row in rows if not row.problem) * 2 > len(rows)


def is_link(text: str) -> bool:
    """Return whether a text is a link to a channel of Slack, or what Jekyll's handbooks have for it."""
    return channel_cells.LIQUID.search(text) is not None or channel_cells.is_archived(text)


def is_likely(kind: Kind, row: Row) -> bool:
    """Return whether an item is probably one of a kind: a channel has a "#", or a link to a chat."""
    texts = [cell.text for cell in row.cells.values()]
    return not row.problem and (kind.name != "channels" or any(CHAT.search(text) for text in texts))


def list_block(
    handbook: Handbook, page: Page, kind: Kind, rows: tuple[Row, ...], heading: Heading | None, section: Span
) -> Block:
    """Return a list as a block."""
    span = Span(rows[0].span.start, rows[-1].span.end)
    return block_of(handbook, page, kind, rows, (span, Span(span.start, span.start)), heading, section)


def list_remark(page: Page, kind: Kind, rows: Sequence[Row]) -> Remark:
    """Return the remark on a list in a section of a kind of which no item is one: data may be in it, or just text."""
    says_some = next((row for row in rows if row.cells and row.problem), None)
    needs = NEEDS.get(kind.name, "")
    if says_some:
        why = says_some.problem if says_some.problem not in (meeting_lists.PROBLEM, markdown_lists.PROBLEM) else needs
        return Remark(page.source, says_some.span, f"this list may be of {kind.name}: {why}")
    return Remark(page.source, rows[0].span, f"this list is of no {kind.name}: {needs}", is_left=False)
