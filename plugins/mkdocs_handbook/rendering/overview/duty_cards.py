"""Duty cards: who is on duty for a rotation, until when, and who then, for now and for all times that a page may be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile, zip_longest
from typing import NamedTuple
from zlib import crc32

from mkdocs_handbook.data.people.responsibilities import known_handle
from mkdocs_handbook.model import Handbook, Shift
from mkdocs_handbook.pages import embed_items
from mkdocs_handbook.pages.embed_items import EmbeddedItem
from mkdocs_handbook.rendering import cells, computed_cells
from mkdocs_handbook.rendering.cells import CellPart
from mkdocs_handbook.schedule.on_duty import AHEAD, coming_shifts, days_ahead, midnight
from mkdocs_handbook.util.escaping import printable
from mkdocs_handbook.util.handbook_memo import by_handbook

# How many days a timeline shows; a page knows so many more than it would need on the day of the build.
SHOWN = 28


@dataclass(frozen=True, slots=True)
class DutyPerson:
    """A person: name and link, initials, and the hue by which eyes find the same person again."""

    part: CellPart
    initials: str
    hue: int


@dataclass(frozen=True, slots=True)
class DutyState:
    """Who is on duty from an instant on (None for nobody), until when (None without end), and who then.

    Where it `is_unknown`, the page does not know any more.
    """

    start: datetime
    person: DutyPerson | None = None
    until: CellPart | None = None
    then: DutyPerson | None = None
    is_unknown: bool = False


class KnownShifts(NamedTuple):
    """The shifts that a page knows of, and whether the list `is_cut`, so that it does not know what comes then."""

    shifts: tuple[Shift, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class DutyCard:
    """A rotation: its name, the address of its row and its group, and its states and shifts in order."""

    name: str
    href: str
    group: CellPart
    states: tuple[DutyState, ...]
    known: KnownShifts


@by_handbook
def duty_cards(handbook: Handbook, groups: tuple[str, ...] | None = None) -> tuple[DutyCard, ...]:
    """Return the rotations of some groups, or of all, that somebody is on duty for within the time that a page knows."""
    entries = embed_items.pattern_items(handbook, f"{handbook.settings.data_dir}/*.rotations.yml")
    named: dict[tuple[str, str], EmbeddedItem] = {}
    for one in entries:
        if one.is_valid and (groups is None or one.file.group in groups):
            named.setdefault((one.file.source.path, one.item.text("rotation")), one)
    cards = []
    for (path, name), one in named.items():
        known = known_shifts(handbook, coming_shifts(handbook, path).get(name, ()))
        if known.shifts:
            group = computed_cells.group_part(handbook, one.file.group)
            href = computed_cells.row_address(handbook, one)
            cards.append(DutyCard(printable(name), href, group, tuple(states(handbook, known)), known))
    return tuple(cards)


def known_days(handbook: Handbook) -> int:
    """Return how many days a page knows of: those of the horizon, and those that are seen from its end, within a year."""
    return min(handbook.settings.horizon + SHOWN, AHEAD.days)


def known_shifts(handbook: Handbook, coming: Sequence[Shift]) -> KnownShifts:
    """Return the shifts that a page knows of."""
    limit = days_ahead(handbook, known_days(handbook))
    known = tuple(takewhile(lambda shift: shift.start <= limit, coming))
    end = known[-1].end if known else None
    return KnownShifts(known, len(known) < len(coming) or (end is not None and end >= days_ahead(handbook, AHEAD.days)))


def states(handbook: Handbook, known: KnownShifts) -> Iterator[DutyState]:
    """Yield who is on duty and when nobody is, in order, and from when on that is not known."""
    shifts = known.shifts
    first = shifts[0]
    if first.start > handbook.now:
        until, then = cells.time_part(handbook, first.start), duty_person(handbook, first.dri)
        yield DutyState(midnight(handbook, handbook.today), until=until, then=then)
    for shift, after in zip_longest(shifts, shifts[1:]):
        is_next = after is not None and shift.end is not None and after.start <= shift.end
        yield DutyState(
            shift.start,
            duty_person(handbook, shift.dri),
            cells.time_part(handbook, shift.end) if shift.end else None,
            duty_person(handbook, after.dri) if after and is_next else None,
        )
        if shift.end and after and not is_next:
            yield DutyState(
                shift.end, until=cells.time_part(handbook, after.start), then=duty_person(handbook, after.dri)
            )
        if shift.end and not after:
            yield DutyState(shift.end, is_unknown=known.is_cut)


def duty_person(handbook: Handbook, handle: str) -> DutyPerson:
    """Return a person as a card shows them."""
    part = cells.person_part(handbook, handle)
    return DutyPerson(part, initials(part.text), crc32(known_handle(handbook, handle).encode()) % 360)


def initials(name: str) -> str:
    """Return the first letters of a name's first and last word, or the first two of its only one."""
    words = name.split()
    letters = f"{words[0][0]}{words[-1][0]}" if len(words) > 1 else name.strip()[:2]
    return letters.upper()
