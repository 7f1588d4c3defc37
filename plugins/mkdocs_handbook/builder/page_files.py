"""HTML files of pages: rendered by Jinja, or left as they are while nothing that their templates read has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from mkdocs_handbook.builder import build_log, search_index
from mkdocs_handbook.builder.build_run import BuildRun, current
from mkdocs_handbook.builder.known_plugins import class_name
from mkdocs_handbook.builder.page_contents import toc_data
from mkdocs_handbook.builder.template_reads import TemplateReads
from mkdocs_handbook.project.caching.cache import Cache, Entry
from mkdocs_handbook.project.caching.content_digest import UnknownContent, canonical, digest

DRAFT = '<div class="mkdocs-draft-marker" title="This page will not be included into the built site.">DRAFT</div>'
# Names that MkDocs gives to the template of each page. Their values follow from the page, the site and the configuration.
CONTEXT = frozenset(
    ["nav", "pages", "base_url", "extra_css", "extra_javascript", "mkdocs_version", "build_date_utc", "config", "page"]
)
Context = dict[str, Any]


@dataclass(slots=True)
class PageResult:
    """What building a page gives: search entries by plugin, cache entries, path and digest of its file, its log."""

    search: list[tuple[str, list[Any]]] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    path: str = ""
    digest: str = ""
    lines: list[build_log.Line] = field(default_factory=list)


@dataclass(slots=True)
class RenderCache:
    """Cached results of templates, each with the set of reads that it depends on and a digest of their values.

    Many results share a set of reads, which has an entry of its own.
    """

    cache: Cache
    reads: TemplateReads
    digests: dict[str, str] = field(default_factory=dict)

    def get(self, key: str) -> dict[str, Any] | None:
        """Return what is cached under a key if all that its template read has the same value now."""
        entry = self.cache.get(key)
        if entry is None:
            return None
        value: dict[str, Any] = entry.value
        reads_key = f"set {value['set']}"
        # Its build may not have to read it.
        self.cache.used.add(reads_key)
        if value["covered"] and value["site"] == self.reads.site:
            return value
        reads = self.cache.get(reads_key)
        try:
            lines = reads.body.split("\n") if reads and reads.body else ()
            if reads is None or self._values_digest(value["set"], lines) != value["values"]:
                return None
        except UnknownContent:
            return None
        if value["covered"]:
            # The entry that was read may be asked for again, so it stays as it is.
            value = {**value, "site": self.reads.site}
            self.cache.add(key, Entry(value))
        return value

    def entries(self, key: str, **value: Any) -> dict[str, Entry]:
        """Return the cache entries of a result after the reads that are recorded; {} where they can't be known."""
        if not key:
            return {}
        try:
            lines, is_covered = self.reads.finish()
            name = digest(text := "\n".join(lines))
            values = self._values_digest(name, lines)
        except UnknownContent:
            return {}
        entry = Entry({"set": name, "values": values, "site": self.reads.site, "covered": is_covered, **value})
        return {key: entry, f"set {name}": Entry(None, text)}

    def _values_digest(self, name: str, lines: Iterable[str]) -> str:
        if name not in self.digests:
            self.digests[name] = self.reads.values_digest(lines)
        return self.digests[name]


@dataclass
class PageBuilder:
    """Builds the pages of a site, each independently of the others; nothing is cached if the fingerprint is ""."""

    run: BuildRun
    doc_files: Sequence[File]
    nav: Navigation
    env: jinja2.Environment
    render_cache: RenderCache
    fingerprint: str
    prepared: dict[str, tuple[Context, PageResult]] = field(default_factory=dict)
    digests: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    search_keys: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def show_original_contents(self, pages: Sequence[Page]) -> None:
        """Show a template that reads the content of another page what MkDocs, which builds in order, would show."""
        numbers = {page.file.src_uri: number for number, page in enumerate(pages)}
        originals = {page.file.src_uri: page.content for page in pages}

        def content(page: Page) -> str | None:
            uri, current_page = page.file.src_uri, self.render_cache.reads.page
            if current_page is None or uri not in numbers or numbers[uri] > numbers[current_page.file.src_uri]:
                return originals.get(uri, page.content)
            now, page.content = page.content, originals[uri]
            self._prepare(page)
            shown, page.content = page.content, now
            return shown

        self.render_cache.reads.content = content

    def unchanged(self, pages: Sequence[Page]) -> dict[str, PageResult]:
        """Return the results of pages whose files are up to date, by the pages' paths."""
        if not self.fingerprint:
            return {}
        cache = self.run.cache
        cache.fetch(self._search_key(page, name) for page in pages for name in self.indexes)
        keys = {}
        for page in pages:
            if all(cache.get(self._search_key(page, name)) for name in self.indexes):
                with self._building(page):
                    context, _ = self.prepared[page.file.src_uri] = self._prepare(page)
                    keys[page.file.src_uri] = self._key(page, context), page.file.dest_uri
        cache.fetch(key for key, _ in keys.values())
        return {uri: self.prepared.pop(uri)[1] for uri, (key, path) in keys.items() if self._is_current(uri, key, path)}

    def _is_current(self, uri: str, key: str, path: str) -> bool:
        """Return whether the file of a page is as it would be built; set what was logged then."""
        value = self.render_cache.get(key)
        if value is None or (value["digest"] and not self.run.outputs.has(path, value["digest"])):
            return False
        self.prepared[uri][1].lines = value["lines"]
        return True

    @cached_property
    def indexes(self) -> dict[str, list[Any]]:
        """Return the lists of search entries by the classes of their plugins."""
        return search_index.indexes(self.run.config)

    def _search_key(self, page: Page, name: str) -> str:
        """Return the key of a page's entries in the index of a plugin, "" where they are not cached."""
        if not self.fingerprint or (own := self._own_digests(page)) is None:
            return ""
        known = name, page.file.src_uri, own[0]
        if known not in self.search_keys:
            self.search_keys[known] = search_index.key(name, self.fingerprint, page, *own)
        return self.search_keys[known]

    def _own_digests(self, page: Page) -> tuple[str, str] | None:
        """Return digests of a page's content and table of contents, None where the latter is not MkDocs' own."""
        content = page.content or ""
        known = self.digests.get(page.file.src_uri)
        if known is None or known[0] is not content:
            try:
                toc = known[2] if known else digest(repr(toc_data(page.toc)))
            except UnknownContent:
                return None
            known = self.digests[page.file.src_uri] = content, digest(content), toc
        return known[1:]

    def build(self, page: Page) -> PageResult:
        """Build a page as MkDocs does, and write its file."""
        plugins, config = self.run.config.plugins, self.run.config
        with self._building(page), build_log.recorded() as lines:
            prepared = self.prepared.pop(page.file.src_uri, None) or self._prepare(page)
            context, result = prepared
            key = self._key(page, context) if self.fingerprint else ""
            template = self.env.get_template(page.meta.get("template", "main.html"))
            self.render_cache.reads.start(page)
            output = plugins.on_post_page(template.render(context), page=page, config=config)
            if output.strip():
                result.path = page.file.dest_uri
                result.digest = self.run.outputs.write(result.path, output.encode("utf-8", errors="xmlcharrefreplace"))
            else:
                build_log.BUILD.info(f"Page skipped: '{page.file.src_uri}'. Generated empty output.")
        result.lines = lines
        result.entries.update(self.render_cache.entries(key, digest=result.digest, lines=lines))
        return result

    @contextmanager
    def _building(self, page: Page) -> Iterator[None]:
        """Make a page the current and active one in the block, as MkDocs does."""
        with current(self.run.config, page, "building"):
            page.active = True
            try:
                yield
            finally:
                page.active = False

    def _prepare(self, page: Page) -> tuple[Context, PageResult]:
        """Return the context of a page's template after the plugins have changed it, with the page's search entries."""
        plugins, config, result = self.run.config.plugins, self.run.config, PageResult()
        context: Any = get_context(self.nav, self.doc_files, config, page)
        for method in plugins.events["page_context"]:
            plugins._current_plugin = plugins._event_origins.get(method, "<unknown>")
            handle = partial(method, context, page=page, config=config, nav=self.nav)
            if class_name(method) in self.indexes:
                self._add_to_index(page, class_name(method), handle, result)
            else:
                context = handle() or context
        plugins._current_plugin = None
        if page.file.inclusion.is_excluded():
            page.content = DRAFT + (page.content or "")
        return context, result

    def _add_to_index(self, page: Page, name: str, handle: Callable[[], object], result: PageResult) -> None:
        """Add the search entries of a page to its result, those of the cache or those that a plugin's handler makes."""
        key = self._search_key(page, name)
        entry = self.run.cache.get(key)
        if entry is None:
            new, entry = search_index.added(self.indexes[name], handle, page)
            if key and entry:
                result.entries[key] = entry
        else:
            new = entry.value["entries"]
            page.content = page.content if entry.value["is_same"] else entry.body
        result.search.append((name, new))

    def _key(self, page: Page, context: Context) -> str:
        """Return the key of a page's file; "" where not all that it depends on is known."""
        own = self._own_digests(page)
        try:
            more = canonical({name: value for name, value in context.items() if name not in CONTEXT})
            template = canonical(page.meta.get("template"))
        except UnknownContent:
            return ""
        above = (self.render_cache.reads.names.get(id(section), "?") for section in page.ancestors)
        return digest("page", self.fingerprint, page.file.src_uri, more, template, *own, *above) if own else ""
