"""Members: the IDs by which Slack knows the people of a handbook."""

from __future__ import annotations

import re

from mkdocs_handbook.data import responsibilities
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.util.wording import did_you_mean, shortened

MEMBER = re.compile(r"[UW][A-Z0-9]{5,}")


def member(handbook: Handbook, handle: str) -> tuple[str, str]:
    """Return a person's ID in Slack, and what is wrong with it: one of both is empty."""
    people = handbook.people or {}
    known = responsibilities.spelled(handbook, handle)
    person, shown = people.get(known), f'"{shortened(handle)}"'
    if person is None:
        return "", f"{shown} is not in people.yml{did_you_mean(handle, people)}, add the person with a key slack"
    if responsibilities.has_left(person, handbook.today):
        return "", f"{shown} left on {person.text('leftOn')}, name somebody else"
    slack = person.text("slack")
    if not slack:
        return "", f"{shown} has no key slack in people.yml, add the member ID such as U012AB3CD"
    if not MEMBER.fullmatch(slack):
        return "", f'{shown} has "{shortened(slack)}" as slack in people.yml, write the member ID such as U012AB3CD'
    return slack, ""
