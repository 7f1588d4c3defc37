"""The workflow of requests: its steps as scripts in a real repository with a bare remote, and a server that notes each call."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import HTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import yaml
from request_cases import FILES, RITUAL, STAND_UP, body

import npm_packages
from git_repositories import git
from handbooks import write
from local_server import QuietHandler, running
from mkdocs_handbook.scaffold import starter_templates
from serve_process import eventually

pytestmark = pytest.mark.slow
WORKFLOW: dict[str, Any] = yaml.safe_load(starter_templates.render("handbook/requests.yml"))
TOKEN = "a-token"  # noqa: S105 (of nobody)


def script(job: str) -> str:
    """Return what the last step of a job runs."""
    text = WORKFLOW["jobs"][job]["steps"][-1]["run"]
    assert "${{" not in text
    return str(text)


@dataclass
class Hub:
    """A server in the place of GitHub's: the calls that it got, and the pull requests that are open."""

    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    validator: str = ""
    violations: list[Any] = field(default_factory=list)


def violations(server: str, method: str, path: str, sent: object) -> list[Any]:
    """Return what a mock of GitHub's API, made of the description that GitHub publishes, objects to in a request."""
    data = None if sent is None else json.dumps(sent).encode()
    request = Request(server + path, data, {"Content-Type": "application/json"}, method=method)  # noqa: S310 (to this machine)
    try:
        with urlopen(request, timeout=120) as answer:  # noqa: S310
            headers = answer.headers
    except HTTPError as error:
        headers = error.headers
        error.close()
    found = json.loads(headers.get("sl-violations") or "[]")
    return [one for one in found if one["location"][0] == "request"]


@pytest.fixture
def hub() -> Iterator[Hub]:
    known = Hub()

    class Handler(QuietHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sent = json.loads(self.rfile.read(length) or "null") if length else None
            assert self.headers["Authorization"] == f"Bearer {TOKEN}"
            known.calls.append((self.command, self.path, sent))
            if known.validator:
                known.violations += violations(known.validator, self.command, self.path, sent)
            reply = json.dumps(known.pulls if self.command == "GET" else {}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(reply)

        do_GET = do_POST = do_PATCH = answer  # noqa: N815

    with running(HTTPServer(("127.0.0.1", 0), Handler)) as known.url:
        yield known


@dataclass
class Repository:
    """A checkout with a bare remote, and what a run of the workflow finds around it."""

    root: Path
    hub: Hub

    def run(self, text: str | None, number: int = 7) -> str:
        """Run the steps of both jobs for the body of an issue, and return the log."""
        temp = self.root.parent / "temp"
        temp.mkdir(exist_ok=True)
        (temp / "event.json").write_text(json.dumps({"issue": {"body": text, "number": number}}), encoding="utf-8")
        output = temp / "output"
        output.write_text("", encoding="utf-8")
        bins = temp / "bin"
        bins.mkdir(exist_ok=True)
        (bins / "handbook").write_text(
            f'#!/bin/sh\nexec {sys.executable} -m mkdocs_handbook.cli "$@"\n', encoding="utf-8"
        )
        (bins / "handbook").chmod(0o755)
        env = {
            **os.environ,
            "PATH": f"{bins}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_EVENT_PATH": str(temp / "event.json"),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_API_URL": self.hub.url,
            "GITHUB_REPOSITORY": "acme/handbook",
            "GITHUB_REPOSITORY_OWNER": "acme",
            "RUNNER_TEMP": str(temp),
        }
        log = self.step(script("read"), env)
        # As a runner does between jobs: the next one begins with a checkout of its own.
        git(self.root, "reset", "--quiet", "--hard", "main")
        values = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())
        names = {"answer": "ANSWER", "patch": "PATCH"}
        assert values.keys() == names.keys()
        given = {names[key]: value for key, value in values.items()}
        log += self.step(script("propose"), {**env, **given, "NUMBER": str(number), "BASE": "main", "TOKEN": TOKEN})
        git(self.root, "reset", "--quiet", "--hard", "origin/main")
        return log

    def step(self, text: str, env: dict[str, str]) -> str:
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
        done = subprocess.run(command, cwd=self.root, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def branches(self) -> list[str]:
        return git(self.root, "ls-remote", "--heads", "origin").split()[1::2]


@pytest.fixture
def repository(tmp_path: Path, hub: Hub) -> Repository:
    root = tmp_path / "work"
    root.mkdir()
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", "origin.git")
    git(root, "init", "--quiet", "--initial-branch", "main")
    write(root, FILES)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "The beginning")
    git(root, "remote", "add", "origin", str(tmp_path / "origin.git"))
    git(root, "push", "--quiet", "origin", "main")
    return Repository(root, hub)


def test_a_request_becomes_a_pull_request_that_closes_it(repository: Repository) -> None:
    repository.run(body("change-ritual", RITUAL, "\r\n"))
    (_, listed, _), (method, path, sent) = repository.hub.calls
    assert listed == "/repos/acme/handbook/pulls?state=open&head=acme:handbook/request-7"
    assert (method, path) == ("POST", "/repos/acme/handbook/pulls")
    assert (sent["title"], sent["head"], sent["base"]) == ("Handbook request #7", "handbook/request-7", "main")
    assert sent["body"].startswith('DRI of "Stand up" is now Bo')
    assert "### What this changes" in sent["body"]
    assert sent["body"].endswith("\nCloses #7")
    assert repository.branches() == ["refs/heads/handbook/request-7", "refs/heads/main"]
    git(repository.root, "fetch", "--quiet", "origin")
    assert (
        git(repository.root, "diff", "--name-only", "main", "origin/handbook/request-7") == "rituals/eng.rituals.yml\n"
    )
    assert (
        git(repository.root, "log", "-1", "--format=%B", "origin/handbook/request-7").strip() == "Handbook request #7"
    )


def test_an_issue_that_was_edited_updates_its_pull_request(repository: Repository) -> None:
    repository.run(body("change-ritual", RITUAL))
    repository.hub.pulls.append({"number": 12})
    repository.hub.calls.clear()
    repository.run(body("change-ritual", {**RITUAL, "dri": "Cy (cy)"}))
    assert [call[:2] for call in repository.hub.calls][1:] == [("PATCH", "/repos/acme/handbook/pulls/12")]
    git(repository.root, "fetch", "--quiet", "--force", "origin")
    shown = git(repository.root, "show", "origin/handbook/request-7:rituals/eng.rituals.yml")
    assert "dri: cy" in shown


def test_a_new_file_is_in_the_pull_request(repository: Repository) -> None:
    git(repository.root, "rm", "--quiet", "rituals/eng.boards.yml")
    page = repository.root / "handbook/eng/README.md"
    page.write_text(
        page.read_text("utf-8").replace("## Project boards\n\n[B](../../rituals/eng.boards.yml)\n\n", ""), "utf-8"
    )
    git(repository.root, "add", "--all")
    git(repository.root, "commit", "--quiet", "--message", "No boards")
    git(repository.root, "push", "--quiet", "origin", "main")
    repository.run(body("new-board", {"group": "eng", "name": "Plan", "url": "https://example.com"}))
    git(repository.root, "fetch", "--quiet", "origin")
    changed = git(repository.root, "diff", "--name-only", "main", "origin/handbook/request-7").split()
    assert changed == ["handbook/eng/README.md", "rituals/eng.boards.yml"]


HOSTILE = "$(touch pwned)`touch pwned`\"; touch pwned; ' ::set-output name=patch::x ${{ github.token }} @everyone"
MISFITS = {
    "a name": body("change-ritual", {**RITUAL, "name": HOSTILE}),
    "all": HOSTILE,
    "nothing": None,
    "much": "### Group\n\n" + "x 😀" * 15_000,
}


@pytest.mark.parametrize("name", MISFITS)
def test_what_does_not_fit_is_answered_in_the_issue(name: str, repository: Repository) -> None:
    log = repository.run(MISFITS[name], 12)
    ((method, path, sent),) = repository.hub.calls
    assert (method, path) == ("POST", "/repos/acme/handbook/issues/12/comments")
    assert sent["body"].startswith("Nothing was changed, since something does not fit:\n\n- ")
    assert repository.branches() == ["refs/heads/main"]
    assert not list(repository.root.parent.rglob("pwned"))
    assert "set-output" not in log


def test_text_that_fits_is_nothing_but_text(repository: Repository) -> None:
    answers = {"group": "eng", "name": HOSTILE, "url": "https://example.com"}
    log = repository.run(body("new-board", answers))
    assert not list(repository.root.parent.rglob("pwned"))
    assert "set-output" not in log
    git(repository.root, "fetch", "--quiet", "origin")
    assert (
        git(repository.root, "log", "-1", "--format=%B", "origin/handbook/request-7").strip() == "Handbook request #7"
    )
    items = yaml.safe_load(git(repository.root, "show", "origin/handbook/request-7:rituals/eng.boards.yml"))
    assert items[1]["board"] == HOSTILE


def answers(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def validator() -> Iterator[str]:
    """Run a mock of GitHub's API, and yield its address."""
    try:
        prism = npm_packages.installed("@stoplight/prism-cli@5.14.2") / ".bin/prism"
        described = npm_packages.installed("@octokit/openapi@23.0.2") / "@octokit/openapi/generated/api.github.com.json"
    except npm_packages.NpmError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(prism), "mock", "--host", "127.0.0.1", "--port", str(port), str(described)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        assert eventually(lambda: answers(port), 300)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def test_each_call_is_one_that_github_describes(repository: Repository, validator: str) -> None:
    # The mock does object to what is wrong.
    assert violations(validator, "POST", "/repos/acme/handbook/pulls", {"titel": "x"})
    repository.hub.validator = validator
    repository.run(body("change-ritual", RITUAL))
    repository.hub.pulls.append({"number": 12})
    repository.run(body("change-ritual", RITUAL))
    repository.run(body("change-ritual", {**RITUAL, "name": HOSTILE}))
    assert [method for method, _, _ in repository.hub.calls] == ["GET", "POST", "GET", "PATCH", "POST"]
    assert repository.hub.violations == []


def test_what_is_so_already_is_answered(repository: Repository) -> None:
    repository.run(body("change-ritual", {"group": "eng", "name": "Stand up", "dri": "Ana Example (ana)"}))
    ((_, path, sent),) = repository.hub.calls
    assert path == "/repos/acme/handbook/issues/7/comments"
    assert sent["body"].startswith('DRI of "Stand up" is Ana Example already')
    assert STAND_UP in (repository.root / "rituals/eng.rituals.yml").read_text("utf-8")


def test_a_token_is_no_argument_of_any_command() -> None:
    assert "$TOKEN" not in "".join(
        line for line in script("propose").splitlines() if "curl" in line or "git push" in line
    )


def test_only_people_of_the_repository_start_it_and_what_reads_may_not_write() -> None:
    jobs = WORKFLOW["jobs"]
    assert WORKFLOW["permissions"] == {}
    assert jobs["read"]["permissions"] == {"contents": "read"}
    assert (
        """contains(fromJSON('["OWNER", "MEMBER", "COLLABORATOR"]'), github.event.issue.author_association)"""
        in jobs["read"]["if"]
    )
    assert jobs["propose"]["permissions"] == {"contents": "write", "issues": "write", "pull-requests": "write"}
    assert jobs["propose"]["needs"] == "read"
    # What may write runs nothing that the handbook installs.
    assert not [
        step for step in jobs["propose"]["steps"] if "pip" in str(step) or "handbook request" in step.get("run", "")
    ]
    # Nothing of the issue but its number is part of an expression.
    used = [step for job in jobs.values() for step in job["steps"]]
    assert "issue.body" not in str([step.get("env") for step in used])
    assert "issue.title" not in str(used)
