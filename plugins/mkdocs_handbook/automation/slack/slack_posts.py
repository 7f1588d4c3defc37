"""Posts a message once, whatever runs at the same time and whatever fails on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from mkdocs_handbook.automation.retries import HostError, LostResponseError, pause
from mkdocs_handbook.automation.slack.slack_workspace import Marker, Posted, SlackWorkspace

TRIES = 3


@dataclass(slots=True)
class Poster:
    """What posts to a workspace; with `is_dry` it only looks. `notes` say what else it did."""

    workspace: SlackWorkspace
    is_dry: bool = False
    notes: list[str] = field(default_factory=list)

    def post_once(self, channel_id: str, message: Mapping[str, Any], marker: Marker, since: float) -> bool:
        """Post a message unless the last of its subject since a time says the same, and return whether it was missing.

        Raise HostError.
        """
        lost: HostError | None = None
        for attempt in range(1, TRIES + 1):
            if is_last(self._cleared(channel_id, marker, since), marker):
                return lost is not None
            if self.is_dry:
                return True
            try:
                self.workspace.post(channel_id, message, marker)
            except LostResponseError as error:
                lost = error
                self.workspace.client.sleep(pause(attempt))
                continue
            self._clear_again(channel_id, marker, since)
            return True
        if lost and is_last(self._cleared(channel_id, marker, since), marker):
            return True
        raise HostError(f"{lost}; it is looked for again by the next run")

    def _clear_again(self, channel_id: str, marker: Marker, since: float) -> None:
        """Delete what another run has posted at the same time."""
        try:
            self._cleared(channel_id, marker, since)
        except HostError as error:
            self.notes.append(f"whether anything is posted twice is unknown, the next run looks again: {error}")

    def _cleared(self, channel_id: str, marker: Marker, since: float) -> list[Posted]:
        """Return what was posted about a subject, after messages that say the same as the one before are deleted."""
        found = [one for one in self.workspace.posted(channel_id, since) if one.marker.subject == marker.subject]
        for one in () if self.is_dry else repeated(found):
            self.workspace.delete(channel_id, one.ts)
            self.notes.append("a message that was posted twice was deleted")
        return found


def is_last(posted: list[Posted], marker: Marker) -> bool:
    """Return whether the last message says what a marker says."""
    return bool(posted) and posted[-1].marker == marker


def repeated(posted: Iterable[Posted]) -> list[Posted]:
    """Return the messages that say the same as the one before."""
    return [after for before, after in pairwise(posted) if after.marker == before.marker]
