"""Rules of the people that data and front matter name (HB113, HB114, HB122, HB123, HB131)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from itertools import chain, count, product

from mkdocs_handbook.data import data_files
from mkdocs_handbook.data.items import text_values
from mkdocs_handbook.data.mistakes.curly_quotes import CURLY
from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.data.people.person_names import login
from mkdocs_handbook.data.people.responsibilities import spelled
from mkdocs_handbook.data.yaml.edits import replace_scalar
from mkdocs_handbook.links import item_urls
from mkdocs_handbook.lint.rules.data.person_spellings import name_span
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook
from mkdocs_handbook.util.patterns.late_patterns import late_pattern
from mkdocs_handbook.util.wording import guess_hint, shortened

HANDLE = late_pattern(r"[^\W_][\w.-]*\Z")
# A letter of any alphabet, then no ASCII but letters, hyphens and apostrophes: vowels may be marks, which are no letters.
WORD = r"[^\W\d_][^\s\x00-&(-,./0-@\[-`{-\x7f]*"
NAME = late_pattern(rf"{WORD}(?: {WORD}){{1,2}}\Z")
MISNOMERS = {
    "nobody": '"{}" names nobody, name the one person who is responsible',
    "group": '"{}" is a group, name the one person of it who is responsible',
    "several": '"{}" are several people, one of them belongs here',
}


@rule("HB113", "unknown-person")
def unknown_person(handbook: Handbook) -> Iterator[Finding]:
    """A DRI, and everybody else who is named by handle, is in people.yml.

    If readers cannot look up the DRI of a duty, they have no one to ask. Either the handle is misspelled, or the person
    was never added. Handles must match exactly. Without people.yml, a DRI is free text.

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

    Fix: safe if the text is a handle in another spelling, with an `@` or in curly quotes, or the name or GitHub account
    of one person; unsafe if it is merely similar to one. Somebody new is added by `handbook new person`.
    """
    if handbook.people is None:
        return
    path = next((file.source.path for file in handbook.of_kind("people")), "people.yml")
    misnomer, guess_handle = responsibilities.misnomer_check(handbook), certain_guesser(handbook)
    taken = responsibilities.handles(handbook)
    for source, person in responsibilities.person_values(handbook):
        if person.text in handbook.people or misnomer(person.text):
            continue
        guess, is_sure = guess_handle(person.text)
        fix = (replace_scalar(source, person, guess),) if guess else ()
        hint = hint_of(person.text, guess, path, taken)
        if guess and guess == CURLY.sub(r"\g<text>", person.text).removeprefix("@"):
            odd, is_sure = "@" if person.text.startswith("@") else "curly quotes", True
            hint = f", write {guess}, without {odd}"
        message = f'"{shortened(person.text)}" is not in people.yml{hint}'
        yield Finding("HB113", source, person.span, message, fix, is_sure, hint=hint)


def hint_of(text: str, guess: str, path: str, taken: Collection[str]) -> str:
    """Return what is to be done about a person who is unknown: the one that was meant, or how to add a new one.

    `taken` are the handles that others have, as `login` folds them.
    """
    handle = text.removeprefix("@")
    is_handle = HANDLE.match(handle) is not None and handle == handle.lower()
    new = f"new here? add {handle}: {{name: …}} to {path} (handbook new person {handle})"
    if guess:
        return guess_hint(guess) + (f" {new}" if is_handle else "")
    if is_handle:
        return f", {new}"
    if NAME.match(text) and not text[0].islower():
        free = free_handle(text, taken)
        return f", new here? add {free}: {{name: {text}}} to {path}, and write {free} (handbook new person {free})"
    return f", a handle of {path} belongs here (handbook new person)"


def free_handle(name: str, taken: Collection[str]) -> str:
    """Return a handle for a name that nobody has: the first name, all of it, or the first name and a number."""
    first, *rest = re.sub("['’]", "", name.lower()).split()
    handles = chain((first, "-".join((first, *rest))), (f"{first}-{number}" for number in count(2)))
    return next(handle for handle in handles if login(handle) not in taken)


def certain_guesser(handbook: Handbook) -> Callable[[str], tuple[str, bool]]:
    """Return a function that gives the handle probably meant by a text ("" if none is similar), and whether it is certain.

    It is if a handle, a name or a GitHub account is the same login in another spelling.
    """
    folded: dict[str, set[str]] = {}
    for name, handle in responsibilities.handles_by_name(handbook).items():
        folded.setdefault(login(name), set()).add(handle)
    guess_similar = responsibilities.handle_guesser(handbook)

    def guess(text: str) -> tuple[str, bool]:
        if len(exact := folded.get(login(text), set())) == 1:
            return next(iter(exact)), True
        return "" if re.search(r"[,;/&]", text) else guess_similar(text), False

    return guess


@rule("HB114", "person-left", scope="told")
def person_left(handbook: Handbook) -> Iterator[Finding]:
    """Nobody who has left is still responsible for anything.

    A duty of a person who has left is done by no one, and readers who ask that person get no answer. `leftOn` in
    people.yml is the last day; by then somebody else has to take over.

    What is over may keep its person: a ritual or rotation that has ended, an entry of a rotation that a later one
    replaced, a past shift or override, an archived channel. In a kind of your own, only `dri` and `backup` count; the
    author of a document may leave. The day comes without a commit, so a build says it and goes on.

    Bad:

    ```yaml rituals/people.yml
    ana: {name: Ana Example, leftOn: 2026-03-31}
    bo: {name: Bo Example}
    ```

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    ```

    Good:

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: bo
    ```

    Fix: none. Only people can decide who takes over.
    """
    today = handbook.today
    left = {handle: item for handle, item in (handbook.people or {}).items() if responsibilities.has_left(item, today)}
    for post in responsibilities.responsibilities_of(handbook) if left else ():
        handle = spelled(handbook, post.person.text)
        if handle in left and not post.is_over(today):
            message = f'"{handle}" left on {left[handle].text("leftOn")}, name who is responsible now'
            yield Finding("HB114", post.source, post.person.span, message)


@rule("HB122", "placeholder-person")
def placeholder_person(handbook: Handbook) -> Iterator[Finding]:
    """Where a person belongs, exactly one person is named.

    "TBD", "Every AE" and "ana and bo" look as if the duty were assigned, but a duty of everybody is done by nobody. A
    DRI is one person, who may ask others for help. A handle in people.yml always counts as a person, whatever it looks
    like.

    Bad:

    ```yaml rituals/sales.rituals.yml
    - task: Update the pipeline
      startedOn: 2026-01-05
      frequency: Weekly
      description: Bring every open deal up to date.
      dri: Every AE
    ```

    Good:

    ```yaml rituals/sales.rituals.yml
    - task: Update the pipeline
      startedOn: 2026-01-05
      frequency: Weekly
      description: Bring every open deal up to date.
      dri: ana
    ```

    Fix: none. Only people can say who it is.
    """
    misnomer = responsibilities.misnomer_check(handbook)
    for source, person in responsibilities.person_values(handbook):
        problem = "" if person.text in (handbook.people or {}) else misnomer(person.text)
        if problem:
            yield Finding("HB122", source, person.span, MISNOMERS[problem].format(shortened(person.text)))


@rule("HB123", "backup-is-dri", "warning")
def backup_is_dri(handbook: Handbook) -> Iterator[Finding]:
    """The backup is not the DRI.

    The backup stands in when the DRI is away. If there is no one, leave the backup out, so that the table says so.

    Bad:

    ```yaml rituals/engineering.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Take the next version through its release.
      dri: ana
      backup: ana
    ```

    Good:

    ```yaml rituals/engineering.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Take the next version through its release.
      dri: ana
      backup: bo
    ```

    Fix: none. Only people can say who stands in.
    """
    misnomer = responsibilities.misnomer_check(handbook)
    for file in handbook.files:
        for item in (item for item in file.all_items if "backup" in item.values):
            for dri, backup in product(text_values(item, "dri"), text_values(item, "backup")):
                if login(backup.text) == login(dri.text) and dri.text and not misnomer(dri.text):
                    message = f'"{shortened(spelled(handbook, backup.text))}" is the DRI too, a backup is somebody else'
                    yield Finding("HB123", file.source, backup.span, message)


@rule("HB131", "unused-person", "warning", "lint")
def unused_person(handbook: Handbook) -> Iterator[Finding]:
    """Everybody in people.yml is named somewhere, is shown, or has left.

    people.yml lists the people who can be responsible. A person who is named nowhere may have left without a `leftOn`,
    or was added under the wrong handle. If a page shows people.yml as a table, nobody in it is reported.

    Bad:

    ```yaml rituals/people.yml
    ana: {name: Ana Example}
    bo: {name: Bo Example}
    ```

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    ```

    Good:

    ```yaml rituals/people.yml
    ana: {name: Ana Example}
    bo: {name: Bo Example, leftOn: 2026-03-31}
    ```

    Fix: none. A tool cannot know whether somebody has left.
    """
    used = {spelled(handbook, person.text) for _, person in responsibilities.person_values(handbook)}
    for file in handbook.of_kind("people"):
        if file.source.path in item_urls.all_tables(handbook) or not data_files.are_readable(handbook):
            continue
        for item in file.all_items:
            if item.name not in used and not responsibilities.left_on(item):
                message = f'nothing names "{item.name}", name this person somewhere, add "leftOn" or remove the entry'
                yield Finding("HB131", file.source, name_span(file.source, item), message)


RULES = (unknown_person, person_left, placeholder_person, backup_is_dri, unused_person)
