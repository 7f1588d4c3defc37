"""Rules of what Slack has, of which only `handbook slack check` asks it (HB801, HB802), and of who is on duty there (HB803)."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_handbook.data.people import responsibilities, slack_members
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import DataFile, Finding, Handbook, Value


@rule("HB801", "channel-not-in-slack", "error", "asked")
def channel_not_in_slack(handbook: Handbook) -> Iterator[Finding]:
    """A channel is in Slack as the data says: its name, its ID, and whether it is in use.

    Readers ask for help where a page sends them. A channel that was archived or renamed in Slack is a dead end, and nobody
    tells the handbook. Only `handbook slack check` finds this, since it asks Slack. It also names channels that Slack does
    not have or that are private, and those without a key `id`, which would be unknown under another name.

    Fix: safe. Writes `status`, `renamedTo` or `id` as Slack has it. Unsafe where Slack knows a channel by an earlier name
    only, or has another ID for its name. None for a channel that is missing or private.
    """
    if handbook.slack is not None:
        # Imported here: who does not ask for the rule need not wait for it.
        from mkdocs_handbook.automation.slack import channel_check

        yield from channel_check.findings(handbook)


@rule("HB802", "unlisted-channel", "warning", "asked")
def unlisted_channel(handbook: Handbook) -> Iterator[Finding]:
    """Every public channel in use is in a channels file.

    Nobody is responsible for a channel that no file names. Only `handbook slack check --unlisted` finds this.

    Fix: none. Only people know whose channel it is.
    """
    if handbook.slack is not None:
        # Imported here: who does not ask for the rule need not wait for it.
        from mkdocs_handbook.automation.slack import channel_check

        yield from channel_check.unlisted(handbook)


@rule("HB803", "duty-without-slack", "warning", "lint")
def duty_without_slack(handbook: Handbook) -> Iterator[Finding]:
    """Whoever is on duty for a user group of Slack has a member ID.

    `handbook slack on-duty` changes nothing if Slack cannot know the person on duty: the group then still calls whoever was on
    duty before. This names the person before the shift begins, however far away it is.

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
    # Who is unknown or has left is named by other rules.
    here = responsibilities.people_here(handbook)
    for file in handbook.of_kind("rotations"):
        named: set[tuple[str, str]] = set()
        for name, person in people_of_groups(handbook, file):
            handle = responsibilities.spelled(handbook, person.text)
            problem = slack_members.member(handbook, handle)[1] if handle in here else ""
            if problem and (name, handle) not in named:
                named.add((name, handle))
                yield Finding("HB803", file.source, person.span, problem)


def people_of_groups(handbook: Handbook, file: DataFile) -> Iterator[tuple[str, Value]]:
    """Yield who is or will be on duty for a user group of Slack, with the name of the rotation.

    Whoever an entry names, not whoever has a shift in the coming year: what lint finds changes with the data, not each day.
    """
    with_group = {item.text("rotation") for item in file.all_items if item.text("slackGroup")}
    ends = responsibilities.end_dates(file) if with_group else {}
    for person in responsibilities.people_in(handbook, file) if with_group else ():
        name = person.item.text("rotation")
        until = [ends[start] for start in (person.item.start, person.span.start) if start in ends]
        if name in with_group and all(day > handbook.today for day in until):
            yield name, person


RULES = (channel_not_in_slack, unlisted_channel, duty_without_slack)
