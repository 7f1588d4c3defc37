"""The readers of other tools' redirects, from a file or from front matter."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.model import MappingNode, Node, Page, ScalarNode, SequenceNode, Source, Span

KEYS = ("redirect_from", "aliases")


class Redirect(NamedTuple):
    """A redirect of a tool: its old and new address, and why it can't be imported, if so."""

    old: str
    new: str
    source: Source
    span: Span
    problem: str = ""


def read_mkdocs(source: Source) -> Iterator[Redirect]:
    """Yield the `redirect_maps` of mkdocs-redirects in a configuration of MkDocs."""
    root = parser.parse(source)[0]
    plugins = root.get("plugins") if isinstance(root, MappingNode) else None
    options = [
        node
        for entry in (plugins.items if isinstance(plugins, SequenceNode) else [plugins])
        if isinstance(entry, MappingNode)
        for name, node in entry.pairs
        if name.text == "redirects" and isinstance(node, MappingNode)
    ]
    maps = [node for option in options if isinstance(node := option.get("redirect_maps"), MappingNode)]
    for old, new in (pair for redirect_map in maps for pair in redirect_map.pairs):
        if isinstance(new, ScalarNode):
            yield Redirect(old.text, new.text, source, old.span)


def read_netlify(source: Source) -> Iterator[Redirect]:
    """Yield the lines of a `_redirects` file."""
    at = 0
    for line in source.text.split("\n"):
        words = line.partition("#")[0].split() if line.lstrip().startswith("#") else re.sub(r"\s#.*", "", line).split()
        span = Span(at, at + len(line.rstrip("\r")))
        at += len(line) + 1
        if len(words) >= 2:
            yield netlify_redirect(words, source, span)


def netlify_redirect(words: list[str], source: Source, span: Span) -> Redirect:
    """Return the redirect in a line's words; it has a problem if it is conditional or a pattern."""
    old, new, *rest = words
    code = rest[0].rstrip("!") if rest else "301"
    # Conditions on parameters stand before the new address, those on countries and the like behind it.
    is_address = re.match(r"/|[A-Za-z][A-Za-z0-9+.-]*:", new) is not None
    if code not in ("301", "302", "307", "308") or rest[1:] or not is_address:
        return Redirect(old, new, source, span, f'"{" ".join(words)}" is more than a redirect for everybody')
    if old.endswith("/*") and new.endswith("/:splat"):
        return Redirect(f"{old}*", f"{new.removesuffix(':splat')}**", source, span)
    if "*" in old + new or re.search(r"[/=&]:\w", old + new):
        return Redirect(
            old, new, source, span, f'"{old}" has a pattern other than a whole folder, which stubs.yml lacks'
        )
    return Redirect(old, new, source, span)


def read_front_matter(page: Page) -> Iterator[Redirect]:
    """Yield the old addresses in a page's front matter: Jekyll's `redirect_from`, Hugo's `aliases`."""
    node = page.front_matter.node if page.front_matter else None
    for key in KEYS if node else ():
        value = node.get(key) if node else None
        for scalar in scalars(value):
            old = scalar.text
            if key == "aliases" and not old.startswith("/"):
                old = posixpath.join("/", posixpath.dirname(page.uri), old)
            yield Redirect(old, page.uri, page.source, scalar.span)


def scalars(node: Node | None) -> list[ScalarNode]:
    """Return a scalar, or those of a list."""
    nodes = node.items if isinstance(node, SequenceNode) else [node]
    return [scalar for scalar in nodes if isinstance(scalar, ScalarNode) and scalar.text]


# The files of other tools by their names.
READERS: Mapping[str, Callable[[Source], Iterator[Redirect]]] = {
    "mkdocs.yml": read_mkdocs,
    "mkdocs.yaml": read_mkdocs,
    "_redirects": read_netlify,
}


def reader(source: Source) -> Callable[[Source], Iterator[Redirect]]:
    """Return the reader of a tool's file, by the file's name."""
    return READERS[posixpath.basename(source.path)]
