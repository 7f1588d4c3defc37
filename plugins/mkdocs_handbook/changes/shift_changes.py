"""Shifts that change hands: somebody hands over all of another one's, or two people swap; what is past stays.

Single shifts change hands by overrides, members by a later entry of the same name.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import takewhile

from mkdocs_handbook.changes.member_changes import Members, change_members
from mkdocs_handbook.changes.rotation_file import Entry, Roster, RotationError, day_of, first_day
from mkdocs_handbook.data.yaml.checked_edits import made
from mkdocs_handbook.data.yaml.edits import is_flow, items, key, listing, mapping, scalar
from mkdocs_handbook.data.yaml.quoting import anywhere
from mkdocs_handbook.model import ScalarNode, Shift
from mkdocs_handbook.schedule import rotation
from mkdocs_handbook.util.wording import did_you_mean, listed

# How far ahead somebody's next shift is looked for.
AHEAD = timedelta(days=2 * 366)


# --- Handing over ---


def hand_over(roster: Roster, old: str, new: str, now: datetime) -> Roster:
    """Give a rotation in which somebody has all of another one's duties from now on, also the rest of a running shift."""
    splices = [scalar(roster.source, person, new) for person in to_come(roster, old, now)]
    edited = roster.with_text(made(roster.source, splices)) if splices else roster
    edited = stand_in_handed(edited, old, new, now)
    number = edited.in_force(now)
    after, _ = change_members(edited, Members(old, new), now, now)
    handed = edited.entries[number].means
    # Where a new entry has taken over by then, only the shift that runs is left.
    for piece in mine(after, old, now):
        begins = max(piece.start, rotation.instant(handed, first_day(handed, now)))
        if piece.end is None:
            after = with_shift(after, day_of(begins, handed), new)
        elif begins < piece.end:
            after = with_override(after, begins, piece.end, new)
    check_past(roster, after, now)
    return after


def to_come(roster: Roster, handle: str, now: datetime) -> list[ScalarNode]:
    """Give the places that name somebody for an explicit shift or an override that is still to begin."""
    days = (day for entry in roster.entries for name in ("shifts", "overrides") for day in entry.days(name))
    return [person for _, begins, person in days if person.text == handle and begins >= now]


def mine(roster: Roster, handle: str, now: datetime) -> list[Shift]:
    """Give the shifts of somebody that run or are still to come, as far as anybody looks ahead."""
    return [one for one in roster.shifts(now, now + AHEAD) if one.dri == handle]


def stand_in_handed(roster: Roster, old: str, new: str, now: datetime) -> Roster:
    """Give a rotation in which somebody else has the rest of an override that runs."""
    found = roster.override_at(now, now + timedelta(microseconds=1))
    if not found or found[2].dri != old:
        return roster
    entry, node, means = found
    day, end = first_day(entry.means, now), node.get("to")
    if not means.start < day < means.end or not isinstance(end, ScalarNode):
        return roster
    edited = roster.with_text(made(roster.source, [scalar(roster.source, end, day.isoformat())]))
    return add_override(edited, edited.again(entry), day, means.end, new, means.reason)


# --- Overrides ---


def with_override(roster: Roster, begins: datetime, ends: datetime, dri: str, reason: str = "") -> Roster:
    """Give a rotation in which somebody stands in between two handoffs; raise RotationError where another one does already."""
    if found := roster.override_at(begins, ends):
        entry, node, means = found
        person, why = node.get("dri"), node.get("reason")
        exactly = [rotation.instant(entry.means, day) for day in (means.start, means.end)] == [begins, ends]
        if exactly and isinstance(person, ScalarNode):
            splices = [scalar(roster.source, person, dri)]
            # Why somebody else stood in says nothing of this one.
            splices += [scalar(roster.source, why, reason)] if reason and isinstance(why, ScalarNode) else []
            return roster.with_text(made(roster.source, splices))
        row = roster.source.position(node.span.start).row
        raise RotationError(
            f"{roster.source.path}:{row}: an override from {means.start} to {means.end} is in the way, change it by hand"
        )
    entry = roster.entries[roster.in_force(begins)]
    return add_override(roster, entry, day_of(begins, entry.means), day_of(ends, entry.means), dri, reason)


def add_override(roster: Roster, entry: Entry, begins: date, ends: date, dri: str, reason: str) -> Roster:
    """Give a rotation with an override behind those of an entry."""
    source, node = roster.source, entry.node("overrides")
    values = {"from": begins.isoformat(), "to": ends.isoformat(), "dri": dri, "reason": reason}
    given = {name: text for name, text in values.items() if text}
    written = [(name, text if name in ("from", "to") else anywhere(text)) for name, text in given.items()]
    says = tuple(given.items())
    if node and node.items:
        flow = is_flow(source, node) or is_flow(source, node.items[-1])
        splice = items(source, node, len(node.items) - 1, [(mapping(written, flow=flow), says)])
    else:
        flow = is_flow(source, entry.item.node)
        text = listing([mapping(written, flow=flow)], flow=flow)
        splice = key(source, entry.item.node, "overrides", entry.item.node.get("overrides"), text, [says])
    return roster.with_text(made(source, [splice]))


def with_shift(roster: Roster, begins: date, dri: str) -> Roster:
    """Give a rotation with an explicit shift behind the last one."""
    entry = roster.entries[-1]
    node = entry.node("shifts")
    if not node:
        raise RotationError(f'"{roster.name}" has no explicit shifts')
    given = {"from": begins.isoformat(), "dri": dri}
    flow = is_flow(roster.source, node) or is_flow(roster.source, node.items[-1])
    written = mapping([("from", given["from"]), ("dri", anywhere(dri))], flow=flow)
    splice = items(roster.source, node, len(node.items) - 1, [(written, tuple(given.items()))])
    return roster.with_text(made(roster.source, [splice]))


# --- Swaps ---


def swap(roster: Roster, first: Shift, second: Shift, now: datetime, reason: str = "") -> Roster:
    """Give a rotation in which two shifts have changed hands, of one that runs only the rest."""
    after = roster
    for mine, other in ((first, second), (second, first)):
        means = roster.entries[roster.in_force(max(mine.start, now))].means
        begins = max(mine.start, rotation.instant(means, first_day(means, now)))
        if mine.end is None or begins >= mine.end:
            raise RotationError(f"the shift of {mine.start.date()} has no end that could change hands")
        after = with_override(after, begins, mine.end, other.dri, reason or f"swap with {mine.dri}")
    check_past(roster, after, now)
    return after


def shift_on(roster: Roster, day: date, handle: str, now: datetime) -> Shift:
    """Give the shift that somebody has on a day, or begins on it; raise RotationError where it is somebody else's or over."""
    found = roster.shifts(now, now + AHEAD)
    for one in found:
        if one.dri == handle and one.start.date() <= day and (one.end is None or day < one.end.date()):
            return one
    others = listed(
        dict.fromkeys(one.dri for one in found if one.start.date() <= day and (not one.end or day < one.end.date()))
    )
    nexts = [str(one.start.date()) for one in found if one.dri == handle][:3]
    who = f", {others} is" if others else ", nobody is" if day >= now.date() else ", and what is past stays"
    when = f'; shifts of "{handle}" begin on {", ".join(nexts)}' if nexts else f'; "{handle}" has no shift to come'
    raise RotationError(f'"{handle}" is not on duty in "{roster.name}" on {day}{who}{when}')


def next_shift(roster: Roster, handle: str, after: Shift, now: datetime) -> Shift:
    """Give the next shift that somebody has after another one, else the first to come; raise RotationError without any."""
    found = mine(roster, handle, now)
    later = [one for one in found if after.end and one.start >= after.end]
    if not found:
        names = {one.dri for one in roster.shifts(now, now + AHEAD)}
        raise RotationError(f'"{handle}" has no shift to come in "{roster.name}"{did_you_mean(handle, names)}')
    return (later or found)[0]


def check_past(before: Roster, after: Roster, now: datetime) -> None:
    """Raise RotationError where a change would move a shift, or a part of one, that is past."""
    old, new = past(before, now), past(after, now)
    if old != new:
        moved = next((one for one, other in zip(old, new, strict=False) if one != other), (old or new)[-1])
        raise RotationError(f"that would change the past: the shift of {moved.start.date()}, change it by hand")


def past(roster: Roster, now: datetime) -> list[Shift]:
    """Give the shifts before an instant, the one that runs cut there."""
    begun = takewhile(lambda one: one.start < now, rotation.shifts(roster.meant(), roster.entries[0].start))
    return [Shift(one.start, min(one.end, now) if one.end else now, one.dri, one.reason) for one in begun]
