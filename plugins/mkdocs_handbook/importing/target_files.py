"""The data file for a block of a page: its group's own, or one named after the page or the section."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator

from mkdocs_handbook.importing.records import Block, NotImportedError
from mkdocs_handbook.links import urls
from mkdocs_handbook.model import Embed, Handbook, Page
from mkdocs_handbook.pages import closing_order, embeds, group_pages
from mkdocs_handbook.pages.group_pages import claimed_group


def slug(text: str) -> str:
    """Return a text as the name of a group: lower-case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def is_page_of(page: Page, group: str) -> bool:
    """Return whether a page is that of a group, by its front matter or its path."""
    return page.group == group or page.uri in group_pages.addresses(group)


def candidate_names(handbook: Handbook, block: Block, wish: str) -> Iterator[str]:
    """Yield the group names whose file may hold a block, the best first."""
    page = block.page
    folder = posixpath.basename(posixpath.dirname(page.uri))
    stem = urls.page_name(page.uri)
    root = slug(posixpath.basename(handbook.settings.docs_dir)) or "handbook"
    group = claimed_group(page) if claimed_group(page) not in urls.INDEXES else ""
    own = "" if posixpath.splitext(posixpath.basename(page.uri))[0] in urls.INDEXES else slug(stem)
    # A page in the folder of a group begins no group of its own.
    beside = f"{slug(folder)}-{own}" if own and folder in group_pages.groups(handbook) else ""
    base = wish or slug(group) or beside or (root if stem in ("readme", "index") else slug(stem)) or "page"
    others = {name for name, owner in group_pages.pages(handbook).items() if owner.uri != page.uri}
    # The file would make another page that of its group.
    others |= (
        {base} if any(uri in handbook.by_uri and uri != page.uri for uri in group_pages.addresses(base)) else set()
    )
    titled = slug(block.title)
    closes = block.kind.name in closing_order.titles(handbook.settings) and not wish
    # A group's own file belongs into the closing section of its page.
    if base not in others and (block.is_closing or not closes or not is_page_of(page, base)):
        yield base
    if wish and own not in ("", wish):
        yield f"{wish}-{own}"
    yield from (f"{name}-{titled}" for name in (base, f"{slug(folder)}-{base}".strip("-")) if titled)
    if slug(folder):
        yield f"{slug(folder)}-{base}"
    yield from (f"{base}-{number}" for number in range(2, 100))


def choose_path(handbook: Handbook, block: Block, wish: str, taken: dict[str, tuple[str, int]]) -> str:
    """Return the path of the data file for a block, and add it to `taken`, which has those of other blocks by their start."""
    page, where = block.page, (block.page.uri, block.span.start)
    here = {embed_path(handbook, embed): embed for embed in page.embeds}
    for name in candidate_names(handbook, block, wish):
        path = posixpath.join(handbook.settings.data_dir, f"{name}.{block.kind.name}.yml")
        embed = here.get(path)
        is_here = embed is not None and embed is nearest_embed(handbook, block)
        is_free = path not in handbook.data_paths or (embed is None and bool(wish or is_page_of(page, name)))
        if (is_here or is_free) and (embed is None or is_here) and taken.setdefault(path, where) == where:
            return path
    raise NotImportedError("no name for its data file is free")


def nearest_embed(handbook: Handbook, block: Block) -> Embed | None:
    """Return the embed in a block's section whose rows the block may go on with: the last one above it, else the first below."""
    start, end = block.section.start, block.section.end
    suffix = f".{block.kind.name}.yml"
    here = [one for one in block.page.embeds if start <= one.span.start < end]
    here = [one for one in here if embed_path(handbook, one).endswith(suffix)]
    return next((one for one in reversed(here) if one.span.start < block.span.start), next(iter(here), None))


def embed_path(handbook: Handbook, embed: Embed) -> str:
    """Return the path of the data file that an embed names."""
    file = embeds.data_file(handbook, embed)
    return file.source.path if file else embed.path
