"""Golden Markdown files: cases under `##` headings, and the fences in them."""

from __future__ import annotations

import re

FENCE = re.compile(r"^(`{3,})([^\n`]*)\n(.*?)^\1$\n?", re.MULTILINE | re.DOTALL)


CASE = re.compile(r"^## (.+)$", re.MULTILINE)


def parts(text: str) -> dict[str, str]:
    """Return the cases of a golden file by title; headings inside fences begin none."""
    outside = FENCE.sub(lambda match: " " * len(match[0]), text)
    starts = [match.start() for match in CASE.finditer(outside)]
    titles = [match[1] for match in CASE.finditer(outside)]
    return {title: text[start:end] for title, start, end in zip(titles, starts, [*starts[1:], len(text)], strict=True)}
