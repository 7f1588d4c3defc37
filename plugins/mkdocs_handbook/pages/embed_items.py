"""The entries that an embed shows: of one data file or of all of a kind, with the ids of their rows."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from mkdocs_handbook.data import row_ids
from mkdocs_handbook.data.responsibilities import groups_by_person
from mkdocs_handbook.model import DataFile, Embed, Handbook, Item
from mkdocs_handbook.pages import embed_options, embeds
from mkdocs_handbook.schedule import item_dates
from mkdocs_handbook.util.handbook_memo import by_handbook


class Entry(NamedTuple):
    """An item of a data file, the id of its row, and whether it is valid; invalid ones have an address, but are not shown."""

    file: DataFile
    item: Item
    id: str
    is_valid: bool = True


def select(handbook: Handbook, embed: Embed, days: int = 0) -> tuple[Entry, ...]:
    """Return the items that an embed shows, in the order of their files, or by date where it shows what is due.

    Of what is due, also what is so many days later.
    """
    return of_path(handbook, embed.path, embed.conditions, embed.options.get("due"), days)


@by_handbook
def of_path(
    handbook: Handbook,
    path: str,
    conditions: tuple[tuple[str, str], ...] = (),
    period: str | None = None,
    days: int = 0,
) -> tuple[Entry, ...]:
    """Return the items of the data files at a path that meet all conditions and, with a period, fall due in it."""
    wanted = [(key, text) for key, text in conditions if key]
    is_wildcard = embeds.WILDCARD.match(path) is not None
    found = pool(handbook, path, wanted) if is_wildcard else of_files(embeds.files_at(handbook, path))
    meets = (item for item in found if all(is_met(handbook, item, key, text) for key, text in wanted))
    return tuple(meets if period is None else within(handbook, meets, period, days))


def has_ids(embed: Embed) -> bool:
    """Return whether the rows of an embed have addresses: what is due today is no address, since tomorrow it is gone."""
    return "due" not in embed.options


def pool(handbook: Handbook, pattern: str, asked: list[tuple[str, str]]) -> Iterable[Entry]:
    """Return the entries of a pattern's files, at best those that meet a first condition: there is a table for each person."""
    first = next(((key, wanted) for key, wanted in asked if not is_of_shifts(pattern, key)), None)
    return by_value(handbook, pattern, first[0]).get(first[1], ()) if first else of_pattern(handbook, pattern)


@by_handbook
def of_pattern(handbook: Handbook, pattern: str) -> tuple[Entry, ...]:
    """Return the entries of all files of a pattern; the group comes first in their ids, since names repeat among groups."""
    files = embeds.files_at(handbook, pattern)
    return tuple(one._replace(id=f"{one.file.group}-{one.id}") for one in of_files(files))


@by_handbook
def by_value(handbook: Handbook, pattern: str, key: str) -> Mapping[str, list[Entry]]:
    """Return the entries of all files of a pattern by each text that a condition on a key can ask for."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for one in of_pattern(handbook, pattern):
        for text in dict.fromkeys(texts(handbook, one, key)):
            found[text].append(one)
    return found


def of_files(files: Iterable[DataFile]) -> Iterable[Entry]:
    """Yield the entries of files with the ids that they have on the page of their group."""
    for file in files:
        for index, (item, row) in enumerate(zip(file.every, row_ids.row_ids(file), strict=True)):
            yield Entry(file, item, row, index < len(file.items))


def is_of_shifts(path: str, key: str) -> bool:
    """Return whether a condition chooses among the shifts of a rotation, which has no such value itself."""
    return key == "dri" and path.endswith((".rotations.yml", ".rotations.yaml"))


def is_met(handbook: Handbook, entry: Entry, key: str, wanted: str) -> bool:
    """Return whether an entry meets a condition: equality with the text shown, for lists membership."""
    return is_of_shifts(entry.file.source.path, key) or wanted in texts(handbook, entry, key)


def texts(handbook: Handbook, entry: Entry, key: str) -> list[str]:
    """Return the texts of an entry that a condition can ask for; a state of one's own does not hide that of the directory."""
    found = embed_options.texts(value(handbook, entry, key))
    return [*found, *embed_options.texts(computed(handbook, entry, key))] if key == "state" else found


def value(handbook: Handbook, entry: Entry, key: str) -> Any:
    """Return a value of an entry, stored or computed; None where it has none."""
    stored = entry.item.values.get(key)
    return computed(handbook, entry, key) if stored is None else stored


def computed(handbook: Handbook, entry: Entry, key: str) -> Any:
    """Return a value of an entry that no file holds, None where it has none."""
    match entry.file.kind.name, key:
        case "people", "handle":
            return entry.item.name
        case "people", "groups":
            return list(groups_by_person(handbook).get(entry.item.name, ()))
        case "people", "state":
            return "left" if "" < entry.item.text("leftOn") <= handbook.today.isoformat() else "here"
        case "channels", "state":
            renamed = "renamed" if entry.item.text("renamedTo") else "in use"
            return "archived" if entry.item.text("status") == "archived" else renamed
        case "rituals", "state":
            return "ended" if "" < entry.item.text("endsOn") < handbook.today.isoformat() else "in force"
        case _, "group":
            return entry.file.group or None
    return None


def within(handbook: Handbook, found: Iterable[Entry], period: str, days: int) -> list[Entry]:
    """Return the rituals that fall due until some days after the end of a period, by date."""
    last = last_day(handbook.today, period)
    last += min(timedelta(days), date.max - last)
    dated = [(day, one) for one in found if one.is_valid and (day := item_dates.next_date(one.item, handbook.today))]
    return [one for _, one in sorted((pair for pair in dated if pair[0] <= last), key=lambda pair: pair[0])]


def last_day(today: date, period: str) -> date:
    """Return the last day of the week or month of a day."""
    ahead = 6 - today.weekday() if period == "week" else monthrange(today.year, today.month)[1] - today.day
    return today + min(timedelta(ahead), date.max - today)
