"""The changes of `handbook rotation`: a swap, a member who joins, and one who leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from mkdocs_handbook.changes import rotation_file, shift_changes
from mkdocs_handbook.changes.data_change import Change, Success
from mkdocs_handbook.changes.dri_changes import check_known, person_name
from mkdocs_handbook.changes.member_changes import MemberChange, change_members
from mkdocs_handbook.changes.rotation_file import RotationFile
from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.data.people.responsibilities import spelled
from mkdocs_handbook.data.yaml.edits import ChangeError
from mkdocs_handbook.model import Handbook, Shift
from mkdocs_handbook.schedule import rotation
from mkdocs_handbook.util.wording import did_you_mean, listed, short_day, shortened


@dataclass(frozen=True, slots=True)
class SwapRequest:
    """The arguments of a swap: the shift of `a` on a day, and that of `b`, on another day or its next one."""

    day: date
    a: str
    b: str
    other: date | None = None
    reason: str = ""


def find_rotation(handbook: Handbook, name: str, group: str) -> RotationFile:
    """Return the rotation of a name; raise ChangeError where there is none, or more than one."""
    matches = list(rotation_file.find_rotations(handbook.by_path, name, group, handbook.settings.timezone))
    if len(matches) == 1 and matches[0].entries:
        return matches[0]
    if matches:
        groups = sorted({match.file.group for match in matches})
        options = " or ".join(f"--group {group}" for group in groups)
        raise ChangeError(f'"{shortened(name)}" stands in several files, choose with {options}')
    names = {item.text("rotation") for file in handbook.of_kind("rotations") for item in file.all_items}
    hint = did_you_mean(name, names) or (f", known are {listed(sorted(names))}" if names else "")
    raise ChangeError(f'no rotation is called "{shortened(name)}"{hint}')


def swap(handbook: Handbook, name: str, group: str, request: SwapRequest) -> Change:
    """Return the change by which two people swap a shift; raise ChangeError where it makes no sense."""
    before, now = find_rotation(handbook, name, group), handbook.now
    a, b = (spelled(handbook, handle) for handle in (request.a, request.b))
    for handle in (a, b):
        check_known(handbook, handle, handbook.today)
    if login(a) == login(b):
        raise ChangeError(f'"{a}" cannot swap with themselves')
    first = shift_changes.shift_on(before, request.day, a, now)
    second = (
        shift_changes.shift_on(before, request.other, b, now)
        if request.other
        else shift_changes.next_shift(before, b, first, now)
    )
    after = shift_changes.swap(before, first, second, now, request.reason)
    said = ", ".join(
        f"{person_name(handbook, dri)} has {shift_days(shift, handbook.today)}"
        for shift, dri in ((first, second.dri), (second, first.dri))
    )
    return file_change(before, after, f"{said} in", shift_summary(first, second.dri), shift_summary(second, first.dri))


def shift_days(shift: Shift, today: date) -> str:
    """Return in words when a shift is."""
    begins = short_day(shift.start.date(), today)
    return f"{begins} to {short_day(shift.end.date(), today)}" if shift.end else f"{begins} on"


def shift_summary(shift: Shift, dri: str) -> str:
    """Return in words to which person a shift goes."""
    ends = f" to {shift.end.date()}" if shift.end else " on"
    return f"{shift.start.date()}{ends}: {shift.dri} -> {dri}"


def add_member(handbook: Handbook, name: str, group: str, handle: str, after: str, start: date | None) -> Change:
    """Return the change by which a person joins a rotation; raise ChangeError where it makes no sense."""
    before, handle = find_rotation(handbook, name, group), spelled(handbook, handle)
    check_known(handbook, handle, handbook.today)
    at = earliest_change(before, start, handbook.now)
    members = members_at(before, at)
    if written_as(handle, members):
        raise ChangeError(f'"{handle}" is a member of "{name}" already')
    behind = written_as(after, members)
    if after and not behind:
        raise ChangeError(f'"{after}" is no member of "{name}"{did_you_mean(after, members)}')
    who = person_name(handbook, handle)
    after_change, day = from_handoff(before, MemberChange("", handle, "".join(behind[:1])), at, handbook.now)
    said = f"{who} joins from {short_day(day, handbook.today)} on in"
    return file_change(before, after_change, said, f"{handle} joins on {day}")


def remove_member(handbook: Handbook, name: str, group: str, handle: str, start: date | None) -> Change:
    """Return the change by which a person leaves a rotation; raise ChangeError where it makes no sense."""
    before, handle = find_rotation(handbook, name, group), spelled(handbook, handle)
    at = earliest_change(before, start, handbook.now)
    members = members_at(before, at)
    later = (name for entry in before.entries if entry.start > at for name in entry.names)
    spellings = written_as(handle, [*members, *later])
    if not spellings:
        raise ChangeError(f'"{handle}" is no member of "{name}"{did_you_mean(handle, members)}')
    if {*members} <= {*spellings}:
        raise ChangeError(f'"{handle}" is the only member of "{name}", end the rotation instead ("endsOn")')
    after, days = before, []
    for spelling in spellings:
        after, day = from_handoff(after, MemberChange(spelling), at, handbook.now)
        days.append(day)
    day = min(days)
    said = f"{person_name(handbook, handle)} has no more shifts from {short_day(day, handbook.today)} on in"
    change = file_change(before, after, said, f"{handle} leaves on {day}")
    return replace(change, notes=tuple(override_notes(after, handle, at)))


def written_as(handle: str, members: Iterable[str]) -> list[str]:
    """Return how the members of a rotation spell a person, each spelling once."""
    return [name for name in dict.fromkeys(members) if login(name) == login(handle)]


def override_notes(after: RotationFile, handle: str, at: datetime) -> Iterator[str]:
    """Yield a note for each override to come that names a person: it is a promise, so a human has to decide."""
    for entry in after.entries:
        for _, begins, person in entry.dated("overrides"):
            if login(person.text) == login(handle) and begins >= at:
                row = after.source.position(person.span.start).row
                yield (
                    f'{after.source.path}:{row}: the override from {begins.date()} still names "{handle}",'
                    " swap it or change it by hand"
                )


def from_handoff(before: RotationFile, members: MemberChange, at: datetime, now: datetime) -> tuple[RotationFile, date]:
    """Return a rotation after a change of members at the first handoff from an instant on, and the day of that.

    Raise ChangeError where no handoff comes.
    """
    after, begins = change_members(before, members, at, now)
    if begins is None:
        raise ChangeError(f'no handoff of "{before.name}" comes from which its members could change')
    shift_changes.check_past(before, after, now)
    return after, rotation_file.local_day(after.entries[after.in_force(begins)].means, begins)


def members_at(before: RotationFile, at: datetime) -> list[str]:
    """Return the members at an instant; raise ChangeError where there are explicit shifts instead."""
    members = before.entries[before.in_force(at)].names
    if not members:
        raise ChangeError(f'"{before.name}" has explicit shifts and no members, edit its "shifts"')
    return members


def earliest_change(before: RotationFile, start: date | None, now: datetime) -> datetime:
    """Return when a change may begin; raise ChangeError for a day in the past."""
    if start is None:
        return now
    means = before.entries[before.in_force(now)].means
    if start < rotation_file.local_day(means, now):
        raise ChangeError(f"{start} is past, and what is past stays")
    return max(now, rotation.instant(means, start))


def file_change(before: RotationFile, after: RotationFile, said: str, *what: str) -> Change:
    """Return the change of a rotation's file, with what it is in words; `said` comes before the name of the rotation."""
    path, row = before.source.path, before.source.position(before.entries[0].item.start).row
    success = (Success(f'{said} "{shortened(before.name)}"', path, row),)
    if after.source.text == before.source.text:
        return Change(success=success)
    return Change(
        {path: after.source}, tuple(f'{path}:{row}: "{before.name}": {line}' for line in what), success=success
    )
