"""Mentions: how a message of Slack names the people of a handbook."""

from __future__ import annotations

from typing import Any

from mkdocs_handbook.automation.slack.slack_members import member
from mkdocs_handbook.data import responsibilities
from mkdocs_handbook.feeds import webhook_payloads
from mkdocs_handbook.model import Handbook


def mention(handbook: Handbook, handle: str) -> dict[str, Any]:
    """Return a person as an element of Slack's rich text: mentioned by ID, else by name."""
    user, _ = member(handbook, handle)
    if user:
        return {"type": "user", "user_id": user}
    return webhook_payloads.text_element(webhook_payloads.plain(name(handbook, handle)))


def name(handbook: Handbook, handle: str) -> str:
    """Return the name of a person, the handle of one whom the handbook does not know."""
    person = (handbook.people or {}).get(responsibilities.spelled(handbook, handle))
    return person.text("name") if person else handle
