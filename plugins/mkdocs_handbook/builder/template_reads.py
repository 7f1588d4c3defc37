"""What templates read of the site: noted while they are rendered, and compared before they are rendered again."""

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

from mkdocs_handbook.builder.fingerprint import APART, Unknown, digest, joined, text_of
from mkdocs_handbook.builder.page_contents import toc_of

# A thing of the site by its name, and an attribute of it.
Read = tuple[str, str]
# Of the page itself these are part of its key; of another page they depend on how far the build is.
OWN = frozenset(("content", "toc"))
# Which things are active is known from the page and those above it in the navigation.
ACTIVE = "active"
# What `Reads.site` does not have.
APART_OF_SITE = frozenset(
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
OF_FILES = frozenset(("src_uri", "dest_uri", "url", "name", "inclusion", "edit_uri", "page", "src_path", "dest_path"))
MISSING = object()


class Reads:
    """Names the things of a site, and tells what a template read of them."""

    def __init__(self, nav: Navigation, files: Files, doc_files: Iterable[File], config: MkDocsConfig) -> None:
        self.config, self.nav = config, nav
        self.things: dict[str, Any] = {}
        self.names: dict[int, str] = {}
        self.facts: dict[Read, str] = {}
        self.sets: dict[str, str] = {}
        self.name("config", config)
        self.name("nav", nav)
        self.name_items("", nav.items)
        for file in files:
            self.name(f"file {file.src_uri}", file)
            if file.page is not None and id(file.page) not in self.names:
                self.name(f"page {file.src_uri}", file.page)
        self.doc_files = tuple(doc_files)
        self.classes = {type(thing) for thing in self.things.values()}
        self.reads: list[Read] = []
        self.numbers: dict[tuple[int | str, str], int] = {}
        self.needless: set[int] = set()
        self.owned: set[int] = set()
        self.uncovered: set[int] = set()
        self.current: set[int] = set()
        self.page: Page | None = None
        self.content: Callable[[Page], str | None] = lambda page: page.content
        self.doubt = ""
        try:
            self.site = self.of_site()
        except Unknown:
            # Something that a hook gave a page: no other build has the same.
            self.site = os.urandom(16).hex()

    def name(self, name: str, thing: Any) -> None:
        """Give a thing its name."""
        self.things[name] = thing
        self.names[id(thing)] = name

    def name_items(self, path: str, items: Iterable[StructureItem]) -> None:
        """Name the items of the navigation by their places, pages by their files."""
        for index, item in enumerate(items):
            is_own = isinstance(item, Page) and item.file.page is item
            place = f"{path}/{index}"
            self.name(f"page {item.file.src_uri}" if isinstance(item, Page) and is_own else f"item {place}", item)
            self.name_items(place, item.children or ())  # type: ignore[attr-defined]

    def of_site(self) -> str:
        """Give the digest of what templates may read of all things, except for what belongs to one page alone."""
        texts = [name_of(self.names, self.nav.items)]
        for name, thing in self.things.items():
            if isinstance(thing, StructureItem):
                texts += [name, self.described(thing.title), ",".join(vars(thing))]
                shown = (pair for pair in vars(thing).items() if pair[0] not in APART_OF_SITE)
                texts += [f"{key}={self.described(value)}" for key, value in shown if value not in (None, False, {})]
            elif isinstance(thing, File) and thing.is_documentation_page():
                texts += [name, thing.dest_uri, thing.inclusion.name, str(thing.edit_uri)]
            elif isinstance(thing, File):
                texts += [name, thing.inclusion.name]
        return digest("\0".join(texts))

    def described(self, value: Any) -> str:
        """Give a value as text, things by their names."""
        if id(value) in self.names:
            return self.names[id(value)]
        if isinstance(value, TableOfContents):
            return repr(toc_of(value))
        return text_of(value, self.other)

    def other(self, value: object) -> str:
        """Give what is no plain value as text; raise Unknown where it could be anything."""
        if id(value) in self.names:
            return self.names[id(value)]
        if type(value).__module__.startswith("mkdocs.structure.files") and hasattr(value, "name"):
            return str(value.name)
        if isinstance(value, filter | map) or callable(value):
            raise Unknown("a function")
        raise Unknown(f"{type(value).__module__}.{type(value).__qualname__}")

    @contextmanager
    def noting(self, env: jinja2.Environment) -> Iterator[None]:
        """Note what templates of an environment read meanwhile."""
        getattr_, getitem, kept = env.getattr, env.getitem, env.context_class
        env.getattr, env.getitem = self.reader(getattr_), self.reader(getitem)  # type: ignore[method-assign, assignment]
        reads = self

        class Noting(Context):
            def resolve_or_missing(self, key: str) -> Any:
                if key == "nav":
                    # A template may go through it without asking it for anything.
                    reads.current.add(reads.number(reads.nav, "items"))
                elif key in ("pages", "build_date_utc"):
                    reads.current.add(reads.number("context", key))
                # As in the method that this one replaces, which is called for each name of a template.
                return self.vars[key] if key in self.vars else self.parent.get(key, missing)

        env.context_class = Noting
        chance = [(env.filters, "random"), (env.globals, "lipsum")]
        originals = [names[name] for names, name in chance]
        for names, name in chance:
            names[name] = self.doubted(name, names[name])
        try:
            yield
        finally:
            for (names, name), original in zip(chance, originals, strict=True):
                names[name] = original
            del env.getattr, env.getitem
            env.context_class = kept

    def doubted(self, name: str, original: Any) -> Any:
        """Give a function like one that gives something else each time, which notes its use."""

        @functools.wraps(original)
        def use(*args: Any, **options: Any) -> Any:
            self.doubt = name
            return original(*args, **options)

        return use

    def reader(self, original: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        """Give a function that reads like another one, and notes what is read."""
        classes, known, number = self.classes, self.numbers, self.number

        def read(thing: Any, attribute: Any) -> Any:
            if thing.__class__ in classes:
                key = id(thing), attribute
                self.current.add(known[key] if key in known else number(thing, attribute))
                if attribute == "content" and self.page and thing is not self.page:
                    return self.content(thing)
            return original(thing, attribute)

        return read

    def number(self, thing: Any, attribute: str) -> int:
        """Give the number of a read, by which sets of reads are small and soon compared."""
        name = thing if isinstance(thing, str) else self.names.get(id(thing), "")
        key = (name, attribute) if isinstance(thing, str) else (id(thing), attribute)
        if key in self.numbers:
            return self.numbers[key]
        number = self.numbers[key] = len(self.reads)
        self.reads.append((name, attribute))
        is_own = name.startswith("page ") and attribute in OWN
        if attribute == ACTIVE or is_own or (name == "config" and attribute not in APART):
            self.needless.add(number)
        if is_own:
            self.owned.add(number)
        elif not self.is_covered(name, attribute):
            self.uncovered.add(number)
        return number

    def begin(self, page: Page | None) -> None:
        """Forget what was read so far: a page, or a template that is none, is rendered next."""
        self.page, self.doubt = page, ""
        self.current = set()

    def taken(self) -> tuple[list[Read], bool]:
        """Give what was read since then, and whether `site` covers it; raise Unknown where it can't be known."""
        found, self.current = self.current, set()
        own = self.names[id(self.page)] if self.page else ""
        others = [self.reads[number] for number in found & self.owned if self.reads[number][0] != own]
        if self.doubt or others:
            raise Unknown(self.doubt or f"the {others[0][1]} of {others[0][0]}")
        found -= self.needless
        return [self.reads[number] for number in sorted(found)], found.isdisjoint(self.uncovered)

    def is_covered(self, thing: str, attribute: str) -> bool:
        """Whether a read can only give something else if `site` is another one."""
        if thing.startswith("file "):
            return attribute in OF_FILES
        return thing.startswith(("page ", "item ", "nav")) and attribute not in APART_OF_SITE

    def fact(self, read: Read) -> str:
        """Give what a read gives now."""
        if read not in self.facts:
            thing, attribute = read
            self.facts[read] = digest(self.value(thing, attribute))
        return self.facts[read]

    def value(self, thing: str, attribute: str) -> str:
        """Give an attribute of a thing as text; raise Unknown where that says not enough."""
        if thing == "context":
            from mkdocs.utils import get_build_datetime

            return str(get_build_datetime()) if attribute == "build_date_utc" else self.described(self.doc_files)
        if thing not in self.things:
            return "there is no such thing"
        value = getattr(self.things[thing], attribute, MISSING)
        if value is MISSING:
            # A template reads keys like attributes.
            try:
                value = self.things[thing][attribute]
            except (TypeError, LookupError, AttributeError):
                return "missing"
        return self.described(value)

    def facts_of(self, reads: Iterable[Read]) -> str:
        """Give the digest of what all of some reads give now."""
        return joined(self.fact(read) for read in reads)


def name_of(names: dict[int, str], things: Iterable[object]) -> str:
    """Give the names of things."""
    return " ".join(names[id(thing)] for thing in things)
