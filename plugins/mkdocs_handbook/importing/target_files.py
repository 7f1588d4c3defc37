"""Which data file holds what a page shows: the group's own, or one of the page's or the section's."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator

from mkdocs_handbook.importing.records import Block, NotImportedError
from mkdocs_handbook.links import urls
from mkdocs_handbook.lint.rules.pages.closing_sections import group_of
from mkdocs_handbook.model import DataFile, Embed, Handbook, Page
from mkdocs_handbook.pages import embeds, group_pages, sections


def slug(text: str) -> str:
    """Give a text as the name of a group: lower case, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def is_own(page: Page, group: str) -> bool:
    """Whether a page is that of a group, by its front matter or its path."""
    return page.group == group or page.uri in (f"{group}/README.md", f"{group}/index.md", f"{group}.md")


def names(handbook: Handbook, block: Block, wish: str) -> Iterator[str]:
    """Give the groups whose file may hold a block, the best first."""
    page = block.page
    folder = posixpath.basename(posixpath.dirname(page.uri))
    stem = urls.stem(page.uri)
    root = slug(posixpath.basename(handbook.settings.docs_dir)) or "handbook"
    group = group_of(page) if group_of(page) not in urls.INDEXES else ""
    base = wish or slug(group) or (root if stem in ("readme", "index") else slug(stem)) or "page"
    others = {name for name, owner in group_pages.pages(handbook).items() if owner.uri != page.uri}
    titled = slug(block.title)
    closes = block.kind.name in sections.titles(handbook.settings) and not wish
    # A group's own file belongs into the closing section of its page.
    if base not in others and (block.is_closing or not closes or not is_own(page, base)):
        yield base
    yield from (f"{one}-{titled}" for one in (base, f"{slug(folder)}-{base}".strip("-")) if titled)
    yield f"{slug(folder)}-{base}".strip("-")
    yield from (f"{base}-{number}" for number in range(2, 100))


def choose(handbook: Handbook, block: Block, wish: str, taken: dict[str, tuple[str, int]]) -> str:
    """Give the path of the data file for a block; `taken` are those that other blocks of this import have, by section."""
    page, where = block.page, (block.page.uri, block.section.start)
    here = {embed_path(handbook, page, one): one for one in page.embeds}
    for name in names(handbook, block, wish):
        path = posixpath.join(handbook.settings.data_dir, f"{name}.{block.kind.name}.yml")
        embed = here.get(path)
        is_here = embed is not None and block.section.start <= embed.span.start < block.section.end
        is_free = path not in handbook.data_paths or (embed is None and bool(wish or is_own(page, name)))
        if (is_here or is_free) and (embed is None or is_here) and taken.setdefault(path, where) == where:
            return path
    raise NotImportedError("no name for its data file is free")


def embed_path(handbook: Handbook, page: Page, embed: Embed) -> str:
    """Give the path of the data file that an embed names."""
    file = embeds.data_file(handbook, embed)
    return file.source.path if file else embed.path


def file_of(handbook: Handbook, page: Page, embed: Embed) -> DataFile | None:
    """Give the data file that an embed shows, None if there is none."""
    return embeds.data_file(handbook, embed)
