"""Every request of `handbook issues` is one that GitHub's published description of its API has."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from jsonschema import Draft4Validator

import npm_packages
from automation.issue_server import TOKEN, IssueServer, serving
from mkdocs_handbook.automation.http_client import HttpClient
from mkdocs_handbook.automation.issues.github_host import GithubHost

pytestmark = pytest.mark.slow

OPENAPI, PRISM = "@octokit/openapi@23.0.2", "@stoplight/prism-cli@5.14.2"
REPO = "acme/handbook"


def installed(package: str) -> Path:
    """Return where a package of npm is, skip the test where it cannot be had."""
    try:
        return npm_packages.installed(package)
    except npm_packages.NpmError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """Return GitHub's description of its API."""
    folder = installed(OPENAPI)
    found: dict[str, Any] = json.loads((folder / "@octokit/openapi/generated/api.github.com.json").read_text("utf-8"))
    return found


@pytest.fixture
def server() -> Iterator[IssueServer]:
    """Return a server that was asked for everything."""
    with serving() as made:
        made.add(REPO)
        made.users = ("ana",)
        client = HttpClient(made.base, {"Authorization": f"Bearer {TOKEN}"}, lambda _: None, lambda: 0)
        host = GithubHost(client)
        host.labels(REPO)
        host.create_label(REPO, "handbook")
        host.can_assign(REPO, "ana")
        host.can_assign(REPO, "nobody")
        host.issues(REPO, "handbook", "2026-01-01T00:00:00Z")
        host.issues(REPO, "", "2026-01-01T00:00:00Z")
        host.create(REPO, "A", "b", ["handbook", "#g-a"], ["ana"])
        host.create(REPO, "A", "b", ["handbook"], [])
        host.close_duplicate(REPO, 2, 1)
        yield made


def resolved(described: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    """Return what a part of a description stands for."""
    while "$ref" in one:
        target: Any = described
        for step in one["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        one = target
    return one


def operation(described: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    """Return the description of a request; the path with the fewest parameters is meant."""
    matching = [
        template
        for template in described["paths"]
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)), path)
    ]
    found: dict[str, Any] = described["paths"][min(matching, key=lambda one: one.count("{"))][method.lower()]
    return found


def problems(described: dict[str, Any], method: str, url: str, body: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a request."""
    parts = urlsplit(url)
    known = operation(described, method, parts.path)
    parameters = {one["name"]: one for one in (resolved(described, one) for one in known.get("parameters", ()))}
    for name, (value, *_) in parse_qs(parts.query).items():
        if name not in parameters or parameters[name]["in"] != "query":
            yield f"{method} {url}: unknown parameter {name}"
            continue
        schema = resolved(described, parameters[name]["schema"])
        typed = int(value) if schema.get("type") == "integer" else value
        yield from (error.message for error in Draft4Validator(schema).iter_errors(typed))
    if content := known.get("requestBody"):
        schema = {**content["content"]["application/json"]["schema"], "components": described["components"]}
        yield from (error.message for error in Draft4Validator(schema).iter_errors(body))
        yield from (f"{method} {url}: unknown key {key}" for key in body.keys() - schema.get("properties", {}).keys())
    elif body:
        yield f"{method} {url}: takes no body"


def test_every_request_is_described(described: dict[str, Any], server: IssueServer) -> None:
    assert {method for method, _ in server.requests} == {"GET", "POST", "PATCH"}
    for (method, url), body in zip(server.requests, server.bodies, strict=True):
        assert [*problems(described, method, url, body)] == []


def test_a_wrong_request_is_not(described: dict[str, Any]) -> None:
    assert [*problems(described, "GET", f"/repos/{REPO}/issues?state=every&label=x", {})]
    assert [*problems(described, "POST", f"/repos/{REPO}/issues", {"body": "x"})]
    assert [*problems(described, "PATCH", f"/repos/{REPO}/issues/1", {"state": "gone"})]


# --- The same by a server that knows nothing but the description ---

USED = ("/issues", "/issues/{issue_number}", "/issues/{issue_number}/comments", "/labels", "/assignees/{assignee}")


@contextmanager
def prism(document: Path) -> Iterator[str]:
    """Run Prism on a description, and yield its address."""
    program = installed(PRISM) / "@stoplight/prism-cli/dist/index.js"
    options = ["mock", "--errors", "--host", "127.0.0.1", "--port", "0", str(document)]
    with subprocess.Popen(["node", str(program), *options], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            told = (re.search(r"listening on (http://[\d.:]+)", line) for line in process.stdout)
            base = next(match[1] for match in told if match)
            # Nobody reads on, and it waits for somebody who does.
            Thread(target=list, args=(process.stdout,), daemon=True).start()
            yield base
        finally:
            process.kill()


def status(base: str, method: str, url: str, body: dict[str, Any]) -> int:
    """Return the status of Prism's answer to a request."""
    headers = {"Authorization": "Bearer x", "Accept": "application/json", "Content-Type": "application/json"}
    with closing(HTTPConnection(base.removeprefix("http://"), timeout=60)) as connection:
        connection.request(method, url, json.dumps(body) if body else None, headers)
        return connection.getresponse().status


def checkable(part: Any) -> Any:
    """Return a part of a description without what keeps Prism from looking at bodies: it takes any, and says nothing."""
    if isinstance(part, list):
        return [checkable(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {key: checkable(one) for key, one in part.items() if key != "nullable" or "type" in part}


def test_prism_takes_every_request_and_no_wrong_one(server: IssueServer, tmp_path: Path) -> None:
    """Of the paths in use: with all of them, it takes half a minute to start."""
    folder = installed(OPENAPI) / "@octokit/openapi/generated"
    whole = json.loads((folder / "api.github.com.deref.json").read_text("utf-8"))
    paths = {path: checkable(whole["paths"][path]) for path in (f"/repos/{{owner}}/{{repo}}{end}" for end in USED)}
    part = {"openapi": whole["openapi"], "info": whole["info"], "servers": whole["servers"], "paths": paths}
    (tmp_path / "github.json").write_text(json.dumps(part), encoding="utf-8")
    with prism(tmp_path / "github.json") as base:
        for (method, url), body in zip(server.requests, server.bodies, strict=True):
            assert status(base, method, url, body) < 300, (method, url, body)
        wrong: list[tuple[str, str, dict[str, Any]]] = [
            ("GET", "issues?state=every", {}),
            ("POST", "issues", {"body": "x"}),
            ("POST", "issues", {"title": "a", "labels": 3}),
            ("PATCH", "issues/1", {"state": "gone"}),
            ("POST", "issues/1/comments", {"text": "x"}),
            ("POST", "labels", {"color": "ededed"}),
        ]
        assert {status(base, method, f"/repos/{REPO}/{url}", body) for method, url, body in wrong} == {422}
        assert status(base, "GET", f"/repos/{REPO}/issue", {}) == 404
