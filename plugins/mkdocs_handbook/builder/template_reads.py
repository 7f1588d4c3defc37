"""Reads of templates: which attributes of the site's objects a template has read, and a digest of their values.

A page need not be rendered again while everything that its template read is the same.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_build_datetime

from mkdocs_handbook.builder.fingerprint import OTHER_OPTIONS, known_name
from mkdocs_handbook.builder.page_contents import toc_data
from mkdocs_handbook.project.caching.content_digest import UnknownContent, canonical, digest

# Attributes that are part of a page's own key. On another page they depend on how far the build is.
OWN = frozenset(("content", "toc"))
# Follows from the page and from those above it in the navigation.
ACTIVE = "active"
# Attributes of pages and sections that `TemplateReads.site` leaves out.
NOT_IN_SITE = frozenset(
    (
        *OWN,
        "markdown",
        "present_anchor_ids",
        "links_to_anchors",
        "update_date",
        "_title_from_render",
        "_Page__active",
        "_Section__active",
    )
)
# Attributes of files that it has.
FILE_ATTRIBUTES = frozenset(
    ("src_uri", "dest_uri", "url", "name", "inclusion", "edit_uri", "page", "src_path", "dest_path")
)
MISSING = object()


class Line(NamedTuple):
    """What was read of one object, the attributes behind its name, "" if it is all in keys of pages.

    `own` are those of `OWN`; `in_site` tells whether the rest is the same as long as `TemplateReads.site` is.
    """

    text: str
    own: tuple[str, ...]
    in_site: bool


class TemplateReads:
    """What a template reads of the objects of a site; `site` is the digest of what most templates can read of all of them.

    `seen` has what is recorded, attributes by the ids of their objects, and `names_read` names of the template's context.
    """

    def __init__(self, nav: Navigation, files: Files, doc_files: Iterable[File], config: MkDocsConfig) -> None:
        self.config, self.nav = config, nav
        self.objects: dict[str, Any] = {}
        self.names: dict[int, str] = {}
        self._add("config", config)
        self._add("nav", nav)
        self._add_items("", nav.items)
        for file in files:
            self._add(f"file {file.src_uri}", file)
            if file.page is not None and id(file.page) not in self.names:
                self._add(f"page {file.src_uri}", file.page)
        self.doc_files = tuple(doc_files)
        self.classes = {type(item) for item in self.objects.values()}
        self.digests: dict[str, str] = {}
        self.seen: defaultdict[int, set[str]] = defaultdict(set)
        self.names_read: set[str] = set()
        # Of most objects all pages read the same, so that there are few lines.
        self.lines: dict[tuple[int, frozenset[str]], Line] = {}
        self.page: Page | None = None
        self.content: Callable[[Page], str | None] = lambda page: page.content
        self.random = ""
        try:
            self.site = self._site_digest()
        except UnknownContent:
            # A hook gave something to a page: no other build has the same.
            self.site = os.urandom(16).hex()

    def _add(self, name: str, item: Any) -> None:
        self.objects[name] = item
        self.names[id(item)] = name

    def _add_items(self, path: str, items: Iterable[StructureItem]) -> None:
        """Name the items of the navigation by their places, pages by their files."""
        for index, item in enumerate(items):
            place = f"{path}/{index}"
            is_page = isinstance(item, Page) and item.file.page is item
            self._add(f"page {item.file.src_uri}" if isinstance(item, Page) and is_page else f"item {place}", item)
            self._add_items(place, item.children or ())  # type: ignore[attr-defined]

    def _site_digest(self) -> str:
        """Return the digest of what templates may read of all objects, but for what belongs to a single page."""
        texts = [" ".join(self.names[id(item)] for item in self.nav.items)]
        for name, item in self.objects.items():
            if isinstance(item, StructureItem):
                texts += [name, self._text(item.title), ",".join(vars(item))]
                shown = (pair for pair in vars(item).items() if pair[0] not in NOT_IN_SITE)
                texts += [f"{key}={self._text(value)}" for key, value in shown if value not in (None, False, {})]
            elif isinstance(item, File) and item.is_documentation_page():
                texts += [name, item.dest_uri, item.inclusion.name, str(item.edit_uri)]
            elif isinstance(item, File):
                texts += [name, item.inclusion.name]
        return digest("\0".join(texts))

    def _text(self, value: Any) -> str:
        """Return a value as text, objects of the site by their names; raise UnknownContent for other objects."""
        if id(value) in self.names:
            return self.names[id(value)]
        if isinstance(value, TableOfContents):
            return repr(toc_data(value))
        return canonical(value, self._other_text)

    def _other_text(self, value: object) -> str:
        if id(value) in self.names:
            return self.names[id(value)]
        if known_name(type(value).__module__).startswith("mkdocs.structure.files") and hasattr(value, "name"):
            return str(value.name)
        raise UnknownContent(f"{type(value).__module__}.{type(value).__qualname__}")

    def start(self, page: Page | None) -> None:
        """Start to record the reads of the next template: that of a page, or one without a page."""
        self.page, self.random = page, ""
        self.seen.clear()
        self.names_read.clear()

    def finish(self) -> tuple[list[str], bool]:
        """Return the reads since `start`, and whether `site` covers them; raise UnknownContent where it can't be known.

        They are a line for each object, with its name and the attributes.
        """
        if "nav" in self.names_read:
            # A template may iterate over it without reading an attribute.
            self.seen[id(self.nav)].add("items")
        known, keys = self.lines, [(item, frozenset(attributes)) for item, attributes in self.seen.items()]
        lines = [known[key] if key in known else self._line(*key) for key in keys]
        others = [line for line, item in zip(lines, self.seen, strict=True) if line.own and item != id(self.page)]
        if self.random or others:
            raise UnknownContent(self.random or f"the {others[0].own[0]} of another page")
        of_context = [f"context\t{name}" for name in self.names_read - {"nav"}]
        texts = sorted([*of_context, *(line.text for line in lines if line.text)])
        return texts, not of_context and all(line.in_site for line in lines)

    def _line(self, item: int, attributes: frozenset[str]) -> Line:
        """Return the line of what was read of the object of an id."""
        name = self.names.get(item, "")
        own = OWN & attributes if name.startswith("page ") else frozenset[str]()
        is_keyed = name == "config"
        kept = [one for one in attributes - own if one != ACTIVE and not (is_keyed and one not in OTHER_OPTIONS)]
        text = "\t".join((name, *sorted(kept))) if kept else ""
        line = self.lines[item, attributes] = Line(text, tuple(own), all(in_site(name, one) for one in kept))
        return line

    def values_digest(self, lines: Iterable[str]) -> str:
        """Return the digest of the values that reads give now; raise UnknownContent where a value has none."""
        known = self.digests
        return digest("".join([known[line] if line in known else self._line_digest(line) for line in lines]))

    def _line_digest(self, line: str) -> str:
        name, *attributes = line.split("\t")
        self.digests[line] = digest(*(self._value(name, attribute) for attribute in attributes))
        return self.digests[line]

    def _value(self, name: str, attribute: str) -> str:
        """Return the value of an attribute of an object as text."""
        if name == "context":
            return str(get_build_datetime()) if attribute == "build_date_utc" else self._text(self.doc_files)
        if name not in self.objects:
            return "there is no such object"
        value = getattr(self.objects[name], attribute, MISSING)
        if value is MISSING:
            # A template reads keys like attributes.
            try:
                value = self.objects[name][attribute]
            except (TypeError, LookupError, AttributeError):
                return "missing"
        return self._text(value)


def in_site(name: str, attribute: str) -> bool:
    """Return whether a read can only give another value if `TemplateReads.site` is another one."""
    if name.startswith("file "):
        return attribute in FILE_ATTRIBUTES
    return name.startswith(("page ", "item ", "nav")) and attribute not in NOT_IN_SITE
