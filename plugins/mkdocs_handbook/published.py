"""What a site has for machines beside its pages: calendars and JSON, as far as the settings ask for them."""

from __future__ import annotations

from mkdocs_handbook.model import Handbook


def files(handbook: Handbook) -> dict[str, str]:
    """Give the text of each file by its address in the site."""
    found: dict[str, str] = {}
    # Each only where it is asked for: the library of calendars takes as long to import as a small handbook to build.
    if handbook.settings.feeds:
        from mkdocs_handbook import feeds

        found |= feeds.files(handbook)
    if handbook.settings.api:
        from mkdocs_handbook import api

        found |= api.files(handbook)
    return found
