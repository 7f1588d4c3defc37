"""Redirects that other tools keep: old and new addresses, from a file or from front matter."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.model import MappingNode, Node, Page, ScalarNode, SequenceNode, Source, Span


class Redirect(NamedTuple):
    """An old and a new address as a tool has them, or why a line has none; `is_page` says that the new one is a page."""

    old: str
    new: str
    source: Source
    span: Span
    problem: str = ""


def of_mkdocs(source: Source) -> Iterator[Redirect]:
    """Give the `redirect_maps` of mkdocs-redirects in a configuration of MkDocs."""
    root = parser.parse(source)[0]
    plugins = root.get("plugins") if isinstance(root, MappingNode) else None
    options = [
        node
        for entry in (plugins.items if isinstance(plugins, SequenceNode) else [plugins])
        if isinstance(entry, MappingNode)
        for name, node in entry.pairs
        if name.text == "redirects" and isinstance(node, MappingNode)
    ]
    maps = [node for one in options if isinstance(node := one.get("redirect_maps"), MappingNode)]
    for old, new in (pair for one in maps for pair in one.pairs):
        if isinstance(new, ScalarNode):
            yield Redirect(old.text, new.text, source, old.span)


def of_netlify(source: Source) -> Iterator[Redirect]:
    """Give the lines of a `_redirects` file."""
    at = 0
    for line in source.text.split("\n"):
        words = line.partition("#")[0].split() if line.lstrip().startswith("#") else re.sub(r"\s#.*", "", line).split()
        span = Span(at, at + len(line.rstrip("\r")))
        at += len(line) + 1
        if len(words) >= 2:
            yield netlify(words, source, span)


def netlify(words: list[str], source: Source, span: Span) -> Redirect:
    """Give the redirect that the words of a line are, or why they are none that every reader gets."""
    old, new, *rest = words
    code = rest[0].rstrip("!") if rest else "301"
    if code not in ("301", "302", "307", "308") or rest[1:] or "=" in new:
        return Redirect(old, new, source, span, f'"{" ".join(words)}" is more than a redirect for everybody')
    if old.endswith("/*") and new.endswith("/:splat"):
        return Redirect(f"{old}*", f"{new.removesuffix(':splat')}**", source, span)
    if "*" in old + new or re.search(r"/:\w", old + new):
        return Redirect(
            old, new, source, span, f'"{old}" has a pattern other than a whole folder, which stubs.yml lacks'
        )
    return Redirect(old, new, source, span)


def of_page(page: Page) -> Iterator[Redirect]:
    """Give the addresses that a page's front matter says it had: Jekyll's `redirect_from`, Hugo's `aliases`."""
    node = page.front_matter.node if page.front_matter else None
    for key in KEYS if node else ():
        value = node.get(key) if node else None
        for scalar in scalars(value):
            old = scalar.text
            if key == "aliases" and not old.startswith("/"):
                old = posixpath.join("/", posixpath.dirname(page.uri), old)
            yield Redirect(old, page.uri, page.source, scalar.span)


def scalars(node: Node | None) -> list[ScalarNode]:
    """Give a scalar, or those of a list."""
    nodes = node.items if isinstance(node, SequenceNode) else [node]
    return [one for one in nodes if isinstance(one, ScalarNode) and one.text]


KEYS = ("redirect_from", "aliases")
# The files of other tools by their names.
READERS: Mapping[str, Callable[[Source], Iterator[Redirect]]] = {
    "mkdocs.yml": of_mkdocs,
    "mkdocs.yaml": of_mkdocs,
    "_redirects": of_netlify,
}


def reader(source: Source) -> Callable[[Source], Iterator[Redirect]]:
    """Give what reads a tool's file, by its name."""
    return READERS[posixpath.basename(source.path)]
