"""The reporter: findings in the formats that people and tools read; each format is a pure function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from mkdocs_handbook.lint.report import ci, json_report, sarif, statistics, text
from mkdocs_handbook.lint.report.reported_finding import ReportedFinding, below
from mkdocs_handbook.model import Finding
from mkdocs_handbook.util.escaping import TerminalText

Format = Callable[[Sequence[ReportedFinding]], TerminalText]


def _lines(one: Callable[[Finding], TerminalText]) -> Format:
    return lambda findings: TerminalText("".join(f"{one(shown.finding)}\n" for shown in findings))


FORMATS: Mapping[str, Format] = {
    "text": _lines(text.text),
    "concise": _lines(text.concise),
    "json": json_report.json_array,
    "github": ci.github,
    "gitlab": ci.gitlab,
    "sarif": sarif.sarif,
    "rdjson": json_report.rdjson,
}

COLOURED: Mapping[str, Format] = {
    "text": _lines(lambda finding: text.text(finding, text.coloured)),
    "concise": _lines(lambda finding: text.concise(finding, text.coloured)),
}


def named(style: str, environment: Mapping[str, str]) -> str:
    """Return the name of a form; `auto` is what GitHub reads where it runs us, else text."""
    is_github = environment.get("GITHUB_ACTIONS") == "true"
    return {"auto": "github" if is_github else "text"}.get(style, style)


def form(style: str, *, is_counted: bool = False, is_coloured: bool = False) -> Format:
    """Return the form of a name; only text has colours."""
    if is_counted:
        return statistics.json_array if style == "json" else statistics.text
    return COLOURED[style] if is_coloured and style in COLOURED else FORMATS[style]


def is_coloured(environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Return whether text is shown in colour: on a terminal, unless the environment says otherwise."""
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or (is_terminal and environment.get("TERM") != "dumb")


__all__ = ["FORMATS", "Format", "ReportedFinding", "below", "ci", "form", "is_coloured", "named", "statistics", "text"]
