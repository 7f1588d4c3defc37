"""Mentions: how a message of Slack names the people of a handbook."""

from __future__ import annotations

from typing import Any

from mkdocs_handbook.data.people.slack_members import member
from mkdocs_handbook.feeds import webhook_payloads
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.rendering.cells import person_name


def mention(handbook: Handbook, handle: str) -> dict[str, Any]:
    """Return a person as an element of Slack's rich text: mentioned by ID, else by name."""
    user, _ = member(handbook, handle)
    if user:
        return {"type": "user", "user_id": user}
    return webhook_payloads.text_element(webhook_payloads.plain(person_name(handbook, handle)))
