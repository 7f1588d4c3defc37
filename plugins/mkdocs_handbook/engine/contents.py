"""The Markdown of a page as HTML: rendered by MkDocs, or as it was rendered from the same text and the same answers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from mkdocs_handbook.engine import listening
from mkdocs_handbook.engine.digests import Unknown, digest, of_bytes, text_of
from mkdocs_handbook.engine.fingerprint import root_of
from mkdocs_handbook.engine.store import Entry

if TYPE_CHECKING:
    from mkdocs_handbook.extension import Site

EXTENSION = "mkdocs_handbook.extension"

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
        self.site = site_of(config)
        self.known_paths: dict[str, str] = {}
        self.known_answers: dict[str, str] = {}
        self.known_origins: dict[str, str] = {}

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
        for question, arguments, answer, origin in value["asked"]:
            is_known = origin and origin == self.origin(question, arguments)
            if not is_known and self.answer(question, arguments) != answer:
                return f"the handbook has changed: {question} {' '.join(map(str, arguments[1:2]))}".rstrip()
        return ""

    def renew(self, value: dict[str, Any]) -> bool:
        """Note what the answers are made of now, though they are the same; whether that is anything else."""
        asked = value["asked"]
        value["asked"] = [
            [question, arguments, answer, self.origin(question, arguments)] for question, arguments, answer, _ in asked
        ]
        return bool(value["asked"] != asked)

    def state(self, path: str) -> str:
        """Give what a page can see of a path: the digest of a file, "folder", or "" where there is nothing."""
        if path not in self.known_paths:
            full = Path(self.root, path)
            found = of_bytes(full.read_bytes()) if full.is_file() else "folder" if full.is_dir() else ""
            self.known_paths[path] = found
        return self.known_paths[path]

    def answer(self, question: str, arguments: list[Any]) -> str:
        """Give the digest of what the handbook answers to a question, "" where it knows no such question."""
        name = repr((question, arguments))
        if name not in self.known_answers:
            words = given(arguments)
            answer = self.site.ask(question, *words) if self.site else None
            self.known_answers[name] = digest(text_of(answer))
            if self.site:
                # It is asked for again if the page is rendered.
                self.site.found[question, tuple(words)] = answer
        return self.known_answers[name]

    def origin(self, question: str, arguments: list[Any]) -> str:
        """Give the digest of what the answer to a question is made of, "" where only the answer tells."""
        if not self.site or question not in self.site.with_origins:
            return ""
        name = repr(arguments)
        if name not in self.known_origins:
            own = self.site.origin(question, *given(arguments))
            self.known_origins[name] = digest(self.common, text_of(own)) if own and self.common else ""
        return self.known_origins[name]

    @cached_property
    def common(self) -> str:
        """The digest of what all answers with an origin are made of, "" where it can't be known."""
        try:
            shared = self.site.common() if self.site else ()
            return digest(text_of(shared)) if shared else ""
        except Unknown:
            return ""

    def render(self, page: Page) -> Entry | None:
        """Render a page as MkDocs does; give what to keep of it, None where not all that it depends on is known."""
        before, files, paths = dict(vars(page)), _Asked(self.files), set[str]()
        if self.site:
            self.site.asked = {}
        with listening.listening() as lines, noted(paths):
            page.render(self.config, files)  # type: ignore[arg-type]
        asked = self.site.asked if self.site else {}
        changed = {name for name, value in vars(page).items() if before.get(name) is not value}
        if not files.is_complete or not changed <= MADE:
            return None
        try:
            value = {
                "files": files.asked,
                "paths": {path: self.state(path) for path in sorted(self.relative(path) for path in paths)},
                "asked": [
                    [name, list(words), digest(text_of(one)), self.origin(name, list(words))]
                    for (name, words), one in (asked or {}).items()
                ],
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
        links = ((self.files.get_file_from_path(uri), found) for uri, found in value["links"])
        page.links_to_anchors = {file: found for file, found in links if file}
        listening.repeat(value["lines"])


def site_of(config: MkDocsConfig) -> Site | None:
    """Give what the handbook's extension shows, None where a site does not have it."""
    # Importing what a site does not use would cost more than it takes to build it when nothing has changed.
    extensions: list[Any] = [one for one in config.markdown_extensions if type(one).__module__ == EXTENSION]
    return extensions[0].site if extensions else None


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


def given(arguments: list[Any]) -> list[Any]:
    """Give the arguments of a question as they were before they were written as JSON."""
    return [tuple(map(tuple_of, one)) if isinstance(one, list) else one for one in arguments]


def tuple_of(value: Any) -> Any:
    """Give a list as the tuple that it was."""
    return tuple(value) if isinstance(value, list) else value


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
