"""The entries that an embed shows: of one data file or of all of a kind, with the ids of their rows."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from mkdocs_handbook.data import row_ids
from mkdocs_handbook.data.computed_values import computed_value
from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.model import DataFile, Embed, Handbook, Item
from mkdocs_handbook.pages import embed_options, embeds
from mkdocs_handbook.schedule import item_dates
from mkdocs_handbook.util.handbook_memo import by_handbook


class EmbeddedItem(NamedTuple):
    """An item of a data file, the id of its row, and whether it is valid; invalid ones have an address, but are not shown."""

    file: DataFile
    item: Item
    id: str
    is_valid: bool = True


def select_items(handbook: Handbook, embed: Embed, days: int = 0) -> tuple[EmbeddedItem, ...]:
    """Return the items that an embed shows, in the order of their files, or by date where it shows what is due.

    Of what is due, also what is so many days later.
    """
    return matching_items(handbook, embed.path, embed.conditions, embed.options.get("due"), days)


@by_handbook
def matching_items(
    handbook: Handbook,
    path: str,
    conditions: tuple[tuple[str, str], ...],
    period: str | None = None,
    days: int = 0,
) -> tuple[EmbeddedItem, ...]:
    """Return the items of the data files at a path that meet all conditions and, with a period, fall due in it."""
    files = embeds.files_at(handbook, path)
    wanted = [(key, condition_text(handbook, files, key, text)) for key, text in conditions if key]
    is_wildcard = embeds.WILDCARD.match(path) is not None
    items = candidate_items(handbook, path, wanted) if is_wildcard else file_items(files)
    matching = (item for item in items if all(meets(handbook, item, key, text) for key, text in wanted))
    return tuple(matching if period is None else due_items(handbook, matching, period, days))


def has_ids(embed: Embed) -> bool:
    """Return whether the rows of an embed have addresses: what is due today is no address, since tomorrow it is gone."""
    return "due" not in embed.options


def candidate_items(handbook: Handbook, pattern: str, asked: list[tuple[str, str]]) -> Iterable[EmbeddedItem]:
    """Return the entries of a pattern's files, at best those that meet a first condition: there is a table for each person."""
    first = next(((key, wanted) for key, wanted in asked if not is_of_shifts(pattern, key)), None)
    return items_by_value(handbook, pattern, first[0]).get(first[1], ()) if first else pattern_items(handbook, pattern)


@by_handbook
def pattern_items(handbook: Handbook, pattern: str) -> tuple[EmbeddedItem, ...]:
    """Return the entries of all files of a pattern; the group comes first in their ids, since names repeat among groups."""
    files = embeds.files_at(handbook, pattern)
    return tuple(one._replace(id=f"{one.file.group}-{one.id}") for one in file_items(files))


@by_handbook
def items_by_value(handbook: Handbook, pattern: str, key: str) -> Mapping[str, list[EmbeddedItem]]:
    """Return the entries of all files of a pattern by each text that a condition on a key can ask for."""
    found: defaultdict[str, list[EmbeddedItem]] = defaultdict(list)
    for one in pattern_items(handbook, pattern):
        for text in dict.fromkeys(condition_texts(handbook, one, key)):
            found[text].append(one)
    return found


def file_items(files: Iterable[DataFile]) -> Iterable[EmbeddedItem]:
    """Yield the entries of files with the ids that they have on the page of their group."""
    for file in files:
        for index, (item, row) in enumerate(zip(file.all_items, row_ids.row_ids(file), strict=True)):
            yield EmbeddedItem(file, item, row, index < len(file.items))


def is_of_shifts(path: str, key: str) -> bool:
    """Return whether a condition chooses among the shifts of a rotation, which has no such value itself."""
    return key == "dri" and path.endswith((".rotations.yml", ".rotations.yaml"))


def meets(handbook: Handbook, entry: EmbeddedItem, key: str, wanted: str) -> bool:
    """Return whether an entry meets a condition: equality with the text shown, for lists membership."""
    return is_of_shifts(entry.file.source.path, key) or wanted in condition_texts(handbook, entry, key)


def condition_texts(handbook: Handbook, entry: EmbeddedItem, key: str) -> list[str]:
    """Return the texts of an entry that a condition can ask for; a state of one's own does not hide that of the directory."""
    texts = embed_options.value_texts(item_value(handbook, entry, key))
    found = [condition_text(handbook, (entry.file,), key, text) for text in texts]
    return (
        [*found, *embed_options.value_texts(computed_value(handbook, entry.file, entry.item, key))]
        if key == "state"
        else found
    )


def condition_text(handbook: Handbook, files: Iterable[DataFile], key: str, text: str) -> str:
    """Return a text as conditions on a key of some files compare it: all spellings of one person are the same."""
    is_person = any("person" in file.kind.formats.get(key, ()) for file in files)
    return responsibilities.known_handle(handbook, text) if is_person else text


def item_value(handbook: Handbook, entry: EmbeddedItem, key: str) -> Any:
    """Return a value of an entry, stored or computed; None where it has none."""
    stored = entry.item.values.get(key)
    return computed_value(handbook, entry.file, entry.item, key) if stored is None else stored


def due_items(handbook: Handbook, found: Iterable[EmbeddedItem], period: str, days: int) -> list[EmbeddedItem]:
    """Return the rituals that fall due until some days after the end of a period, by date."""
    last = last_day(handbook.today, period)
    last += min(timedelta(days), date.max - last)
    dated = [(day, one) for one in found if one.is_valid and (day := item_dates.next_date(one.item, handbook.today))]
    return [one for _, one in sorted((pair for pair in dated if pair[0] <= last), key=lambda pair: pair[0])]


def last_day(today: date, period: str) -> date:
    """Return the last day of the week or month of a day."""
    ahead = 6 - today.weekday() if period == "week" else monthrange(today.year, today.month)[1] - today.day
    return today + min(timedelta(ahead), date.max - today)
