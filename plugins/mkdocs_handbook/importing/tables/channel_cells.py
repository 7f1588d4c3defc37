"""Cells that name Slack channels, one or several."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.importing.tables import inline_markdown
from mkdocs_handbook.util.wording import shortened

CHANNEL = re.compile(r"#?[^\s#,*/]+\*?\Z")
PLACEHOLDER = re.compile(r"(?:<[^<>]+>|\{[^{}]+\}|\[[^\[\]]+\]|…|\.\.\.|X{2,})\Z")
ARCHIVE = re.compile(
    r"https?://[^/]*slack\.com/.*?(?:archives/|channel=|messages/|channels/)#?(?P<name>[^/?&#]+)[^/]*/?\Z"
)
SLACK_ID = re.compile(r"[CG][A-Z0-9]{5,}\Z")


def channel(text: str, references: Mapping[str, str]) -> tuple[str, str]:
    """Give the name of a channel with its "#", and Slack's identifier of it, or ""."""
    # The stars of a wildcard are no emphasis.
    bare = re.sub(r"`|\\(?=[#*_<>{}\[\]-])", "", text).strip()
    found = inline_markdown.links(text, references)
    if found:
        bare = inline_markdown.plain(found[0].text)
    while len(bare) > 2 and bare[0] == bare[-1] and bare[0] in "*_":
        bare = bare[1:-1]
    name = PLACEHOLDER.sub("*", bare)
    name = name if name.startswith("#") else f"#{name}"
    if not CHANNEL.match(name) or len(name) < 2:
        raise NotImportedError(f'"{shortened(bare)}" is no channel, a name with "#" and no space belongs here')
    archive = ARCHIVE.match(found[0].href) if found else None
    if len(found) > 1 or (found and not archive):
        raise NotImportedError(f'the link of "{shortened(name)}" to {shortened(found[0].href)} has no place in data')
    identifier = archive["name"] if archive and SLACK_ID.match(archive["name"]) else ""
    return name, identifier


def names(text: str) -> list[str]:
    """Give the channels of a cell that holds several, each with its "#"; one that holds one is not cut."""
    parts = [part for part in re.split(r"\s*<br\s*/?>\s*|\s*[,;]\s*|\s+and\s+|\s+(?=`?#)", text.strip()) if part]
    return parts if len(parts) > 1 and all(part.strip("`*_[\\").startswith("#") for part in parts) else [text]
