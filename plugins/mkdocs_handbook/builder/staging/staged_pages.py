"""The pages of a staged project, each with a mark that is another one as soon as the page shows something else."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs_handbook.builder.caching.query_cache import QueryRecorder
from mkdocs_handbook.builder.staging.staged_extension import StagedSite, mark
from mkdocs_handbook.lint import suppression_comments
from mkdocs_handbook.model import Page
from mkdocs_handbook.project.caching.content_digest import UnknownContent, digest, local_code, versions
from mkdocs_handbook.rendering import page_extras
from mkdocs_handbook.rendering.page_context import PageContext


class Row(NamedTuple):
    """A row of a table as an index has it: its address in the page, the name of its entry, and its texts."""

    address: str
    name: str
    texts: str


class ShownRecords:
    """What each page asked of the handbook when it was rendered, so that it keeps its mark while the answers are the same."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.code = digest(*versions(), *local_code())
        self.pages: dict[str, dict[str, Any]] = {}
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
            self.pages = read["pages"] if read["code"] == self.code else {}
        except (OSError, ValueError, LookupError, TypeError):
            # Then all marks are new.
            pass

    def tokens(self, uris: Iterable[str], context: PageContext) -> dict[str, str]:
        """Return what stands in the marks of pages: the last one if all that a page asked has the same answer now."""
        queries = QueryRecorder(context)
        return {uri: self._token(uri, queries, end_digest(context, uri)) for uri in uris}

    def _token(self, uri: str, queries: QueryRecorder, end: str) -> str:
        known = self.pages.get(uri)
        if known and known["end"] == end and not queries.first_changed(known["asked"]):
            return str(known["token"])
        return secrets.token_hex(8)

    def save(self, site: StagedSite, tokens: Mapping[str, str]) -> None:
        """Write what the pages with these marks showed, those that were rendered now and those before."""
        queries, known = QueryRecorder(site.context), self.pages
        self.pages = {}
        for uri, token in tokens.items():
            page, old = site.rendered.get(uri), known.get(uri, {})
            try:
                if page and page.token == token:
                    rows = [[row.url, row.title, row.text] for row in page.rows]
                    found = {"asked": queries.records(page.asked), "rows": rows}
                elif old.get("token") == token:
                    found = {"asked": queries.with_origins(old["asked"]), "rows": old["rows"]}
                else:
                    continue
            except UnknownContent:
                continue
            self.pages[uri] = {"token": token, "end": end_digest(site.context, uri), **found}
        # Renamed, so that it is whole or of the build before.
        written = self.path.with_suffix(".tmp")
        written.write_text(json.dumps({"code": self.code, "pages": self.pages}), encoding="utf-8")
        written.replace(self.path)

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Yield the rows of the tables of all pages, each with the path of its page."""
        for uri, page in self.pages.items():
            for address, name, texts in page["rows"]:
                yield uri, Row(address, name, texts)


def marked(page: Page, token: str) -> str:
    """Return the text of a page with its mark, for an engine that runs our Markdown extension."""
    front, body = page.source.text[: page.body], page.source.text[page.body :]
    # Where a title is not what stands first, no engine sees it; the lines keep their numbers.
    top = suppression_comments.AT_TOP.match(body)
    body = "\n" * top[0].count("\n") + body[top.end() :] if top else body
    return f"{front}{body.rstrip()}\n\n{mark(page.uri, token)}\n"


def end_digest(context: PageContext, uri: str) -> str:
    """Return the digest of what a page ends with, which is no query of the extension."""
    handbook, env = context.handbook, context.env
    page = handbook.by_uri.get(uri) if handbook else None
    return (
        digest(page_extras.page_end(handbook, page, env, page_extras.source_link)) if handbook and page and env else ""
    )
