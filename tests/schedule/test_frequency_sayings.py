"""Frequencies in the words of a site."""

from __future__ import annotations

import pytest

from mkdocs_handbook.schedule.frequency_sayings import say_frequency
from mkdocs_handbook.schedule.frequency_words import VOCABULARY
from mkdocs_handbook.util import words
from recurrence_cases import FORMS

ENGLISH, GERMAN = words.of_language("en"), words.of_language("de")
# Texts of the data, and what a German site says.
CASES = {
    "Daily": "Täglich",
    "Weekdays": "Werktags",
    "Weekly": "Wöchentlich",
    "Biweekly": "Alle 2 Wochen",
    "Every two weeks": "Alle 2 Wochen",
    "Every 1 week": "Wöchentlich",
    "Quarterly": "Vierteljährlich",
    "Every 6 months": "Halbjährlich",
    "Every 5 days": "Alle 5 Tage",
    "Every 3 years": "Alle 3 Jahre",
    "Weekly on Monday": "Wöchentlich am Montag",
    "Weekly on Monday and Thursday 🎉": "Wöchentlich am Montag und Donnerstag 🎉",
    "Triweekly on Tuesday, Friday and Sunday": "Alle 3 Wochen am Dienstag, Freitag und Sonntag",
    "Monthly on the 1st": "Monatlich am 1.",
    "Monthly on the 31st": "Monatlich am 31.",
    "Monthly on the last day": "Monatlich am letzten Tag",
    "Monthly on the first Tuesday": "Monatlich am ersten Dienstag",
    "Quarterly on the fourth and last Friday": "Vierteljährlich am vierten und letzten Freitag",
    "Annually on 1 March": "Jährlich am 1. März",
    "Annually on the last Friday": "Jährlich am letzten Freitag",
    "Each release": "Je release",
}


@pytest.mark.parametrize(("text", "said"), CASES.items())
def test_a_german_site_says_it_in_german(text: str, said: str) -> None:
    assert say_frequency(GERMAN, text) == said


@pytest.mark.parametrize("text", [*CASES, *VOCABULARY, *FORMS])
def test_an_english_site_says_what_somebody_wrote(text: str) -> None:
    assert say_frequency(ENGLISH, text) == text


@pytest.mark.parametrize("text", [*VOCABULARY, *FORMS])
def test_words_of_one_s_own_take_the_place_of_english_ones(text: str) -> None:
    """Where one of the words is another, the others are as they were."""
    assert say_frequency({**ENGLISH, "eachEvent": "Per {event}"}, text) == text
    own = {**ENGLISH, "and": "{first} & {last}", "rhythms": {**ENGLISH["rhythms"], "Weekly": "Once a week"}}
    assert say_frequency(own, text) == text.replace(" and ", " & ").replace("Weekly", "Once a week")
