"""The report of due items as text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from itertools import groupby
from typing import Literal

from mkdocs_handbook.feeds.due import DueItem
from mkdocs_handbook.schedule.frequency_words import WEEKDAYS
from mkdocs_handbook.util import escaping
from mkdocs_handbook.util.escaping import JsonText, MarkdownText, TerminalText, marked_up, one_line

# From a handle to the name that people know.
NameOf = Callable[[str], str]
# What a part of a line is.
Part = Literal["words", "person", "text"]
# From a text of the handbook to one that a format shows as it is.
Inert = Callable[[str], TerminalText]


def as_text(items: Iterable[DueItem], named: NameOf) -> TerminalText:
    """Return a block of lines for each day, "" for none."""
    blocks = []
    for day, mine in groupby(items, key=lambda item: item.day):
        lines = [f"  {one_line(item.name)} ({item.group}): {who(item, named, one_line)}{when(item)}\n" for item in mine]
        blocks.append(f"{heading(day)}\n{''.join(lines)}")
    return TerminalText("\n".join(blocks))


def as_markdown(items: Iterable[DueItem], named: NameOf) -> MarkdownText:
    """Return a list for each day under its name in bold, names linked to the site where its address is known."""
    blocks = []
    for day, mine in groupby(items, key=lambda item: item.day):
        lines = [f"- {linked(item)}: {who(item, named, marked_up)}{when(item)}\n" for item in mine]
        blocks.append(f"**{heading(day)}**\n\n{''.join(lines)}")
    return MarkdownText(TerminalText("\n".join(blocks)))


def as_json(items: Iterable[DueItem], named: NameOf) -> JsonText:
    """Return an array of objects; what is not known is not there."""
    del named
    entries = [{key: value for key, value in asdict(item).items() if value != "" or key == "dri"} for item in items]
    return escaping.json_text(entries, indent=1, default=date.isoformat)


def heading(day: date) -> str:
    """Return a day with its weekday."""
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"


def who(item: DueItem, named: NameOf, inert: Inert) -> str:
    """Return whose it is, and from whom it passes."""
    return "".join(
        inert(named(text)) if part == "person" else inert(text) if part == "text" else text
        for part, text in who_parts(item)
    )


def who_parts(item: DueItem) -> Iterator[tuple[Part, str]]:
    """Yield whose it is, and from whom it passes: our own words, handles, and texts of the handbook."""
    if not item.dri:
        yield from (("words", "nobody takes over from "), ("person", item.previous))
    else:
        yield "person", item.dri
        if item.previous:
            yield from (("words", " takes over from "), ("person", item.previous))
        if item.reason:
            yield from (("words", " ("), ("text", item.reason), ("words", ")"))


def when(item: DueItem) -> str:
    """Return the time of day with its zone, "" without one."""
    return f", {item.time} {item.timezone}" if item.time else ""


def linked(item: DueItem) -> MarkdownText:
    """Return a name as a link where it leads somewhere from outside the site."""
    return escaping.markdown_link(item.name, item.url) if "://" in item.url else marked_up(item.name)


FORMATS: Mapping[str, Callable[[Iterable[DueItem], NameOf], TerminalText]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
}
