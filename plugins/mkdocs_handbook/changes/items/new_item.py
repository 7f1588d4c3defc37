"""A new item: where it belongs, whether it is there already, the change that adds it, and what follows from it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

from mkdocs_handbook.changes.data_change import Change, Success
from mkdocs_handbook.changes.dri_changes import person_name
from mkdocs_handbook.changes.items import item_fields, item_writer, page_section
from mkdocs_handbook.changes.items.item_fields import Field
from mkdocs_handbook.data.formats import MisfitError, check_date, check_frequency, check_period
from mkdocs_handbook.data.items import item_name
from mkdocs_handbook.data.kinds import ordered
from mkdocs_handbook.data.yaml.edits import ChangeError
from mkdocs_handbook.model import Handbook, Item, Kind, Source
from mkdocs_handbook.pages import group_pages
from mkdocs_handbook.schedule import item_dates, recurrence, rotation
from mkdocs_handbook.stubs import stub_writer
from mkdocs_handbook.util.wording import did_you_mean, listed, short_day, shortened

# How many of the next dates are told.
DATES = 3
# Of these there is one of a name in the whole handbook, of others in each group.
UNIQUE = ("channels", "people")
PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to be added: its kind, its group ("" for people), its name, and its values by key."""

    kind: Kind
    group: str
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> dict[str, Any]:
        """The values in the order of the schema, behind the key that names it; an entry of a mapping has its name before it."""
        named = {} if self.kind.name == PEOPLE else {self.kind.key: self.name}
        return {**named, **ordered(self.kind, self.values)}


def check_group(handbook: Handbook, group: str) -> None:
    """Raise ChangeError for a group that there is not."""
    known = group_pages.groups(handbook)
    if group not in known:
        hint = did_you_mean(group, known) or (f", known are {listed(known)}" if known else "")
        raise ChangeError(f'no group is called "{shortened(group)}"{hint}; a new one begins with: handbook new group')


def check_new(handbook: Handbook, kind: Kind, group: str, name: str) -> None:
    """Raise ChangeError, with the place, where an item of a name is there already."""
    folded = name.strip().casefold()
    for file in handbook.of_kind(kind.name):
        for item in file.all_items if kind.name in UNIQUE or file.group == group else ():
            if item_name(item, kind).casefold() == folded:
                row = file.source.position(item.start).row
                raise ChangeError(f'"{shortened(name)}" is already there, at {file.source.path}:{row}')


def add(handbook: Handbook, new: NewItem) -> Change:
    """Return the change that adds an item; raise ChangeError where it has no place, RefusedError where its file has no room."""
    if not new.name.strip() or not new.name.isprintable():
        raise ChangeError(f'"{shortened(new.name)}" is no name of a {new.kind.noun}')
    if new.kind.name != PEOPLE:
        check_group(handbook, new.group)
    check_new(handbook, new.kind, new.group, new.name)
    source, is_begun = target(handbook, new.kind, new.group)
    after, row = item_writer.with_item(source, new.kind, new.name, new.whole)
    sources = {source.path: after}
    shown = ""
    if is_begun and (page := group_pages.page_of(handbook, new.group)):
        section = page_section.with_embed(handbook, page, new.kind, new.group, source.path)
        sources[section.path] = section
        shown = f" {section.path} shows it."
    noun = new.kind.noun[:1].upper() + new.kind.noun[1:]
    summary = f'{source.path}:{row}: new {new.kind.noun} "{shortened(new.name)}"'
    success = Success(
        f'{noun} "{shortened(new.name)}" is new', source.path, row, f"{coming(handbook, new)}{shown}".strip()
    )
    return Change(sources, (summary,), success=(success,))


def target(handbook: Handbook, kind: Kind, group: str) -> tuple[Source, bool]:
    """Return the data file that an item belongs to, and whether that is to be begun; raise ChangeError if it is unreadable."""
    files = [file for file in handbook.of_kind(kind.name) if file.group == group]
    if files:
        return files[0].source, False
    others = (posixpath.dirname(file.source.path) for file in handbook.files if group and file.group == group)
    folder = next(others, handbook.settings.data_dir)
    path = posixpath.join(folder, "people.yml" if kind.name == PEOPLE else f"{group}.{kind.name}.yml")
    if path in handbook.data_paths:
        raise ChangeError(f"{path} cannot be read, mend it first: handbook lint")
    return Source(path, stub_writer.first_lines(handbook, path, kind.name)), kind.name != PEOPLE


# --- What follows ---


def coming(handbook: Handbook, new: NewItem) -> str:
    """Return in words when a ritual is due next, or who is on duty next; "" for other kinds, and where nothing is known."""
    try:
        if new.kind.name == "rituals":
            return next_dates(handbook, new.values)
        return next_shifts(handbook, new.whole) if new.kind.name == "rotations" else ""
    except (MisfitError, KeyError, ValueError):
        # What lint will say.
        return ""


def next_dates(handbook: Handbook, values: Mapping[str, Any]) -> str:
    """Return in words when a ritual is due next; raise MisfitError or KeyError where its values do not tell."""
    for key in ("startedOn", *(["endsOn"] if "endsOn" in values else [])):
        check_date(values[key])
    check_frequency(values["frequency"])
    dates = islice(item_dates.due_dates(Item(values, ()), handbook.today), DATES)
    days = [short_day(day, handbook.today) for day in dates]
    return f"Next: {', '.join(days)}." if days else ""


def next_shifts(handbook: Handbook, values: Mapping[str, Any]) -> str:
    """Return in words who is on duty next; raise MisfitError or KeyError where the values of a rotation do not tell."""
    for key in ("startsOn", *(["endsOn"] if "endsOn" in values else [])):
        check_date(values[key])
    check_period(values["every"])
    means = item_dates.rotation_of(Item(values, ()), handbook.settings.timezone)
    coming = islice(rotation.shifts([means], handbook.now), DATES)
    shifts = [f"{person_name(handbook, one.dri)} from {short_day(one.start.date(), handbook.today)}" for one in coming]
    return f"On duty: {', '.join(shifts)}." if shifts else ""


def first_day(frequency: str, today: date) -> date:
    """Return the first day from today on that fits a frequency, today itself where none does within a year."""
    try:
        check_frequency(frequency)
    except MisfitError:
        return today
    means = item_dates.valid_frequency(frequency)
    days = (today + timedelta(number) for number in range(367))
    return next((day for day in days if recurrence.next_occurrence(means, day, day, None) == day), today)


def default_day(handbook: Handbook, texts: Mapping[Field, Sequence[str]]) -> str:
    """Return the day on which an item begins where nobody says otherwise: the first that its frequency has."""
    frequency = next((given[-1] for one, given in texts.items() if one.path == ("frequency",) and given), "")
    return str(first_day(frequency, handbook.today) if frequency else handbook.today)


def with_default_day(
    handbook: Handbook, known: Iterable[Field], texts: Mapping[Field, list[str]]
) -> dict[Field, list[str]]:
    """Return the texts of fields, and of those that are left open and say when an item begins, that day."""
    begins = [default_day(handbook, texts)]
    return {**texts, **{one: begins for one in known if one.is_today and one not in texts}}


def with_values(new: NewItem, given: Mapping[Field, Sequence[str]]) -> NewItem:
    """Return an item with the values of fields that were filled in; raise ChangeError for a text that is none."""
    values: dict[str, Any] = dict(new.values)
    for one, texts in given.items():
        if not any(map(str.strip, texts)):
            continue
        value = item_fields.value_of(one, texts)
        if len(one.path) > 1:
            values[one.path[0]] = {**values.get(one.path[0], {}), one.path[1]: value}
        else:
            values[one.path[0]] = value
    return replace(new, values=values)
