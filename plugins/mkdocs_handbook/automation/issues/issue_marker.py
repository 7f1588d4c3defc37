"""The hidden marker of an issue: which occurrence of which ritual it is, whatever else people make of it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass

MARKER = re.compile(r"<!-- handbook-issue (\{[^<>]*\}) -->")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A ritual on a day; `started` is its first day, by which it is known under another name."""

    group: str
    ritual: str
    date: str
    started: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it one: an edit of the first day does not make it another."""
        return self.group, self.ritual, self.date


def marker(occurrence: Occurrence) -> str:
    """Return the marker of an occurrence: a comment of HTML that no name can end."""
    text = json.dumps(asdict(occurrence))
    for mark in ("<", ">", "-"):
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return f"<!-- handbook-issue {text} -->"


def marked(body: str) -> Occurrence | None:
    """Return the occurrence that the first marker of a body names, None if there is none."""
    found = MARKER.search(body)
    try:
        values = json.loads(found[1]) if found else None
        texts = {key: values[key] for key in ("group", "ritual", "date", "started")} if values else {}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return Occurrence(**texts) if texts and all(isinstance(text, str) for text in texts.values()) else None
