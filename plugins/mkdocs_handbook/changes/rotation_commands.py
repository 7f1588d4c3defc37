"""Changes of rotations as somebody asks for them: by the rotation's name, a day and people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from mkdocs_handbook.changes import member_changes as changes
from mkdocs_handbook.changes import rotation_file, shift_changes
from mkdocs_handbook.changes.data_change import Change
from mkdocs_handbook.changes.dri_changes import HandoverError, check_known
from mkdocs_handbook.changes.member_changes import Members
from mkdocs_handbook.changes.rotation_file import Roster, RotationError
from mkdocs_handbook.model import Handbook, Shift
from mkdocs_handbook.schedule import rotation
from mkdocs_handbook.util.wording import did_you_mean, listed, shortened


@dataclass(frozen=True, slots=True)
class Swap:
    """A swap as it is asked for: the shift of `a` on a day, and that of `b`, on a day or the next one."""

    day: date
    a: str
    b: str
    other: date | None = None
    reason: str = ""


def named(handbook: Handbook, name: str, group: str) -> Roster:
    """Give the rotation of a name; raise HandoverError where none or more than one is meant."""
    found = list(rotation_file.find(handbook.by_path, name, group, handbook.settings.timezone))
    if len(found) == 1 and found[0].entries:
        return found[0]
    if found:
        groups = sorted({one.file.group for one in found})
        options = " or ".join(f"--group {one}" for one in groups)
        raise HandoverError(f'"{shortened(name)}" stands in several files, choose with {options}')
    names = {item.text("rotation") for file in handbook.of_kind("rotations") for item in file.every}
    hint = did_you_mean(name, names) or (f", known are {listed(sorted(names))}" if names else "")
    raise HandoverError(f'no rotation is called "{shortened(name)}"{hint}')


def swapped(handbook: Handbook, name: str, group: str, asked: Swap) -> Change:
    """Give the change by which two people swap a shift; raise HandoverError or RotationError where that makes no sense."""
    before, now = named(handbook, name, group), handbook.now
    for handle in (asked.a, asked.b):
        check_known(handbook, handle, handbook.today)
    if asked.a == asked.b:
        raise HandoverError(f'"{asked.a}" cannot swap with themselves')
    first = shift_changes.shift_on(before, asked.day, asked.a, now)
    second = (
        shift_changes.shift_on(before, asked.other, asked.b, now)
        if asked.other
        else shift_changes.next_shift(before, asked.b, first, now)
    )
    after = shift_changes.swap(before, first, second, now, asked.reason)
    summary = (moved(one, other.dri) for one, other in ((first, second), (second, first)))
    return change(before, after, *summary)


def moved(shift: Shift, dri: str) -> str:
    """Say to whom a shift goes."""
    ends = f" to {shift.end.date()}" if shift.end else " on"
    return f"{shift.start.date()}{ends}: {shift.dri} -> {dri}"


def added(handbook: Handbook, name: str, group: str, handle: str, after: str, start: date | None) -> Change:
    """Give the change by which somebody joins a rotation; raise HandoverError or RotationError where that makes no sense."""
    before = named(handbook, name, group)
    check_known(handbook, handle, handbook.today)
    at = instant(before, start, handbook.now)
    members = members_at(before, at)
    if handle in members:
        raise RotationError(f'"{handle}" is a member of "{name}" already')
    if after and after not in members:
        raise RotationError(f'"{after}" is no member of "{name}"{did_you_mean(after, members)}')
    return changed(before, Members("", handle, after), at, handbook.now, f"{handle} joins")


def removed(handbook: Handbook, name: str, group: str, handle: str, start: date | None) -> Change:
    """Give the change by which somebody leaves a rotation; raise HandoverError or RotationError where that makes no sense."""
    before = named(handbook, name, group)
    at = instant(before, start, handbook.now)
    members = members_at(before, at)
    later = {one.text for entry in before.entries if entry.start > at for one in entry.members}
    if handle not in {*members, *later}:
        raise RotationError(f'"{handle}" is no member of "{name}"{did_you_mean(handle, members)}')
    if members == [handle]:
        raise RotationError(f'"{handle}" is the only member of "{name}", end the rotation instead ("endsOn")')
    made = changed(before, Members(handle), at, handbook.now, f"{handle} leaves")
    after = before.with_text(made.sources.get(before.source.path, before.source))
    return replace(made, notes=tuple(standing_in(after, handle, at)))


def standing_in(after: Roster, handle: str, at: datetime) -> Iterator[str]:
    """Say which overrides to come name somebody: they are promises, so that a person has to say what becomes of them."""
    for entry in after.entries:
        for _, begins, person in entry.days("overrides"):
            if person.text == handle and begins >= at:
                row = after.source.position(person.span.start).row
                yield (
                    f'{after.source.path}:{row}: the override from {begins.date()} still names "{handle}",'
                    " swap it or change it by hand"
                )


def changed(before: Roster, members: Members, at: datetime, now: datetime, what: str) -> Change:
    """Give the change of members from the first handoff on or after an instant; raise RotationError where none comes."""
    after, begins = changes.change_members(before, members, at, now)
    if begins is None:
        raise RotationError(f'no handoff of "{before.name}" comes from which its members could change')
    shift_changes.check_past(before, after, now)
    return change(
        before, after, f"{what} on {rotation_file.today(after.entries[after.in_force(begins)].means, begins)}"
    )


def members_at(before: Roster, at: datetime) -> list[str]:
    """Give the members at an instant; raise RotationError where there are explicit shifts instead."""
    members = [one.text for one in before.entries[before.in_force(at)].members]
    if not members:
        raise RotationError(f'"{before.name}" has explicit shifts and no members, edit its "shifts"')
    return members


def instant(before: Roster, start: date | None, now: datetime) -> datetime:
    """Give when a change may begin; raise RotationError for a day in the past."""
    if start is None:
        return now
    means = before.entries[before.in_force(now)].means
    if start < rotation_file.today(means, now):
        raise RotationError(f"{start} is past, and what is past stays")
    return max(now, rotation.instant(means, start))


def change(before: Roster, after: Roster, *what: str) -> Change:
    """Give the change of a rotation's file, and what it is in words."""
    if after.source.text == before.source.text:
        return Change()
    row = before.source.position(before.entries[0].item.start).row
    summary = tuple(f'{before.source.path}:{row}: "{before.name}": {one}' for one in what)
    return Change({before.source.path: after.source}, summary)
