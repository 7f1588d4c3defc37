"""Curly quotes: those that a text processor makes of straight ones, which YAML takes for text."""

from __future__ import annotations

from mkdocs_handbook.util.patterns.late_patterns import late_pattern

CURLY = late_pattern(r"[“”„‟«»‘’‚‹›](?P<text>[^“”„‟«»‘’‚‹›]+)[“”‟«»‘’‹›]\Z")
