"""Records of rendered pages, and what HTML and ours has in common: elements with addresses, headings, code."""

from __future__ import annotations

from dataclasses import dataclass

MARK = "data-handbook-link"
ADDRESSES = {"a": "href", "img": "src"}
CODE = frozenset(("code", "pre", "script", "style", "textarea"))
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
