"""Cells as values of data: each key of a kind as its format asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any

from mkdocs_handbook.data import formats, kinds
from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.importing.tables import channel_cells, dates, inline_markdown
from mkdocs_handbook.importing.tables.columns import required
from mkdocs_handbook.importing.tables.person_cells import People
from mkdocs_handbook.model import Frequency, Kind, Page
from mkdocs_handbook.pages import embeds, outline, page_renderer
from mkdocs_handbook.rendering import html_tree
from mkdocs_handbook.schedule import frequency
from mkdocs_handbook.schedule.frequency import FrequencyProblem
from mkdocs_handbook.util.wording import shortened

STARTING = re.compile(
    r",? ?\(?\b(?:starting|beginning|from|since|start date:)(?: on| from)? (?P<day>[^()]+)\)?\Z", re.IGNORECASE
)
OF_MONTH = re.compile(r"(?<=day),? (?:of the|of each|every|each) month\Z", re.IGNORECASE)
YEAR_FIRST = re.compile(r"(?P<how>.+?) (?P<year>(?:19|20)[0-9]{2}) start date: (?P<day>.+)\Z", re.IGNORECASE)
CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?(?::00)?(?: ?(?P<half>[ap])\.?m\.?)?\Z", re.IGNORECASE
)
LENGTH = re.compile(
    r"(?:~|about |ca\. )?(?:(?P<hours>[0-9]+(?:\.5)?) ?h(?:ours?|rs?)?)?,? ?(?:and )?(?:(?P<minutes>[0-9]+) ?(?:m|mins?|minutes?)?)?\Z"
)
# What stands in a cell that nobody wants to leave empty.
NOTHING = re.compile(r"(?:[-–—]+|n\.?/?a\.?)\Z", re.IGNORECASE)
# What extensions of Markdown may read something into.
EXTENDED = re.compile(r":\w|[{}=^~$]|\[\^|\+\+|--|\([A-Za-z]+\)|\*\[|!!")
TYPED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})
# The names that people write beside the time of a meeting; daylight saving comes with the place.
ZONES = {
    "utc": "UTC", "gmt": "UTC", "z": "UTC",
    **dict.fromkeys(("pt", "pst", "pdt", "pacific", "pacific time"), "America/Los_Angeles"),
    **dict.fromkeys(("mt", "mst", "mdt", "mountain", "mountain time"), "America/Denver"),
    **dict.fromkeys(("ct", "cdt", "central", "central time"), "America/Chicago"),
    **dict.fromkeys(("et", "est", "edt", "eastern", "eastern time"), "America/New_York"),
    **dict.fromkeys(("cet", "cest", "central european time"), "Europe/Berlin"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the cells of a page: its kind, its people, what its links by reference mean."""

    page: Page
    kind: Kind
    people: People
    references: Mapping[str, str]

    def values(self, key: str, text: str) -> Iterator[tuple[str, Any]]:
        """Give the keys and values that a cell says; raise NotImportedError where it says what data cannot hold."""
        plain = inline_markdown.plain(text)
        is_empty = not plain or (NOTHING.match(plain) and key not in required(self.kind))
        if is_empty and not inline_markdown.links(text, self.references):
            return
        special = SPECIAL.get((self.kind.name, key))
        column = next((one for one in self.kind.columns if one.key == key), None)
        if special:
            yield from special(self, text, plain)
        elif key == self.kind.key and self.kind.link:
            yield from self.named(text, plain)
        elif column and self.is_list(key):
            yield key, self.listed(text, column.format)
        elif column and column.format == "person":
            yield from self.person(key, text)
        else:
            yield key, self.single(column.format if column else "text", text, plain)

    def single(self, form: str, text: str, plain: str) -> str:
        """Give a cell as one value of a format."""
        match form:
            case "markdown":
                found = inline_markdown.for_data(text, self.page.uri, self.references)
                self.refuse_changes(text, found)
                return found
            case "date":
                return self.day(plain)
            case "uri-reference":
                return self.address(text, plain)
            case "timezone":
                return zone(plain)
            case "channel":
                return channel_cells.channel(text, self.references)[0]
        self.refuse_links(text)
        return plain

    def is_list(self, key: str) -> bool:
        """Whether a key holds a list."""
        schema = kinds.item_schema(self.kind.schema).get("properties", {}).get(key, {})
        return kinds.resolved(schema, self.kind.schema).get("type") == "array"

    def listed(self, text: str, form: str) -> list[str]:
        """Give the values of a cell that holds several: one each line, else each between commas."""
        if form == "person":
            return self.people.all(text, self.references)
        parts = (
            inline_markdown.BREAK.split(text) if inline_markdown.BREAK.search(text) else re.split(r";|,(?=\s)", text)
        )
        return [self.single(form, one.strip(), inline_markdown.plain(one)) for one in parts if one.strip()]

    def named(self, text: str, plain: str) -> Iterator[tuple[str, str]]:
        """Give the name of an item, and the address to which it leads."""
        found = list(dict.fromkeys(one.href for one in inline_markdown.links(text, self.references)))
        if len(found) > 1:
            raise NotImportedError(f'"{shortened(plain)}" has {len(found)} links, a name has one')
        yield self.kind.key, plain
        if found:
            yield self.kind.link, inline_markdown.relative(found[0], self.page.uri)

    def person(self, key: str, text: str) -> Iterator[tuple[str, Any]]:
        """Give the one person of a cell; of a ritual's several, the next is the backup and others take part."""
        found = self.people.all(text, self.references)
        if len(found) > 1 and (self.kind.name, key) != ("rituals", "dri"):
            raise NotImportedError(
                f'"{shortened(inline_markdown.plain(text))}" are several people, one of them is the DRI'
            )
        yield key, found[0]
        if len(found) > 1:
            yield "backup", found[1]
        if len(found) > 2:
            yield "participants", found[2:]

    def day(self, plain: str) -> str:
        """Give a day as data has it."""
        found = dates.day(plain)
        if not found:
            raise NotImportedError(f'"{shortened(plain)}" is no day that can be read without doubt, write YYYY-MM-DD')
        return found.isoformat()

    def address(self, text: str, plain: str) -> str:
        """Give the address that a cell is."""
        found = [one.href for one in inline_markdown.links(text, self.references)]
        if len(found) > 1:
            raise NotImportedError(f'"{shortened(plain)}" has {len(found)} links, one belongs here')
        return inline_markdown.relative(found[0] if found else plain, self.page.uri)

    def refuse_changes(self, text: str, found: str) -> None:
        """Raise NotImportedError where a site's extensions show more in a cell than data can."""
        if not EXTENDED.search(text):
            return
        shown = visible(page_renderer.convert(text, self.people.handbook.settings))
        there = visible(html_tree.cell_markdown().reset().convert(found))
        if shown != there:
            raise NotImportedError(
                f'"{shortened(shown)}" would be "{shortened(there)}", data holds plain inline Markdown'
            )

    def refuse_links(self, text: str) -> None:
        """Raise NotImportedError for a link where data has no place for one."""
        if found := inline_markdown.links(text, self.references):
            raise NotImportedError(
                f'the link of "{shortened(inline_markdown.plain(text))}" to {shortened(found[0].href)} has no place here'
            )

    def frequency(self, _text: str, plain: str) -> Iterator[tuple[str, str]]:
        """Give a frequency in the words of the vocabulary, and the start that may stand with it."""
        how, start = plain, ""
        if match := YEAR_FIRST.match(plain):
            how, start = match["how"], f"{match['day']}, {match['year']}"
        elif match := STARTING.search(plain):
            how, start = plain[: match.start()], match["day"]
        yield "frequency", how_often(how)
        if start:
            yield "startedOn", self.day(start)

    def channels(self, text: str, _plain: str) -> Iterator[tuple[str, str]]:
        """Give a channel's name, and its identifier where a link tells it."""
        name, identifier = channel_cells.channel(text, self.references)
        yield "channel", name
        if identifier:
            yield "id", identifier

    def time(self, _text: str, plain: str) -> Iterator[tuple[str, str]]:
        """Give a time of day, and the zone that may stand behind it."""
        clock, _, rest = (
            plain.partition(" ") if not re.match(r"[0-9:.]+ [ap]\.?m", plain, re.IGNORECASE) else _halves(plain)
        )
        match = CLOCK.match(clock)
        hour = int(match["hour"]) if match else 24
        if match and match["half"]:
            hour = hour % 12 + 12 * (match["half"].lower() == "p") if 1 <= hour <= 12 else 24
        if not match or hour > 23 or int(match["minute"] or 0) > 59:
            raise NotImportedError(f'"{shortened(plain)}" is no time of day, write HH:MM')
        yield "time", f"{hour:02}:{match['minute'] or '00'}"
        if rest.strip():
            yield "timezone", zone(rest.strip(" ()"))

    def duration(self, _text: str, plain: str) -> Iterator[tuple[str, int]]:
        """Give a length in minutes."""
        match = LENGTH.match(plain.casefold())
        minutes = int(float(match["hours"] or 0) * 60) + int(match["minutes"] or 0) if match else 0
        if not 1 <= minutes <= 1440:
            raise NotImportedError(f'"{shortened(plain)}" is no length of time, write the minutes')
        yield "duration", minutes

    def weekday(self, _text: str, plain: str) -> Iterator[tuple[str, str]]:
        """Give the day that refines a frequency, and the start that may stand with it."""
        match = STARTING.search(plain)
        yield "day", plain[: match.start()] if match else plain
        if match:
            yield "startedOn", self.day(match["day"])


def _halves(plain: str) -> tuple[str, str, str]:
    clock, half, rest = (*plain.split(" ", 2), "")[:3]
    return f"{clock} {half}", "", rest


SPECIAL: Mapping[tuple[str, str], Callable[[Reader, str, str], Iterator[tuple[str, Any]]]] = {
    ("rituals", "frequency"): Reader.frequency,
    ("rituals", "time"): Reader.time,
    ("rituals", "duration"): Reader.duration,
    ("rituals", "day"): Reader.weekday,
    ("channels", "channel"): Reader.channels,
}


def visible(html: str) -> str:
    """Give the text of HTML, with the quotes and dashes that people type."""
    text = unescape(re.sub(r"<[^<>]*>", "", html)).translate(TYPED)
    return " ".join(re.sub(r"-{2,}", "-", text).split())


def how_often(text: str) -> str:
    """Give a frequency as the vocabulary has it; raise NotImportedError where only its author knows what it means."""
    found = frequency.parse(text)
    if isinstance(found, FrequencyProblem) and found.fix is None:
        # "Monthly, second Thursday of the month" says the month twice.
        text = OF_MONTH.sub("", text)
        found = frequency.parse(text)
    if not isinstance(found, FrequencyProblem):
        return text
    if found.fix is None or not found.is_sure:
        raise NotImportedError(found.message)
    return found.fix


def on_day(often: str, day: str) -> str:
    """Give a frequency refined by the day that stands in a column of its own; raise NotImportedError where they don't go together."""
    found = frequency.parse(often)
    if not isinstance(found, Frequency):
        raise NotImportedError(f'"{shortened(day)}" refines no frequency')
    ways = [frequency.parse(f"{often} on {day}"), frequency.parse(f"weekly on {day}")]
    days = next((_said(one).weekdays for one in ways if _said(one).weekdays), ())
    if days and found.weekdays == days:
        return often
    if not days or found.weekdays or found.month_day or not (refined := _said(ways[0])).weekdays:
        raise NotImportedError(
            f'"{shortened(often)}" on "{shortened(day)}" is not clear, say it as "Monthly on the first Tuesday"'
        )
    return frequency.canonical(refined)


def _said(found: Frequency | FrequencyProblem) -> Frequency:
    """Give the frequency that a text says for sure, one without any day where it says none."""
    if isinstance(found, FrequencyProblem):
        found = frequency.parse(found.fix) if found.fix and found.is_sure else found
    return found if isinstance(found, Frequency) else Frequency()


def zone(text: str) -> str:
    """Give the IANA name of a time zone, from the short names that people use."""
    if text in formats.zones():
        return text
    words = re.match(r"(?P<short>[^()]+?)(?: ?\((?P<long>[^()]*)\))?\Z", text.casefold())
    found = next((ZONES[word] for word in (words["short"], words["long"]) if word in ZONES), "") if words else ""
    if not found:
        raise NotImportedError(f'"{shortened(text)}" is no time zone of its own, write a name such as "Europe/London"')
    return found


@lru_cache(maxsize=4)
def references(text: str, body: int) -> Mapping[str, str]:
    """Give the addresses of a page's link references by name."""
    return embeds.definitions(outline.lines(text, body))


def reader(page: Page, kind: Kind, people: People) -> Reader:
    """Give what reads the cells of a page's table."""
    return Reader(page, kind, people, references(page.source.text, page.body))
