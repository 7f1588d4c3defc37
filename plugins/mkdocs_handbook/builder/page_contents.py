"""The Markdown of a page as HTML: rendered by MkDocs, or as it was rendered from the same text and the same answers."""

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
from mkdocs_handbook.builder.cache import Entry
from mkdocs_handbook.builder.fingerprint import Unknown, digest, of_bytes, root_of
from mkdocs_handbook.builder.query_cache import Questions, site_of

# What MkDocs' rendering sets on a page; a version that sets more is not known.
MADE = {"content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors"}


class _Asked:
    """Stands in for the files of the site while a page is rendered, and notes which were asked for."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.asked: dict[str, list[Any] | None] = {}
        self.is_complete = True

    def get_file_from_path(self, path: str) -> File | None:
        """Give a file by its path."""
        path = PurePath(path).as_posix()
        file = self.files.src_uris.get(path)
        self.asked[path] = seen(file)
        return file

    def __getattr__(self, name: str) -> Any:
        # What asks for more than files by their paths could learn anything.
        self.is_complete = False
        return getattr(self.files, name)


def seen(file: File | None) -> list[Any] | None:
    """Give what the rendering of a link sees of the file that it leads to."""
    return [file.src_uri, file.url, file.inclusion.is_excluded()] if file else None


class Contents:
    """Renders pages and restores them, for one build."""

    def __init__(self, config: MkDocsConfig, files: Files, fingerprint: str) -> None:
        self.config, self.files, self.fingerprint = config, files, fingerprint
        self.root = root_of(config)
        self.questions = Questions(site_of(config))
        self.known_paths: dict[str, str] = {}

    def key(self, page: Page) -> str:
        """Give the key under which a page's content is kept: all that is known before it is rendered."""
        file = page.file
        return digest(
            "content", self.fingerprint, file.src_uri, file.url, str(file.inclusion.is_excluded()), page.markdown or ""
        )

    def stale(self, value: dict[str, Any]) -> str:
        """Give what has changed of what a page asked for when it was rendered, "" if nothing has."""
        files = self.files.src_uris
        for path, answer in value["files"].items():
            if seen(files.get(path)) != answer:
                return f"{path}, to which it links, is another file or gone"
        for path, state in value["paths"].items():
            if self.state(path) != state:
                return f"{path} has changed, which it includes"
        question = self.questions.changed(value["asked"])
        return f"the handbook has changed: {question}" if question else ""

    def renew(self, value: dict[str, Any]) -> bool:
        """Note what the answers are made of now, though they are the same; whether that is anything else."""
        before, value["asked"] = value["asked"], self.questions.renewed(value["asked"])
        return bool(value["asked"] != before)

    def state(self, path: str) -> str:
        """Give what a page can see of a path: the digest of a file, "folder", or "" where there is nothing."""
        if path not in self.known_paths:
            full = Path(self.root, path)
            found = of_bytes(full.read_bytes()) if full.is_file() else "folder" if full.is_dir() else ""
            self.known_paths[path] = found
        return self.known_paths[path]

    def render(self, page: Page) -> Entry | None:
        """Render a page as MkDocs does; give what to keep of it, None where not all that it depends on is known."""
        before, files, paths = dict(vars(page)), _Asked(self.files), set[str]()
        self.questions.begin()
        with build_log.listening() as lines, noted(paths):
            page.render(self.config, files)  # type: ignore[arg-type]
        changed = {name for name, value in vars(page).items() if before.get(name) is not value}
        if not files.is_complete or not changed <= MADE:
            return None
        try:
            value = {
                "files": files.asked,
                "paths": {path: self.state(path) for path in sorted(self.relative(path) for path in paths)},
                "asked": self.questions.asked(),
                "toc": toc_of(page.toc),
                "title": page._title_from_render,
                "anchors": sorted(page.present_anchor_ids or ()),
                "links": [[file.src_uri, links] for file, links in (page.links_to_anchors or {}).items()],
                "lines": lines,
            }
        except (Unknown, OSError):
            return None
        return Entry(value, page.content or "")

    def relative(self, path: str) -> str:
        """Give a path as seen from the root, so that the cache can move."""
        return Path(os.path.relpath(os.fsdecode(path), self.root)).as_posix()

    def restore(self, page: Page, entry: Entry) -> None:
        """Make a page what rendering made of it before, and log again what was logged then."""
        value = entry.value
        page.content = entry.body
        page.toc = KeptToc(value["toc"])
        page._title_from_render = value["title"]
        page.present_anchor_ids = set(value["anchors"])
        links = ((self.files.src_uris.get(uri), found) for uri, found in value["links"])
        page.links_to_anchors = {file: found for file, found in links if file}
        build_log.repeat(value["lines"])


@contextmanager
def noted(paths: set[str]) -> Iterator[None]:
    """Note the paths that are looked for meanwhile: extensions that include files do so before they read them."""
    originals = {name: getattr(os.path, name) for name in ("exists", "isfile", "isdir")}

    def noting(name: str) -> Any:
        def look(path: Any) -> Any:
            paths.add(os.fspath(path))
            return originals[name](path)

        return look

    for name in originals:
        setattr(os.path, name, noting(name))
    try:
        yield
    finally:
        for name, original in originals.items():
            setattr(os.path, name, original)


class KeptToc(TableOfContents):
    """A table of contents from plain data; its items are made when somebody wants them."""

    def __init__(self, plain: list[Any]) -> None:
        self.plain = plain

    @cached_property
    def items(self) -> list[AnchorLink]:  # type: ignore[override]
        """The items, as MkDocs' `get_toc` makes them."""
        links = [_link(*item) for item in self.plain]
        if links:
            links[0].active = True  # type: ignore[attr-defined]
        return links


def toc_of(items: Iterable[AnchorLink]) -> list[Any]:
    """Give a table of contents as plain data; raise Unknown where it holds more."""
    if isinstance(items, KeptToc):
        return items.plain
    found = []
    for item in items:
        if type(item) is not AnchorLink or not vars(item).keys() <= {"title", "id", "level", "children", "active"}:
            raise Unknown("a table of contents that is not MkDocs' own")
        found.append([item.title, item.id, item.level, toc_of(item.children)])
    return found


def _link(title: str, anchor: str, level: int, children: list[Any]) -> AnchorLink:
    link = AnchorLink(title, anchor, level)
    link.children = [_link(*child) for child in children]
    return link
