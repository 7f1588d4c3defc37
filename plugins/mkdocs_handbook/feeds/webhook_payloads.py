"""The report of due items as the payload of a webhook: of Slack, Microsoft Teams or Discord, within the limits of each.

Texts of the handbook stand where a chat reads no markup, or are escaped; nobody is mentioned but whom a caller names.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from mkdocs_handbook.feeds.due import DueItem
from mkdocs_handbook.feeds.due_report import NameOf, heading, when, who, who_parts
from mkdocs_handbook.util import escaping
from mkdocs_handbook.util.escaping import ChatText, JsonText, TerminalText

Payload = dict[str, Any]
# From a handle to an element of Slack's rich text.
Person = Callable[[str], Payload]

# Characters of a name or a reason, and of an address; more is cut, or left out.
LONGEST_TEXT, LONGEST_URL = 150, 1_000
# Slack: blocks of a message, characters of all of them, and of the text instead of them.
# https://docs.slack.dev/reference/methods/chat.postMessage
MOST_BLOCKS, LARGEST_BLOCKS, LONGEST_FALLBACK = 50, 12_000, 3_000
# Teams takes 28 KB, and counts two bytes a character unless the sender names a charset.
LARGEST_CARD = 13_500
# Discord: embeds of a message, characters of each description, and of all texts together.
# https://docs.discord.com/developers/resources/message#embed-object-embed-limits
MOST_EMBEDS, LONGEST_EMBED, LARGEST_EMBEDS = 10, 4_096, 6_000


def as_slack(items: Iterable[DueItem], named: NameOf) -> JsonText:
    """Return a message of Slack in blocks, with its text instead of them."""
    return written(items, lambda kept, left: slack_message(kept, named, left=left), fits_slack)


def as_teams(items: Iterable[DueItem], named: NameOf) -> JsonText:
    """Return a message of Teams with an adaptive card."""
    return written(
        items,
        lambda kept, left: teams_message(kept, named, left),
        lambda made: units(escaping.json_text(made)) <= LARGEST_CARD,
    )


def as_discord(items: Iterable[DueItem], named: NameOf) -> JsonText:
    """Return a message of Discord with an embed for each day."""
    return written(items, lambda kept, left: discord_message(kept, named, left), fits_discord)


def written(
    items: Iterable[DueItem], make: Callable[[Sequence[DueItem], int], Payload], fits: Callable[[Payload], bool]
) -> JsonText:
    """Return the message of some items as JSON, "" where there are none: nothing is to be sent then."""
    every = tuple(items)
    return escaping.json_text(fitting(every, make, fits)) if every else JsonText(TerminalText(""))


def fitting(
    items: Sequence[DueItem], make: Callable[[Sequence[DueItem], int], Payload], fits: Callable[[Payload], bool]
) -> Payload:
    """Return the message of as many items as fit, which says how many more there are."""

    def first(count: int) -> Payload:
        return make(items[:count], len(items) - count)

    whole = first(len(items))
    if fits(whole):
        return whole
    return first(max(1, bisect_left(range(1, len(items)), 1, key=lambda count: not fits(first(count)))))


def by_day(items: Iterable[DueItem]) -> list[tuple[str, list[DueItem]]]:
    """Return the items under the name of their day."""
    return [(heading(day), list(mine)) for day, mine in groupby(items, key=lambda item: item.day)]


def plain(text: str) -> ChatText:
    """Return a text of the handbook, cut and without what calls anybody."""
    return escaping.chat(text, LONGEST_TEXT)


def line(item: DueItem, named: NameOf) -> str:
    """Return an item as a line without markup."""
    return f"{plain(item.name)}{behind_name(item)}{who(item, named, plain)}{when(item)}"


def behind_name(item: DueItem) -> str:
    """Return what stands between a name and whose it is."""
    return f" ({plain(item.group)}): "


def address(item: DueItem) -> str:
    """Return where a name leads from outside the site, "" for nowhere."""
    url = escaping.address(item.url, escaping.LINK_ADDRESS.replace("@", ""))
    return url if url.startswith(("https://", "http://")) and len(url) <= LONGEST_URL else ""


def units(text: str) -> int:
    """Return the length of a text as JavaScript counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def more(left: int) -> str:
    """Return how many items are left out, "" for none."""
    return f"… and {left} more" if left else ""


def headline(items: Sequence[DueItem], left: int) -> str:
    """Return how much is due, and when."""
    days = heading(items[0].day), heading(items[-1].day)
    when_due = f"on {days[0]}" if days[0] == days[1] and not left else f"from {days[0]} on"
    return f"{len(items) + left} due {when_due}"


# --- Slack ---


def slack_message(
    items: Sequence[DueItem], named: NameOf, person: Person | None = None, *, left: int = 0, title: str = ""
) -> Payload:
    """Return a message of Slack; without `person`, people are named and not mentioned."""
    person = person or (lambda handle: text_element(plain(named(handle))))
    blocks = [section(text_element(title, bold=True))] if title else []
    for day, mine in by_day(items):
        entries = [{"type": "rich_text_section", "elements": elements(item, person)} for item in mine]
        listed = {"type": "rich_text_list", "style": "bullet", "elements": entries}
        blocks.append({"type": "rich_text", "elements": [part(text_element(day, bold=True)), listed]})
    blocks += [section(text_element(more(left)))] if left else []
    return {"text": fallback(items, named, left, title), "mrkdwn": False, "blocks": blocks}


def fallback(items: Sequence[DueItem], named: NameOf, left: int, title: str) -> str:
    """Return the text of a message for notifications and for who reads no blocks, cut at a line."""
    lines = [title] if title else []
    for day, mine in by_day(items):
        lines += [day, *(f"• {line(item, named)}" for item in mine)]
    text = escaping.slack(ChatText(TerminalText("\n".join([*lines, more(left)]).strip())))
    return text if len(text) <= LONGEST_FALLBACK else text[:LONGEST_FALLBACK].rpartition("\n")[0] + "\n…"


def elements(item: DueItem, person: Person) -> list[Payload]:
    """Return a line as elements of Slack's rich text, in which no text is markup."""
    url, name = address(item), plain(item.name)
    made = [{"type": "link", "url": url, "text": name} if url else text_element(name, bold=True)]
    made.append(text_element(behind_name(item)))
    made += [
        person(text) if kind == "person" else text_element(plain_part(kind, text)) for kind, text in who_parts(item)
    ]
    return [*made, text_element(when(item))] if when(item) else made


def plain_part(kind: str, text: str) -> str:
    """Return a part of a line; our own words keep their spaces."""
    return text if kind == "words" else plain(text)


def text_element(text: str, *, bold: bool = False) -> Payload:
    """Return a text of Slack's rich text."""
    return {"type": "text", "text": text} | ({"style": {"bold": True}} if bold else {})


def part(element: Payload) -> Payload:
    """Return a paragraph of Slack's rich text."""
    return {"type": "rich_text_section", "elements": [element]}


def section(element: Payload) -> Payload:
    """Return a block of one paragraph."""
    return {"type": "rich_text", "elements": [part(element)]}


def fits_slack(message: Payload) -> bool:
    """Return whether Slack takes a message."""
    blocks = message["blocks"]
    return len(blocks) <= MOST_BLOCKS and len(json.dumps(texts(blocks), ensure_ascii=False)) <= LARGEST_BLOCKS


def texts(node: Any) -> list[str]:
    """Return the texts and addresses of blocks."""
    if isinstance(node, list):
        return [text for child in node for text in texts(child)]
    if not isinstance(node, dict):
        return []
    own = [node[key] for key in ("text", "url") if key in node]
    return [*own, *texts(node.get("elements", []))]


# --- Teams ---


def teams_message(items: Sequence[DueItem], named: NameOf, left: int) -> Payload:
    """Return a message of Teams: texts stand in runs, which know no Markdown."""
    body: list[Payload] = []
    for day, mine in by_day(items):
        body.append({"type": "TextBlock", "text": day, "weight": "Bolder", "wrap": True, "separator": bool(body)})
        body += [{"type": "RichTextBlock", "inlines": runs(item, named)} for item in mine]
    body += [{"type": "TextBlock", "text": more(left), "wrap": True}] if left else []
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": headline(items, left),
        "body": body,
    }
    content_type = "application/vnd.microsoft.card.adaptive"
    return {
        "type": "message",
        "summary": headline(items, left),
        "attachments": [{"contentType": content_type, "contentUrl": None, "content": card}],
    }


def runs(item: DueItem, named: NameOf) -> list[Payload]:
    """Return a line as runs of text."""
    name: Payload = {"type": "TextRun", "text": f"• {plain(item.name)}", "weight": "Bolder"}
    if url := address(item):
        name["selectAction"] = {"type": "Action.OpenUrl", "url": url}
    rest = f"{behind_name(item)}{who(item, named, plain)}{when(item)}"
    return [name, {"type": "TextRun", "text": rest}]


# --- Discord ---


def discord_message(items: Sequence[DueItem], named: NameOf, left: int) -> Payload:
    """Return a message of Discord that mentions nobody."""
    embeds = [
        {"title": day, "description": "\n".join(discord_line(item, named) for item in mine)}
        for day, mine in by_day(items)
    ]
    more_embeds = [{"description": more(left)}] if left else []
    return {
        "content": headline(items, left),
        "allowed_mentions": {"parse": []},
        "embeds": [*embeds, *more_embeds],
    }


def discord_line(item: DueItem, named: NameOf) -> str:
    """Return a line in Discord's Markdown."""
    url, name = address(item), shown(item.name)
    linked = f"[{name}]({url})" if url else f"**{name}**"
    return f"- {linked} ({shown(item.group)}): {who(item, named, shown)}{when(item)}"


def shown(text: str) -> ChatText:
    """Return a text of the handbook as Discord shows it."""
    return escaping.discord(plain(text))


def fits_discord(message: Payload) -> bool:
    """Return whether Discord takes a message."""
    embeds = message["embeds"]
    sizes = [units("".join(embed.values())) for embed in embeds]
    return len(embeds) <= MOST_EMBEDS and max(sizes) <= LONGEST_EMBED and sum(sizes) <= LARGEST_EMBEDS


FORMATS: Mapping[str, Callable[[Iterable[DueItem], NameOf], TerminalText]] = {
    "slack": as_slack,
    "teams": as_teams,
    "discord": as_discord,
}
