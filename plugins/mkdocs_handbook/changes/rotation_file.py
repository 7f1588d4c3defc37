"""A rotation in its data file: its entries, what they mean, and where an edit of it may begin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from mkdocs_handbook.data import data_files
from mkdocs_handbook.data.yaml.checked_edits import apply_edits
from mkdocs_handbook.data.yaml.edits import ChangeError, NodeEdit, RefusedError
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

# How many handoffs of a new entry have to be those of the old one, so that it goes on in the same rhythm.
RHYTHM = 40


@dataclass(frozen=True, slots=True)
class RotationEntry:
    """An entry of a rotation as it is written, and what it means."""

    item: Item
    means: Rotation

    @property
    def start(self) -> datetime:
        """When it takes over."""
        return rotation.instant(self.means, self.means.starts_on)

    def sequence(self, key: str) -> SequenceNode | None:
        """Return the list of a key, None where there is none."""
        node = self.item.node.get(key)
        return node if isinstance(node, SequenceNode) else None

    @property
    def members(self) -> tuple[ScalarNode, ...]:
        """The members as they are written."""
        node = self.sequence("members")
        return tuple(member for member in node.items if isinstance(member, ScalarNode)) if node else ()

    @property
    def names(self) -> list[str]:
        """The handles of the members."""
        return [member.text for member in self.members]

    def dated(self, key: str) -> Iterator[tuple[MappingNode, datetime, ScalarNode]]:
        """Yield the shifts or overrides as they are written, with when each begins and the person."""
        node = self.sequence(key)
        for item in node.items if node else ():
            if isinstance(item, MappingNode):
                begins, person = item.get("from"), item.get("dri")
                if isinstance(begins, ScalarNode) and isinstance(person, ScalarNode):
                    yield item, rotation.instant(self.means, date.fromisoformat(begins.text)), person


@dataclass(frozen=True)
class RotationFile:
    """A rotation of a data file: its entries in the order in which they take over."""

    source: Source
    kind: Kind
    name: str
    zone: str

    @cached_property
    def file(self) -> DataFile:
        """The file as it is read."""
        file, _, _ = data_files.read_file(self.source, {self.kind.name: self.kind})
        if file is None:
            raise ValueError(f"{self.source.path} tells no kind")
        return file

    @cached_property
    def entries(self) -> tuple[RotationEntry, ...]:
        """The entries; raises RefusedError where one is not valid: what it means, and who is on duty, is unknown."""
        broken = next((item for item in self.file.invalid if item.text("rotation") in (self.name, "")), None)
        if broken:
            raise RefusedError(self.source, broken.node.span, 'this entry has findings, mend it first: "handbook lint"')
        items = (item for item in self.file.items if item.text("rotation") == self.name)
        entries = (RotationEntry(item, item_dates.rotation_of(item, self.zone)) for item in items)
        return tuple(sorted(entries, key=lambda entry: entry.start))

    def edited(self, edits: Iterable[NodeEdit]) -> RotationFile:
        """Return the rotation after edits of the file; raise RefusedError where it would not say what they mean."""
        given = [*edits]
        return replace(self, source=apply_edits(self.source, given)) if given else self

    def updated(self, entry: RotationEntry) -> RotationEntry:
        """Return an entry as it stands here after an edit."""
        return next(new for new in self.entries if new.means.starts_on == entry.means.starts_on)

    def shifts(self, since: datetime, until: datetime) -> list[Shift]:
        """Return the shifts that end after an instant and begin before another."""
        shifts = rotation.shifts([entry.means for entry in self.entries], since)
        return list(takewhile(lambda shift: shift.start < until, shifts))

    def in_force(self, at: datetime) -> int:
        """Return the number of the entry that is in force at an instant; before all of them, the first."""
        return max((number for number, entry in enumerate(self.entries) if entry.start <= at), default=0)

    def until(self, number: int) -> datetime | None:
        """Return when an entry ends or is taken over, None where it goes on."""
        means = self.entries[number].means
        ends = [rotation.instant(means, means.ends_on)] if means.ends_on else []
        ends += [entry.start for entry in self.entries[number + 1 : number + 2]]
        return min(ends, default=None)

    def override_at(self, begins: datetime, ends: datetime) -> tuple[RotationEntry, MappingNode, Override] | None:
        """Return the first override that covers a part of a time, with its entry and as it is written."""
        for entry in self.entries:
            for (node, _, _), means in zip(entry.dated("overrides"), entry.means.overrides, strict=True):
                start, end = (rotation.instant(entry.means, day) for day in (means.start, means.end))
                if start < ends and begins < end:
                    return entry, node, means
        return None


def find_rotations(files: Mapping[str, DataFile], name: str, group: str, zone: str) -> Iterator[RotationFile]:
    """Yield the rotations of a name, in all groups or in one."""
    for file in files.values():
        has_name = any(item.text("rotation") == name for item in file.all_items)
        if file.kind.name == "rotations" and has_name and group in ("", file.group):
            yield RotationFile(file.source, file.kind, name, zone)


# --- Handoffs ---


def handoffs(means: Rotation, after: datetime) -> Iterator[tuple[int, date]]:
    """Yield the handoffs of members in turn on or after an instant: the number of the shift that begins, and its day."""
    if means.every and means.members:
        day = after.astimezone(ZoneInfo(means.timezone)).date()
        for number, begins in recurrence.numbered(means.every, means.starts_on, day):
            if rotation.instant(means, begins) >= after:
                yield number, begins


def first_takeover(means: Rotation, after: datetime) -> tuple[int, date] | None:
    """Return the first handoff from which a new entry goes on in the same rhythm, None where none comes.

    Months from the 31st go on from a month that has one.
    """
    if not means.every:
        return None
    for number, day in islice(handoffs(means, after), RHYTHM):
        numbered = islice(recurrence.numbered(means.every, means.starts_on, day), RHYTHM)
        old = [begins for _, begins in numbered if begins >= day]
        new = [begins for _, begins in islice(recurrence.numbered(means.every, day, day), RHYTHM)]
        if all(begins == other for begins, other in zip(old, new, strict=False)):
            return number, day
    return None


def local_day(means: Rotation, moment: datetime) -> date:
    """Return the day of an instant where the handoff is."""
    return moment.astimezone(ZoneInfo(means.timezone)).date()


def next_handoff_day(means: Rotation, now: datetime) -> date:
    """Return the first day whose handoff time is still to come."""
    day = local_day(means, now)
    return day if rotation.instant(means, day) >= now else day + timedelta(days=1)


def handoff_day(means: Rotation, moment: datetime) -> date:
    """Return the day whose handoff time an instant is; raise ChangeError where it is none."""
    day = local_day(means, moment)
    for near in (day, day - timedelta(days=1), day + timedelta(days=1)):
        if rotation.instant(means, near) == moment:
            return near
    raise ChangeError(f'"{means.name}" changes hands at {moment.isoformat()}, at no handoff of the entry in force')
