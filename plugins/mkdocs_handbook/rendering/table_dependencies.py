"""Dependencies of a table: what it is made of, which is known much sooner than the table. Same dependencies, same table.

Tables that show who is on duty, or the groups that somebody is in, have no origin: of those only the answer tells. The
tests watch which parts of a handbook a table reads, so that none is missing here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from jinja2 import Environment

from mkdocs_handbook.links import directory_urls, item_urls
from mkdocs_handbook.model import Handbook, Item, Kind, Page, Settings
from mkdocs_handbook.pages import embed_items, embeds, group_pages, page_reader
from mkdocs_handbook.pages.embed_items import EmbeddedItem
from mkdocs_handbook.rendering import cells
from mkdocs_handbook.util import templates
from mkdocs_handbook.util.handbook_memo import by_handbook

# Kinds whose rows need the instant of the build, or which groups somebody is in.
KINDS_WITHOUT = frozenset(("escalations", "people", "rotations"))
# Those of Markdown are part of what all pages depend on; the template is compared by its content.
OTHER_SETTINGS = frozenset(("markdown_extensions", "extension_configs", "template_dirs"))
# How a template asks for another one.
INCLUDES = re.compile(r"\{%[-+]?\s*(?:include|import|from|extends)\b")


def table_dependencies(
    handbook: Handbook,
    page: Page,
    target: str,
    written: str,
    _taken: tuple[str, ...],
) -> tuple[str, ...] | None:
    """Return what a table has of its own, None where it has no origin."""
    embed = embeds.queried_embed(handbook, page, target, written)
    found = embeds.data_files(handbook, embed) if embed else ()
    if not embed or not found or found[0].kind.name in KINDS_WITHOUT:
        return None
    first, shown = found[0].source, found[0].kind.shown
    if embed.is_wildcard:
        # What is due depends on the day and on all that could be.
        return pattern_dependencies(handbook, embed.path, embed.conditions)
    is_grouped = "group" in (embed.columns or shown)
    return (
        first.path,
        first.text,
        *(group_dependencies(handbook, found[0].group) if is_grouped else ()),
        *place_dependencies(handbook, first.path),
        *place_names(handbook, found[0].kind, found[0].items),
    )


def duty_dependencies(handbook: Handbook, page: Page) -> tuple[str, ...] | None:
    """Return what the agenda with which a page begins has of its own, None where it begins with something else."""
    if page.uri != directory_urls.page_uri(handbook, "rituals"):
        return None
    return pattern_dependencies(handbook, f"{handbook.settings.data_dir}/*.rituals.yml", ())


@by_handbook
def pattern_dependencies(
    handbook: Handbook, path: str, conditions: tuple[tuple[str, str], ...]
) -> tuple[str, ...] | None:
    """Return what is shown of the entries of all files of a pattern that meet conditions, None where there are no files."""
    files = embeds.files_at(handbook, path)
    chosen = embed_items.matching_items(handbook, path, conditions, None, 0)
    return (files[0].source.path, *item_dependencies(handbook, chosen)) if files else None


def item_dependencies(handbook: Handbook, chosen: Iterable[EmbeddedItem]) -> Iterator[str]:
    """Yield what a table of several files has of its entries, and of the pages to which they lead."""
    paths = dict[str, str]()
    for one in chosen:
        source, item = one.file.source, one.item
        paths[source.path] = one.file.group
        yield from place_names(handbook, one.file.kind, [item])
        yield f"{one.id} {source.path} {source.position(item.start).row} {one.is_valid} {item.values!r}"
    for path, group in paths.items():
        yield from group_dependencies(handbook, group)
        yield from place_dependencies(handbook, path)


def place_dependencies(handbook: Handbook, path: str) -> Iterator[str]:
    """Yield what a table has of the places in which a data file is shown: one of them is where an entry is at home."""
    yield from (f"{page.uri} {dict(embed.options)}" for page, embed in item_urls.tables(handbook, path))


def place_names(handbook: Handbook, kind: Kind, items: Iterable[Item]) -> Iterator[str]:
    """Yield what a table calls the pages to which its entries lead."""
    keys = [column.key for column in kind.columns if column.format == "uri-reference"]
    for item in items:
        for value in (item.values.get(key) for key in keys):
            links = value if isinstance(value, list) else [value]
            yield from (cells.place_name(handbook, one) for one in links if isinstance(one, str))


def group_dependencies(handbook: Handbook, group: str) -> tuple[str, str]:
    """Return what a table shows of a group: the title of its page, and the link there."""
    page = group_pages.own_pages(handbook).get(group)
    return (page_reader.page_title(page), page.uri) if page else (group, "")


def shared_dependencies(handbook: Handbook, env: Environment) -> tuple[Any, ...]:
    """Return what all such tables share, as plain data; () where somebody's own template needs others."""
    sources = [templates.source(env, name) for name in ("table", "agenda")]
    if any(map(INCLUDES.search, sources)):
        return ()
    chosen = [
        (one.name, getattr(handbook.settings, one.name)) for one in fields(Settings) if one.name not in OTHER_SETTINGS
    ]
    return (
        chosen,
        handbook.today,
        {name: kind.schema for name, kind in handbook.kinds.items()},
        {handle: one.values for handle, one in (handbook.people or {}).items()},
        directory_urls.channel_urls(handbook) if directory_urls.has_channels(handbook) else {},
        [*handbook.generated, "", *handbook.by_uri],
        [source.path for source in handbook.forms],
        sources,
    )


# By the name of the question, whose arguments they take; those of `duty` are known where it is an agenda.
DEPENDENCIES: Mapping[str, Callable[..., tuple[str, ...] | None]] = {
    "table": table_dependencies,
    "duty": duty_dependencies,
}
