"""What is going on: who is on duty, at the top of the pages that people open to learn it, and the overview of all groups."""

from __future__ import annotations

from jinja2 import Environment

from mkdocs_handbook.links import directory_pages, directory_urls, urls
from mkdocs_handbook.model import Handbook, Page
from mkdocs_handbook.pages import group_pages
from mkdocs_handbook.rendering.overview.agenda import agenda
from mkdocs_handbook.rendering.overview.duty_cards import duty_cards
from mkdocs_handbook.rendering.overview.group_cards import group_cards
from mkdocs_handbook.rendering.overview.person_card import person_card
from mkdocs_handbook.rendering.overview.shift_timeline import shift_timeline
from mkdocs_handbook.util import templates, words
from mkdocs_handbook.util.escaping import Html
from mkdocs_handbook.util.handbook_memo import by_handbook


def duty_at_top(handbook: Handbook, env: Environment, page: Page) -> Html:
    """Return the HTML of who is on duty, of a person or of what comes, that a page begins with, "" for a page that does not."""
    if page.uri == directory_urls.page_uri(handbook, "rituals"):
        return agenda_html(handbook, env)
    if page.uri == directory_urls.directory_uri(handbook, "on-duty"):
        return duty_html(handbook, env)
    if page.uri == directory_urls.directory_uri(handbook, "index"):
        return duty_html(handbook, env, is_short=True)
    if (
        handle := directory_pages.handles_by_uri(handbook).get(page.uri)
    ) is not None and page.uri in handbook.generated:
        return templates.render(env, "person", card=person_card(handbook, handle))
    group = groups_by_page(handbook).get(page.uri)
    return duty_html(handbook, env, (group,)) if group else Html("")


@by_handbook
def groups_by_page(handbook: Handbook) -> dict[str, str]:
    """Return the groups that have rotations by the path of their page."""
    groups = {file.group for file in handbook.of_kind("rotations") if file.items}
    return {page.uri: group for group, page in group_pages.own_pages(handbook).items() if group in groups}


def overview_html(handbook: Handbook, env: Environment, page: Page, written: str) -> Html | None:
    """Return the HTML of the overview that a paragraph of a page shows, None for any other paragraph."""
    if not directory_urls.overview_address(handbook.settings, page.uri, written):
        return None
    settings = handbook.settings
    return Html(
        templates.render(
            env,
            "overview",
            search=settings.search,
            action=urls.relative_url(
                settings.search or "index.html", start=page.dest, directory_urls=settings.use_directory_urls
            ),
            duty=duty_html(handbook, env, is_short=True),
            agenda=agenda_html(handbook, env, is_short=True),
            groups=group_cards(handbook),
        ).strip()
    )


def agenda_html(handbook: Handbook, env: Environment, *, is_short: bool = False) -> Html:
    """Return the HTML of the agenda of all rituals, with its weeks or short of them, "" where none falls due."""
    found, said = agenda(handbook), words.of(handbook.settings)
    if found is None:
        return Html("")
    today = words.say_day(said, handbook.today, handbook.today)
    return Html(templates.render(env, "agenda", agenda=found, today=today, is_short=is_short).strip())


def duty_html(
    handbook: Handbook, env: Environment, groups: tuple[str, ...] | None = None, *, is_short: bool = False
) -> Html:
    """Return the HTML of who is on duty for the rotations of some groups or of all, with a timeline or short of it."""
    said = words.of(handbook.settings)
    cards = duty_cards(handbook, groups)
    if not cards:
        return Html("")
    timeline = None if is_short else shift_timeline(handbook, cards, said)
    today = words.say_day(said, handbook.today, handbook.today)
    return Html(
        templates.render(env, "duty", cards=cards, timeline=timeline, today=today, is_grouped=groups is None).strip()
    )
