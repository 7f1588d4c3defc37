"""Written dates: the days that a text may mean which is not written as YYYY-MM-DD."""

from __future__ import annotations

import re
from datetime import date

from mkdocs_handbook.schedule.frequency_words import MONTHS
from mkdocs_handbook.util.wording import folded

_NAMES = {name.lower()[:3]: number for number, name in enumerate(MONTHS, start=1)}
_NAMES |= {"mär": 3, "mae": 3, "mai": 5, "okt": 10, "dez": 12}
_MONTH = r"(?P<name>[a-zä]{3,9})\.?"
_WEEKDAY = r"(?:[a-z]{2,10}\.?,? )?"
_YEAR_FIRST = re.compile(
    r"([0-9]{4})(?:[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})|([0-9]{2})([0-9]{2}))(?:[t ][0-9:.z+]+)?\Z"
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/. ] ?([0-9]{1,2})[-/. ] ?([0-9]{4})\Z")
_NAMED = (
    re.compile(rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})(?:\.|st|nd|rd|th)?[ -]?(?:of )?{_MONTH},?[ -](?P<year>[0-9]{{4}})\Z"),
    re.compile(rf"{_WEEKDAY}{_MONTH} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<year>[0-9]{{4}})\Z"),
)


def readings(text: str) -> list[date]:
    """Return the days that a text may mean, in their order: two of 03/02/2026, for some read it in March."""
    plain = folded(text)[:40]
    if match := _YEAR_FIRST.match(plain):
        numbers = [int(part) for part in match.groups() if part]
        return _days([(numbers[0], numbers[1], numbers[2])])
    if match := _YEAR_LAST.match(plain):
        first, second, year = (int(part) for part in match.groups())
        return _days([(year, second, first), (year, first, second)])
    for form in _NAMED:
        if (match := form.match(plain)) and (month := _NAMES.get(match["name"][:3])):
            return _days([(int(match["year"]), month, int(match["day"]))])
    return []


def _days(parts: list[tuple[int, int, int]]) -> list[date]:
    found = set()
    for year, month, day in parts:
        try:
            found.add(date(year, month, day))
        except ValueError:
            continue
    return sorted(found)
