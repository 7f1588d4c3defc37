"""The cells of a table: each value as its format is shown, without any HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from mkdocs_handbook import duties, formats
from mkdocs_handbook.model import Column, Handbook, Item, Kind, Shift

# What XML and Python-Markdown's placeholders can't hold: it would break the page, and nobody sees it anyway.
CONTROL = re.compile("[^\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a cell: text with its form (`text`, `markdown`, `date`, `datetime`), a link, and a title."""

    text: str
    form: str = "text"
    href: str = ""
    title: str = ""
    value: str = ""


def clean(text: str) -> str:
    """Give a text without the characters that no page can hold."""
    return CONTROL.sub("\ufffd", text)


def shift_cell(handbook: Handbook, kind: Kind, item: Item, column: Column, shift: Shift) -> tuple[Part, ...]:
    """Give the cell of a shift."""
    match column.key:
        case "from":
            return (moment(shift.start.isoformat()),)
        case "to":
            return (moment(shift.end.isoformat()),) if shift.end else ()
        case "dri":
            return (person(handbook, shift.dri),)
        case "reason":
            note = ["on duty"] if shift.start <= handbook.now else []
            return (Part(clean(", ".join([*note, *([shift.reason] if shift.reason else [])]))),)
    return cell(handbook, kind, item, column)


def moment(iso: str) -> Part:
    """Give an instant as its day, with its time where that is not midnight."""
    day, clock = iso[:10], iso[11:16]
    return Part(day if clock == "00:00" else f"{day} {clock}", "datetime", value=iso)


def cell(handbook: Handbook, kind: Kind, item: Item, column: Column) -> tuple[Part, ...]:
    """Give the parts of an item's cell; a list has one for each of its values."""
    if column.key == "next" and kind.name == "rituals":
        day = duties.next_date(item, handbook.today)
        return (Part(day.isoformat(), "date", value=day.isoformat()),) if day else ()
    value = item.name if column.key == "handle" and item.name else item.values.get(column.key)
    values = value if isinstance(value, list) else [] if value is None else [value]
    link = item.text(kind.link) if column.key == kind.key and kind.link else ""
    return tuple(part(handbook, one, column.format, link) for one in values)


def part(handbook: Handbook, value: Any, form: str, link: str) -> Part:
    """Give one value as its format is shown."""
    text = clean(str(value).lower() if isinstance(value, bool) else str(value))
    if form == "person":
        return person(handbook, text)
    if form == "uri-reference":
        return Part(text.removeprefix("https://").removeprefix("http://").removeprefix("mailto:"), href=safe(text))
    if form == "date":
        return Part(text, "date", value=text)
    return Part(text, "markdown" if form == "markdown" else "text", href=safe(clean(link)) if link else "")


def safe(address: str) -> str:
    """Give an address if a browser may follow it, else ""."""
    return address if formats.is_safe_link(address) else ""


def person(handbook: Handbook, handle: str) -> Part:
    """Give a person by name, linked to GitHub where people.yml knows the account, with the handle as title."""
    known = (handbook.people or {}).get(handle)
    if known is None:
        return Part(handle)
    github = known.text("github")
    return Part(clean(known.text("name")), href=f"https://github.com/{github}" if github else "", title=f"@{handle}")
