"""The extension that stands for one that may not be loaded: whoever renders a page with it is told so."""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions import Extension

from mkdocs_handbook.pages.page_renderer import MarkdownError


class RefusedExtension(Extension):
    """Stands for an extension that may not be loaded, and knows why."""

    def __init__(self, problem: str) -> None:
        super().__init__()
        self.problem = problem

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Raise MarkdownError."""
        raise MarkdownError(self.problem)
