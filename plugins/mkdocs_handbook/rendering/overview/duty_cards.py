"""Duty cards: who is on duty for a rotation, until when, and who then, for now and for all times that a page may be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, takewhile, zip_longest
from zlib import crc32

from mkdocs_handbook.model import Handbook, Shift
from mkdocs_handbook.pages import embed_items
from mkdocs_handbook.pages.embed_items import EmbeddedItem
from mkdocs_handbook.rendering import cells, computed_cells
from mkdocs_handbook.rendering.cells import CellPart
from mkdocs_handbook.schedule.on_duty import coming_shifts
from mkdocs_handbook.util.escaping import printable
from mkdocs_handbook.util.handbook_memo import by_handbook

# So many shifts at most does a page know.
MOST = 60
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


@dataclass(frozen=True, slots=True)
class DutyCard:
    """A rotation: its name, the address of its row and its group, and its states and shifts in order."""

    name: str
    href: str
    group: CellPart
    states: tuple[DutyState, ...]
    shifts: tuple[Shift, ...]


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
        if known:
            group = computed_cells.group_part(handbook, one.file.group)
            href = computed_cells.row_address(handbook, one)
            cards.append(DutyCard(printable(name), href, group, tuple(states(handbook, known)), known))
    return tuple(cards)


def known_shifts(handbook: Handbook, coming: Collection[Shift]) -> tuple[Shift, ...]:
    """Return the shifts that a page knows of: those of the horizon, and of the days that are seen from its end."""
    limit = handbook.now + timedelta(handbook.settings.horizon + SHOWN)
    return tuple(takewhile(lambda shift: shift.start <= limit, islice(coming, MOST)))


def states(handbook: Handbook, shifts: Collection[Shift]) -> Iterator[DutyState]:
    """Yield who is on duty and when nobody is, in order, and from when on that is not known."""
    midnight = handbook.now.replace(hour=0, minute=0, second=0, microsecond=0)
    first, *_ = shifts
    if first.start > handbook.now:
        yield DutyState(midnight, until=cells.time_part(handbook, first.start), then=duty_person(handbook, first.dri))
    for shift, after in zip_longest(shifts, tuple(shifts)[1:]):
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
            yield DutyState(shift.end, is_unknown=True)


def duty_person(handbook: Handbook, handle: str) -> DutyPerson:
    """Return a person as a card shows them."""
    part = cells.person_part(handbook, handle)
    return DutyPerson(part, initials(part.text), crc32(handle.encode()) % 360)


def initials(name: str) -> str:
    """Return the first letters of a name's first and last word, or the first two of its only one."""
    words = name.split()
    letters = f"{words[0][0]}{words[-1][0]}" if len(words) > 1 else name.strip()[:2]
    return letters.upper()
