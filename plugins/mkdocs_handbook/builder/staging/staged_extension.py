"""The Markdown extension for an engine that runs no plugins: a mark at the end of each staged page says which page it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from mkdocs_handbook.rendering import page_extras, search_rows
from mkdocs_handbook.rendering.markdown_extension import HandbookExtension
from mkdocs_handbook.rendering.page_context import PageContext, Query
from mkdocs_handbook.rendering.search_rows import SearchRow

MARK = re.compile(r"<!-- handbook (?P<uri>\S+) (?P<token>\w+) -->\Z")
# What an index leaves out, and what is to be left out once the rows were read.
EXCLUDED, UNSEARCHED = "data-search-exclude", "data-handbook-unsearched"
FIRST_TAG = re.compile(r"\A(\s*<\w+)")
# What the index has of these comes from their rows.
NOT_SEARCHED = re.compile(r"handbook-(?:table|glance)(?: |\Z)")


@dataclass(frozen=True, slots=True)
class Rendering:
    """A page that was rendered: the token of its mark, what it asked with the answers, and the rows of its tables."""

    token: str
    asked: dict[Query, Any]
    rows: tuple[SearchRow, ...]


@dataclass(slots=True)
class StagedSite:
    """What staged pages show, and those that were rendered, by their paths."""

    context: PageContext = field(default_factory=PageContext)
    rendered: dict[str, Rendering] = field(default_factory=dict)


# The engine makes an extension for each page from its name alone.
SITE = StagedSite()


def mark(uri: str, token: str) -> str:
    """Return the line that ends a staged page: a comment, so that it does no harm where nothing takes it out."""
    return f"<!-- handbook {quote(uri).replace('-', '%2D')} {token} -->"


class StagedExtension(Extension):
    """What `HandbookExtension` and the plugin do for a page, of which nothing but its Markdown is known."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the processors."""
        context = replace(SITE.context, recorded={})
        reader = _MarkReader(md)
        # Before any other takes the end of a page for its own.
        md.preprocessors.register(reader, "handbook-mark", 1000)
        HandbookExtension(context, lambda _: reader.uri).extendMarkdown(md)
        md.treeprocessors.register(_Unsearched(md, reader), "handbook-unsearched", -1000)
        md.postprocessors.register(_PageEnd(md, context, reader), "handbook-end", -1000)


class _MarkReader(Preprocessor):
    """Takes the mark out of a page, and notes what it says."""

    uri, token = "", ""
    # Whether what the postprocessors get is the page: "toc" gives them each heading before.
    is_whole = False

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines of the page without its mark."""
        end = next((index for index in range(len(lines) - 1, -1, -1) if lines[index].strip()), -1)
        found = MARK.match(lines[end].strip()) if end >= 0 else None
        if not found:
            return lines
        self.uri, self.token = unquote(found["uri"]), found["token"]
        return lines[:end]


class _Unsearched(Treeprocessor):
    """Marks the tables as what no index reads, when all else is done."""

    def __init__(self, md: markdown.Markdown, reader: _MarkReader) -> None:
        super().__init__(md)
        self.reader = reader

    def run(self, root: Element) -> None:
        """Mark the tables of the tree."""
        self.reader.is_whole = True
        for element in root.iter("div"):
            if NOT_SEARCHED.match(element.get("class", "")):
                exclude(element)


def exclude(element: Element) -> None:
    """Mark an element as what no index reads, but for the caption of its table."""
    if element.tag == "caption":
        return
    if "handbook-glance" in element.get("class", "") or element.find(".//caption") is None:
        element.set(UNSEARCHED, "")
        return
    for child in element:
        exclude(child)


class _PageEnd(Postprocessor):
    """Adds who maintains the page, before the headings that moved away, and notes what the page asked."""

    def __init__(self, md: markdown.Markdown, context: PageContext, reader: _MarkReader) -> None:
        super().__init__(md)
        self.context, self.reader = context, reader

    def run(self, text: str) -> str:
        """Return the HTML of the page."""
        uri, handbook, env = self.reader.uri, self.context.handbook, self.context.env
        if not (uri and self.reader.is_whole):
            return text
        rows = search_rows.sections(text)[1] if search_rows.START.search(text) else ()
        SITE.rendered[uri] = Rendering(self.reader.token, self.context.recorded or {}, tuple(rows))
        known = handbook.by_uri.get(uri) if handbook else None
        end = page_extras.page_end(handbook, known, env, page_extras.source_link) if handbook and known and env else ""
        end = FIRST_TAG.sub(rf'\1 {EXCLUDED}=""', end)
        text = text.replace(f'{UNSEARCHED}=""', f'{EXCLUDED}=""')
        content, moved, rest = text.rpartition(page_extras.MOVED)
        return f"{content}{end}{moved}{rest}" if moved else text + end


def makeExtension(**_options: Any) -> StagedExtension:  # noqa: N802 (Python-Markdown's name)
    """Return the extension."""
    return StagedExtension()
