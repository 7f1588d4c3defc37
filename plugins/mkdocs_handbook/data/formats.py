"""Format checks: what each `format` of a schema accepts, for built-in and user-defined kinds."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from html import unescape
from pkgutil import get_data

from mkdocs_handbook.schedule.frequency import FrequencyProblem, parse
from mkdocs_handbook.util.patterns.late_patterns import late_pattern
from mkdocs_handbook.util.wording import guess_hint, is_respelled, nearest, shortened

DATE = late_pattern(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
SCHEME = late_pattern(r"([A-Za-z][A-Za-z0-9+.-]*):")
SAFE_SCHEMES = ("http", "https", "mailto")
CHANNEL = late_pattern(r"#[^\s#,*]*\*?\Z")
# Of punctuation, Slack has these in the names of channels, and letters of every script.
JOINTS = "-_"
LONGEST_CHANNEL = 80


@dataclass(frozen=True, slots=True)
class MisfitError(Exception):
    """Why a text is not of a format: the rule's code, the message, and the text that belongs, where that is clear or a guess."""

    code: str
    message: str
    fix: str | None = None
    is_sure: bool = True


def check_date(text: str) -> None:
    """Raise MisfitError unless a text is a day that exists, as YYYY-MM-DD."""
    match = DATE.match(text)
    if not match:
        raise written_otherwise(text)
    year, month, day = (int(part) for part in match.groups())
    if not year or not 1 <= month <= 12:
        raise MisfitError(
            "HB111", f'"{text}" does not exist, {"months count from 1 to 12" if year else "years count from 1"}'
        )
    if not 1 <= day <= monthrange(year, month)[1]:
        days = monthrange(year, month)[1]
        raise MisfitError("HB111", f'"{text}" does not exist, {date(year, month, 1):%B %Y} has {days} days')


def written_otherwise(text: str) -> MisfitError:
    """Return why a text is no date: the day that it means, both if it may mean two, else how dates are written."""
    # Imported here: nearly all dates are written as they belong.
    from mkdocs_handbook.schedule.written_dates import readings

    days = [day.isoformat() for day in readings(text)]
    said = f"write {' or '.join(days)}" if days else "dates are written YYYY-MM-DD, such as 2026-03-31"
    return MisfitError("HB111", f'"{shortened(text)}" is no date, {said}', days[0] if len(days) == 1 else None)


def check_frequency(text: str) -> None:
    """Raise MisfitError unless a text is of the vocabulary of frequencies."""
    problem = parse(text)
    if isinstance(problem, FrequencyProblem):
        raise MisfitError("HB103", problem.message, problem.fix, problem.is_sure)


def check_period(text: str) -> None:
    """Raise MisfitError unless a text is what `Every …` takes, such as `2 weeks`."""
    problem = parse(f"Every {text}")
    if isinstance(problem, FrequencyProblem) or problem.event or problem.weekdays or problem.month_day:
        raise MisfitError("HB103", f'"{shortened(text)}" is no period, "1 week" or "10 days" would be one')


@cache
def zones() -> frozenset[str]:
    """Return the names of all time zones of the IANA database."""
    from zoneinfo import available_timezones

    # What this machine takes for its own is no name elsewhere.
    return frozenset(available_timezones() - {"localtime"})


@cache
def packaged_zones() -> frozenset[str]:
    """Return the names that the package of time zones has, none where there is no such package.

    They are among those of `zones`, which looks through all folders of the system for more.
    """
    try:
        listed = get_data("tzdata", "zones") or b""
    except OSError:
        return frozenset()
    return frozenset(listed.decode("utf-8").split())


def check_timezone(text: str) -> None:
    """Raise MisfitError unless a text is the IANA name of a time zone."""
    if text in packaged_zones():
        return
    if not zones():
        raise MisfitError("HB110", f'"{shortened(text)}" is unknown, as this system has no time zones: install tzdata')
    if text not in zones():
        guess = nearest(text, zones())
        hint = guess_hint(guess) or ', "Europe/London" would be one'
        raise MisfitError(
            "HB110", f'unknown time zone "{shortened(text)}"{hint}', guess or None, is_respelled(text, guess)
        )


def check_channel(text: str) -> None:
    """Raise MisfitError unless a text is the name of a Slack channel with its "#"."""
    if CHANNEL.match(text) and text != "#":
        check_channel_name(text.removeprefix("#").removesuffix("*"))
        return
    is_name = CHANNEL.match(f"#{text}") and not odd_character(text.removesuffix("*"))
    fix = f"#{text}" if text and is_name and len(text) <= LONGEST_CHANNEL else None
    hint = f', write "{fix}"' if fix else ', a name with "#" and no space belongs here'
    raise MisfitError("HB110", f'"{shortened(text)}" is no channel{hint}', fix)


def check_channel_name(name: str) -> None:
    """Raise MisfitError for the name of a channel that Slack cannot have."""
    if odd := odd_character(name):
        message = f'"#{shortened(name)}" is no channel, Slack has no "{odd}" in names, but letters, digits, "-" and "_"'
        raise MisfitError("HB110", message)
    if len(name) > LONGEST_CHANNEL:
        message = f'"#{shortened(name)}" is no channel, Slack has no names of more than {LONGEST_CHANNEL} characters'
        raise MisfitError("HB110", message)


def odd_character(name: str) -> str:
    """Return the first character of a name that Slack has in none, "" where all are as they should be."""
    return next((char for char in name if unicodedata.category(char)[0] in "PSC" and char not in JOINTS), "")


def check_link(text: str) -> None:
    """Raise MisfitError unless a text is a relative address or one that a browser may safely follow."""
    if re.search(r"[\s<>\"\x00-\x1f\\]", text):
        raise MisfitError(
            "HB110", f'"{shortened(text)}" is no address, it holds a space or another character that none has'
        )
    if not is_safe_link(text):
        scheme = SCHEME.match(unescape(text))
        name = scheme.group(1) if scheme else "//"
        raise MisfitError("HB110", f'an address with "{name}" is not safe, http, https, mailto or a relative one is')


def is_link(text: str) -> bool:
    """Return whether a text is an address that data may hold."""
    try:
        check_link(text)
    except MisfitError:
        return False
    return True


@lru_cache(maxsize=4096)
def is_safe_link(address: str) -> bool:
    """Return whether a link goes to http(s), mailto or a relative address, once browsers have decoded it."""
    decoded = re.sub(r"[\x00-\x20]", "", unescape(unescape(address)))
    scheme = SCHEME.match(decoded)
    return scheme.group(1).lower() in SAFE_SCHEMES if scheme else not decoded.startswith(("//", "\\"))


CHECKS: dict[str, Callable[[str], None]] = {
    "date": check_date,
    "frequency": check_frequency,
    "period": check_period,
    "timezone": check_timezone,
    "channel": check_channel,
    "uri-reference": check_link,
}


def accepting(check: Callable[[str], None]) -> Callable[[object], bool]:
    """Return a check as libraries call it: true for all values but text, which may raise MisfitError."""

    def accepts(value: object) -> bool:
        if isinstance(value, str):
            check(value)
        return True

    return accepts
