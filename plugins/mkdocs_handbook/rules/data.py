"""Rules of data against the rest of the handbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from mkdocs_handbook import duties, edits, posts, recurrence
from mkdocs_handbook.anchors import Anchors
from mkdocs_handbook.links import in_items, problem_of
from mkdocs_handbook.model import DataFile, Finding, Handbook, Item, Scalar, Sequence, Span
from mkdocs_handbook.rules.registry import rule
from mkdocs_handbook.words import guesser, listed, shortened


@rule("HB112", "start-contradicts-frequency", "warning")
def start_contradicts_frequency(handbook: Handbook) -> Iterator[Finding]:
    """A ritual starts on a day on which its frequency lets it occur.

    `Monthly on the first Tuesday` that starts on a Sunday leaves open which of the two was meant. The next dates follow
    the frequency, so one of the two columns of the table is wrong for the reader.

    Bad:

    ```yaml rituals/engineering.rituals.yml
    - task: Board review
      startedOn: 2026-01-04
      frequency: Monthly on the first Tuesday
      description: Prepare the numbers.
      dri: ana
    ```

    Good:

    ```yaml rituals/engineering.rituals.yml
    - task: Board review
      startedOn: 2026-01-06
      frequency: Monthly on the first Tuesday
      description: Prepare the numbers.
      dri: ana
    ```

    Fix: unsafe. Writes the first day that the frequency allows; the frequency may be what is wrong.
    """
    for file in handbook.of_kind("rituals"):
        for item in file.items:
            started = date.fromisoformat(item.text("startedOn"))
            first = recurrence.contradiction(duties.parsed(item.text("frequency")), started)
            if first is not None:
                message = (
                    f'"{item.text("frequency")}" does not occur on {started:%A}, {started}; the first time is {first}'
                )
                node = item.node.get("startedOn")
                fix = (edits.replace(file.source, node, first.isoformat()),) if isinstance(node, Scalar) else ()
                yield Finding("HB112", file.source, item.span("startedOn"), message, fix, is_safe=False)


@rule("HB113", "unknown-person")
def unknown_person(handbook: Handbook) -> Iterator[Finding]:
    """A DRI, and everybody else who is named by handle, is in people.yml.

    A duty whose DRI nobody can look up has nobody who answers for it: the handle is misspelled, or of somebody who was
    never added. Handles compare exactly. Without the file, a DRI is free text.

    Bad:

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: Ana Example
    ```

    ```yaml rituals/people.yml
    ana:
      name: Ana Example
    ```

    Good:

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    ```

    Fix: safe where it is a handle in another letter case, or the name or GitHub account of one person; unsafe where it is
    only near one.
    """
    if handbook.people is None:
        return
    misnomer, find = posts.misnomers(handbook), meant(handbook)
    for source, scalar in posts.persons(handbook):
        if scalar.text in handbook.people or misnomer(scalar.text):
            continue
        guess, is_sure = find(scalar.text)
        hint = f', did you mean "{guess}"?' if guess else ", add the person or name another"
        fix = (edits.replace(source, scalar, guess),) if guess else ()
        message = f'"{shortened(scalar.text)}" is not in people.yml{hint}'
        yield Finding("HB113", source, scalar.span, message, fix, is_sure)


def meant(handbook: Handbook) -> Callable[[str], tuple[str, bool]]:
    """Give the function that gives the handle probably meant ("" if none is near), and whether there is no doubt.

    There is none where a handle, a name or an account on GitHub differs only in letter case.
    """
    people = handbook.people or {}
    names = {item.text(key): handle for handle, item in people.items() for key in ("name", "github") if item.text(key)}
    handles = {**names, **{handle: handle for handle in people}}
    folded: dict[str, set[str]] = {}
    for name, handle in handles.items():
        folded.setdefault(name.casefold(), set()).add(handle)
    guesses = guesser(handles)

    def find(text: str) -> tuple[str, bool]:
        if len(exact := folded.get(text.casefold(), set())) == 1:
            return next(iter(exact)), True
        return handles.get("" if re.search(r"[,;/&]", text) else guesses(text), ""), False

    return find


@rule("HB115", "rotation")
def rotation(handbook: Handbook) -> Iterator[Finding]:
    """A rotation says who is on duty, and when, without a gap or a contradiction.

    It has either `every` and `members`, or explicit `shifts` in the order of time from `startsOn` on. Overrides end
    after they begin, and no two are for the same time. Otherwise a reader who looks for help in an incident finds
    nobody, or two people who each count on the other.

    Bad:

    ```yaml rituals/engineering.rotations.yml
    - rotation: On-call
      startsOn: 2026-01-05
      shifts:
        - {from: 2026-01-12, dri: ana}
        - {from: 2026-01-19, dri: bo}
    ```

    Good:

    ```yaml rituals/engineering.rotations.yml
    - rotation: On-call
      startsOn: 2026-01-12
      shifts:
        - {from: 2026-01-12, dri: ana}
        - {from: 2026-01-19, dri: bo}
    ```

    Fix: none. Who is on duty, only people can agree.
    """
    for file in handbook.of_kind("rotations"):
        begun = set()
        for item in file.items:
            yield from (Finding("HB115", file.source, span, text) for span, text in rotation_problems(item))
            name = (item.text("rotation"), item.text("startsOn"))
            if name in begun:
                message = f'"{name[0]}" has another entry from {name[1]} on, the later of two needs a later start'
                yield Finding("HB115", file.source, item.span("startsOn"), message)
            begun.add(name)


def rotation_problems(item: Item) -> Iterator[tuple[Span, str]]:
    """Give what is wrong with an entry of a rotations file, each with its place."""
    has = {key for key in ("every", "members", "shifts") if key in item.values}
    name = item.node.key("rotation")
    if has not in ({"every", "members"}, {"shifts"}):
        there = f"{listed(sorted(has))} alone" if len(has) == 1 else listed(sorted(has)) or "neither"
        message = f'a rotation has either "every" and "members" or "shifts", this one has {there}'
        yield name.span if name else item.node.span, message
    yield from shift_problems(item)
    yield from override_problems(item)
    ends, starts = item.text("endsOn"), item.text("startsOn")
    if ends and ends <= starts:
        yield item.span("endsOn"), f"ends on {ends}, which is not after its start on {starts}"


def shift_problems(item: Item) -> Iterator[tuple[Span, str]]:
    """Give the gaps and reversals of explicit shifts."""
    before = item.text("startsOn")
    for index, (span, entry) in enumerate(listed_entries(item, "shifts")):
        if not index and entry["from"] > before:
            yield span, f"the first shift begins on {entry['from']}, nobody is on duty from {before} until then"
        elif entry["from"] < before or (index and entry["from"] == before):
            yield span, f"begins on {entry['from']}, which is not after {before}; shifts stand in the order of time"
        before = entry["from"]


def override_problems(item: Item) -> Iterator[tuple[Span, str]]:
    """Give the overrides that are reversed, and those that are for a time that another one has."""
    entries = list(listed_entries(item, "overrides"))
    for span, entry in entries:
        if entry["to"] <= entry["from"]:
            yield span, f"runs backwards, from {entry['from']} to {entry['to']}"
    good = sorted((one for one in entries if one[1]["from"] < one[1]["to"]), key=lambda one: str(one[1]["from"]))
    for (_, first), (span, second) in pairwise(good):
        if second["from"] < first["to"]:
            yield span, f"overlaps the override from {first['from']} to {first['to']}"


def listed_entries(item: Item, key: str) -> Iterator[tuple[Span, dict[str, str]]]:
    """Give the entries of a list of mappings, with their places."""
    node = item.node.get(key)
    if isinstance(node, Sequence):
        for child, value in zip(node.items, item.values.get(key, ()), strict=True):
            yield child.span, value


@rule("HB116", "dead-data-link")
def dead_data_link(handbook: Handbook) -> Iterator[Finding]:
    """A relative link in data leads to a page, and to an anchor of it, that exist.

    A reader who follows a dead link in a table gets "not found" instead of how the duty is done. Such links begin at the
    folder of the pages, whichever page shows the table; that is where most dead ones go wrong.

    Bad:

    ```yaml rituals/engineering.rituals.yml
    - task: Release
      startedOn: 2026-01-05
      frequency: Every 3 weeks
      description: Follow [the steps](../handbook/engineering/releases.md).
      dri: ana
    ```

    ```markdown handbook/engineering/releases.md
    # Releases
    ```

    Good:

    ```yaml rituals/engineering.rituals.yml
    - task: Release
      startedOn: 2026-01-05
      frequency: Every 3 weeks
      description: Follow [the steps](engineering/releases.md).
      dri: ana
    ```

    Fix: none. The finding names the nearest page or anchor.
    """
    anchors = Anchors(handbook)
    for file in handbook.files:
        for node, address in in_items(file.every, file.kind):
            if problem := problem_of(handbook, anchors, address):
                yield Finding("HB116", file.source, node.span, problem)


@rule("HB120", "one-file-a-kind", "warning")
def one_file_a_kind(handbook: Handbook) -> Iterator[Finding]:
    """A group has one file of each kind.

    Two of the same name in different folders share their rows' addresses, the tag form cannot tell them apart, and an
    editor changes one of them and wonders why the page shows the other.

    Bad:

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    ```

    ```yaml rituals/slack/engineering.channels.yml
    - channel: "#help-oncall"
      dri: bo
    ```

    Good:

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    - channel: "#help-oncall"
      dri: bo
    ```

    ```yaml rituals/slack/engineering.channels.yml
    ```

    Fix: none. Move the items into one of the files.
    """
    first: dict[tuple[str, str], DataFile] = {}
    for file in handbook.files:
        other = first.setdefault((file.group, file.kind.name), file)
        if other is not file:
            yield Finding(
                "HB120", file.source, Span(0, 0), f'"{other.source.path}" is of the same group and kind, keep one'
            )


RULES = (start_contradicts_frequency, unknown_person, rotation, dead_data_link, one_file_a_kind)
