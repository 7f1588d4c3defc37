"""Due days: on which days each ritual falls due, as far as a page knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import takewhile

from mkdocs_handbook.model import Handbook
from mkdocs_handbook.pages import embed_items
from mkdocs_handbook.pages.embed_items import EmbeddedItem
from mkdocs_handbook.rendering.overview.duty_cards import known_days
from mkdocs_handbook.schedule import item_dates
from mkdocs_handbook.schedule.on_duty import monday_of
from mkdocs_handbook.util.handbook_memo import by_handbook


@by_handbook
def due_days(handbook: Handbook) -> Mapping[int, tuple[date, ...]]:
    """Return the days on which each ritual falls due, from this week's Monday on, by the identity of its item."""
    first, last = monday_of(handbook.today), last_known_day(handbook)
    return {
        id(one.item): tuple(takewhile(lambda day: day <= last, item_dates.due_dates(one.item, first)))
        for one in all_rituals(handbook)
    }


def all_rituals(handbook: Handbook) -> Iterator[EmbeddedItem]:
    """Yield the valid rituals of all groups."""
    found = embed_items.pattern_items(handbook, f"{handbook.settings.data_dir}/*.rituals.yml")
    return (one for one in found if one.is_valid)


def last_known_day(handbook: Handbook) -> date:
    """Return the last day of which a page knows what falls due."""
    # A day follows it, at whose midnight something else is due.
    return handbook.today + min(timedelta(known_days(handbook)), date.max - timedelta(1) - handbook.today)
