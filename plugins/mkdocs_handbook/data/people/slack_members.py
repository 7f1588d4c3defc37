"""Members: the IDs by which Slack knows the people of a handbook."""

from __future__ import annotations

import re

from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.util.wording import shortened

MEMBER = re.compile(r"[UW][A-Z0-9]{5,}")


def member(handbook: Handbook, handle: str) -> tuple[str, str]:
    """Return a person's ID in Slack, and what is wrong with it: one of both is empty."""
    person, problem = responsibilities.person_here(handbook, handle)
    if person is None:
        return "", problem
    slack, shown = person.text("slack"), f'"{shortened(handle)}"'
    if not slack:
        return "", f"{shown} has no key slack in people.yml, add the member ID such as U012AB3CD"
    if not MEMBER.fullmatch(slack):
        return "", f'{shown} has "{shortened(slack)}" as slack in people.yml, write the member ID such as U012AB3CD'
    return slack, ""
