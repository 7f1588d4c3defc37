"""The report of due items as text, Markdown or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from itertools import groupby

from mkdocs_handbook.feeds.due import DueItem
from mkdocs_handbook.rendering.cells import printable
from mkdocs_handbook.schedule.frequency_words import WEEKDAYS

# What would end the text of a link.
LABEL = re.compile(r"[\\\[\]]")
# From a handle to the name that people know.
NameOf = Callable[[str], str]


def as_text(items: Iterable[DueItem], named: NameOf) -> str:
    """Return a block of lines for each day, "" for none."""
    blocks = []
    for day, mine in groupby(items, key=lambda item: item.day):
        lines = [f"  {one_line(item.name)} ({item.group}): {who(item, named)}{when(item)}\n" for item in mine]
        blocks.append(f"{heading(day)}\n{''.join(lines)}")
    return "\n".join(blocks)


def as_markdown(items: Iterable[DueItem], named: NameOf) -> str:
    """Return a list for each day under its name in bold, names linked to the site where its address is known."""
    blocks = []
    for day, mine in groupby(items, key=lambda item: item.day):
        lines = [f"- {linked(item)}: {who(item, named)}{when(item)}\n" for item in mine]
        blocks.append(f"**{heading(day)}**\n\n{''.join(lines)}")
    return "\n".join(blocks)


def as_json(items: Iterable[DueItem], named: NameOf) -> str:
    """Return an array of objects; what is not known is not there."""
    del named
    entries = [{key: value for key, value in asdict(item).items() if value != "" or key == "dri"} for item in items]
    return json.dumps(entries, ensure_ascii=False, indent=1, default=date.isoformat) + "\n"


def heading(day: date) -> str:
    """Return a day with its weekday."""
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"


def who(item: DueItem, named: NameOf) -> str:
    """Return whose it is, and from whom it passes."""
    reason = f" ({one_line(item.reason)})" if item.reason else ""
    if not item.dri:
        return f"nobody takes over from {named(item.previous)}"
    return f"{named(item.dri)}{f' takes over from {named(item.previous)}' if item.previous else ''}{reason}"


def when(item: DueItem) -> str:
    """Return the time of day with its zone, "" without one."""
    return f", {item.time} {item.timezone}" if item.time else ""


def linked(item: DueItem) -> str:
    """Return a name as a link where it leads somewhere from outside the site."""
    name = one_line(item.name)
    if "://" not in item.url:
        return name
    label = LABEL.sub(r"\\\g<0>", name)
    return f"[{label}]({item.url})"


def one_line(text: str) -> str:
    """Return a text on one line, as what falls due is a line each."""
    return printable(" ".join(text.split()))


FORMATS: Mapping[str, Callable[[Iterable[DueItem], NameOf], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
}
