"""The check of channels: what the data says of each, and what Slack has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mkdocs_handbook.automation.slack import channel_edits
from mkdocs_handbook.data import channels
from mkdocs_handbook.model import DataFile, Edit, Finding, Handbook, Item, SlackChannel, Source, Span
from mkdocs_handbook.util.wording import did_you_mean

CODE, UNLISTED = "HB801", "HB802"


@dataclass(frozen=True, slots=True)
class Known:
    """The channels of a workspace by ID and by name."""

    by_id: Mapping[str, SlackChannel]
    by_name: Mapping[str, SlackChannel]

    def renamed(self, name: str) -> SlackChannel | None:
        """Return the only channel that had a name, None where there are several or none."""
        found = [one for one in self.by_id.values() if name in map(str.casefold, one.previous_names)]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a channels file."""

    file: DataFile
    item: Item

    def name(self, key: str = "channel") -> str:
        """Return a channel that it names, as Slack compares names."""
        return self.item.text(key).removeprefix("#").casefold()

    def finding(self, key: str, message: str, mend: tuple[Edit, ...] = (), *, is_safe: bool = True) -> Finding:
        """Return a finding at a key of the item."""
        return Finding(CODE, self.file.source, self.item.span(key), message, mend, is_safe)

    def with_key(self, key: str, value: str) -> tuple[Edit, ...]:
        """Return the edit that gives a key a value."""
        return channel_edits.set_key(self.file.source, self.item, key, value)


def findings(handbook: Handbook) -> Iterator[Finding]:
    """Yield where the data differs from what Slack has, if that was asked."""
    if handbook.slack is None:
        return
    known = Known({one.id: one for one in handbook.slack}, {one.name.casefold(): one for one in handbook.slack})
    for file in handbook.of_kind("channels"):
        for item in file.items:
            row = Row(file, item)
            yield from wildcard(row, known) if row.name().endswith("*") else of_row(handbook, row, known)


def of_row(handbook: Handbook, row: Row, known: Known) -> Iterator[Finding]:
    """Yield what differs of one channel."""
    renamed = row.name("renamedTo")
    if own := row.item.text("id"):
        found = known.by_id.get(own)
    else:
        now = renamed or row.name()
        found = known.by_name.get(now) or known.renamed(now)
    if found is None:
        yield missing(row, known)
        return
    for check in (id_finding, status_finding, private_finding):
        yield from check(row, found)
    yield from name_finding(row, found, is_listed=channels.index(handbook).is_listed(f"#{found.name}"))


def missing(row: Row, known: Known) -> Finding:
    """Return the finding of a channel that Slack does not have."""
    name, own = row.name("renamedTo") or row.name(), row.item.text("id")
    if own and (other := known.by_name.get(name)):
        message = f'Slack has no channel with the ID {own}, and "#{other.name}" has {other.id}'
        return row.finding("id", message, row.with_key("id", other.id), is_safe=False)
    what = f"channel with the ID {own}" if own else f'channel "#{name}"'
    hint = "" if own else did_you_mean(name, known.by_name)
    return row.finding("id" if own else "channel", f"Slack has no {what}, or the app is not in it{hint}")


def name_finding(row: Row, found: SlackChannel, *, is_listed: bool) -> Iterator[Finding]:
    """Yield the finding of a channel that has another name in Slack."""
    name, renamed = row.name(), row.name("renamedTo")
    if found.name.casefold() == (renamed or name):
        return
    if found.name.casefold() == name:
        yield row.finding("renamedTo", f'"#{name}" is still called so in Slack, not "#{renamed}"')
        return
    message = f'"#{renamed or name}" is called "#{found.name}" in Slack'
    mend = channel_edits.rename(row.file.source, row.item, found, is_listed=is_listed)
    yield row.finding("channel", message, mend, is_safe=bool(row.item.text("id")))


def status_finding(row: Row, found: SlackChannel) -> Iterator[Finding]:
    """Yield the finding of a channel that is archived in one place only."""
    is_archived = row.item.text("status") == "archived"
    if found.is_archived and not is_archived:
        yield row.finding("channel", f'"#{row.name()}" is archived in Slack', row.with_key("status", "archived"))
    elif is_archived and not found.is_archived and not row.item.text("renamedTo"):
        yield row.finding("status", f'"#{row.name()}" is in use in Slack', row.with_key("status", "active"))


def id_finding(row: Row, found: SlackChannel) -> Iterator[Finding]:
    """Yield the finding of a channel that a new name would make unknown."""
    if not row.item.text("id") and found.name.casefold() == row.name():
        message = f'"#{row.name()}" has no key id here, by which it is known under another name'
        yield row.finding("channel", message, row.with_key("id", found.id))


def private_finding(row: Row, found: SlackChannel) -> Iterator[Finding]:
    """Yield the finding of a channel that readers cannot open."""
    if found.is_private and not found.is_archived:
        yield row.finding("channel", f'"#{found.name}" is private in Slack, so that few can open it')


def wildcard(row: Row, known: Known) -> Iterator[Finding]:
    """Yield the finding of a wildcard that no channel in use has."""
    begins = row.name().removesuffix("*")
    if not any(name.startswith(begins) and not one.is_archived for name, one in known.by_name.items()):
        yield row.finding("channel", f'Slack has no channel in use that begins with "#{begins}"')


def unlisted(handbook: Handbook) -> Iterator[Finding]:
    """Yield the public channels in use of which no file knows, at the first channels file."""
    rows = [Row(file, item) for file in handbook.of_kind("channels") for item in file.all_items]
    ids = {row.item.text("id") for row in rows}
    names = {row.name(key) for row in rows for key in ("channel", "renamedTo")}
    starts = tuple(name.removesuffix("*") for name in names if name.endswith("*"))
    source = next((file.source for file in handbook.of_kind("channels")), Source("mkdocs.yml", ""))
    for one in sorted(handbook.slack or (), key=lambda one: one.name):
        name = one.name.casefold()
        is_listed = one.id in ids or name in names or name.startswith(starts)
        if not (one.is_archived or one.is_private or is_listed):
            yield Finding(UNLISTED, source, Span(0, 0), f'no file names "#{one.name}" ({one.id}), add it or archive it')
