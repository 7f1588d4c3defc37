"""Calendar frequencies: texts such as "Every 2 weeks on Monday" as the vocabulary has them, as `Frequency` records and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mkdocs_handbook.model import Frequency, Unit
from mkdocs_handbook.schedule.frequency_words import MONTHS, NAMES, NTH, NUMBERS, UNITS, WEEKDAYS, listed, ordinal


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


def calendar_frequency(plain: str) -> Frequency | None:
    """Return the frequency that a text says, None where it is not written as it belongs."""
    name, on, form = plain.partition(" on ")
    base = base_frequency(name)
    if base is None or not on:
        return base
    if base.unit == "week":
        weekdays = _weekdays(form)
        return replace(base, weekdays=weekdays) if weekdays else None
    refined = _FORMS.get(base.unit, {}).get(form) or (_nth_weekday(form) if base.unit in _FORMS else None)
    return replace(refined, unit=base.unit, every=base.every) if refined else None


def base_frequency(name: str) -> Frequency | None:
    """Return what the first words of a text say, such as "Every 2 weeks", None where they say nothing."""
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
