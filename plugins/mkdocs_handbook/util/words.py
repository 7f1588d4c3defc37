"""The words of a site beside its data, in its language, and dates as people say them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from mkdocs_handbook.model import Settings
from mkdocs_handbook.util.wording import did_you_mean, shortened

# Up to how many days a distance is told in which unit, and how many days that has.
UNITS = ((14, "day"), (60, "week"), (730, "month"), (float("inf"), "year"))
DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
# Texts by their keys, and two lists: the weekdays from Monday on, and the months.
Words = Mapping[str, Any]
FOLDER = Path(__file__).parents[1] / "templates/handbook/words"
OWN = "handbook/words.json"
# Where a value stands in a text, as handbook.js has it: other braces are text.
PLACE = re.compile(r"\{(\w+)\}", re.ASCII)


class WordsError(ValueError):
    """Words of a site that are not like those of the table."""


@cache
def of_language(language: str) -> Words:
    """Return the words of a language such as "de" or "de-AT", English where there are none of it."""
    path = FOLDER / f"{language.partition('-')[0].partition('_')[0]}.json"
    known: dict[str, Any] = json.loads((FOLDER / "en.json").read_text(encoding="utf-8"))
    return (
        {**known, **json.loads(path.read_text(encoding="utf-8"))} if path.parent == FOLDER and path.is_file() else known
    )


def of(settings: Settings) -> Words:
    """Return the words of a site, English where nobody has chosen."""
    return settings.words or of_language("en")


def with_own(known: Words, text: str) -> Words:
    """Return words with those of a site's own file in their places; raise WordsError for what is no word."""
    try:
        own = json.loads(text)
    except ValueError as error:
        raise WordsError(f"{OWN}: {error}") from None
    if not isinstance(own, dict):
        raise WordsError(f"{OWN}: an object of words belongs here")
    for key, value in own.items():
        if key not in known:
            raise WordsError(f'{OWN}: "{shortened(key)}" is no word here{did_you_mean(key, known)}')
        if shape(value) != shape(known[key]):
            raise WordsError(f'{OWN}: "{key}" is no value like {json.dumps(known[key], ensure_ascii=False)}')
    return {**known, **own}


def shape(value: Any) -> Any:
    """Return what a value has to have in common with the one that it replaces."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    return [shape(one) for one in value] if isinstance(value, list) else type(value)


def say_distance(words: Words, days: int) -> str:
    """Return how far off a day is, such as "in 3 days"."""
    if -1 <= days <= 1:
        return str(words[("yesterday", "today", "tomorrow")[days + 1]])
    unit = next(unit for limit, unit in UNITS if abs(days) < limit)
    count = int(abs(days) / DAYS[unit] + 0.5)
    return str(words["in" if days > 0 else "ago"][unit]).replace("{count}", str(count))


def say(words: Words, key: str, **values: str) -> str:
    """Return a text with values in the place of their names, of which others stay; "" for a text that is none."""
    text = words.get(key)
    return fill(text, **values) if isinstance(text, str) else ""


def fill(text: str, **values: str) -> str:
    """Return a text with values in the place of their names, of which others stay."""
    return PLACE.sub(lambda match: values.get(match[1], match[0]), text)


def say_day(words: Words, day: date, today: date, key: str = "day") -> str:
    """Return a day as people say it, such as "Mon 30 Nov", with its year where that is not this one."""
    return say(
        words,
        "dayOfYear" if key == "day" and day.year != today.year else key,
        weekday=words["weekdays"][day.weekday()],
        day=str(day.day),
        month=words["months"][day.month - 1],
        year=str(day.year),
    )


def say_moment(words: Words, when: datetime, today: date) -> str:
    """Return an instant as people say it, such as "Mon 30 Nov, 10:00"; at midnight, its day."""
    if (when.hour, when.minute) == (0, 0):
        return say_day(words, when.date(), today)
    return say(words, "moment", day=say_day(words, when.date(), today), time=f"{when:%H:%M}")
