"""Rules of Slack channels: those that channels files list, and those that other data names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mkdocs_handbook.data import items as reading
from mkdocs_handbook.data import responsibilities
from mkdocs_handbook.data.items import texts
from mkdocs_handbook.data.yaml.edits import replace_scalar
from mkdocs_handbook.lint.rules.data.unshown_files import are_readable
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import DataFile, Finding, Handbook, Item, Value
from mkdocs_handbook.util.wording import guesser, shortened


@dataclass(slots=True)
class Channels:
    """The channels that the handbook lists: names, beginnings of wildcards, the archived ones, and new names of old."""

    names: dict[str, str] = field(default_factory=dict)
    beginnings: set[str] = field(default_factory=set)
    lengths: set[int] = field(default_factory=set)
    archived: set[str] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether a channel is listed, under its name or by a wildcard."""
        is_begun = any(name[:length] in self.beginnings for length in self.lengths)
        return is_begun or self.names.get(name.casefold()) == name

    def meant(self) -> Callable[[str], tuple[str, bool]]:
        """Give the function that gives the channel probably meant ("" if none is near), and whether only case differs."""
        near = guesser(self.names.values())
        return lambda name: (found, True) if (found := self.names.get(name.casefold())) else (near(name), False)


def listed(handbook: Handbook) -> Channels:
    """Give the channels that the channels files list; where one stands twice, the one in use counts."""
    found = Channels()
    items = [item for file in handbook.of_kind("channels") for item in file.every if item.text("channel")]
    for item in items:
        name = item.text("channel")
        found.names.setdefault(name.casefold(), name)
        if name.endswith("*"):
            found.beginnings.add(name[:-1])
            found.lengths.add(len(name) - 1)
    for item in items:
        if item.text("renamedTo"):
            found.renamed.setdefault(item.text("channel"), item.text("renamedTo"))
        elif item.text("status") == "archived":
            found.archived.add(item.text("channel"))
    for name in (item.text("channel") for item in items if is_active(item)):
        found.archived.discard(name)
        found.renamed.pop(name, None)
    return found


def is_active(item: Item) -> bool:
    """Whether a channel is in use under its name."""
    return item.text("status") != "archived" and not item.text("renamedTo")


def used(handbook: Handbook) -> Iterator[tuple[DataFile, Value]]:
    """Give every place at which data names a channel, but for those of the channels files themselves."""
    for file in handbook.files:
        if file.kind.name != "channels":
            found = reading.placed(file.every, file.kind, "channel")
            yield from ((file, value) for _, value in found if value.text.startswith("#"))


@rule("HB124", "unknown-channel")
def unknown_channel(handbook: Handbook) -> Iterator[Finding]:
    """A channel that data names is in a channels file.

    A reader who looks for a channel that does not exist asks nowhere. A wildcard such as `#at-*` stands for all channels
    that begin so. As long as the handbook has no channels file, every channel passes.

    Bad:

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    ```

    ```yaml rituals/engineering.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Take the next version through its release.
      dri: ana
      channel: "#help-enginering"
    ```

    Good:

    ```yaml rituals/engineering.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Take the next version through its release.
      dri: ana
      channel: "#help-engineering"
    ```

    Fix: safe. Where only letter case differs, the channel's own is written; the nearest name is a guess and unsafe.
    """
    if not any(True for _ in handbook.of_kind("channels")) or not are_readable(handbook, "channels"):
        return
    channels = listed(handbook)
    meant = channels.meant()
    for file, value in used(handbook):
        if channels.has(value.text):
            continue
        guess, is_sure = meant(value.text)
        hint = f', did you mean "{guess}"?' if guess else ", list it there or name another"
        fix = (replace_scalar(file.source, value, guess),) if guess else ()
        message = f'"{shortened(value.text)}" is in no channels file{hint}'
        yield Finding("HB124", file.source, value.span, message, fix, is_safe=is_sure)


@rule("HB125", "archived-channel", "warning")
def archived_channel(handbook: Handbook) -> Iterator[Finding]:
    """A channel that data names is in use, under the name that it has now.

    Nobody reads an archived channel, and the old name of a renamed one may become that of another. `renamedTo` says what it is
    called now; it leads to a listed channel, and never in a circle. A ritual or a rotation that ended may keep its channel.

    Bad:

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-eng"
      status: archived
      renamedTo: "#help-engineering"
      dri: ana
    - channel: "#help-engineering"
      dri: ana
    ```

    ```yaml rituals/engineering.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Take the next version through its release.
      dri: ana
      channel: "#help-eng"
    ```

    Good:

    ```yaml rituals/engineering.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Take the next version through its release.
      dri: ana
      channel: "#help-engineering"
    ```

    Fix: safe. The name that a renamed channel has now is written; for an archived one there is none. Where `renamedTo` is
    not listed, the nearest name is a guess and unsafe.
    """
    channels = listed(handbook)
    now = ends(channels.renamed)
    yield from bad_renames(handbook, channels, now)
    for file, value in in_force(handbook):
        name = value.text
        new = now.get(name, "")
        if new:
            is_used = channels.has(new) and new not in channels.archived
            fix = (replace_scalar(file.source, value, new),) if is_used else ()
            hint = ", which is archived" if new in channels.archived else ", write that" if is_used else ""
            yield Finding("HB125", file.source, value.span, f'"{name}" was renamed to "{new}"{hint}', fix)
        elif name in channels.archived:
            yield Finding("HB125", file.source, value.span, f'"{name}" is archived, name a channel that is in use')


def in_force(handbook: Handbook) -> Iterator[tuple[DataFile, Value]]:
    """Give every place at which data names a channel, but for what is over."""
    over = {file.source.path: responsibilities.over(file) for file in handbook.files}
    for file, value in used(handbook):
        until = over[file.source.path].get(value.item.start)
        if until is None or until > handbook.today:
            yield file, value


def bad_renames(handbook: Handbook, channels: Channels, now: Mapping[str, str]) -> Iterator[Finding]:
    """Give the findings of new names that are not listed, or that lead in a circle."""
    meant = channels.meant()
    for file in handbook.of_kind("channels"):
        for item in file.every:
            name, new = item.text("channel"), item.text("renamedTo")
            if new and not channels.has(new):
                guess, is_sure = meant(new)
                hint = f', did you mean "{guess}"?' if guess else ", list it too"
                fix = tuple(replace_scalar(file.source, one, guess) for one in texts(item, "renamedTo") if guess)
                message = f'"{name}" was renamed to "{new}", which is in no channels file{hint}'
                yield Finding("HB125", file.source, item.span("renamedTo"), message, fix, is_safe=is_sure)
            elif new and now.get(name) == "":
                message = f'the new name "{new}" leads in a circle, say what "{name}" is called now'
                yield Finding("HB125", file.source, item.span("renamedTo"), message)


def ends(renamed: Mapping[str, str]) -> dict[str, str]:
    """Give what each renamed channel is called in the end, "" where its new names lead in a circle."""
    found: dict[str, str] = {}
    for name in renamed:
        way: dict[str, None] = {}
        at = name
        while at in renamed and at not in found and at not in way:
            way[at] = None
            at = renamed[at]
        found |= dict.fromkeys(way, "" if at in way else found.get(at, at))
    return found


@rule("HB127", "channel-twice", "warning")
def channel_twice(handbook: Handbook) -> Iterator[Finding]:
    """A channel stands in one place, in one channels file.

    Two entries of a channel drift apart until two people are its DRI. Another group's page can show the same file.

    Bad:

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    ```

    ```yaml rituals/support.channels.yml
    - channel: "#help-engineering"
      dri: bo
    ```

    Good:

    ```yaml rituals/support.channels.yml
    - channel: "#help-customers"
      dri: bo
    ```

    Fix: none. Which entry is right is not in the files.
    """
    first: dict[str, tuple[DataFile, Item]] = {}
    for file in handbook.of_kind("channels"):
        for item in in_order(file.every):
            name, entry = item.text("channel"), (file, item)
            if name and (other := first.setdefault(name.casefold(), entry)) is not entry:
                message = f'"{shortened(name)}" stands {place(other[0], file)} too, keep one entry'
                yield Finding("HB127", file.source, item.span("channel"), message)


def place(there: DataFile, here: DataFile) -> str:
    """Say where an earlier entry stands; without its line, since a finding keeps its identity when lines move."""
    return "above" if there is here else f'in "{there.source.path}"'


def in_order(items: Iterable[Item]) -> list[Item]:
    """Give items in the order of their file."""
    return sorted(items, key=lambda item: item.start)


RULES = (unknown_channel, archived_channel, channel_twice)
