"""German frequencies: their words in English, for the spellings that are understood."""

from __future__ import annotations

import re

from mkdocs_handbook.schedule.frequency_words import MONTHS, ONES, WEEKDAYS

GERMAN_MONTHS: tuple[str, ...] = (
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
)
GERMAN_MONTHS += ("november", "dezember")
GERMAN_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_ENDINGS = "(?:e|er|en|es|em)?"
_RHYTHMS = {
    r"täglich|jeden tag": "daily",
    r"werktäglich|werktags|an werktagen|jeden werktag|jeden arbeitstag": "weekdays",
    r"wöchentlich": "weekly",
    r"zweiwöchentlich|zweiwöchig|14-?tägig|vierzehntägig|14-?täglich|alle 14 tage|alle vierzehn tage": "biweekly",
    r"dreiwöchentlich|dreiwöchig": "triweekly",
    r"monatlich": "monthly",
    r"zweimonatlich": "bimonthly",
    r"vierteljährlich|quartalsweise|jedes quartal|pro quartal": "quarterly",
    r"halbjährlich|jedes halbjahr": "semiannually",
    r"jährlich": "annually",
}
_RHYTHM = tuple((re.compile(rf"(?<!\w)(?:{words}){_ENDINGS}(?!\w)"), name) for words, name in _RHYTHMS.items())
_IN_MONTH = re.compile(r"(?<=[\w.] )(?:im|des|pro|jeden|jedes) monats?\b")
_WORDS = {
    **dict(zip(GERMAN_DAYS, map(str.lower, WEEKDAYS), strict=True)),
    **{f"{german}s": english.lower() for german, english in zip(GERMAN_DAYS, WEEKDAYS, strict=True)},
    **dict(zip(GERMAN_MONTHS, map(str.lower, MONTHS), strict=True)),
    "sonnabend": "saturday",
    "sonnabends": "saturday",
    "alle": "every",
    "und": "and",
    "letzt": "last",
    "tag": "day",
    "tage": "days",
    "woche": "week",
    "wochen": "weeks",
    "monat": "month",
    "monate": "months",
    "jahr": "year",
    "jahre": "years",
    "quartal": "quarter",
    "einmal": "once",
    "pro": "per",
    **dict(zip(("zwei", "drei", "vier", "fünf", "sechs"), ONES[1:6], strict=True)),
}
_STEMS = {"jed": "every", "erst": "first", "zweit": "second", "dritt": "third", "viert": "fourth", "fünft": "fifth"}
_STEMS |= {"letzt": "last"}
_SMALL = {"am": "on", "an": "on", "im": "of", "der": "the", "den": "the", "dem": "the", "des": "of the", "in": "of"}
_DAY_OF = {day[:2]: english.lower() for day, english in zip(GERMAN_DAYS, WEEKDAYS, strict=True)}
_ONE_DAY = rf"(?:{'|'.join(_DAY_OF)})\.?"
_SHORT_DAYS = re.compile(rf"{_ONE_DAY}(?:(?: ?[,/&+] ?| und ){_ONE_DAY})+\Z")
_UNMISTAKABLE = re.compile(
    rf"\b(?:alle|jede[nrsm]?|{'|'.join(GERMAN_DAYS)})s?\b|(?:täg|wöchent|monat|jähr)lich|werktag|14-?täg|(?:wöch|tägi)g|quartal|monats?\b"
)


def in_english(low: str) -> str:
    """Return a text in small letters in English where its words are German, else as it is."""
    if len(low) < 30 and _SHORT_DAYS.match(low):
        return " and ".join(_DAY_OF[day] for day in re.findall(rf"\b(?:{'|'.join(_DAY_OF)})\b", low))
    if len(low) > 100 or not _UNMISTAKABLE.search(low):
        return low
    low = _IN_MONTH.sub("of the month", low)
    for pattern, name in _RHYTHM:
        low = pattern.sub(name, low)
    low = re.sub(r"\b([0-9]{1,2})\.(?= )", lambda match: f"{match[1]}th", low)
    return re.sub(r"[a-zäöüß]+", lambda match: _word(match[0]), low)


def _word(word: str) -> str:
    stem = re.sub(rf"{_ENDINGS}\Z", "", word) if word not in _WORDS else word
    return _WORDS.get(word) or _STEMS.get(stem) or _SMALL.get(word, word)
