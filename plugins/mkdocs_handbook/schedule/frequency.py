"""Frequencies: texts such as "Every 2 weeks on Monday" as `Frequency` records and back, with corrections of typos."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mkdocs_handbook.model import Frequency, Unit
from mkdocs_handbook.schedule.frequency_spellings import (
    CLOCK,
    EVENT,
    PERIOD,
    capitalised,
    nearest,
    rewritten,
    says_calendar,
)
from mkdocs_handbook.schedule.frequency_words import MONTHS, NAMES, NTH, NUMBERS, UNITS, WEEKDAYS, listed, ordinal
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


@dataclass(frozen=True, slots=True)
class FrequencyProblem:
    """What is wrong with a text, and the text that should replace all of it where that is known or a good guess."""

    message: str
    fix: str | None = None
    is_sure: bool = True


def _forms() -> Iterator[tuple[str, Frequency]]:
    yield "the last day", Frequency(month_day=-1)
    yield from ((f"the {ordinal(day)}", Frequency(month_day=day)) for day in range(1, 32))


def _dates() -> Iterator[tuple[str, Frequency]]:
    for month, (name, days) in enumerate(MONTHS.items(), start=1):
        yield from ((f"{day} {name}", Frequency(month_day=day, month=month)) for day in range(1, days + 1))


_FORMS: dict[Unit, dict[str, Frequency]] = {"month": dict(_forms()), "year": dict(_forms()) | dict(_dates())}
_SPELLED = {form: text for text, form in _FORMS["year"].items()}

# Ranges, not categories: what unicodedata calls a symbol depends on Python's version.
_EMOJI = (
    "\u200d\u203c\u2049\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d"
    "\u3297\u3299\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
# For reversed text, whose start is found in linear time; a keycap is a digit, a selector and U+20E3.
_DECORATION = re.compile(rf"(?:[\s{_EMOJI}]|\u20e3\ufe0f?[0-9#*])*")


@lru_cache(maxsize=2048)
def parse(text: str) -> Frequency | FrequencyProblem:
    """Return the frequency that a text says, or what is wrong with it; never raises."""
    end = len(text) - len(decoration_of(text))
    normal = " ".join(text[:end].split())
    frequency = _strict(normal)
    if frequency is not None:
        return frequency
    guess, is_sure = _best_guess(normal)
    if ambiguous := _of_weeks_or_months(normal):
        weeks, months = ambiguous
        said = f'unknown frequency "{shortened(normal, SHORT)}", did you mean "{weeks}" or "{months}"?'
        return FrequencyProblem(said, weeks + text[end:].rstrip(), is_sure=False)
    if not guess and _MONTH_END.match(normal.lower()):
        guess, is_sure = "Monthly on the last day", False
    elif not guess and (guess := _event(normal)):
        # Only its author knows whether "every full moon" is an event, or says when.
        is_sure = EVENT.search(guess.lower()) is not None
    if not guess:
        return FrequencyProblem(f'unknown frequency "{shortened(normal, SHORT)}"{_belongs(normal)}')
    fix = guess + text[end:].rstrip()
    if guess.lower() == normal.lower():
        return FrequencyProblem(f'frequency "{shortened(normal)}" is written "{shortened(guess)}"', fix)
    return FrequencyProblem(
        f'unknown frequency "{shortened(normal)}", did you mean "{shortened(guess)}"?',
        fix,
        is_sure or is_slip(normal, guess),
    )


def decoration_of(text: str) -> str:
    """Return the emoji and spaces in which a text ends."""
    found = _DECORATION.match(text[::-1])
    return text[len(text) - found.end() :] if found else ""


def canonical(frequency: Frequency) -> str:
    """Return the text that says a frequency, by its plain name where it has one."""
    if frequency.event is not None:
        return f"Each {frequency.event}"
    rhythm = (frequency.unit, frequency.every)
    names = (name for name, plain in NAMES.items() if (plain.unit, plain.every) == rhythm)
    base = next(names, f"Every {frequency.every} {frequency.unit}s")
    form = replace(frequency, unit="day", every=1)
    if form == Frequency():
        return base
    days = listed([WEEKDAYS[day] for day in frequency.weekdays])
    words = listed([word for word, number in NTH.items() if number in frequency.nth])
    return f"{base} on {_SPELLED.get(form) or (f'the {words} {days}' if words else days)}"


def _strict(plain: str) -> Frequency | None:
    if plain.startswith("Each "):
        is_event = not says_calendar(plain) and not _best_guess(plain)[0]
        return Frequency(event=plain.removeprefix("Each ")) if is_event else None
    return _calendar(plain)


def _calendar(plain: str) -> Frequency | None:
    name, on, form = plain.partition(" on ")
    base = _base(name)
    if base is None or not on:
        return base
    if base.unit == "week":
        weekdays = _weekdays(form)
        return replace(base, weekdays=weekdays) if weekdays else None
    refined = _FORMS.get(base.unit, {}).get(form) or (_nth_weekday(form) if base.unit in _FORMS else None)
    return replace(refined, unit=base.unit, every=base.every) if refined else None


def _base(name: str) -> Frequency | None:
    if not name.startswith("Every "):
        return NAMES.get(name)
    number, _, unit = name.removeprefix("Every ").rpartition(" ")
    count = NUMBERS.get(number, 0)
    singular = UNITS.get(unit.removesuffix("s"))
    return Frequency(singular, count) if singular and (count == 1 or (count and unit.endswith("s"))) else None


def _weekdays(form: str) -> tuple[int, ...]:
    return tuple(sorted(map(WEEKDAYS.index, _names(form, WEEKDAYS))))


def _nth_weekday(form: str) -> Frequency | None:
    words, _, day = form.removeprefix("the ").rpartition(" ")
    numbers = _names(words, tuple(NTH)) if form.startswith("the ") and day in WEEKDAYS else []
    nth = tuple(number for word, number in NTH.items() if word in numbers)
    return Frequency(weekdays=(WEEKDAYS.index(day),), nth=nth) if nth else None


def _names(form: str, known: Sequence[str]) -> list[str]:
    """Return the names in a list of words as it is written, none if it has another word or one twice."""
    names = re.split(r",? and |, ", form)
    spelled = (listed(names), listed(names, comma="," if len(names) > 2 else ""))
    is_known = form in spelled and len(set(names)) == len(names) and set(names) <= set(known)
    return names if is_known else []


def _best_guess(plain: str) -> tuple[str, bool]:
    """Return what was probably meant ("" if nothing is near), and whether no word of it had to be guessed."""
    low = plain.lower().rstrip(".,;:!")
    if len(low) > 100:
        return "", True
    exact = next(filter(_calendar, map(capitalised, (low, rewritten(low)))), "")
    if exact:
        return exact, True
    guess = capitalised(rewritten(re.sub(r"[a-z-]+", lambda match: nearest(match[0]), low)))
    return (guess, False) if _calendar(guess) else ("", True)


def _event(plain: str) -> str:
    # What counts, as in "Every 100 days", is no event, and neither is "Every Monday morning".
    match = re.match(r"(?:each|every) (?![-+]?[0-9.,]+ |zero |(?:an? |one )?hundred )", plain, re.IGNORECASE)
    guess = f"Each {plain[match.end() :]}" if match else ""
    return guess if _strict(guess) and not PERIOD.search(plain.lower()) else ""


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
    base = _base(name)
    if base and on:
        return f": {name} takes {_TAKES[base.unit]}"
    if name.startswith("Every "):
        return ': "Every" takes a number from 1 to 99 and days, weeks, months or years'
    names = ", ".join(name for name, plain in NAMES.items() if plain.every in (1, 3, 6) and name != "Triweekly")
    return f', say {names}, "Every 2 weeks" or "Each <event>"'
