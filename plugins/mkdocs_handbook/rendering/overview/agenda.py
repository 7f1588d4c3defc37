"""The agenda: which rituals take place on each of the coming days, day by day and as weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mkdocs_handbook.model import Handbook, Item
from mkdocs_handbook.pages.embed_items import EmbeddedItem
from mkdocs_handbook.rendering import cells, computed_cells
from mkdocs_handbook.rendering.cells import CellPart
from mkdocs_handbook.rendering.overview.due_days import all_rituals, due_days, last_known_day
from mkdocs_handbook.rendering.overview.duty_cards import SHOWN
from mkdocs_handbook.schedule import item_dates, next_dates
from mkdocs_handbook.schedule.on_duty import monday_of
from mkdocs_handbook.util import words
from mkdocs_handbook.util.escaping import printable

DAY = timedelta(1)
# How many days the list has, and how many rituals of a day can be opened at most: more are only counted.
LISTED, MOST = 7, 16
# Up to how many days lie between those of what happens every day, or every weekday.
DAILY = 1.4


class AgendaEntry(NamedTuple):
    """A ritual on a day: its name and link, its time if it has one, and whose it is."""

    task: CellPart
    when: CellPart | None
    person: CellPart


class AgendaDay(NamedTuple):
    """A day: what it is called in the list and in its week, how far off it is, its first rituals, and how many more it has."""

    label: CellPart
    short: str
    distance: CellPart
    entries: tuple[AgendaEntry, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """The days of the list, and the weeks with all their days, of which the first ones are seen at first.

    It is that of the days from `first` on until `last`. What happens on all days, or all weekdays, is only in `routines`.
    """

    first: date
    last: date
    timezone: str
    days: tuple[tuple[AgendaDay, bool], ...]
    weeks: tuple[tuple[AgendaDay, ...], ...]
    routines: tuple[AgendaDay, ...] = ()
    shown_weeks: int = SHOWN // 7


def agenda(handbook: Handbook) -> Agenda | None:
    """Return the agenda of all rituals, None where none falls due within the time that a page knows."""
    ranked = ranked_rituals(handbook)
    always = [one for one in ranked if is_routine(handbook, one.item)]
    rituals = rituals_by_day((one for one in ranked if not is_routine(handbook, one.item)), due_days(handbook))
    if not rituals and not always:
        return None
    today, monday = handbook.today, monday_of(handbook.today)
    last = max(today, last_known_day(handbook) - SHOWN * DAY)
    known = days_from(monday, (monday_of(last) - monday).days + SHOWN)
    made = {day: agenda_day(handbook, day, rituals.get(day, ())) for day in known}
    listed = days_from(today, (last - today).days + LISTED)
    return Agenda(
        today,
        last,
        handbook.settings.timezone,
        tuple((made[day], (day - today).days < LISTED) for day in listed if day in rituals),
        tuple(tuple(made[day] for day in known[at : at + 7]) for at in range(0, len(known), 7)),
        tuple(routines(handbook, always)),
    )


def days_from(first: date, count: int) -> list[date]:
    """Return so many days from one on, as far as the calendar goes."""
    return [first + number * DAY for number in range(min(count, (date.max - first).days + 1))]


def ranked_rituals(handbook: Handbook) -> list[EmbeddedItem]:
    """Return the rituals in the order in which a day shows them: by time, then what happens least often."""
    return sorted(
        all_rituals(handbook),
        key=lambda one: (one.item.text("time") or "24:00", -interval(one.item), one.item.text("task")),
    )


def interval(ritual: Item) -> float:
    """Return how many days usually lie between the dates of a ritual, 0 where no calendar knows them."""
    return float(next_dates.interval(ritual.text("frequency")) or 0)


def is_routine(handbook: Handbook, ritual: Item) -> bool:
    """Return whether a ritual happens on all days or all weekdays of which a page knows."""
    started, ends = item_dates.item_day(ritual, "startedOn"), item_dates.item_day(ritual, "endsOn")
    has_begun = started is not None and started <= handbook.today
    return 0 < interval(ritual) <= DAILY and has_begun and (ends is None or ends > last_known_day(handbook))


def rituals_by_day(
    rituals: Iterable[EmbeddedItem], due: Mapping[int, tuple[date, ...]]
) -> Mapping[date, list[EmbeddedItem]]:
    """Return the rituals of each day that has some, in their order."""
    found: defaultdict[date, list[EmbeddedItem]] = defaultdict(list)
    for one in rituals:
        for day in due[id(one.item)]:
            found[day].append(one)
    return found


def routines(handbook: Handbook, rituals: Iterable[EmbeddedItem]) -> Iterator[AgendaDay]:
    """Yield the rituals of each frequency as if these were days."""
    found: defaultdict[str, list[EmbeddedItem]] = defaultdict(list)
    for one in rituals:
        found[one.item.text("frequency")].append(one)
    for frequency, mine in sorted(found.items()):
        day = agenda_day(handbook, handbook.today, mine)
        entries = tuple(one._replace(when=timeless(one.when)) for one in day.entries)
        yield day._replace(label=cells.frequency_part(handbook, frequency), entries=entries)


def timeless(when: CellPart | None) -> CellPart | None:
    """Return a time of all days: that of none."""
    return when._replace(value="", title=when.title.partition(" ")[2]) if when else None


def agenda_day(handbook: Handbook, day: date, rituals: Sequence[EmbeddedItem]) -> AgendaDay:
    """Return a day with its rituals."""
    said = words.of(handbook.settings)
    begins = day.weekday() == 0 or day.day == 1
    return AgendaDay(
        cells.day_part(handbook, day),
        words.say_day(said, day, handbook.today, "shortDay") if begins else str(day.day),
        cells.distance_part(handbook, (day - handbook.today).days),
        tuple(agenda_entry(handbook, day, one) for one in rituals[:MOST]),
        len(rituals[MOST:]),
    )


def agenda_entry(handbook: Handbook, day: date, one: EmbeddedItem) -> AgendaEntry:
    """Return a ritual on a day."""
    clock, zone = one.item.text("time"), one.item.text("timezone") or handbook.settings.timezone
    when = datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone)) if clock else None
    return AgendaEntry(
        CellPart(printable(one.item.text("task")), href=computed_cells.row_address(handbook, one)),
        cells.time_part(handbook, when)._replace(text=clock) if when else None,
        cells.person_part(handbook, one.item.text("dri")),
    )
