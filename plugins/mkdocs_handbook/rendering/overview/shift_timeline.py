"""A timeline of the coming weeks, a lane for each rotation, which a browser moves along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mkdocs_handbook.model import Handbook, Shift
from mkdocs_handbook.rendering.overview.duty_cards import SHOWN, DutyCard, DutyPerson, duty_person, known_days
from mkdocs_handbook.schedule.on_duty import midnight, monday_of
from mkdocs_handbook.util import words
from mkdocs_handbook.util.escaping import printable
from mkdocs_handbook.util.words import Words

DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """A shift: from which day of the timeline until which, as numbers, what it says in full, and why somebody stands in."""

    person: DutyPerson
    start: str
    end: str
    label: str
    is_override: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TimelineLane:
    """A rotation and its shifts."""

    name: str
    bars: tuple[TimelineBar, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The lanes, the first day, today and the days that are seen, as numbers, and each Monday with its number."""

    start: str
    today: str
    days: int
    weeks: tuple[tuple[int, str], ...]
    lanes: tuple[TimelineLane, ...]

    @property
    def has_overrides(self) -> bool:
        """Whether somebody stands in for another."""
        return any(bar.is_override for lane in self.lanes for bar in lane.bars)


def shift_timeline(handbook: Handbook, cards: Iterable[DutyCard], said: Words) -> Timeline:
    """Return the timeline of rotations from the Monday of this week on."""
    today = handbook.today
    monday = monday_of(today)
    start = midnight(handbook, monday)
    count = known_days(handbook) + 7
    return Timeline(
        start.isoformat(),
        number((today - monday).days + 0.5),
        SHOWN,
        tuple((days, words.say_day(said, monday + days * DAY, today, "shortDay")) for days in weeks(monday, count)),
        tuple(TimelineLane(card.name, tuple(bars(handbook, card.known.shifts, start, said))) for card in cards),
    )


def weeks(monday: date, count: int) -> range:
    """Return the numbers of the Mondays within a number of days from one on."""
    return range(0, min(count, (date.max - monday).days), 7)


def bars(handbook: Handbook, shifts: Iterable[Shift], start: datetime, said: Words) -> Iterator[TimelineBar]:
    """Yield the bars of a lane."""
    for shift in shifts:
        person = duty_person(handbook, shift.dri)
        begin = words.say_moment(said, shift.start, handbook.today)
        end = words.say_moment(said, shift.end, handbook.today) if shift.end else ""
        label = words.say(said, "bar" if end else "barWithoutEnd", name=person.part.text, start=begin, end=end)
        reason = shift.reason or (words.say(said, "instead") if shift.is_override else "")
        yield TimelineBar(
            person,
            number((shift.start - start) / DAY),
            number((shift.end - start) / DAY) if shift.end else "9999",
            f"{label}: {reason}" if reason else label,
            shift.is_override,
            printable(shift.reason),
        )


def number(days: float) -> str:
    """Return a number of days, to the minute."""
    return f"{days:.3f}".rstrip("0").rstrip(".")
