"""The keys of a table's columns: by their headers, and by what stands in their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.importing.tables import channel_cells, column_headers, inline_markdown
from mkdocs_handbook.importing.tables.markdown_tables import Table
from mkdocs_handbook.importing.times import clock_times, meeting_times, time_zones
from mkdocs_handbook.model import Kind
from mkdocs_handbook.pages import outline

POINTERS = (
    "details",
    "more",
    "link",
    "here",
    "notes",
    "agenda",
    "docs",
    "see",
    "read more",
    "more info",
    "info",
    "page",
)
HEADER_ZONE = re.compile(r"\(([^()]+)\)\s*\Z")


def keys(table: Table, kind: Kind) -> list[str | None]:
    """Return the key of each column in a kind: "" for a computed column, None for an unknown one."""
    found = column_headers.keys(headers(table), kind)
    return ritual_keys(table, found) if kind.name == "rituals" else found


def headers(table: Table) -> list[str]:
    """Return the headers of a table without the time zones behind them."""
    return [HEADER_ZONE.sub("", cell.text) if zone_of(cell.text) else cell.text for cell in table.header]


def ritual_keys(table: Table, found: list[str | None]) -> list[str | None]:
    """Return the keys of a table of rituals: columns of links alone tell more, and the first column may be the name."""
    for index, key in enumerate(found):
        if key == "description" and is_pointing(table, index):
            found[index] = "moreInfoUrl" if "moreInfoUrl" not in found else None
    first = next((index for index, key in enumerate(found[:2]) if key is None and table.header[index].text), None)
    if "task" not in found and first is not None and column_headers.WHEN & set(found) and not is_pointing(table, first):
        found[first] = "task"
    return found


def texts(table: Table, index: int) -> list[str]:
    """Return the cells of a column that are not empty."""
    return [row[index].text for row, _ in table.rows if index < len(row) and row[index].text]


def is_pointing(table: Table, index: int) -> bool:
    """Return whether all cells of a column are a link each that only points, as "[Details](…)" does."""
    header = outline.plain_title(table.header[index].text)
    shown = [inline_markdown.plain_text(text) for text in texts(table, index)]
    alone = all(
        len(inline_markdown.LINK.findall(text)) == 1 and not inline_markdown.LINK.sub("", text).strip()
        for text in texts(table, index)
    )
    return bool(shown) and alone and all(outline.plain_title(text) in (header, *POINTERS) for text in shown)


def channel_keys(table: Table, kind: Kind) -> list[str | None]:
    """Return the keys of a table with one column of nothing but channels, whatever its header; [] if it has none."""
    named = [index for index in range(len(table.header)) if is_of_channels(texts(table, index))]
    if len(named) != 1:
        return []
    found = column_headers.keys([cell.text for cell in table.header], kind)
    found = [None if key == kind.key else key for key in found]
    found[named[0]] = kind.key
    unknown = [index for index, key in enumerate(found) if key is None]
    if "description" not in found and len(unknown) == 1 and is_prose(texts(table, unknown[0])):
        found[unknown[0]] = "description"
    return found


def is_of_channels(cells: Sequence[str]) -> bool:
    """Return whether cells name channels with their "#", and at least one is more than a number."""
    if not cells or not all(
        channel_cells.begins_with_sign(part) for text in cells for part in channel_cells.split_channels(text)
    ):
        return False
    try:
        names = [
            channel_cells.read_channel(part, {})[0] for text in cells for part in channel_cells.split_channels(text)
        ]
    except NotImportedError:
        return False
    return not any(name[1:].isdigit() for name in names)


def is_prose(cells: Sequence[str]) -> bool:
    """Return whether most cells have several words."""
    return sum(" " in text.strip() for text in cells) * 2 > len(cells)


def is_of_frequencies(cells: Sequence[str]) -> bool:
    """Return whether most cells of a column say how often or when."""
    shown = [inline_markdown.plain_text(text) for text in cells]
    return sum(len(text) < 80 and meeting_times.says_when(text) for text in shown) * 2 > len(shown)


def zone_of(header: str) -> str:
    """Return the time zone behind a header, as in "Time (UTC)", with its parentheses, "" if it has none."""
    match = HEADER_ZONE.search(header)
    try:
        return f" ({match[1]})" if match and time_zones.zone_name(match[1]) else ""
    except NotImportedError:
        return ""


def with_zone(text: str, zone: str) -> str:
    """Return a cell with the time zone of its header, unless it has no time of day or a zone of its own."""
    try:
        moment = (
            clock_times.take_moment(inline_markdown.plain_text(text).translate(meeting_times.DASHES))[0]
            if zone
            else None
        )
    except NotImportedError:
        return text
    return f"{text}{zone}" if moment and not moment.zone else text
