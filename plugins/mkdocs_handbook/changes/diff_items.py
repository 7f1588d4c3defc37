"""What a change of data means: which items are new, gone or renamed, and which of their values changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mkdocs_handbook.data import responsibilities
from mkdocs_handbook.data.items import as_text
from mkdocs_handbook.model import DataFile, Handbook, Item, Kind
from mkdocs_handbook.schedule import item_dates
from mkdocs_handbook.util.wording import shortened

# How many of its values an item keeps that was only renamed, and how many pairs are looked at to find one.
ALIKE, MOST_PAIRS = 0.5, 40_000
# Longer values are said to have changed, without being shown.
LONGEST = 60
# Rotations are compared by their shifts, stubs with the pages.
APART = ("rotations", "stubs", "page")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a change means: where it belongs, what it is about, and what was and is.

    `what` is "new", "removed", "renamed", "moved", "shift", "vanished", "archived", "active again", or the name of the value that changed.
    """

    section: str
    what: str
    name: str
    group: str = ""
    before: str = ""
    after: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """An item with its file, and whether it is valid; `nth` counts those of the same name in a group."""

    file: DataFile
    item: Item
    is_valid: bool
    nth: int = 0

    @property
    def name(self) -> str:
        """The name of the item, which is its key in a mapping."""
        return self.item.name or as_text(self.item.values.get(self.file.kind.key, ""))

    @property
    def identity(self) -> tuple[str, str, str, int]:
        """What tells the item again."""
        return self.file.kind.name, self.file.group, self.name, self.nth

    @property
    def section(self) -> str:
        """Where its changes belong."""
        return str(self.file.kind.schema.get("title", self.file.kind.name))


def of_items(old: Handbook, new: Handbook) -> Iterator[Difference]:
    """Give the differences of all items, in the order of kinds."""
    before, after = items(old), items(new)
    pairs = dict(paired(before, after))
    kept = set(pairs.values())
    for one in sorted({*before, *after}):
        was, now = before.get(one), after.get(one)
        if was and one in pairs:
            now = after[pairs[one]]
            yield from renamed(was, now)
            yield from changed(was, now, new.today)
        elif was:
            yield Difference(was.section, "removed", was.name, was.file.group, facts(was, old.today))
        elif now and one not in kept:
            yield Difference(now.section, "new", now.name, now.file.group, "", facts(now, new.today))


def items(handbook: Handbook) -> dict[tuple[str, str, str, int], Named]:
    """Give all items by what tells them again."""
    found: dict[tuple[str, str, str, int], Named] = {}
    times: Counter[tuple[str, str, str]] = Counter()
    for file in handbook.files:
        if file.kind.name in APART:
            continue
        for one in (
            *(Named(file, item, True) for item in file.items),
            *(Named(file, item, False) for item in file.invalid),
        ):
            same = one.identity[:3]
            found[(*same, times[same])] = replace(one, nth=times[same])
            times[same] += 1
    return found


Items = dict[tuple[str, str, str, int], Named]


def paired(before: Items, after: Items) -> Iterator[tuple[tuple[str, str, str, int], tuple[str, str, str, int]]]:
    """Give what stayed or was renamed: the same name in the same group, else in another one, else the most alike."""
    yield from ((one, one) for one in before if one in after)
    lost = [one for identity, one in before.items() if identity not in after]
    come = [one for identity, one in after.items() if identity not in before]
    if len(lost) * len(come) > MOST_PAIRS:
        return
    ranked = sorted(
        (
            (likeness(was, now), was.identity, now.identity)
            for was in lost
            for now in come
            if was.file.kind.name == now.file.kind.name
        ),
        key=lambda one: (-one[0], *one[1:]),
    )
    used: set[tuple[int, tuple[str, str, str, int]]] = set()
    for score, was, now in ranked:
        if score >= ALIKE and not used & {(0, was), (1, now)}:
            used |= {(0, was), (1, now)}
            yield was, now


def likeness(was: Named, now: Named) -> float:
    """Give how much of an item is still in another one, from 0 to 2: its name tells most."""
    if was.name == now.name:
        return 2.0
    if was.file.group != now.file.group or was.file.kind.name == "people":
        return 0.0
    if "id" in was.item.values and was.item.values["id"] == now.item.values.get("id"):
        return 1.0
    keys = ({*was.item.values, *now.item.values}) - {was.file.kind.key, "dri"}
    same = sum(was.item.values.get(key) == now.item.values.get(key) for key in keys)
    return same / len(keys) if keys else 0.0


def renamed(was: Named, now: Named) -> Iterator[Difference]:
    """Give the differences of an item's name and group."""
    if was.name != now.name:
        yield Difference(now.section, "renamed", now.name, now.file.group, was.name, now.name)
    if was.file.group != now.file.group:
        yield Difference(now.section, "group", now.name, "", was.file.group, now.file.group)


def changed(was: Named, now: Named, today: date) -> Iterator[Difference]:
    """Give the differences of an item's values; the first that is about time says when it is due before and after."""
    old, new = was.item.values, now.item.values
    due = next_dates(was, now, today)
    for key in dict.fromkeys([*new, *old]):
        if key == now.file.kind.key or old.get(key) == new.get(key):
            continue
        if key == "status" and "archived" in (old.get(key), new.get(key)):
            what = "archived" if new.get(key) == "archived" else "active again"
            yield Difference(now.section, what, now.name, now.file.group)
            continue
        is_time = key in ("frequency", "startedOn", "endsOn")
        difference = Difference(
            now.section, title(now.file.kind, key), now.name, now.file.group, shown(old.get(key)), shown(new.get(key))
        )
        if is_time and due:
            difference = replace(difference, note=due)
            due = ""
        yield difference


def next_dates(was: Named, now: Named, today: date) -> str:
    """Say when a ritual is due before and after, "" for what is none."""
    if now.file.kind.name != "rituals" or not (was.is_valid and now.is_valid):
        return ""
    before, after = (item_dates.next_date(one.item, today) for one in (was, now))
    if before == after:
        return f"next {after}, as before" if after else ""
    return f"next {before or 'none'} -> {after or 'none'}"


def title(kind: Kind, key: str) -> str:
    """Give the name of a value as its column has it, but in lower case unless it is an abbreviation."""
    found = next((column.title for column in kind.columns if column.key == key), key)
    return found if found[1:2].isupper() else found[:1].lower() + found[1:]


def shown(value: Any) -> str:
    """Give a value where it is short, "" where it is absent, "…" where it is long."""
    if value is None:
        return ""
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value)):
        return "…"
    text = ", ".join(map(as_text, value)) if isinstance(value, list) else as_text(value)
    return text if len(text) <= LONGEST and "\n" not in text else "…"


def facts(one: Named, today: date) -> str:
    """Give what matters most of an item: how often, who, and when next."""
    values = [one.item.text(key) for key in ("name", "frequency", "dri") if one.item.text(key)]
    due = item_dates.next_date(one.item, today) if one.file.kind.name == "rituals" and one.is_valid else None
    return shortened(", ".join([*values, *([f"next {due}"] if due else [])]), 2 * LONGEST)


def rituals_of(handbook: Handbook) -> dict[str, int]:
    """Give how many rituals everybody is the DRI of today."""
    found: dict[str, int] = {}
    for post in current(handbook):
        if post.kind == "rituals" and post.key == "dri":
            found[post.person.text] = found.get(post.person.text, 0) + 1
    return found


def current(handbook: Handbook) -> Iterable[responsibilities.Responsibility]:
    """Give the posts that are not over."""
    return (post for post in responsibilities.held(handbook) if not post.is_over(handbook.today))
