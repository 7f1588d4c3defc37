"""The DRI report: who is responsible for what, found, counted, and as people and programs read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

from mkdocs_handbook.data.items import text_values
from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.data.people.responsibilities import Responsibility, spelled
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.util.escaping import TerminalText, terminal, terminal_lines
from mkdocs_handbook.util.wording import shortened

ROLES = {
    "dri": "DRI",
    "maintainedBy": "maintainer",
    "members": "member",
    "overrides": "override",
    "participants": "participant",
    "shifts": "shift",
    "steps": "step",
}
NOUNS = {
    "page": "page",
    "rituals": "ritual",
    "channels": "channel",
    "boards": "board",
    "rotations": "rotation",
    "escalations": "escalation",
}
# The number of items by kind, by handle.
Counts = Mapping[str, Mapping[str, int]]


def responsibilities_of(handbook: Handbook, handle: str) -> list[Responsibility]:
    """Return what a person is responsible for or takes part in, over or not, in the order of files and lines."""
    every = chain(responsibilities.responsibilities_of(handbook), participations(handbook))
    mine = (post for post in every if login(post.person.text) == login(handle))
    return sorted(mine, key=lambda post: (post.source.path, post.person.span.start))


def participations(handbook: Handbook) -> Iterator[Responsibility]:
    """Yield everybody who takes part in a ritual: handles, and names of groups of people."""
    for file in handbook.of_kind("rituals"):
        ends = responsibilities.end_dates(file)
        for item in file.all_items:
            # A text alone is no list of people, and a finding.
            for person in text_values(item, "participants") if not item.text("participants") else ():
                until, task = ends.get(item.start), item.text("task")
                yield Responsibility(file.source, person, until, "rituals", file.group, task, "participants")


def counts(handbook: Handbook) -> dict[str, dict[str, int]]:
    """Return how many items of each kind everybody is responsible for today, by handle; the highest total comes first."""
    here = responsibilities.people_here(handbook)
    items: dict[str, dict[str, set[tuple[str, str]]]] = {handle: {} for handle in here}
    for post in responsibilities.responsibilities_of(handbook):
        if not post.is_over(handbook.today):
            items.setdefault(spelled(handbook, post.person.text), {}).setdefault(post.kind, set()).add(
                (post.source.path, post.item)
            )
    numbers = {handle: {kind: len(kinds[kind]) for kind in sorted(kinds)} for handle, kinds in items.items()}
    return dict(sorted(numbers.items(), key=lambda row: (-sum(row[1].values()), row[0])))


# --- As text ---


def describe(post: Responsibility) -> str:
    """Return a responsibility in words, such as `DRI of ritual "Release ritual" (engineering)`."""
    group = f" ({post.group})" if post.group else ""
    return f'{ROLES.get(post.key, post.key)} of {NOUNS.get(post.kind, post.kind)} "{shortened(post.item)}"{group}'


def location(post: Responsibility) -> str:
    """Return the place of a responsibility as file and line."""
    return f"{post.source.path}:{post.source.position(post.person.span.start).row}"


def as_line(post: Responsibility, day: date) -> str:
    """Return a responsibility as a line: place, what it is, and until when."""
    if post.until is None:
        end = ""
    elif post.until == date.min:
        end = ", over"
    else:
        end = f", {'over since' if post.is_over(day) else 'until'} {post.until}"
    return f"{location(post)}: {describe(post)}{end}"


def counts_table(counts: Counts) -> TerminalText:
    """Return counts as a table: names to the left, numbers to the right."""
    kinds = sorted({kind for numbers in counts.values() for kind in numbers})
    rows = [["handle", "total", *kinds]]
    for handle, numbers in counts.items():
        rows.append([terminal(handle), str(sum(numbers.values())), *(str(numbers.get(kind, "-")) for kind in kinds)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        for row in rows
    )
    return terminal_lines("".join(f"{'  '.join(cells).rstrip()}\n" for cells in lines))


# --- As JSON ---


def counts_json(counts: Counts) -> list[dict[str, Any]]:
    """Return counts as a list of objects."""
    return [{"handle": handle, "total": sum(kinds.values()), "kinds": dict(kinds)} for handle, kinds in counts.items()]


def as_json(post: Responsibility, day: date) -> dict[str, Any]:
    """Return a responsibility as an object."""
    row, column = post.source.position(post.person.span.start)
    return {
        "filename": post.source.path,
        "location": {"row": row, "column": column},
        "kind": post.kind,
        "group": post.group,
        "item": post.item,
        "key": post.key,
        "over": post.is_over(day),
        "until": str(post.until) if post.until and post.until != date.min else None,
    }
