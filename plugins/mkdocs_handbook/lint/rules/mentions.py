"""Rules of channels and people that pages mention (HB501 to HB503)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial

from mkdocs_handbook.data.channels import Channel, ChannelIndex, index
from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Edit, Finding, Handbook, Item, Page, Settings, Span
from mkdocs_handbook.pages import closing_order, visible_text
from mkdocs_handbook.pages.visible_text import CHANNEL, LIKELY, mentioned_name
from mkdocs_handbook.util.patterns.late_patterns import late_pattern

# No e-mail address, no `@scope/package`.
HANDLE = late_pattern(r"@(?<![^\W_]@)(?<![./+@-]@)(?P<name>[A-Za-z0-9](?:[\w.-]*\w)?)(?![\w/@])")
HEX_COLOUR = late_pattern(r"(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\Z", re.IGNORECASE)


@lru_cache(maxsize=2)
def channel_mentions(handbook: Handbook) -> tuple[tuple[Page, Span, str], ...]:
    """Return each `#channel` in prose with its page and place; cached for the two rules that use it."""
    return tuple((page, span, name) for page in handbook.checked for span, name in channels_of(page, handbook.settings))


def channels_of(page: Page, settings: Settings) -> Iterator[tuple[Span, str]]:
    """Yield the place and name of each `#channel` in the prose of a page."""
    found = page.facts.once("channels", lambda: [*mentions_on(page, settings)])
    yield from ((Span(*span), name) for span, name in found)


def mentions_on(page: Page, settings: Settings) -> Iterator[tuple[Span, str]]:
    """Yield the place and name of each `#channel` on a page; tables in closing sections are data, not prose."""
    parts = None
    for line in visible_text.prose_lines(page, LIKELY):
        for match in CHANNEL.finditer(line.text):
            if "|" in line.text:
                parts = closing_order.closing_parts(page, settings) if parts is None else parts
                if closing_order.section_at(parts, line.start):
                    break
            name, end = mentioned_name(match)
            if name:
                yield Span(line.start + match.start(), line.start + end), f"#{name}"


@rule("HB501", "unknown-channel-mention", "warning", "lint")
def unknown_channel_mention(handbook: Handbook) -> Iterator[Finding]:
    """A channel that a page mentions is written as in the data.

    Readers who copy a misspelled name find no channel. Only names that are similar to a known one are reported:
    anything else that begins with `#` may be a channel that no file lists, or no channel at all.

    Bad:
    ```markdown handbook/team.md
    # Team

    Ask us in #help-enginering.
    ```
    ```yaml rituals/team.channels.yml
    - channel: "#help-engineering"
      dri: ana
    ```

    Good:
    ```markdown handbook/team.md
    # Team

    Ask us in #help-engineering.
    ```

    Fix: unsafe. Writes the most similar known name. If only the letter case differs, it is safe.
    """
    channels = index(handbook)
    if not channels.known:
        return
    guesses: dict[str, tuple[str, bool]] = {}
    for page, span, name in channel_mentions(handbook):
        if name not in guesses:
            guesses[name] = correction(channels, name)
        guess, is_sure = guesses[name]
        if guess:
            message = f'unknown channel "{name}", did you mean "{guess}"?'
            if is_sure:
                message = f'channel "{name}" is written "{guess}"'
            yield Finding("HB501", page.source, span, message, (replacement(page, span, guess),), is_safe=is_sure)


def correction(channels: ChannelIndex, name: str) -> tuple[str, bool]:
    """Return the known name to write instead of a mention, and whether it is certain; "" if none is similar or it is right."""
    known = channels.find(name)
    if known is None:
        return ("" if HEX_COLOUR.match(name[1:]) else channels.nearest(name)), False
    is_other_case = known.name != name and known.name.casefold() == name.casefold()
    is_sure = is_other_case and known.is_in_use
    return (known.name if is_sure else ""), is_sure


def replacement(page: Page, span: Span, name: str) -> Edit:
    """Return the edit that replaces a mention by a name, with its underscores escaped if the mention has them escaped."""
    is_escaped = "\\_" in page.source.text[span.start : span.end]
    return Edit(page.source.path, span, name.replace("_", "\\_") if is_escaped else name)


@rule("HB502", "archived-channel-mention", "warning", "lint")
def archived_channel_mention(handbook: Handbook) -> Iterator[Finding]:
    """A page mentions no channel that is archived or renamed.

    People who ask in an archived channel get no answer, and nobody sees that they asked. Headings may keep the old
    name: their words make addresses to which others link.

    Bad:
    ```markdown handbook/team.md
    # Team

    Ask us in #eng.
    ```
    ```yaml rituals/team.channels.yml
    - channel: "#help-engineering"
      dri: ana
    - channel: "#eng"
      dri: ana
      renamedTo: "#help-engineering"
    ```

    Good:
    ```markdown handbook/team.md
    # Team

    Ask us in #help-engineering.
    ```

    Fix: safe. Writes the new name of a renamed channel. There is none for an archived channel.
    """
    channels = index(handbook)
    if not any(not channel.is_in_use for channel in channels.known.values()):
        return
    for page, span, name in channel_mentions(handbook):
        channel = channels.find(name)
        now = channels.current(channel) if channel else None
        if channel and now and now.is_archived:
            yield Finding("HB502", page.source, span, f'channel "{name}" is archived, name one that is in use')
        elif channel and now and now is not channel:
            new = new_name(name, channel, now)
            message = f'channel "{name}" is now called "{new}"'
            yield Finding("HB502", page.source, span, message, (replacement(page, span, new),))


def new_name(name: str, channel: Channel, now: Channel) -> str:
    """Return the current name of a mentioned channel; one that a wildcard covers keeps the part behind the `*`."""
    if not now.name.endswith("*"):
        return now.name
    return now.name[:-1] + (name[len(channel.name) - 1 :] if channel.name.endswith("*") else "")


@rule("HB503", "gone-person-mention", "warning", "lint")
def gone_person_mention(handbook: Handbook) -> Iterator[Finding]:
    """A page mentions no handle of a person who has left.

    `@ana` on a page tells readers to ask Ana, but after her last day they get no answer. A handle is a key of
    `people.yml`, or the GitHub or Slack name given there.

    Bad:
    ```markdown handbook/team.md
    # Team

    Ask @ana first.
    ```
    ```yaml rituals/people.yml
    ana: {name: Ana Example, leftOn: 2026-01-05}
    bo: {name: Bo Example}
    ```

    Good:
    ```markdown handbook/team.md
    # Team

    Ask @bo first.
    ```

    Fix: none. Only the team knows who took over.
    """
    gone = gone_handles(handbook)
    for page in handbook.checked if gone else ():
        for span, name in page.facts.once("handles", partial(handles_on, page)):
            if person := gone.get(name.casefold()):
                message = f'"@{name}" is {person.text("name")}, who left on {person.text("leftOn")}'
                yield Finding("HB503", page.source, Span(*span), message)


def handles_on(page: Page) -> list[tuple[Span, str]]:
    """Return the place of each `@handle` on a page, and its name."""
    return [
        (Span(line.start + match.start(), line.start + match.end()), match["name"])
        for line in visible_text.prose_lines(page, HANDLE)
        for match in HANDLE.finditer(line.text)
    ]


def gone_handles(handbook: Handbook) -> dict[str, Item]:
    """Return the people who have left by each of their handles without letter case, but for handles that others have now."""
    gone: dict[str, Item] = {}
    here: set[str] = set()
    for handle, person in (handbook.people or {}).items():
        written = (handle, person.text("github"), person.text("slack"))
        names = {name.removeprefix("@").casefold() for name in written if name}
        if responsibilities.has_left(person, handbook.today):
            gone.update(dict.fromkeys(names, person))
        else:
            here |= names
    return {name: person for name, person in gone.items() if name not in here}


RULES = (unknown_channel_mention, archived_channel_mention, gone_person_mention)
