"""Runs: digests are posted and user groups set, each by itself, so that one that fails stops no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_handbook.automation.retries import HostError
from mkdocs_handbook.automation.slack import digests, duty_groups
from mkdocs_handbook.automation.slack.digests import Digest
from mkdocs_handbook.automation.slack.duty_groups import Duty
from mkdocs_handbook.automation.slack.slack_posts import Poster
from mkdocs_handbook.automation.slack.slack_workspace import UserGroup
from mkdocs_handbook.data import channels
from mkdocs_handbook.model import Finding, Handbook
from mkdocs_handbook.rendering.cells import person_name
from mkdocs_handbook.util.wording import joined


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did, or would do, "" for nothing, and what is to be said of it: of a line, or of the command."""

    done: str = ""
    problems: tuple[Finding, ...] = ()
    refusal: str = ""


def post_digests(handbook: Handbook, wanted: Iterable[Digest], poster: Poster, now: float) -> Iterator[Outcome]:
    """Yield what becomes of digests; `now` is the time by the clock of Slack."""
    since = min(handbook.now.timestamp(), now) - digests.LOOK_BACK
    for one in wanted:
        try:
            channel = channel_id(handbook, poster, one.channel)
            message = digests.message(handbook, one)
            is_posted = poster.post_once(channel, message, one.marker, since)
        except HostError as error:
            yield failed(one, str(error))
            continue
        verb = "would post" if poster.is_dry else "posted"
        yield Outcome(f"{verb} the digest of {one.day} to {one.channel}" if is_posted else "")


def failed(one: Digest, why: str) -> Outcome:
    """Return the outcome of a digest that is not posted, said where somebody asks for it."""
    if one.place is None:
        return Outcome(refusal=f"--channel: {why}")
    return Outcome(problems=(Finding(digests.CODE, *one.place, f"{one.channel}: {why}"),))


def set_groups(handbook: Handbook, wanted: Sequence[Duty], poster: Poster, now: float) -> Iterator[Outcome]:
    """Yield what becomes of user groups: one that differs is announced and set."""
    try:
        groups = poster.workspace.user_groups() if wanted else ()
    except HostError as error:
        yield from (Outcome(problems=(one.entries[0].finding(str(error)),)) for one in wanted)
        return
    for one in wanted:
        group = duty_groups.user_group(groups, one.handle)
        if isinstance(group, str):
            yield Outcome(problems=(one.entries[0].finding(group),))
        elif group.members != {*one.members}:
            yield set_group(handbook, one, group, poster, now)


def set_group(handbook: Handbook, one: Duty, group: UserGroup, poster: Poster, now: float) -> Outcome:
    """Return what becomes of a user group that differs.

    It is announced first: a run that is stopped between both leaves a group that still differs, so that the next one goes on,
    and knows the announcement.
    """
    problems = []
    is_announced = False
    try:
        if one.channel:
            since = min(one.since.timestamp(), now) - duty_groups.LOOK_BACK
            channel = channel_id(handbook, poster, one.channel)
            is_announced = poster.post_once(channel, duty_groups.announcement(handbook, one), one.marker, since)
    except HostError as error:
        # Whom people call matters more than that they read so.
        problems.append(one.entries[0].finding(f"not announced in {one.channel}: {error}"))
    people = joined([person_name(handbook, handle) for handle in one.people])
    try:
        if not poster.is_dry:
            poster.workspace.set_members(group, one.members)
    except HostError as error:
        return Outcome(problems=(*problems, one.entries[0].finding(f"@{group.handle} is not set to {people}: {error}")))
    if not poster.is_dry:
        return Outcome(f"set @{group.handle} to {people}", tuple(problems))
    more = f", and announce it in {one.channel}" if is_announced else ""
    return Outcome(f"would set @{group.handle} to {people}{more}", tuple(problems))


def channel_id(handbook: Handbook, poster: Poster, name: str) -> str:
    """Return the ID of a channel: that of the data, so that a new name does no harm, else that of Slack; raise HostError."""
    known = channels.index(handbook).find(name)
    items = known.items if known and known.name.casefold() == name.casefold() else ()
    return next((own for item in items if (own := item.text("id"))), "") or poster.workspace.channel_id(name)
