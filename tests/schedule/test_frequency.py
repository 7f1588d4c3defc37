"""Frequencies: what the vocabulary takes, what it refuses, and what it says instead."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mkdocs_handbook.model import Frequency
from mkdocs_handbook.schedule.frequency import FrequencyProblem, canonical, parse
from mkdocs_handbook.schedule.frequency_words import NTH, VOCABULARY

MONTH_ENDS = dict.fromkeys(
    ("end of month", "At the end of each month", "Every month end", "am Monatsende", "Ende des Monats"),
    "Monthly on the last day",
)
FREQUENCIES = {
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
    "Every 1 week": Frequency("week"),
    "Every 1 weeks": Frequency("week"),
    "Every one day": Frequency("day"),
    "Every 10 days": Frequency("day", 10),
    "Every twelve weeks": Frequency("week", 12),
    "Every twenty-one months": Frequency("month", 21),
    "Every twenty one months": Frequency("month", 21),
    "Every ninety-nine years": Frequency("year", 99),
    "Every 99 years": Frequency("year", 99),
    "Each patch release": Frequency(event="patch release"),
    "Each release of an app on macOS": Frequency(event="release of an app on macOS"),
    "Each 3rd release": Frequency(event="3rd release"),
    "Each day off": Frequency(event="day off"),
    "Weekly on Monday": Frequency("week", weekdays=(0,)),
    "Weekly on Monday and Thursday": Frequency("week", weekdays=(0, 3)),
    "Weekly on Thursday and Monday": Frequency("week", weekdays=(0, 3)),
    "Biweekly on Monday, Wednesday and Friday": Frequency("week", 2, weekdays=(0, 2, 4)),
    "Every 2 weeks on Monday, Wednesday, and Friday": Frequency("week", 2, weekdays=(0, 2, 4)),
    "Monthly on the 1st": Frequency("month", month_day=1),
    "Monthly on the 22nd": Frequency("month", month_day=22),
    "Every 2 months on the 31st": Frequency("month", 2, month_day=31),
    "Monthly on the last day": Frequency("month", month_day=-1),
    "Quarterly on the first Tuesday": Frequency("month", 3, weekdays=(1,), nth=(1,)),
    "Semiannually on the last Friday": Frequency("month", 6, weekdays=(4,), nth=(-1,)),
    "Annually on 1 March": Frequency("year", month_day=1, month=3),
    "Annually on 29 February": Frequency("year", month_day=29, month=2),
    "Every two years on the 15th": Frequency("year", 2, month_day=15),
    "Annually on the fourth Sunday": Frequency("year", weekdays=(6,), nth=(4,)),
    "Monthly on the fifth Friday": Frequency("month", weekdays=(4,), nth=(5,)),
    "Monthly on the second and fourth Thursday": Frequency("month", weekdays=(3,), nth=(2, 4)),
    "Monthly on the fourth and second Thursday": Frequency("month", weekdays=(3,), nth=(2, 4)),
    "Monthly on the first, third and last Monday": Frequency("month", weekdays=(0,), nth=(1, 3, -1)),
    "Quarterly on the first, second, and fifth Sunday": Frequency("month", 3, weekdays=(6,), nth=(1, 2, 5)),
    "Annually on the first and third Tuesday": Frequency("year", weekdays=(1,), nth=(1, 3)),
}
DECORATIONS = [
    "⏰",
    " ⏰",
    "  🗓️",
    " 👩\u200d💻",
    " 👍🏽",
    " 🇩🇪",
    " 1️⃣",
    " ✅ 🎉",
    " ▶️",
    " 🏴\U000e0067\U000e007f",
    " \n",
]
WRITTEN = {
    "daily": "Daily",
    "QUARTERLY": "Quarterly",
    "every 2 Weeks": "Every 2 weeks",
    "Every Twenty-One days": "Every twenty-one days",
    "Weekly on monday AND thursday": "Weekly on Monday and Thursday",
    "annually on 1 march": "Annually on 1 March",
    "each macOS release": "Each macOS release",
}
MEANT = {
    "Qurterly": "Quarterly",
    "Qurtely": "Quarterly",
    "Weekly on Tursdai": "Weekly on Thursday",
    "Weekday": "Weekdays",
    "Bi-weekly": "Biweekly",
    "semi-annualy": "Semiannually",
    "Daily.": "Daily",
    "Every patch release": "Each patch release",
    "Every second release": "Each second release",
    "Every week": "Weekly",
    "Each week": "Weekly",
    "Each Monday": "Weekly on Monday",
    "each 2 weeks": "Every 2 weeks",
    "Every other week": "Every 2 weeks",
    "Every second week": "Every 2 weeks",
    "every third month": "Every 3 months",
    "Every 3 week": "Every 3 weeks",
    "Every wek": "Weekly",
    "Every weekday": "Weekdays",
    "Every business day": "Weekdays",
    "Monday to Friday": "Weekdays",
    "Every quarter": "Quarterly",
    "Once a month": "Monthly",
    "Fortnightly": "Biweekly",
    "Yearly": "Annually",
    "every Monday": "Weekly on Monday",
    "Mondays": "Weekly on Monday",
    "Mon & Thu": "Weekly on Monday and Thursday",
    "Every other Tuesday": "Biweekly on Tuesday",
    "Weekly (Mondays)": "Weekly on Monday",
    "Weekly on Thrusday": "Weekly on Thursday",
    "Weekly on Monday and Monday": "Weekly on Monday",
    "Weekly on Monday, Wednesday": "Weekly on Monday and Wednesday",
    "Weekly on Monday and Tuesday and Friday": "Weekly on Monday, Tuesday and Friday",
    "Quarterly (first Tuesday)": "Quarterly on the first Tuesday",
    "Quarterly on the last Friday of the month": "Quarterly on the last Friday",
    "First Monday of every month": "Monthly on the first Monday",
    "Monthly on the 1st Tuesday": "Monthly on the first Tuesday",
    "Monthly on the 2th": "Monthly on the 2nd",
    "Monthly on the 11st": "Monthly on the 11th",
    "Monthly on 15": "Monthly on the 15th",
    "Monthly, the first day": "Monthly on the 1st",
    "Every month on the 3rd": "Monthly on the 3rd",
    "Annually on March 1st": "Annually on 1 March",
    "Annually on 1st of March": "Annually on 1 March",
    "Yearly on Mar 1": "Annually on 1 March",
    "2nd and 4th Thursday": "Monthly on the second and fourth Thursday",
    "1st & 3rd Tuesdays of the month": "Monthly on the first and third Tuesday",
    "Every first and third Tuesday": "Monthly on the first and third Tuesday",
    "monthly (1st, 3rd and 5th Friday)": "Monthly on the first, third and fifth Friday",
    "third and first Monday each month": "Monthly on the first and third Monday",
    "First Wednesdays": "Monthly on the first Wednesday",
    "2nd Tuesday": "Monthly on the second Tuesday",
    "every last Friday": "Monthly on the last Friday",
    "third Thursday monthly": "Monthly on the third Thursday",
    "monthly - second Monday of month": "Monthly on the second Monday",
    "Tuesdays, biweekly": "Biweekly on Tuesday",
    "Tuesdays every three weeks": "Every three weeks on Tuesday",
    "alternate Fridays": "Biweekly on Friday",
    "Every half year": "Semiannually",
    "Mon-Thu": "Weekly on Monday, Tuesday, Wednesday and Thursday",
    "Every 2nd week": "Every 2 weeks",
    "Every new hire": "Each new hire",
}
GERMAN = {
    "täglich": "Daily",
    "werktags": "Weekdays",
    "Wöchentlich": "Weekly",
    "wöchentlich am Montag": "Weekly on Monday",
    "jeden Dienstag": "Weekly on Tuesday",
    "dienstags": "Weekly on Tuesday",
    "montags und donnerstags": "Weekly on Monday and Thursday",
    "Mo, Mi und Fr": "Weekly on Monday, Wednesday and Friday",
    "Di/Do": "Weekly on Tuesday and Thursday",
    "alle 2 Wochen": "Every 2 weeks",
    "alle zwei Wochen am Montag": "Every two weeks on Monday",
    "14-tägig": "Biweekly",
    "zweiwöchentlich": "Biweekly",
    "jede zweite Woche": "Every 2 weeks",
    "monatlich": "Monthly",
    "jeden Monat": "Monthly",
    "am 1. jedes Monats": "Monthly on the 1st",
    "jeden 15. des Monats": "Monthly on the 15th",
    "erster Montag im Monat": "Monthly on the first Monday",
    "letzter Freitag im Monat": "Monthly on the last Friday",
    "vierteljährlich": "Quarterly",
    "jedes Quartal": "Quarterly",
    "halbjährlich": "Semiannually",
    "jährlich am 1. März": "Annually on 1 March",
    **MONTH_ENDS,
}
TWO_READINGS = {
    "Every third Wednesday": ("Triweekly on Wednesday", "Monthly on the third Wednesday"),
    "every 2nd Friday": ("Biweekly on Friday", "Monthly on the second Friday"),
    "Every second Tuesday.": ("Biweekly on Tuesday", "Monthly on the second Tuesday"),
    "Each fourth Monday": ("Every 4 weeks on Monday", "Monthly on the fourth Monday"),
    "jeden zweiten Dienstag": ("Biweekly on Tuesday", "Monthly on the second Tuesday"),
}
# Where a word is none by more than a slip of one letter, what was meant is a guess.
GUESSED = {"Every wek", "Qurtely", "Weekly on Tursdai", *MONTH_ENDS}
SAYS = {
    "ad hoc": 'for what has no rhythm say "Each <event>"',
    "bei Bedarf": 'for what has no rhythm say "Each <event>"',
    "2x per month": 'say on which days, such as "Monthly on the first and third Monday"',
    "zweimal im Monat": 'or "Every 2 weeks"',
    "jeden Tag um 9 Uhr": 'the time of day belongs into "time"',
    "Weekly on Monday at 9": 'the time of day belongs into "time"',
    "every Monday at 9": 'the time of day belongs into "time"',
    "montags 9 Uhr": 'the time of day belongs into "time"',
    "Each Thursday at 08:00 PT": 'the time of day belongs into "time"',
    "Twice a month": "say on which days",
    "Biannually": "Semiannually, Annually",
    "Semimonthly": "say on which days",
    "": "Daily",
    "Each": "Each <event>",
    "Every 0 days": "a number from 1 to 99",
    "Every 100 days": "a number from 1 to 99",
    "Every hundred weeks": "a number from 1 to 99",
    "Every 1.5 weeks on Monday": "a number from 1 to 99",
    "Every 3 releases": "days, weeks, months or years",
    "Daily on Monday": 'Daily takes no "on"',
    "Every 2 days on Monday": 'Every 2 days takes no "on"',
    "Weekdays on Friday": 'Weekdays takes no "on"',
    "Weekly on the 15th": "Weekly takes weekdays",
    "Weekly on Blursday": "Weekly takes weekdays",
    "Monthly on Monday": 'Monthly takes "on the" 1st to 31st',
    "Monthly on the 32nd": 'Monthly takes "on the" 1st to 31st',
    "Monthly on the sixth Friday": "first to fifth or last",
    "Annually on 31 April": 'Annually takes a date such as "on 1 March"',
    "Annually on 30 February": 'Annually takes a date such as "on 1 March"',
    "Annually on Monday": 'Annually takes a date such as "on 1 March"',
}
# Whatever has a weekday, a number of weeks or the like, or a time of day, is no event; only its author knows what it is.
NO_EVENTS = [
    *("Every other Tuesday at 09:00 PT", "Each Thursday at 08:00 PT", "Every third Wednesday at 01:00pm JST"),
    *("Every weekday at 9:15", "Every 4-6 weeks", "Each 4-6 weeks", "Each two-week sprint", "Each couple of weeks"),
    *("Every second Tuesday", "Every 3rd Thursday", "Each Monday morning", "Every morning", "Every month end"),
    *(
        "Each release on Friday",
        "Each stand-up at noon",
        "Each day at 5 pm",
        "Every weekend",
        "Each other Friday or so",
    ),
    *(
        "Every 2nd Fri",
        "Each 4th thu",
        "Every Jan",
        "Every Q1",
        "Every 15th",
        "Every EOM",
        "Every two sprints",
        "Every 6wks",
    ),
    *("Every now and then", "Every M/W/F", "Every fall", "Every time", "Every 30 mins"),
    *("Every Tues or Thurs", "Every few months", "Each half day", "Every week we ship", "Every 10:30"),
]
PIECES = ["Every", "each", "other", "2", "two", "weeks", "Month", "on", "the", "15th", "last", "Friday", "monday"]
PIECES += [
    "and",
    "second",
    "4th",
    "09:00",
    "March",
    "weekly",
    "quarterly",
    "(",
    ")",
    ",",
    "&",
    "⏰",
    "1️⃣",
    "of",
    "release",
    "0",
    "twenty-one",
    "\n",
]

frequencies = st.one_of(
    st.sampled_from([one for one in FREQUENCIES.values() if one.event is None]),
    st.builds(Frequency, st.sampled_from(["day", "week", "month", "year"]), st.integers(1, 99)),
    st.builds(
        lambda every, days: Frequency("week", every, tuple(sorted(days))),
        st.integers(1, 99),
        st.sets(st.integers(0, 6), min_size=1),
    ),
    st.builds(
        lambda unit, every, day, nth: Frequency(unit, every, (day,), nth=tuple(n for n in NTH.values() if n in nth)),
        st.sampled_from(["month", "year"]),
        st.integers(1, 99),
        st.integers(0, 6),
        st.sets(st.sampled_from([*NTH.values()]), min_size=1),
    ),
)


@pytest.mark.parametrize(("text", "expected"), FREQUENCIES.items())
def test_vocabulary(text: str, expected: Frequency) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("decoration", DECORATIONS)
def test_emoji_is_decoration(decoration: str) -> None:
    assert parse(f"Weekly on Monday{decoration}") == Frequency("week", weekdays=(0,))
    assert parse(f"Each patch release{decoration}") == Frequency(event="patch release")
    fix = f"Weekly{decoration}".rstrip()
    assert parse(f"weekly{decoration}") == FrequencyProblem('frequency "weekly" is written "Weekly"', fix)


@pytest.mark.parametrize(("text", "fix"), WRITTEN.items())
def test_letter_case(text: str, fix: str) -> None:
    assert parse(text) == FrequencyProblem(f'frequency "{text}" is written "{fix}"', fix)


@pytest.mark.parametrize(("text", "fix"), (MEANT | GERMAN).items())
def test_did_you_mean(text: str, fix: str) -> None:
    assert parse(text) == FrequencyProblem(
        f'unknown frequency "{text}", did you mean "{fix}"?', fix, text not in GUESSED
    )


@pytest.mark.parametrize(("text", "meant"), TWO_READINGS.items())
def test_two_readings_are_both_offered_and_none_is_certain(text: str, meant: tuple[str, str]) -> None:
    message = f'unknown frequency "{text}", did you mean "{meant[0]}" or "{meant[1]}"?'
    assert parse(text) == FrequencyProblem(message, meant[0], is_sure=False)


@pytest.mark.parametrize("text", ["Each month end", "Each audit at 3 sites"])
def test_what_its_author_calls_an_event_stays_one(text: str) -> None:
    assert parse(text) == Frequency(event=text.removeprefix("Each "))


@pytest.mark.parametrize(("text", "says"), SAYS.items())
def test_says_what_belongs(text: str, says: str) -> None:
    problem = parse(text)
    assert isinstance(problem, FrequencyProblem)
    assert problem.message.startswith(f'unknown frequency "{text}"')
    assert says in problem.message
    assert problem.fix is None


@pytest.mark.parametrize("text", NO_EVENTS)
def test_what_a_calendar_says_is_no_event(text: str) -> None:
    found = parse(text)
    assert isinstance(found, FrequencyProblem)
    assert not (found.fix or "").startswith("Each ")


def test_vocabulary_is_what_the_handbook_documents() -> None:
    assert tuple(FREQUENCIES)[:10] == VOCABULARY
    assert all(canonical(FREQUENCIES[name]) == name for name in VOCABULARY)


@given(frequencies)
def test_canonical_text_says_the_frequency(frequency: Frequency) -> None:
    assert parse(canonical(frequency)) == frequency


@given(st.integers(min_value=1, max_value=99), st.sampled_from(["day", "week", "month", "year"]))
def test_every_number(number: int, unit: str) -> None:
    frequency = parse(f"Every {number} {unit}s")
    assert isinstance(frequency, Frequency)
    assert (frequency.unit, frequency.every) == (unit, number)


@settings(max_examples=120)
@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join)))
@example("\ud800 Weekly")
@example("Every seventy-seven months on " + "x" * 99)
@example("Every seventy-seven years on " + "x" * 99)
@example("Every " + "x" * 50 + " weeks on Monday")
@example("Sometimes " * 9)
@example("annualy on " + "monday and " * 9)
@example("Every " + "9" * 5000 + " days")
@example("Monday, " * 12 + "Monday")
@example("each " + "every " * 30)
def test_any_text_has_an_answer_and_a_fix_is_right(text: str) -> None:
    found = parse(text)
    if isinstance(found, FrequencyProblem):
        assert "\n" not in found.message
        assert len(found.message) <= 160
        assert found.fix is None or isinstance(parse(found.fix), Frequency)
    else:
        assert parse(canonical(found)) == found


@pytest.mark.parametrize(
    "text", ["Every full moon", "Every so often", "Every lunch", "Every TTh", "every school holiday"]
)
def test_an_event_is_certain_only_where_a_word_says_one(text: str) -> None:
    found = parse(text)
    assert isinstance(found, FrequencyProblem)
    assert found.fix == f"Each {text.partition(' ')[2]}"
    assert not found.is_sure


@pytest.mark.parametrize("unit", [" ", "(", "⏰", "1️⃣", "\ufe0f", "Every ", "Each a ", "Weekly on ", "Monday and ", "9"])
def test_long_text_has_a_short_answer(unit: str) -> None:
    for text in (unit * 100_000, f"{unit * 100_000}x", f"Every {unit * 100_000}", f"Weekly on {unit * 100_000}"):
        answer = parse(text)
        if text.startswith("Each "):
            assert isinstance(answer, Frequency)
        else:
            assert isinstance(answer, FrequencyProblem)
            assert len(answer.message) <= 160
