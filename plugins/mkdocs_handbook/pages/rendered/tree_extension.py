"""The extension of Python-Markdown by which a look sees the elements of a page while it is rendered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from mkdocs_handbook.pages.rendered.looks import Look


class LookProcessor(Treeprocessor):
    """A processor of Python-Markdown that lets a look see the elements."""

    def __init__(self, md: Markdown, look: Look) -> None:
        super().__init__(md)
        self.look = look

    def run(self, root: Element) -> None:
        """Show the elements below the root to the look."""
        self.look.see(root, self.md)


class TreeExtension(Extension):
    """An extension that adds a look."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the processor."""
        md.treeprocessors.register(LookProcessor(md, self.look), self.look.name, self.look.priority)


def renderer(names: Sequence[str | Extension], configs: Mapping[str, Any], looks: Sequence[Look]) -> Markdown:
    """Return a Python-Markdown with some extensions, options for them, and looks at what it renders."""
    return Markdown(extensions=[*names, *map(TreeExtension, looks)], extension_configs=dict(configs))
