"""Rotations: the shifts that members in turn, explicit shifts and overrides result in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import accumulate, chain, islice, pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mkdocs_handbook.model import Rotation, Shift
from mkdocs_handbook.schedule.recurrence import numbered

# Two days from the calendar's ends every instant has a local time in every zone.
_FIRST = datetime(1, 1, 3, tzinfo=UTC)
_LAST = datetime(9999, 12, 29, tzinfo=UTC)
FOREVER = datetime.max.replace(tzinfo=UTC)


class _Piece(NamedTuple):
    # In UTC: Python compares datetimes of one zone by wall time, which runs twice when clocks go back.
    start: datetime
    end: datetime
    dri: str
    reason: str = ""
    is_override: bool = False


class _StandIns:
    """The pieces of overrides in the order of their starts, found by time."""

    def __init__(self, pieces: Sequence[_Piece]) -> None:
        self.pieces = pieces
        self.starts = [piece.start for piece in pieces]
        # When all up to each of them are over.
        self.over = [*accumulate((piece.end for piece in pieces), max)]

    def touching(self, regular: _Piece) -> Sequence[_Piece]:
        """Return those that may touch a shift."""
        return self.pieces[bisect_right(self.over, regular.start) : bisect_left(self.starts, regular.end)]


def shifts(entries: Sequence[Rotation], since: datetime) -> Iterator[Shift]:
    """Yield the shifts of one rotation that end after an aware instant, ascending and lazily.

    The entries have one name, in any order. Times are local at the zone of the entry that is in force. An override
    replaces the part of each regular shift that it covers; where two overlap, the one that starts first goes on.
    """
    since = min(max(since, _FIRST), _LAST)
    stand_ins = _StandIns(sorted(chain.from_iterable(map(_stand_ins, entries)), key=attrgetter("start")))
    for entry, begin, stop in terms(entries):
        for regular in _regular(entry, begin, stop, since):
            pieces = (piece for piece in _cut(regular, stand_ins.touching(regular)) if piece.end > since)
            yield from (_shift(piece, ZoneInfo(entry.timezone)) for piece in pieces)


def current_and_next(entries: Sequence[Rotation], now: datetime, count: int) -> tuple[Shift, ...]:
    """Return the shift that runs at an aware instant, if one does, and the next `count` after it."""
    pieces = tuple(islice(shifts(entries, now), count + 1))
    runs = pieces and pieces[0].start.astimezone(UTC) <= now
    return pieces if runs else pieces[:count]


def terms(entries: Sequence[Rotation]) -> Iterator[tuple[Rotation, datetime, datetime]]:
    """Yield the entries in order, each with the time from which and until which it is in force."""
    ordered = sorted(((instant(entry, entry.starts_on), entry) for entry in entries), key=itemgetter(0))
    take_overs = [*(begin for begin, _ in ordered), FOREVER][1:]
    for (begin, entry), taken_over in zip(ordered, take_overs, strict=True):
        ends = instant(entry, entry.ends_on) if entry.ends_on else FOREVER
        yield entry, begin, min(ends, taken_over)


def _regular(entry: Rotation, begin: datetime, stop: datetime, since: datetime) -> Iterator[_Piece]:
    if stop <= since:
        return
    turns = _turns(entry, since.astimezone(ZoneInfo(entry.timezone)).date())
    for (day, dri), (next_day, _) in pairwise(chain(turns, [(date.max, "")])):
        start, end = max(begin, instant(entry, day)), min(stop, instant(entry, next_day))
        if start >= stop:
            return
        yield _Piece(start, end, dri)


def _turns(entry: Rotation, since: date) -> Iterator[tuple[date, str]]:
    if entry.fixed:
        yield from sorted(entry.fixed, key=itemgetter(0))
    elif entry.every and entry.members:
        for number, day in numbered(entry.every, entry.starts_on, since):
            yield day, entry.members[number % len(entry.members)]


def _stand_ins(entry: Rotation) -> Iterator[_Piece]:
    for override in entry.overrides:
        yield _Piece(instant(entry, override.start), instant(entry, override.end), override.dri, override.reason, True)


def _cut(regular: _Piece, stand_ins: Sequence[_Piece]) -> Iterator[_Piece]:
    """Yield the pieces of a regular shift and of what others stand in for; none where it ends before it starts."""
    at = regular.start
    for stand_in in stand_ins:
        start, end = max(at, stand_in.start), min(stand_in.end, regular.end)
        if start >= end or stand_in.dri == regular.dri:
            continue
        if at < start:
            yield regular._replace(start=at, end=start)
        yield stand_in._replace(start=start, end=end)
        at = end
    if at < regular.end:
        yield regular._replace(start=at)


def instant(entry: Rotation, day: date) -> datetime:
    """Return the time of the handoff on a day, in UTC; where clocks skip or repeat it, as the offset before has it."""
    if day >= _LAST.date():
        return FOREVER
    zone = ZoneInfo(entry.timezone)
    return datetime.combine(max(day, _FIRST.date()), entry.handoff, zone).astimezone(UTC)


def _shift(piece: _Piece, zone: ZoneInfo) -> Shift:
    end = None if piece.end == FOREVER else piece.end.astimezone(zone)
    return Shift(piece.start.astimezone(zone), end, piece.dri, piece.reason, piece.is_override)
