"""Guesses of frequencies: what a text that is not of the vocabulary was meant to say, or why it says nothing."""

from __future__ import annotations

import re

from mkdocs_handbook.model import Frequency, Unit
from mkdocs_handbook.schedule.calendar_frequencies import (
    FrequencyProblem,
    base_frequency,
    calendar_frequency,
    canonical,
)
from mkdocs_handbook.schedule.frequency_spellings import (
    CLOCK,
    EVENT,
    PERIOD,
    capitalised,
    nearest,
    rewritten,
    says_calendar,
)
from mkdocs_handbook.schedule.frequency_words import NAMES, NTH, WEEKDAYS
from mkdocs_handbook.util.wording import is_slip, shortened

# Of the month, or of all weeks? Only its author knows.
NTH_DAY = re.compile(rf"(?:Each|Every) (second|third|fourth|fifth|[2-5](?:st|nd|rd|th)) ({'|'.join(WEEKDAYS)})\Z")
# What no calendar knows, how often without the days, and roughly when: each with what to say instead.
HINTS = (
    (
        re.compile(r"ad[ -]?hoc|(?:as|when|if) (?:it is )?(?:needed|required|necessary)|on demand|(?:bei|nach) bedarf"),
        ', for what has no rhythm say "Each <event>", such as "Each new hire"',
    ),
    (
        re.compile(
            r"(?:twice|two times|2 ?x|2 times|zweimal|semi-?monthly)(?: (?:a|per|im|pro|each|every))?(?: months?| monat)?\Z"
        ),
        ', say on which days, such as "Monthly on the first and third Monday", or "Every 2 weeks"',
    ),
)
_MONTH_END = re.compile(
    r"(?:at |am )?(?:the )?(?:end|ende) (?:of|des) (?:(?:the|a|each|every|jeden) )?(?:month|monats)\Z"
    r"|(?:(?:at|each|every) )?(?:the )?month[ -]?end\Z|(?:am |jedes )?monatsende\Z"
)
# So much of a text stands in a message that also says what belongs: the whole is at most 160 characters long.
SHORT = 30
_TAKES: dict[Unit, str] = {
    "day": 'no "on"',
    "weekday": 'no "on"',
    "week": 'weekdays, such as "on Monday and Thursday"',
    "month": '"on the" 1st to 31st, last day, or first to fifth or last Friday',
    "year": 'a date such as "on 1 March", "the last day" or "the last Friday"',
}


def problem(normal: str, decoration: str) -> FrequencyProblem:
    """Return what is wrong with a text; `decoration` stands behind it, also when it is replaced."""
    guess, is_sure = _best_guess(normal)
    if ambiguous := _of_weeks_or_months(normal):
        weeks, months = ambiguous
        said = f'unknown frequency "{shortened(normal, SHORT)}", did you mean "{weeks}" or "{months}"?'
        return FrequencyProblem(said, weeks + decoration, is_sure=False)
    if not guess and _MONTH_END.match(normal.lower()):
        guess, is_sure = "Monthly on the last day", False
    elif not guess and (guess := _event(normal)):
        # Only its author knows whether "every full moon" is an event, or says when.
        is_sure = EVENT.search(guess.lower()) is not None
    if not guess:
        return FrequencyProblem(f'unknown frequency "{shortened(normal, SHORT)}"{_belongs(normal)}')
    fix = guess + decoration
    if guess.lower() == normal.lower():
        return FrequencyProblem(f'frequency "{shortened(normal)}" is written "{shortened(guess)}"', fix)
    return FrequencyProblem(
        f'unknown frequency "{shortened(normal)}", did you mean "{shortened(guess)}"?',
        fix,
        is_sure or is_slip(normal, guess),
    )


def is_event(plain: str) -> bool:
    """Return whether a text that begins with "Each" names an event, as what a calendar knows is none."""
    return plain.startswith("Each ") and not says_calendar(plain) and not _best_guess(plain)[0]


def _best_guess(plain: str) -> tuple[str, bool]:
    """Return what was probably meant ("" if nothing is near), and whether no word of it had to be guessed."""
    low = plain.lower().rstrip(".,;:!")
    if len(low) > 100:
        return "", True
    exact = next(filter(calendar_frequency, map(capitalised, (low, rewritten(low)))), "")
    if exact:
        return exact, True
    guess = capitalised(rewritten(re.sub(r"[a-z-]+", lambda match: nearest(match[0]), low)))
    return (guess, False) if calendar_frequency(guess) else ("", True)


def _event(plain: str) -> str:
    # What counts, as in "Every 100 days", is no event, and neither is "Every Monday morning".
    match = re.match(r"(?:each|every) (?![-+]?[0-9.,]+ |zero |(?:an? |one )?hundred )", plain, re.IGNORECASE)
    guess = f"Each {plain[match.end() :]}" if match else ""
    return guess if is_event(guess) and not PERIOD.search(plain.lower()) else ""


def _of_weeks_or_months(plain: str) -> tuple[str, str] | None:
    """Return both readings of a text such as "Every second Tuesday", None of any other."""
    match = NTH_DAY.match(capitalised(rewritten(plain[:100].lower().rstrip(".,;:!"))))
    if not match:
        return None
    word, day = (match[1] if match[1] in NTH else [*NTH][int(match[1][0]) - 1]), match[2]
    weeks = Frequency("week", NTH[word], (WEEKDAYS.index(day),))
    return canonical(weeks), f"Monthly on the {word} {day}"


def _belongs(plain: str) -> str:
    if re.search(CLOCK, plain.lower()):
        return ', the time of day belongs into "time"'
    if hint := next((hint for form, hint in HINTS if form.match(plain[:100].lower())), ""):
        return hint
    name, on, _ = capitalised(rewritten(plain[:100].lower())).partition(" on ")
    base = base_frequency(name)
    if base and on:
        return f": {name} takes {_TAKES[base.unit]}"
    if name.startswith("Every "):
        return ': "Every" takes a number from 1 to 99 and days, weeks, months or years'
    names = ", ".join(name for name, plain in NAMES.items() if plain.every in (1, 3, 6) and name != "Triweekly")
    return f', say {names}, "Every 2 weeks" or "Each <event>"'
