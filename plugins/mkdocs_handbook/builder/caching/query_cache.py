"""Queries of pages: what the Markdown of a page asks of the handbook, and whether a later build would answer the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mkdocs_handbook.project.caching.content_digest import UnknownContent, canonical, digest

if TYPE_CHECKING:
    from mkdocs_handbook.rendering.page_context import PageContext, Query

EXTENSION = "mkdocs_handbook.rendering.markdown_extension"
# A query's name, its arguments, and the digests of its answer and of the answer's origin ("" where that has none).
Record = list[Any]


def site_of(config: Any) -> PageContext | None:
    """Return what the extension of this package queries in a configuration of MkDocs, None where a site does not use it."""
    # To import the class here would cost other sites more than a build in which nothing has changed.
    extensions: list[Any] = [item for item in config.markdown_extensions if type(item).__module__ == EXTENSION]
    return extensions[0].site if extensions else None


class QueryRecorder:
    """Records the queries of pages, and compares recorded ones with the handbook of this build."""

    def __init__(self, site: PageContext | None) -> None:
        self.site = site
        self.answers: dict[str, str] = {}
        self.origins: dict[str, str] = {}

    def start(self) -> None:
        """Start to record the queries of the next page."""
        if self.site:
            self.site.recorded = {}

    def recorded(self) -> list[Record]:
        """Return the queries since `start`; raise UnknownContent where an answer has no canonical text."""
        return self.records((self.site.recorded if self.site else None) or {})

    def records(self, asked: Mapping[Query, Any]) -> list[Record]:
        """Return queries with the digests of their answers; raise UnknownContent where one has no canonical text."""
        return [
            [name, list(arguments), digest(canonical(answer)), self.origin(name, list(arguments))]
            for (name, arguments), answer in asked.items()
        ]

    def first_changed(self, records: list[Record]) -> str:
        """Return the first query that has another answer now, as its name and subject; "" if none has."""
        for name, arguments, answer, origin in records:
            is_same = origin and origin == self.origin(name, arguments)
            if not is_same and self.answer(name, arguments) != answer:
                return f"{name} {' '.join(map(str, arguments[1:2]))}".rstrip()
        return ""

    def with_origins(self, records: list[Record]) -> list[Record]:
        """Return queries whose answers have not changed with the origins that these have now."""
        return [[name, arguments, answer, self.origin(name, arguments)] for name, arguments, answer, _ in records]

    def answer(self, name: str, arguments: list[Any]) -> str:
        """Return the digest of the answer to a query; an unknown query's answer is None."""
        key = repr((name, arguments))
        if key not in self.answers:
            given = from_json(arguments)
            answer = self.site.query(name, *given) if self.site else None
            self.answers[key] = digest(canonical(answer))
            if self.site:
                # It is asked for again if the page is rendered.
                self.site.cached[name, tuple(given)] = answer
        return self.answers[key]

    def origin(self, name: str, arguments: list[Any]) -> str:
        """Return the digest of what the answer to a query is computed from, "" where only the answer can tell."""
        if not self.site or name not in self.site.tracked:
            return ""
        key = repr(arguments)
        if key not in self.origins:
            own = self.site.dependencies(name, *from_json(arguments))
            self.origins[key] = digest(self.common, canonical(own)) if own and self.common else ""
        return self.origins[key]

    @cached_property
    def common(self) -> str:
        """Return the digest of what all answers with dependencies depend on, "" where it can't be known."""
        try:
            shared = self.site.shared_dependencies() if self.site else ()
            return digest(canonical(shared)) if shared else ""
        except UnknownContent:
            return ""


def from_json(arguments: list[Any]) -> list[Any]:
    """Return arguments read from JSON with their tuples, which JSON has as lists."""
    return [tuple(item) if isinstance(item, list) else item for item in arguments]
