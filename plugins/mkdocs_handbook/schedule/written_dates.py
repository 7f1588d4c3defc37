"""Written dates: the days that a text may mean which is not written as YYYY-MM-DD."""

from __future__ import annotations

import re
from datetime import date

from mkdocs_handbook.schedule.frequency_words import MONTHS, WEEKDAYS
from mkdocs_handbook.schedule.german_frequencies import GERMAN_DAYS, GERMAN_MONTHS
from mkdocs_handbook.util.wording import folded

# Whole, or its first three letters: "marbles" is no March.
_WHOLE = (*enumerate(map(str.lower, MONTHS), start=1), *enumerate(GERMAN_MONTHS, start=1))
_NAMES = {form: number for number, name in _WHOLE for form in (name, name[:3])} | {"maerz": 3, "mrz": 3, "sept": 9}
_MONTH = rf"(?P<name>{'|'.join(sorted(_NAMES, key=len, reverse=True))})\.?"
_WEEKDAYS = "|".join(f"{day.lower()}|{day[:3].lower()}" for day in WEEKDAYS)
_GERMAN_DAYS = "|".join(f"{day}|{day[:2]}" for day in GERMAN_DAYS)
_WEEKDAY = rf"(?:(?:{_WEEKDAYS}|tues|thurs|{_GERMAN_DAYS}|sonnabend)\.?,? )?"
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
        if match := form.match(plain):
            return _days([(int(match["year"]), _NAMES[match["name"]], int(match["day"]))])
    return []


def _days(parts: list[tuple[int, int, int]]) -> list[date]:
    found = set()
    for year, month, day in parts:
        try:
            found.add(date(year, month, day))
        except ValueError:
            continue
    return sorted(found)
