"""The card of a person: initials, role, groups, the time there, when they are on duty, and what falls due next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from mkdocs_handbook.data.people.responsibilities import groups_by_person, has_left, known_handle
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.pages import embed_items
from mkdocs_handbook.rendering import cells, computed_cells
from mkdocs_handbook.rendering.cells import CellPart
from mkdocs_handbook.rendering.overview.due_days import due_days
from mkdocs_handbook.rendering.overview.duty_cards import DutyPerson, KnownShifts, duty_cards, duty_person
from mkdocs_handbook.schedule.on_duty import midnight
from mkdocs_handbook.util.escaping import printable

DAY = timedelta(1)
# So many days on which something falls due does a page know at most.
MOST = 60


@dataclass(frozen=True, slots=True)
class PersonState:
    """What holds from an instant on: the key of the word for it, of what, and when, with the key of the word around that."""

    start: datetime
    word: str
    subject: CellPart
    when: CellPart | None
    around: str = ""


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person with what is theirs, one line after the other, each with its states in order."""

    person: DutyPerson
    role: str
    groups: tuple[CellPart, ...]
    timezone: str
    lines: tuple[tuple[PersonState, ...], ...]


def person_card(handbook: Handbook, handle: str) -> PersonCard:
    """Return the card of a person; of somebody who left, without time and without what comes."""
    item = (handbook.people or {})[handle]
    is_gone = has_left(item, handbook.today)
    return PersonCard(
        duty_person(handbook, handle),
        printable(item.text("role")),
        tuple(computed_cells.group_part(handbook, group) for group in groups_by_person(handbook).get(handle, ())),
        "" if is_gone else printable(item.text("timezone")),
        () if is_gone else tuple(filter(None, lines(handbook, handle))),
    )


def lines(handbook: Handbook, handle: str) -> Iterator[tuple[PersonState, ...]]:
    """Yield the states of each rotation that a person is on duty for, and those of what falls due."""
    for card in duty_cards(handbook):
        mine = tuple(shift for shift in card.known.shifts if known_handle(handbook, shift.dri) == handle)
        yield tuple(duty_states(handbook, CellPart(card.name, href=card.href), card.known._replace(shifts=mine)))
    yield tuple(due_states(handbook, handle))


def duty_states(handbook: Handbook, subject: CellPart, mine: KnownShifts) -> Iterator[PersonState]:
    """Yield when a person is on duty, and when next, in order."""
    free_from = midnight(handbook, handbook.today)
    for shift in mine.shifts:
        if shift.start > free_from:
            yield PersonState(free_from, "onDutyNext", subject, cells.time_part(handbook, shift.start), "from")
        end = cells.time_part(handbook, shift.end) if shift.end else None
        yield PersonState(shift.start, "onDutyNow", subject, end, "until")
        if shift.end is None:
            return
        free_from = shift.end
    if mine.shifts:
        yield PersonState(free_from, "onDutyNext", subject if mine.is_cut else CellPart("–"), None)


def due_states(handbook: Handbook, handle: str) -> Iterator[PersonState]:
    """Yield what of a person's rituals falls due next, on each day in turn."""
    found = sorted(due_rituals(handbook, handle), key=lambda due: due[0])
    start = midnight(handbook, handbook.today)
    for index, (day, subject) in enumerate(found[:MOST]):
        if index and day == found[index - 1][0]:
            continue
        yield PersonState(start, "nextDue", subject, cells.day_part(handbook, day))
        start = midnight(handbook, day + DAY)
    if found:
        yield PersonState(start, "nextDue", CellPart("…"), None)


def due_rituals(handbook: Handbook, handle: str) -> Iterator[tuple[date, CellPart]]:
    """Yield the days on which a person's rituals fall due within the time that a page knows, and the rituals."""
    pattern = f"{handbook.settings.data_dir}/*.rituals.yml"
    for one in embed_items.items_by_value(handbook, pattern, "dri").get(handle, ()):
        if one.is_valid:
            name, home = printable(one.item.text("task")), computed_cells.row_address(handbook, one)
            coming = (day for day in due_days(handbook)[id(one.item)] if day >= handbook.today)
            yield from ((day, CellPart(name, href=home)) for day in islice(coming, MOST))
