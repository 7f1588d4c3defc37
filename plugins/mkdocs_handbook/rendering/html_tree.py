"""HTML of templates as elements of a page's tree, and what has to happen to them there."""

from __future__ import annotations

import posixpath
import re
from functools import cache, lru_cache
from html import unescape
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import jinja2
import markdown
from jinja2 import Environment

from mkdocs_handbook.data import formats
from mkdocs_handbook.model import Column
from mkdocs_handbook.rendering import redirect_pages, table_rows, tables
from mkdocs_handbook.rendering.cells import Cell, Part
from mkdocs_handbook.util import templates

MARKDOWN = "data-markdown"
# Text without any of these is the same after Python-Markdown has read it.
MARKS = re.compile(r"[\\`*_\[<&\n]|!\[")
ENTITY = re.compile(r"&(?=(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)


class TemplateError(Exception):
    """A template whose output is not well-formed, so that it can't become part of a page."""


def check_templates(env: Environment) -> None:
    """Raise TemplateError where a template can't be rendered, before any page needs it."""
    part = Part("text", "markdown", "index.md", "title")
    cell = Cell("text", (part, Part("2026-01-05", "time"), Part("in 3 days", "note"), Part("on duty", "duty")))
    known, opened = cell._replace(data=(("sort", "7"),)), cell._replace(details=(table_rows.Detail("Agenda", (part,)),))
    row = table_rows.Row("row", (known, opened), "https://example.com", now=True)
    rows = (row, row._replace(data=(("duty", "x"),), hidden=True))
    table = tables.Table(
        "kind",
        "caption",
        (Column("key", "Key"),),
        rows,
        "https://example.com",
        "path",
        "x.ics",
        timezone="UTC",
        due="week",
    )
    render(env, "table", table=table)
    render(env, "moved", stubs=[redirect_pages.Moved("id", "label", "index.md", "to")])


def render(env: Environment, template: str, **values: Any) -> Element:
    """Give the elements that a template makes; raise TemplateError where it can't, or where they are not well-formed."""
    return tree(html(env, template, **values), template)


def html(env: Environment, template: str, **values: Any) -> str:
    """Give the HTML that a template makes; raise TemplateError where it can't."""
    try:
        return templates.render(env, template, **values).strip()
    except jinja2.TemplateError as error:
        raise TemplateError(f"template handbook/{template}.html: {error.message or type(error).__name__}") from None


@cache
def cell_markdown() -> markdown.Markdown:
    """Give a Python-Markdown for cells: inline Markdown of the core, no raw HTML, no extension's syntax."""
    md = markdown.Markdown()
    for name in ("html", "entity", "autolink", "automail"):
        md.inlinePatterns.deregister(name)
    return md


def tree(text: str, name: str) -> Element:
    """Give the elements of a template's output; raise TemplateError where it is not well-formed."""
    try:
        return ElementTree.fromstring(text)  # noqa: S314 (our own templates' output, values escaped)
    except ElementTree.ParseError as error:
        row, column = error.position
        line = text.splitlines()[row - 1].strip()[:100] if row <= text.count("\n") + 1 else ""
        message = (
            f"template handbook/{name}.html makes HTML that is not well-formed XML: {error} ({line!r}, column {column})"
        )
        raise TemplateError(message) from None


def literal(root: Element) -> None:
    """Keep text such as "&lt;" as it is: Python-Markdown's serializer would take it for an entity."""
    for element in root.iter():
        if element.text and "&" in element.text and MARKDOWN not in element.attrib:
            element.text = ENTITY.sub("&amp;", element.text)
        if element.tail and "&" in element.tail:
            element.tail = ENTITY.sub("&amp;", element.tail)
        for key, value in element.attrib.items():
            if "&" in value:
                element.set(key, ENTITY.sub("&amp;", value))


def relative(link: Element, page: str) -> None:
    """Rewrite a link that begins at the pages' folder for the page that shows it."""
    address = link.get("href", "")
    if address and not address.startswith(("https://", "http://", "#", "/")):
        link.set("href", from_page(address, posixpath.dirname(page)))


@lru_cache(maxsize=4096)
def from_page(address: str, folder: str) -> str:
    """Give an address in data as seen from a folder of pages; one with a scheme is the same everywhere."""
    path, mark, rest = address.partition("#")
    if not path or formats.SCHEME.match(unescape(address)):
        return address
    slash = "/" if path.endswith("/") else ""
    return posixpath.relpath(path, folder or ".") + slash + mark + rest


def data_link(link: Element, path: str, url: str) -> None:
    """Make a link to a data file inside a sentence one to that file in the repository, or plain text without one."""
    if url:
        link.set("href", url)
    else:
        link.tag = "span"
        del link.attrib["href"]
        link.set("title", path)


def inline(table: Element, cells: markdown.Markdown) -> None:
    """Turn the text of cells with inline Markdown into elements."""
    holder = Element("div")
    for element in table.iter():
        if element.attrib.pop(MARKDOWN, None) is not None and MARKS.search(element.text or ""):
            holder.append(element)
    if not len(holder):
        return
    cells.reset()
    cells.treeprocessors["inline"].run(holder)
    for element in holder.iter():
        for key in ("href", "src"):
            if key in element.attrib and not formats.is_safe_link(element.attrib[key]):
                del element.attrib[key]
