"""The overlay of a failed build: its findings, with their places, from the messages that a terminal shows."""

from __future__ import annotations

import re
from typing import NamedTuple

# The beginning of a message: its level, and the logger that some have.
LEVEL = re.compile(r"^(?P<level>[A-Z]+) *-  (?:mkdocs_handbook: )?", re.MULTILINE)
FINDING = re.compile(r"(?P<place>\S.*?:\d+:\d+): (?P<code>HB\d+) (?P<message>.+)")
# How many findings there are, which everybody sees.
COUNT = re.compile(r"handbook: .*, nothing was built(?:\s+Aborted with .*)?\s*")
SHOWN = ("WARNING", "ERROR", "CRITICAL")


class Shown(NamedTuple):
    """A message of a build: the place and the code of a finding ("" for another message), what it says, and its lines."""

    place: str
    code: str
    message: str
    lines: str = ""


def shown_messages(messages: str) -> list[Shown]:
    """Return the warnings and errors of a build, findings with their places; all of the text where it has no levels."""
    starts = [*LEVEL.finditer(messages)]
    ends = [*(match.start() for match in starts[1:]), len(messages)]
    parts = [
        messages[match.end() : end].strip("\n")
        for match, end in zip(starts, ends, strict=False)
        if match["level"] in SHOWN
    ]
    return [shown(part) for part in parts if not COUNT.fullmatch(part)] or [Shown("", "", messages)]


def shown(text: str) -> Shown:
    """Return one message: its first line, and the lines of the file that it shows."""
    first, _, lines = text.partition("\n")
    if match := FINDING.match(first):
        return Shown(match["place"], match["code"], match["message"], lines)
    return Shown("", "", text)
