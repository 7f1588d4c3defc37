"""The cells of a table: each value as its format is shown, without any HTML."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import unquote

from mkdocs_handbook.data import formats
from mkdocs_handbook.data.items import as_text
from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.links import directory_urls
from mkdocs_handbook.model import Column, Handbook, Item, Kind, Shift
from mkdocs_handbook.pages import page_reader
from mkdocs_handbook.schedule import next_dates
from mkdocs_handbook.schedule.frequency_sayings import say_frequency
from mkdocs_handbook.util import words
from mkdocs_handbook.util.escaping import printable
from mkdocs_handbook.util.handbook_memo import by_handbook


class CellPart(NamedTuple):
    """A piece of a cell: text with its form, a link, a title, and the value of a `<time>`.

    The form is `text`, `markdown`, `time`, `note` (of how far off the time before it is), `duty` (for who is on duty) or
    `badge` (for a state, whose value is the name of its colour).
    `joined` says that a comma stands before it.
    """

    text: str
    form: str = "text"
    href: str = ""
    title: str = ""
    value: str = ""
    joined: bool = False


class Cell(NamedTuple):
    """A cell: its format, which is `markdown` only where all of it is inline Markdown, and its parts.

    `data` is what the script in the page needs to know of it: by what it sorts, and what comes after its date. `details`
    are what its row tells when it is opened, each a title and parts, in the one cell that holds them.
    """

    format: str
    parts: tuple[CellPart, ...]
    data: tuple[tuple[str, str], ...] = ()
    details: tuple[tuple[str, tuple[CellPart, ...]], ...] = ()


def shift_cell(handbook: Handbook, kind: Kind, item: Item, column: Column, shift: Shift) -> Cell:
    """Return the cell of a shift."""
    match column.key:
        case "from":
            return Cell(
                "datetime",
                (time_part(handbook, shift.start), distance_part(handbook, (shift.start.date() - handbook.today).days)),
            )
        case "to":
            return Cell("datetime", (time_part(handbook, shift.end),) if shift.end else ())
        case "dri":
            return Cell("person", (person_part(handbook, shift.dri),))
        case "reason":
            return Cell("text", (CellPart(printable(shift.reason)),) if shift.reason else ())
    return item_cell(handbook, kind, item, column)


def time_part(handbook: Handbook, when: datetime) -> CellPart:
    """Return an instant as people say it, with its time where that is not midnight; the title names the zone."""
    text = words.say_moment(words.of(handbook.settings), when, handbook.today)
    return CellPart(text, "time", title=f"{when:%Y-%m-%d %H:%M} {when.tzinfo}", value=when.isoformat())


@by_handbook
def day_part(handbook: Handbook, day: date) -> CellPart:
    """Return a day as people say it."""
    text = words.say_day(words.of(handbook.settings), day, handbook.today)
    return CellPart(text, "time", title=day.isoformat(), value=day.isoformat())


@by_handbook
def distance_part(handbook: Handbook, days: int) -> CellPart:
    """Return how far off a day is."""
    return CellPart(words.say_distance(words.of(handbook.settings), days), "note")


def item_cell(handbook: Handbook, kind: Kind, item: Item, column: Column) -> Cell:
    """Return an item's cell; a list has a part for each of its values."""
    value = item.name if column.key == "handle" and item.name else item.values.get(column.key)
    if value is None:
        return Cell(column.format, ())
    link = item.text(kind.link) if column.key == kind.key and kind.link else ""
    if isinstance(value, str) and column.format == "markdown" and not link:
        return Cell("markdown", (CellPart(printable(value)),))
    if column.format == "frequency" and isinstance(value, str):
        part = frequency_part(handbook, value)
        part = part._replace(href=safe_address(printable(link))) if link else part
        return Cell("text", (part,), sort_data(next_dates.interval(value)))
    if not isinstance(value, list):
        return Cell(
            "text" if column.format == "markdown" else column.format,
            (value_part(handbook, value, column.format, link),),
        )
    parts = [value_part(handbook, one, column.format, link) for one in value]
    return Cell("text", (*parts[:1], *(one._replace(joined=True) for one in parts[1:])))


def split_cell(cell: Cell) -> Cell:
    """Return a cell that can have more parts, since inline Markdown is only one of them."""
    if cell.format != "markdown":
        return cell
    return cell._replace(format="text", parts=tuple(part._replace(form="markdown") for part in cell.parts))


@by_handbook
def frequency_part(handbook: Handbook, text: str) -> CellPart:
    """Return a frequency in the words of the site, with that of the data as title where it is another."""
    said = say_frequency(words.of(handbook.settings), text)
    return CellPart(printable(said), title="" if said == text else printable(text))


def sort_data(key: str) -> tuple[tuple[str, str], ...]:
    """Return what the script needs to know of a cell that sorts by something else than its text."""
    return (("sort", key),) if key else ()


def value_part(handbook: Handbook, value: Any, form: str, link: str) -> CellPart:
    """Return one value as its format is shown."""
    text = printable(as_text(value))
    if form == "person":
        return person_part(handbook, text)
    if form == "channel" and handbook.settings.link_mentions:
        return CellPart(text, href=directory_urls.channel_url(handbook, text))
    if form == "uri-reference":
        return CellPart(place_name(handbook, text), href=safe_address(text))
    if form == "date" and not link and (day := responsibilities.parse_day(text)):
        return day_part(handbook, day)
    return CellPart(
        text, "markdown" if form == "markdown" else "text", href=safe_address(printable(link)) if link else ""
    )


def place_name(handbook: Handbook, address: str) -> str:
    """Return an address as readers see it: the titles of a page of the handbook and its heading, or where it leads."""
    path, _, fragment = address.partition("#")
    if page := handbook.by_uri.get(unquote(path)):
        return printable(page_reader.place_title(page, unquote(fragment)))
    return address.removeprefix("https://").removeprefix("http://").removeprefix("mailto:")


def safe_address(address: str) -> str:
    """Return an address if a browser may follow it, else ""."""
    return address if formats.is_safe_link(address) else ""


def person_name(handbook: Handbook, handle: str) -> str:
    """Return a person's name, or the handle where people.yml does not know it."""
    return person_part(handbook, handle).text


def person_part(handbook: Handbook, handle: str) -> CellPart:
    """Return a person by name with the handle as title, linked to the person's page, or else to a known account on GitHub."""
    handle = responsibilities.known_handle(handbook, handle)
    known = (handbook.people or {}).get(handle)
    if known is None:
        return CellPart(handle)
    own = directory_urls.person_uri(handbook, handle) if handbook.settings.link_mentions else ""
    github = known.text("github")
    href = own or (f"https://github.com/{github}" if github else "")
    return CellPart(printable(known.text("name")), href=href, title=f"@{handle}")
