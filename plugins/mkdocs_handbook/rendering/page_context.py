"""Whom the extension asks of the handbook while it renders a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from jinja2 import Environment

from mkdocs_handbook.model import Embed, Handbook, Page
from mkdocs_handbook.pages import embeds
from mkdocs_handbook.rendering import table_dependencies
from mkdocs_handbook.rendering.page_queries import QUERIES
from mkdocs_handbook.rendering.table_dependencies import DEPENDENCIES
from mkdocs_handbook.util.memo import Memo, no_memo

# A question by its name, and what it is asked of.
Question = tuple[str, tuple[Any, ...]]


@dataclass(slots=True)
class PageContext:
    """What the extension shows; the plugin feeds it anew for every build.

    The extension itself only ever asks; `asked` has questions with what was asked of them and their answers, where
    somebody wants to know, and `found` the answers that somebody has already. `memo` keeps what takes long to compute.
    """

    handbook: Handbook | None = None
    env: Environment | None = None
    made: Mapping[str, Page] = field(default_factory=dict)
    with_origins: ClassVar[frozenset[str]] = frozenset(DEPENDENCIES)
    memo: Memo = no_memo
    asked: dict[Question, Any] | None = None
    found: dict[Question, Any] = field(default_factory=dict)

    def ask(self, question: str, uri: str, *more: Any) -> Any:
        """Return the answer to a question about a page, None if it is no page of the handbook."""
        # What was kept of a build may hold a question of another version.
        page = self.page(uri) if question in QUERIES else None
        key = question, (uri, *more)
        if key in self.found:
            answer = self.found[key]
        else:
            answer = QUERIES[question](self.handbook, self.env, page, *more) if page else None
        if self.asked is not None:
            self.asked[key] = answer
        return answer

    def embed(self, uri: str, text: str, address: Callable[[str], str]) -> Embed | None:
        """Return the embed that a paragraph of a page is, None if it is none; `address` is that of a link reference."""
        page = self.page(uri)
        return embeds.paragraph_embed(self.handbook, page, text, address) if self.handbook and page else None

    def origin(self, question: str, uri: str, *more: Any) -> tuple[str, ...] | None:
        """Return what the answer to a question is made of beside what all share, None where only the answer tells."""
        page = self.page(uri) if question in DEPENDENCIES else None
        return DEPENDENCIES[question](self.handbook, page, *more) if page else None

    def common(self) -> tuple[Any, ...]:
        """Return what all answers with an origin are made of, () where that can't be known."""
        return table_dependencies.shared_dependencies(self.handbook, self.env) if self.handbook and self.env else ()

    def page(self, uri: str) -> Page | None:
        """Return a page of the handbook, one that somebody wrote or one of the directory."""
        return (self.handbook.by_uri.get(uri) or self.made.get(uri)) if self.handbook else None
