"""The rule of persons who are spelled in several ways (HB136)."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.data.people.responsibilities import spelled
from mkdocs_handbook.data.yaml.edits import replace_scalar
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Item, Source, Span
from mkdocs_handbook.util.wording import shortened


@rule("HB136", "person-spelled-twice", "warning")
def person_spelled_twice(handbook: Handbook) -> Iterator[Finding]:
    """A person is spelled in one way.

    Logins know no letter case: "Ana-B", "@ana-b" and "ana-b" are one person, and readers who search for one spelling miss
    what stands under the other. The most frequent one is right, or that of people.yml.

    Bad:

    ```yaml rituals/it.channels.yml
    - channel: "#help-it"
      dri: ana-b
    - channel: "#help-laptops"
      dri: Ana-B
    ```

    Good:

    ```yaml rituals/it.channels.yml
    - channel: "#help-it"
      dri: ana-b
    - channel: "#help-laptops"
      dri: ana-b
    ```

    Fix: safe. Writes the most frequent spelling, or the first of several. With people.yml, other spellings are unknown
    people ([HB113](rules.md#hb113)), and this is about its own entries, of which only people know what to keep.
    """
    if handbook.people is not None:
        yield from people_twice(handbook)
        return
    misnomer = responsibilities.misnomer_check(handbook)
    for source, person in responsibilities.person_values(handbook):
        name = spelled(handbook, person.text)
        if name != person.text and not misnomer(person.text):
            message = f'"{shortened(person.text)}" is "{shortened(name)}" in another spelling, write that'
            yield Finding("HB136", source, person.span, message, (replace_scalar(source, person, name),))


def people_twice(handbook: Handbook) -> Iterator[Finding]:
    """Yield the findings of entries of people.yml that are of one person, but for the first."""
    first: dict[str, str] = {}
    for file in handbook.of_kind("people"):
        for item in file.all_items:
            if (name := first.setdefault(login(item.name), item.name)) != item.name:
                message = f'"{shortened(item.name)}" is "{shortened(name)}" in another spelling, keep one entry'
                yield Finding("HB136", file.source, name_span(file.source, item), message)


def name_span(source: Source, item: Item) -> Span:
    """Return where an item of people.yml has its handle."""
    quotes = 2 if source.text[item.start : item.start + 1] in ("'", '"') else 0
    return Span(item.start, item.start + len(item.name) + quotes)


RULES = (person_spelled_twice,)
