"""The items part of `handbook diff`: which items are new, gone or renamed, and which of their values changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mkdocs_handbook.data.items import as_text, item_name
from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.model import DataFile, Handbook, Item, Kind
from mkdocs_handbook.schedule import item_dates
from mkdocs_handbook.util.wording import shortened

# The share of its values that a renamed item keeps, and how many pairs are compared to find such items.
MIN_SIMILARITY, MAX_PAIRS = 0.5, 40_000
# Longer values are shown as "…".
MAX_LENGTH = 60
# Rotations are compared by their shifts, stubs with the pages.
OTHER_KINDS = ("rotations", "stubs", "page")
# Kind, group, name, and the number among items of the same name.
Identity = tuple[str, str, str, int]


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
class LocatedItem:
    """An item with its file, and whether it is valid; `nth` counts those of the same name in a group."""

    file: DataFile
    item: Item
    is_valid: bool
    nth: int = 0

    @property
    def name(self) -> str:
        """The name of the item, which is its key in a mapping."""
        return item_name(self.item, self.file.kind)

    @property
    def identity(self) -> Identity:
        """What identifies the item in both states."""
        return self.file.kind.name, self.file.group, self.name, self.nth

    @property
    def section(self) -> str:
        """Where its changes belong."""
        return self.file.kind.title


def item_differences(old: Handbook, new: Handbook) -> Iterator[Difference]:
    """Yield the differences of all items, in the order of kinds."""
    before, after = items_by_identity(old), items_by_identity(new)
    pairs = dict(pair_items(before, after))
    kept = set(pairs.values())
    for identity in sorted({*before, *after}):
        was, now = before.get(identity), after.get(identity)
        if was and identity in pairs:
            now = after[pairs[identity]]
            yield from name_differences(was, now)
            yield from value_differences(was, now, new.today)
        elif was:
            yield Difference(was.section, "removed", was.name, was.file.group, key_facts(was, old.today))
        elif now and identity not in kept:
            yield Difference(now.section, "new", now.name, now.file.group, "", key_facts(now, new.today))


def items_by_identity(handbook: Handbook) -> dict[Identity, LocatedItem]:
    """Return all items by what identifies them in both states."""
    items: dict[Identity, LocatedItem] = {}
    times: Counter[tuple[str, str, str]] = Counter()
    for file in handbook.files:
        for number, item in enumerate(file.all_items if file.kind.name not in OTHER_KINDS else ()):
            located = LocatedItem(file, item, is_valid=number < len(file.items))
            same = located.identity[:3]
            items[(*same, times[same])] = replace(located, nth=times[same])
            times[same] += 1
    return items


def pair_items(
    before: Mapping[Identity, LocatedItem], after: Mapping[Identity, LocatedItem]
) -> Iterator[tuple[Identity, Identity]]:
    """Yield items that stayed or were renamed: the same name in the same group, else in another one, else the most alike."""
    yield from ((identity, identity) for identity in before if identity in after)
    lost = [item for identity, item in before.items() if identity not in after]
    added = [item for identity, item in after.items() if identity not in before]
    if len(lost) * len(added) > MAX_PAIRS:
        return
    candidates = ((was, now) for was in lost for now in added if was.file.kind.name == now.file.kind.name)
    ranked = sorted((-similarity(was, now), was.identity, now.identity) for was, now in candidates)
    used_before: set[Identity] = set()
    used_after: set[Identity] = set()
    for score, old, new in ranked:
        if -score >= MIN_SIMILARITY and old not in used_before and new not in used_after:
            used_before.add(old)
            used_after.add(new)
            yield old, new


def similarity(was: LocatedItem, now: LocatedItem) -> float:
    """Return how much of an item is still in another one, from 0 to 2: its name counts most."""
    if was.name == now.name:
        return 2.0
    if was.file.group != now.file.group or was.file.kind.name == "people":
        return 0.0
    if "id" in was.item.values and was.item.values["id"] == now.item.values.get("id"):
        return 1.0
    keys = ({*was.item.values, *now.item.values}) - {was.file.kind.key, "dri"}
    same = sum(was.item.values.get(key) == now.item.values.get(key) for key in keys)
    return same / len(keys) if keys else 0.0


def name_differences(was: LocatedItem, now: LocatedItem) -> Iterator[Difference]:
    """Yield the differences of an item's name and group."""
    if was.name != now.name:
        yield Difference(now.section, "renamed", now.name, now.file.group, was.name, now.name)
    if was.file.group != now.file.group:
        yield Difference(now.section, "group", now.name, "", was.file.group, now.file.group)


def value_differences(was: LocatedItem, now: LocatedItem, today: date) -> Iterator[Difference]:
    """Yield the differences of an item's values; the first that is about time says when it is due before and after."""
    old, new = was.item.values, now.item.values
    due = next_dates(was, now, today)
    for key in dict.fromkeys([*new, *old]):
        if key == now.file.kind.key or old.get(key) == new.get(key):
            continue
        if "person" in now.file.kind.formats.get(key, ()) and logins(old.get(key)) == logins(new.get(key)):
            continue
        if key == "status" and "archived" in (old.get(key), new.get(key)):
            what = "archived" if new.get(key) == "archived" else "active again"
            yield Difference(now.section, what, now.name, now.file.group)
            continue
        is_time = key in ("frequency", "startedOn", "endsOn")
        difference = Difference(
            now.section,
            value_title(now.file.kind, key),
            now.name,
            now.file.group,
            short_value(old.get(key)),
            short_value(new.get(key)),
        )
        if is_time and due:
            difference = replace(difference, note=due)
            due = ""
        yield difference


def logins(value: Any) -> Any:
    """Return a value with one spelling of each person in it."""
    if isinstance(value, list):
        return [*map(logins, value)]
    return login(value) if isinstance(value, str) else value


def next_dates(was: LocatedItem, now: LocatedItem, today: date) -> str:
    """Return in words when a ritual is due before and after, "" for items of other kinds."""
    if now.file.kind.name != "rituals" or not (was.is_valid and now.is_valid):
        return ""
    before, after = (item_dates.next_date(located.item, today) for located in (was, now))
    if before == after:
        return f"next {after}, as before" if after else ""
    return f"next {before or 'none'} -> {after or 'none'}"


def value_title(kind: Kind, key: str) -> str:
    """Return the title of a value's column, in lower case unless it is an abbreviation."""
    title = next((column.title for column in kind.columns if column.key == key), key)
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def short_value(value: Any) -> str:
    """Return a value as text, "" where it is absent, "…" where it is long."""
    if value is None:
        return ""
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(part, dict) for part in value)):
        return "…"
    text = ", ".join(map(as_text, value)) if isinstance(value, list) else as_text(value)
    return text if len(text) <= MAX_LENGTH and "\n" not in text else "…"


def key_facts(located: LocatedItem, today: date) -> str:
    """Return what matters most of an item: how often, who, and when next."""
    item = located.item
    values = [item.text(key) for key in ("name", "frequency", "dri") if item.text(key)]
    due = item_dates.next_date(item, today) if located.file.kind.name == "rituals" and located.is_valid else None
    return shortened(", ".join([*values, *([f"next {due}"] if due else [])]), 2 * MAX_LENGTH)


def ritual_dris(handbook: Handbook) -> list[str]:
    """Return the DRI of each ritual of today, as it is written."""
    posts = (post for post in responsibilities.responsibilities_of(handbook) if not post.is_over(handbook.today))
    return [post.person.text for post in posts if post.kind == "rituals" and post.key == "dri"]
