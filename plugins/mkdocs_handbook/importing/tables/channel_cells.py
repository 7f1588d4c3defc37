"""The reader of cells with Slack channels."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.importing.tables import inline_markdown
from mkdocs_handbook.util.wording import shortened

CHANNEL = re.compile(r"#?[^\s#,*/]+\*?\Z")
NAME = re.compile(r"#[^\s#,*/]+\*?")
PLACEHOLDER = re.compile(r"(?:<[^<>]+>|\{[^{}]+\}|\[[^\[\]]+\]|…|\.\.\.|X{2,})\Z")
ARCHIVE = re.compile(
    r"https?://[^/]*slack\.com/.*?(?:archives/|channel=|messages/|channels/)#?(?P<name>[^/?&#]+)[^/]*/?\Z"
)
# As Jekyll's handbooks have it.
LIQUID = re.compile(r"\{% *slack_channel [\"']#?(?P<name>[\w-]+)[\"']\s*(?:[\"'](?P<title>[^\"%]*)[\"'])?[^%]*%\}")
# "https://chat.example.com/team/channels/name": only the address tells a channel from its title.
MATTERMOST = re.compile(r"https?://(?![^/]*slack\.com)[^/]+/[^/]+/channels/(?P<name>[\w-]+)/?\Z")
SLACK_ID = re.compile(r"[CG][A-Z0-9]{5,}\Z")


def read_channel(text: str, references: Mapping[str, str]) -> tuple[str, str]:
    """Return the name of a channel with its "#", which stands for Mattermost's "~" too, and Slack's identifier of it, or ""."""
    text = LIQUID.sub(lambda match: f"#{match['name']}", text)
    # The stars of a wildcard are no emphasis.
    bare = re.sub(r"`|\\(?=[#*_<>{}\[\]-])", "", text).strip()
    links = inline_markdown.links(text, references)
    if links:
        shown = inline_markdown.LINK.search(text)
        bare = inline_markdown.plain_text(shown["text"] if shown else links[0].text)
        named = NAME.findall(bare)
        # "[#sales Slack channel](…)" names one.
        bare = named[0] if len(named) == 1 and ARCHIVE.match(links[0].href) else bare
    while len(bare) > 2 and bare[0] == bare[-1] and bare[0] in "*_":
        bare = bare[1:-1]
    address = MATTERMOST.match(links[0].href) if len(links) == 1 else None
    if address and re.sub(r"[\W_]+", "-", bare.casefold()).strip("-") == address["name"].replace("_", "-"):
        return f"#{address['name']}", ""
    name = PLACEHOLDER.sub("*", bare.removeprefix("~"))
    name = name if name.startswith("#") else f"#{name}"
    if not CHANNEL.match(name) or len(name) < 2:
        raise NotImportedError(f'"{shortened(bare)}" is no channel, a name with "#" and no space belongs here')
    archive = ARCHIVE.match(links[0].href) if links else None
    if len(links) > 1 or (links and not archive):
        raise NotImportedError(f'the link of "{shortened(name)}" to {shortened(links[0].href)} has no place in data')
    identifier = archive["name"] if archive and SLACK_ID.match(archive["name"]) else ""
    return name, identifier


def split_channels(text: str) -> list[str]:
    """Return the channels of a cell, each with its "#"; a cell with one channel is returned as it is."""
    plain = LIQUID.sub(lambda match: f"#{match['name']}", text.strip())
    parts = [part for part in re.split(r"\s*<br\s*/?>\s*|\s*[,;]\s*|\s+and\s+|\s+(?=`?#)", plain) if part]
    return parts if len(parts) > 1 and all(map(begins_with_sign, parts)) else [text]


def begins_with_sign(text: str) -> bool:
    """Return whether a text is marked as a channel: "#name", or "~name" as in Mattermost."""
    return re.match(r"(?:#|~[a-z])", text.strip("`*_[\\ ")) is not None


def is_archived(text: str) -> bool:
    """Return whether a text is a link to a channel of Slack."""
    links = inline_markdown.links(text, {})
    return len(links) == 1 and ARCHIVE.match(links[0].href) is not None
