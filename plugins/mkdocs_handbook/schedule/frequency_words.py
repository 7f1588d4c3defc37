"""The words of frequencies: names, units, weekdays, months, ordinals and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mkdocs_handbook.model import Frequency, Unit

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
ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def ordinal(number: int) -> str:
    """Return a number with its suffix, such as "2nd" or "11th"."""
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _numbers() -> Iterator[tuple[str, int]]:
    yield from ((str(number), number) for number in range(1, 100))
    yield from ((word, number) for number, word in enumerate(ONES + TEENS, start=1))
    for ten, word in enumerate(TENS, start=2):
        yield word, ten * 10
        for digit, small in enumerate(ONES[:9], start=1):
            yield f"{word}-{small}", ten * 10 + digit
            yield f"{word} {small}", ten * 10 + digit


def listed(names: Sequence[str], *, comma: str = "") -> str:
    """Return names with "and" before the last, and perhaps a comma before that."""
    return f"{comma} and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


NUMBERS = dict(_numbers())
