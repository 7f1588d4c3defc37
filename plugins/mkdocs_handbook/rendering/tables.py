"""Tables: columns, rows and cells of an embedded data file, without any HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.forms import form_links
from mkdocs_handbook.links import feed_urls
from mkdocs_handbook.links.item_urls import TablePlace
from mkdocs_handbook.model import Column, DataFile, Embed, Handbook, Kind
from mkdocs_handbook.pages import embed_items, embeds, page_reader
from mkdocs_handbook.pages.embed_items import EmbeddedItem
from mkdocs_handbook.rendering import shift_rows, table_rows
from mkdocs_handbook.rendering.table_rows import Row
from mkdocs_handbook.util import words
from mkdocs_handbook.util.escaping import printable

# So many columns beside the name does a phone show of a kind that does not say which.
CARD = 3


@dataclass(frozen=True, slots=True)
class Table:
    """A table with all that a template shows of it.

    `feed` is the address of its calendar, if it has one. `timezone` is that in which dates without a time are meant, "" where
    no date in the table depends on the day; `shifts` is how many come after the current one. `due` is the period in which all of
    it falls due, and `until` that period's last day as of the build, which `until_text` says. `add_url` is where to ask for
    a new entry, `today` the day of the build in words, and `opened` are the columns that a phone shows only when a row is opened.
    """

    kind: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    edit_url: str
    path: str
    feed: str = ""
    timezone: str = ""
    shifts: int = 0
    due: str = ""
    until: str = ""
    until_text: str = ""
    add_url: str = ""
    today: str = ""
    opened: frozenset[str] = frozenset()

    @property
    def has_links(self) -> bool:
        """Whether its rows have links to change them."""
        return bool(self.edit_url) or any(row.change_url for row in self.rows)

    @property
    def is_empty(self) -> bool:
        """Return whether it shows no row."""
        return all(row.hidden for row in self.rows)

    @property
    def label(self) -> str:
        """The caption without the marks of inline Markdown, with its day as people say it."""
        plain = re.sub(r"[*`]|\[([^\]]*)\]\([^)]*\)", r"\1", self.caption)
        return plain.replace(self.until, self.until_text) if self.until else plain


def build_table(handbook: Handbook, place: TablePlace, taken: set[str]) -> Table:
    """Return the table of an embed that shows a data file or more; `taken` are the ids on its page so far, and grows."""
    embed = place.embed
    is_one, file = not embed.is_wildcard, embeds.data_files(handbook, embed)[0]
    kind = file.kind
    wanted = embed.columns or kind.shown
    by_key = {column.key: column for column in kind.columns}
    columns = tuple(by_key[key] for key in wanted if key in by_key)
    is_shifts = kind.name == "rotations"
    made = shift_rows.rotation_rows if is_shifts else table_rows.item_rows
    is_timely = is_shifts or any(column.key == "next" for column in columns)
    # Without the date in its rows, the script can't tell what else has become due since the build.
    due = embed.options.get("due", "") if is_timely else ""
    until = embed_items.last_day(handbook.today, due) if due else None
    found = embed_items.select_items(handbook, embed, handbook.settings.horizon if due else 0)
    chosen = [one for one in found if one.is_valid]
    return Table(
        kind=kind.name,
        caption=printable(embed.label) or default_caption(file if is_one else replace(file, group="")),
        columns=columns,
        rows=tuple(made(handbook, columns, chosen, place, taken)),
        edit_url=table_rows.edit_url(handbook, file, 0),
        add_url=form_links.add_link(handbook, file if is_one else replace(file, group="")),
        path=file.source.path if is_one else "the entry",
        feed=feed_url(handbook, file, embed, chosen),
        timezone=handbook.settings.timezone if is_timely else "",
        shifts=shift_rows.shift_count(handbook, embed.options) if is_shifts else 0,
        due=due,
        until=until.isoformat() if until else "",
        until_text=words.say_day(words.of(handbook.settings), until, handbook.today) if until else "",
        today=words.say_day(words.of(handbook.settings), handbook.today, handbook.today),
        opened=opened_columns(kind, columns),
    )


def opened_columns(kind: Kind, columns: Sequence[Column]) -> frozenset[str]:
    """Return the keys of the columns that a phone shows only when a row is opened.

    The first column names the row. Of the others it shows those of the schema, or the first ones where none is there.
    """
    others = [column.key for column in columns[1:]]
    card = [key for key in others if key in kind.card] or others[:CARD]
    return frozenset(others).difference(card)


def feed_url(handbook: Handbook, file: DataFile, embed: Embed, chosen: list[EmbeddedItem]) -> str:
    """Return the address of the calendar of a table's rituals or rotations, below the pages' folder; "" if it has none."""
    # What is due in a period is part of a table that has the link.
    if not handbook.settings.feeds or file.kind.name not in {"rituals", "rotations"} or "due" in embed.options:
        return ""
    if embed.is_wildcard:
        wanted = dict(embed.conditions)
        # What has ended is in no calendar's future.
        handle = responsibilities.known_handle(handbook, wanted.get("dri", ""))
        has_own = wanted.keys() - {"state"} == {"dri"} and handle in (handbook.people or {})
        return feed_urls.person_calendar(handle) if has_own else feed_urls.ALL
    names = {one.item.text("rotation") for one in chosen}
    return (
        feed_urls.rotation_calendar(file.group, *names)
        if names != {""} and len(names) == 1
        else feed_urls.group_calendar(file.group)
    )


def default_caption(file: DataFile) -> str:
    """Return the caption of a table that nobody named, such as "Engineering rituals"."""
    name = file.kind.title
    return f"{page_reader.group_title(file.group)} {name[:1].lower()}{name[1:]}" if file.group else name
