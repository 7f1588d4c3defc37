"""The page reader: front matter, embeds and titles of Markdown pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from functools import cached_property, lru_cache
from html import unescape
from typing import Any, cast

from mkdocs_handbook.data import items, row_ids
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.model import Embed, Facts, Finding, Item, Kind, MappingNode, Node, Page, Settings, Source, Span
from mkdocs_handbook.pages import embeds, outline


def read(
    source: Source, dest: str, settings: Settings, schema: Kind, facts: Facts | None = None
) -> tuple[Page, Sequence[Finding]]:
    """Return a page, and the findings of its front matter; `dest` is its file in the site, `facts` are known already."""
    facts = Facts() if facts is None else facts
    uri = source.path.removeprefix(f"{settings.docs_dir}/")
    match = parser.FRONT_MATTER.match(source.text)
    item, findings = known_front_matter(source, Span(*match.span("yaml")), schema, facts) if match else (None, [])
    # Without keys it is no front matter, for MkDocs neither: a rule, and text below it.
    body = match.end() if match and (item or findings) else 0
    return Page(source, uri, dest, item, body, embeds_of(source.text, body, uri, settings, facts), facts), findings


def embeds_of(text: str, body: int, uri: str, settings: Settings, facts: Facts) -> tuple[Embed, ...]:
    """Return the embeds in the text of a page."""
    found = facts.once("embeds", lambda: [*map(to_values, embeds.find_embeds(text, body, uri, settings))])
    return tuple(to_embed(*values) for values in found)


def to_values(embed: Embed) -> list[Any]:
    """Return an embed as JSON has it."""
    return [getattr(embed, one.name) for one in fields(Embed)]


def to_embed(*values: Any) -> Embed:
    """Return the embed that has some values."""
    target, path, label, options, columns, conditions, span, *rest = values
    conditions = tuple((key, text) for key, text in conditions)
    return Embed(target, path, label, options, tuple(columns), conditions, Span(*span), *rest)


def known_front_matter(source: Source, span: Span, schema: Kind, facts: Facts) -> tuple[Item | None, Sequence[Finding]]:
    """Return the keys of a page's front matter and their findings; what is known to have no findings is not read again."""
    if known := facts.get("front matter"):
        return Item(known, _FrontMatter(source, span)), ()
    item, findings = front_matter(source, span, schema)
    if item and not findings:
        facts.keep("front matter", item.values)
    return item, findings


class _FrontMatter:
    """The node of a page's front matter, which is read when somebody asks where something stands."""

    def __init__(self, source: Source, span: Span) -> None:
        self.source, self.span = source, span

    @cached_property
    def node(self) -> MappingNode:
        """The node."""
        node, _ = parsed(self.source, self.span)
        return cast("MappingNode", node)

    def __getitem__(self, _number: int, /) -> MappingNode:
        """Return the node."""
        return self.node


def front_matter(source: Source, span: Span, schema: Kind) -> tuple[Item | None, list[Finding]]:
    """Return the keys of a page's front matter, None if there are none, and their findings."""
    node, problems = parsed(source, span)
    findings = [replace(one, source=source) for one in problems]
    if not isinstance(node, MappingNode):
        return None, findings
    item, invalid = items.read_front_matter(source, node, schema)
    return item, [*findings, *invalid]


def parsed(source: Source, span: Span) -> tuple[Node | None, tuple[Finding, ...]]:
    """Return the node of front matter, and what is wrong with its YAML."""
    # The page with blanks before its front matter: so offsets stay those of the page.
    text = re.sub(r"[^\r\n]", " ", source.text[: span.start]) + source.text[span.start : span.end]
    return parser.parse(Source(source.path, text))


def page_title(page: Page) -> str:
    """Return the title of a page as readers see it: of its front matter, else its first heading of level 1, else its path."""
    return unescape(page.metadata("title") or text_title(page.source.text, page.body)) or page.uri


def place_title(page: Page, fragment: str) -> str:
    """Return the title of a page and, where a fragment leads to one of its headings, that of the heading."""
    if not fragment:
        return page_title(page)
    shown = (unescape(outline.shown_title(one.title)) for one in outline.headings(page.source.text, page.body))
    heading = next((text for text in shown if row_ids.slug(text) == fragment), anchor_label(fragment))
    return f"{page_title(page)}: {heading}"


def anchor_label(fragment: str) -> str:
    """Return what an anchor was probably called."""
    words = fragment.replace("-", " ")
    return f"{words[:1].upper()}{words[1:]}"


@lru_cache(maxsize=1024)
def text_title(text: str, body: int) -> str:
    """Return the first heading of level 1 of a text, whose front matter ends at `body`, "" without one."""
    return outline.shown_title(outline.main_title(text, body))


def group_title(group: str) -> str:
    """Return a group's name in words."""
    return anchor_label(group)
