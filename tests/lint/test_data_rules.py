"""Rules of data beyond the golden cases: what their fixes write, properties of what they rest on, and their time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from call_counter import calls
from handbooks import TODAY, fix, read, write
from mkdocs_handbook.data import channels
from mkdocs_handbook.data.people import person_names, responsibilities
from mkdocs_handbook.lint import linter, rules
from mkdocs_handbook.lint.rules.data import people, rituals
from mkdocs_handbook.model import DataFile, Finding, Handbook, Item, Kind, Settings, Source
from mkdocs_handbook.project import mkdocs_yml, workspace
from mkdocs_handbook.util.wording import guesser, nearest

PEOPLE = "ana: {name: Ana Example}\n"
LISTED = """
- {channel: "#now", dri: ana}
- {channel: "#older", dri: ana, renamedTo: "#now"}
- {channel: "#oldest", dri: ana, status: archived, renamedTo: "#older"}
- {channel: "#over", dri: ana, status: archived}
"""
RITUAL = "- {{task: A, startedOn: 2026-01-05, frequency: Weekly, description: d, dri: ana, channel: {}}}\n"


def fixed(finding: Finding) -> str:
    """Return the text of a finding's file with its edits, which do not overlap."""
    text = finding.source.text
    for edit in sorted(finding.edits, key=lambda one: one.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


@pytest.mark.parametrize(
    ("written", "mended", "is_safe"),
    [
        ('"#Now"', '"#now"', True),
        ("'#nowe'", "'#now'", False),
        ('"#older"', '"#now"', True),
        ("'#oldest'", "'#now'", True),
        ('"#over"', None, True),
        ('"#lunch-and-dinner"', None, False),
    ],
)
def test_the_fix_of_a_channel(written: str, mended: str | None, is_safe: bool, tmp_path: Path) -> None:
    write(tmp_path, {"rituals/en.channels.yml": LISTED, "rituals/en.rituals.yml": RITUAL.format(written)})
    (found,) = read(tmp_path, ["HB124", "HB125"])[1]
    assert found.is_safe is is_safe
    assert bool(found.edits) is (mended is not None)
    assert fixed(found) == RITUAL.format(mended or written)


NAMES = st.sampled_from(["ana", "bo", "Ana Example", "cy.d", "Émile", "jean-luc"])
BETWEEN = st.sampled_from([", ", ",", " and ", " & ", "/", "; ", " + ", " or "])


@given(NAMES, BETWEEN, NAMES)
def test_two_names_are_several_people_and_one_is_not(one: str, between: str, other: str) -> None:
    assert person_names.misnomer(f"{one}{between}{other}", ()) == "several"
    assert person_names.misnomer(one, ()) == ""


@given(st.text(max_size=40))
def test_who_is_known_is_a_person(text: str) -> None:
    assert person_names.misnomer(text, {person_names.normalized(text)}) == ""
    assert person_names.misnomer(text, ()) in ("nobody", "group", "several", "")


@given(st.dictionaries(*[st.sampled_from(["#a", "#b", "#c", "#d", "#e"])] * 2))
def test_a_renamed_channel_ends_at_a_name_in_use_or_in_a_circle(renamed: dict[str, str]) -> None:
    items = {old: Item({"channel": old, "renamedTo": new}, ()) for old, new in renamed.items()}
    kind = Kind("channels", {}, (), (), "channel", "channel")
    files = (DataFile(Source("a.channels.yml", ""), "a", kind, tuple(items.values())),)
    index = channels.index(Handbook(Settings(), datetime(2026, 1, 5, tzinfo=UTC), files=files))
    for name in renamed:
        way = [name]
        while way[-1] in renamed and len(way) <= len(renamed):
            way.append(renamed[way[-1]])
        end = index.current(index.known[name])
        assert bool(end.renamed_to) == (way[-1] in renamed)
        assert end.renamed_to or end.name == way[-1]


@given(st.lists(st.sampled_from(["release", "Retro", "standup", "retros"])), st.lists(st.text("erotsl", max_size=7)))
def test_many_guesses_are_those_of_one(known: list[str], words: list[str]) -> None:
    guess = guesser(known)
    assert [guess(word) for word in words] == [nearest(word, known) for word in words]


@pytest.mark.parametrize(
    ("description", "name", "is_empty"),
    [
        ("Release ritual.", "🚀 Release ritual", True),
        ("https://example.com", "Retro", True),
        ("See https://example.com", "Retro", False),
        ("[Retro](a.md): look back", "Retro", False),
        ("", "Retro", False),
        ("**Retro**", "retro", True),
    ],
)
def test_descriptions(description: str, name: str, is_empty: bool) -> None:
    assert bool(rituals.why_empty(description, name)) is is_empty


def test_the_last_day_of_the_calendar_has_no_next() -> None:
    assert responsibilities.days_later(date.max) == date.max
    assert responsibilities.days_later(date(2026, 11, 20), 30) == date(2026, 12, 20)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_extreme_days_are_days(day: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "rituals/people.yml": f"ana: {{name: Ana, leftOn: {day}}}\n",
            "rituals/en.rituals.yml": f"- {{task: A, startedOn: {day}, endsOn: {day}, frequency: Weekly, description: d, dri: ana, reviewOn: {day}}}\n",
            "rituals/en.rotations.yml": f"- {{rotation: R, startsOn: {day}, shifts: [{{from: {day}, dri: ana}}, {{from: {day}, dri: ana}}]}}\n",
        },
    )
    found = mkdocs_yml.read_project(tmp_path / "mkdocs.yml", tmp_path)
    for today in (date(1, 1, 1), TODAY, date.max):
        state = workspace.read(found, today)
        codes = {finding.code for finding in linter.check(state, rules.ALL)}
        # Each file is read, and each of its days is taken for one.
        assert [len(file.items) for file in state.handbook.files] == [1, 1, 1]
        assert not codes & {"HB108", "HB109", "HB111"}


def large(count: int) -> dict[str, str | bytes]:
    """Return a handbook in which every entry breaks as many rules as it can."""
    numbers = range(count)
    ritual = "- {{task: T{0}, startedOn: 2026-01-05, frequency: Weekly, description: T{0}, dri: q{0}, backup: q{0}, channel: '#c{0}'}}\n"
    channel = "- {{channel: '#a{0}', dri: p{0}, renamedTo: '#a{1}'}}\n"
    override = "    - {{from: 2020-01-05, to: 2020-01-06, dri: p{0}}}\n"
    rotation = f"- rotation: R\n  startsOn: 2026-01-05\n  every: 1 week\n  members: [{', '.join(['ana'] * count)}]\n  overrides:\n"
    return {
        "rituals/people.yml": "".join(f"p{one}: {{name: P, leftOn: 2026-01-31}}\n" for one in numbers),
        "rituals/en.rituals.yml": "".join(ritual.format(one) for one in numbers),
        "rituals/en.channels.yml": "".join(channel.format(one, one + 1) for one in numbers),
        "rituals/en.rotations.yml": rotation + "".join(override.format(one) for one in numbers),
    }


@pytest.mark.slow
def test_twice_the_entries_are_twice_the_work(tmp_path: Path) -> None:
    once = read(write(tmp_path / "once", large(2_500)), ())[0]
    twice = read(write(tmp_path / "twice", large(5_000)), ())[0]
    for code in ("HB113", "HB114", "HB122", "HB123", "HB124", "HB125", "HB127", "HB128", "HB129", "HB130"):
        first, second = (calls(lambda: list(rules.run(handbook, [code]))) for handbook in (once, twice))  # noqa: B023
        assert second <= 2.2 * first, code


def test_a_handle_is_proposed_that_nobody_has() -> None:
    taken = ("ana", "ana-zimmer", "ana-2")
    assert [people.free_handle("Ana Zimmer", taken[:end]) for end in range(4)] == [
        "ana",
        "ana-zimmer",
        "ana-2",
        "ana-3",
    ]


@pytest.mark.parametrize(
    ("written", "left"),
    [("on-Call", "On-call"), ("ANA EXAMPLE", "ana"), ("OPS", "ops"), ("On-calls", "On-calls"), ("opss", "opss")],
)
def test_a_recipient_that_differs_only_in_letter_case_is_mended_safely(tmp_path: Path, written: str, left: str) -> None:
    step = "- escalation: A\n  steps: [{{notify: {}}}]\n"
    duty = "- {rotation: On-call, startsOn: 2026-01-05, every: 1 week, members: [ana]}\n"
    path = "rituals/ops.escalations.yml"
    write(tmp_path, {path: step.format(written), "rituals/ops.rotations.yml": duty, "rituals/people.yml": PEOPLE})
    fix(tmp_path, ["HB138"])
    assert (tmp_path / path).read_text(encoding="utf-8") == step.format(left)
