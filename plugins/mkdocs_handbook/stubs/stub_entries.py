"""Stub entries: the two sides of a line of stubs.yml as addresses, whether or not anything is there."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from mkdocs_handbook.data import formats, items
from mkdocs_handbook.data.yaml import parser
from mkdocs_handbook.links import urls
from mkdocs_handbook.model import Finding, MappingNode, ScalarNode, Source, StubTarget
from mkdocs_handbook.util.wording import shortened

GONE = StubTarget()
# What other tools take for patterns: as an address, Windows could not write it, and nobody asked for it.
PATTERN = re.compile(r"\*|\{[^{}]*,[^{}]*\}")


class StubEntry(NamedTuple):
    """A line of stubs.yml as it stands."""

    source: Source
    old: ScalarNode
    new: ScalarNode


class Address(NamedTuple):
    """An address of the site: the path of a file in it, and a fragment or ""."""

    dest: str
    fragment: str = ""


class StubError(Exception):
    """Why an entry cannot be used: the code, and the message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_entries(source: Source, root: MappingNode) -> tuple[list[StubEntry], list[Finding]]:
    """Return the lines of stubs.yml that have a new address, and the findings of those that have none."""
    scalars = [(old, new) for old, new in root.pairs if isinstance(new, ScalarNode)]
    empty = [old for old, new in scalars if new.text in items.NULLS]
    entries = [StubEntry(source, old, new) for old, new in scalars if new.text not in items.NULLS]
    message = '"{}" has no new address, "gone" would be one'
    return entries, [Finding("HB108", source, old.span, message.format(shortened(old.text))) for old in empty]


def entries_of(source: Source) -> list[StubEntry]:
    """Return the lines of a stubs.yml that have a new address."""
    root, _ = parser.parse(source)
    return read_entries(source, root)[0] if isinstance(root, MappingNode) else []


def parse_address(text: str, *, directory_urls: bool) -> Address:
    """Return the published address of a page's path, or of an address that ends in a slash."""
    path, _, fragment = text.partition("#")
    if PATTERN.search(path) or "*" in fragment:
        raise StubError(
            "HB408", f'"{shortened(text)}" is no address and no folder pattern, only "/**" at the end is one'
        )
    if path.endswith("/") or not path:
        path = f"{unquote(path)}index.html"
    elif path.endswith(".md"):
        path = urls.page_dest(path, directory_urls=directory_urls)
    elif not path.endswith((".html", ".htm")):
        raise StubError("HB407", f'"{shortened(text)}" is no page (.md) and no address that ends in "/"')
    if not urls.is_inside(path) or "?" in path or not unquote(fragment).isprintable():
        raise StubError(
            "HB407", f'"{shortened(text)}" is no address inside the site: no leading "/", no "..", "." or "?"'
        )
    return Address(path, unquote(fragment))


def parse_target(text: str, others: frozenset[str], *, directory_urls: bool) -> StubTarget:
    """Return where a new address leads, whether or not anything is there."""
    if text == "gone":
        return GONE
    if formats.SCHEME.match(text) or text.startswith("/"):
        try:
            formats.check_link(text)
        except formats.MisfitError as misfit:
            raise StubError("HB407", misfit.message) from None
        if text.startswith("/"):
            raise StubError("HB407", f'"{shortened(text)}" begins with "/", addresses here begin at the pages\' folder')
        return StubTarget(external=text)
    path, _, fragment = text.partition("#")
    suffix = path.rpartition("/")[2].rpartition(".")[2]
    is_file = (
        bool(re.fullmatch(r"[a-z0-9]{2,5}", suffix))
        and not PATTERN.search(path)
        and not path.endswith((".html", *urls.PAGES))
    )
    if path in others or (is_file and urls.is_inside(path)):
        return StubTarget(path, unquote(fragment))
    return StubTarget(*parse_address(text, directory_urls=directory_urls))


def parse_folder(text: str) -> str:
    """Return the folder of a pattern that ends in `/**`, with its trailing slash; raise StubError for any other."""
    name = text.removesuffix("**")
    if name == text or not name.endswith("/") or "*" in name or "#" in name:
        raise StubError("HB408", f'"{shortened(text)}" is no folder pattern, both sides end in "/**"')
    if not urls.is_inside(name.rstrip("/")):
        raise StubError(
            "HB407", f'"{shortened(text)}" is no folder inside the handbook, write it without a leading "/" or ".."'
        )
    return name
