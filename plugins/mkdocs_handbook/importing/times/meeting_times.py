"""The reader of what people write about when a meeting is: "every other Tuesday at 09:00 PT", "Thursdays 16:00-17:00 CET (biweekly)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.importing.times import clock_times, dates
from mkdocs_handbook.importing.times.time_zones import zone_name
from mkdocs_handbook.model import Frequency
from mkdocs_handbook.schedule import frequency
from mkdocs_handbook.schedule.frequency import FrequencyProblem
from mkdocs_handbook.schedule.frequency_spellings import PERIOD
from mkdocs_handbook.util.wording import shortened

OF_MONTH = re.compile(r"(?<=day),? (?:of the|of each|every|each) month\Z", re.IGNORECASE)
DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "\xa0": " ", "‑": "-"})
LONGEST = 200
# What only joins a frequency and a time.
JOINING = re.compile(
    r"^(?:and|at|on|from|starting|@|meets?|held|occurs|:|-|~)+ +|[\s,:.-]+$|^[\s,:.-]+| +(?:at|from|starting|@|-)$",
    re.IGNORECASE,
)
RHYTHM = re.compile(
    r"\b(?:daily|(?:bi-?|tri-?)?weekly|fortnightly|(?:bi-?)?monthly|quarterly|annual(?:ly)?|yearly)\b", re.IGNORECASE
)
# What says how often beside a weekday.
SAYS_RHYTHM = re.compile(
    r"week(?!day|end)|month|quarter|year|annual|dai?ly|fortnight|\bother\b|alternat", re.IGNORECASE
)
_FROM = r"(?:starting|beginning|from|since|start date:)(?: on| from| at)? (?P<day>[^()]+)"
STARTING = re.compile(rf",? ?\(?\b{_FROM}\)?\Z", re.IGNORECASE)
# "Tuesday (starting June 2nd 2026)s at 8:00" and "Tuesdays (…)s" are what programs write.
STARTING_ASIDE = re.compile(rf"(?P<many>s)? ?\({_FROM}\)(?(many)s?\b)", re.IGNORECASE)
YEAR_FIRST = re.compile(r"(?P<how>.+?) (?P<year>(?:19|20)[0-9]{2}) start date: (?P<day>.+)\Z", re.IGNORECASE)
SAYS_WHEN = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tues?|wed|thu|thurs?|fri|(?:bi|tri|semi)?-?weekly|daily|(?:bi|semi)?-?monthly|quarterly"
    r"|annually|yearly|fortnight(?:ly)?|every [\w ]*(?:day|week|month|quarter|year)s?)\b|\b[0-9]{1,2}:[0-9]{2}\b|\b[0-9]{1,2} ?[ap]\.?m\b",
    re.IGNORECASE,
)


def says_when(plain: str) -> bool:
    """Return whether a text has a weekday, a time of day, or a word of frequencies in it."""
    return SAYS_WHEN.search(plain[:400]) is not None


def split_start(plain: str) -> tuple[str, str]:
    """Return what a text says about when, without the day on which that starts, and this day, "" if it says none."""
    if match := YEAR_FIRST.match(plain):
        return match["how"], f"{match['day']}, {match['year']}"
    match = STARTING_ASIDE.search(plain) or STARTING.search(plain)
    if match is None or _begins_with_time(match["day"]) or not re.search(r"[0-9]", match["day"]):
        return plain, ""
    return plain[: match.start()] + (match.groupdict().get("many") or "") + plain[match.end() :], match["day"]


def _begins_with_time(text: str) -> bool:
    """Return whether a text behind "from" or "starting" is a time of day: "9:00 to 10:00"."""
    match = clock_times.CLOCK.match(text)
    return dates.day(text) is None and (match is not None or text.isdigit())


def read(plain: str) -> dict[str, Any]:
    """Return the time, zone, duration and phrases of frequencies that a text says; raise NotImportedError if it says more."""
    values: dict[str, Any] = {}
    if len(plain) > LONGEST:
        raise NotImportedError(f'"{shortened(plain)}" says more than when something takes place')
    length, rest = clock_times.take_length(plain.translate(DASHES))
    moment, rest = clock_times.take_moment(rest)
    if moment:
        values["time"] = f"{moment.start // 60:02}:{moment.start % 60:02}"
        values |= {"timezone": moment.zone} if moment.zone else {}
        if length and moment.length and length != moment.length:
            raise NotImportedError(f'"{shortened(plain)}" says two lengths of time')
        length = length or moment.length
    values |= {"duration": length} if length else {}
    phrases = list(read_phrases(rest, values))
    return values | ({"when": phrases} if phrases else {})


def read_phrases(rest: str, values: dict[str, Any]) -> Iterator[str]:
    """Yield the frequencies in what is left without the time of day; zones are added to the values."""
    whole = _bare(rest.replace(";", " "))
    if _is_known(whole):
        yield known_frequency(whole)
        return
    groups = [group for group in map(_bare, re.split(r"[();]", rest)) if group]
    parts = [part for group in groups for part in ([group] if _is_known(group) else _parts(group))]
    zones = [part for part in parts if _zone(part)]
    for part in zones:
        if values.setdefault("timezone", _zone(part)) != _zone(part):
            raise NotImportedError(f'"{shortened(part)}" is another time zone than {values["timezone"]}')
    left = [part for part in parts if part not in zones]
    if len(left) > 1 and not all(map(_is_known, left)):
        left = [", ".join(left)]
    yield from map(known_frequency, left)


def combined(phrases: Sequence[str]) -> str:
    """Return the one frequency that phrases in several columns or words say; raise NotImportedError if they do not go together."""
    if {*phrases} == {"Daily", "Weekdays"}:
        return "Weekdays"
    often, *others = phrases
    for other in others:
        parsed = (frequency.parse(often), frequency.parse(other))
        first, second = (one if isinstance(one, Frequency) else Frequency() for one in parsed)
        is_weekly = not first.nth and (first.unit, first.every) == ("week", 1)
        if first.weekdays and (is_weekly or not second.weekdays):
            often, other = other, often
        often = frequency_on_day(often, other.rpartition(" on ")[2] if " on " in other else other)
    return often


def refuse_contradiction(name: str, often: str, typed: str) -> None:
    """Raise NotImportedError if a name says another rhythm than a frequency, "Monthly sync" on "Tuesdays", which is typed so."""
    rhythm, parsed = RHYTHM.search(name), frequency.parse(often)
    if rhythm is None or SAYS_RHYTHM.search(typed) or not isinstance(parsed, Frequency):
        return
    said = _sure_frequency(frequency.parse(rhythm[0]))
    is_daily = said.unit == "day" and parsed.unit in ("day", "weekday")
    if (said.unit, said.every) != (parsed.unit, parsed.every) and not is_daily and said != Frequency():
        message = f'"{shortened(name)}" and "{shortened(typed)}" say different rhythms, say how often in one way'
        raise NotImportedError(message)


def known_frequency(text: str) -> str:
    """Return a frequency in the words of the vocabulary; raise NotImportedError if its meaning is unclear."""
    parsed = frequency.parse(text)
    if isinstance(parsed, FrequencyProblem) and parsed.fix is None:
        # "Monthly, second Thursday of the month" says the month twice.
        text = OF_MONTH.sub("", text)
        parsed = frequency.parse(text)
    if not isinstance(parsed, FrequencyProblem):
        if parsed.event and PERIOD.search(parsed.event.lower()):
            raise NotImportedError(
                f'"{shortened(text)}" may be an event or say when, say it as "Monthly on the last day"'
            )
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


def _is_known(text: str) -> bool:
    try:
        return bool(known_frequency(text))
    except NotImportedError:
        return False


def _sure_frequency(parsed: Frequency | FrequencyProblem) -> Frequency:
    """Return the frequency if it is clear, else one without any day."""
    if isinstance(parsed, FrequencyProblem):
        parsed = frequency.parse(parsed.fix) if parsed.fix and parsed.is_sure else parsed
    return parsed if isinstance(parsed, Frequency) else Frequency()


def _bare(text: str) -> str:
    text = " ".join(text.split())
    while (bare := JOINING.sub("", text)) != text:
        text = bare
    return text


def _parts(group: str) -> list[str]:
    return [part for part in map(_bare, re.split(r",| - |: ", group)) if part]


def _zone(text: str) -> str:
    try:
        return zone_name(text)
    except NotImportedError:
        return ""
