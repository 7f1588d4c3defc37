"""The cells of a table: each value as its format is shown, without any HTML."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from mkdocs_handbook import directory, duties, formats
from mkdocs_handbook.model import Column, Handbook, Item, Kind, Shift
from mkdocs_handbook.selection import as_text

# What XML and Python-Markdown's placeholders can't hold: it would break the page, and nobody sees it anyway.
CONTROL = re.compile("[^\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Part(NamedTuple):
    """A piece of a cell: text with its form (`text` or `markdown`), a link, a title, and the value of a `<time>`.

    `joined` says that a comma stands before it.
    """

    text: str
    form: str = "text"
    href: str = ""
    title: str = ""
    value: str = ""
    joined: bool = False


class Cell(NamedTuple):
    """A cell: its format, which is `markdown` only where all of it is inline Markdown, and its parts."""

    format: str
    parts: tuple[Part, ...]


def clean(text: str) -> str:
    """Give a text without the characters that no page can hold."""
    return CONTROL.sub("\ufffd", text)


def shift_cell(handbook: Handbook, kind: Kind, item: Item, column: Column, shift: Shift) -> Cell:
    """Give the cell of a shift."""
    match column.key:
        case "from":
            return Cell("datetime", (moment(shift.start.isoformat()),))
        case "to":
            return Cell("datetime", (moment(shift.end.isoformat()),) if shift.end else ())
        case "dri":
            return Cell("person", (person(handbook, shift.dri),))
        case "reason":
            note = ["on duty"] if shift.start <= handbook.now else []
            return Cell("text", (Part(clean(", ".join([*note, *([shift.reason] if shift.reason else [])]))),))
    return cell(handbook, kind, item, column)


def moment(iso: str) -> Part:
    """Give an instant as its day, with its time where that is not midnight."""
    day, clock = iso[:10], iso[11:16]
    return Part(day if clock == "00:00" else f"{day} {clock}", value=iso)


def cell(handbook: Handbook, kind: Kind, item: Item, column: Column) -> Cell:
    """Give an item's cell; a list has a part for each of its values."""
    if column.key == "next" and kind.name == "rituals":
        day = duties.next_date(item, handbook.today)
        return Cell("date", (Part(day.isoformat()),) if day else ())
    value = item.name if column.key == "handle" and item.name else item.values.get(column.key)
    if value is None:
        return Cell(column.format, ())
    link = item.text(kind.link) if column.key == kind.key and kind.link else ""
    if isinstance(value, str) and column.format == "markdown" and not link:
        return Cell("markdown", (Part(clean(value)),))
    if not isinstance(value, list):
        return Cell(
            "text" if column.format == "markdown" else column.format, (part(handbook, value, column.format, link),)
        )
    parts = [part(handbook, one, column.format, link) for one in value]
    return Cell("text", tuple(one._replace(joined=index > 0) for index, one in enumerate(parts)))


def part(handbook: Handbook, value: Any, form: str, link: str) -> Part:
    """Give one value as its format is shown."""
    text = clean(as_text(value))
    if form == "person":
        return person(handbook, text)
    if form == "channel" and handbook.settings.link_mentions:
        return Part(text, href=directory.channel(handbook, text))
    if form == "uri-reference":
        return Part(text.removeprefix("https://").removeprefix("http://").removeprefix("mailto:"), href=safe(text))
    return Part(text, "markdown" if form == "markdown" else "text", href=safe(clean(link)) if link else "")


def safe(address: str) -> str:
    """Give an address if a browser may follow it, else ""."""
    return address if formats.is_safe_link(address) else ""


def person(handbook: Handbook, handle: str) -> Part:
    """Give a person by name with the handle as title, linked to the person's page, or else to a known account on GitHub."""
    known = (handbook.people or {}).get(handle)
    if known is None:
        return Part(handle)
    own = directory.person(handbook, handle) if handbook.settings.link_mentions else ""
    github = known.text("github")
    href = own or (f"https://github.com/{github}" if github else "")
    return Part(clean(known.text("name")), href=href, title=f"@{handle}")
