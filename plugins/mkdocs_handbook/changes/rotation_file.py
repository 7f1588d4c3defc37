"""The rotations of a data file as they are edited: what is past stays, the rest goes to somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from mkdocs_handbook.data import data_files
from mkdocs_handbook.data.yaml.edits import RefusedError
from mkdocs_handbook.model import (
    DataFile,
    Item,
    Kind,
    MappingNode,
    Override,
    Rotation,
    ScalarNode,
    SequenceNode,
    Shift,
    Source,
)
from mkdocs_handbook.schedule import item_dates, recurrence, rotation

# As many handoffs as are compared to see that a new entry goes on in the rhythm of the old one.
RHYTHM = 40


class RotationError(ValueError):
    """A change of a rotation that makes no sense: the message says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a rotation as it is written, and what it means."""

    item: Item
    means: Rotation

    @property
    def start(self) -> datetime:
        """When it takes over."""
        return rotation.instant(self.means, self.means.starts_on)

    def node(self, key: str) -> SequenceNode | None:
        """Give the list of a key, None where there is none."""
        found = self.item.node.get(key)
        return found if isinstance(found, SequenceNode) else None

    @property
    def members(self) -> tuple[ScalarNode, ...]:
        """The members as they are written."""
        node = self.node("members")
        return tuple(one for one in node.items if isinstance(one, ScalarNode)) if node else ()

    def days(self, key: str) -> Iterator[tuple[MappingNode, datetime, ScalarNode]]:
        """Give the shifts or overrides as they are written, with when each begins and the person."""
        node = self.node(key)
        for one in node.items if node else ():
            if isinstance(one, MappingNode):
                begins, person = one.get("from"), one.get("dri")
                if isinstance(begins, ScalarNode) and isinstance(person, ScalarNode):
                    yield one, rotation.instant(self.means, date.fromisoformat(begins.text)), person


@dataclass(frozen=True)
class Roster:
    """A rotation of a data file: its entries in the order in which they take over."""

    source: Source
    kind: Kind
    name: str
    zone: str

    @cached_property
    def file(self) -> DataFile:
        """The file as it is read."""
        file, _, _ = data_files.read(self.source, {self.kind.name: self.kind})
        if file is None:
            raise ValueError(f"{self.source.path} tells no kind")
        return file

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entries; raise RefusedError where one is not valid, since nobody knows then who is on duty when."""
        broken = next((item for item in self.file.invalid if item.text("rotation") in (self.name, "")), None)
        if broken:
            raise RefusedError(self.source, broken.node.span, 'this entry has findings, mend it first: "handbook lint"')
        mine = (item for item in self.file.items if item.text("rotation") == self.name)
        return tuple(
            sorted((Entry(item, item_dates.rotation(item, self.zone)) for item in mine), key=lambda one: one.start)
        )

    def with_text(self, source: Source) -> Roster:
        """Give the same rotation of a file with another text."""
        return Roster(source, self.kind, self.name, self.zone)

    def again(self, entry: Entry) -> Entry:
        """Give an entry as it stands here, after an edit."""
        return next(one for one in self.entries if one.means.starts_on == entry.means.starts_on)

    def meant(self) -> list[Rotation]:
        """Give what the entries mean."""
        return [entry.means for entry in self.entries]

    def shifts(self, since: datetime, until: datetime) -> list[Shift]:
        """Give the shifts that end after an instant and begin before another."""
        return list(takewhile(lambda one: one.start < until, rotation.shifts(self.meant(), since)))

    def in_force(self, at: datetime) -> int:
        """Give the number of the entry that is in force at an instant; before all of them, the first."""
        return max((number for number, entry in enumerate(self.entries) if entry.start <= at), default=0)

    def until(self, number: int) -> datetime | None:
        """Give when an entry ends or is taken over, None where it goes on."""
        means = self.entries[number].means
        ends = [rotation.instant(means, means.ends_on)] if means.ends_on else []
        ends += [entry.start for entry in self.entries[number + 1 : number + 2]]
        return min(ends, default=None)

    def override_at(self, begins: datetime, ends: datetime) -> tuple[Entry, MappingNode, Override] | None:
        """Give the first override that covers a part of a time, with its entry and as it is written."""
        for entry in self.entries:
            for (node, _, _), means in zip(entry.days("overrides"), entry.means.overrides, strict=True):
                start, end = (rotation.instant(entry.means, day) for day in (means.start, means.end))
                if start < ends and begins < end:
                    return entry, node, means
        return None


def handoffs(means: Rotation, after: datetime) -> Iterator[tuple[int, date]]:
    """Give the handoffs of members in turn on or after an instant: the number of the shift that begins, and its day."""
    if means.every and means.members:
        day = after.astimezone(ZoneInfo(means.timezone)).date()
        for number, begins in recurrence.numbered(means.every, means.starts_on, day):
            if rotation.instant(means, begins) >= after:
                yield number, begins


def takeover(means: Rotation, after: datetime) -> tuple[int, date] | None:
    """Give the first handoff from which a new entry goes on in the same rhythm, None where none comes.

    Months from the 31st go on from a month that has one.
    """
    if not means.every:
        return None
    for number, day in islice(handoffs(means, after), RHYTHM):
        old = [
            begins
            for _, begins in islice(recurrence.numbered(means.every, means.starts_on, day), RHYTHM)
            if begins >= day
        ]
        new = [begins for _, begins in islice(recurrence.numbered(means.every, day, day), RHYTHM)]
        if all(one == other for one, other in zip(old, new, strict=False)):
            return number, day
    return None


def today(means: Rotation, now: datetime) -> date:
    """Give the day of an instant where the handoff is."""
    return now.astimezone(ZoneInfo(means.timezone)).date()


def first_day(means: Rotation, now: datetime) -> date:
    """Give the first day of which the handoff is still to come."""
    day = today(means, now)
    return day if rotation.instant(means, day) >= now else date.fromordinal(day.toordinal() + 1)


def day_of(moment: datetime, means: Rotation) -> date:
    """Give the day at whose handoff an instant is; raise RotationError where it is at none."""
    day = today(means, moment)
    for one in (day, date.fromordinal(day.toordinal() - 1), date.fromordinal(day.toordinal() + 1)):
        if rotation.instant(means, one) == moment:
            return one
    raise RotationError(f'"{means.name}" changes hands at {moment.isoformat()}, at no handoff of the entry in force')


def find(files: Mapping[str, DataFile], name: str, group: str, zone: str) -> Iterator[Roster]:
    """Give the rotations of a name, in all groups or in one."""
    for file in files.values():
        is_there = any(item.text("rotation") == name for item in file.every)
        if file.kind.name == "rotations" and is_there and group in ("", file.group):
            yield Roster(file.source, file.kind, name, zone)
