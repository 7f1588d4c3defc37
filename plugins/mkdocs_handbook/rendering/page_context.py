"""The handbook as the Markdown extension queries it while it renders a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from jinja2 import Environment

from mkdocs_handbook.model import Embed, Handbook, Page, Settings
from mkdocs_handbook.pages import embeds
from mkdocs_handbook.project.load import KnownFacts, no_facts
from mkdocs_handbook.rendering import table_dependencies
from mkdocs_handbook.rendering.page_queries import QUERIES
from mkdocs_handbook.rendering.table_dependencies import DEPENDENCIES
from mkdocs_handbook.util.memo import Memo, no_memo

# A query by its name, and its arguments.
Query = tuple[str, tuple[Any, ...]]


def unknown_facts(_settings: Settings) -> KnownFacts:
    """Return what is known of files where nothing is."""
    return no_facts


@dataclass(slots=True)
class PageContext:
    """What the extension shows; the plugin feeds it anew for every build.

    The extension only queries. `recorded` has queries with their arguments and answers, where it is not None, and
    `cached` answers that are known already. `memo` keeps what takes long to compute, and `known_facts` gives for some
    settings what is known of files.
    """

    handbook: Handbook | None = None
    env: Environment | None = None
    generated_pages: Mapping[str, Page] = field(default_factory=dict)
    tracked: ClassVar[frozenset[str]] = frozenset(DEPENDENCIES)
    memo: Memo = no_memo
    known_facts: Callable[[Settings], KnownFacts] = unknown_facts
    recorded: dict[Query, Any] | None = None
    cached: dict[Query, Any] = field(default_factory=dict)

    def query(self, name: str, uri: str, *more: Any) -> Any:
        """Return the answer to a query about a page, None if it is no page of the handbook."""
        # What was kept of a build may hold a query of another version.
        page = self.page(uri) if name in QUERIES else None
        key = name, (uri, *more)
        if key in self.cached:
            answer = self.cached[key]
        else:
            answer = QUERIES[name](self.handbook, self.env, page, *more) if page else None
        if self.recorded is not None:
            self.recorded[key] = answer
        return answer

    def embed(self, uri: str, text: str, address: Callable[[str], str]) -> Embed | None:
        """Return the embed that a paragraph of a page is, None if it is none; `address` is that of a link reference."""
        page = self.page(uri)
        return embeds.paragraph_embed(self.handbook, page, text, address) if self.handbook and page else None

    def dependencies(self, name: str, uri: str, *more: Any) -> tuple[str, ...] | None:
        """Return what the answer to a query is made of beside what all share, None where only the answer tells."""
        page = self.page(uri) if name in DEPENDENCIES else None
        return DEPENDENCIES[name](self.handbook, page, *more) if page else None

    def shared_dependencies(self) -> tuple[Any, ...]:
        """Return what all answers with dependencies are made of, () where that can't be known."""
        return table_dependencies.shared_dependencies(self.handbook, self.env) if self.handbook and self.env else ()

    def page(self, uri: str) -> Page | None:
        """Return a page of the handbook, one that somebody wrote or one of the directory."""
        return (self.handbook.by_uri.get(uri) or self.generated_pages.get(uri)) if self.handbook else None
