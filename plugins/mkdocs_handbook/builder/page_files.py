"""Pages as files of the site: rendered by Jinja, or left as they are where nothing that they read has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from mkdocs_handbook.builder import build_log, search_index
from mkdocs_handbook.builder.build_run import current
from mkdocs_handbook.builder.cache import Entry, Store
from mkdocs_handbook.builder.fingerprint import Unknown, digest, of_bytes, text_of
from mkdocs_handbook.builder.known_plugins import SEARCHES, class_of
from mkdocs_handbook.builder.output_files import Outputs
from mkdocs_handbook.builder.page_contents import toc_of
from mkdocs_handbook.builder.template_reads import Read, Reads

DRAFT = '<div class="mkdocs-draft-marker" title="This page will not be included into the built site.">DRAFT</div>'
Context = dict[str, Any]


@dataclass(slots=True)
class Made:
    """What making a page gave: entries of search indexes by plugin, what to keep, its file's digest, what was logged."""

    found: list[tuple[str, list[Any]]] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    path: str = ""
    digest: str = ""
    lines: list[build_log.Line] = field(default_factory=list)


@dataclass(slots=True)
class Keeper:
    """Tells whether something that templates made before would be the same now, and keeps what they make."""

    store: Store
    reads: Reads

    def kept(self, key: str) -> dict[str, Any] | None:
        """Give what was made under a key if all that it read reads the same now."""
        entry = self.store.one(key)
        if entry is None:
            return None
        value: dict[str, Any] = entry.value
        self.store.use("set", value["set"])
        if value["covered"] and value["site"] == self.reads.site:
            return value
        reads = self.store.one(f"set {value['set']}")
        try:
            if reads is None or self.values(value["set"], split(reads.body)) != value["values"]:
                return None
        except Unknown:
            return None
        if value["covered"]:
            # A copy, since what was read may be asked for again.
            value = {**value, "site": self.reads.site}
            self.store.add(key, Entry(value))
        return value

    def values(self, name: str, reads: list[Read]) -> str:
        """Give the digest of what a set of reads gives now."""
        if name not in self.reads.sets:
            self.reads.sets[name] = self.reads.facts_of(reads)
        return self.reads.sets[name]

    def keep(self, key: str, **value: Any) -> dict[str, Entry]:
        """Give the entries of what was made after it read what is noted; none where that can't be known."""
        try:
            reads, covered = self.reads.taken()
            reads, text = ordered(reads)
            name = digest(text)
            values = self.values(name, reads)
        except Unknown:
            return {}
        made = {"set": name, "values": values, "site": self.reads.site, "covered": covered, **value}
        return {key: Entry(made), f"set {name}": Entry(None, text)} if key else {}


def ordered(reads: Iterable[Read]) -> tuple[list[Read], str]:
    """Give a set of reads thing by thing, and as text with a line for each thing."""
    by_thing: dict[str, list[str]] = {}
    for thing, attribute in reads:
        by_thing.setdefault(thing, []).append(attribute)
    text = "\n".join("\t".join((thing, *attributes)) for thing, attributes in by_thing.items())
    return [(thing, attribute) for thing, attributes in by_thing.items() for attribute in attributes], text


def split(text: str) -> list[Read]:
    """Give a set of reads from its text."""
    lines = (line.split("\t") for line in text.split("\n") if line)
    return [(thing, attribute) for thing, *attributes in lines for attribute in attributes]


@dataclass
class Pages:
    """Makes the pages of a site, each by itself."""

    config: MkDocsConfig
    doc_files: Sequence[File]
    nav: Navigation
    env: jinja2.Environment
    keeper: Keeper
    outputs: Outputs
    fingerprint: str
    prepared: dict[str, tuple[Context, Made]] = field(default_factory=dict)
    digests: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    search_keys: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def keep_order(self, pages: Sequence[Page]) -> None:
        """Let a template that reads the content of another page find it as MkDocs would have it by then."""
        places = {page.file.src_uri: number for number, page in enumerate(pages)}
        original = {page.file.src_uri: page.content for page in pages}

        def content(page: Page) -> str | None:
            uri, current = page.file.src_uri, self.keeper.reads.page
            if current is None or uri not in places or places[uri] > places[current.file.src_uri]:
                return original.get(uri, page.content)
            now, page.content = page.content, original[uri]
            self.prepare(page)
            found, page.content = page.content, now
            return found

        self.keeper.reads.content = content

    @property
    def store(self) -> Store:
        """The cache."""
        return self.keeper.store

    def unchanged(self, pages: Sequence[Page]) -> dict[str, Made]:
        """Give those of some pages that need not be made again, by their paths."""
        self.store.fetch(self.search_key(page, name) for page in pages for name in self.searches)
        keys = {}
        for page in pages:
            if self.fingerprint and all(self.store.one(self.search_key(page, name)) for name in self.searches):
                with current(self.config, page, "building"), active(page, self.config):
                    context, _ = self.prepared[page.file.src_uri] = self.prepare(page)
                    keys[page.file.src_uri] = self.key(page, context), page.file.dest_uri
        self.store.fetch(key for key, _ in keys.values())
        return {uri: self.prepared.pop(uri)[1] for uri, (key, path) in keys.items() if self.is_there(uri, key, path)}

    def is_there(self, uri: str, key: str, path: str) -> bool:
        """Whether the file of a page is as it would be made; then what was logged is known."""
        value = self.keeper.kept(key)
        if value is None or (value["digest"] and not self.outputs.has(path, value["digest"])):
            return False
        self.prepared[uri][1].lines = value["lines"]
        return True

    @cached_property
    def searches(self) -> list[str]:
        """The search plugins that take part."""
        names = map(class_of, self.config.plugins.events["page_context"])
        return [name for name in names if name in SEARCHES]

    def search_key(self, page: Page, name: str) -> str:
        """Give the key of a page's entries in a search index."""
        if not self.fingerprint or (own := self.own(page)) is None:
            return ""
        known = name, page.file.src_uri, own[0]
        if known not in self.search_keys:
            self.search_keys[known] = search_index.key(name, self.fingerprint, page, *own)
        return self.search_keys[known]

    def own(self, page: Page) -> tuple[str, str] | None:
        """Give digests of a page's content and of its table of contents, None where that is none of MkDocs'."""
        content = page.content or ""
        known = self.digests.get(page.file.src_uri)
        if known is None or known[0] is not content:
            try:
                toc = known[2] if known else digest(repr(toc_of(page.toc)))
            except Unknown:
                return None
            known = self.digests[page.file.src_uri] = content, digest(content), toc
        return known[1:]

    def make(self, page: Page) -> Made:
        """Make a page as MkDocs does, and write its file."""
        with active(page, self.config), build_log.listening() as lines:
            prepared = self.prepared.pop(page.file.src_uri, None) or self.prepare(page)
            context, made = prepared
            key = self.key(page, context) if self.fingerprint else ""
            template = self.env.get_template(page.meta.get("template", "main.html"))
            self.keeper.reads.begin(page)
            output = template.render(context)
            output = self.config.plugins.on_post_page(output, page=page, config=self.config)
            if output.strip():
                content = output.encode("utf-8", errors="xmlcharrefreplace")
                made.path, made.digest = page.file.dest_uri, of_bytes(content)
                self.outputs.write(made.path, content, made.digest)
            else:
                build_log.BUILD.info(f"Page skipped: '{page.file.src_uri}'. Generated empty output.")
        made.lines = lines
        made.entries.update(self.keeper.keep(key, digest=made.digest, lines=lines))
        return made

    def prepare(self, page: Page) -> tuple[Context, Made]:
        """Give the context of a page's template after the plugins had their say, and the entries of search indexes."""
        plugins, made = self.config.plugins, Made()
        context: Any = get_context(self.nav, self.doc_files, self.config, page)
        for method in plugins.events["page_context"]:
            plugins._current_plugin = plugins._event_origins.get(method, "<unknown>")
            handle = partial(method, context, page=page, config=self.config, nav=self.nav)
            name = class_of(method)
            owner = getattr(method, "__self__", None)
            index = search_index.entries_of(owner) if name in SEARCHES else None
            if index is not None:
                self.search(page, name, handle, index, made)
            else:
                context = handle() or context
        plugins._current_plugin = None
        if page.file.inclusion.is_excluded():
            page.content = DRAFT + (page.content or "")
        return context, made

    def search(self, page: Page, name: str, handle: Callable[[], object], index: list[Any], made: Made) -> None:
        """Add the entries of a page to what was made of it, from the plugin or as they were before."""
        key = self.search_key(page, name)
        entry = self.store.one(key)
        if entry is None:
            new, entry = search_index.added(index, handle, page)
            if key and entry:
                made.entries[key] = entry
        else:
            new = entry.value["entries"]
            page.content = page.content if entry.value["is_same"] else entry.body
        made.found.append((name, new))

    def key(self, page: Page, context: Context) -> str:
        """Give the key under which a page's file is kept; "" where not all that it is made of is known."""
        try:
            more = text_of({name: value for name, value in context.items() if name not in STANDARD})
            template = text_of(page.meta.get("template"))
        except Unknown:
            return ""
        if (own := self.own(page)) is None:
            return ""
        above = (self.keeper.reads.names.get(id(one), "?") for one in page.ancestors)
        return digest("page", self.fingerprint, page.file.src_uri, more, template, *own, *above)


STANDARD = frozenset(
    (
        "nav",
        "pages",
        "base_url",
        "extra_css",
        "extra_javascript",
        "mkdocs_version",
        "build_date_utc",
        "config",
        "page",
    )
)


class active:  # noqa: N801 (it reads like a verb)
    """Makes a page the current one for a while, as MkDocs does."""

    def __init__(self, page: Page, config: MkDocsConfig) -> None:
        self.page, self.config = page, config

    def __enter__(self) -> None:
        self.config._current_page = self.page
        self.page.active = True

    def __exit__(self, *_: object) -> None:
        self.page.active = False
        self.config._current_page = None
