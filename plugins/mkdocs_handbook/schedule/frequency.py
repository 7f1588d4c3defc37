"""Frequencies: texts such as "Every 2 weeks on Monday" as `Frequency` records and back, with corrections of typos."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache

from mkdocs_handbook.model import Frequency, Unit
from mkdocs_handbook.util.wording import is_slip, shortened

NAMES = {
    "Daily": Frequency("day"),
    "Weekdays": Frequency("weekday"),
    "Weekly": Frequency("week"),
    "Biweekly": Frequency("week", 2),
    "Triweekly": Frequency("week", 3),
    "Monthly": Frequency("month"),
    "Bimonthly": Frequency("month", 2),
    "Quarterly": Frequency("month", 3),
    "Semiannually": Frequency("month", 6),
    "Annually": Frequency("year"),
}
VOCABULARY: tuple[str, ...] = tuple(NAMES)
UNITS: dict[str, Unit] = {"day": "day", "week": "week", "month": "month", "year": "year"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = {"January": 31, "February": 29, "March": 31, "April": 30, "May": 31, "June": 30}
MONTHS |= {"July": 31, "August": 31, "September": 30, "October": 31, "November": 30, "December": 31}
NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
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


def ordinal(number: int) -> str:
    """Return a number with its suffix, such as "2nd" or "11th"."""
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _numbers() -> Iterator[tuple[str, int]]:
    yield from ((str(number), number) for number in range(1, 100))
    yield from ((word, number) for number, word in enumerate(_ONES + _TEENS, start=1))
    for ten, word in enumerate(_TENS, start=2):
        yield word, ten * 10
        for digit, small in enumerate(_ONES[:9], start=1):
            yield f"{word}-{small}", ten * 10 + digit
            yield f"{word} {small}", ten * 10 + digit


def _forms() -> Iterator[tuple[str, Frequency]]:
    yield "the last day", Frequency(month_day=-1)
    yield from ((f"the {ordinal(day)}", Frequency(month_day=day)) for day in range(1, 32))
    for word, nth in NTH.items():
        yield from ((f"the {word} {name}", Frequency(weekdays=(day,), nth=nth)) for day, name in enumerate(WEEKDAYS))


def _dates() -> Iterator[tuple[str, Frequency]]:
    for month, (name, days) in enumerate(MONTHS.items(), start=1):
        yield from ((f"{day} {name}", Frequency(month_day=day, month=month)) for day in range(1, days + 1))


_NUMBERS = dict(_numbers())
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
    decoration = _DECORATION.match(text[::-1])
    end = len(text) - (decoration.end() if decoration else 0)
    normal = " ".join(text[:end].split())
    frequency = _strict(normal)
    if frequency is not None:
        return frequency
    guess, is_sure = _best_guess(normal)
    guess = guess or _event(normal)
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
    return f"{base} on {_SPELLED.get(form) or _listed([WEEKDAYS[day] for day in frequency.weekdays])}"


def _strict(plain: str) -> Frequency | None:
    if plain.startswith("Each "):
        return None if _best_guess(plain)[0] else Frequency(event=plain.removeprefix("Each "))
    return _calendar(plain)


def _calendar(plain: str) -> Frequency | None:
    name, on, form = plain.partition(" on ")
    base = _base(name)
    if base is None or not on:
        return base
    if base.unit == "week":
        weekdays = _weekdays(form)
        return replace(base, weekdays=weekdays) if weekdays else None
    refined = _FORMS.get(base.unit, {}).get(form)
    return replace(refined, unit=base.unit, every=base.every) if refined else None


def _base(name: str) -> Frequency | None:
    if not name.startswith("Every "):
        return NAMES.get(name)
    number, _, unit = name.removeprefix("Every ").rpartition(" ")
    count = _NUMBERS.get(number, 0)
    singular = UNITS.get(unit.removesuffix("s"))
    return Frequency(singular, count) if singular and (count == 1 or (count and unit.endswith("s"))) else None


def _weekdays(form: str) -> tuple[int, ...]:
    names = re.split(r",? and |, ", form)
    spelled = (_listed(names), _listed(names, comma="," if len(names) > 2 else ""))
    if form not in spelled or len(set(names)) < len(names) or not set(names) <= set(WEEKDAYS):
        return ()
    return tuple(sorted(map(WEEKDAYS.index, names)))


def _listed(names: Sequence[str], *, comma: str = "") -> str:
    return f"{comma} and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


_PLAIN = {name.lower(): name for name in (*VOCABULARY, *WEEKDAYS, *MONTHS, "Every", "Each")}
_WORDS = (
    {form: day for day in map(str.lower, WEEKDAYS) for form in (day[:3], f"{day}s")}
    | {month[:3]: month for month in map(str.lower, MONTHS)}
    | {"tues": "tuesday", "thurs": "thursday", "sept": "september", "fortnightly": "biweekly", "yearly": "annually"}
    | {"half-yearly": "semiannually", "trimonthly": "quarterly", "biennially": "every 2 years", "workday": "weekday"}
)
# Nobody knows what these mean: they are no misspelling of anything either.
_AMBIGUOUS = ("biannually", "biyearly", "triannually", "semiweekly", "semimonthly")
_KNOWN = (*_PLAIN, *_WORDS, *_AMBIGUOUS, *NTH, *UNITS, *(f"{unit}s" for unit in UNITS), *_ONES, *_TEENS, *_TENS)
_KNOWN += ("on", "the", "of", "and")
_NAME_OF = {"day": "daily", "weekday": "weekdays", "week": "weekly", "fortnight": "biweekly", "month": "monthly"}
_NAME_OF |= {"quarter": "quarterly", "year": "annually", "weekend": "weekly on saturday and sunday"}

_DAY = f"(?:{'|'.join(WEEKDAYS).lower()})"
_DAYS = rf"{_DAY}(?:(?:,? and |, ?| ?[&/+] ?){_DAY})*"
_MONTH = f"({'|'.join(MONTHS).lower()})"
_NUMBER = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_BASE = rf"{'|'.join(VOCABULARY).lower()}|every [a-z0-9-]+ (?:day|week|month|year)s?"
_REWRITES: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r" ?\(([^()]*)\)$", r" on \1"),
    (r"^(?:each|every) (?:other|second) (?=(?:day|week|month|year)s?\b)", "every 2 "),
    (r"^(?:each|every) third (?=(?:day|week|month|year)s?\b)", "every 3 "),
    (rf"^(?:each|every) other (?={_DAYS}$)", "biweekly on "),
    (r"^(?:each |every )?(?:working|business) days?$|^monday(?: to | ?[-–] ?)friday$", "weekdays"),
    (rf"^(?:(?:once|each|every|an?|per) )+({'|'.join(_NAME_OF)})s?\b", lambda match: _NAME_OF[match[1]]),
    (rf"^(?:(?:on|each|every) )*(?={_DAYS}$)", "weekly on "),
    (rf"^((?:{_BASE}) .+) of (?:the|each|every) (?:month|year)$", r"\1"),
    (r"^(?:(?:on|each|every) )*(.+) of (?:the|an?|each|every) month$", r"monthly on \1"),
    (r"^(?:each|every) (.+?) (day|week|month|year)s?\b", lambda match: _plural(match)),
    (rf"^({_BASE})(?: ?[,:–-])? (?!on\b)", r"\1 on "),
    (r" on (?:on|at|each|every) ", " on "),
    (rf" on (?:the )?([1-5])(?:st|nd|rd|th) (?={_DAY}$)", lambda match: f" on the {[*NTH][int(match[1]) - 1]} "),
    (rf" on (?=(?:{'|'.join(NTH)}) (?:{_DAY}|day)$)", " on the "),
    (r" on the first day$", " on the 1st"),
    (rf" on (?:the |day )*{_NUMBER}$", lambda match: f" on the {ordinal(int(match[1]))}"),
    (rf" on (?:the )?{_NUMBER}(?: of)? {_MONTH}$", lambda match: f" on {int(match[1])} {match[2]}"),
    (rf" on {_MONTH} (?:the )?{_NUMBER}$", lambda match: f" on {int(match[2])} {match[1]}"),
    (rf" on ({_DAYS})$", lambda match: f" on {_listed(list(dict.fromkeys(re.findall(_DAY, match[1]))))}"),
)


def _best_guess(plain: str) -> tuple[str, bool]:
    """Return what was probably meant ("" if nothing is near), and whether no word of it had to be guessed."""
    low = plain.lower().rstrip(".,;:!")
    if len(low) > 100:
        return "", True
    exact = next(filter(_calendar, map(_capitalised, (low, _rewritten(low)))), "")
    if exact:
        return exact, True
    guess = _capitalised(_rewritten(re.sub(r"[a-z-]+", lambda match: _nearest(match[0]), low)))
    return (guess, False) if _calendar(guess) else ("", True)


def _event(plain: str) -> str:
    # What counts, as in "Every 100 days", is no event.
    match = re.match(r"(?:each|every) (?![-+]?[0-9.,]+ |zero |(?:an? |one )?hundred )", plain, re.IGNORECASE)
    guess = f"Each {plain[match.end() :]}" if match else ""
    # "Every second Tuesday" may be of the month, or every other week: only its author knows.
    is_day = re.search(rf"{_DAY}s?$", plain.lower()) is not None
    return guess if _strict(guess) and not is_day else ""


def _plural(match: re.Match[str]) -> str:
    count = _NUMBERS.get(match[1])
    return f"every {match[1]} {match[2]}{'s' if count > 1 else ''}" if count else match[0]


def _rewritten(low: str) -> str:
    low = re.sub(r"[a-z]+(?:-[a-z]+)*", lambda match: _WORDS.get(match[0], match[0]), low)
    for pattern, replacement in _REWRITES:
        low = re.sub(pattern, replacement, low)
    return low


def _nearest(word: str) -> str:
    return word if word in _KNOWN else next(iter(get_close_matches(word, _KNOWN, 1, 0.8)), word)


def _capitalised(low: str) -> str:
    return re.sub(r"[a-z]+", lambda match: _PLAIN.get(match[0], match[0]), low)


def _belongs(plain: str) -> str:
    name, on, _ = _capitalised(_rewritten(plain[:100].lower())).partition(" on ")
    base = _base(name)
    if base and on:
        return f": {name} takes {_TAKES[base.unit]}"
    if name.startswith("Every "):
        return ': "Every" takes a number from 1 to 99 and days, weeks, months or years'
    names = ", ".join(name for name, plain in NAMES.items() if plain.every in (1, 3, 6) and name != "Triweekly")
    return f', say {names}, "Every 2 weeks" or "Each <event>"'
