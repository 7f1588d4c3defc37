"""Rules of rituals, and of what items say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_handbook.data import person_names, responsibilities
from mkdocs_handbook.lint.rules.data.channels import in_order, place
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import DataFile, Finding, Handbook, Item
from mkdocs_handbook.util.wording import shortened

LABEL = re.compile(r"(?<!\\)\[((?:[^\[\]]|\\.)*)\]\([^()\s]*\)")
# A link that says no more than that it is one.
POINTER = re.compile(
    r"[\W_]{0,9}\[[\W_]{0,9}(?:(?:see|read|click|here|this|the|link|url|page|more)[\W_]{0,9}){1,9}\]\([^()\s]*\)[\W_]{0,9}",
    re.IGNORECASE,
)
URL = re.compile(r"<?(?:https?://|www\.|mailto:)\S+")


@rule("HB126", "two-dris", "warning", "lint")
def two_dris(handbook: Handbook) -> Iterator[Finding]:
    """A ritual that stands in several places has one DRI.

    Entries of the same name that also start on the same day are the same ritual; teams may well have a stand up each, under
    that name. Where its entries name different people, each of them can think that it is the other's duty.

    Bad:

    ```yaml rituals/engineering.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Take the next version through its release.
      dri: ana
    ```

    ```yaml rituals/product.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Tell customers what is in the next version.
      dri: bo
    ```

    Good:

    ```yaml rituals/product.rituals.yml
    - task: Release notes
      startedOn: 2026-01-05
      frequency: Weekly
      description: Tell customers what is in the next version.
      dri: bo
    ```

    Fix: none. Which of the two is responsible is not in the files.
    """
    first: dict[tuple[str, str], tuple[DataFile, Item]] = {}
    for file in handbook.of_kind("rituals"):
        for item in in_order(file.every):
            task, dri = item.text("task"), item.text("dri")
            if not task or not dri:
                continue
            other, there = first.setdefault((plain(task), item.text("startedOn")), (file, item))
            if there.text("dri") != dri:
                message = (
                    f'"{shortened(task)}" has the DRI "{shortened(there.text("dri"))}" {place(other, file)} and '
                    f'"{shortened(dri)}" here, one ritual has one DRI'
                )
                yield Finding("HB126", file.source, item.span("dri"), message)


def plain(text: str) -> str:
    """Give a text for comparison, without letter case and with single spaces."""
    return " ".join(text.casefold().split())


@rule("HB135", "duplicate-task", "warning")
def duplicate_task(handbook: Handbook) -> Iterator[Finding]:
    """Every ritual of a file has a name of its own.

    The address of a row is made from the name. Two rows of one name get numbers, and a link to the second one leads
    elsewhere as soon as the first is gone.

    Bad:

    ```yaml rituals/engineering.rituals.yml
    - task: Handoff
      startedOn: 2026-01-05
      frequency: Weekly on Monday
      description: Pass on the duties of the on-call engineer.
      dri: ana
    - task: Handoff
      startedOn: 2026-01-09
      frequency: Weekly on Friday
      description: Pass on the duties of the support engineer.
      dri: ana
    ```

    Good:

    ```yaml rituals/engineering.rituals.yml
    - task: On-call handoff
      startedOn: 2026-01-05
      frequency: Weekly on Monday
      description: Pass on the duties of the on-call engineer.
      dri: ana
    - task: Support handoff
      startedOn: 2026-01-09
      frequency: Weekly on Friday
      description: Pass on the duties of the support engineer.
      dri: ana
    ```

    Fix: none. A name that tells them apart has to be found, or one of them removed.
    """
    for file in handbook.of_kind("rituals"):
        first: dict[str, Item] = {}
        for item in in_order(file.every):
            task = item.text("task")
            if task and first.setdefault(plain(task), item) is not item:
                message = f'"{shortened(task)}" stands above too, a ritual has a name of its own'
                yield Finding("HB135", file.source, item.span("task"), message)


@rule("HB128", "empty-description", "warning", "lint")
def empty_description(handbook: Handbook) -> Iterator[Finding]:
    """A description says more than the name does, and more than an address.

    A reader decides by it whether the page behind the name is worth opening. The address itself belongs in `moreInfoUrl`,
    or behind a few words.

    Bad:

    ```yaml rituals/engineering.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: https://example.com/releases
      dri: ana
    ```

    Good:

    ```yaml rituals/engineering.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Take the next version through its release.
      moreInfoUrl: https://example.com/releases
      dri: ana
    ```

    Fix: none. What belongs there has to be written.
    """
    for file in handbook.files:
        for item in file.every if file.kind.key != "description" else ():
            problem = emptiness(item.text("description"), item.text(file.kind.key))
            if problem:
                yield Finding("HB128", file.source, item.span("description"), f"the description {problem}")


def emptiness(description: str, name: str) -> str:
    """Say why a description tells nothing beyond the name of its item ("" if it does, or if there is none)."""
    if not description:
        return ""
    said = LABEL.sub(r"\1", description) if "](" in description else description
    is_pointer = "](" in description and POINTER.fullmatch(description) is not None
    has_url = is_pointer or "://" in said or "www." in said or "mailto:" in said
    words = "" if is_pointer else letters(URL.sub("", said) if has_url else said)
    if words and words == letters(name):
        return f'"{shortened(description)}" only repeats the name, say what it is for'
    if not words and has_url:
        return f'"{shortened(description)}" is only an address, say what is to be done there'
    if not words or person_names.is_nobody(description):
        return f'"{shortened(description)}" says nothing, say what it is for'
    return ""


def letters(text: str) -> str:
    """Give the letters and digits of a text for comparison."""
    return "".join(filter(str.isalnum, text.casefold()))


@rule("HB134", "ends-before-start")
def ends_before_start(handbook: Handbook) -> Iterator[Finding]:
    """A ritual ends after it starts.

    One of the two days is wrong, and until it is mended the ritual never takes place.

    Bad:

    ```yaml rituals/engineering.rituals.yml
    - task: Migration review
      startedOn: 2026-03-02
      endsOn: 2026-01-26
      frequency: Weekly on Monday
      description: See what still runs on the old servers.
      dri: ana
    ```

    Good:

    ```yaml rituals/engineering.rituals.yml
    - task: Migration review
      startedOn: 2026-03-02
      endsOn: 2026-06-29
      frequency: Weekly on Monday
      description: See what still runs on the old servers.
      dri: ana
    ```

    Fix: none. Which day is wrong is not in the file.
    """
    for file in handbook.of_kind("rituals"):
        for item in (one for one in file.every if "endsOn" in one.values):
            starts, ends = responsibilities.day_of(item.text("startedOn")), responsibilities.day_of(item.text("endsOn"))
            if starts and ends and ends < starts:
                message = f"ends on {ends}, which is before its start on {starts}"
                yield Finding("HB134", file.source, item.span("endsOn"), message)


RULES = (two_dris, empty_description, ends_before_start, duplicate_task)
