"""The parser of days and time frames as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from mkdocs_handbook.schedule.frequency_words import MONTHS, WEEKDAYS
from mkdocs_handbook.schedule.written_dates import readings
from mkdocs_handbook.util.wording import folded

_MONTHS = [name.lower() for name in MONTHS]
_MONTH = rf"(?:{'|'.join(name for name in _MONTHS)}|sept|{'|'.join(name[:3] for name in _MONTHS)})\.?"
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_WEEKDAY = rf"(?:(?:{'|'.join(f'{name.lower()}|{name[:3].lower()}' for name in WEEKDAYS)}|tues|thurs)\.?,? )?"
_WITHOUT_YEAR = (
    re.compile(rf"{_WEEKDAY}(?P<month>{_MONTH}) (?P<day>{_DAY})\Z"),
    re.compile(rf"{_WEEKDAY}(?P<day>{_DAY})[ -](?P<month>{_MONTH})\Z"),
)
_SEPARATOR = re.compile(r" ?(?:–|—|→|\bto\b|\buntil\b|\bthrough\b|(?<![0-9])-|-(?![0-9])| - ) ?")
_SAME_MONTH = re.compile(rf"(?P<month>{_MONTH}) (?P<first>{_DAY}) ?[–—-] ?(?P<last>{_DAY})(?P<rest>,? [0-9]{{4}})?\Z")
_LEAD = re.compile(r"(?:the )?week (?:of|from|starting|beginning)(?: on)? ")


def day(text: str, near: date | None = None) -> date | None:
    """Return the day that a text names, None if it names none; without a year, the one that is nearest to `near`."""
    plain = folded(text)
    if days := readings(plain):
        return days[0] if len(days) == 1 else None
    match = next(filter(None, (form.match(plain) for form in _WITHOUT_YEAR)), None)
    if not match or not near:
        return None
    month = 1 + [name[:3] for name in _MONTHS].index(match["month"][:3])
    when = int(re.sub(r"\D", "", match["day"]))
    found = (_date(near.year + step, month, when) for step in (-1, 0, 1))
    return min(filter(None, found), key=lambda day: abs(day - near), default=None)


def has_year(text: str) -> bool:
    """Return whether a text names a year."""
    return re.search(r"\b(?:19|20)[0-9]{2}\b", text) is not None


def frame(text: str, near: date) -> tuple[date, date | None] | None:
    """Return the first and last day of a time frame (the last is None for a single day), None if it is no time frame."""
    plain = folded(text)
    plain = _LEAD.sub("", plain, count=1)
    if single := day(plain, near):
        return single, None
    if match := _SAME_MONTH.match(plain):
        ends = f"{match['month']} {match['last']}{match['rest'] or ''}"
        last = day(ends, near)
        first = day(f"{match['month']} {match['first']}", last) if last else None
        return (first, last) if first else None
    return next(_pairs(plain, near), None)


def _pairs(plain: str, near: date) -> Iterator[tuple[date, date]]:
    for match in _SEPARATOR.finditer(plain):
        before, after = plain[: match.start()].strip(), plain[match.end() :].strip()
        last = day(after, near)
        # A year at the end is that of both.
        first = day(before, last if has_year(after) else near) if last else None
        if first and last:
            yield first, last if has_year(after) else (day(after, first) or last)


def _date(year: int, month: int, when: int) -> date | None:
    try:
        return date(year, month, when)
    except ValueError:
        return None
