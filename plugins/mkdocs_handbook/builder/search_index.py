"""The entries of the search index: taken over from the build before for a page that has not changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from mkdocs_handbook.builder.cache import Entry
from mkdocs_handbook.builder.fingerprint import Unknown, digest, text_of
from mkdocs_handbook.builder.known_plugins import SEARCHES, class_of


def entries_of(plugin: Any) -> list[Any] | None:
    """Give the list to which a search plugin adds its entries, None where it is switched off."""
    index = getattr(plugin, "search_index", None)
    return getattr(index, "entries", None) if hasattr(index, "entries") else getattr(index, "_entries", None)


def files(config: MkDocsConfig) -> list[str]:
    """Give the files that search plugins write at the end of a build."""
    is_there = any(class_of(method) in SEARCHES for method in config.plugins.events["post_build"])
    return ["search/search_index.json"] if is_there else []


def key(name: str, fingerprint: str, page: Page, content: str, toc: str) -> str:
    """Give the key of a page's entries, whose content has a digest; "" where not all that they are made of is known."""
    try:
        return digest("search", name, fingerprint, page.url, content, toc, text_of(page.title), text_of(page.meta))
    except Unknown:
        return ""


def added(entries: list[Any], handle: Callable[[], object], page: Page) -> tuple[list[Any], Entry | None]:
    """Give the entries that a plugin adds to its list for a page, and what to keep of that; the list stays as it was."""
    before, count = page.content, len(entries)
    handle()
    new = entries[count:]
    del entries[count:]
    is_same = page.content == before
    entry = Entry({"entries": new, "is_same": is_same}, "" if is_same else page.content or "")
    return new, entry if is_plain(new) else None


def is_plain(value: Any) -> bool:
    """Whether a value is the same after it was written and read as JSON."""
    if isinstance(value, dict):
        return all(type(key) is str and is_plain(one) for key, one in value.items())
    if isinstance(value, list):
        return all(map(is_plain, value))
    return value is None or type(value) in (str, int, bool)
