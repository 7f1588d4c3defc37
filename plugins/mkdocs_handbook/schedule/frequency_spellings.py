"""The spellings of frequencies: what people write, rewritten step by step into the words of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable

from mkdocs_handbook.schedule.frequency_words import (
    MONTHS,
    NTH,
    NUMBERS,
    ONES,
    TEENS,
    TENS,
    UNITS,
    VOCABULARY,
    WEEKDAYS,
    listed,
    ordinal,
)
from mkdocs_handbook.schedule.german_frequencies import in_english
from mkdocs_handbook.util.wording import close_match

_PLAIN = {name.lower(): name for name in (*VOCABULARY, *WEEKDAYS, *MONTHS, "Every", "Each")}
_WORDS = (
    {form: day for day in map(str.lower, WEEKDAYS) for form in (day[:3], f"{day}s")}
    | {month[:3]: month for month in map(str.lower, MONTHS)}
    | {"tues": "tuesday", "thurs": "thursday", "sept": "september", "fortnightly": "biweekly", "yearly": "annually"}
    | {"half-yearly": "semiannually", "trimonthly": "quarterly", "biennially": "every 2 years", "workday": "weekday"}
    | {"wk": "week", "wks": "weeks", "mth": "month", "mths": "months", "qtr": "quarter", "yr": "year", "yrs": "years"}
)
# Nobody knows what these mean: they are no misspelling of anything either.
_AMBIGUOUS = ("biannually", "biyearly", "triannually", "semiweekly", "semimonthly")
_KNOWN = (*_PLAIN, *_WORDS, *_AMBIGUOUS, *NTH, *UNITS, *(f"{unit}s" for unit in UNITS), *ONES, *TEENS, *TENS)
_KNOWN += ("on", "the", "of", "and")
_NAME_OF = {"day": "daily", "weekday": "weekdays", "week": "weekly", "fortnight": "biweekly", "month": "monthly"}
_NAME_OF |= {"quarter": "quarterly", "year": "annually", "weekend": "weekly on saturday and sunday"}
_NAME_OF |= {"half year": "semiannually", "half-year": "semiannually"}

_AND = r"(?:,? and |, ?| ?[&/+] ?)"
_DAY = f"(?:{'|'.join(WEEKDAYS).lower()})"
_DAYS = rf"{_DAY}(?:{_AND}{_DAY})*"
_NTH = rf"(?:{'|'.join(NTH)}|[1-5](?:st|nd|rd|th))"
_MONTH = f"({'|'.join(MONTHS).lower()})"
_NUMBER = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_BASE = rf"{'|'.join(VOCABULARY).lower()}|every [a-z0-9-]+ (?:day|week|month|year)s?"
_REWRITES: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r" ?\(([^()]*)\)$", r" on \1"),
    (rf"^(?:(?:on|each|every) )*({_DAYS}),? ((?:bi|tri)?weekly|every [a-z0-9-]+ weeks?)$", r"\2 on \1"),
    (rf"(?<!\w)(?:the )?({_NTH}(?:{_AND}(?:the )?{_NTH})+) (?={_DAY}\b)", lambda match: _ordinals(match[1])),
    (rf"^((?:{_NTH}|the) (?:[a-z, ]+ )?{_DAY}),? (?:monthly|(?:each|every|per|a) month)$", r"monthly on \1"),
    (rf"^(?:(?:on|each|every) )*(?=the (?:[a-z]+,? )*and [a-z]+ {_DAY}$)", "monthly on "),
    (rf"^(?:(?:on )?(?:the )?(?={_NTH} {_DAY}$)|(?:each|every) (?=(?:first|1st|last) {_DAY}$))", "monthly on the "),
    (r"^(?:each|every) (?:other|second|2nd|alternate) (?=(?:day|week|month|year)s?\b)", "every 2 "),
    (r"^(?:each|every) (?:third|3rd) (?=(?:day|week|month|year)s?\b)", "every 3 "),
    (rf"^(?:(?:each|every) )?(?:other|alternate) (?={_DAYS}$)", "biweekly on "),
    (
        r"^(?:each |every )?(?:working|business) days?$|^(?:each |every )?monday(?: to | through | ?[-–] ?)friday$",
        "weekdays",
    ),
    (rf"^({_DAY})(?: to | through | ?[-–] ?)({_DAY})$", lambda match: _days_between(match[1], match[2])),
    (rf"^(?:(?:once|each|every|an?|per) )+({'|'.join(_NAME_OF)})s?\b", lambda match: _NAME_OF[match[1]]),
    (rf"^(?:(?:on|each|every) )*(?={_DAYS}$)", "weekly on "),
    (rf"^((?:{_BASE}) .+) of (?:(?:the|each|every) )?(?:month|year)$", r"\1"),
    (r"^(?:the )?first of (?:(?:the|an?|each|every) )?month$", "monthly on the 1st"),
    (r"^(?:(?:on|each|every) )*(.+) of (?:(?:the|an?|each|every) )?month$", r"monthly on \1"),
    (r"^(?:each|every) (.+?) (day|week|month|year)s?\b", lambda match: _plural(match)),
    (rf"^({_BASE})(?: ?[,:–-])? (?!on\b)", r"\1 on "),
    (r" on (?:on|at|each|every) ", " on "),
    (rf" on (?:the )?([1-5])(?:st|nd|rd|th) (?={_DAY}$)", lambda match: f" on the {[*NTH][int(match[1]) - 1]} "),
    (rf" on (?=(?:{'|'.join(NTH)}) (?:{_DAY}|day)$)", " on the "),
    (r" on the first day$", " on the 1st"),
    (rf" on (?:the |day )*{_NUMBER}$", lambda match: f" on the {ordinal(int(match[1]))}"),
    (rf" on (?:the )?{_NUMBER}(?: of)? {_MONTH}$", lambda match: f" on {int(match[1])} {match[2]}"),
    (rf" on {_MONTH} (?:the )?{_NUMBER}$", lambda match: f" on {int(match[2])} {match[1]}"),
    (rf" on ({_DAYS})$", lambda match: f" on {listed(list(dict.fromkeys(re.findall(_DAY, match[1]))))}"),
)

_UNIT = "(?:minute|hour|day|week|fortnight|month|quarter|year)s?"
_COUNTED = (
    rf"(?:[0-9]+|{'|'.join((*ONES, *TEENS, *TENS, *NTH))}|[0-9]+(?:st|nd|rd|th)|half|other|few|several|couple of)"
)
# A time of day.
CLOCK = (
    r"[0-9]{1,2}:[0-9]{2}|[0-9] ?uhr\b|\bat [0-9]{1,2}(?=\Z| on\b)|[0-9] ?[ap]\.?m\b|\bnoon\b|\bmidnight\b|o.clock\b"
)
_SHORT_DAY = "mon|tues?|wed|thu|thurs?|fri|sat|sun"
# What says when by the calendar or the clock is no event, also behind "Each".
_DATED = re.compile(rf"\b(?:{_DAY}|weekday|weekend|{_SHORT_DAY}|{_COUNTED}[ -]{_UNIT})s?\b|{CLOCK}")
_SEASONS = "morning|afternoon|evening|night|am|pm|spring|summer|autumn|fall|winter"
_MONTHS = "|".join(f"{month}|{month[:3]}" for month in map(str.lower, MONTHS)) + "|sept"
_SHORT_UNIT = "mins?|hrs?|wks?|mos?|qtrs?|yrs?|q[1-4]|eo[dwmqy]|times?|now"
# What may say when, so that "Every ..." with it is no event: so do numbers, and days in one letter each, as in "M/W/F".
PERIOD = re.compile(
    rf"\b(?:{_UNIT}|(?:{_SEASONS})s?|{_MONTHS}|{_SHORT_UNIT})\b|[0-9/]|\b(?:{'|'.join(ONES[1:])})\b|\bm?t?w(?:th)?f\b"
)
# What certainly is an event.
EVENT = re.compile(
    r"\b(?:releases?|versions?|patch(?:es)?|sprints?|iterations?|cycles?|milestones?|launch(?:es)?|deploy\w*|incidents?|outages?|alerts?"
    r"|deals?|sales?|orders?|contracts?|renewals?|customers?|clients?|leads?|hires?|joiners?|starters?|leavers?|employees?|members?"
    r"|offers?|interviews?|projects?|campaigns?|events?|conferences?|meetings?|workshops?|elections?|audits?|changes?|upgrades?"
    r"|updates?|migrations?|merges?|commits?|pull requests?|invoices?|purchases?|posts?|articles?|tickets?|issues?|requests?)\b"
)


def rewritten(low: str) -> str:
    """Return a text in small letters in the words of the vocabulary, as far as it is understood."""
    low = in_english(low)
    low = re.sub(r"[a-z]+(?:-[a-z]+)*", lambda match: _word(match[0]), low)
    for pattern, replacement in _REWRITES:
        low = re.sub(pattern, replacement, low)
    return low


def _word(word: str) -> str:
    days = [_WORDS.get(part, part) for part in word.split("-")]
    return _WORDS.get(word) or (
        " to ".join(days) if len(days) == 2 and all(re.fullmatch(_DAY, day) for day in days) else word
    )


def nearest(word: str) -> str:
    """Return the word of the vocabulary that a word is a slip of, else the word itself."""
    return word if word in _KNOWN else close_match(word, _KNOWN, 0.8) or word


def capitalised(low: str) -> str:
    """Return a text with the capital letters of the vocabulary."""
    return re.sub(r"[a-z]+", lambda match: _PLAIN.get(match[0], match[0]), low)


def says_calendar(plain: str) -> bool:
    """Return whether a text has a weekday, a number of weeks or the like, or a time of day in it."""
    return _DATED.search(plain.lower()) is not None


def _days_between(first: str, last: str) -> str:
    days = [day.lower() for day in WEEKDAYS]
    return " and ".join(days[days.index(first) : days.index(last) + 1]) or f"{first} to {last}"


def _ordinals(words: str) -> str:
    """Return several ordinals in words and in the order of the month, such as "the second and fourth "."""
    found = {word if word in NTH else [*NTH][int(word[0]) - 1] for word in re.findall(_NTH, words)}
    return f"the {listed([word for word in NTH if word in found])} "


def _plural(match: re.Match[str]) -> str:
    count = NUMBERS.get(match[1])
    return f"every {match[1]} {match[2]}{'s' if count > 1 else ''}" if count else match[0]
