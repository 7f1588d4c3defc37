"""The Markdown of cells: inline Markdown of the core, as values of data may have it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

# Python-Markdown and its elements are imported for the cells that have marks: most have none.
if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown


class CellLink(NamedTuple):
    """A link or an image of a cell: its address, its text, and which of both it is."""

    address: str
    text: str
    is_image: bool


@cache
def cell_markdown() -> Markdown:
    """Return a Python-Markdown for cells: inline Markdown of the core, no raw HTML, no extension's syntax."""
    from markdown import Markdown

    md = Markdown()
    for name in ("html", "entity", "autolink", "automail"):
        md.inlinePatterns.deregister(name)
    return md


def render_inline(holder: Element) -> None:
    """Turn the texts of the elements in a holder into elements."""
    cell_markdown().reset().treeprocessors["inline"].run(holder)


@lru_cache(maxsize=4096)
def cell_links(text: str) -> tuple[CellLink, ...]:
    """Return the links and images of a cell, in the order of its text."""
    return tuple(_links(_rendered(text)))


def cell_html(text: str) -> str:
    """Return the HTML of a cell."""
    return str(cell_markdown().serializer(_rendered(text)))


def _rendered(text: str) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    holder = Element("div")
    SubElement(holder, "p").text = text
    render_inline(holder)
    cell_markdown().treeprocessors["unescape"].run(holder)
    return holder


def _links(holder: Element) -> Iterator[CellLink]:
    for element in holder.iter():
        if element.tag == "img":
            yield CellLink(element.get("src", ""), element.get("alt", ""), True)
        elif element.tag == "a":
            image = element.find(".//img")
            alternative = "" if image is None else image.get("alt", "")
            yield CellLink(element.get("href", ""), "".join(element.itertext()) or alternative, False)
