"""Members of rotations that come, go or are replaced: by a later entry of the same name, which begins at a handoff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mkdocs_handbook.changes.rotation_file import Entry, Roster, RotationError, takeover
from mkdocs_handbook.data.yaml.checked_edits import document, made
from mkdocs_handbook.data.yaml.edits import (
    NodeEdit,
    PlainData,
    is_flow,
    items,
    listing,
    mapping,
    plain,
    scalar,
    value,
    without,
)
from mkdocs_handbook.data.yaml.quoting import anywhere
from mkdocs_handbook.model import SequenceNode
from mkdocs_handbook.schedule import rotation


@dataclass(frozen=True, slots=True)
class Members:
    """A change of members: `old` goes, `new` comes, behind `after` or where `old` was; each may be ""."""

    old: str = ""
    new: str = ""
    after: str = ""

    def applied(self, names: Sequence[str]) -> list[str]:
        """Give the members after the change, those that stand there in their order."""
        if not self.old:
            at = names.index(self.after) + 1 if self.after in names else len(names)
            return [*names[:at], self.new, *names[at:]]
        swapped = self.new and self.new not in names
        return [self.new if name == self.old else name for name in names if name != self.old or swapped]

    def concerns(self, names: Sequence[str]) -> bool:
        """Whether the change changes anything of some members."""
        return self.old in names if self.old else self.new not in names

    def splice(self, roster: Roster, entry: Entry) -> NodeEdit:
        """Give the splice that makes the change in an entry's own list."""
        names, node = [one.text for one in entry.members], entry.node("members")
        if node is None:
            raise RotationError(f'"{roster.name}" has no members')
        if not self.old:
            at = names.index(self.after) if self.after in names else len(names) - 1
            return items(roster.source, node, at, [(anywhere(self.new), self.new)])
        at = names.index(self.old)
        if self.new and self.new not in names:
            return scalar(roster.source, entry.members[at], self.new)
        if len(names) == 1:
            raise RotationError(
                f'"{self.old}" is the only member of "{roster.name}", end the rotation instead ("endsOn")'
            )
        return without(roster.source, node, at)


def change_members(roster: Roster, change: Members, at: datetime, now: datetime) -> tuple[Roster, datetime | None]:
    """Give a rotation after a change of members from the first handoff on or after an instant, and when that is.

    Entries that take over later change as well, in place.
    """
    entry = roster.entries[number := roster.in_force(at)]
    until = roster.until(number)
    later = [one for one in roster.entries[number + 1 :] if concerned(one, change)]
    found = takeover(entry.means, max(at, entry.start)) if concerned(entry, change) else None
    begins = rotation.instant(entry.means, found[1]) if found else None
    if found and begins and (until is None or begins < until):
        if begins == entry.start >= now:
            later.insert(0, entry)
        else:
            roster = with_entry(roster, entry, found[1], change.applied(turned(entry, found[0])))
    elif later:
        begins = later[0].start
    else:
        begins = None
    if later:
        source = made(roster.source, (change.splice(roster, roster.again(one)) for one in later))
        roster = roster.with_text(source)
    return roster, begins


def concerned(entry: Entry, change: Members) -> bool:
    """Whether a change of members changes an entry."""
    return bool(entry.members) and change.concerns([one.text for one in entry.members])


def turned(entry: Entry, number: int) -> list[str]:
    """Give the members in the order of their turns from a shift on."""
    names = [one.text for one in entry.members]
    first = number % len(names)
    return [*names[first:], *names[:first]]


def with_entry(roster: Roster, entry: Entry, begins: date, members: Sequence[str]) -> Roster:
    """Give a rotation with a new entry below one of its own, which it takes over from with other members."""
    source, node = roster.source, entry.item.node
    root = document(source)
    if not members:
        raise RotationError(f'nobody would be left in "{roster.name}"')
    if not isinstance(root, SequenceNode):
        raise RotationError(f'"{source.path}" holds no list')
    flow = is_flow(source, root)
    known = {one.text: value(source, one, flow=True) for one in entry.members}
    pairs: list[tuple[str, str]] = []
    says: list[tuple[str, PlainData]] = []
    for name, child in node.pairs:
        if name.text == "overrides":
            continue
        new: tuple[str, PlainData] = (value(source, child, flow=flow or is_flow(source, node)), plain(child))
        if name.text == "startsOn":
            new = (begins.isoformat(), begins.isoformat())
        elif name.text == "members":
            texts = [known.get(one, anywhere(one)) for one in members]
            new = (listing(texts, flow=flow or is_flow(source, node) or is_flow(source, child)), list(members))
        pairs.append((name.text, new[0]))
        says.append((name.text, new[1]))
    written = mapping(pairs, flow=flow or is_flow(source, node))
    at = next(index for index, one in enumerate(root.items) if one.span == node.span)
    return roster.with_text(made(source, [items(source, root, at, [(written, tuple(says))], gap=True)]))
