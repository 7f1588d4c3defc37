"""Rules of the members and overrides of rotations; `HB115` is about the times themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mkdocs_handbook import posts
from mkdocs_handbook.model import Entries, Finding, Handbook, Item, Scalar, Sequence, Span
from mkdocs_handbook.rules.registry import rule
from mkdocs_handbook.words import shortened


@rule("HB129", "repeated-member", "warning")
def repeated_member(handbook: Handbook) -> Iterator[Finding]:
    """Every member of a rotation stands once in it.

    Members take turns in the order of the list, so who stands twice is on duty twice as often. A swap of shifts is an
    override.

    Bad:

    ```yaml rituals/support.rotations.yml
    - rotation: Support rotation
      startsOn: 2026-01-05
      every: 1 week
      members: [ana, bo, ana]
    ```

    Good:

    ```yaml rituals/support.rotations.yml
    - rotation: Support rotation
      startsOn: 2026-01-05
      every: 1 week
      members: [ana, bo, cy]
    ```

    Fix: none. To remove a member moves the turns of all others.
    """
    for file in handbook.of_kind("rotations"):
        for item in file.every:
            members = item.node.get("members")
            seen = set()
            for member in members.items if isinstance(members, Sequence) else ():
                if not isinstance(member, Scalar):
                    continue
                if member.text in seen:
                    message = f'member "{shortened(member.text)}" stands twice, each takes one turn'
                    yield Finding("HB129", file.source, member.span, message)
                seen.add(member.text)


@rule("HB130", "override-outside", "warning")
def override_outside(handbook: Handbook) -> Iterator[Finding]:
    """An override is for a time in which the rotation runs.

    Before its start and after its end there is nobody to stand in for, so the override changes nothing; most often its
    year is wrong.

    Bad:

    ```yaml rituals/support.rotations.yml
    - rotation: Support rotation
      startsOn: 2026-01-05
      every: 1 week
      members: [ana, bo]
      overrides:
        - {from: 2025-02-02, to: 2025-02-09, dri: bo}
    ```

    Good:

    ```yaml rituals/support.rotations.yml
    - rotation: Support rotation
      startsOn: 2026-01-05
      every: 1 week
      members: [ana, bo]
      overrides:
        - {from: 2026-02-02, to: 2026-02-09, dri: bo}
    ```

    Fix: none. Which day was meant is not in the file.
    """
    for file in handbook.of_kind("rotations"):
        for entries in posts.entries(file.every).values():
            begins, ends = entries[0][0], posts.dated(entries[-1][1].node.get("endsOn"))
            for _, item in entries:
                for span, first, until in overrides(item):
                    if first < until and (problem := outside(first, until, begins, ends)):
                        yield Finding("HB130", file.source, span, problem)


def overrides(item: Item) -> Iterator[tuple[Span, date, date]]:
    """Give the overrides of an entry that have both days, each with its place."""
    node = item.node.get("overrides")
    for entry in node.items if isinstance(node, Sequence) else ():
        if isinstance(entry, Entries):
            first, until = posts.dated(entry.get("from")), posts.dated(entry.get("to"))
            if first and until:
                yield entry.span, first, until


def outside(first: date, until: date, begins: date, ends: date | None) -> str:
    """Say why an override lies outside its rotation's time ("" if it does not)."""
    if until <= begins:
        return f"the override ends on {until}, the rotation does not begin before {begins}"
    if ends and begins < ends <= first:
        return f"the override begins on {first}, the rotation ends on {ends}"
    return ""


RULES = (repeated_member, override_outside)
