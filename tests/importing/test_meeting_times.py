"""What people write about when a meeting is, as frequency, time, zone and duration, or the reason why it stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from call_counter import calls
from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.importing.times import meeting_times
from mkdocs_handbook.importing.times.several_times import several_times
from mkdocs_handbook.model import Frequency
from mkdocs_handbook.schedule.frequency import parse

PT, ET, CET = "America/Los_Angeles", "America/New_York", "Europe/Berlin"
READ: dict[str, tuple[str, str, str, int]] = {
    "Tuesday at 08:00 PT": ("Weekly on Tuesday", "08:00", PT, 0),
    "every other Tuesday at 09:00 PT": ("Biweekly on Tuesday", "09:00", PT, 0),
    "2nd and 4th Thursday": ("Monthly on the second and fourth Thursday", "", "", 0),
    "Thursdays 16:00–17:00 CET (biweekly)": ("Biweekly on Thursday", "16:00", CET, 60),
    "Wednesdays at 11:00 PT (Pacific Time) (biweekly)": ("Biweekly on Wednesday", "11:00", PT, 0),
    "Mondays at 10:30 PT (monthly - second Monday of month)": ("Monthly on the second Monday", "10:30", PT, 0),
    "first Wednesdays at 8:00 PT (monthly)": ("Monthly on the first Wednesday", "08:00", PT, 0),
    "Tuesdays at 9:00 PT (every third week)": ("Triweekly on Tuesday", "09:00", PT, 0),
    "Every weekday at 9:15": ("Weekdays", "09:15", "", 0),
    "Daily, Monday to Friday at 9.30am": ("Weekdays", "09:30", "", 0),
    "60 minutes every other month": ("Every 2 months", "", "", 60),
    "75 minutes fortnightly on Fridays": ("Biweekly on Friday", "", "", 75),
    "Tuesdays, 10:00 Berlin time (1h)": ("Weekly on Tuesday", "10:00", CET, 60),
    "Tuesday & Thursday 10:15 - 10:30": ("Weekly on Tuesday and Thursday", "10:15", "", 15),
    "Wednesdays, 9-10am PT, every two weeks": ("Every two weeks on Wednesday", "09:00", PT, 60),
    "Wed 9:30-10a Pacific Time": ("Weekly on Wednesday", "09:30", PT, 30),
    "Mondays 11-1pm ET": ("Weekly on Monday", "11:00", ET, 120),
    "Mondays 1-2pm": ("Weekly on Monday", "13:00", "", 60),
    "Mondays 12 - 1pm": ("Weekly on Monday", "12:00", "", 60),
    "Mondays 9-noon": ("Weekly on Monday", "09:00", "", 180),
    "Fridays noon": ("Weekly on Friday", "12:00", "", 0),
    "2pm ET (11am PT) on Wednesdays": ("Weekly on Wednesday", "14:00", ET, 0),
    "9am PT / 12pm ET every Monday": ("Weekly on Monday", "09:00", PT, 0),
    "Every 2 weeks on Tuesday 16:00 UTC for 45 minutes": ("Every 2 weeks on Tuesday", "16:00", "UTC", 45),
    "17:00 UTC on the second and fourth Thursday of each month": (
        "Monthly on the second and fourth Thursday",
        "17:00",
        "UTC",
        0,
    ),
    "Thursday at 09:00 UTC+8": ("Weekly on Thursday", "09:00", "Etc/GMT-8", 0),
    "every 2 wks on Fri, 15h CET": ("Every 2 weeks on Friday", "15:00", CET, 0),
    "Mondays 9h-10h30 CET": ("Weekly on Monday", "09:00", CET, 90),
    "Mondays 14h30, 2h": ("Weekly on Monday", "14:30", "", 120),
    "Mondays at 14h (2h)": ("Weekly on Monday", "14:00", "", 120),
    "Fridays for 6h": ("Weekly on Friday", "", "", 360),
    "Mon 9:00": ("Weekly on Monday", "09:00", "", 0),
    "every Mon-Fri, starting at 9:15": ("Weekdays", "09:15", "", 0),
    "every 2 wks": ("Every 2 weeks", "", "", 0),
    "Mondays from 9:00 to 10:00 CET": ("Weekly on Monday", "09:00", CET, 60),
    "Every half year": ("Semiannually", "", "", 0),
    "10:00 CET": ("", "10:00", CET, 0),
}
STAYS = {
    "every 2nd Fri": 'did you mean "Biweekly on Friday" or "Monthly on the second Friday"',
    "Each Q2": "may be an event or say when",
    "Each month end": "may be an event or say when",
    "every TTh": "unknown frequency",
    "Every third Wednesday at 01:00pm JST": 'did you mean "Triweekly on Wednesday" or "Monthly on the third Wednesday"',
    "Every 4-6 weeks": "unknown frequency",
    "Thursdays at 11:00 PT (monthly)": '"Monthly" on "Thursday" is not clear',
    "Wednesdays at 8:00 PT (semimonthly)": "unknown frequency",
    "Wednesdays at 8:00 PT (biweekly (On demand))": "unknown frequency",
    "Tuesdays at 10:00 PT (no longer active)": "unknown frequency",
    "Alternating between Monday at 13:00 PT and Wednesday at 09:00 PT": "says several times of day",
    "Wednesday 11:00 PT and 17:00 CET": "says several times of day",
    "9am PT / 17:00 UTC every Monday": "says several times of day",
    "9am PT / 1pm ET every Monday": "says several times of day",
    "Thursday at 09:00 UTC+19": '"UTC+19" is no time zone',
    "Thursdays at 3:00pm BST": '"BST" is no time zone',
    "10:00 PT on Mondays (CET)": '"CET" is another time zone',
    "45 minutes Mondays, 30 minutes Thursdays": "says no single length of time",
    "30-60 minutes on Tuesdays": "unknown frequency",
    "Mondays 10:00-11:00 for 30 minutes": "says two lengths of time",
    "Mondays at 25:00": "unknown frequency",
    "Monday " * 40: "says more than when",
    "Various": "unknown frequency",
}


SEVERAL = {
    "Alternating between Tuesday at 16:00 PT and Thursday at 8:00 PT": [
        ("Tuesday", "Every 2 weeks on Tuesday", "16:00", False),
        ("Thursday", "Every 2 weeks on Thursday", "08:00", True),
    ],
    "alternating between Tuesday at 17:00 PT, Wednesday at 09:00 PT, and Wednesday at 05:00 PT": [
        ("Tuesday at 17:00 PT", "Every 3 weeks on Tuesday", "17:00", False),
        ("Wednesday at 09:00 PT", "Every 3 weeks on Wednesday", "09:00", True),
        ("Wednesday at 05:00 PT", "Every 3 weeks on Wednesday", "05:00", True),
    ],
    "Alternates between Monday at 09:00 PT (Blueprints) and Thursday at 10:00 PT (General)": [
        ("Blueprints", "Every 2 weeks on Monday", "09:00", False),
        ("General", "Every 2 weeks on Thursday", "10:00", True),
    ],
    "Thursday alternating between 09:00 PT and 10:00 PT": [
        ("09:00 PT", "Every 2 weeks on Thursday", "09:00", False),
        ("10:00 PT", "Every 2 weeks on Thursday", "10:00", True),
    ],
    "Alternating between Thursday at 08:00 PT and Thursday at 05:30 UTC": [
        ("Thursday at 08:00 PT", "Every 2 weeks on Thursday", "08:00", False),
        ("Thursday at 05:30 UTC", "Every 2 weeks on Thursday", "05:30", True),
    ],
    "Mondays at 10:00 and Thursdays at 15:00": [
        ("Mondays", "Weekly on Monday", "10:00", False),
        ("Thursdays", "Weekly on Thursday", "15:00", False),
    ],
    "Thursday at 09:00 PT, and every other Thursday at 09:00 UTC+8": [
        ("Thursday at 09:00 PT", "Weekly on Thursday", "09:00", False),
        ("every other Thursday at 09:00 UTC+8", "Biweekly on Thursday", "09:00", False),
    ],
    # One ritual, which has several days or one time in two places.
    "Tuesday and Thursday 10:15": [],
    "9am PT / 12pm ET every Monday": [],
    # It may be one time in two places, or nobody knows in which zone the first is.
    "Wednesday 11:00 PT and 17:00 CET": [],
    "Mondays at 9:00 PT, Mondays at 17:00 UTC": [],
    "Sundays 17:00 PT, Mondays 10:00 JST": [],
    "Alternating between Monday 13:00 and Wednesday 09:00 PT": [],
    # Nobody knows when, or how often.
    "Alternating between Monday and Thursday": [],
    "alternating weekly between Monday at 10:00 and whenever": [],
    "Alternating between the first Monday at 10:00 and every third Wednesday at 9:00": [],
    "every other Thursday at 10:00 PT (alternating with the general meeting)": [],
    "Monday 9:00, Tuesday 9:00, Wednesday 10:00, Thursday 9:00, Friday 9:00, Saturday 8:00": [],
}


@pytest.mark.parametrize(("text", "expected"), SEVERAL.items())
def test_several_times(text: str, expected: list[tuple[str, str, str, bool]]) -> None:
    found = [(one, combined(one.when)) for one in several_times(text)]
    assert [(one.name, values["when"], values["time"], one.is_next) for one, values in found] == expected


def combined(text: str) -> dict[str, Any]:
    values = meeting_times.read(text)
    return values | ({"when": meeting_times.combined(values["when"])} if "when" in values else {})


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_is_read(text: str, expected: tuple[str, str, str, int]) -> None:
    names = ("when", "time", "timezone", "duration")
    assert combined(text) == {name: value for name, value in zip(names, expected, strict=True) if value}


@pytest.mark.parametrize(("text", "says"), STAYS.items())
def test_stays(text: str, says: str) -> None:
    with pytest.raises(NotImportedError) as error:
        combined(text)
    assert says in str(error.value)


STARTS = {
    "biweekly starting Tuesday Feb 11, 2025": ("biweekly", "Tuesday Feb 11, 2025"),
    "Tuesdays at 9:00 (biweekly starting June 7, 2018)": ("Tuesdays at 9:00 (biweekly", "June 7, 2018"),
    "Tuesday (starting June 2nd 2026)s at 8:00": ("Tuesdays at 8:00", "June 2nd 2026"),
    "Tuesdays (from 2026-06-02)s at 8:00": ("Tuesdays at 8:00", "2026-06-02"),
    "2025 start date: Feb 11": ("2025", "Feb 11"),
    "Mondays from 9:00 to 10:00": ("Mondays from 9:00 to 10:00", ""),
    "Mondays starting at 11:30am PT": ("Mondays starting at 11:30am PT", ""),
    "talks from staff of all teams": ("talks from staff of all teams", ""),
    "weekly": ("weekly", ""),
}


@pytest.mark.parametrize(("text", "expected"), STARTS.items())
def test_a_start_is_a_day_and_no_time(text: str, expected: tuple[str, str]) -> None:
    assert meeting_times.split_start(text) == expected


@pytest.mark.parametrize(
    ("name", "often", "typed", "agrees"),
    [
        ("Monthly all hands", "Weekly on Tuesday", "Tuesdays at 10:00", False),
        ("Quarterly review", "Monthly on the second Tuesday", "second Tuesday", False),
        ("Biweekly sync", "Weekly on Thursday", "every Thursday", False),
        ("Weekly news", "Biweekly on Wednesday", "Wednesdays (biweekly)", True),
        ("Daily stand-up", "Weekdays", "Monday to Friday", True),
        ("Weekly", "Weekly on Monday", "Mondays", True),
        ("Monthly numbers", "Monthly on the first Friday", "first Friday", True),
        ("Planning", "Weekly on Monday", "Mondays", True),
    ],
)
def test_a_name_and_a_time_say_one_rhythm(name: str, often: str, typed: str, agrees: bool) -> None:
    if agrees:
        meeting_times.refuse_contradiction(name, often, typed)
    else:
        with pytest.raises(NotImportedError, match="different rhythms"):
            meeting_times.refuse_contradiction(name, often, typed)


WHEN = st.sampled_from(
    ["Mondays", "every other Tuesday", "2nd and 4th Thursday", "Weekdays", "monthly", "first Friday"]
)
CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 5, 30, 59]))
ZONES = st.sampled_from(["", " PT", " CET", " (ET)", " UTC", " Europe/London", " Eastern Time"])
ORDERS = st.sampled_from(
    ["{when} at {clock}{zone}", "{clock}{zone}, {when}", "{when} ({clock}{zone})", "{when}, {clock}{zone} (1h)"]
)


@given(WHEN, CLOCKS, ZONES, ORDERS)
def test_a_frequency_and_a_time_are_read_in_any_order(when: str, clock: str, zone: str, order: str) -> None:
    found = combined(order.format(when=when, clock=clock, zone=zone))
    alone = combined(when)
    assert found["when"] == alone["when"]
    assert found["time"] == clock
    assert ("timezone" in found) == bool(zone)
    assert found.get("duration") == (60 if "1h" in order else None)


PIECES = [
    "Monday",
    "every",
    "other",
    "at",
    "9",
    "9:00",
    "PT",
    "(",
    ")",
    ",",
    "-",
    "am",
    "weekly",
    "2nd",
    "and",
    "30",
    "minutes",
    "each",
    "/",
]


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = combined(text)
    except NotImportedError:
        return
    assert "when" not in found or isinstance(parse(found["when"]), Frequency)
    assert not str(found.get("when", "")).startswith("Each ") or "each" in text.lower() or "every" in text.lower()


@pytest.mark.parametrize("unit", ["at ", "(", "9:00 ", "9 - ", "Monday, ", "1h ", "[a](b) ", ": "])
def test_long_text_is_refused_at_once(unit: str) -> None:
    def refuse(count: int) -> None:
        with pytest.raises(NotImportedError):
            meeting_times.read(unit * count)

    assert calls(lambda: refuse(20_000)) <= calls(lambda: refuse(1_000)) * 2
