"""Reads of templates: which attributes of the site's objects a template reads, and a digest of their values.

A page need not be rendered again while everything that its template read is the same.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import jinja2
from jinja2.runtime import Context
from jinja2.utils import missing
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

# The name of an object of the site, and an attribute of it.
Read = tuple[str, str]
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


class TemplateReads:
    """Records reads of the objects of a site; `site` is the digest of what most templates can read of all of them."""

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
        self.digests: dict[Read, str] = {}
        # Reads by their numbers, so that sets of reads are small and fast.
        self.reads: list[Read] = []
        self.numbers: dict[tuple[int | str, str], int] = {}
        self.redundant: set[int] = set()
        self.own: set[int] = set()
        self.outside_site: set[int] = set()
        self.current: set[int] = set()
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

    @contextmanager
    def recorded(self, env: jinja2.Environment) -> Iterator[None]:
        """Record what templates of an environment read in the block."""
        getattr_, getitem, context_class = env.getattr, env.getitem, env.context_class
        env.getattr, env.getitem = self._recording(getattr_), self._recording(getitem)  # type: ignore[method-assign, assignment]
        reads = self

        class RecordingContext(Context):
            def resolve_or_missing(self, key: str) -> Any:
                if key == "nav":
                    # A template may iterate over it without reading an attribute.
                    reads.current.add(reads.number(reads.nav, "items"))
                elif key in ("pages", "build_date_utc"):
                    reads.current.add(reads.number("context", key))
                # As in the method that this one overrides, which is called for each name of a template.
                return self.vars[key] if key in self.vars else self.parent.get(key, missing)

        env.context_class = RecordingContext
        random_functions = [(env.filters, "random"), (env.globals, "lipsum")]
        originals = [names[name] for names, name in random_functions]
        for names, name in random_functions:
            names[name] = self._recording_use(name, names[name])
        try:
            yield
        finally:
            for (names, name), original in zip(random_functions, originals, strict=True):
                names[name] = original
            del env.getattr, env.getitem
            env.context_class = context_class

    def _recording_use(self, name: str, original: Any) -> Any:
        """Return a function like a given one whose results can't be repeated, which records its use."""

        @functools.wraps(original)
        def use(*args: Any, **options: Any) -> Any:
            self.random = name
            return original(*args, **options)

        return use

    def _recording(self, original: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        """Return a function like a given one that reads an attribute, which records the read."""
        classes, numbers, number = self.classes, self.numbers, self.number

        def read(item: Any, attribute: Any) -> Any:
            if item.__class__ in classes:
                key = id(item), attribute
                self.current.add(numbers[key] if key in numbers else number(item, attribute))
                if attribute == "content" and self.page and item is not self.page:
                    return self.content(item)
            return original(item, attribute)

        return read

    def number(self, item: Any, attribute: str) -> int:
        """Return the number of a read of an object, or of a name of the context."""
        name = item if isinstance(item, str) else self.names.get(id(item), "")
        key = (name, attribute) if isinstance(item, str) else (id(item), attribute)
        if key in self.numbers:
            return self.numbers[key]
        number = self.numbers[key] = len(self.reads)
        self.reads.append((name, attribute))
        is_own = name.startswith("page ") and attribute in OWN
        if attribute == ACTIVE or is_own or (name == "config" and attribute not in OTHER_OPTIONS):
            self.redundant.add(number)
        if is_own:
            self.own.add(number)
        elif not in_site(name, attribute):
            self.outside_site.add(number)
        return number

    def start(self, page: Page | None) -> None:
        """Start to record the reads of the next template: that of a page, or one without a page."""
        self.page, self.random = page, ""
        self.current = set()

    def finish(self) -> tuple[list[Read], bool]:
        """Return the reads since `start`, and whether `site` covers them; raise UnknownContent where it can't be known."""
        current, self.current = self.current, set()
        name = self.names[id(self.page)] if self.page else ""
        others = [self.reads[number] for number in current & self.own if self.reads[number][0] != name]
        if self.random or others:
            raise UnknownContent(self.random or f"the {others[0][1]} of {others[0][0]}")
        current -= self.redundant
        return [self.reads[number] for number in sorted(current)], current.isdisjoint(self.outside_site)

    def values_digest(self, reads: Iterable[Read]) -> str:
        """Return the digest of the values that reads give now; raise UnknownContent where a value has none."""
        return digest("".join(map(self._value_digest, reads)))

    def _value_digest(self, read: Read) -> str:
        if read not in self.digests:
            self.digests[read] = digest(self._value(*read))
        return self.digests[read]

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
