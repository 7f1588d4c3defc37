"""The Python-Markdown extension that puts tables and moved headings into pages."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import jinja2
import markdown
from jinja2 import Environment
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from mkdocs_handbook import embeds, formats, stubpages, templates, view
from mkdocs_handbook.model import Column, Embed, Handbook, Page

PLACEHOLDER = "data-handbook-embed"
MARKDOWN = "data-markdown"
ENTITY = re.compile(r"&(?=(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)


class TemplateError(Exception):
    """A template whose output is not well-formed, so that it can't become part of a page."""


@dataclass(slots=True)
class Site:
    """What the extension shows; the plugin feeds it anew for every build."""

    handbook: Handbook | None = None
    env: Environment | None = None


class HandbookExtension(Extension):
    """Tables for paragraphs that are a link to a data file, and the anchors of moved headings."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self.site = site

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the processors around those of Python-Markdown and MkDocs."""
        page = _PageOf(md, self.site)
        found: list[Embed] = []
        # Before "inline" (20), which would turn the link into an element.
        md.treeprocessors.register(_Recognise(md, page, found), "handbook-recognise", 21)
        # After "attr_list" (8), before "toc" (5) and MkDocs' "relpath" (0), which then checks the links of cells too.
        md.treeprocessors.register(_Insert(md, page, found), "handbook-insert", 7.5)
        # With and behind "toc": live headings have their ids already, and the anchors are not part of the contents.
        md.treeprocessors.register(_Moved(md, page), "handbook-moved", 5)


class _PageOf:
    """Tells which page is being rendered."""

    def __init__(self, md: markdown.Markdown, site: Site) -> None:
        self.md, self.site = md, site

    def __call__(self) -> tuple[Handbook, Environment, Page] | None:
        handbook, env = self.site.handbook, self.site.env
        if handbook is None or env is None or "relpath" not in self.md.treeprocessors:
            return None
        relpath: Any = self.md.treeprocessors["relpath"]
        page = handbook.by_uri.get(relpath.file.src_uri)
        return (handbook, env, page) if page else None


class _Recognise(Treeprocessor):
    """Puts a placeholder where a paragraph is an embed."""

    def __init__(self, md: markdown.Markdown, page: _PageOf, found: list[Embed]) -> None:
        super().__init__(md)
        self.page, self.found = page, found

    def run(self, root: Element) -> None:
        """Replace the paragraphs of the tree that are embeds."""
        self.found.clear()
        context = self.page()
        if context is None:
            return
        for parent in list(root.iter()):
            for child in list(parent):
                text = (child.text or "") if child.tag == "p" else ""
                if embeds.SUSPECT.search(text) or (self.md.references and text.startswith("[")):
                    self.replace(parent, child, context)

    def replace(self, parent: Element, paragraph: Element, context: tuple[Handbook, Environment, Page]) -> None:
        handbook, _, page = context
        references = {name: address for name, (address, _) in self.md.references.items()}
        new = []
        for text in embeds.pieces(paragraph.text or ""):
            embed = embeds.paragraph(text, references)
            if embed and embeds.resolve(handbook, page, embed):
                new.append(Element("div", {PLACEHOLDER: str(len(self.found))}))
                self.found.append(embed)
            else:
                new.append(Element("p"))
                new[-1].text = text
        if any(element.tag == "div" for element in new):
            at = list(parent).index(paragraph)
            new[-1].tail = paragraph.tail
            parent[at : at + 1] = new


class _Insert(Treeprocessor):
    """Puts the tables where the placeholders are, and turns links to data files into links to edit them."""

    def __init__(self, md: markdown.Markdown, page: _PageOf, found: list[Embed]) -> None:
        super().__init__(md)
        self.page, self.found = page, found
        self.cells = cell_markdown()

    def run(self, root: Element) -> None:
        """Fill the placeholders of the tree."""
        context = self.page()
        if context is None:
            return
        handbook, env, page = context
        taken: set[str] = set()
        for element in list(root.iter("div")) if self.found else ():
            if index := element.attrib.pop(PLACEHOLDER, ""):
                self.fill(element, handbook, env, page, self.found[int(index)], taken)
        for link in root.iter("a"):
            data_link(link, handbook, page)

    def fill(
        self, element: Element, handbook: Handbook, env: Environment, page: Page, embed: Embed, taken: set[str]
    ) -> None:
        file = embeds.resolve(handbook, page, embed)
        if file is None:
            return
        new = render(env, "table", table=view.table(handbook, file, embed, taken))
        literal(new)
        self.inline(new)
        for link in new.iter("a"):
            relative(link, page)
        element.tag, element.text, element.attrib = new.tag, new.text, dict(new.attrib)
        element[:] = list(new)

    def inline(self, table: Element) -> None:
        """Turn the text of cells with inline Markdown into elements."""
        spans = [span for span in table.iter("span") if MARKDOWN in span.attrib]
        holder = Element("div")
        holder[:] = spans
        self.cells.reset()
        self.cells.treeprocessors["inline"].run(holder)
        for span in spans:
            del span.attrib[MARKDOWN]
            for element in span.iter():
                for key in ("href", "src"):
                    if not formats.is_safe_link(element.get(key, "")):
                        del element.attrib[key]


class _Moved(Treeprocessor):
    """Appends the anchors of headings that have moved away from a page."""

    def __init__(self, md: markdown.Markdown, page: _PageOf) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        """Append the list to the tree."""
        context = self.page()
        if context is None:
            return
        handbook, env, page = context
        moved = stubpages.moved_headings(handbook, page.dest, by_page=True)
        if moved:
            element = render(env, "moved", stubs=moved)
            literal(element)
            root.append(element)


def check_templates(env: Environment) -> None:
    """Raise TemplateError where a template can't be rendered, before any page needs it."""
    part = view.Part("text", "markdown", "index.md", "title")
    row = view.Row("row", ((part,),), "https://example.com", now=True)
    table = view.Table("kind", "caption", (Column("key", "Key"),), (row,), "https://example.com", "path")
    render(env, "table", table=table)
    render(env, "moved", stubs=[stubpages.Moved("id", "label", "index.md", "to")])


def render(env: Environment, template: str, **values: Any) -> Element:
    """Give the elements that a template makes; raise TemplateError where it can't, or where they are not well-formed."""
    try:
        html = templates.render(env, template, **values).strip()
    except jinja2.TemplateError as error:
        raise TemplateError(f"template handbook/{template}.html: {error.message or type(error).__name__}") from None
    return tree(html, template)


def cell_markdown() -> markdown.Markdown:
    """Give a Python-Markdown for cells: inline Markdown of the core, no raw HTML, no extension's syntax."""
    md = markdown.Markdown()
    for name in ("html", "entity", "autolink", "automail"):
        md.inlinePatterns.deregister(name)
    return md


def tree(html: str, name: str) -> Element:
    """Give the elements of a template's output; raise TemplateError where it is not well-formed."""
    try:
        return ElementTree.fromstring(html)  # noqa: S314 (our own templates' output, values escaped)
    except ElementTree.ParseError as error:
        row, column = error.position
        line = html.splitlines()[row - 1].strip()[:100] if row <= html.count("\n") + 1 else ""
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


def relative(link: Element, page: Page) -> None:
    """Rewrite a link that begins at the pages' folder for the page that shows it."""
    address = link.get("href", "")
    if not address or formats.SCHEME.match(unescape(address)) or address.startswith(("#", "/")):
        return
    path, mark, rest = address.partition("#")
    if path:
        folder = posixpath.dirname(page.uri)
        slash = "/" if path.endswith("/") else ""
        link.set("href", posixpath.relpath(path, folder or ".") + slash + mark + rest)


def data_link(link: Element, handbook: Handbook, page: Page) -> None:
    """Make a link to a data file inside a sentence one to that file in the repository, or plain text without one."""
    address = link.get("href", "")
    if not embeds.is_data(address):
        return
    file = handbook.by_path.get(embeds.path_of(handbook.settings, page, address))
    path = embeds.path_of(handbook.settings, page, address)
    if file is None and path not in handbook.data_paths:
        return
    url = handbook.settings.edit_url.replace("{path}", path).replace("#L{line}", "").replace("{line}", "1")
    if url:
        link.set("href", url)
    else:
        link.tag = "span"
        del link.attrib["href"]
        link.set("title", path)
