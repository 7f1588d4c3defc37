"""Rules of rotations: their shifts, members and overrides (HB115, HB129, HB130)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.data.people.responsibilities import spelled
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Item, MappingNode, ScalarNode, SequenceNode, Span
from mkdocs_handbook.util.wording import listed, shortened


@rule("HB115", "rotation")
def rotation(handbook: Handbook) -> Iterator[Finding]:
    """A rotation says who is on duty and when, without gaps or contradictions.

    A rotation has either `every` and `members`, or explicit `shifts` in chronological order from `startsOn` on.
    Overrides end after they begin and do not overlap. Otherwise, readers who look for help in an incident find no one,
    or two people who rely on each other.

    Bad:

    ```yaml rituals/engineering.rotations.yml
    - rotation: On-call
      startsOn: 2026-01-05
      shifts:
        - {from: 2026-01-12, dri: ana}
        - {from: 2026-01-19, dri: bo}
    ```

    Good:

    ```yaml rituals/engineering.rotations.yml
    - rotation: On-call
      startsOn: 2026-01-12
      shifts:
        - {from: 2026-01-12, dri: ana}
        - {from: 2026-01-19, dri: bo}
    ```

    Fix: none. Only people can agree who is on duty.
    """
    for file in handbook.of_kind("rotations"):
        begun = set()
        for item in file.items:
            yield from (Finding("HB115", file.source, span, text) for span, text in rotation_problems(item))
            name = (item.text("rotation"), item.text("startsOn"))
            if name in begun:
                message = f'"{name[0]}" has another entry from {name[1]} on, the later of two needs a later start'
                yield Finding("HB115", file.source, item.span("startsOn"), message)
            begun.add(name)


def rotation_problems(item: Item) -> Iterator[tuple[Span, str]]:
    """Yield the problems of an entry of a rotations file, each with its place."""
    has = {key for key in ("every", "members", "shifts") if key in item.values}
    name = item.node.key("rotation")
    if has not in ({"every", "members"}, {"shifts"}):
        there = f"{listed(sorted(has))} alone" if len(has) == 1 else listed(sorted(has)) or "neither"
        message = f'a rotation has either "every" and "members" or "shifts", this one has {there}'
        yield name.span if name else item.node.span, message
    yield from shift_problems(item)
    yield from override_problems(item)
    ends, starts = item.text("endsOn"), item.text("startsOn")
    if ends and ends <= starts:
        yield item.span("endsOn"), f"ends on {ends}, which is not after its start on {starts}"


def shift_problems(item: Item) -> Iterator[tuple[Span, str]]:
    """Yield the explicit shifts that leave a gap or are out of order."""
    before = item.text("startsOn")
    for index, (span, entry) in enumerate(listed_entries(item, "shifts")):
        if not index and entry["from"] > before:
            yield span, f"the first shift begins on {entry['from']}, nobody is on duty from {before} until then"
        elif entry["from"] < before or (index and entry["from"] == before):
            yield span, f"begins on {entry['from']}, which is not after {before}; shifts stand in the order of time"
        before = entry["from"]


def override_problems(item: Item) -> Iterator[tuple[Span, str]]:
    """Yield the overrides that end before they begin, and those that overlap another one."""
    entries = list(listed_entries(item, "overrides"))
    for span, entry in entries:
        if entry["to"] <= entry["from"]:
            yield span, f"runs backwards, from {entry['from']} to {entry['to']}"
    forward = [(span, entry) for span, entry in entries if entry["from"] < entry["to"]]
    for (_, first), (span, second) in pairwise(sorted(forward, key=lambda pair: str(pair[1]["from"]))):
        if second["from"] < first["to"]:
            yield span, f"overlaps the override from {first['from']} to {first['to']}"


def listed_entries(item: Item, key: str) -> Iterator[tuple[Span, dict[str, str]]]:
    """Yield the entries of a list of mappings, with their places."""
    node = item.node.get(key)
    if isinstance(node, SequenceNode):
        for child, value in zip(node.items, item.values.get(key, ()), strict=True):
            yield child.span, value


@rule("HB129", "repeated-member", "warning")
def repeated_member(handbook: Handbook) -> Iterator[Finding]:
    """Every member of a rotation is listed once.

    Members take turns in the order of the list, so a member who is listed twice is on duty twice as often. To swap
    shifts, add an override.

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

    Fix: none. Removing a member moves the turns of all others.
    """
    for file in handbook.of_kind("rotations"):
        for item in file.all_items:
            members = item.node.get("members")
            seen = set()
            for member in members.items if isinstance(members, SequenceNode) else ():
                if not isinstance(member, ScalarNode):
                    continue
                if login(member.text) in seen:
                    name = shortened(spelled(handbook, member.text))
                    message = f'member "{name}" stands twice, each takes one turn'
                    yield Finding("HB129", file.source, member.span, message)
                seen.add(login(member.text))


@rule("HB130", "override-outside", "warning")
def override_outside(handbook: Handbook) -> Iterator[Finding]:
    """An override is for a time in which the rotation runs.

    Before a rotation starts and after it ends, there is no one to stand in for, so the override has no effect. Usually
    its year is wrong.

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

    Fix: none. The file does not say which day was meant.
    """
    for file in handbook.of_kind("rotations"):
        for entries in responsibilities.rotation_entries(file.all_items).values():
            begins, ends = entries[0][0], responsibilities.parse_day(entries[-1][1].text("endsOn"))
            for _, item in entries:
                for span, first, until in overrides(item):
                    if first < until and (problem := why_outside(first, until, begins, ends)):
                        yield Finding("HB130", file.source, span, problem)


def overrides(item: Item) -> Iterator[tuple[Span, date, date]]:
    """Yield the overrides of an entry that have both days, each with its place."""
    node = item.node.get("overrides")
    for entry in node.items if isinstance(node, SequenceNode) else ():
        if isinstance(entry, MappingNode):
            first, until = responsibilities.node_day(entry.get("from")), responsibilities.node_day(entry.get("to"))
            if first and until:
                yield entry.span, first, until


def why_outside(first: date, until: date, begins: date, ends: date | None) -> str:
    """Return why an override is outside the time of its rotation, "" if it is not."""
    if until <= begins:
        return f"the override ends on {until}, the rotation does not begin before {begins}"
    if ends and begins < ends <= first:
        return f"the override begins on {first}, the rotation ends on {ends}"
    return ""


RULES = (rotation, repeated_member, override_outside)
