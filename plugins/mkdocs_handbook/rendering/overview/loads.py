"""Load: how many times a month the rituals of a person or a group take place, beside the most that anybody has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mkdocs_handbook.data.computed_values import computed_value
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.pages import embed_items
from mkdocs_handbook.pages.embed_items import EmbeddedItem
from mkdocs_handbook.rendering.cells import CellPart
from mkdocs_handbook.schedule import next_dates
from mkdocs_handbook.util import words
from mkdocs_handbook.util.handbook_memo import by_handbook

MONTH = words.DAYS["month"]


def load_part(handbook: Handbook, key: Literal["dri", "group"], name: str) -> CellPart | None:
    """Return the load of a person or group in words, with its share of the most in percent as value; None without any."""
    found = loads(handbook, key)
    if not (load := found.get(name)):
        return None
    count = f"{load:.0f}" if load >= 1 else f"{load:.1g}"
    said = words.say(words.of(handbook.settings), "aMonth", count=count)
    return CellPart(said, "load", value=f"{100 * load / max(found.values()):.0f}")


@by_handbook
def loads(handbook: Handbook, key: Literal["dri", "group"]) -> Mapping[str, float]:
    """Return how many times a month the rituals of each person or group take place."""
    rituals = embed_items.items_by_value(handbook, f"{handbook.settings.data_dir}/*.rituals.yml", key)
    return {name: sum(times_a_month(handbook, one) for one in mine) for name, mine in rituals.items()}


def times_a_month(handbook: Handbook, ritual: EmbeddedItem) -> float:
    """Return how many times a month a ritual takes place; 0 for one that has ended, and for one after events."""
    if not ritual.is_valid or computed_value(handbook, ritual.file, ritual.item, "state") == "ended":
        return 0.0
    days = next_dates.interval(ritual.item.text("frequency"))
    return MONTH / float(days) if days else 0.0
