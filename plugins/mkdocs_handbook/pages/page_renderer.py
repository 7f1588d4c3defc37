"""A page as Python-Markdown renders it with the site's extensions: exact, and slow; asked only where lines can't tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any, Generic, TypeVar
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from mkdocs_handbook.model import Settings
from mkdocs_handbook.pages import extension_effects
from mkdocs_handbook.pages.rendering_effort import excess

TOC = ("toc", "markdown.extensions.toc")
HIGHLIGHT = "pymdownx.highlight"
MARK = "data-handbook-link"
# Priorities of tree processors: right before "inline" (20), which turns links into elements.
BEFORE_INLINE = 21
# Where tables of the handbook come into a page: before "toc" (5), which gives headings the ids that are left.
AT_TABLES = 7.5
ADDRESSES = {"a": "href", "img": "src"}
CODE = frozenset(("code", "pre", "script", "style", "textarea"))
REFERENCE = re.compile(r"\]\[([^\[\]]*)\]")
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Elements of HTML without an end.
VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or image of a rendered page: its address, its text, and whether it is raw HTML, which MkDocs leaves alone."""

    url: str
    text: str = ""
    is_image: bool = False
    is_raw: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a rendered page has: its ids, its links and images, and the ids and titles of its headings, in their order.

    `undefined` are the names that readers see in the brackets of references that are none, and `problem` says how an
    extension failed on the page, which then has nothing else.
    """

    ids: frozenset[str]
    references: tuple[Reference, ...]
    headings: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    undefined: frozenset[str] = frozenset()


def render_page(text: str, settings: Settings, rows: frozenset[str] = frozenset()) -> Rendered:
    """Return what a page's text becomes whose tables have rows of some ids, and the problem where it cannot be rendered.

    Raise MarkdownError where the site's extensions can't be loaded.
    """
    # One entry of the cache, however the rows were given.
    return rendered(text, settings, rows)


@lru_cache(maxsize=4096)
def rendered(text: str, settings: Settings, rows: frozenset[str]) -> Rendered:
    """Return what `render_page` does."""
    parser = _Parser()
    with as_markdown_error():
        md = shared_renderer(settings)
        md.treeprocessors[_Rows.NAME].rows = rows  # type: ignore[attr-defined]
    try:
        html = convert_with(md, text)
    except PageError as error:
        return Rendered(frozenset(), (), (), str(error))
    parser.feed(html)
    parser.close()
    undefined = frozenset(parser.undefined)
    return Rendered(frozenset(parser.ids), tuple(parser.references), tuple(parser.headings), "", undefined)


@lru_cache(maxsize=64)
def page_html(text: str, settings: Settings) -> str:
    """Return the HTML of a page's text; raise MarkdownError where the site's extensions fail."""
    with as_markdown_error():
        md = shared_renderer(settings)
    return convert_with(md, text)


def shared_renderer(settings: Settings) -> markdown.Markdown:
    """Return a Python-Markdown that has read no page; of extensions that may keep something of one, it is a new one."""
    if extension_effects.dialect(settings).known:
        return reusable_renderer(settings).reset()
    return renderer(settings, settings.extension_configs, *looks())


@lru_cache(maxsize=2)
def reusable_renderer(settings: Settings) -> markdown.Markdown:
    """Return a Python-Markdown for all pages: to make one takes as long as to render a page."""
    return renderer(settings, without_highlighting(settings.extension_configs), *looks())


def without_highlighting(configs: Mapping[str, Any]) -> dict[str, Any]:
    """Return options of extensions with which code has no colours, where those change neither ids nor links."""
    options = configs.get(HIGHLIGHT) or {}
    has_ids = any(options.get(name) for name in ("line_spans", "line_anchors", "anchor_linenums"))
    is_plain = not has_ids and options.get("title_mode", "text") == "text" and not options.get("auto_title_map")
    return {**configs, HIGHLIGHT: {**options, "use_pygments": False}} if is_plain else dict(configs)


@lru_cache(maxsize=2)
def without_contents(settings: Settings) -> Settings:
    """Return the settings of a site whose pages have neither a table of contents nor links at their headings."""
    no_links = {"permalink": False, "anchorlink": False, "marker": ""}
    names = [name for name in settings.markdown_extensions if name in TOC]
    more = {name: {**(settings.extension_configs.get(name) or {}), **no_links} for name in names}
    return replace(settings, extension_configs={**settings.extension_configs, **more})


Processor = TypeVar("Processor", bound=Treeprocessor)


class TreeExtension(Extension, Generic[Processor]):
    """An extension that adds one tree processor, which is there once a Python-Markdown was made with it."""

    def __init__(
        self, make: Callable[[markdown.Markdown], Processor], priority: float, name: str = "handbook-look"
    ) -> None:
        super().__init__()
        self.make, self.priority, self.name = make, priority, name

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the processor."""
        self.processor = self.make(md)
        md.treeprocessors.register(self.processor, self.name, self.priority)


class MarkdownError(Exception):
    """The site's Markdown extensions can't be loaded or fail on a page: a matter of the environment, not of content."""


class PageError(MarkdownError):
    """A Markdown extension that fails on one page: the others are not concerned."""


class TooMuchError(PageError):
    """A text that Python-Markdown would take too long for."""


def convert(text: str, settings: Settings, *more: Extension) -> str:
    """Return the HTML of a text with the site's extensions and some more; raise PageError where they fail on it.

    Raise MarkdownError where they can't be loaded.
    """
    with as_markdown_error():
        md = renderer(settings, settings.extension_configs, *more)
    return convert_with(md, text)


def convert_with(md: markdown.Markdown, text: str) -> str:
    """Return the HTML of a text; raise PageError where it has none, TooMuchError where to make it takes too long."""
    if excess(text):
        raise TooMuchError("it is too much to be rendered")
    try:
        return md.convert(text)
    except MemoryError:
        # It says nothing about the page.
        raise
    except Exception as error:
        # What an extension left behind would be part of the next page.
        reusable_renderer.cache_clear()
        raise PageError(f"{type(error).__name__}: {error}") from error


def renderer(settings: Settings, configs: Mapping[str, Any], *more: Extension) -> markdown.Markdown:
    """Return a Python-Markdown with the site's extensions, options for them, and some more extensions."""
    names = [name for name in settings.markdown_extensions if name != extension_effects.OF_BUILDS]
    return markdown.Markdown(extensions=[*names, *more], extension_configs=dict(configs))


@contextmanager
def as_markdown_error() -> Iterator[None]:
    """Make whatever goes wrong in the site's extensions a MarkdownError."""
    try:
        yield
    except (MarkdownError, MemoryError):
        raise
    except Exception as error:
        raise MarkdownError(f"the Markdown extensions of mkdocs.yml fail: {type(error).__name__}: {error}") from error


def looks() -> tuple[Extension, Extension]:
    """Return extensions that mark the links of Markdown, to tell those of raw HTML apart, and that add rows of tables."""
    # With MkDocs' own processor of links, which sees what is in the tree by then; and where tables come into a page.
    return TreeExtension(_Marks, 0), TreeExtension(_Rows, AT_TABLES, _Rows.NAME)


class _Rows(Treeprocessor):
    NAME = "handbook-rows"
    rows: frozenset[str] = frozenset()

    def run(self, root: Element) -> None:
        for row in sorted(self.rows):
            SubElement(root, "div", id=row)


class _Marks(Treeprocessor):
    def run(self, root: Element) -> None:
        for tag in ADDRESSES:
            for element in root.iter(tag):
                element.set(MARK, "")


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.references: list[Reference] = []
        self.open: list[tuple[int, list[str]]] = []
        self.headings: list[tuple[str, str]] = []
        self.heading = self.anchor = ""
        self.title: list[str] = []
        self.undefined: set[str] = set()
        self.code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.code += tag in CODE
        for key in ("id", "name") if tag == "a" else ("id",):
            if value := given.get(key):
                self.ids.add(value)
        if tag in HEADINGS and not self.heading:
            self.heading, self.anchor, self.title = tag, given.get("id") or "", []
        url = given.get(ADDRESSES.get(tag, ""))
        if url is not None:
            if tag == "a":
                self.open.append((len(self.references), []))
            self.references.append(Reference(url, "", tag == "img", MARK not in given))

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag in CODE and self.code > 0
        if tag == "a" and self.open:
            index, texts = self.open.pop()
            found = self.references[index]
            self.references[index] = Reference(found.url, " ".join("".join(texts).split()), False, found.is_raw)
        elif tag == self.heading:
            self.heading = ""
            if self.anchor:
                self.headings.append((self.anchor, " ".join("".join(self.title).split())))

    def handle_data(self, data: str) -> None:
        if self.heading:
            self.title.append(data)
        if "][" in data and not self.code:
            self.undefined.update(REFERENCE.findall(data))
        for _, texts in self.open:
            texts.append(data)
