"""Rules of duplicates in data: files, rituals and channels that are there twice (HB120, HB126, HB127, HB135)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import DataFile, Finding, Handbook, Item, Span
from mkdocs_handbook.util.wording import folded, shortened

# What two items have in common that are the same thing.
Key = tuple[str, ...]
# Where these differ, two groups hold a ritual of the same name each on their own.
TELLING = ("autoIssue", "channel", "participants", "agenda", "moreInfoUrl", "time", "timezone")
# A ritual of so many groups is one that the whole company holds, each group with its own DRI.
MANY_GROUPS = 3


class Located(NamedTuple):
    """An item and its file."""

    file: DataFile
    item: Item


@rule("HB120", "one-file-a-kind", "warning")
def one_file_a_kind(handbook: Handbook) -> Iterator[Finding]:
    """A group has one file of each kind.

    Two files of the same name in different folders share the addresses of their rows, and the tag form cannot tell them
    apart. You may edit one of them and wonder why the page shows the other.

    Bad:

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    ```

    ```yaml rituals/slack/engineering.channels.yml
    - channel: "#help-oncall"
      dri: bo
    ```

    Good:

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    - channel: "#help-oncall"
      dri: bo
    ```

    ```yaml rituals/slack/engineering.channels.yml
    ```

    Fix: none. Move the items into one of the files.
    """
    first: dict[tuple[str, str], DataFile] = {}
    for file in handbook.files:
        other = first.setdefault((file.group, file.kind.name), file)
        if other is not file:
            yield Finding(
                "HB120", file.source, Span(0, 0), f'"{other.source.path}" is of the same group and kind, keep one'
            )


@rule("HB126", "two-dris", "warning", "lint")
def two_dris(handbook: Handbook) -> Iterator[Finding]:
    """A ritual with several entries has one DRI.

    Entries with the same name and the same start day are the same ritual. If they name different people, each of them can
    think that the other is responsible. Rituals that only share a name, such as the stand-ups of two teams, are not the
    same, nor are those that each group holds on its own: entries of two groups with other issues, channels,
    participants, times or links, and those of three groups and more.

    Bad:

    ```yaml rituals/engineering.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Take the next version through its release.
      dri: ana
    ```

    ```yaml rituals/product.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Tell customers what is in the next version.
      dri: bo
    ```

    Good:

    ```yaml rituals/product.rituals.yml
    - task: Release notes
      startedOn: 2026-01-05
      frequency: Weekly
      description: Tell customers what is in the next version.
      dri: bo
    ```

    Fix: none. The files do not say who is responsible.
    """

    files = [*handbook.of_kind("rituals")]
    within = chain.from_iterable(repeated(same, ritual_key) for same in by_group(files).values())
    groups = groups_by_ritual(files)
    across = (one for one in repeated(files, ritual_key) if not is_held_apart(groups, *one))
    seen: set[int] = set()
    for earlier, file, item in chain(within, across):
        dri, other = item.text("dri"), earlier.item.text("dri")
        if login(dri) != login(other) and id(item) not in seen:
            seen.add(id(item))
            message = (
                f'"{shortened(item.text("task"))}" has the DRI "{shortened(other)}" {place(earlier, file)} and '
                f'"{shortened(dri)}" here, one ritual has one DRI'
            )
            yield Finding("HB126", file.source, item.span("dri"), message)


def ritual_key(item: Item) -> Key:
    """Return what entries of one ritual share, () for one that lacks its name or DRI."""
    task = item.text("task")
    return (folded(task), item.text("startedOn")) if task and item.text("dri") else ()


def by_group(files: Iterable[DataFile]) -> dict[str, list[DataFile]]:
    """Return files by their group."""
    found: dict[str, list[DataFile]] = {}
    for file in files:
        found.setdefault(file.group, []).append(file)
    return found


def groups_by_ritual(files: Iterable[DataFile]) -> Mapping[Key, set[str]]:
    """Return the groups that have entries of a ritual, by what those share."""
    found: defaultdict[Key, set[str]] = defaultdict(set)
    for file in files:
        for item in file.all_items:
            found[ritual_key(item)].add(file.group)
    return found


def is_held_apart(groups: Mapping[Key, set[str]], earlier: Located, file: DataFile, item: Item) -> bool:
    """Return whether two entries with one name are rituals of two groups, or compared as those of one group already."""
    if earlier.file.group == file.group:
        return True
    values, others = item.values, earlier.item.values
    if any(values[key] != others[key] for key in TELLING if key in values and key in others):
        return True
    return len(groups[ritual_key(item)]) >= MANY_GROUPS


@rule("HB127", "channel-twice", "warning")
def channel_twice(handbook: Handbook) -> Iterator[Finding]:
    """A channel has one entry, in one channels file.

    Two entries for a channel drift apart until it has two DRIs. If another group's page needs the channel, embed the
    same file there.

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

    Fix: none. The files do not say which entry is right.
    """

    def key(item: Item) -> Key:
        return (item.text("channel").casefold(),) if item.text("channel") else ()

    for earlier, file, item in repeated(handbook.of_kind("channels"), key):
        message = f'"{shortened(item.text("channel"))}" stands {place(earlier, file)} too, keep one entry'
        yield Finding("HB127", file.source, item.span("channel"), message)


@rule("HB135", "duplicate-task", "warning")
def duplicate_task(handbook: Handbook) -> Iterator[Finding]:
    """Every ritual in a file has its own name.

    The address of a row is made from the name. If two rows have the same name, they get numbers, and a link to the
    second one leads elsewhere as soon as the first is gone.

    Bad:

    ```yaml rituals/engineering.rituals.yml
    - task: Handoff
      startedOn: 2026-01-05
      frequency: Weekly on Monday
      description: Pass on the duties of the on-call engineer.
      dri: ana
    - task: Handoff
      startedOn: 2026-01-09
      frequency: Weekly on Friday
      description: Pass on the duties of the support engineer.
      dri: ana
    ```

    Good:

    ```yaml rituals/engineering.rituals.yml
    - task: On-call handoff
      startedOn: 2026-01-05
      frequency: Weekly on Monday
      description: Pass on the duties of the on-call engineer.
      dri: ana
    - task: Support handoff
      startedOn: 2026-01-09
      frequency: Weekly on Friday
      description: Pass on the duties of the support engineer.
      dri: ana
    ```

    Fix: none. Rename one of the rituals, or remove it.
    """

    def key(item: Item) -> Key:
        return (folded(item.text("task")),) if item.text("task") else ()

    for each in handbook.of_kind("rituals"):
        for _, file, item in repeated([each], key):
            message = f'"{shortened(item.text("task"))}" stands above too, a ritual has a name of its own'
            yield Finding("HB135", file.source, item.span("task"), message)


def repeated(files: Iterable[DataFile], key: Callable[[Item], Key]) -> Iterator[tuple[Located, DataFile, Item]]:
    """Yield each item, with its file, whose key an earlier item has, behind that one; an item with the key () has none."""
    first: dict[Key, Located] = {}
    for file in files:
        for item in sorted(file.all_items, key=lambda item: item.start):
            if name := key(item):
                earlier = first.setdefault(name, Located(file, item))
                if earlier.item is not item:
                    yield earlier, file, item


def place(earlier: Located, file: DataFile) -> str:
    """Return where an earlier item is; not its line, since a finding stays the same when lines move."""
    return "above" if earlier.file is file else f'in "{earlier.file.source.path}"'


RULES = (one_file_a_kind, two_dris, channel_twice, duplicate_task)
