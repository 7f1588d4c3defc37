"""Digests: what falls due today and this week, for the channel of each group, at its time of day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from mkdocs_handbook.automation.slack.slack_mentions import mention
from mkdocs_handbook.automation.slack.slack_workspace import Marker
from mkdocs_handbook.feeds import due, webhook_payloads
from mkdocs_handbook.feeds.due import DueItem
from mkdocs_handbook.model import Finding, Handbook, Page, Source, Span
from mkdocs_handbook.pages import group_pages
from mkdocs_handbook.rendering.cells import person_name
from mkdocs_handbook.schedule.item_dates import MIDNIGHT

CODE = "slack"
SUNDAY = 6
# The key of front matter that cannot be read.
ASKS = re.compile(r"^digest\s*:", re.MULTILINE)
# Seconds: so much earlier than now the day may have begun anywhere.
LOOK_BACK = 36 * 3600.0


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest of a day: its group ("" for all), the channel with `#`, what is due, and the place that asks for it.

    Without a place somebody asks on the command line.
    """

    group: str
    channel: str
    day: date
    items: tuple[DueItem, ...]
    place: tuple[Source, Span] | None = None

    @property
    def marker(self) -> Marker:
        """What its message is known by: a channel gets one of each group and day."""
        return Marker(f"digest {self.group or '*'} {self.day}")


def errors_of(handbook: Handbook, errors: Iterable[Finding], group: str = "") -> list[Finding]:
    """Return those errors of pages that keep the digests of a group or of all from being known."""
    asking = {
        page.source.path for page in handbook.pages if asks(page) and group in {"", group_pages.claimed_group(page)}
    }
    return [one for one in errors if one.source.path in asking]


def asks(page: Page) -> bool:
    """Return whether a page asks for a digest, if only in front matter that is wrong."""
    if page.front_matter is None:
        return bool(ASKS.search(page.source.text))
    return page.front_matter.node.get("digest") is not None


def digests(handbook: Handbook, group: str = "", wrong: Collection[str] = ()) -> Iterator[Digest]:
    """Yield the digests that pages of groups ask for and whose time has come, of one group or of all, but for wrong pages."""
    for owner, page in sorted(group_pages.own_pages(handbook).items()):
        channel = page.metadata("digest")
        if not channel or not page.front_matter or group not in {"", owner} or page.source.path in wrong:
            continue
        zone = page.metadata("digestTimezone") or handbook.settings.timezone
        starts = page.metadata("digestTime")
        local = handbook.now.astimezone(ZoneInfo(zone))
        if local.time() >= (time.fromisoformat(starts) if starts else MIDNIGHT):
            place = page.source, page.front_matter.span("digest")
            yield from digest(handbook, owner, channel, local.date(), place)


def digest(
    handbook: Handbook, group: str, channel: str, day: date, place: tuple[Source, Span] | None = None
) -> Iterator[Digest]:
    """Yield the digest of a day, none on a day on which nothing is due; on Mondays, what the week brings is enough."""
    ahead = SUNDAY - day.weekday() + 1
    items = due.due_items(on(handbook, day), ahead, group=group)
    if items and (items[0].day == day or ahead == SUNDAY + 1):
        yield Digest(group, channel, day, items, place)


def on(handbook: Handbook, day: date) -> Handbook:
    """Return a handbook as it is at noon of a day."""
    return replace(handbook, now=datetime.combine(day, time(12), ZoneInfo(handbook.settings.timezone)))


def message(handbook: Handbook, one: Digest) -> dict[str, Any]:
    """Return the message of a digest, with people mentioned; who reads no blocks reads names."""
    title = f"{webhook_payloads.plain(one.group)}: today and this week" if one.group else "Today and this week"
    return webhook_payloads.fitting(
        one.items,
        lambda kept, left: webhook_payloads.slack_message(
            kept, partial(person_name, handbook), partial(mention, handbook), left=left, title=title
        ),
        webhook_payloads.fits_slack,
    )
