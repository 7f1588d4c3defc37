"""`handbook due --format slack|teams|discord`: payloads that a webhook takes, in which texts do nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from slack_sdk.models.blocks import Block

from due_files import FILES
from handbooks import write
from mkdocs_handbook.cli import main
from mkdocs_handbook.feeds import webhook_payloads
from mkdocs_handbook.feeds.due import DueItem
from payloads import PAYLOADS

RELEASE, DUTY = "https://example.com/h/a/#ritual-release", "https://example.com/h/directory/on-duty/#b-rotation-duty"
HANDOVER = "Cem takes over from Bo (a wedding), 10:00 Europe/Berlin"
CALLS = ("@channel", "@here", "@everyone", "<!channel", "<!here", "<@U012AB3CD", "<#C012AB3CD", "{{DATE", "${{")
TEXTS = st.one_of(
    st.sampled_from((*PAYLOADS, *CALLS, "a *b* _c_ ~d~ `e` > f :tada: [g](https://h.example) ||i||")),
    st.text(max_size=400),
    st.lists(st.sampled_from([*"@<!#>{$}*_`~[]()|:\\- a1&\n", "here", "https://x.example"]), max_size=9).map("".join),
)


def printed(style: str) -> Any:
    result = CliRunner().invoke(main, ["due", "--on", "2026-11-25", "--within", "1d", "--format", style])
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write(tmp_path, FILES))
    return tmp_path


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


SLACK = {
    "text": f"Wednesday 2026-11-25\n• Release (a): Ana Example\n• Duty (b): {HANDOVER}",
    "mrkdwn": False,
    "blocks": [
        {
            "type": "rich_text",
            "elements": [
                rich({**text("Wednesday 2026-11-25"), "style": {"bold": True}}),
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [
                        rich({"type": "link", "url": RELEASE, "text": "Release"}, text(" (a): "), text("Ana Example")),
                        rich(
                            {"type": "link", "url": DUTY, "text": "Duty"},
                            *map(text, (" (b): ", "Cem", " takes over from ", "Bo", " (", "a wedding", ")")),
                            text(", 10:00 Europe/Berlin"),
                        ),
                    ],
                },
            ],
        }
    ],
}
TEAMS = {
    "type": "message",
    "summary": "2 due on Wednesday 2026-11-25",
    "attachments": [
        {
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": None,
            "content": {
                "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                "type": "AdaptiveCard",
                "version": "1.4",
                "fallbackText": "2 due on Wednesday 2026-11-25",
                "body": [
                    {
                        "type": "TextBlock",
                        "text": "Wednesday 2026-11-25",
                        "weight": "Bolder",
                        "wrap": True,
                        "separator": False,
                    },
                    *(
                        {
                            "type": "RichTextBlock",
                            "inlines": [
                                {
                                    "type": "TextRun",
                                    "text": f"• {name}",
                                    "weight": "Bolder",
                                    "selectAction": {"type": "Action.OpenUrl", "url": url},
                                },
                                {"type": "TextRun", "text": rest},
                            ],
                        }
                        for name, url, rest in (
                            ("Release", RELEASE, " (a): Ana Example"),
                            ("Duty", DUTY, f" (b): {HANDOVER}"),
                        )
                    ),
                ],
            },
        }
    ],
}
DISCORD = {
    "content": "2 due on Wednesday 2026-11-25",
    "allowed_mentions": {"parse": []},
    "embeds": [
        {
            "title": "Wednesday 2026-11-25",
            "description": f"- [Release]({RELEASE}) (a): Ana Example\n- [Duty]({DUTY}) (b): {HANDOVER}",
        }
    ],
}


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(("style", "expected"), [("slack", SLACK), ("teams", TEAMS), ("discord", DISCORD)])
def test_the_payload_of_a_day(style: str, expected: dict[str, Any]) -> None:
    assert printed(style) == expected


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("style", ["slack", "teams", "discord"])
def test_nothing_due_is_nothing_to_send(style: str) -> None:
    arguments = ["due", "--on", "2026-12-25", "--within", "1d", "--group", "b", "--format", style]
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.stdout) == (0, "")


def made(style: str, items: list[DueItem], named: Callable[[str], str] = str) -> Any:
    return json.loads(webhook_payloads.FORMATS[style](items, named))


def due(name: str, day: int = 0, **values: str) -> DueItem:
    given = {"group": "a", "dri": "ana", **values}
    return DueItem(date(2026, 11, 20) + timedelta(day), "shift", name=name, **given)


def strings(node: Any) -> list[str]:
    """Return every text that a payload has."""
    if isinstance(node, dict):
        return [text for child in node.values() for text in strings(child)]
    if isinstance(node, list):
        return [text for child in node for text in strings(child)]
    return [node] if isinstance(node, str) else []


@given(TEXTS, TEXTS, st.sampled_from(["slack", "teams", "discord"]))
@example("<!channel> @here", "<@U012AB3CD> & co", "slack")
@example("[a](https://b.example) @everyone", "*b*", "discord")
def test_texts_call_nobody(name: str, person: str, style: str) -> None:
    items = [due(name, dri=person, previous=person, reason=name, group=name, url=f"https://x.example/#{name}")]
    found = strings(made(style, items))
    assert not [call for call in CALLS for shown in found if call in shown]


@given(TEXTS, TEXTS)
def test_a_line_for_discord_shows_the_text_and_has_no_markup(name: str, person: str) -> None:
    item = due(f"{name}.", dri=person)
    (line,) = [embed["description"] for embed in made("discord", [item])["embeds"]]
    # Discord knows no entities.
    reader = MarkdownIt("commonmark", {"html": False}).enable("strikethrough").disable("entity")
    _, _, _, inline, *_ = reader.parse(line)
    kinds = [token.type for token in inline.children or ()]
    assert kinds.count("strong_open") == 1
    assert {*kinds} <= {"text", "text_special", "strong_open", "strong_close"}
    shown = "".join(token.content for token in inline.children or ())
    assert " ".join(shown.split()) == " ".join(webhook_payloads.line(item, str).split())


def test_the_text_for_notifications_of_slack_is_escaped() -> None:
    found = made("slack", [due("<https://x.example|y> & z")])
    assert "&lt;https://x.example|y&gt; &amp; z" in found["text"]
    assert found["mrkdwn"] is False


def lines(payload: Any) -> int:
    """Return how many items a payload lists."""
    if "blocks" in payload:
        lists = [one for block in payload["blocks"] for one in block["elements"] if one["type"] == "rich_text_list"]
        return sum(len(one["elements"]) for one in lists)
    if "embeds" in payload:
        return sum(embed["description"].count("- [") for embed in payload["embeds"])
    (card,) = payload["attachments"]
    return sum(one["type"] == "RichTextBlock" for one in card["content"]["body"])


def size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("count", [1, 40, 700])
@pytest.mark.parametrize("days", [1, 90])
@pytest.mark.parametrize("name", ["a", "ä😀<&" * 200], ids=["short", "long"])
def test_payloads_keep_the_limits_and_say_how_much_is_left_out(count: int, days: int, name: str) -> None:
    items = [due(name, number * days // count, url="https://x.example/") for number in range(count)]
    slack, teams, discord = (made(style, items) for style in ("slack", "teams", "discord"))
    # Slack's own library reads the blocks, and gives them back as they are.
    assert [block.to_dict() for block in Block.parse_all(slack["blocks"])] == slack["blocks"]
    assert len(slack["blocks"]) <= 50
    assert len(slack["text"]) <= 3_002
    assert sum(map(len, webhook_payloads.texts(slack["blocks"]))) <= 12_000
    assert size(json.dumps(teams, ensure_ascii=False)) <= 14_000
    sizes = [size("".join(embed.values())) for embed in discord["embeds"]]
    assert (len(sizes) <= 10, max(sizes) <= 4_096, sum(sizes) <= 6_000) == (True, True, True)
    for payload in (slack, teams, discord):
        left = [int(found[1]) for text in strings(payload) if (found := re.fullmatch(r"… and (\d+) more", text))]
        assert lines(payload) >= min(count, 8)
        assert lines(payload) + sum(left) == count


def test_an_address_that_is_none_is_no_link() -> None:
    for style in ("slack", "teams", "discord"):
        for url in ("a/#b", "javascript:x", f"https://x.example/{'a' * 3000}"):
            assert not [text for text in strings(made(style, [due("A", url=url)])) if url in text]
