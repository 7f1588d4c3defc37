"""What a site of any engine shows, read by a parser: articles, navigation, titles and search, and how two sites differ."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import tinyhtml5  # type: ignore[import-untyped]

BASE = "https://site.invalid/"
ADDRESSES = frozenset(("href", "src"))
# Of the theme, above an article: where a skip link leads, and the buttons of a page. And the form of the page for what is
# missing, since no address opens the search of Zensical.
THEME_CLASSES, THEME_IDS = frozenset(("md-content__button", "handbook-search")), frozenset(("__skip",))
# What is for the index only, which one engine leaves in and the other takes out.
NOT_SHOWN = frozenset(("data-search-exclude",))
SEARCHES = ("search/search_index.json", "search.json")


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page as it is shown: the events of its article, its entries of the navigation, its title and what its head says."""

    article: tuple[Any, ...]
    navigation: tuple[tuple[str, str], ...]
    title: str
    head: tuple[str, ...]


def element_classes(element: Any) -> set[str]:
    """Return the classes of an element."""
    return set((element.get("class") or "").split())


def words(element: Any) -> str:
    """Return the text of an element."""
    return " ".join("".join(element.itertext()).split())


def page(text: str, name: str) -> PageShown:
    """Return a page by its text and the path of its file."""
    root = tinyhtml5.parse(text, namespace_html_elements=False)
    base = urljoin(BASE, name.removesuffix("index.html"))
    article = next((one for one in root.iter("article") if "md-content__inner" in element_classes(one)), root)
    links = (one for nav in root.iter("nav") if "md-nav--primary" in element_classes(nav) for one in nav.iter("a"))
    entries = [(urljoin(base, one.get("href")), words(one)) for one in links if "md-nav__link" in element_classes(one)]
    metas = [str(one.get("content")) for one in root.iter("meta") if one.get("name") == "description"]
    canonical = [str(one.get("href")) for one in root.iter("link") if one.get("rel") == "canonical"]
    title = next((words(one) for one in root.iter("title")), "")
    # The contents of a page stand in the navigation too, and are of the theme.
    return PageShown(
        tuple(events(article, base)), tuple(pair for pair in entries if "#" not in pair[0]), title, (*metas, *canonical)
    )


def events(element: Any, base: str) -> Iterator[Any]:
    """Yield what is in an element: tags with attributes, addresses as a browser resolves them, and texts."""
    yield from texts(element.text)
    for child in element:
        if isinstance(child.tag, str) and not (element_classes(child) & THEME_CLASSES or child.get("id") in THEME_IDS):
            given = {key: value for key, value in child.attrib.items() if key not in NOT_SHOWN}
            given |= {key: urljoin(base, given[key]) for key in ADDRESSES & given.keys()}
            yield child.tag, tuple(sorted(given.items()))
            yield from events(child, base)
            yield f"/{child.tag}"
        yield from texts(child.tail)


def texts(text: str | None) -> Iterator[str]:
    """Yield a text, if it shows anything."""
    if text and text.strip():
        yield " ".join(text.split())


def ids(shown: PageShown) -> list[str]:
    """Return the ids of an article in their order."""
    return [value for one in shown.article if isinstance(one, tuple) for key, value in one[1] if key == "id"]


def tables(shown: PageShown) -> int:
    """Return the number of tables of an article."""
    return sum(isinstance(one, tuple) and one[0] == "table" for one in shown.article)


def search(site: Path) -> dict[str, tuple[str, str]]:
    """Return the entries of a site's search by address: title and text, without spaces, in which indexes differ."""
    found = json.loads(next(path for name in SEARCHES if (path := site / name).is_file()).read_text(encoding="utf-8"))
    entries = found.get("docs") or found["items"]
    return {one["location"]: (plain(one["title"]), plain(one["text"])) for one in entries}


def plain(html: str) -> str:
    """Return the text of HTML without spaces."""
    return "".join("".join(tinyhtml5.parse(f"<body>{html}", namespace_html_elements=False).itertext()).split())
