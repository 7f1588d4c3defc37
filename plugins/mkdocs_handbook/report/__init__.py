"""Findings in the forms that people and tools read; every form is a pure function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from mkdocs_handbook.model import Finding
from mkdocs_handbook.report import ci, machine, sarif, text
from mkdocs_handbook.report.shown import Shown

Format = Callable[[Sequence[Shown]], str]


def _lines(one: Callable[[Finding], str]) -> Format:
    return lambda findings: "".join(f"{one(shown.finding)}\n" for shown in findings)


FORMATS: Mapping[str, Format] = {
    "text": _lines(text.text),
    "concise": _lines(text.concise),
    "json": machine.json_array,
    "github": ci.github,
    "gitlab": ci.gitlab,
    "sarif": sarif.sarif,
    "rdjson": machine.rdjson,
}

__all__ = ["FORMATS", "Format", "Shown", "ci", "text"]
