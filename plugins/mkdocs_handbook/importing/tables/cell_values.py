"""The reader of cells: each becomes the value of a key in the format that the kind's schema asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any

from mkdocs_handbook.data import cell_markdown, formats, kinds
from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.importing.tables import channel_cells, dates, inline_markdown
from mkdocs_handbook.importing.tables.columns import required
from mkdocs_handbook.importing.tables.person_cells import People
from mkdocs_handbook.model import Frequency, Kind, Page
from mkdocs_handbook.pages import embeds, outline, page_renderer
from mkdocs_handbook.pages.rendering_effort import excess
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
                return zone_name(plain)
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
            inline_markdown.BREAK.split(text) if inline_markdown.BREAK.search(text) else re.split(r";|,(?=\s)", text)
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

    def frequency_values(self, _text: str, plain: str) -> Iterator[tuple[str, str]]:
        """Yield a frequency in the words of the vocabulary, and the start date if the cell has one."""
        how, start = plain, ""
        if match := YEAR_FIRST.match(plain):
            how, start = match["how"], f"{match['day']}, {match['year']}"
        elif match := STARTING.search(plain):
            how, start = plain[: match.start()], match["day"]
        yield "frequency", known_frequency(how)
        if start:
            yield "startedOn", self.date_value(start)

    def channel_values(self, text: str, _plain: str) -> Iterator[tuple[str, str]]:
        """Yield a channel's name, and its Slack identifier if a link has it."""
        name, identifier = channel_cells.read_channel(text, self.references)
        yield "channel", name
        if identifier:
            yield "id", identifier

    def time_values(self, _text: str, plain: str) -> Iterator[tuple[str, str]]:
        """Yield a time of day, and its time zone if the cell has one."""
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
            yield "timezone", zone_name(rest.strip(" ()"))

    def duration_values(self, _text: str, plain: str) -> Iterator[tuple[str, int]]:
        """Yield a duration in minutes."""
        match = LENGTH.match(plain.casefold())
        minutes = int(float(match["hours"] or 0) * 60) + int(match["minutes"] or 0) if match else 0
        if not 1 <= minutes <= 1440:
            raise NotImportedError(f'"{shortened(plain)}" is no length of time, write the minutes')
        yield "duration", minutes

    def weekday_values(self, _text: str, plain: str) -> Iterator[tuple[str, str]]:
        """Yield the day that refines a frequency, and the start date if the cell has one."""
        match = STARTING.search(plain)
        yield "day", plain[: match.start()] if match else plain
        if match:
            yield "startedOn", self.date_value(match["day"])


def _halves(plain: str) -> tuple[str, str, str]:
    clock, half, rest = (*plain.split(" ", 2), "")[:3]
    return f"{clock} {half}", "", rest


SPECIAL: Mapping[tuple[str, str], Callable[[Reader, str, str], Iterator[tuple[str, Any]]]] = {
    ("rituals", "frequency"): Reader.frequency_values,
    ("rituals", "time"): Reader.time_values,
    ("rituals", "duration"): Reader.duration_values,
    ("rituals", "day"): Reader.weekday_values,
    ("channels", "channel"): Reader.channel_values,
}


def visible_text(html: str) -> str:
    """Return the text of HTML with plain quotes and dashes, for comparison."""
    text = unescape(re.sub(r"<[^<>]*>", "", html)).translate(TYPED)
    return " ".join(re.sub(r"-{2,}", "-", text).split())


def known_frequency(text: str) -> str:
    """Return a frequency in the words of the vocabulary; raise NotImportedError if its meaning is unclear."""
    parsed = frequency.parse(text)
    if isinstance(parsed, FrequencyProblem) and parsed.fix is None:
        # "Monthly, second Thursday of the month" says the month twice.
        text = OF_MONTH.sub("", text)
        parsed = frequency.parse(text)
    if not isinstance(parsed, FrequencyProblem):
        return text
    if parsed.fix is None or not parsed.is_sure:
        raise NotImportedError(parsed.message)
    return parsed.fix


def frequency_on_day(often: str, day: str) -> str:
    """Return a frequency refined by the day in another column; raise NotImportedError if the two do not go together."""
    parsed = frequency.parse(often)
    if not isinstance(parsed, Frequency):
        raise NotImportedError(f'"{shortened(day)}" refines no frequency')
    ways = [frequency.parse(f"{often} on {day}"), frequency.parse(f"weekly on {day}")]
    days = next((_sure_frequency(way).weekdays for way in ways if _sure_frequency(way).weekdays), ())
    if days and parsed.weekdays == days:
        return often
    if not days or parsed.weekdays or parsed.month_day or not (refined := _sure_frequency(ways[0])).weekdays:
        raise NotImportedError(
            f'"{shortened(often)}" on "{shortened(day)}" is not clear, say it as "Monthly on the first Tuesday"'
        )
    return frequency.canonical(refined)


def _sure_frequency(parsed: Frequency | FrequencyProblem) -> Frequency:
    """Return the frequency if it is clear, else one without any day."""
    if isinstance(parsed, FrequencyProblem):
        parsed = frequency.parse(parsed.fix) if parsed.fix and parsed.is_sure else parsed
    return parsed if isinstance(parsed, Frequency) else Frequency()


def zone_name(text: str) -> str:
    """Return the IANA name of a time zone, also for a short name such as "CET"; raise NotImportedError for others."""
    if text in formats.zones():
        return text
    words = re.match(r"(?P<short>[^()]+?)(?: ?\((?P<long>[^()]*)\))?\Z", text.casefold())
    name = next((ZONES[word] for word in (words["short"], words["long"]) if word in ZONES), "") if words else ""
    if not name:
        raise NotImportedError(f'"{shortened(text)}" is no time zone of its own, write a name such as "Europe/London"')
    return name


@lru_cache(maxsize=4)
def references(text: str, body: int) -> Mapping[str, str]:
    """Return the addresses of a page's link references by name."""
    return embeds.link_definitions(outline.lines(text, body))


def reader(page: Page, kind: Kind, people: People) -> Reader:
    """Return the reader of the cells of a page's table."""
    return Reader(page, kind, people, references(page.source.text, page.body))
