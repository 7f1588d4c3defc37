"""The reader of times of day and lengths in a text: "16:00-17:00 CET", "9am PT / 12pm ET", "for 45 minutes"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.importing.times.time_zones import ZONE, zone_name
from mkdocs_handbook.util.wording import shortened

_HALF = r"(?P<half{0}> ?[ap]\.?m\b\.?|[ap]\b)?"
_CLOCK = rf"(?:(?P<hour{{0}}>[0-9]{{{{1,2}}}})(?:[:.h](?P<minute{{0}}>[0-9]{{{{2}}}})(?::00)?|(?P<mark{{0}}>h)\b)?{_HALF}|(?P<noon{{0}}>(?:12 ?)?noon))"
CLOCK = re.compile(
    rf"(?:\b(?:at|from|@) ?)?(?<![\w:.,+-]){_CLOCK.format(1)}(?: ?(?:-|to|until|till) ?{_CLOCK.format(2)})?(?![\w:%+])",
    re.IGNORECASE,
)
_MINUTES = "m|mins?|minutes?"
LENGTH = re.compile(
    rf"(?:\bfor |\()?(?<![\w:.-])(?:~|about |ca\. )?(?:(?P<hours>[0-9]+(?:\.5)?|an?|one|two|half an|half) ?-?(?:hours?|hrs?|h)\b"
    rf"(?:,? ?(?:and )?(?P<more>[0-9]+) ?(?:{_MINUTES})\b)?|(?P<minutes>[0-9]+) ?-?(?:{_MINUTES})\b)(?: long| each)?\)?",
    re.IGNORECASE,
)
# "15h" is a time of day, "2h" and "(15h)" are lengths.
HOUR = re.compile(r"(?:[5-9]|[12][0-9])h")
_HOURS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "half": 0.5, "half an": 0.5}
# Days with and without daylight saving.
_SEASONS = (datetime(2026, 1, 15), datetime(2026, 7, 15))


class Moment(NamedTuple):
    """A time of day in minutes, how long it lasts in minutes (0 if it is not said), and its zone or ""."""

    start: int
    length: int
    zone: str


def take_length(text: str) -> tuple[int, str]:
    """Return the length that a text says, in minutes, and the rest of the text; raise NotImportedError for several."""
    found = [match for match in LENGTH.finditer(text) if not HOUR.fullmatch(match[0].strip())]
    if not found:
        return 0, text
    match = found[0]
    hours = match["hours"] or "0"
    minutes = int((_HOURS.get(hours.lower()) or float(hours or 0)) * 60) if match["hours"] else 0
    minutes += int(match["more"] or match["minutes"] or 0)
    if len(found) > 1 or not 1 <= minutes <= 1440 or re.search(r"[0-9] ?(?:-|to|or) ?\Z", text[: match.start()]):
        raise NotImportedError(f'"{shortened(text)}" says no single length of time, write the minutes')
    return minutes, text[: match.start()] + " " + text[match.end() :]


def take_moment(text: str) -> tuple[Moment | None, str]:
    """Return the time of day that a text says, and the rest of the text; raise NotImportedError for several times."""
    moments: list[Moment] = []
    rest, at = "", 0
    for match in CLOCK.finditer(text):
        moment = _moment(match)
        if moment is None or match.start() < at:
            continue
        zone = ZONE.match(text, match.end())
        name = (
            zone_name(zone[0].strip(" ()") if not zone["long"] else f"{zone['zone']} ({zone['long']})") if zone else ""
        )
        moments.append(moment._replace(zone=name))
        rest += text[at : match.start()] + "\0"
        at = zone.end() if zone else match.end()
    rest += text[at:]
    if len(moments) > 1 and not _are_same(moments, rest):
        raise NotImportedError(f'"{shortened(text)}" says several times of day, one ritual has one')
    rest = re.sub(r"\0[\s()/,;=|]*(?:\0[\s()/,;=|]*)*", " ; ", rest)
    return (moments[0] if moments else None), rest


def _moment(match: re.Match[str]) -> Moment | None:
    """Return the time of day of a match, None if it is only a number."""
    start, end = _minutes(match, 1), _minutes(match, 2)
    is_clock = any(match[name] for name in ("minute1", "half1", "noon1", "mark1", "minute2", "half2", "noon2", "mark2"))
    if not is_clock or start is None:
        return None
    if end is None:
        return Moment(start, 0, "")
    if not match["half1"] and (match["half2"] or match["noon2"]) and start < 720 <= end and (end - start) > 720 - 60:
        start += 720
    elif not match["half1"] and match["half2"] and match["half2"].strip()[0] in "pP" and start < 720 <= end:
        # "1-2pm" is in the afternoon, "11-1pm" is not: the nearer one.
        start = start + 720 if start + 720 < end else start
    length = (end - start) % 1440
    return Moment(start, length, "") if 0 < length <= 720 else None


def _minutes(match: re.Match[str], number: int) -> int | None:
    if match[f"noon{number}"]:
        return 720
    hour, minute, half = (match[f"{name}{number}"] for name in ("hour", "minute", "half"))
    if hour is None:
        return None
    at = int(hour)
    if half:
        at = at % 12 + 12 * (half.strip()[0] in "pP") if 1 <= at <= 12 else 24
    return at * 60 + int(minute or 0) if at < 24 and int(minute or 0) < 60 else None


def _are_same(moments: Sequence[Moment], rest: str) -> bool:
    """Return whether times beside each other are one moment in several zones, in summer and in winter."""
    between = rest.partition("\0")[2].rpartition("\0")[0].replace("\0", "")
    if between.strip(" ()/,;=|") or not all(moment.zone for moment in moments):
        return False
    return all(len({_instant(day, moment) for moment in moments}) == 1 for day in _SEASONS)


def _instant(day: datetime, moment: Moment) -> float:
    at = day.replace(hour=moment.start // 60, minute=moment.start % 60, tzinfo=ZoneInfo(moment.zone))
    return at.timestamp() % 86400
