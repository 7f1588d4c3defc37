"""Frequencies as people say them in the language of a site, such as "Alle 2 Wochen am Montag"."""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs_handbook.model import Frequency
from mkdocs_handbook.schedule import item_dates
from mkdocs_handbook.schedule.frequency import decoration_of
from mkdocs_handbook.schedule.frequency_words import NAMES, NTH
from mkdocs_handbook.util import words
from mkdocs_handbook.util.words import Words

# The words of which a frequency is made.
KEYS = (
    *("rhythms", "everyCount", "eachEvent", "onDays", "onTheDay", "onDate", "ordinals", "lastDay", "nth", "nthDay"),
    *("longWeekdays", "longMonths", "and"),
)


def say_frequency(said: Words, text: str) -> str:
    """Return a valid frequency in the words of a site: where these are English, as somebody wrote it."""
    english = words.of_language("en")
    if all(said[key] == english[key] for key in KEYS):
        return text
    found = item_dates.valid_frequency(text)
    if found.event is not None:
        return words.say(said, "eachEvent", event=found.event) + decoration_of(text)
    return on_day(said, rhythm(said, found), found) + decoration_of(text)


def rhythm(said: Words, frequency: Frequency) -> str:
    """Return how often something happens, by its plain name where there is one."""
    names = (name for name, one in NAMES.items() if (one.unit, one.every) == (frequency.unit, frequency.every))
    name = next(names, "")
    return (
        str(said["rhythms"][name])
        if name
        else words.fill(said["everyCount"][frequency.unit], count=str(frequency.every))
    )


def on_day(said: Words, often: str, frequency: Frequency) -> str:
    """Return a rhythm with the days on which something happens, if it names some."""
    days = listed(said, [said["longWeekdays"][day] for day in frequency.weekdays])
    if frequency.nth:
        which = listed(said, [said["nth"][[*NTH.values()].index(number)] for number in frequency.nth])
        return words.say(said, "onTheDay", rhythm=often, day=words.say(said, "nthDay", nth=which, weekday=days))
    if days:
        return words.say(said, "onDays", rhythm=often, days=days)
    if frequency.month_day is None:
        return often
    if frequency.month is not None:
        month = said["longMonths"][frequency.month - 1]
        return words.say(said, "onDate", rhythm=often, day=str(frequency.month_day), month=month)
    day = said["lastDay"] if frequency.month_day < 0 else said["ordinals"][frequency.month_day - 1]
    return words.say(said, "onTheDay", rhythm=often, day=day)


def listed(said: Words, names: Sequence[str]) -> str:
    """Return names with the word for "and" before the last."""
    first, last = ", ".join(names[:-1]), "".join(names[-1:])
    return words.say(said, "and", first=first, last=last) if first else last
