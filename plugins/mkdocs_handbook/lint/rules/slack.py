"""Rules of what Slack has, of which only `handbook slack check` asks it (HB801, HB802), and of who is on duty there (HB803)."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_handbook.data import responsibilities
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import DataFile, Finding, Handbook, Item, ScalarNode
from mkdocs_handbook.schedule import item_dates, on_duty


@rule("HB801", "channel-not-in-slack", "error", "asked")
def channel_not_in_slack(handbook: Handbook) -> Iterator[Finding]:
    """A channel is in Slack as the data says: its name, its ID, and whether it is in use.

    Readers ask for help where a page sends them. A channel that was archived or renamed in Slack is a dead end, and nobody
    tells the handbook. Only `handbook slack check` finds this, since it asks Slack. It also names channels that Slack does
    not have or that are private, and those without a key `id`, which would be unknown under another name.

    Fix: safe. Writes `status`, `renamedTo` or `id` as Slack has it. Unsafe where Slack knows a channel by an earlier name
    only, or has another ID for its name. None for a channel that is missing or private.
    """
    if handbook.slack is None:
        return
    from mkdocs_handbook.automation.slack import channel_check

    yield from channel_check.findings(handbook)


@rule("HB802", "unlisted-channel", "warning", "asked")
def unlisted_channel(handbook: Handbook) -> Iterator[Finding]:
    """Every public channel in use is in a channels file.

    Nobody is responsible for a channel that no file names. Only `handbook slack check --unlisted` finds this.

    Fix: none. Only people know whose channel it is.
    """
    if handbook.slack is None:
        return
    from mkdocs_handbook.automation.slack import channel_check

    yield from channel_check.unlisted(handbook)


@rule("HB803", "duty-without-slack", "warning", "lint")
def duty_without_slack(handbook: Handbook) -> Iterator[Finding]:
    """Whoever is on duty for a user group of Slack has a member ID.

    `handbook slack on-duty` changes nothing if Slack cannot know the person on duty: the group then still calls whoever was on
    duty before. This names the person before the shift begins.

    Bad:

    ```yaml rituals/people.yml
    ana: {name: Ana Example, slack: U012AB3CD}
    bo: {name: Bo Example}
    ```

    ```yaml rituals/engineering.rotations.yml
    - rotation: On-call
      startsOn: 2026-01-05
      every: 1 week
      members: [ana, bo]
      slackGroup: oncall
    ```

    Good:

    ```yaml rituals/people.yml
    ana: {name: Ana Example, slack: U012AB3CD}
    bo: {name: Bo Example, slack: U067EF8GH}
    ```

    Fix: none. Slack knows the ID: *Copy member ID* in the menu of the profile.
    """
    for file in handbook.of_kind("rotations"):
        for name, items in item_dates.by_rotation(file.items).items():
            if any(item.text("slackGroup") for item in items):
                yield from without_id(handbook, file, name, items)


def without_id(handbook: Handbook, file: DataFile, name: str, items: list[Item]) -> Iterator[Finding]:
    """Yield a finding for each person who has a shift of a rotation within a year and no member ID."""
    # Imported here: most handbooks have no user groups.
    from mkdocs_handbook.automation.slack.slack_members import member
    from mkdocs_handbook.data.yaml.checked_edits import walk

    # Who is unknown or has left is named by other rules.
    here = responsibilities.people_here(handbook)
    for handle in dict.fromkeys(shift.dri for shift in on_duty.coming_shifts(handbook, file.source.path)[name]):
        _, problem = member(handbook, handle)
        if problem and responsibilities.spelled(handbook, handle) in here:
            places = (node.span for item in items for node in walk(item.node) if is_handle(node, handle))
            yield Finding("HB803", file.source, next(places, items[-1].span("slackGroup")), problem)


def is_handle(node: object, handle: str) -> bool:
    """Return whether a node is a handle."""
    return isinstance(node, ScalarNode) and node.text == handle


RULES = (channel_not_in_slack, unlisted_channel, duty_without_slack)
