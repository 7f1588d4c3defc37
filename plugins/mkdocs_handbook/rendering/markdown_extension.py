"""The Python-Markdown extension that puts tables and moved headings into pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from mkdocs_handbook.links import directory_urls
from mkdocs_handbook.model import Embed
from mkdocs_handbook.pages import embeds
from mkdocs_handbook.pages.rendered.looks import AT_TABLES, BEFORE_INLINE
from mkdocs_handbook.rendering import mention_links
from mkdocs_handbook.rendering.html_tree import link_to_source, moved_element, page_element
from mkdocs_handbook.rendering.page_context import PageContext
from mkdocs_handbook.util.escaping import Html

PLACEHOLDER = "data-handbook-embed"
# Where a line may be an embed; in a list item without paragraphs only a tag can.
HOLDERS = ("p", "li", "dd")
HEADING = re.compile("h[1-6]")


def relpath_uri(md: markdown.Markdown) -> str:
    """Return the path of the page that MkDocs renders, below the pages' folder, "" where it renders none."""
    if "relpath" not in md.treeprocessors:
        return ""
    relpath: Any = md.treeprocessors["relpath"]
    return str(relpath.file.src_uri)


class HandbookExtension(Extension):
    """Tables for paragraphs that are a link to a data file, and the anchors of moved headings."""

    def __init__(self, site: PageContext, page_uri: Callable[[markdown.Markdown], str] = relpath_uri) -> None:
        super().__init__()
        self.site, self.page_uri = site, page_uri

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the processors around those of Python-Markdown and MkDocs."""
        page = _PageOf(md, self.site, self.page_uri)
        tables: list[tuple[str, Html]] = []
        # The inline processor would turn the link into an element.
        md.treeprocessors.register(_Recognise(md, page, tables), "handbook-recognise", BEFORE_INLINE)
        # After "attr_list" (8), and before MkDocs' "relpath" (0), which then checks the links of cells too.
        md.treeprocessors.register(_Insert(md, page, tables), "handbook-insert", AT_TABLES)
        md.treeprocessors.register(_OnDuty(md, page), "handbook-duty", 7.4)
        # Behind the tables, whose cells may mention something, and before "relpath" for the same reason.
        md.treeprocessors.register(_Mentions(md, page, tables), "handbook-mentions", 7.2)
        # With and behind "toc": live headings have their ids already, and the anchors are not part of the contents.
        md.treeprocessors.register(_Moved(md, page), "handbook-moved", 5)


class _PageOf:
    """Asks about the page that is being rendered."""

    def __init__(self, md: markdown.Markdown, site: PageContext, page_uri: Callable[[markdown.Markdown], str]) -> None:
        self.md, self.site, self.page_uri = md, site, page_uri

    @property
    def uri(self) -> str:
        """The path of the page below the pages' folder, "" where there is none."""
        return self.page_uri(self.md)

    def query(self, name: str, *more: Any) -> Any:
        """Return the answer to a question about the page, None if it is no page of the handbook."""
        return self.site.query(name, self.uri, *more)

    def embed(self, text: str) -> Embed | None:
        """Return the embed that a paragraph of the page is, None if it is none."""
        return self.site.embed(self.uri, text, lambda name: embeds.reference(self.md, name))


class _Recognise(Treeprocessor):
    """Puts a placeholder where a paragraph is an embed, and notes the HTML of its table."""

    def __init__(self, md: markdown.Markdown, page: _PageOf, tables: list[tuple[str, Html]]) -> None:
        super().__init__(md)
        self.page, self.tables = page, tables
        # The ids of the rows so far: each id is that of the first row of the page that asks for it.
        self.taken: tuple[str, ...] = ()

    def run(self, root: Element) -> None:
        """Replace the paragraphs of the tree that are embeds."""
        self.tables.clear()
        self.taken = ()
        if not self.page.uri:
            return
        holders = (element for element in root.iter() if element.tag in HOLDERS)
        suspects = [element for element in holders if element.text and self.may_be(element.text)]
        parents = {child: parent for parent in root.iter() for child in parent} if suspects else {}
        for element in suspects:
            if element.tag == "p":
                self.replace(parents[element], element)
            else:
                self.insert(element)

    def may_be(self, text: str) -> bool:
        """Return whether a paragraph is worth a closer look."""
        return (
            directory_urls.may_be_overview(text)
            or embeds.is_suspect(text)
            or (text.startswith("[") and bool(self.md.references))
        )

    def placeholder(self, text: str) -> Element | None:
        """Return the element that keeps the place of a table, None for text that is no embed."""
        template, html = self.rendered(text)
        if html is None:
            return None
        self.tables.append((template, html))
        return Element("div", {PLACEHOLDER: str(len(self.tables) - 1)})

    def rendered(self, text: str) -> tuple[str, Html | None]:
        """Return the template of what a text shows and its HTML, None for text that is no embed."""
        if directory_urls.may_be_overview(text):
            return "overview", self.page.query("overview", text.strip())
        embed = self.page.embed(text)
        answer = self.page.query("table", embed.target, embed.written, self.taken) if embed else None
        if answer is None:
            return "table", None
        html, self.taken = answer
        return "table", html

    def replace(self, parent: Element, paragraph: Element) -> None:
        """Replace a paragraph by the placeholders and the text around them."""
        new = []
        for text in embeds.split_at_tags(paragraph.text or ""):
            element = self.placeholder(text)
            if element is None:
                element = Element("p")
                element.text = text
            new.append(element)
        if any(element.tag == "div" for element in new):
            at = list(parent).index(paragraph)
            new[-1].tail = paragraph.tail
            parent[at : at + 1] = new

    def insert(self, item: Element) -> None:
        """Put placeholders into the text of a tight list item, where lines of it are tags."""
        before, new = "", list[Element]()
        for text in embeds.split_at_tags(item.text or ""):
            element = self.placeholder(text) if embeds.TAG.match(text.strip()) else None
            if element is not None:
                new.append(element)
            elif new:
                new[-1].tail = text
            else:
                before = text
        if new:
            item.text = before
            item[:0] = new


class _Insert(Treeprocessor):
    """Puts the tables where the placeholders are, and turns links to data files into links to edit them."""

    def __init__(self, md: markdown.Markdown, page: _PageOf, tables: list[tuple[str, Html]]) -> None:
        super().__init__(md)
        self.page, self.tables = page, tables

    def run(self, root: Element) -> None:
        """Fill the placeholders of the tree."""
        if not self.page.uri:
            return
        for element in list(root.iter("div")) if self.tables else ():
            if index := element.attrib.pop(PLACEHOLDER, ""):
                self.fill(element, *self.tables[int(index)])
        if self.tables:
            mark_titled(root)
        for link in root.iter("a"):
            address = link.get("href", "")
            if embeds.is_data(address) and (known := self.page.query("data_link", address)):
                link_to_source(link, *known)

    def fill(self, element: Element, template: str, html: Html) -> None:
        """Make a placeholder its table."""
        table = page_element(html, self.page.uri, template)
        element.tag, element.text, element.attrib = table.tag, table.text, dict(table.attrib)
        element[:] = list(table)


def mark_titled(root: Element) -> None:
    """Mark the tables whose captions say no more than the heading above them, beside the title of the page."""
    page, heading = set[str](), set[str]()
    for element in root:
        if HEADING.fullmatch(str(element.tag)):
            heading = words(element)
            page = heading if element.tag == "h1" else page
        elif element.get("class", "").startswith("handbook-table ") and heading:
            caption = element.find("table/caption")
            if caption is not None and words(caption) - page <= heading:
                element.set("class", f"{element.get('class')} handbook-titled")


def words(element: Element) -> set[str]:
    """Return the words of an element, without letter case."""
    return set(re.findall(r"\w+", "".join(element.itertext()).casefold()))


class _OnDuty(Treeprocessor):
    """Puts who is on duty below the title of a page that begins with it."""

    def __init__(self, md: markdown.Markdown, page: _PageOf) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        """Insert it into the tree."""
        if self.page.uri and (html := self.page.query("duty")):
            at = next((index for index, element in enumerate(root, 1) if element.tag == "h1"), 0)
            element = page_element(html, self.page.uri, "duty")
            element.tail = "\n"
            root.insert(at, element)


class _Mentions(Treeprocessor):
    """Links the channels that a page mentions to their entries in the directory."""

    def __init__(self, md: markdown.Markdown, page: _PageOf, tables: list[tuple[str, Html]]) -> None:
        super().__init__(md)
        self.page, self.tables = page, tables

    def run(self, root: Element) -> None:
        """Link what is mentioned in the tree."""
        lines: list[str] = self.md.lines  # type: ignore[attr-defined]
        raw = self.md.htmlStash.rawHtmlBlocks
        # Cheaper than to look at every element of a page that mentions nothing. Where md_in_html took a block out of
        # the lines and put it into the tree, the stash has nothing left of it.
        is_likely = self.tables or "" in raw or mention_links.LIKELY.search("\n".join(lines))
        if is_likely and self.page.uri and self.page.query("links_channels"):
            mention_links.link_channels(root, lambda name: self.page.query("channel", name), self.page.uri, raw)


class _Moved(Treeprocessor):
    """Appends the anchors of headings that have moved away from a page."""

    def __init__(self, md: markdown.Markdown, page: _PageOf) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        """Append the list to the tree."""
        if self.page.uri and (html := self.page.query("moved")):
            root.append(moved_element(html))
