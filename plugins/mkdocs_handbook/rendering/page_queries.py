"""Queries of the Markdown extension while it renders a page, with answers in plain data.

All that a page's Markdown learns of the handbook goes through here, so that a build can ask the same again and knows
whether the page would be the same. A question is a function of the handbook, the templates, the page and plain values;
its answer is plain as well: text, numbers, None, or tuples of those. What the answer is made of does not matter then:
data, people, the day, the configuration, templates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment

from mkdocs_handbook.links import directory_urls
from mkdocs_handbook.links.item_urls import TablePlace
from mkdocs_handbook.model import Handbook, Page
from mkdocs_handbook.pages import embeds
from mkdocs_handbook.rendering import stub_pages, tables
from mkdocs_handbook.rendering.html_tree import render_html
from mkdocs_handbook.rendering.overview import glance
from mkdocs_handbook.util.escaping import Html


def moved(handbook: Handbook, env: Environment, page: Page) -> Html:
    """Return the HTML of the headings that have moved away from a page, "" if there are none."""
    stubs = stub_pages.moved_headings(handbook, page.dest, by_page=True)
    return render_html(env, "moved", stubs=stubs) if stubs else Html("")


def table(
    handbook: Handbook, env: Environment, page: Page, target: str, written: str, taken: tuple[str, ...]
) -> tuple[Html, tuple[str, ...]] | None:
    """Return the HTML of an embed's table and the ids that its page has then, None where no data file can be shown."""
    embed = embeds.queried_embed(handbook, page, target, written)
    if not embed or not embeds.data_files(handbook, embed):
        return None
    ids = set(taken)
    table_html = render_html(env, "table", table=tables.build_table(handbook, TablePlace(page, embed), ids))
    return table_html, tuple(sorted(ids))


def overview(handbook: Handbook, env: Environment, page: Page, written: str) -> Html | None:
    """Return the HTML of the overview that a paragraph of a page shows, None for any other paragraph."""
    return glance.overview_html(handbook, env, page, written)


def duty(handbook: Handbook, env: Environment, page: Page) -> Html:
    """Return the HTML of who is on duty with which a page begins, "" for most pages."""
    return glance.duty_at_top(handbook, env, page)


def data_link(handbook: Handbook, _env: Environment, page: Page, address: str) -> tuple[str, str] | None:
    """Return the path of the data file to which a link leads, and the address to edit it ("" without one)."""
    path = embeds.resolve_path(embeds.folder_of(handbook.settings, page.uri), address)
    if path not in handbook.by_path and path not in handbook.data_paths:
        return None
    return path, handbook.settings.edit_url.replace("{path}", path).replace("#L{line}", "").replace("{line}", "1")


def links_channels(handbook: Handbook, _env: Environment, _page: Page) -> bool:
    """Return whether pages link the channels that they mention to the directory."""
    return handbook.settings.link_mentions and directory_urls.has_channels(handbook)


def channel(handbook: Handbook, _env: Environment, _page: Page, name: str) -> str:
    """Return the address of a channel's entry in the directory, "" if there is none."""
    return directory_urls.channel_url(handbook, name)


QUERIES: Mapping[str, Callable[..., Any]] = {
    question.__name__: question for question in (moved, table, overview, duty, data_link, links_channels, channel)
}
