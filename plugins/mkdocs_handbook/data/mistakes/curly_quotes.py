"""Curly quotes: those that a text processor makes of straight ones, which YAML takes for text."""

from __future__ import annotations

import re

CURLY = re.compile(r"[“”„‟«»‘’‚‹›](?P<text>[^“”„‟«»‘’‚‹›]+)[“”‟«»‘’‹›]\Z")
