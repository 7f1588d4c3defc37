"""Rules of data against the rest of the handbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from mkdocs_handbook.data import responsibilities
from mkdocs_handbook.data.items import texts
from mkdocs_handbook.data.yaml.edits import replace_scalar
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import DataFile, Finding, Handbook, Span
from mkdocs_handbook.schedule import item_dates, recurrence
from mkdocs_handbook.util.wording import guesser, shortened


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
            first = recurrence.contradiction(item_dates.parsed(item.text("frequency")), started)
            if first is not None:
                message = (
                    f'"{item.text("frequency")}" does not occur on {started:%A}, {started}; the first time is {first}'
                )
                fix = tuple(replace_scalar(file.source, one, first.isoformat()) for one in texts(item, "startedOn"))
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
    misnomer, find = responsibilities.misnomers(handbook), meant(handbook)
    for source, person in responsibilities.persons(handbook):
        if person.text in handbook.people or misnomer(person.text):
            continue
        guess, is_sure = find(person.text)
        hint = f', did you mean "{guess}"?' if guess else ", add the person or name another"
        fix = (replace_scalar(source, person, guess),) if guess else ()
        message = f'"{shortened(person.text)}" is not in people.yml{hint}'
        yield Finding("HB113", source, person.span, message, fix, is_sure)


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


RULES = (start_contradicts_frequency, unknown_person, one_file_a_kind)
