"""`handbook slack digest` and `on-duty`: once, whatever fails, and nobody sees the token."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest
from click.testing import Result

from automation.slack_server import TOKEN, Fault, SlackServer, serving
from command_line import run
from handbooks import write
from mkdocs_handbook.automation.slack.slack_client import SlackClient
from mkdocs_handbook.automation.slack.slack_posts import Poster
from mkdocs_handbook.automation.slack.slack_workspace import Marker, SlackWorkspace

PAGE = '---\ngroup: eng\ndigest: "#eng"\n---\n\n# Eng\n'
FILES = {
    "handbook/eng.md": PAGE,
    "rituals/people.yml": "ana: {name: Ana & Co, slack: U0ANA001}\nbo: {name: Bo, slack: U0BOB002}\ncy: {name: Cy}\n",
    "rituals/eng.channels.yml": '- {channel: "#eng", dri: ana}\n',
    "rituals/eng.rituals.yml": """\
- {task: Stand up, startedOn: 2026-11-02, frequency: Weekdays, description: d, dri: ana}
- {task: "Retro <!channel> @here", startedOn: 2026-11-05, frequency: Weekly on Thursday, description: d, dri: cy}
""",
    "rituals/eng.rotations.yml": """\
- rotation: On-call
  startsOn: 2026-11-02
  every: 1 week
  members: [ana, bo]
  channels: ["#eng"]
  slackGroup: oncall
""",
}
MONDAY, TUESDAY, FRIDAY = "2026-11-16", "2026-11-17", "2026-11-20"


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> Iterator[SlackServer]:
    with serving() as server:
        server.add_channel("C0ENG001", "eng")
        server.add_channel("C0ALL002", "all")
        server.add_group("S0ONCALL", "oncall", "U0ANA001")
        server.users |= {"U0ANA001", "U0BOB002"}
        monkeypatch.chdir(write(tmp_path, FILES))
        for name in ("GITHUB_STEP_SUMMARY", "SLACK_TOKEN", "http_proxy", "HTTP_PROXY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("SLACK_BOT_TOKEN", TOKEN)
        monkeypatch.setenv("SLACK_API_URL", server.base)
        monkeypatch.setattr("time.time", lambda: server.now)
        yield server


def slack(command: str, *arguments: str, day: str = FRIDAY) -> Result:
    result = run("slack", command, *(["--today", day] if command != "check" else []), *arguments)
    assert TOKEN not in result.output
    assert TOKEN not in repr(result.exception)
    return result


def texts(server: SlackServer, channel: str = "C0ENG001") -> list[str]:
    return [one["text"] for one in server.messages[channel]]


def test_a_digest_is_posted_once_a_day(host: SlackServer) -> None:
    result = slack("digest", day=TUESDAY)
    assert (result.exit_code, result.output) == (0, f"posted the digest of {TUESDAY} to #eng\n")
    (message,) = host.messages["C0ENG001"]
    assert message["text"] == (
        "eng: today and this week\nTuesday 2026-11-17\n• Stand up (eng): Ana &amp; Co\n"
        "Wednesday 2026-11-18\n• Stand up (eng): Ana &amp; Co\n"
        "Thursday 2026-11-19\n• Stand up (eng): Ana &amp; Co\n• Retro &lt;\u2060!channel&gt; @\u2060here (eng): Cy\n"
        "Friday 2026-11-20\n• Stand up (eng): Ana &amp; Co"
    )
    blocks = json.dumps(message["blocks"], ensure_ascii=False)
    assert blocks.count('{"type": "user", "user_id": "U0ANA001"}') == 4
    assert '{"type": "text", "text": "Cy"}' in blocks
    assert "<!channel" not in blocks
    assert "@here" not in blocks
    again = slack("digest", day=TUESDAY)
    assert (again.exit_code, again.output) == (0, "")
    assert slack("digest", day="2026-11-18").output == "posted the digest of 2026-11-18 to #eng\n"
    assert len(texts(host)) == 2


def test_the_guide_shows_what_is_printed(host: SlackServer, tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "handbook/guide/slack.md").read_text("utf-8")
    blocks = re.split(r"^```.*\n", guide, flags=re.MULTILINE)[1::2]
    matter, rotation = (next(one for one in blocks if one.startswith(key)) for key in ("group: ", "- rotation: "))
    ids = {"C0ENG003": "g-engineering", "C0DUTY04": "help-oncall", "C0HELP03": "help-eng"}
    channels = [f'- channel: "#{name}"\n  dri: ana\n  description: Ours.\n  id: {id_}\n' for id_, name in ids.items()]
    files = {
        "handbook/engineering.md": f"---\n{matter}---\n\n# Engineering\n",
        "rituals/engineering.rotations.yml": rotation,
        "rituals/engineering.channels.yml": "# Ours.\n\n" + "\n".join(channels[:2]) + channels[2],
        "rituals/people.yml": "ana: {name: Ana Example, slack: U0ANA001}\nbo: {name: Bo, slack: U0BOB002}\n",
    }
    for path in FILES:
        (tmp_path / path).unlink()
    write(tmp_path, files)
    for id_, name in ids.items():
        host.add_channel(id_, name.replace("help-eng", "help-engineering"))
    host.groups["S0ONCALL"]["users"] = ["U0BOB002"]
    days = {"digest": "2026-11-30", "on-duty": "2026-11-27", "check": ""}
    lines = re.findall(r"^\$ handbook slack (\S+)(.*)\n([^$\n].*\n)", "\n".join(blocks), re.MULTILINE)
    shown = [slack(command, *options.split(), day=days[command]) for command, options, _ in lines]
    # Below the line are that of the file, and what was found.
    assert [one.stdout.splitlines()[:1] for one in shown] == [[line.rstrip("\n")] for *_, line in lines]
    assert [command for command, *_ in lines] == ["digest", "digest", "on-duty", "check"]


@pytest.mark.parametrize(("day", "is_posted"), [("2026-11-21", False), ("2026-11-22", False), (MONDAY, True)])
def test_a_day_on_which_nothing_is_due_has_no_digest(day: str, is_posted: bool, host: SlackServer) -> None:
    assert bool(slack("digest", day=day).output) == is_posted
    assert not [one for one in host.requests if not is_posted]


def test_on_monday_the_week_is_enough(host: SlackServer, tmp_path: Path) -> None:
    weekly = "- {task: R, startedOn: 2026-11-05, frequency: Weekly on Thursday, description: d, dri: cy}\n"
    write(tmp_path, {"rituals/eng.rituals.yml": weekly, "rituals/eng.rotations.yml": "[]\n"})
    assert [bool(slack("digest", day=f"2026-11-{day}").output) for day in range(16, 23)] == [
        *(True, False, False, True, False, False, False)
    ]


def test_everything_may_go_to_one_channel(host: SlackServer) -> None:
    assert slack("digest", "--channel", "all").output == f"posted the digest of {FRIDAY} to #all\n"
    assert slack("digest", "--channel", "#all").output == ""
    assert texts(host) == []
    assert texts(host, "C0ALL002")[0].startswith("Today and this week\n")


ZONES = [
    # 12:00 UTC on Friday is 01:00 on Saturday there, on which nothing is due.
    ("digestTimezone: Pacific/Auckland", ""),
    ("digestTimezone: Pacific/Auckland\ndigestTime: 00:30", ""),
    ('digestTime: "11:59"', FRIDAY),
    ('digestTime: "12:01"', ""),
    ('digestTime: "07:00"\ndigestTimezone: America/New_York', FRIDAY),
    ('digestTime: "07:30"\ndigestTimezone: America/New_York', ""),
]


@pytest.mark.parametrize(("keys", "day"), ZONES)
def test_the_day_and_time_are_those_of_the_zone(keys: str, day: str, host: SlackServer, tmp_path: Path) -> None:
    write(tmp_path, {"handbook/eng.md": PAGE.replace("\n---\n\n", f"\n{keys}\n---\n\n")})
    expected = f"posted the digest of {day} to #eng\n" if day else ""
    assert slack("digest").output == expected


WRONG = [
    ("digestTime: 9:00", 'handbook/eng.md:4:13: HB110 "digestTime" is "9:00", write "09:00"'),
    ('digestTime: "25:00"', "handbook/eng.md:4:13: HB110 "),
    ("digestTime: soon", "handbook/eng.md:4:13: HB110 "),
    ("digestTimezone: Mars/X", 'handbook/eng.md:4:17: HB110 unknown time zone "Mars/X"'),
    ("maintainedBy: [", "handbook/eng.md:4:15: HB101 "),
]


@pytest.mark.parametrize(("keys", "says"), WRONG)
def test_a_page_that_is_wrong_gets_no_digest_and_stops_no_other(
    keys: str, says: str, host: SlackServer, tmp_path: Path
) -> None:
    asks = PAGE.replace("\n---\n\n", f"\n{keys}\n---\n\n")
    ops = {"handbook/ops.md": PAGE.replace("eng", "ops").replace("#ops", "#all")}
    rituals = {"rituals/ops.rituals.yml": FILES["rituals/eng.rituals.yml"]}
    write(tmp_path, {"handbook/eng.md": asks, **ops, **rituals})
    result = slack("digest")
    assert (result.exit_code, result.stdout) == (1, f"posted the digest of {FRIDAY} to #all\n")
    assert result.stderr.startswith(says)
    assert texts(host) == []
    # Who asks for another group, or names the channel, needs nothing of that page.
    assert slack("digest", "--group", "ops").exit_code == 0
    assert slack("digest", "--channel", "all", "--group", "ops").exit_code == 0


def test_a_digest_of_a_wrong_channel_is_reported(host: SlackServer, tmp_path: Path) -> None:
    write(tmp_path, {"handbook/eng.md": PAGE.replace('"#eng"', "eng")})
    result = slack("digest")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith('handbook/eng.md:3:9: HB110 "eng" is no channel')
    assert not host.requests


def test_another_page_that_is_wrong_is_left_to_lint(host: SlackServer, tmp_path: Path) -> None:
    write(tmp_path, {"handbook/ops.md": "---\ngroup: [\n---\n\n# Ops\n"})
    assert (slack("digest").exit_code, len(texts(host))) == (0, 1)


def test_what_concerns_an_option_is_said_without_a_line(host: SlackServer) -> None:
    result = slack("digest", "--channel", "gone")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith('--channel: Slack has no channel "#gone", or the app is not in it')
    assert "mkdocs.yml" not in result.stderr


@pytest.mark.parametrize("command", ["digest", "on-duty"])
def test_a_group_that_the_handbook_does_not_have_is_wrong_use(command: str, host: SlackServer, tmp_path: Path) -> None:
    result = slack(command, "--group", "engg")
    assert (result.exit_code, result.stdout, host.requests) == (2, "", [])
    assert '--group: the handbook knows no "engg", did you mean "eng"?' in result.stderr
    # It is known, even if nothing is of it.
    write(tmp_path, {"handbook/ops.md": "---\ngroup: ops\n---\n\n# Ops\n"})
    assert (slack(command, "--group", "ops").exit_code, slack(command, "--group", "eng").exit_code) == (0, 0)


def test_a_dry_run_says_what_it_would_do(host: SlackServer) -> None:
    assert slack("digest", "--dry-run").output == f"would post the digest of {FRIDAY} to #eng\n"
    host.groups["S0ONCALL"]["users"] = ["U0CAROL3"]
    assert slack("on-duty", "--dry-run").output == "would set @oncall to Ana & Co, and announce it in #eng\n"
    assert not [one for one in host.requests if one.startswith("chat.") or "update" in one]


def test_a_dry_run_announces_nothing_again(host: SlackServer, tmp_path: Path) -> None:
    host.groups["S0ONCALL"]["users"] = ["U0CAROL3"]
    slack("on-duty")
    host.groups["S0ONCALL"]["users"] = ["U0CAROL3"]
    assert slack("on-duty", "--dry-run").output == "would set @oncall to Ana & Co\n"
    rotation = FILES["rituals/eng.rotations.yml"].replace('  channels: ["#eng"]\n', "")
    write(tmp_path, {"rituals/eng.rotations.yml": rotation})
    assert slack("on-duty", "--dry-run").output == "would set @oncall to Ana & Co\n"


def test_those_on_duty_are_the_only_members_and_a_change_is_announced_once(host: SlackServer) -> None:
    """Ana is on duty in the weeks of the 2nd and 16th, and bo between and after."""
    assert (slack("on-duty").exit_code, texts(host), host.updates) == (0, [], [])
    result = slack("on-duty", day="2026-11-23")
    assert (result.exit_code, result.output) == (0, "set @oncall to Bo\n")
    assert host.groups["S0ONCALL"]["users"] == ["U0BOB002"]
    assert texts(host) == ["On-call: Bo is on duty now"]
    assert '"user_id": "U0BOB002"' in json.dumps(host.messages["C0ENG001"][0]["blocks"])
    assert slack("on-duty", day="2026-11-24").output == ""
    # Somebody sets it by hand: it is set again, and not announced again.
    host.groups["S0ONCALL"]["users"] = ["U0ANA001", "U0BOB002"]
    assert slack("on-duty", day="2026-11-25").output == "set @oncall to Bo\n"
    assert len(texts(host)) == 1
    assert slack("on-duty", day="2026-12-01").output == "set @oncall to Ana & Co\n"
    assert texts(host)[1:] == ["On-call: Ana &amp; Co is on duty now"]


def test_several_rotations_share_a_user_group(host: SlackServer, tmp_path: Path) -> None:
    second = "- {rotation: Second, startsOn: 2026-11-02, every: 1 week, members: [bo, ana], slackGroup: OnCall}\n"
    write(tmp_path, {"rituals/ops.rotations.yml": second})
    assert slack("on-duty").output == "set @oncall to Ana & Co and Bo\n"
    assert texts(host) == ["On-call and Second: Ana &amp; Co and Bo are on duty now"]


ROTATION = "- {{rotation: On-call, startsOn: 2026-11-02, {}, slackGroup: oncall}}\n"
KEPT = [
    ("every: 1 week, members: [cy]", 1, '"@oncall" stays as it is: "cy" has no key slack in people.yml'),
    ("every: 1 week, members: [anna]", 1, '"@oncall" stays as it is: "anna" is not in people.yml, did you mean "ana"?'),
    ("every: 1 week, members: [ana], endsOn: 2026-11-19", 1, "nobody is on duty now"),
    ("every: 1 weak, members: [ana]", 1, "this rotation is not understood"),
    ("shifts: [{from: 2026-11-02, dri: ana}, {from: 2026-11-20, dri: cy}]", 1, '"cy" has no key slack'),
]


@pytest.mark.parametrize(("keys", "row", "says"), KEPT)
def test_who_is_unknown_changes_nothing(keys: str, row: int, says: str, host: SlackServer, tmp_path: Path) -> None:
    write(tmp_path, {"rituals/eng.rotations.yml": ROTATION.format(keys)})
    result = slack("on-duty")
    assert result.exit_code == 1
    assert f"rituals/eng.rotations.yml:{row}:" in result.stderr
    assert says in result.stderr
    assert (host.updates, texts(host)) == ([], [])


@pytest.mark.parametrize("slack_id", ["'@ana'", "ana", "B0BOT001"])
def test_a_name_is_no_member_id(slack_id: str, host: SlackServer, tmp_path: Path) -> None:
    write(
        tmp_path, {"rituals/people.yml": f"ana: {{name: Ana, slack: {slack_id}}}\nbo: {{name: Bo}}\ncy: {{name: Cy}}\n"}
    )
    result = slack("on-duty")
    assert result.exit_code == 1
    assert "write the member ID such as U012AB3CD" in result.stderr
    assert not host.updates


def test_a_file_that_cannot_be_read_changes_nothing(host: SlackServer, tmp_path: Path) -> None:
    host.groups["S0ONCALL"]["users"] = ["U0BOB002"]
    write(tmp_path, {"rituals/ops.rotations.yml": "- {rotation: ["})
    result = slack("on-duty")
    assert result.exit_code == 1
    assert "rituals/ops.rotations.yml:1:" in result.stderr
    assert not host.updates


def test_a_rotation_that_has_not_begun_is_left_alone(host: SlackServer, tmp_path: Path) -> None:
    later = ROTATION.format("every: 1 week, members: [bo]").replace("2026-11-02", "2027-01-04")
    write(tmp_path, {"rituals/eng.rotations.yml": later})
    assert (slack("on-duty").exit_code, host.requests) == (0, [])


REFUSED = [
    (
        "on-duty",
        "usergroups.list",
        {"error": "missing_scope", "needed": "usergroups:read"},
        'the scope "usergroups:read"',
    ),
    (
        "on-duty",
        "usergroups.users.update",
        {"error": "permission_denied"},
        "@oncall is not set to Ana & Co: usergroups",
    ),
    ("on-duty", "conversations.history", {"error": "not_in_channel"}, "not_in_channel, invite the app to the channel"),
    ("digest", "chat.postMessage", {"error": "restricted_action"}, "#eng: chat.postMessage: restricted_action"),
    ("digest", "auth.test", {"error": "account_inactive"}, "#eng: auth.test: account_inactive"),
]


@pytest.mark.parametrize(("command", "method", "answer", "says"), REFUSED)
def test_what_slack_refuses_is_said_at_the_line(
    command: str, method: str, answer: dict[str, str], says: str, host: SlackServer
) -> None:
    host.groups["S0ONCALL"]["users"] = ["U0BOB002"]
    host.refused[method] = answer
    result = slack(command)
    assert result.exit_code == 1
    place = "handbook/eng.md:3:9" if command == "digest" else "rituals/eng.rotations.yml:6:15"
    assert result.stderr.startswith(f"{place}: slack ")
    assert says in result.stderr
    assert (method != "conversations.history") or "not announced in #eng: conversations.history: " in result.stderr
    # The right people are called, even if nobody reads so.
    assert bool(host.updates) == (method == "conversations.history")


def test_a_channel_or_group_that_is_not_there(host: SlackServer) -> None:
    host.channels["C0ENG001"]["name"] = "engineers"
    host.groups["S0ONCALL"]["handle"] = "on-call"
    assert 'Slack has no channel "#eng", or the app is not in it' in slack("digest").stderr
    assert 'Slack has no user group "@oncall", or it is disabled, there are "on-call"' in slack("on-duty").stderr
    host.channels["C0ENG001"].update(name="eng", is_archived=True)
    assert '"#eng" is archived in Slack' in slack("digest").stderr


def test_a_channel_with_an_id_is_found_under_another_name(host: SlackServer, tmp_path: Path) -> None:
    write(tmp_path, {"rituals/eng.channels.yml": '- {channel: "#eng", dri: ana, id: C0ENG001}\n'})
    host.channels["C0ENG001"]["name"] = "engineers"
    assert slack("digest").exit_code == 0
    assert "conversations.list" not in host.requests


def test_pages_are_read_to_their_end(host: SlackServer) -> None:
    host.page = 3
    for number in range(20):
        host.channels = {
            f"C0X{number:05}": {**host.channels["C0ENG001"], "id": f"C0X{number:05}", "name": f"x{number}"}
        } | host.channels
    slack("digest")
    plain = {"type": "message", "text": "hello", "user": "U0ANA001"}
    host.messages["C0ENG001"] += [{**plain, "ts": f"{host.now + number:.6f}"} for number in range(1, 30)]
    assert slack("digest").output == ""
    assert host.requests.count("conversations.list") == 2 * 8
    assert host.requests.count("conversations.history") == 2 + 10


def test_a_list_without_an_end_is_an_error(host: SlackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs_handbook.automation.retries.MOST_PAGES", 5)
    cursors = cycle("ab")

    def ask(_: SlackClient, method: str, **given: object) -> dict[str, object]:
        return {"channels": [], "response_metadata": {"next_cursor": next(cursors)}} if given else {"team_id": method}

    monkeypatch.setattr(SlackClient, "ask", ask)
    result = slack("check")
    assert result.exit_code == 2
    assert "conversations.list: the list has more than 5 pages" in result.output
    assert not host.requests


def test_a_marker_of_somebody_else_is_none_of_ours(host: SlackServer) -> None:
    slack("digest")
    (message,) = host.messages["C0ENG001"]
    message["bot_id"] = "B0OTHER"
    assert slack("digest").output == f"posted the digest of {FRIDAY} to #eng\n"
    assert len(texts(host)) == 2


def faulty(method: str, *faults: Fault) -> Callable[[str], Fault]:
    left = list(faults)
    return lambda asked: left.pop(0) if asked == method and left else ""


LOST: tuple[Fault, ...] = ("drop", "after", "500", "500 after", "html after", "fatal_error after")


@pytest.mark.parametrize("fault", [*LOST, "429"])
@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.history", "auth.test", "conversations.list"])
def test_a_digest_is_one_whatever_is_lost(fault: Fault, method: str, host: SlackServer, waits: list[float]) -> None:
    host.fault = faulty(method, fault)
    result = slack("digest")
    assert (result.exit_code, result.output) == (0, f"posted the digest of {FRIDAY} to #eng\n")
    assert len(texts(host)) == 1
    assert waits == [7.0] if fault == "429" else waits == [2.0]


@pytest.mark.parametrize("fault", [*LOST, "429"])
@pytest.mark.parametrize("method", ["chat.postMessage", "usergroups.users.update", "usergroups.list"])
def test_a_change_is_announced_once_whatever_is_lost(fault: Fault, method: str, host: SlackServer) -> None:
    host.groups["S0ONCALL"]["users"] = ["U0BOB002"]
    host.fault = faulty(method, fault)
    assert slack("on-duty").output == "set @oncall to Ana & Co\n"
    assert host.groups["S0ONCALL"]["users"] == ["U0ANA001"]
    assert len(texts(host)) == 1


def test_a_request_that_takes_too_long_is_looked_for(host: SlackServer, waits: list[float]) -> None:
    host.fault = faulty("chat.postMessage", "hang after")
    client = SlackClient(TOKEN, waits.append, host.base, timeout=1)
    message = {"text": "a", "blocks": []}
    assert Poster(SlackWorkspace(client)).post_once("C0ENG001", message, Marker("a"), host.now - 9)
    assert texts(host) == ["a"]


CHANNELS = """\
- channel: "#eng"
  dri: ana
  id: C0ENG001
- channel: "#all"
  dri: ana
"""


def test_check_says_what_differs_and_mends_it(host: SlackServer, tmp_path: Path) -> None:
    write(tmp_path, {"rituals/eng.channels.yml": CHANNELS})
    host.page = 1
    host.channels["C0ENG001"]["name"] = "engineers"
    host.channels["C0ALL002"]["is_archived"] = True
    host.add_channel("C0NEW003", "new")
    host.add_channel("C0HID004", "hidden", is_private=True)
    host.add_channel("C0OUT005", "elsewhere", is_private=True, is_in=False)
    result = slack("check", "--format", "concise")
    assert (result.exit_code, result.output.splitlines()) == (
        1,
        [
            'rituals/eng.channels.yml:1:12: HB801 "#eng" is called "#engineers" in Slack',
            'rituals/eng.channels.yml:4:12: HB801 "#all" has no key id here, by which it is known under another name',
            'rituals/eng.channels.yml:4:12: HB801 "#all" is archived in Slack',
        ],
    )
    found = json.loads(slack("check", "--format", "json", "--unlisted").stdout)
    assert [one["code"] for one in found] == ["HB802", "HB801", "HB801", "HB801"]
    assert 'no file names "#new" (C0NEW003)' in found[0]["message"]
    diff = slack("check", "--diff")
    assert diff.exit_code == 1
    assert '+  renamedTo: "#engineers"' in diff.output
    assert (tmp_path / "rituals/eng.channels.yml").read_text("utf-8") == CHANNELS
    fixed = slack("check", "--fix")
    assert (fixed.exit_code, fixed.output) == (0, "Found 3 problems (3 fixed, 0 remaining).\n")
    # The rotation that names the channel by its old name does not keep the fix away: lint says so from now on.
    assert (tmp_path / "rituals/eng.channels.yml").read_text("utf-8") == (
        '- channel: "#eng"\n  dri: ana\n  id: C0ENG001\n  renamedTo: "#engineers"\n'
        '- channel: "#engineers"\n  id: C0ENG001\n  dri: ana\n'
        '- channel: "#all"\n  dri: ana\n  id: C0ALL002\n  status: archived\n'
    )
    assert 'HB125 "#eng" was renamed to "#engineers", write that' in run("lint", "--format", "concise").output
    assert slack("check").exit_code == 0


@pytest.mark.parametrize(
    ("answer", "says"), [({"error": "missing_scope", "needed": "channels:read"}, 'the scope "channels:read"')]
)
def test_check_that_slack_refuses_is_no_finding(answer: dict[str, str], says: str, host: SlackServer) -> None:
    host.refused["conversations.list"] = answer
    result = slack("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


def test_check_says_which_data_it_could_not_read(host: SlackServer, tmp_path: Path) -> None:
    write(tmp_path, {"rituals/ops.channels.yml": "- {channel: ["})
    result = slack("check")
    assert result.exit_code == 1
    assert "rituals/ops.channels.yml:1:" in result.stderr


@pytest.mark.parametrize(
    "method", ["chat.postMessage", "conversations.history", "auth.test", "usergroups.list", "conversations.list"]
)
@pytest.mark.parametrize("fault", [*LOST, "429", "moved"])
def test_nobody_sees_the_token_in_any_failure(
    method: str,
    fault: Fault,
    host: SlackServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    host.groups["S0ONCALL"]["users"] = ["U0BOB002"]
    host.fault = lambda asked: fault if asked == method else ""
    results = [slack("digest"), slack("on-duty"), slack("check")]
    assert {1} <= {one.exit_code for one in results}
    summary = tmp_path / "summary.md"
    seen = (
        "".join(one.output for one in results) + caplog.text + (summary.read_text("utf-8") if summary.exists() else "")
    )
    assert TOKEN not in seen
    assert "Traceback" not in seen
    assert "elsewhere" not in "".join(host.requests)


def test_a_token_that_slack_does_not_know_is_not_repeated_to_anybody(
    host: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "xoxb-another-s3cr3t"
    monkeypatch.setenv("SLACK_BOT_TOKEN", other)
    for command in ("digest", "on-duty", "check"):
        result = slack(command)
        assert result.exit_code in (1, 2)
        assert "invalid_auth" in result.stderr
        assert other not in result.output


SETUP = [
    ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN has no token"),
    ({"SLACK_BOT_TOKEN": f"{TOKEN} x"}, "SLACK_BOT_TOKEN is no token"),
    (
        {"SLACK_API_URL": "http://slack.example/api"},
        '"http://slack.example/api" is no address that begins with https://',
    ),
]


@pytest.mark.parametrize(("variables", "says"), SETUP)
@pytest.mark.parametrize("command", ["digest", "on-duty", "check"])
def test_an_environment_that_lacks_something(
    command: str, variables: dict[str, str], says: str, host: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    result = slack(command)
    assert (result.exit_code, host.requests) == (2, [])
    assert says in result.stderr


def test_without_the_extra_the_message_says_what_to_install(host: SlackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in sys.modules if one.startswith(("slack_sdk", "mkdocs_handbook.automation.slack"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "slack_sdk", None)
    result = slack("digest")
    assert result.exit_code == 2
    assert 'pip install "mkdocs-handbook[slack]"' in result.stderr


@pytest.mark.parametrize("arguments", [["lint"], ["due"], ["--help"], ["issues", "--help"], ["slack", "--help"]])
def test_no_other_command_imports_the_library(arguments: list[str], host: SlackServer) -> None:
    code = "import sys\nfrom mkdocs_handbook.cli import main\n"
    code += f"try:\n main({arguments!r})\nexcept SystemExit: pass\n"
    code += "print([one for one in sys.modules if one.startswith(('slack_sdk', 'mkdocs_handbook.automation.http'))])"
    code += "\nprint('mkdocs_handbook.cli' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-2:] == ["[]", "True"], done.stderr


def test_what_was_done_is_in_the_summary_of_the_job(
    host: SlackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    host.groups["S0ONCALL"]["users"] = ["U0BOB002"]
    slack("on-duty")
    assert path.read_text("utf-8") == "### Slack\n\n- set @\u2060oncall to Ana & Co\n".replace(
        "@\u2060", "&#64;\u2060"
    ).replace(" & ", " &#38; ")
