"""The words of a site beside its data, in its language, and dates as people say them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

# Texts by their keys, and two lists: the weekdays from Monday on, and the months.
Words = Mapping[str, Any]
FOLDER = Path(__file__).parents[1] / "templates/handbook/words"
OWN = "handbook/words.json"


@cache
def of_language(language: str) -> Words:
    """Return the words of a language such as "de" or "de-AT", English where there are none of it."""
    path = FOLDER / f"{language.partition('-')[0].partition('_')[0]}.json"
    known: dict[str, Any] = json.loads((FOLDER / "en.json").read_text(encoding="utf-8"))
    return (
        {**known, **json.loads(path.read_text(encoding="utf-8"))} if path.parent == FOLDER and path.is_file() else known
    )


def say(words: Words, key: str, **values: str) -> str:
    """Return a text with values in the place of their names; "" for a text that is none."""
    text = words.get(key)
    return text.format_map(_Values(values)) if isinstance(text, str) else ""


class _Values(dict[str, str]):
    """Values by name; a name that nobody knows stays."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


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
    """Return an instant as people say it, such as "Mon 30 Nov, 10:00"."""
    return say(words, "moment", day=say_day(words, when.date(), today), time=f"{when:%H:%M}")
