"""Entries of the search index: those of a page that has not changed come from the cache."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from mkdocs_handbook.builder.known_plugins import SEARCH_PLUGINS, class_name
from mkdocs_handbook.project.caching.cache import Entry
from mkdocs_handbook.project.caching.content_digest import UnknownContent, canonical, digest


def indexes(config: MkDocsConfig) -> dict[str, list[Any]]:
    """Return the lists to which the search plugins add their entries, by the plugins' classes."""
    methods = config.plugins.events["page_context"]
    lists = {class_name(method): index_of(method) for method in methods if class_name(method) in SEARCH_PLUGINS}
    return {name: index for name, index in lists.items() if index is not None}


def index_of(method: Callable[..., object]) -> list[Any] | None:
    """Return the list to which the search plugin of a method adds its entries, None where it is switched off."""
    index = getattr(getattr(method, "__self__", None), "search_index", None)
    return getattr(index, "entries", None) if hasattr(index, "entries") else getattr(index, "_entries", None)


def files(config: MkDocsConfig) -> list[str]:
    """Return the files that search plugins write at the end of a build."""
    is_used = any(class_name(method) in SEARCH_PLUGINS for method in config.plugins.events["post_build"])
    return ["search/search_index.json"] if is_used else []


def key(name: str, fingerprint: str, page: Page, content: str, toc: str) -> str:
    """Return the key of a page's entries from digests of its content and table of contents; "" where it is unknown."""
    try:
        return digest("search", name, fingerprint, page.url, content, toc, canonical(page.title), canonical(page.meta))
    except UnknownContent:
        return ""


def added(index: list[Any], handle: Callable[[], object], page: Page) -> tuple[list[Any], Entry | None]:
    """Return the entries that a plugin's handler adds to an index for a page, which are taken out, and a cache entry."""
    before, count = page.content, len(index)
    handle()
    new = index[count:]
    del index[count:]
    is_same = page.content == before
    entry = Entry({"entries": new, "is_same": is_same}, "" if is_same else page.content or "")
    return new, entry if survives_json(new) else None


def survives_json(value: Any) -> bool:
    """Return whether a value is the same after it was written and read as JSON."""
    if isinstance(value, dict):
        return all(type(key) is str and survives_json(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(survives_json, value))
    # Of a float every digit is written, so only what is no number is another.
    return value is None or type(value) in (str, int, bool) or (type(value) is float and isfinite(value))
