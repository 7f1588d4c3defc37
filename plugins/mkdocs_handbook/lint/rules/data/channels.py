"""Rules of Slack channels in data: unknown, archived and renamed ones (HB124, HB125)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mkdocs_handbook.data import data_files
from mkdocs_handbook.data.channels import ChannelIndex, index
from mkdocs_handbook.data.items import text_values, values_of_format
from mkdocs_handbook.data.people import responsibilities
from mkdocs_handbook.data.yaml.edits import replace_scalar
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import DataFile, Finding, Handbook, Value
from mkdocs_handbook.util.wording import guess_hint, guesser, shortened


def channels_named(handbook: Handbook) -> Iterator[tuple[DataFile, Value]]:
    """Yield every place at which data names a channel, except in channels files."""
    for file in handbook.files:
        if file.kind.name != "channels":
            values = values_of_format(file.all_items, file.kind, "channel")
            yield from ((file, value) for _, value in values if value.text.startswith("#"))


@rule("HB124", "unknown-channel")
def unknown_channel(handbook: Handbook) -> Iterator[Finding]:
    """A channel that data names is in a channels file.

    Readers who look for a channel that does not exist cannot ask anywhere. A wildcard such as `#at-*` covers all
    channels that begin like that. If the handbook has no channels file, every channel is accepted.

    Bad:

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    ```

    ```yaml rituals/engineering.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Take the next version through its release.
      dri: ana
      channel: "#help-enginering"
    ```

    Good:

    ```yaml rituals/engineering.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Take the next version through its release.
      dri: ana
      channel: "#help-engineering"
    ```

    Fix: safe if only the letter case differs; unsafe if the name is merely similar to a listed one.
    """
    if not any(True for _ in handbook.of_kind("channels")) or not data_files.are_readable(handbook, "channels"):
        return
    channels = index(handbook)
    guess_name = name_guesser(channels)
    for file, value in channels_named(handbook):
        if channels.is_listed(value.text):
            continue
        guess, is_sure = guess_name(value.text)
        hint = guess_hint(guess) or ", list it there or name another"
        fix = (replace_scalar(file.source, value, guess),) if guess else ()
        message = f'"{shortened(value.text)}" is in no channels file{hint}'
        yield Finding("HB124", file.source, value.span, message, fix, is_safe=is_sure, hint=hint)


@rule("HB125", "archived-channel", "warning")
def archived_channel(handbook: Handbook) -> Iterator[Finding]:
    """A channel that data names is in use, under its current name.

    Nobody reads an archived channel, and the old name of a renamed channel may be given to another one. `renamedTo` is
    the current name: a listed channel that does not lead back to the old name. A ritual or rotation that has ended may
    keep its channel.

    Bad:

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-eng"
      status: archived
      renamedTo: "#help-engineering"
      dri: ana
    - channel: "#help-engineering"
      dri: ana
    ```

    ```yaml rituals/engineering.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Take the next version through its release.
      dri: ana
      channel: "#help-eng"
    ```

    Good:

    ```yaml rituals/engineering.rituals.yml
    - task: Release ritual
      startedOn: 2026-01-05
      frequency: Weekly
      description: Take the next version through its release.
      dri: ana
      channel: "#help-engineering"
    ```

    Fix: safe. Writes the current name of a renamed channel. There is none for an archived channel. If `renamedTo` is
    not listed, the most similar name is a guess and unsafe.
    """
    channels = index(handbook)
    yield from bad_renames(handbook, channels)
    for file, value in in_force(handbook):
        name = value.text
        channel = channels.known.get(name.casefold())
        if not channel or channel.name != name or channel.is_in_use:
            continue
        now = channels.current(channel)
        # New names that lead in a circle have a finding where they are.
        if now.renamed_to:
            continue
        if now is channel:
            yield Finding("HB125", file.source, value.span, f'"{name}" is archived, name a channel that is in use')
        else:
            is_used = channels.is_listed(now.name) and not now.is_archived
            fix = (replace_scalar(file.source, value, now.name),) if is_used else ()
            hint = ", which is archived" if now.is_archived else ", write that" if is_used else ""
            yield Finding("HB125", file.source, value.span, f'"{name}" was renamed to "{now.name}"{hint}', fix)


def in_force(handbook: Handbook) -> Iterator[tuple[DataFile, Value]]:
    """Yield every place at which data names a channel, except in items that are over."""
    over = {file.source.path: responsibilities.end_dates(file) for file in handbook.files}
    for file, value in channels_named(handbook):
        until = over[file.source.path].get(value.item.start)
        if until is None or until > handbook.today:
            yield file, value


def bad_renames(handbook: Handbook, channels: ChannelIndex) -> Iterator[Finding]:
    """Yield the findings of new names that are not listed, or that lead in a circle."""
    guess_name = name_guesser(channels)
    for file in handbook.of_kind("channels"):
        for item in file.all_items:
            name, new = item.text("channel"), item.text("renamedTo")
            channel = channels.known.get(name.casefold())
            if new and not channels.is_listed(new):
                guess, is_sure = guess_name(new)
                guess = "" if guess == name else guess
                hint = guess_hint(guess) or ", list it too"
                values = text_values(item, "renamedTo") if guess else ()
                fix = tuple(replace_scalar(file.source, value, guess) for value in values)
                message = f'"{name}" was renamed to "{new}", which is in no channels file{hint}'
                span = item.span("renamedTo")
                yield Finding("HB125", file.source, span, message, fix, is_safe=is_sure, hint=hint)
            elif new and channel and channels.current(channel).renamed_to:
                message = f'the new name "{new}" leads in a circle, say what "{name}" is called now'
                yield Finding("HB125", file.source, item.span("renamedTo"), message)


def name_guesser(channels: ChannelIndex) -> Callable[[str], tuple[str, bool]]:
    """Return a function that gives the listed name closest to another ("" if none is), and whether only its case differs."""
    listed = {key: channel.name for key, channel in channels.known.items() if channel.items}
    guess_similar = guesser(listed.values())
    return lambda name: (listed[key], True) if (key := name.casefold()) in listed else (guess_similar(name), False)


RULES = (unknown_channel, archived_channel)
