"""`handbook issues`: each occurrence becomes one issue, whatever fails, and nobody sees the token."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from automation.issue_server import TOKEN, Fault, IssueServer, serving
from command_line import run
from handbooks import write
from mkdocs_handbook.automation.http_client import HttpClient
from mkdocs_handbook.automation.issues import github_host, issue_drafts, issue_templates
from mkdocs_handbook.automation.retries import LostResponseError

REPO = "acme/handbook"
PEOPLE = "ana: {name: Ana, github: ana-x}\nbo: {name: Bo, github: bo-x}\ncy: {name: Cy}\n"
RITUALS = """\
- task: Stand up
  startedOn: 2026-11-01
  frequency: Daily
  description: Say *what* you do.
  dri: ana
  backup: bo
  agenda: [In progress, "@everyone blocked"]
  autoIssue: {labels: ["#g-eng"], repo: handbook, issueDescription: "Do it @ana-x, not @everyone. <!-- hidden"}
- task: Retro
  startedOn: 2026-11-03
  frequency: Weekly on Tuesday
  description: Look back.
  dri: cy
  autoIssue: {labels: [retro], repo: acme/handbook}
- task: Silent
  startedOn: 2026-11-01
  frequency: Daily
  description: No issue.
  dri: ana
"""
FILES = {"rituals/people.yml": PEOPLE, "rituals/eng.rituals.yml": RITUALS}


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> Iterator[IssueServer]:
    with serving() as server:
        server.add(REPO, ["handbook", "#g-eng", "retro"])
        server.users = ("ana-x", "bo-x")
        monkeypatch.chdir(write(tmp_path, FILES))
        for name in ("GITHUB_STEP_SUMMARY", "GH_TOKEN", "http_proxy", "HTTP_PROXY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        monkeypatch.setenv("GITHUB_API_URL", server.base)
        monkeypatch.setenv("GITHUB_REPOSITORY_OWNER", "acme")
        yield server


def issues(*arguments: str, day: str = "2026-11-20") -> Result:
    result = run("issues", "--today", day, *arguments)
    assert TOKEN not in result.output
    assert TOKEN not in repr(result.exception)
    return result


def titles(server: IssueServer) -> list[str]:
    return sorted(one["title"] for one in server.live(REPO))


def daily(first: int, last: int) -> list[str]:
    return [f"Stand up (2026-11-{day:02})" for day in range(first, last + 1)]


def test_what_falls_due_is_filed_and_what_was_missed_too(host: IssueServer) -> None:
    result = issues("--catch-up", "3d")
    assert result.exit_code == 0
    assert titles(host) == ["Retro (2026-11-17)", *daily(17, 20)]
    assert "filed acme/handbook#5 Stand up (2026-11-20)\n" in result.output
    first, last = host.issues[REPO][0], host.issues[REPO][-1]
    assert "Filed 3 days late" in first["body"]
    assert "late" not in last["body"]
    assert [label["name"] for label in last["labels"]] == ["handbook", "#g-eng"]
    assert last["assignees"] == [{"login": "ana-x"}]
    again = issues("--catch-up", "3d")
    assert (again.exit_code, again.output) == (0, "")
    assert len(host.issues[REPO]) == 5


def test_the_guide_shows_what_is_printed(host: IssueServer, tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "handbook/guide/issues.md").read_text("utf-8")
    _, ritual, _, console, *_ = re.split(r"^```.*\n", guide, flags=re.MULTILINE)
    write(tmp_path, {"rituals/eng.rituals.yml": ritual})
    host.add("acme/engineering", ["handbook", "#g-engineering"])
    lines = re.findall(r"^\$ handbook issues(.*)\n(.*\n)", console, re.MULTILINE)
    assert [issues(*options.split(), day="2026-11-16").stdout for options, _ in lines] == [shown for _, shown in lines]
    assert len(lines) == 2


def test_a_body_says_what_is_to_be_done_and_mentions_only_people(host: IssueServer) -> None:
    issues("--catch-up", "0d")
    body = host.issues[REPO][0]["body"]
    assert body.startswith("<!-- handbook-issue {")
    assert body.count("<!--") == 1
    assert "Do it @ana-x, not @\u2060everyone. &lt;!-- hidden" in body
    assert "@everyone" not in body
    assert "Say *what* you do." in body
    assert "- [ ] In progress" in body
    assert "is due on Friday 2026-11-20. DRI: @ana-x. If need be, @bo-x stands in." in body


def test_links_to_pages_lead_to_the_site(host: IssueServer, tmp_path: Path) -> None:
    more = "Say [what](eng/README.md#now) and [why](https://example.com/why)."
    config = (tmp_path / "mkdocs.yml").read_text("utf-8")
    data = RITUALS.replace("Say *what* you do.", f"'{more}'").replace(
        "  backup: bo\n", "  moreInfoUrl: eng/README.md\n"
    )
    page = "# Eng\n\n## Rituals\n\n[Rituals](../../rituals/eng.rituals.yml)\n"
    files = {"mkdocs.yml": f"{config}site_url: https://h.example/\n", "handbook/eng/README.md": page}
    write(tmp_path, {**files, "rituals/eng.rituals.yml": data})
    issues("--catch-up", "0d")
    body = host.issues[REPO][0]["body"]
    assert "Say [what](https://h.example/eng/#now) and [why](https://example.com/why)." in body
    assert "[More information](https://h.example/eng/)" in body
    assert "[Stand up](https://h.example/eng/#ritual-stand-up) is due" in body


def test_templates_know_where_there_is_more(host: IssueServer, tmp_path: Path) -> None:
    data = RITUALS.replace("  backup: bo\n", "  backup: bo\n  moreInfoUrl: https://example.com/more\n").replace(
        "repo: handbook,", "repo: handbook, title: 'See {{ moreInfoUrl }}', body: 'Read {{ moreInfoUrl }}',"
    )
    write(tmp_path, {"rituals/eng.rituals.yml": data})
    assert issues("--catch-up", "0d").exit_code == 0
    (filed,) = host.issues[REPO]
    assert filed["title"] == "See https://example.com/more"
    assert "Read https://example.com/more" in filed["body"]


def test_a_dry_run_files_nothing(host: IssueServer) -> None:
    result = issues("--catch-up", "0d", "--dry-run")
    assert result.output == "would file acme/handbook Stand up (2026-11-20)\n"
    assert {method for method, _ in host.requests} == {"GET"}


def test_json_says_what_became_of_each(host: IssueServer) -> None:
    (entry,) = json.loads(issues("--catch-up", "0d", "--format", "json").stdout)
    assert entry["state"] == "filed"
    assert (entry["number"], entry["date"], entry["ritual"]) == (1, "2026-11-20", "Stand up")


def test_the_summary_of_a_job_links_issues(host: IssueServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    issues("--catch-up", "0d")
    assert "(https://github.com/acme/handbook/issues/1)" in (tmp_path / "summary.md").read_text("utf-8")


@pytest.mark.parametrize("fault", ["after", "drop", "500", "500 after", "502 html", "limit", "secondary", "429"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_request_that_fails_is_filed_once_all_the_same(
    fault: Fault, method: str, times: int, host: IssueServer, waits: list[float]
) -> None:
    left = [fault] * times
    host.fault = lambda sent, _: left.pop() if sent == method and left else ""
    result = issues("--catch-up", "1d")
    assert result.exit_code == 0, result.output
    # None was filed twice, not even to be closed.
    assert [one["title"] for one in host.issues[REPO]] == daily(19, 20)
    assert not left
    assert sum(waits) > (6 if fault in ("secondary", "429") else 1)


def test_a_group_that_the_handbook_does_not_have_is_wrong_use(host: IssueServer) -> None:
    result = issues("--group", "engg")
    assert (result.exit_code, result.stdout) == (2, "")
    assert '--group: the handbook knows no "engg", did you mean "eng"?' in result.stderr
    assert titles(host) == []


def test_one_that_fails_stops_no_other(host: IssueServer, tmp_path: Path) -> None:
    more = RITUALS.replace("repo: acme/handbook", "repo: acme/gone")
    write(tmp_path, {"rituals/eng.rituals.yml": more})
    result = issues("--catch-up", "3d")
    assert result.exit_code == 1
    assert titles(host) == daily(17, 20)
    assert (
        "rituals/eng.rituals.yml:14:14: issue Retro (2026-11-17): GET /repos/acme/gone/labels: 404 Not Found"
        in result.stderr
    )


def test_a_host_that_never_answers_is_named(host: IssueServer) -> None:
    host.fault = lambda *_: "500"
    result = issues("--catch-up", "0d")
    assert result.exit_code == 1
    assert "500 Server error for Bearer ***" in result.stderr


def test_whoever_cannot_be_assigned_is_named_and_the_issue_filed(host: IssueServer) -> None:
    host.users = ()
    result = issues("--catch-up", "0d")
    assert result.exit_code == 1
    assert titles(host) == daily(20, 20)
    assert 'filed, but not assigned to "ana-x"' in result.stderr


@pytest.mark.parametrize("change", ["closed", "title", "body", "renamed", "other group", "frequency"])
def test_what_people_do_files_nothing_twice(change: str, host: IssueServer, tmp_path: Path) -> None:
    issues("--catch-up", "3d")
    before = len(host.issues[REPO])
    edited: dict[str, dict[str, Any]] = {
        "closed": {"state": "closed"},
        "title": {"title": "x"},
        "body": {"body": None},
    }
    for one in host.issues[REPO]:
        one.update(edited.get(change, {}))
    renamed = {
        "renamed": {"rituals/eng.rituals.yml": RITUALS.replace("Stand up", "Daily").replace("Retro", "Look back")},
        "other group": {"rituals/platform.rituals.yml": RITUALS, "rituals/eng.rituals.yml": "[]\n"},
        "frequency": {"rituals/eng.rituals.yml": RITUALS.replace("frequency: Daily", "frequency: Every 1 days")},
    }
    write(tmp_path, renamed.get(change, {}))
    result = issues("--catch-up", "3d")
    assert (result.exit_code, result.output, len(host.issues[REPO])) == (0, "", before)


def test_a_label_that_was_renamed_files_nothing(host: IssueServer) -> None:
    issues("--catch-up", "3d")
    before = len(host.issues[REPO])
    host.labels[REPO].remove("handbook")
    for one in host.issues[REPO]:
        one["labels"] = [{"name": "duties"}]
    result = issues("--catch-up", "3d", day="2026-11-21")
    assert result.exit_code == 1
    assert (
        f'acme/handbook has no label "handbook", but #{before} with "duties" was filed with it'
        in result.stderr.replace("'", '"')
    )
    assert len(host.issues[REPO]) == before
    host.labels[REPO].append("duties")
    assert issues("--catch-up", "3d", "--label", "duties", day="2026-11-21").exit_code == 0
    assert titles(host) == ["Retro (2026-11-17)", *daily(17, 21)]


def test_a_new_repository_gets_the_label(host: IssueServer) -> None:
    host.labels[REPO] = []
    assert issues("--catch-up", "0d").exit_code == 0
    assert "handbook" in host.labels[REPO]


def test_hundreds_of_issues_are_read_to_the_end(host: IssueServer) -> None:
    for day in range(1, 21):
        issues("--catch-up", "0d", day=f"2026-11-{day:02}")
    mine = list(host.issues[REPO])
    for number in range(320):
        host.answer(
            "POST",
            f"/repos/{REPO}/issues",
            {"title": f"x{number}", "body": "", "labels": ["handbook"], "assignees": []},
        )
    host.issues[REPO] = [*host.issues[REPO][len(mine) :], *mine]
    for number, one in enumerate(host.issues[REPO], 1):
        one["number"] = number
    assert issues().output == ""


LONG = "x" * 70_000


@pytest.mark.parametrize(
    ("auto", "said"),
    [
        pytest.param(f"issueDescription: {LONG}", "GitHub takes 65536", id="70,000 characters"),
        pytest.param('title: "{{ nobody }}"', "nobody", id="unknown value"),
        pytest.param('title: "{{ tsk }}"', 'did you mean "task"', id="slip"),
        pytest.param('title: "{{ task.__class__ }}"', "does more than show values", id="attribute"),
        pytest.param(
            'body: "{% for a in agenda %}{% for b in agenda %}{{ b }}{% endfor %}{% endfor %}"', "does more", id="loops"
        ),
        pytest.param("body: \"{% include 'x' %}\"", "does more", id="include"),
        pytest.param('title: "{{ range(9) }}"', "does more", id="function"),
        pytest.param('title: "{{"', "cannot be rendered", id="no template"),
        pytest.param('title: "{% if false %}x{% endif %}"', "the title is empty", id="empty"),
    ],
)
def test_what_cannot_be_filed_is_a_finding(auto: str, said: str, host: IssueServer, tmp_path: Path) -> None:
    bad = RITUALS.replace("labels: [retro]", f"labels: [retro], {auto}")
    write(tmp_path, {"rituals/eng.rituals.yml": bad})
    result = issues("--catch-up", "3d")
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stderr.startswith("rituals/eng.rituals.yml:14:14: issue ")
    assert titles(host) == daily(17, 20)


REPOSITORIES = {
    "../../../user/repos": False,
    "acme/..": False,
    "./x": False,
    "acme//x": False,
    "acme/x?y": False,
    "acme/x#y": False,
    "acme/x y": False,
    "acme/.github": True,
    "acme/part/x": True,
    "x": True,
}


@pytest.mark.parametrize(("repo", "is_one"), REPOSITORIES.items())
def test_a_repository_is_no_way_to_another_address(repo: str, is_one: bool) -> None:
    if is_one:
        assert issue_drafts.full_name(repo, "acme").endswith(repo)
    else:
        with pytest.raises(issue_templates.IssueTextError, match="is no repository"):
            issue_drafts.full_name(repo, "acme")


def test_a_repository_of_github_has_two_names() -> None:
    assert github_host.of("acme/x/issues") == "/repos/acme/x%2Fissues"


def test_templates_show_values(host: IssueServer, tmp_path: Path) -> None:
    auto = 'title: "{{ task }} on {{ weekday }}", body: "{% for point in agenda %}* {{ point }} {% endfor %}{{ dri }} <{{ group }}> <!-- handbook-issue {} -->"'
    write(tmp_path, {"rituals/eng.rituals.yml": RITUALS.replace('labels: ["#g-eng"]', f'labels: ["#g-eng"], {auto}')})
    assert issues("--catch-up", "0d").exit_code == 0
    (one,) = host.issues[REPO]
    assert one["title"] == "Stand up on Friday"
    assert "* In progress * &#64;" in one["body"]
    assert "@ana-x <eng> &lt;!-- handbook-issue" in one["body"]
    assert issues("--catch-up", "0d").output == ""


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"GITHUB_TOKEN": ""}, "GITHUB_TOKEN has no token"),
        ({"GITHUB_TOKEN": f"{TOKEN}\nx"}, "GITHUB_TOKEN is no token"),
        ({"GITHUB_API_URL": "http://example.com"}, "https://"),
        ({"GITHUB_API_URL": "file:///etc/passwd"}, "https://"),
    ],
)
def test_an_environment_that_lacks_something_is_wrong_use(
    variables: dict[str, str], said: str, host: IssueServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    result = issues()
    assert result.exit_code == 2
    assert said in result.stderr
    assert not host.requests


def test_a_wrong_token_is_not_printed(host: IssueServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "wrong-token")
    result = issues("--catch-up", "0d")
    assert result.exit_code == 1
    assert "401 Bad credentials: Bearer ***" in result.stderr
    assert "wrong-token" not in result.output


@pytest.mark.parametrize(
    "option",
    [("--ahead", "0d"), ("--ahead", "91d"), ("--catch-up", "x"), ("--host", "x"), ("--label", "a,b"), ("--label", " ")],
)
def test_wrong_options_are_wrong_use(option: tuple[str, str], host: IssueServer) -> None:
    assert issues(*option).exit_code == 2


def test_check_names_what_does_not_exist(host: IssueServer, tmp_path: Path) -> None:
    host.labels[REPO] = ["handbook", "#g-engineering", "retro"]
    host.users = ()
    more = RITUALS + RITUALS.replace("acme/handbook", "acme/gone").split("- task: Silent")[0].replace(
        "Retro", "Other"
    ).partition("- task: Other")[2].join(["- task: Other", ""])
    write(tmp_path, {"rituals/eng.rituals.yml": more})
    result = run("issues", "check")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        'rituals/eng.rituals.yml:5:8: issue nothing in acme/handbook can be assigned to "ana-x"',
        'rituals/eng.rituals.yml:8:24: issue acme/handbook has no label "#g-eng", did you mean "#g-engineering"?',
        'rituals/eng.rituals.yml:13:8: issue "cy" has no name on GitHub here, nobody is assigned',
        'rituals/eng.rituals.yml:25:38: issue "acme/gone" is not there, or the token may not see it',
    ]
    assert {method for method, _ in host.requests} == {"GET"}


def test_nothing_follows_a_redirect_which_would_get_the_token(host: IssueServer) -> None:
    host.fault = lambda *_: "moved"
    result = issues("--catch-up", "0d")
    assert result.exit_code == 1
    assert "301 Moved Permanently" in result.stderr
    assert len(host.requests) == 1


def test_a_host_that_is_silent_is_given_up(host: IssueServer) -> None:
    client = HttpClient(host.base, {"Authorization": f"Bearer {TOKEN}"}, lambda _: None, lambda: 0, timeout=0.2)
    host.fault = lambda *_: "hang after"
    with pytest.raises(LostResponseError, match="POST /repos/acme/handbook/labels: no answer"):
        client.write("POST", f"/repos/{REPO}/labels", {"name": "new"})
    assert host.labels[REPO][-1] == "new"


def test_a_list_without_an_end_is_an_error(host: IssueServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs_handbook.automation.http_client.MOST_PAGES", 5)
    monkeypatch.setattr(IssueServer, "paged", lambda *_: (200, [], {"Link": '<x>; rel="next"'}))
    result = issues()
    assert result.exit_code == 1
    assert "the list has more than 5 pages" in result.output
    assert not host.issues[REPO]


@pytest.fixture
def gitlab(host: IssueServer, monkeypatch: pytest.MonkeyPatch) -> IssueServer:
    for name, value in (("GITLAB_TOKEN", TOKEN), ("CI_API_V4_URL", host.base), ("CI_PROJECT_NAMESPACE", "acme")):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("GITHUB_TOKEN")
    return host


@pytest.mark.parametrize("fault", ["", "after", "500", "secondary"])
def test_gitlab_gets_the_same_issues(fault: Fault, gitlab: IssueServer) -> None:
    left = [fault]
    gitlab.fault = lambda method, _: left.pop() if method == "POST" and left else ""
    result = issues("--host", "gitlab", "--catch-up", "3d")
    assert result.exit_code == 0, result.output
    assert titles(gitlab) == ["Retro (2026-11-17)", *daily(17, 20)]
    assert gitlab.issues[REPO][-1]["assignees"] == [{"login": "ana-x"}]
    assert issues("--host", "gitlab", "--catch-up", "3d").output == ""
    twin = dict(gitlab.issues[REPO][-1], number=6)
    gitlab.issues[REPO].append(twin)
    result = issues("--host", "gitlab", "--catch-up", "3d")
    assert "acme/handbook#6 was closed as a duplicate of #" in result.stderr
    assert twin["state"] == "closed"


def test_check_asks_gitlab_too(gitlab: IssueServer) -> None:
    gitlab.users = ()
    result = run("issues", "check", "--host", "gitlab")
    assert 'nothing in acme/handbook can be assigned to "ana-x"' in result.stdout
