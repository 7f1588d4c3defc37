"""The reader of cells: each becomes the value of a key in the format that the kind's schema asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any

from mkdocs_handbook.data import cell_markdown, kinds
from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.importing.tables import channel_cells, inline_markdown
from mkdocs_handbook.importing.tables.column_headers import required
from mkdocs_handbook.importing.tables.person_cells import People
from mkdocs_handbook.importing.times import clock_times, dates, meeting_times, time_zones
from mkdocs_handbook.model import Kind, Page
from mkdocs_handbook.pages import embeds, outline, page_renderer
from mkdocs_handbook.pages.rendering_effort import excess
from mkdocs_handbook.util.wording import shortened

# What a row says besides the keys of its kind: links of cells without words of their own, and other cells.
LINKS, MORE = "links", "more"
SAYS_CLOCK = re.compile(r"[0-9]|\bnoon\b", re.IGNORECASE)
# What stands in a cell that nobody wants to leave empty.
NOTHING = re.compile(r"(?:[-–—]+|n\.?/?a\.?)\Z", re.IGNORECASE)
# What extensions of Markdown may read something into.
EXTENDED = re.compile(r":\w|[{}=^~$]|\[\^|\+\+|--|\([A-Za-z]+\)|\*\[|!!")
TYPED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})


@dataclass(frozen=True, slots=True)
class Reader:
    """The reader of the cells of a page's table."""

    page: Page
    kind: Kind
    people: People
    references: Mapping[str, str]

    def values(self, key: str, text: str) -> Iterator[tuple[str, Any]]:
        """Yield the keys and values of a cell; raise NotImportedError for content that data cannot hold."""
        plain = inline_markdown.plain_text(text)
        is_empty = not plain or (NOTHING.match(plain) and key not in required(self.kind))
        if is_empty and not inline_markdown.links(text, self.references):
            return
        special = SPECIAL.get((self.kind.name, key))
        column = next((column for column in self.kind.columns if column.key == key), None)
        if special:
            yield from special(self, text, plain)
        elif key == self.kind.key and self.kind.link:
            yield from self.name_and_link(text, plain)
        elif column and self.is_list(key):
            yield key, self.list_values(text, column.format)
        elif column and column.format == "person":
            yield from self.people_values(key, text)
        else:
            yield key, self.value(column.format if column else "text", text, plain)

    def value(self, form: str, text: str, plain: str) -> str:
        """Return a cell as one value of a schema's format."""
        match form:
            case "markdown":
                markdown = inline_markdown.for_data(text, self.page.uri, self.references)
                self.refuse_changes(text, markdown)
                return markdown
            case "date":
                return self.date_value(plain)
            case "uri-reference":
                return self.address_value(text, plain)
            case "timezone":
                return time_zones.zone_name(plain)
            case "channel":
                return channel_cells.read_channel(text, self.references)[0]
        self.refuse_links(text)
        return plain

    def is_list(self, key: str) -> bool:
        """Return whether a key holds a list."""
        schema = kinds.item_schema(self.kind.schema).get("properties", {}).get(key, {})
        return kinds.resolve_ref(schema, self.kind.schema).get("type") == "array"

    def list_values(self, text: str, form: str) -> list[str]:
        """Return the values of a cell that holds several, separated by line breaks, else by commas."""
        if form == "person":
            return self.people.handles(text, self.references)
        parts = (
            inline_markdown.BREAK.split(text)
            if inline_markdown.BREAK.search(text)
            else re.split(r";|,(?:\s+and\b)?(?=\s)", text)
        )
        return [self.value(form, part.strip(), inline_markdown.plain_text(part)) for part in parts if part.strip()]

    def name_and_link(self, text: str, plain: str) -> Iterator[tuple[str, str]]:
        """Yield the name of an item, and the address of its link."""
        hrefs = list(dict.fromkeys(link.href for link in inline_markdown.links(text, self.references)))
        if len(hrefs) > 1:
            raise NotImportedError(f'"{shortened(plain)}" has {len(hrefs)} links, a name has one')
        yield self.kind.key, plain
        if hrefs:
            yield self.kind.link, inline_markdown.relative(hrefs[0], self.page.uri)

    def people_values(self, key: str, text: str) -> Iterator[tuple[str, Any]]:
        """Yield the person of a cell; of several in a ritual, the second is the backup and the others are participants."""
        people = self.people.handles(text, self.references)
        if len(people) > 1 and (self.kind.name, key) != ("rituals", "dri"):
            raise NotImportedError(
                f'"{shortened(inline_markdown.plain_text(text))}" are several people, one of them is the DRI'
            )
        yield key, people[0]
        if len(people) > 1:
            yield "backup", people[1]
        if len(people) > 2:
            yield "participants", people[2:]

    def date_value(self, plain: str) -> str:
        """Return a day as YYYY-MM-DD."""
        day = dates.day(plain)
        if not day:
            raise NotImportedError(f'"{shortened(plain)}" is no day that can be read without doubt, write YYYY-MM-DD')
        return day.isoformat()

    def address_value(self, text: str, plain: str) -> str:
        """Return the one address in a cell."""
        hrefs = [link.href for link in inline_markdown.links(text, self.references)]
        if len(hrefs) > 1:
            raise NotImportedError(f'"{shortened(plain)}" has {len(hrefs)} links, one belongs here')
        return inline_markdown.relative(hrefs[0] if hrefs else plain, self.page.uri)

    def refuse_changes(self, text: str, markdown: str) -> None:
        """Raise NotImportedError if a cell looks different in a table made from data, which knows no extensions of Markdown."""
        if not EXTENDED.search(text):
            return
        if excess(text) or excess(markdown):
            raise NotImportedError(f'"{shortened(text)}" has more marks of Markdown than can be compared')
        shown = visible_text(page_renderer.convert(text, self.people.handbook.settings))
        in_data = visible_text(cell_markdown.cell_markdown().reset().convert(markdown))
        if shown != in_data:
            raise NotImportedError(
                f'"{shortened(shown)}" would be "{shortened(in_data)}", data holds plain inline Markdown'
            )

    def refuse_links(self, text: str) -> None:
        """Raise NotImportedError for a link in a cell that has no place for one in data."""
        if links := inline_markdown.links(text, self.references):
            raise NotImportedError(
                f'the link of "{shortened(inline_markdown.plain_text(text))}" to {shortened(links[0].href)} has no place here'
            )

    def when_values(self, text: str, plain: str) -> Iterator[tuple[str, Any]]:
        """Yield what a cell says about when: phrases of frequencies, time, zone and duration, a start date, and its link."""
        how, start = meeting_times.split_start(plain)
        yield from meeting_times.read(how).items()
        if start:
            yield "startedOn", self.date_value(start)
        yield from self.further_links(inline_markdown.links(text, self.references))

    def further_links(self, links: Iterable[inline_markdown.Link]) -> Iterator[tuple[str, list[inline_markdown.Link]]]:
        """Yield links that have no key of their own."""
        for link in links:
            yield LINKS, [link._replace(href=inline_markdown.relative(link.href, self.page.uri))]

    def ritual_channel_values(self, text: str, _plain: str) -> Iterator[tuple[str, Any]]:
        """Yield the channel of a ritual, and its link, which only a list of channels has a key for."""
        name, identifier = channel_cells.read_channel(text, self.references)
        yield "channel", name
        if identifier:
            yield MORE, [inline_markdown.links(text, self.references)[0]._replace(text=name).markdown]
        yield from self.links_elsewhere(text)

    def channel_values(self, text: str, _plain: str) -> Iterator[tuple[str, Any]]:
        """Yield a channel's name, and its Slack identifier if a link has it."""
        name, identifier = channel_cells.read_channel(text, self.references)
        yield "channel", name
        if identifier:
            yield "id", identifier
        yield from self.links_elsewhere(text)

    def links_elsewhere(self, text: str) -> Iterator[tuple[str, Any]]:
        """Yield the link of a channel of Mattermost, for which data has no key."""
        for link in inline_markdown.links(text, self.references):
            if channel_cells.MATTERMOST.match(link.href):
                # A description does not repeat the name.
                yield MORE, [link._replace(text="Mattermost").markdown]

    def time_values(self, text: str, plain: str) -> Iterator[tuple[str, Any]]:
        """Yield a time of day, its time zone if the cell has one, and whatever else it says about when."""
        hour = re.match(r"[0-9]{1,2}(?= [A-Z]|\Z)", plain)
        values = (
            dict(self.when_values(text, f"{hour[0]}:00{plain[hour.end() :]}" if hour else plain))
            if SAYS_CLOCK.search(plain)
            else {}
        )
        if "time" not in values:
            raise NotImportedError(f'"{shortened(plain)}" is no time of day, write HH:MM')
        yield from values.items()

    def duration_values(self, _text: str, plain: str) -> Iterator[tuple[str, int]]:
        """Yield a duration in minutes."""
        minutes, rest = clock_times.take_length(f"{plain} minutes" if plain.isdigit() else plain)
        if not minutes or rest.strip():
            raise NotImportedError(f'"{shortened(plain)}" is no length of time, write the minutes')
        yield "duration", minutes


SPECIAL: Mapping[tuple[str, str], Callable[[Reader, str, str], Iterator[tuple[str, Any]]]] = {
    **{("rituals", key): Reader.when_values for key in ("frequency", "when", "day")},
    ("rituals", "time"): Reader.time_values,
    ("rituals", "duration"): Reader.duration_values,
    ("rituals", "channel"): Reader.ritual_channel_values,
    ("channels", "channel"): Reader.channel_values,
}


def visible_text(html: str) -> str:
    """Return the text of HTML with plain quotes and dashes, for comparison."""
    text = unescape(re.sub(r"<[^<>]*>", "", html)).translate(TYPED)
    return " ".join(re.sub(r"-{2,}", "-", text).split())


@lru_cache(maxsize=4)
def references(text: str, body: int) -> Mapping[str, str]:
    """Return the addresses of a page's link references by name."""
    return embeds.link_definitions(outline.lines(text, body))


def reader(page: Page, kind: Kind, people: People) -> Reader:
    """Return the reader of the cells of a page's table."""
    return Reader(page, kind, people, references(page.source.text, page.body))
