"""User groups of those on duty: who belongs to each now, as the rotations with a key `slackGroup` say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from mkdocs_handbook.automation.slack.slack_mentions import mention
from mkdocs_handbook.automation.slack.slack_workspace import Marker, UserGroup
from mkdocs_handbook.data.people.slack_members import member
from mkdocs_handbook.data.yaml.checked_edits import walk
from mkdocs_handbook.feeds.webhook_payloads import plain, section, text_element
from mkdocs_handbook.model import DataFile, Finding, Handbook, Item, ScalarNode, Shift
from mkdocs_handbook.rendering.cells import person_name
from mkdocs_handbook.schedule import item_dates, rotation
from mkdocs_handbook.util import escaping
from mkdocs_handbook.util.escaping import ChatText, TerminalText
from mkdocs_handbook.util.wording import joined, listed, shortened

CODE = "slack"
# Seconds before a shift: an announcement of it is no older.
LOOK_BACK = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry of a rotation that is in force, and its shift that runs, None where nobody is on duty."""

    file: DataFile
    item: Item
    shift: Shift | None

    def finding(self, message: str, handle: str = "") -> Finding:
        """Return a finding at a handle in the entry, else at its key `slackGroup`."""
        places = (node.span for node in walk(self.item.node) if isinstance(node, ScalarNode) and node.text == handle)
        span = next(places, self.item.span("slackGroup")) if handle else self.item.span("slackGroup")
        return Finding(CODE, self.file.source, span, message)


@dataclass(frozen=True, slots=True)
class Duty:
    """A user group and who is on duty for it: their handles and IDs, and the entries of rotations that say so."""

    handle: str
    people: tuple[str, ...]
    members: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def since(self) -> datetime:
        """When the last of their shifts began."""
        return max(entry.shift.start.astimezone(UTC) for entry in self.entries if entry.shift)

    @property
    def channel(self) -> str:
        """The channel in which a change is announced: the first of the first rotation that has any."""
        return next((str(names[0]) for one in self.entries if (names := one.item.values.get("channels"))), "")

    @property
    def marker(self) -> Marker:
        """What an announcement is known by."""
        return Marker(
            f"on duty {self.handle.casefold()}", f"{','.join(self.members)} since {self.since:%Y-%m-%dT%H:%MZ}"
        )


def duties(handbook: Handbook) -> tuple[list[Duty], list[Finding]]:
    """Return who is on duty for each user group, and the findings of those for which nobody can tell."""
    by_group: dict[str, list[Entry]] = {}
    for entry in entries_in_force(handbook):
        by_group.setdefault(entry.item.text("slackGroup").casefold(), []).append(entry)
    made: list[Duty] = []
    findings: list[Finding] = []
    for mine in by_group.values():
        problems = [problem for entry in mine for problem in entry_problems(handbook, entry)]
        findings += problems
        if not problems:
            made.append(duty(handbook, mine))
    return made, findings


def entries_in_force(handbook: Handbook) -> Iterator[Entry]:
    """Yield the entries of rotations with a user group that are in force; one that cannot be read has no shift."""
    for file in handbook.of_kind("rotations"):
        for items in item_dates.by_rotation(file.items).values():
            rotations = [item_dates.rotation_of(item, handbook.settings.timezone) for item in items]
            begun = [
                item
                for item, one in zip(items, rotations, strict=True)
                if rotation.instant(one, one.starts_on) <= handbook.now
            ]
            if begun and begun[-1].text("slackGroup"):
                running = rotation.current_and_next(rotations, handbook.now, 0)
                yield Entry(file, begun[-1], running[0] if running else None)
        yield from (Entry(file, item, None) for item in file.invalid if item.text("slackGroup"))


def entry_problems(handbook: Handbook, entry: Entry) -> Iterator[Finding]:
    """Yield why an entry does not tell who belongs to its user group."""
    group = f'"@{shortened(entry.item.text("slackGroup"))}"'
    if entry.item in entry.file.invalid:
        yield entry.finding(f"{group} stays as it is, since this rotation is not understood, see handbook lint")
    elif entry.shift is None:
        yield entry.finding(f"{group} stays as it is, since nobody is on duty now; add a shift, or take the key out")
    else:
        _, problem = member(handbook, entry.shift.dri)
        if problem:
            yield entry.finding(f"{group} stays as it is: {problem}", entry.shift.dri)


def duty(handbook: Handbook, entries: Iterable[Entry]) -> Duty:
    """Return who is on duty for a user group by entries that have a shift and a member each."""
    given = tuple(entries)
    people = {member(handbook, one.shift.dri)[0]: one.shift.dri for one in given if one.shift}
    handle = given[0].item.text("slackGroup")
    return Duty(handle, tuple(people[one] for one in sorted(people)), tuple(sorted(people)), given)


def announcement(handbook: Handbook, one: Duty) -> dict[str, Any]:
    """Return the message that says who is on duty now."""
    rotations = joined([plain(text) for text in dict.fromkeys(entry.item.text("rotation") for entry in one.entries)])
    verb = " is on duty now" if len(one.people) == 1 else " are on duty now"
    told = f"{rotations}: {joined([plain(person_name(handbook, handle)) for handle in one.people])}{verb}"
    people = map(partial(mention, handbook), one.people)
    parts = [part for person in people for part in (text_element(" and "), person)][1:]
    block = section(text_element(f"{rotations}: ", bold=True))
    block["elements"][0]["elements"] += [*parts, text_element(verb)]
    return {"text": escaping.slack(ChatText(TerminalText(told))), "mrkdwn": False, "blocks": [block]}


def user_group(groups: Iterable[UserGroup], handle: str) -> UserGroup | str:
    """Return the user group of a name, or what is wrong with that."""
    known = {one.handle.casefold(): one for one in groups}
    if found := known.get(handle.casefold()):
        return found
    there = f", there are {listed([*known][:5])}" if known else ""
    return f'Slack has no user group "@{shortened(handle)}", or it is disabled{there}'
