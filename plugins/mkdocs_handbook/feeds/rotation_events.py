"""Rotation events: a rotation as recurring events, with single shifts where it is not regular."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from operator import itemgetter
from zoneinfo import ZoneInfo

from mkdocs_handbook.model import Frequency, Rotation, Shift
from mkdocs_handbook.schedule.rotation import FOREVER, instant, shifts, terms

# How far single shifts are looked for: far enough for people, near enough for a slip in a year to cost no time.
PAST = timedelta(days=50 * 365)
FUTURE = timedelta(days=10 * 365)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
SECOND = timedelta(seconds=1)
MIDNIGHT = time(0)
DAYS = {"day": 1, "week": 7}

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class RotationEvent:
    """When one person has the duty: once until `end`, or by a rule (RRULE) for `length` each time.

    Where handoffs are at the site's midnight these are dates, else datetimes in the zone of the handoff. The rule ends
    with `until`, and does not hold on the starts `without`. `regular` says that it is a member's turn by the rotation itself.
    """

    dri: str
    start: date
    end: date | None = None
    length: timedelta | None = None
    rule: str = ""
    until: date | None = None
    without: tuple[date, ...] = ()
    reason: str = ""
    regular: bool = False


@dataclass(frozen=True, slots=True)
class _Term:
    """An entry with the time in which it is in force, its turns of equal length (0 days if they differ)."""

    entry: Rotation
    begin: datetime
    stop: datetime

    @property
    def days(self) -> int:
        every = self.entry.every
        return every.every * DAYS.get(every.unit, 0) if every and self.entry.members and not self.entry.fixed else 0

    def regular(self, since: datetime, until: datetime) -> Iterator[Shift]:
        """Yield the shifts in a time as they would be without overrides and without an end, at least one."""
        found = shifts([replace(self.entry, overrides=(), ends_on=None)], since)
        end = min(until, self.stop)
        return takewhile(lambda shift: shift.start < end, found)


def rotation_events(entries: Sequence[Rotation], now: datetime, zone: str) -> tuple[RotationEvent, ...]:
    """Return the duties of one rotation in the order of their starts; `zone` is the site's, where a day begins.

    Shifts of days and weeks recur for each member, without those that an override or an end changes: they are given one
    by one. Shifts of months and years differ in length, so each of them is given, as explicit ones are.
    """
    found = [_Term(*term) for term in terms(entries) if term[1] < term[2]]
    spans = _merged(_spans(entries, found, now))
    ordinary = [(term, _around(term, spans)) for term in found if term.days]
    actual = list(_actual(entries, spans, [shift for _, around in ordinary for shift in around]))
    kept = {_key(shift) for shift in actual}
    made: list[RotationEvent] = []
    starts = [shift.start.astimezone(UTC) for shift in actual]
    single = [
        actual[index]
        for term in found
        if not term.days
        for index in range(bisect_left(starts, term.begin), bisect_left(starts, term.stop))
    ]
    for term, around in ordinary:
        changed = [shift for shift in around if _key(shift) not in kept]
        made += _series(term, changed, zone)
        if changed:
            first = bisect_left(starts, changed[0].start.astimezone(UTC) - DAY)
            single += _within(changed, term, actual[first : bisect_left(starts, term.stop)])
    made += [_single(shift, zone) for shift in single]
    return tuple(sorted(made, key=lambda event: (event.start.isoformat(), event.dri)))


def _spans(entries: Sequence[Rotation], found: Sequence[_Term], now: datetime) -> Iterator[Interval]:
    """Yield the times in which the actual shifts may not be the regular ones, as far as anybody looks."""
    earliest, latest = now - PAST, now + FUTURE
    # Overrides count whichever entry they stand in, even one that is never in force.
    given = [(instant(entry, event.start), instant(entry, event.end)) for entry in entries for event in entry.overrides]
    given += [(term.stop - SECOND, term.stop) for term in found if term.stop <= latest]
    given += [(term.begin, term.stop) for term in found if not term.days]
    for start, end in given:
        if max(start, earliest) < min(end, latest):
            yield max(start, earliest), min(end, latest)


def _merged(spans: Iterable[Interval]) -> list[Interval]:
    """Return times that do not overlap, in order, which are the same in all."""
    merged: list[Interval] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _around(term: _Term, spans: Sequence[Interval]) -> list[Shift]:
    """Return the regular shifts of a term that touch one of the spans, each once, ascending."""
    found = {}
    first = bisect_right(spans, term.begin, key=itemgetter(1))
    # Its last shift may go on behind the term.
    latest = term.stop + timedelta(term.days) if term.stop < FOREVER - timedelta(term.days) else FOREVER
    for start, end in spans[first : bisect_left(spans, latest, key=itemgetter(0))]:
        found.update({_key(shift): shift for shift in term.regular(max(start, term.begin), end)})
    return sorted(found.values(), key=lambda shift: shift.start.astimezone(UTC))


def _actual(entries: Sequence[Rotation], spans: Sequence[Interval], ordinary: Sequence[Shift]) -> Iterator[Shift]:
    """Yield the shifts as they are, from the first span to the last, with the whole of regular shifts at either end."""
    if not spans:
        return iter(())
    since = min([*(start for start, _ in spans), *(shift.start for shift in ordinary)])
    until = max([*(end for _, end in spans), *(shift.end for shift in ordinary if shift.end)])
    return takewhile(lambda shift: shift.start < until, shifts(entries, since))


def _within(changed: Sequence[Shift], term: _Term, actual: Sequence[Shift]) -> Iterator[Shift]:
    """Yield the actual shifts that stand where regular ones of a term are changed; all ascend."""
    left = list(reversed(changed))
    for shift in actual:
        while left and left[-1].end and left[-1].end.astimezone(UTC) <= shift.start.astimezone(UTC):
            left.pop()
        if left and left[-1].start <= shift.start < term.stop:
            yield shift


def _series(term: _Term, changed: Sequence[Shift], zone: str) -> Iterator[RotationEvent]:
    """Yield the turns of each member of an entry, without those that are changed."""
    entry, count = term.entry, len(term.entry.members)
    skipped: dict[int, list[date]] = {}
    for shift in changed:
        skipped.setdefault((shift.start.date() - entry.starts_on).days // term.days % count, []).append(
            shift.start.date()
        )
    for number, dri in enumerate(entry.members):
        if entry.starts_on.toordinal() + number * term.days > date.max.toordinal():
            return
        day = entry.starts_on + timedelta(number * term.days)
        without = [_start(entry, event, zone) for event in skipped.get(number, ())]
        if instant(entry, day) >= term.stop or _turns(term, day) == len(without):
            continue
        yield RotationEvent(
            dri=dri,
            start=_start(entry, day, zone),
            length=timedelta(term.days),
            rule=_rule(entry),
            until=_until(term, zone),
            without=tuple(without),
            regular=True,
        )


def _turns(term: _Term, day: date) -> int:
    """Return how many turns a member has from a day on until the term stops; -1 for no end."""
    if term.stop == FOREVER:
        return -1
    cycle = term.days * len(term.entry.members)
    last = term.stop.astimezone(ZoneInfo(term.entry.timezone)).date()
    return (last - day).days // cycle + (instant(term.entry, last) < term.stop or (last - day).days % cycle > 0)


def _rule(entry: Rotation) -> str:
    every = entry.every or Frequency()
    interval = every.every * len(entry.members)
    name = "DAILY" if every.unit == "day" else "WEEKLY"
    return f"FREQ={name};INTERVAL={interval}" if interval > 1 else f"FREQ={name}"


def _is_whole(entry: Rotation, zone: str) -> bool:
    """Return whether handoffs of an entry are where the site's days begin."""
    return entry.handoff == MIDNIGHT and entry.timezone == zone


def _start(entry: Rotation, day: date, zone: str) -> date:
    return day if _is_whole(entry, zone) else datetime.combine(day, entry.handoff, ZoneInfo(entry.timezone))


def _until(term: _Term, zone: str) -> date | None:
    if term.stop == FOREVER:
        return None
    last = term.stop - SECOND
    return last.astimezone(ZoneInfo(zone)).date() if _is_whole(term.entry, zone) else last


def _single(shift: Shift, zone: str) -> RotationEvent:
    """Return one shift; one without an end goes on week by week."""
    start: date = shift.start
    end: date | None = shift.end
    moments = [event for event in (shift.start, shift.end) if event]
    if all(event.tzinfo == ZoneInfo(zone) and event.time() == MIDNIGHT for event in moments):
        start, end = shift.start.date(), shift.end.date() if shift.end else None
    if end is None:
        return RotationEvent(shift.dri, start, length=WEEK, rule="FREQ=WEEKLY", reason=shift.reason)
    return RotationEvent(shift.dri, start, end, reason=shift.reason)


def _key(shift: Shift) -> tuple[datetime, datetime | None, str, str]:
    end = shift.end.astimezone(UTC) if shift.end else None
    return shift.start.astimezone(UTC), end, shift.dri, shift.reason
