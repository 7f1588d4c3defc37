"""Shifts that change hands: one person takes over all of another's, or two people swap; past shifts stay.

Single shifts change hands by overrides, members by a later entry of the same name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from mkdocs_handbook.changes.member_changes import MemberChange, change_members
from mkdocs_handbook.changes.rotation_file import RotationEntry, RotationFile, handoff_day, next_handoff_day
from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.data.yaml.edits import (
    ChangeError,
    PlainData,
    add_items,
    add_key,
    is_flow,
    set_scalar,
    write_list,
    write_mapping,
)
from mkdocs_handbook.data.yaml.quoting import inline_scalar
from mkdocs_handbook.model import Rotation, ScalarNode, SequenceNode, Shift
from mkdocs_handbook.schedule import rotation
from mkdocs_handbook.util.wording import did_you_mean, listed

# How far ahead a person's next shift is looked for.
LOOK_AHEAD = timedelta(days=2 * 366)


# --- Handing over ---


def hand_over(file: RotationFile, old: str, new: str, now: datetime) -> RotationFile:
    """Return a rotation in which `new` has all duties of `old` from now on, also the rest of a running shift."""
    edited = file.edited(set_scalar(file.source, person, new) for person in upcoming_places(file, old, now))
    edited = hand_over_running_override(edited, old, new, now)
    number = edited.in_force(now)
    after, _ = change_members(edited, MemberChange(old, new), now, now)
    handed = edited.entries[number].means
    # Where a new entry has taken over by then, only the shift that runs is left.
    for shift in upcoming_shifts(after, old, now):
        begins = remaining_start(handed, shift, now)
        if shift.end is None:
            after = append_shift(after, handoff_day(handed, begins), new)
        elif begins < shift.end:
            after = override_shift(after, begins, shift.end, new)
    check_past(file, after, now)
    return after


def upcoming_places(file: RotationFile, handle: str, now: datetime) -> Iterator[ScalarNode]:
    """Yield the places that name a person for an explicit shift or an override that is still to begin."""
    for entry in file.entries:
        for name in ("shifts", "overrides"):
            yield from (person for _, begins, person in entry.dated(name) if person.text == handle and begins >= now)


def upcoming_shifts(file: RotationFile, handle: str, now: datetime) -> list[Shift]:
    """Return the shifts of a person that run or are still to come."""
    return [shift for shift in file.shifts(now, now + LOOK_AHEAD) if shift.dri == handle]


def remaining_start(means: Rotation, shift: Shift, now: datetime) -> datetime:
    """Return when the part of a shift begins that can still change hands."""
    return max(shift.start, rotation.instant(means, next_handoff_day(means, now)))


def hand_over_running_override(file: RotationFile, old: str, new: str, now: datetime) -> RotationFile:
    """Return a rotation in which `new` has the rest of an override of `old` that runs."""
    running = file.override_at(now, now + timedelta(microseconds=1))
    if not running or running[2].dri != old:
        return file
    entry, node, means = running
    day, end = next_handoff_day(entry.means, now), node.get("to")
    if not means.start < day < means.end or not isinstance(end, ScalarNode):
        return file
    edited = file.edited([set_scalar(file.source, end, day.isoformat())])
    return add_override(edited, edited.updated(entry), day, means.end, new, means.reason)


# --- Overrides and explicit shifts ---


def override_shift(file: RotationFile, begins: datetime, ends: datetime, dri: str, reason: str = "") -> RotationFile:
    """Return a rotation with an override between two handoffs; raise ChangeError where another one is in the way."""
    if existing := file.override_at(begins, ends):
        entry, node, means = existing
        person, why = node.get("dri"), node.get("reason")
        is_same_time = [rotation.instant(entry.means, day) for day in (means.start, means.end)] == [begins, ends]
        if is_same_time and isinstance(person, ScalarNode):
            edits = [set_scalar(file.source, person, dri)]
            # The reason of the other person's override does not hold for this one.
            edits += [set_scalar(file.source, why, reason)] if reason and isinstance(why, ScalarNode) else []
            return file.edited(edits)
        row = file.source.position(node.span.start).row
        raise ChangeError(
            f"{file.source.path}:{row}: an override from {means.start} to {means.end} is in the way, change it by hand"
        )
    entry = file.entries[file.in_force(begins)]
    return add_override(file, entry, handoff_day(entry.means, begins), handoff_day(entry.means, ends), dri, reason)


def add_override(
    file: RotationFile, entry: RotationEntry, begins: date, ends: date, dri: str, reason: str
) -> RotationFile:
    """Return a rotation with an override behind those of an entry."""
    values = {"from": begins.isoformat(), "to": ends.isoformat(), "dri": dri, "reason": reason}
    values = {name: text for name, text in values.items() if text}
    node = entry.sequence("overrides")
    if node and node.items:
        return append_item(file, node, values)
    flow = is_flow(file.source, entry.item.node)
    text = write_list([write_mapping(written(values), flow=flow)], flow=flow)
    says: PlainData = [tuple(values.items())]
    return file.edited(
        [add_key(file.source, entry.item.node, "overrides", entry.item.node.get("overrides"), text, says)]
    )


def append_shift(file: RotationFile, begins: date, dri: str) -> RotationFile:
    """Return a rotation with an explicit shift behind the last one."""
    node = file.entries[-1].sequence("shifts")
    if not node:
        raise ChangeError(f'"{file.name}" has no explicit shifts')
    return append_item(file, node, {"from": begins.isoformat(), "dri": dri})


def append_item(file: RotationFile, node: SequenceNode, values: Mapping[str, str]) -> RotationFile:
    """Return a rotation with one more mapping behind the last of a list."""
    flow = is_flow(file.source, node) or is_flow(file.source, node.items[-1])
    item = write_mapping(written(values), flow=flow), tuple(values.items())
    return file.edited([add_items(file.source, node, len(node.items) - 1, [item])])


def written(values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return keys and values as YAML has them; days need no quotes here."""
    return [(name, text if name in ("from", "to") else inline_scalar(text)) for name, text in values.items()]


# --- Swaps ---


def swap(file: RotationFile, first: Shift, second: Shift, now: datetime, reason: str = "") -> RotationFile:
    """Return a rotation in which two shifts have changed hands, of one that runs only the rest."""
    after = file
    for shift, other in ((first, second), (second, first)):
        means = file.entries[file.in_force(max(shift.start, now))].means
        begins = remaining_start(means, shift, now)
        if shift.end is None or begins >= shift.end:
            raise ChangeError(f"the shift of {shift.start.date()} has no end that could change hands")
        after = override_shift(after, begins, shift.end, other.dri, reason or f"swap with {shift.dri}")
    check_past(file, after, now)
    return after


def shift_on(file: RotationFile, day: date, handle: str, now: datetime) -> Shift:
    """Return the shift that a person has on a day, or begins on it; raise ChangeError where another one has it."""
    upcoming = file.shifts(now, now + LOOK_AHEAD)
    that_day = [shift for shift in upcoming if shift.start.date() <= day and (not shift.end or day < shift.end.date())]
    for shift in that_day:
        if login(shift.dri) == login(handle):
            return shift
    others = listed(dict.fromkeys(shift.dri for shift in that_day))
    starts = [str(shift.start.date()) for shift in upcoming if login(shift.dri) == login(handle)][:3]
    who = f", {others} is" if others else ", nobody is" if day >= now.date() else ", and what is past stays"
    when = f'; shifts of "{handle}" begin on {", ".join(starts)}' if starts else f'; "{handle}" has no shift to come'
    raise ChangeError(f'"{handle}" is not on duty in "{file.name}" on {day}{who}{when}')


def next_shift(file: RotationFile, handle: str, after: Shift, now: datetime) -> Shift:
    """Return a person's next shift after another one, else the first to come; raise ChangeError without any."""
    every = file.shifts(now, now + LOOK_AHEAD)
    upcoming = [shift for shift in every if login(shift.dri) == login(handle)]
    if not upcoming:
        names = {shift.dri for shift in every}
        raise ChangeError(f'"{handle}" has no shift to come in "{file.name}"{did_you_mean(handle, names)}')
    return next((shift for shift in upcoming if after.end and shift.start >= after.end), upcoming[0])


# --- The past ---


def check_past(before: RotationFile, after: RotationFile, now: datetime) -> None:
    """Raise ChangeError where a change would move a shift, or a part of one, that is past."""
    old, new = past_shifts(before, now), past_shifts(after, now)
    if old != new:
        moved = next((shift for shift, other in zip(old, new, strict=False) if shift != other), (old or new)[-1])
        raise ChangeError(f"that would change the past: the shift of {moved.start.date()}, change it by hand")


def past_shifts(file: RotationFile, now: datetime) -> list[Shift]:
    """Return the shifts before an instant, the one that runs cut there."""
    begun = file.shifts(file.entries[0].start, now)
    return [replace(shift, end=min(shift.end, now) if shift.end else now) for shift in begun]
