"""What falls due, as text for a terminal, as Markdown for a message, and as JSON for a script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from itertools import groupby

from mkdocs_handbook.feeds.due import DueItem
from mkdocs_handbook.rendering.cells import clean
from mkdocs_handbook.schedule.frequency import WEEKDAYS

# What would end the text of a link.
LABEL = re.compile(r"[\\\[\]]")
# From a handle to the name that people know.
NameOf = Callable[[str], str]


def as_text(found: Iterable[DueItem], named: NameOf) -> str:
    """Return a block of lines for each day, "" for none."""
    blocks = []
    for day, mine in groupby(found, key=lambda one: one.day):
        lines = [f"  {one_line(one.name)} ({one.group}): {who(one, named)}{when(one)}\n" for one in mine]
        blocks.append(f"{heading(day)}\n{''.join(lines)}")
    return "\n".join(blocks)


def as_markdown(found: Iterable[DueItem], named: NameOf) -> str:
    """Return a list for each day under its name in bold, names linked to the site where its address is known."""
    blocks = []
    for day, mine in groupby(found, key=lambda one: one.day):
        lines = [f"- {linked(one)}: {who(one, named)}{when(one)}\n" for one in mine]
        blocks.append(f"**{heading(day)}**\n\n{''.join(lines)}")
    return "\n".join(blocks)


def as_json(found: Iterable[DueItem], named: NameOf) -> str:
    """Return an array of objects; what is not known is not there."""
    del named
    entries = [{key: value for key, value in asdict(one).items() if value != "" or key == "dri"} for one in found]
    return json.dumps(entries, ensure_ascii=False, indent=1, default=date.isoformat) + "\n"


def heading(day: date) -> str:
    """Return a day with its weekday."""
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"


def who(one: DueItem, named: NameOf) -> str:
    """Return whose it is, and from whom it passes."""
    reason = f" ({one_line(one.reason)})" if one.reason else ""
    if not one.dri:
        return f"nobody takes over from {named(one.previous)}"
    return f"{named(one.dri)}{f' takes over from {named(one.previous)}' if one.previous else ''}{reason}"


def when(one: DueItem) -> str:
    """Return the time of day with its zone, "" without one."""
    return f", {one.time} {one.timezone}" if one.time else ""


def linked(one: DueItem) -> str:
    """Return a name as a link where it leads somewhere from outside the site."""
    name = one_line(one.name)
    if "://" not in one.url:
        return name
    label = LABEL.sub(r"\\\g<0>", name)
    return f"[{label}]({one.url})"


def one_line(text: str) -> str:
    """Return a text on one line, as what falls due is a line each."""
    return clean(" ".join(text.split()))


FORMATS: Mapping[str, Callable[[Iterable[DueItem], NameOf], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
}
