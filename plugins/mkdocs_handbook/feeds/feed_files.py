"""What a site has for machines beside its pages: calendars and JSON, as far as the settings ask for them."""

from __future__ import annotations

from mkdocs_handbook.model import Handbook
from mkdocs_handbook.util.memo import Keep, afresh


def files(handbook: Handbook, keep: Keep = afresh) -> dict[str, str]:
    """Give the text of each file by its address in the site."""
    found: dict[str, str] = {}
    if handbook.settings.feeds:
        from mkdocs_handbook.feeds import calendar_feeds

        found |= calendar_feeds.files(handbook, keep)
    if handbook.settings.api:
        from mkdocs_handbook.feeds import json_api

        found |= json_api.files(handbook)
    return found
