"""A text of YAML that stops in the middle has findings, wherever it stops and whether its last line has an end or not."""

from __future__ import annotations

import pytest

from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.model import Source

STOPPED = (
    "- {a: [",
    "[",
    "{",
    "a: [",
    "a: {b",
    "- [a,",
    "'",
    '"',
    "a: '",
    "- - [",
    "? [",
    "&a [",
    "a:\n  - [b,\n  c",
    "*",
    "%",
)


@pytest.mark.parametrize("text", STOPPED)
@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_a_text_that_stops_has_a_finding(text: str, end: str) -> None:
    _, findings = parser.parse(Source("rituals/a.rituals.yml", text + end))
    assert findings
    assert all(one.span.end <= len(text + end) for one in findings)
