"""Lines that begin with `#channel` and that Python-Markdown takes for headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from mkdocs_handbook import embeds, outline
from mkdocs_handbook.model import Page, Settings

CANDIDATE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.])[ \t]+)*#(?P<name>_*[^\W_][\w-]*)")
ANYWHERE = re.compile(r"^[ \t>*+\d.-]*#\w", re.MULTILINE)


def headings(page: Page, settings: Settings, known: Collection[str]) -> Iterator[tuple[int, str]]:
    """Give the offset and the name of each line that begins with `#name`, is meant as text and becomes a heading.

    In a list, a quote and within a paragraph it is; on its own only if it names a known channel.
    """
    if not ANYWHERE.search(page.source.text, page.body):
        return
    found = list(candidates(page, known))
    # A list may turn out to be none, and another parser may ask for the space: Python-Markdown knows.
    left = rendered(page.source.text[page.body :], settings) if found else Counter()
    for at, name, title in found:
        if left[title]:
            left[title] -= 1
            yield at, name


def candidates(page: Page, known: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Give the offset, the name, and the title that the heading would have, of each line that may become one."""
    previous = ""
    for line in outline.lines(page.source.text, page.body):
        match = CANDIDATE.match(line.text)
        is_inside = previous.strip() != "" and not outline.ATX.match(previous)
        if match and (not line.text.startswith("#") or is_inside or f"#{match['name']}".casefold() in known):
            at = match.start("name") - 1
            yield line.start + at, match["name"], plain(line.text[at:])
        previous = line.text


def plain(line: str) -> str:
    """Give the title of a heading's line."""
    match = outline.ATX.match(line)
    return " ".join(match[2].split()) if match else ""


class _Titles(Treeprocessor):
    """Counts the titles of a page's headings of level 1, before inline marks are read."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.found: Counter[str] = Counter()

    def run(self, root: Element) -> None:
        self.found.update(" ".join((element.text or "").split()) for element in root.iter("h1"))


class _TitlesExtension(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        self.titles = _Titles(md)
        # Right before "inline" (20), as embeds are found.
        md.treeprocessors.register(self.titles, "handbook-titles", 21)


def rendered(text: str, settings: Settings) -> Counter[str]:
    """Give how often each title of level 1 is in a text, as Python-Markdown sees it with the site's extensions."""
    extension = _TitlesExtension()
    embeds.convert(text, settings, extension)
    return extension.titles.found
