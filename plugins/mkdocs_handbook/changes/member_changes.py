"""Member changes: people join, leave or replace each other in a rotation, by a later entry that begins at a handoff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mkdocs_handbook.changes.rotation_file import RotationEntry, RotationFile, first_takeover
from mkdocs_handbook.data.yaml.checked_edits import read_document
from mkdocs_handbook.data.yaml.edits import (
    ChangeError,
    NodeEdit,
    PlainData,
    add_items,
    is_flow,
    plain_data,
    remove_item,
    set_scalar,
    write_list,
    write_mapping,
    write_value,
)
from mkdocs_handbook.data.yaml.quoting import inline_scalar
from mkdocs_handbook.model import SequenceNode
from mkdocs_handbook.schedule import rotation


@dataclass(frozen=True, slots=True)
class MemberChange:
    """A change of members: `old` goes, `new` comes, behind `after` or where `old` was; each may be ""."""

    old: str = ""
    new: str = ""
    after: str = ""

    def apply(self, names: Sequence[str]) -> list[str]:
        """Return the members after the change, in the order of their turns."""
        if not self.old:
            at = names.index(self.after) + 1 if self.after in names else len(names)
            return [*names[:at], self.new, *names[at:]]
        is_replaced = self.new and self.new not in names
        return [self.new if name == self.old else name for name in names if name != self.old or is_replaced]

    def affects(self, names: Sequence[str]) -> bool:
        """Return whether a list of members changes."""
        return self.old in names if self.old else self.new not in names

    def edit(self, file: RotationFile, entry: RotationEntry) -> NodeEdit:
        """Return the edit that makes the change in an entry's own list."""
        names, node = entry.names, entry.sequence("members")
        if node is None:
            raise ChangeError(f'"{file.name}" has no members')
        if not self.old:
            at = names.index(self.after) if self.after in names else len(names) - 1
            return add_items(file.source, node, at, [(inline_scalar(self.new), self.new)])
        at = names.index(self.old)
        if self.new and self.new not in names:
            return set_scalar(file.source, entry.members[at], self.new)
        if len(names) == 1:
            raise ChangeError(f'"{self.old}" is the only member of "{file.name}", end the rotation instead ("endsOn")')
        return remove_item(file.source, node, at)


def change_members(
    file: RotationFile, change: MemberChange, at: datetime, now: datetime
) -> tuple[RotationFile, datetime | None]:
    """Return a rotation after a change of members from the first handoff on or after an instant, and when that is.

    Entries that take over later change as well, in place.
    """
    entry = file.entries[number := file.in_force(at)]
    until = file.until(number)
    later = [after for after in file.entries[number + 1 :] if changes_entry(after, change)]
    takeover = first_takeover(entry.means, max(at, entry.start)) if changes_entry(entry, change) else None
    begins = rotation.instant(entry.means, takeover[1]) if takeover else None
    if takeover and begins and (until is None or begins < until):
        if begins == entry.start >= now:
            later.insert(0, entry)
        else:
            turn, day = takeover
            file = add_entry(file, entry, day, change.apply(members_from_turn(entry, turn)))
    else:
        begins = later[0].start if later else None
    return file.edited(change.edit(file, file.updated(after)) for after in later), begins


def changes_entry(entry: RotationEntry, change: MemberChange) -> bool:
    """Return whether a change of members changes an entry."""
    return bool(entry.members) and change.affects(entry.names)


def members_from_turn(entry: RotationEntry, number: int) -> list[str]:
    """Return the members in the order of their turns from a shift on."""
    first = number % len(entry.members)
    return [*entry.names[first:], *entry.names[:first]]


def add_entry(file: RotationFile, entry: RotationEntry, begins: date, members: Sequence[str]) -> RotationFile:
    """Return a rotation with a new entry below one of its own, which it takes over from with other members."""
    source, node = file.source, entry.item.node
    root = read_document(source)
    if not members:
        raise ChangeError(f'nobody would be left in "{file.name}"')
    if not isinstance(root, SequenceNode):
        raise ChangeError(f'"{source.path}" holds no list')
    flow = is_flow(source, root) or is_flow(source, node)
    texts = {member.text: write_value(source, member, flow=True) for member in entry.members}
    written: list[tuple[str, str]] = []
    means: list[tuple[str, PlainData]] = []
    for name, child in node.pairs:
        if name.text == "overrides":
            continue
        text, data = write_value(source, child, flow=flow), plain_data(child)
        if name.text == "startsOn":
            text = data = begins.isoformat()
        elif name.text == "members":
            names = [texts.get(member, inline_scalar(member)) for member in members]
            text, data = write_list(names, flow=flow or is_flow(source, child)), list(members)
        written.append((name.text, text))
        means.append((name.text, data))
    at = next(index for index, item in enumerate(root.items) if item.span == node.span)
    return file.edited([add_items(source, root, at, [(write_mapping(written, flow=flow), tuple(means))], gap=True)])
