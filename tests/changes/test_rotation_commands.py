"""Rotations that change: nobody's past shifts move, and what is to come is as it was asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
import yaml
from hypothesis import assume, event, given
from hypothesis import strategies as st

from mkdocs_handbook.changes import dri_changes, rotation_commands, rotation_file, shift_changes
from mkdocs_handbook.changes.data_change import Change
from mkdocs_handbook.changes.rotation_file import RotationFile
from mkdocs_handbook.data.yaml.edits import ChangeError, RefusedError
from mkdocs_handbook.model import Handbook, RawFile, Settings, Shift
from mkdocs_handbook.project.load import HandbookFiles, load
from mkdocs_handbook.schedule import rotation

PATH = "rituals/a.rotations.yml"
# A Friday.
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
WEEKLY = """\
# Who is on duty.
- rotation: On-call   # the name
  startsOn: 2026-01-05
  every: 1 week
  members: [ana, bo, cy]
"""


def handbook(text: str, now: datetime = NOW) -> Handbook:
    given = HandbookFiles(data=(RawFile(PATH, text.encode()),))
    return load(given, Settings(docs_dir="handbook"), now)[0]


def shifts(text: str, since: datetime = NOW, count: int = 6, now: datetime = NOW) -> list[str]:
    """Return the next shifts as `start handle reason`."""
    one = rotation_commands.find_rotation(handbook(text, now), "On-call", "")
    found = islice(rotation.shifts([entry.means for entry in one.entries], since), count)
    return [f"{shift.start:%m-%d} {shift.dri} {shift.reason}".rstrip() for shift in found]


def text_of(change: Change) -> str:
    return change.sources[PATH].text


def swap(text: str, day: str, a: str, b: str, other: str = "", now: datetime = NOW) -> str:
    asked = rotation_commands.SwapRequest(date.fromisoformat(day), a, b, date.fromisoformat(other) if other else None)
    return text_of(rotation_commands.swap(handbook(text, now), "On-call", "", asked))


def test_who_is_on_duty_before_anything_changes() -> None:
    assert shifts(WEEKLY) == ["11-16 ana", "11-23 bo", "11-30 cy", "12-07 ana", "12-14 bo", "12-21 cy"]


def test_a_swap_is_two_overrides() -> None:
    after = swap(WEEKLY, "2026-11-25", "bo", "cy")
    assert after == WEEKLY + (
        "  overrides:\n"
        "    - from: 2026-11-23\n      to: 2026-11-30\n      dri: cy\n      reason: swap with bo\n"
        "    - from: 2026-11-30\n      to: 2026-12-07\n      dri: bo\n      reason: swap with cy\n"
    )
    assert shifts(after)[:4] == ["11-16 ana", "11-23 cy swap with bo", "11-30 bo swap with cy", "12-07 ana"]
    back = swap(after, "2026-11-23", "cy", "bo")
    assert [one.split()[:2] for one in shifts(back)] == [one.split() for one in shifts(WEEKLY)]
    # Who stood in for whom before says nothing of the one who does so now.
    assert re.findall(r"dri: (.*)\n +reason: (.*)", back) == [("bo", "swap with cy"), ("cy", "swap with bo")]


def test_a_swap_of_the_shift_that_runs_is_of_its_rest() -> None:
    after = swap(WEEKLY, "2026-11-20", "ana", "cy", "2026-12-26")
    assert shifts(after) == ["11-16 ana", "11-21 cy swap with ana", "11-23 bo", "11-30 cy", "12-07 ana", "12-14 bo"]
    assert shifts(after, NOW + timedelta(35), 2) == ["12-21 ana swap with cy", "12-28 ana"]


BRACES = "[{rotation: On-call, startsOn: 2026-01-05, every: 1 week, members: [ana, bo, cy]}]"


def test_a_file_in_braces() -> None:
    after = swap(BRACES, "2026-11-23", "bo", "cy")
    assert "cy], overrides: [{from: 2026-11-23, to: 2026-11-30, dri: cy, reason: swap with bo}, {from: " in after
    assert shifts(after)[1:3] == ["11-23 cy swap with bo", "11-30 bo swap with cy"]
    change = rotation_commands.add_member(handbook(BRACES), "On-call", "", "dee", "", None)
    assert (
        text_of(change)
        == BRACES[:-1] + ", {rotation: On-call, startsOn: 2026-11-23, every: 1 week, members: [bo, cy, ana, dee]}]"
    )


REFUSED = [
    (("2026-11-16", "bo", "cy"), '"bo" is not on duty in "On-call" on 2026-11-16, "ana" is; shifts of "bo" begin on 2026-11-23'),
    (("2026-11-09", "ana", "cy"), '"ana" is not on duty in "On-call" on 2026-11-09, and what is past stays'),
    (("2026-11-23", "bo", "bo"), '"bo" cannot swap with themselves'),
    (("2026-11-23", "bo", "anna"), '"anna" has no shift to come in "On-call", did you mean "ana"?'),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "message"), REFUSED)
def test_a_swap_that_makes_no_sense(asked: tuple[str, str, str], message: str) -> None:
    with pytest.raises(ChangeError) as refused:
        swap(WEEKLY, *asked)
    assert str(refused.value).startswith(message)


def test_an_override_in_the_way() -> None:
    text = WEEKLY + "  overrides:\n    - {from: 2026-11-24, to: 2026-11-26, dri: ana}\n"
    asked = rotation_commands.SwapRequest(date(2026, 11, 30), "cy", "bo", date(2026, 11, 26))
    after = text_of(rotation_commands.swap(handbook(text), "On-call", "", asked))
    assert "    - {from: 2026-11-26, to: 2026-11-30, dri: cy, reason: swap with bo}\n" in after
    assert shifts(after, count=6)[1:] == [
        "11-23 bo",
        "11-24 ana",
        "11-26 cy swap with bo",
        "11-30 bo swap with cy",
        "12-07 ana",
    ]
    half = WEEKLY + "  overrides:\n    - {from: 2026-11-25, to: 2026-12-02, dri: bo}\n"
    with pytest.raises(ChangeError, match=r":7: an override from 2026-11-25 to 2026-12-02 is in the way"):
        swap(half, "2026-11-26", "bo", "ana")


def test_a_member_joins_and_leaves() -> None:
    joined = text_of(rotation_commands.add_member(handbook(WEEKLY), "On-call", "", "dee", "", None))
    assert (
        joined
        == WEEKLY + "\n- rotation: On-call\n  startsOn: 2026-11-23\n  every: 1 week\n  members: [bo, cy, ana, dee]\n"
    )
    assert shifts(joined) == ["11-16 ana", "11-23 bo", "11-30 cy", "12-07 ana", "12-14 dee", "12-21 bo"]
    behind = text_of(rotation_commands.add_member(handbook(WEEKLY), "On-call", "", "dee", "bo", date(2026, 12, 1)))
    assert shifts(behind) == ["11-16 ana", "11-23 bo", "11-30 cy", "12-07 ana", "12-14 bo", "12-21 dee"]
    left = text_of(rotation_commands.remove_member(handbook(WEEKLY), "On-call", "", "bo", None))
    assert shifts(left) == ["11-16 ana", "11-23 cy", "11-30 ana", "12-07 cy", "12-14 ana", "12-21 cy"]


def test_whoever_leaves_and_still_stands_in_is_named() -> None:
    text = WEEKLY.replace("[ana, bo, cy]", "\n    - ana\n    - bo\n    - cy").replace("2026-01-05", "2026-12-07")
    text += "  overrides:\n    - {from: 2026-12-14, to: 2026-12-21, dri: cy}\n    - {from: 2026-12-21, to: 2026-12-28, dri: bo}\n"
    (note,) = (change := rotation_commands.remove_member(handbook(text), "On-call", "", "bo", None)).notes
    row = text_of(change).splitlines().index("    - {from: 2026-12-21, to: 2026-12-28, dri: bo}") + 1
    assert note == (
        f'rituals/a.rotations.yml:{row}: the override from 2026-12-21 still names "bo", swap it or change it by hand'
    )
    assert rotation_commands.remove_member(handbook(text), "On-call", "", "ana", None).notes == ()


def test_an_entry_that_is_yet_to_begin_changes_in_place() -> None:
    text = WEEKLY.replace("2026-01-05", "2027-01-04")
    assert text_of(rotation_commands.add_member(handbook(text), "On-call", "", "dee", "ana", None)) == text.replace(
        "ana, bo", "ana, dee, bo"
    )
    assert text_of(rotation_commands.remove_member(handbook(text), "On-call", "", "ana", None)) == text.replace(
        "ana, ", ""
    )
    lines = text.replace("[ana, bo, cy]", "\n    - ana\n    - bo # b\n    - cy")
    assert text_of(rotation_commands.remove_member(handbook(lines), "On-call", "", "cy", None)) == lines.replace(
        "    - cy\n", ""
    )
    with pytest.raises(RefusedError, match="a comment stands beside this"):
        rotation_commands.remove_member(handbook(lines), "On-call", "", "bo", None)


def test_entries_that_take_over_later_change_as_well() -> None:
    later = "- rotation: On-call\n  startsOn: 2026-12-07\n  every: 1 week\n  members:\n    - bo\n    - ana\n"
    after = text_of(rotation_commands.remove_member(handbook(WEEKLY + later), "On-call", "", "ana", None))
    assert shifts(after) == ["11-16 ana", "11-23 bo", "11-30 cy", "12-07 bo", "12-14 bo", "12-21 bo"]
    assert after.count("ana") == 1


def test_months_from_the_31st_go_on_from_a_month_that_has_one() -> None:
    text = WEEKLY.replace("2026-01-05", "2026-01-31").replace("1 week", "1 month")
    after = text_of(rotation_commands.add_member(handbook(text), "On-call", "", "dee", "", None))
    assert "startsOn: 2026-12-31" in after
    assert [one[:5] for one in shifts(after)] == [one[:5] for one in shifts(text)]


MEMBERS_REFUSED = [
    ("add_member", ("ana", "", None), '"ana" is a member of "On-call" already'),
    ("add_member", ("dee", "anna", None), '"anna" is no member of "On-call", did you mean "ana"?'),
    ("add_member", ("dee", "", date(2026, 11, 1)), "2026-11-01 is past, and what is past stays"),
    ("remove_member", ("dee", None), '"dee" is no member of "On-call"'),
    ("remove_member", ("anna", None), '"anna" is no member of "On-call", did you mean "ana"?'),
]


@pytest.mark.parametrize(("what", "arguments", "message"), MEMBERS_REFUSED)
def test_a_change_of_members_that_makes_no_sense(what: str, arguments: Any, message: str) -> None:
    with pytest.raises(ChangeError) as refused:
        getattr(rotation_commands, what)(handbook(WEEKLY), "On-call", "", *arguments)
    assert str(refused.value) == message


PEOPLE = "ana: {name: Ana}\nBo: {name: Bo}\ncy: {name: Cy}\ndee: {name: Dee}\n"
# Who is asked for, and what a swap, a member who leaves, and one who joins behind another come to.
SPELLED = [
    ("swap", ("bo", "cy"), ["cy", "bo"]),
    ("remove", ("cy", ""), ["bo", "ana"]),
    ("add", ("dee", "bo"), ["bo", "dee", "cy", "ana"]),
]


def spelled_change(what: str, text: str, one: str, other: str, people: str = PEOPLE) -> Change:
    files = [RawFile(PATH, text.encode())] + [RawFile("rituals/people.yml", people.encode())] * bool(people)
    book = load(HandbookFiles(data=tuple(files)), Settings(docs_dir="handbook"), NOW)[0]
    if what == "swap":
        asked = rotation_commands.SwapRequest(date(2026, 11, 23), one, other)
        return rotation_commands.swap(book, "On-call", "", asked)
    if what == "add":
        return rotation_commands.add_member(book, "On-call", "", one, other, None)
    return rotation_commands.remove_member(book, "On-call", "", one, None)


@pytest.mark.parametrize(("what", "handles", "expected"), SPELLED)
@pytest.mark.parametrize("spelling", ["{}", "@{}", "https://github.com/{}", "github.com/{}/"])
@pytest.mark.parametrize("written", ["bo", "Bo", "@BO"])
@pytest.mark.parametrize("people", [PEOPLE, ""])
def test_a_person_is_known_by_every_spelling(
    what: str, handles: tuple[str, str], expected: list[str], spelling: str, written: str, people: str
) -> None:
    one, other = (spelling.format(handle).title() if handle else "" for handle in handles)
    # Without people.yml nobody knows how one who is new is spelled.
    one = "dee" if what == "add" and not people else one
    text = WEEKLY.replace("[ana, bo, cy]", f"[ana, {written!r}, cy]")
    last = yaml.safe_load(text_of(spelled_change(what, text, one, other, people)))[-1]
    found = [override["dri"] for override in last["overrides"]] if what == "swap" else last["members"]
    assert ["bo" if name == written else name for name in found] == expected


MISSPELLED = [
    ("swap", ("Bo", "@bo"), '"Bo" cannot swap with themselves'),
    ("add", ("@Cy", ""), '"cy" is a member of "On-call" already'),
    ("remove", ("@Dee", ""), '"dee" is no member of "On-call"'),
]


@pytest.mark.parametrize(("what", "handles", "message"), MISSPELLED)
def test_spellings_of_one_person_are_not_two_people(what: str, handles: tuple[str, str], message: str) -> None:
    with pytest.raises(ChangeError) as refused:
        spelled_change(what, WEEKLY, *handles)
    assert str(refused.value) == message


def test_all_spellings_of_a_member_leave() -> None:
    text = WEEKLY.replace("[ana, bo, cy]", "[ana, bo, '@Ana', cy]")
    assert "members: [cy, bo]\n" in text_of(spelled_change("remove", text, "ANA", ""))
    two = WEEKLY.replace("[ana, bo, cy]", "[cy, '@Cy']")
    with pytest.raises(ChangeError, match='"cy" is the only member'):
        spelled_change("remove", two, "CY", "")


def test_explicit_shifts_have_no_members() -> None:
    text = "- rotation: On-call\n  startsOn: 2026-01-05\n  shifts:\n    - {from: 2026-01-05, dri: ana}\n"
    with pytest.raises(ChangeError, match="has explicit shifts and no members"):
        rotation_commands.add_member(handbook(text), "On-call", "", "bo", "", None)
    one = WEEKLY.replace("[ana, bo, cy]", "[ana]")
    with pytest.raises(ChangeError, match='is the only member of "On-call", end the rotation instead'):
        rotation_commands.remove_member(handbook(one), "On-call", "", "ana", None)


def test_an_entry_with_findings_is_mended_first() -> None:
    with pytest.raises(RefusedError, match="this entry has findings, mend it first"):
        rotation_commands.add_member(
            handbook(WEEKLY + "- rotation: On-call\n  every: 1 week\n"), "On-call", "", "bo", "", None
        )


def test_a_handover_takes_the_rest_of_the_shift_that_runs() -> None:
    after = text_of(dri_changes.replace(handbook(WEEKLY), "ana", "dee"))
    assert shifts(after) == ["11-16 ana", "11-21 dee", "11-23 bo", "11-30 cy", "12-07 dee", "12-14 bo"]
    assert dri_changes.remaining(handbook(after), "ana", date(2026, 11, 23)) == []
    before = text_of(dri_changes.replace(handbook(WEEKLY), "ana", "bo"))
    assert shifts(before) == ["11-16 ana", "11-21 bo", "11-23 bo", "11-30 cy", "12-07 bo", "12-14 cy"]


def test_a_handover_of_explicit_shifts_and_overrides() -> None:
    text = (
        "- rotation: On-call\n  startsOn: 2026-11-02\n  shifts:\n"
        "    - {from: 2026-11-02, dri: ana}\n    - {from: 2026-11-16, dri: bo}\n    - {from: 2026-11-23, dri: ana}\n"
        "  overrides:\n    - {from: 2026-11-18, to: 2026-11-22, dri: ana, reason: ill}\n"
    )
    after = text_of(dri_changes.replace(handbook(text), "ana", "dee"))
    assert shifts(after) == ["11-18 ana ill", "11-21 dee ill", "11-22 bo", "11-23 dee"]
    assert (
        text_of(dri_changes.replace(handbook(after.replace("2026-11-23", "2026-11-17")), "dee", "cy")).count("cy") > 0
    )
    last = text.replace("2026-11-23", "2026-11-17").partition("  overrides")[0]
    assert shifts(text_of(dri_changes.replace(handbook(last), "ana", "dee"))) == ["11-17 ana", "11-21 dee"]


# --- Any rotation ---

HANDLES = st.sampled_from(["ana", "bo", "cy", "dee"])
EVERY = st.sampled_from(["1 day", "1 week", "2 weeks", "10 days", "1 month", "2 months", "1 year"])
ZONES = st.sampled_from(["Europe/London", "America/New_York", "Pacific/Apia", "Asia/Kolkata"])


@st.composite
def rotations(draw: st.DrawFn) -> str:
    """Return a rotations file with one to three entries of a rotation, some with overrides, in one of several layouts."""
    entries: list[dict[str, Any]] = []
    start = date(2024, 1, 1) + timedelta(draw(st.integers(0, 1000)))
    handoff = draw(
        st.none() | st.fixed_dictionaries({"time": st.sampled_from(["00:00", "09:30", "23:45"]), "timezone": ZONES})
    )
    for _ in range(draw(st.integers(1, 3))):
        one: dict[str, Any] = {"rotation": "On-call", "startsOn": start.isoformat()}
        if draw(st.integers(0, 3)):
            one |= {"every": draw(EVERY), "members": draw(st.lists(HANDLES, min_size=1, max_size=4, unique=True))}
        else:
            days = sorted(draw(st.sets(st.integers(1, 900), max_size=4)) | {0})
            one["shifts"] = [{"from": (start + timedelta(day)).isoformat(), "dri": draw(HANDLES)} for day in days]
        one |= {"handoff": handoff} if handoff else {}
        if draw(st.booleans()):
            first = start + timedelta(draw(st.integers(0, 700)))
            one["overrides"] = [
                {
                    "from": first.isoformat(),
                    "to": (first + timedelta(draw(st.integers(1, 20)))).isoformat(),
                    "dri": draw(HANDLES),
                }
            ]
        entries.append(one)
        start += timedelta(draw(st.integers(1, 600)))
    order = draw(st.permutations(entries))
    text = yaml.safe_dump(
        order,
        sort_keys=draw(st.booleans()),
        default_flow_style=draw(st.sampled_from([None, False, True])),
        indent=draw(st.sampled_from([2, 4])),
    )
    text = text.replace("\n- ", "\n\n- ") if draw(st.booleans()) else text
    return "# c\n" + (text.replace("\n", "\r\n") if draw(st.booleans()) else text)


MOMENTS = st.datetimes(datetime(2024, 6, 1), datetime(2027, 12, 31)).map(lambda one: one.replace(tzinfo=UTC))


def of(text: str) -> RotationFile:
    book = handbook(text)
    return rotation_file.RotationFile(book.files[0].source, book.files[0].kind, "On-call", "UTC")


def until(one: RotationFile, moment: datetime) -> list[Shift]:
    """Return all shifts before a moment."""
    found = rotation.shifts([entry.means for entry in one.entries], datetime(2023, 1, 1, tzinfo=UTC))
    cut = []
    for shift in found:
        if shift.start >= moment:
            break
        cut.append(replace(shift, end=min(shift.end or moment, moment), reason=""))
    return cut


def on_duty(one: RotationFile, begin: datetime, days: int = 500) -> list[str]:
    """Return who is on duty at noon of each day."""
    moments = [begin + timedelta(days=day) for day in range(days)]
    found = list(one.shifts(begin, moments[-1]))
    names, index = [], 0
    for moment in moments:
        while index < len(found) and (end := found[index].end) is not None and end <= moment:
            index += 1
        runs = index < len(found) and found[index].start <= moment
        names.append(found[index].dri if runs else "")
    return names


@pytest.mark.slow
@given(
    text=rotations(),
    now=MOMENTS,
    change=st.sampled_from(["add", "remove", "replace", "swap"]),
    one=HANDLES,
    other=HANDLES,
)
def test_no_past_shift_ever_moves(text: str, now: datetime, change: str, one: str, other: str) -> None:
    book, before = handbook(text, now), of(text)
    try:
        if change == "add":
            made = rotation_commands.add_member(book, "On-call", "", one, "", None)
        elif change == "remove":
            made = rotation_commands.remove_member(book, "On-call", "", one, None)
        elif change == "replace":
            made = dri_changes.replace(book, one, other)
        else:
            mine = shift_changes.next_shift(before, one, Shift(now, now, ""), now)
            made = rotation_commands.swap(
                book, "On-call", "", rotation_commands.SwapRequest(max(mine.start, now).date(), one, other)
            )
    except ChangeError as error:
        event(f"{change}: {type(error).__name__} {str(error)[-60:]}")
        assume(False)
    after = of(made.sources[PATH].text) if made.sources else before
    assert until(after, now) == until(before, now)
    # From the next day's handoff on, at the latest.
    was, is_now = on_duty(before, now + timedelta(days=1.1)), on_duty(after, now + timedelta(days=1.1))
    if change == "replace":
        assert one not in is_now
        members = {handle for entry in before.entries for handle in entry.means.members}
        if other not in members:
            assert is_now == [other if name == one else name for name in was]
    if change == "swap":
        assert (
            len([1 for pair in zip(was, is_now, strict=True) if pair[0] != pair[1] and set(pair) != {one, other}]) == 0
        )
    rest = [line for line in text.splitlines() if line.startswith("#")]
    assert all(line in made.sources.get(PATH, before.source).text for line in rest)
