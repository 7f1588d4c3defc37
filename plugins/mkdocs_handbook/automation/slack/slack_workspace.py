"""A workspace of Slack: its channels and user groups, and the messages that the handbook has posted there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mkdocs_handbook.automation.retries import HostError
from mkdocs_handbook.automation.slack.slack_client import SlackClient, entries
from mkdocs_handbook.model import SlackChannel
from mkdocs_handbook.util.wording import did_you_mean, shortened

EVENT = "handbook"


class Marker(NamedTuple):
    """What a message is about, and what it says of that: nobody sees it, whatever people make of the text."""

    subject: str
    state: str = ""


class Posted(NamedTuple):
    """A message that the handbook has posted: its time, which names it, and its marker."""

    ts: str
    marker: Marker


class UserGroup(NamedTuple):
    """A user group: its ID, its name behind the @, and the IDs of its members."""

    id: str
    handle: str
    members: frozenset[str]


@dataclass(slots=True)
class SlackWorkspace:
    """A workspace as a token sees it; every function raises HostError."""

    client: SlackClient
    _channels: tuple[SlackChannel, ...] | None = field(default=None, init=False)
    _bot: str = field(default="", init=False)

    def channels(self) -> tuple[SlackChannel, ...]:
        """Return all public channels, and the private ones that the app is in, archived ones too; asked for once."""
        if self._channels is None:
            given = {"types": "public_channel,private_channel", "exclude_archived": "false"}
            found = self.client.pages("conversations.list", "channels", **given)
            # A page may shift while it is read.
            self._channels = tuple({one["id"]: channel(one) for one in found if "id" in one and "name" in one}.values())
        return self._channels

    def channel_id(self, name: str) -> str:
        """Return the ID of a channel that is in use by its name, with or without `#`; raise HostError if there is none."""
        wanted = name.removeprefix("#").casefold()
        known = {one.name.casefold(): one for one in self.channels()}
        found = known.get(wanted)
        if found is None:
            shown = f'"#{shortened(wanted)}"'
            raise HostError(f"Slack has no channel {shown}, or the app is not in it{did_you_mean(wanted, known)}")
        if found.is_archived:
            raise HostError(f'"#{found.name}" is archived in Slack')
        return found.id

    def user_groups(self) -> tuple[UserGroup, ...]:
        """Return the user groups that are not disabled, with their members."""
        answer = self.client.ask("usergroups.list", include_users="true")
        return tuple(
            UserGroup(str(one["id"]), str(one["handle"]), frozenset(map(str, one.get("users") or ())))
            for one in entries(answer, "usergroups", "usergroups.list")
            if "id" in one and "handle" in one
        )

    def set_members(self, group: UserGroup, members: Sequence[str]) -> None:
        """Make some people the only members of a user group; to do it twice does no harm."""
        self.client.ask("usergroups.users.update", usergroup=group.id, users=",".join(members))

    def posted(self, channel_id: str, since: float) -> list[Posted]:
        """Return what this app has posted to a channel since a time with a marker, the oldest first."""
        # Whoever may post could write such a marker, too.
        bot = self._bot = self._bot or str(self.client.ask("auth.test").get("bot_id") or "")
        given = {"channel": channel_id, "oldest": f"{since:.6f}", "include_all_metadata": "true"}
        found = self.client.pages("conversations.history", "messages", **given)
        mine = [Posted(str(one["ts"]), marker) for one in found if one.get("bot_id") == bot and (marker := marked(one))]
        return sorted({*mine}, key=lambda one: float(one.ts))

    def post(self, channel_id: str, message: Mapping[str, Any], marker: Marker) -> None:
        """Post a message; raise LostResponseError where it may be posted or not."""
        metadata = {"event_type": EVENT, "event_payload": marker._asdict()}
        links = {"unfurl_links": False, "unfurl_media": False}
        self.client.do("chat.postMessage", channel=channel_id, **message, **links, metadata=metadata)

    def delete(self, channel_id: str, ts: str) -> None:
        """Delete a message of this app; one that is gone already is deleted."""
        try:
            self.client.ask("chat.delete", channel=channel_id, ts=ts)
        except HostError as error:
            if getattr(error, "reason", "") != "message_not_found":
                raise


def channel(one: Mapping[str, Any]) -> SlackChannel:
    """Return a channel that Slack describes."""
    before = one.get("previous_names")
    names = tuple(map(str, before)) if isinstance(before, list) else ()
    return SlackChannel(
        str(one["id"]), str(one["name"]), bool(one.get("is_archived")), bool(one.get("is_private")), names
    )


def marked(message: Mapping[str, Any]) -> Marker | None:
    """Return the marker of a message, None if it has none."""
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT or "ts" not in message:
        return None
    payload = metadata.get("event_payload")
    if not isinstance(payload, dict):
        return None
    values = [payload.get(key) for key in Marker._fields]
    return Marker(*map(str, values)) if all(isinstance(value, str) for value in values) else None
