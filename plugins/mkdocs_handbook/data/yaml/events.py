"""Reading YAML: what the parser and the search for slips share, of libyaml's events and where they are."""

from __future__ import annotations

from typing import Any

import yaml

from mkdocs_handbook.model import Finding, Source, Span

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 32


class StopError(Exception):
    """Ends the reading of one file with the findings that say why."""

    def __init__(self, code: str, span: Span, message: str, found: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.code, self.span, self.found = code, span, found

    def findings(self, source: Source) -> tuple[Finding, ...]:
        """Return the findings, of a source."""
        own = (Finding(self.code, source, self.span, str(self)),) if self.code else ()
        return (*self.found, *own)


def mark_offset(mark: Any) -> int:
    """Return the character offset of a parser's mark."""
    return int(mark.index) if mark else 0


def overruns(text: str, event: Any) -> bool:
    """Return whether a quoted scalar goes on into lines that are keys: its quote is closed by one that opens another."""
    if not event.style or event.style not in "'\"" or event.start_mark.line == event.end_mark.line:
        return False
    # Imported here: hardly any quoted text has several lines.
    from mkdocs_handbook.data.yaml.line_slips import START

    first, *rest = text[text.rfind("\n", 0, event.start_mark.index) + 1 : event.end_mark.index].split("\n")
    match = START.match(first.rstrip("\r"))
    column = len(match["lead"]) if match else 0
    keys = (START.match(line.rstrip("\r")) for line in rest)
    return match is not None and any(one and len(one["lead"]) <= column + ("-" in one["lead"]) * 2 for one in keys)
