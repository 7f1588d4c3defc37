"""Near misses of embeds: lines that were meant as one, and are none."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mkdocs_handbook.model import Page, Span
from mkdocs_handbook.pages import embeds, outline
from mkdocs_handbook.util.patterns.late_patterns import late_pattern
from mkdocs_handbook.util.wording import nearest

SPACED = late_pattern(r"\s*\[[^\]]*\]\([^()\s]+\.ya?ml\)[ \t]+\{[^{}]*\}\s*\Z")
ROOTED = late_pattern(r"\s*\[[^\]]*\]\(/[^()\s]+\.ya?ml\)")
NEAR = late_pattern(r"\.ya?ml\)|<[a-zA-Z][a-zA-Z0-9-]*\s*:")
TAG_LIKE = late_pattern(r"\s*<(?P<kind>[a-zA-Z][a-zA-Z0-9-]*)\s*:(?P=kind)\b(?P<rest>.*)")


def near_misses(page: Page, kinds: Collection[str]) -> Iterator[tuple[str, str, Span]]:
    """Yield the lines of a page that were meant as an embed and are none: a code, why, and where."""
    embedded = {embed.span.start for embed in page.embeds}
    for line in near_lines(page):
        at = line.end - len(line.text.lstrip())
        span = Span(at, line.end)
        if at in embedded:
            continue
        if SPACED.match(line.text):
            yield "HB212", "options follow the link without a space, here they are only text", span
        elif ROOTED.match(line.text):
            yield "HB211", 'a link to a data file is relative to the page, it does not begin with "/"', span
        elif (tag := TAG_LIKE.match(line.text)) and (nearest(tag["kind"], kinds, 0.8) or ".y" in tag["rest"]):
            shape = "<rituals :rituals=\"rituals['engineering.rituals.yml']\"></rituals>"
            yield "HB211", f"this tag is not understood, alone on its line it is written {shape}", span


def near_lines(page: Page) -> list[outline.Line]:
    """Return the lines of a page that look a little like an embed."""
    return [outline.Line(*values) for values in page.facts.once("near", lambda: [*lines_nearby(page)])]


def lines_nearby(page: Page) -> Iterator[outline.Line]:
    """Yield the lines of a page that look a little like an embed, as they are read."""
    text = page.source.text
    lines = outline.lines(text, page.body) if embeds.is_suspect(text, page.body) else ()
    # The first is what the second needs, and is looked for much faster.
    likely = (line for line in lines if not line.indented and (".y" in line.text or "<" in line.text))
    yield from (line for line in likely if NEAR.search(line.text))
