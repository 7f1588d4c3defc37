"""Hosts that answer what no host should, and addresses that are none: each is named, and nobody sees a secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from automation import issue_server, slack_server
from automation.issue_server import IssueServer
from automation.slack_server import SlackServer
from command_line import run
from handbooks import write

RITUAL = (
    "{task: T, startedOn: 2026-11-20, frequency: Daily, description: d, dri: ana, autoIssue: {labels: [x], repo: a/b}}"
)
FILES = {
    "handbook/eng.md": '---\ngroup: eng\ndigest: "#eng"\n---\n\n# Eng\n',
    "rituals/people.yml": "ana: {name: Ana, github: ana-x, slack: U0ANA001}\n",
    "rituals/eng.rituals.yml": f"- {RITUAL}\n",
    "rituals/eng.channels.yml": '- {channel: "#eng", dri: ana}\n',
    "rituals/eng.rotations.yml": "- {rotation: O, startsOn: 2026-11-02, every: 1 week, members: [ana], slackGroup: oncall}\n",
}
COMMANDS = (
    ("issues",),
    ("issues", "check"),
    ("issues", "--host", "gitlab"),
    ("slack", "digest"),
    ("slack", "on-duty"),
    ("slack", "check"),
)
TOKENS = (issue_server.TOKEN, slack_server.TOKEN, "pa55word")


@pytest.fixture(autouse=True)
def hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> Iterator[None]:
    monkeypatch.chdir(write(tmp_path, FILES))
    for name in ("GITHUB_STEP_SUMMARY", "GH_TOKEN", "SLACK_TOKEN", "http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with issue_server.serving() as issues, slack_server.serving() as chat:
        variables = {"GITHUB_API_URL": issues.base, "CI_API_V4_URL": issues.base, "SLACK_API_URL": chat.base}
        tokens = dict.fromkeys(("GITHUB_TOKEN", "GITLAB_TOKEN"), issue_server.TOKEN)
        for name, value in {**variables, **tokens, "SLACK_BOT_TOKEN": slack_server.TOKEN}.items():
            monkeypatch.setenv(name, value)
        yield


def failure(arguments: tuple[str, ...]) -> str:
    """Return what a command says that fails, as it has to, without a trace of the program's own or a secret."""
    result = run(*arguments, *([] if "check" in arguments else ["--today", "2026-11-20"]))
    assert result.exit_code in (1, 2), result.output
    assert "failed unexpectedly" not in result.output
    assert not [one for one in TOKENS if one in result.output]
    assert "\x1b" not in result.output
    return result.output


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    "answer",
    [
        *("x", 3, None, [None], [3], [[]], [{"number": "x"}], [{"number": 1, "title": None, "labels": 3}]),
        *({"message": {"a": 1}, "errors": 3}, {"ok": False, "error": {"a": 1}}, {"ok": True, "channels": 3}),
        {"ok": True, "user_id": 3, "channels": "x", "messages": [{"ts": "x"}], "usergroups": [{"id": 3}]},
        [{"number": 1, "title": "\x1b[31m", "html_url": "javascript:x", "labels": [{"name": 3}]}],
    ],
)
def test_an_answer_of_another_shape_is_no_fault_of_ours(
    answer: object, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(IssueServer, "answer", lambda *_: (200, answer, {}))
    monkeypatch.setattr(SlackServer, "answer", lambda *_: answer)
    failure(arguments)


@pytest.mark.parametrize("answer", ["x", [None], [3], [{"number": "x"}], {"ok": True}])
def test_a_list_of_issues_that_is_none_files_nothing(answer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def answered(_: IssueServer, method: str, *__: object) -> tuple[int, object, dict[str, str]]:
        asked.append(method)
        return 200, answer, {}

    monkeypatch.setattr(IssueServer, "answer", answered)
    assert "the answer " in failure(("issues",))
    assert {*asked} == {"GET"}


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    "base",
    [
        *("http://u:pa55word@evil.example", "https://u:pa55word@[::1", "https://", "https://a\nb.example", "x"),
        *("https://127.0.0.1:abc", "file:///etc/passwd", "http://127.0.0.1.evil.example", "https://例え.テスト"),
    ],
)
def test_what_is_no_address_is_wrong_use_and_shown_without_its_password(
    base: str, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB_API_URL", "CI_API_V4_URL", "SLACK_API_URL"):
        monkeypatch.setenv(name, base)
    assert "is no address that begins with https://" in failure(arguments)
