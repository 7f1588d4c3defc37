"""Rules of rituals and of descriptions (HB112, HB128, HB134)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from mkdocs_handbook.data.items import text_values
from mkdocs_handbook.data.people import person_names, responsibilities
from mkdocs_handbook.data.yaml.edits import replace_scalar
from mkdocs_handbook.lint.rules import kept_findings
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import DataFile, Finding, Handbook, Settings
from mkdocs_handbook.schedule import item_dates, recurrence
from mkdocs_handbook.util.patterns.late_patterns import late_pattern
from mkdocs_handbook.util.wording import shortened

LABEL = late_pattern(r"(?<!\\)\[((?:[^\[\]]|\\.)*)\]\([^()\s]*\)")
# A link whose text says nothing.
POINTER = late_pattern(
    r"[\W_]{0,9}\[[\W_]{0,9}(?:(?:see|read|click|here|this|the|link|url|page|more)[\W_]{0,9}){1,9}\]\([^()\s]*\)[\W_]{0,9}",
    re.IGNORECASE,
)
URL = late_pattern(r"<?(?:https?://|www\.|mailto:)\S+")


@rule("HB112", "start-contradicts-frequency", "warning")
def start_contradicts_frequency(handbook: Handbook) -> Iterator[Finding]:
    """A ritual starts on a day that its frequency allows.

    If `Monthly on the first Tuesday` starts on a Sunday, one of the two is wrong. The next dates follow the frequency,
    so the columns of the table contradict each other.

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

    Fix: unsafe. Writes the first day that the frequency allows. The mistake may be in the frequency instead.
    """
    return kept_findings.findings("HB112", handbook.of_kind("rituals"), handbook.settings, contradictions)


def contradictions(file: DataFile, _: Settings) -> Iterator[Finding]:
    """Yield the findings of the rituals of a file that start on a day on which they do not occur."""
    for item in file.items:
        started = date.fromisoformat(item.text("startedOn"))
        first = recurrence.contradiction(item_dates.valid_frequency(item.text("frequency")), started)
        if first is not None:
            message = f'"{item.text("frequency")}" does not occur on {started:%A}, {started}; the first time is {first}'
            fix = tuple(
                replace_scalar(file.source, value, first.isoformat()) for value in text_values(item, "startedOn")
            )
            yield Finding("HB112", file.source, item.span("startedOn"), message, fix, is_safe=False)


@rule("HB128", "empty-description", "warning", "lint")
def empty_description(handbook: Handbook) -> Iterator[Finding]:
    """A description says more than the name, and more than an address.

    Readers decide by the description whether to open the page behind the name. Put the address into `moreInfoUrl`, or
    behind a few words.

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

    Fix: none. Only the author can write the description.
    """
    return kept_findings.findings("HB128", handbook.files, handbook.settings, empty_descriptions)


def empty_descriptions(file: DataFile, _: Settings) -> Iterator[Finding]:
    """Yield the findings of the descriptions in a file that say nothing."""
    for item in file.all_items if file.kind.key != "description" else ():
        problem = why_empty(item.text("description"), item.text(file.kind.key))
        if problem:
            yield Finding("HB128", file.source, item.span("description"), f"the description {problem}")


def why_empty(description: str, name: str) -> str:
    """Return why a description tells nothing beyond the name of its item ("" if it does, or if there is none)."""
    if not description:
        return ""
    shown = LABEL.sub(r"\1", description) if "](" in description else description
    is_pointer = "](" in description and POINTER.fullmatch(description) is not None
    has_url = is_pointer or "://" in shown or "www." in shown or "mailto:" in shown
    words = "" if is_pointer else letters(URL.sub("", shown) if has_url else shown)
    if words and words == letters(name):
        return f'"{shortened(description)}" only repeats the name, say what it is for'
    if not words and has_url:
        return f'"{shortened(description)}" is only an address, say what is to be done there'
    if not words or person_names.is_nobody(description):
        return f'"{shortened(description)}" says nothing, say what it is for'
    return ""


def letters(text: str) -> str:
    """Return the letters and digits of a text for comparison."""
    return "".join(filter(str.isalnum, text.casefold()))


@rule("HB134", "ends-before-start")
def ends_before_start(handbook: Handbook) -> Iterator[Finding]:
    """A ritual does not end before it starts.

    One of the two days is wrong. Until you correct it, the ritual never takes place.

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

    Fix: none. The file does not say which day is wrong.
    """
    for file in handbook.of_kind("rituals"):
        for item in (item for item in file.all_items if "endsOn" in item.values):
            starts, ends = (
                responsibilities.parse_day(item.text("startedOn")),
                responsibilities.parse_day(item.text("endsOn")),
            )
            if starts and ends and ends < starts:
                message = f"ends on {ends}, which is before its start on {starts}"
                yield Finding("HB134", file.source, item.span("endsOn"), message)


RULES = (start_contradicts_frequency, empty_description, ends_before_start)
