"""Contents of pages: Markdown rendered by MkDocs, or its HTML from the cache while everything it depends on is the same."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from mkdocs_handbook.builder import build_log
from mkdocs_handbook.builder.caching.query_cache import QueryRecorder, site_of
from mkdocs_handbook.builder.fingerprint import project_root
from mkdocs_handbook.project.caching.cache import Entry
from mkdocs_handbook.project.caching.content_digest import UnknownContent, digest, digest_of_bytes

# What `Page.render` of MkDocs sets; what a version sets that does more is not cached.
RENDERED = {"content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors"}


class _RecordingFiles:
    """The files of the site while a page is rendered; records which ones its links look up."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.lookups: dict[str, list[Any] | None] = {}
        self.is_complete = True

    def get_file_from_path(self, path: str) -> File | None:
        """Return a file by its path."""
        path = PurePath(path).as_posix()
        # Some plugins have files of their own kind, which find more.
        file = self.files.get_file_from_path(path)
        self.lookups[path] = link_facts(file)
        return file

    def __getattr__(self, name: str) -> Any:
        # Other methods may depend on anything.
        self.is_complete = False
        return getattr(self.files, name)


def link_facts(file: File | None) -> list[Any] | None:
    """Return what the HTML of a link depends on of the file that it leads to."""
    return [file.src_uri, file.url, file.inclusion.is_excluded()] if file else None


class PageContents:
    """Renders pages and restores them from the cache, in one build; nothing is cached if the fingerprint is ""."""

    def __init__(self, config: MkDocsConfig, files: Files, fingerprint: str) -> None:
        self.config, self.files, self.fingerprint = config, files, fingerprint
        self.root = project_root(config)
        self.queries = QueryRecorder(site_of(config))
        self.path_states: dict[str, str] = {}

    def key(self, page: Page) -> str:
        """Return the key of a page's content: the digest of what it depends on and is known before it is rendered."""
        file = page.file
        return digest(
            "content", self.fingerprint, file.src_uri, file.url, str(file.inclusion.is_excluded()), page.markdown or ""
        )

    def stale_reason(self, value: dict[str, Any]) -> str:
        """Return what has changed of the things that a page looked up when it was rendered, "" if nothing has."""
        for path, facts in value["files"].items():
            if link_facts(self.files.get_file_from_path(path)) != facts:
                return f"{path}, to which it links, is another file or gone"
        for path, state in value["paths"].items():
            if self.path_state(path) != state:
                return f"{path} has changed, which it includes"
        query = self.queries.first_changed(value["asked"])
        return f"the handbook has changed: {query}" if query else ""

    def update_origins(self, value: dict[str, Any]) -> bool:
        """Update the origins of the answers in a value, which is not stale; return whether there were others."""
        before, value["asked"] = value["asked"], self.queries.with_origins(value["asked"])
        return bool(value["asked"] != before)

    def path_state(self, path: str) -> str:
        """Return what rendering can see of a path: the digest of a file, "folder", or "" where there is nothing."""
        if path not in self.path_states:
            full = Path(self.root, path)
            state = digest_of_bytes(full.read_bytes()) if full.is_file() else "folder" if full.is_dir() else ""
            self.path_states[path] = state
        return self.path_states[path]

    def render(self, page: Page) -> Entry | None:
        """Render a page as MkDocs does; return its cache entry, None where not all that it depends on is known."""
        before, files, paths = dict(vars(page)), _RecordingFiles(self.files), set[str]()
        self.queries.start()
        with build_log.recorded() as lines, recorded_paths(paths):
            page.render(self.config, files)  # type: ignore[arg-type]
        changed = {name for name, value in vars(page).items() if before.get(name) is not value}
        if not files.is_complete or not changed <= RENDERED:
            return None
        try:
            value = {
                "files": files.lookups,
                "paths": {path: self.path_state(path) for path in sorted(map(self._relative, paths))},
                "asked": self.queries.recorded(),
                "toc": toc_data(page.toc),
                "title": page._title_from_render,
                # To Python's parser, `<Run ID>` in prose is a tag whose id is None.
                "anchors": sorted(page.present_anchor_ids or (), key=str),
                "links": [[file.src_uri, links] for file, links in (page.links_to_anchors or {}).items()],
                "lines": lines,
            }
        except (UnknownContent, OSError):
            return None
        return Entry(value, page.content or "")

    def _relative(self, path: str) -> str:
        """Return a path relative to the root, so that a handbook can be moved with its cache."""
        return Path(os.path.relpath(os.fsdecode(path), self.root)).as_posix()

    def restore(self, page: Page, entry: Entry) -> None:
        """Set what rendering a page set before, and log again what it logged."""
        value = entry.value
        page.content = entry.body
        page.toc = CachedToc(value["toc"])
        page._title_from_render = value["title"]
        page.present_anchor_ids = set(value["anchors"])
        targets = ((self.files.src_uris.get(uri), links) for uri, links in value["links"])
        page.links_to_anchors = {file: links for file, links in targets if file}
        build_log.replay(value["lines"])


@contextmanager
def recorded_paths(paths: set[str]) -> Iterator[None]:
    """Record the paths that `os.path` tests in the block: extensions that include files do so before they read them."""
    originals = {name: getattr(os.path, name) for name in ("exists", "isfile", "isdir")}

    def recording(original: Any) -> Any:
        def test(path: Any) -> Any:
            paths.add(os.fspath(path))
            return original(path)

        return test

    for name, original in originals.items():
        setattr(os.path, name, recording(original))
    try:
        yield
    finally:
        for name, original in originals.items():
            setattr(os.path, name, original)


class CachedToc(TableOfContents):
    """A table of contents from the cache, whose items are created on first use."""

    def __init__(self, data: list[Any]) -> None:
        self.data = data

    @cached_property
    def items(self) -> list[AnchorLink]:  # type: ignore[override]
        """Return the items as MkDocs' `get_toc` creates them."""
        links = [_anchor_link(*item) for item in self.data]
        if links:
            links[0].active = True  # type: ignore[attr-defined]
        return links


def toc_data(items: Iterable[AnchorLink]) -> list[Any]:
    """Return a table of contents as lists of title, id, level and children; raise UnknownContent where it holds more."""
    if isinstance(items, CachedToc):
        return items.data
    data = []
    for item in items:
        if type(item) is not AnchorLink or not vars(item).keys() <= {"title", "id", "level", "children", "active"}:
            raise UnknownContent("a table of contents that is not MkDocs' own")
        data.append([item.title, item.id, item.level, toc_data(item.children)])
    return data


def _anchor_link(title: str, anchor: str, level: int, children: list[Any]) -> AnchorLink:
    link = AnchorLink(title, anchor, level)
    link.children = [_anchor_link(*child) for child in children]
    return link
