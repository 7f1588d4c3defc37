"""What a site has for machines beside its pages: calendars and JSON, as far as the settings ask for them."""

from __future__ import annotations

from mkdocs_handbook.keeping import Keep, afresh
from mkdocs_handbook.model import Handbook


def files(handbook: Handbook, keep: Keep = afresh) -> dict[str, str]:
    """Give the text of each file by its address in the site."""
    found: dict[str, str] = {}
    if handbook.settings.feeds:
        from mkdocs_handbook import feeds

        found |= feeds.files(handbook, keep)
    if handbook.settings.api:
        from mkdocs_handbook import api

        found |= api.files(handbook)
    return found
