"""A page as Python-Markdown renders it with the site's extensions: exact, and slow; asked only where lines can't tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mkdocs_handbook.model import Settings
from mkdocs_handbook.pages import extension_effects
from mkdocs_handbook.pages.rendered.looks import AT_TABLES, Look
from mkdocs_handbook.pages.rendered.rendered_page import ADDRESSES, MARK, Rendered
from mkdocs_handbook.pages.rendered.rendered_page import Reference as Reference
from mkdocs_handbook.pages.rendering_effort import excess

# Python-Markdown and Python's parser of HTML are imported where a page is rendered: most runs of lint render none.
if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

TOC = ("toc", "markdown.extensions.toc")
HIGHLIGHT = "pymdownx.highlight"


def render_page(text: str, settings: Settings, rows: frozenset[str] = frozenset()) -> Rendered:
    """Return what a page's text becomes whose tables have rows of some ids, and the problem where it cannot be rendered.

    Raise MarkdownError where the site's extensions can't be loaded.
    """
    # One entry of the cache, however the rows were given.
    return rendered(text, settings, rows)


@lru_cache(maxsize=4096)
def rendered(text: str, settings: Settings, rows: frozenset[str]) -> Rendered:
    """Return what `render_page` does."""
    from mkdocs_handbook.pages.rendered.html_reader import read_html

    with as_markdown_error():
        md = shared_renderer(settings)
        md.treeprocessors[_Rows.name].look.rows = rows  # type: ignore[attr-defined]
    try:
        html = convert_with(md, text)
    except PageError as error:
        return Rendered(frozenset(), (), (), str(error))
    return read_html(html)


@lru_cache(maxsize=64)
def page_html(text: str, settings: Settings) -> str:
    """Return the HTML of a page's text; raise MarkdownError where the site's extensions fail."""
    with as_markdown_error():
        md = shared_renderer(settings)
    return convert_with(md, text)


def shared_renderer(settings: Settings) -> Markdown:
    """Return a Python-Markdown that has read no page; of extensions that may keep something of one, it is a new one."""
    if extension_effects.dialect(settings).known:
        return reusable_renderer(settings).reset()
    return renderer(settings, settings.extension_configs, _Marks(), _Rows())


@lru_cache(maxsize=2)
def reusable_renderer(settings: Settings) -> Markdown:
    """Return a Python-Markdown for all pages: to make one takes as long as to render a page."""
    return renderer(settings, without_highlighting(settings.extension_configs), _Marks(), _Rows())


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


class MarkdownError(Exception):
    """The site's Markdown extensions can't be loaded or fail on a page: a matter of the environment, not of content."""


class PageError(MarkdownError):
    """A Markdown extension that fails on one page: the others are not concerned."""


class TooMuchError(PageError):
    """A text that Python-Markdown would take too long for."""


def convert(text: str, settings: Settings, *looks: Look) -> str:
    """Return the HTML of a text with the site's extensions, which some looks see; raise PageError where they fail on it.

    Raise MarkdownError where they can't be loaded.
    """
    with as_markdown_error():
        md = renderer(settings, settings.extension_configs, *looks)
    return convert_with(md, text)


def convert_with(md: Markdown, text: str) -> str:
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


def renderer(settings: Settings, configs: Mapping[str, Any], *looks: Look) -> Markdown:
    """Return a Python-Markdown with the site's extensions, options for them, and looks at what it renders."""
    from mkdocs_handbook.pages.rendered import tree_extension

    names = [name for name in settings.markdown_extensions if name != extension_effects.OF_BUILDS]
    return tree_extension.renderer(names, configs, looks)


@contextmanager
def as_markdown_error() -> Iterator[None]:
    """Make whatever goes wrong in the site's extensions a MarkdownError."""
    try:
        yield
    except (MarkdownError, MemoryError):
        raise
    except Exception as error:
        raise MarkdownError(f"the Markdown extensions of mkdocs.yml fail: {type(error).__name__}: {error}") from error


class _Rows(Look):
    """Adds the ids of the rows of tables, where those come into a page."""

    name = "handbook-rows"
    priority = AT_TABLES

    def __init__(self) -> None:
        self.rows: frozenset[str] = frozenset()

    def see(self, root: Element, md: Markdown) -> None:
        from xml.etree.ElementTree import SubElement

        for row in sorted(self.rows):
            SubElement(root, "div", id=row)


class _Marks(Look):
    """Marks the links of Markdown, to tell those of raw HTML apart: it sees what is in the tree where MkDocs sees links."""

    priority = 0

    def see(self, root: Element, md: Markdown) -> None:
        for tag in ADDRESSES:
            for element in root.iter(tag):
                element.set(MARK, "")
