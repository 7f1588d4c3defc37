"""A server of issues in memory, over real HTTP on the loopback, that follows GitHub's REST API and fails on demand."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from threading import Event, Lock
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from local_server import QuietHandler, running

# What happens to a request: "after" is carried out, and its answer is lost.
Fault = Literal["", "drop", "after", "500", "500 after", "502 html", "limit", "secondary", "429", "hang after", "moved"]
TOKEN = "ghp_s3cr3t0000000000000000000000000000"  # noqa: S105 (of no account)


@dataclass
class IssueServer:
    """The state of one host: issues, labels and users of each repository, the time, and what fails."""

    base: str = ""
    now: datetime = datetime(2026, 11, 20, tzinfo=UTC)
    issues: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)
    users: tuple[str, ...] = ()
    fault: Callable[[str, str], Fault] = lambda method, path: ""
    requests: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def add(self, repo: str, labels: list[str] | None = None) -> None:
        self.issues[repo], self.labels[repo] = [], list(labels or [])

    def live(self, repo: str) -> list[dict[str, Any]]:
        """Return the issues that nobody has closed as duplicates."""
        return [one for one in self.issues[repo] if one["state_reason"] != "not_planned"]

    def answer(self, method: str, url: str, body: dict[str, Any]) -> tuple[int, Any, dict[str, str]]:
        """Return status, data and headers of the answer to a request."""
        if url.startswith(("/projects/", "/users?")):
            return self.gitlab(method, url, body)
        parts = urlsplit(url)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        match = re.fullmatch(
            r"/repos/([^/]+/[^/]+)/(issues|labels|assignees)(?:/([^/]+))?(?:/(comments))?", unquote(parts.path)
        )
        if not match or match[1] not in self.issues:
            return 404, {"message": "Not Found"}, {}
        repo, what, number, comments = match.groups()
        if method == "GET" and what == "assignees":
            return (204, None, {}) if number in self.users else (404, {"message": "Not Found"}, {})
        if method == "GET":
            found = self.found(repo, query) if what == "issues" else [{"name": name} for name in self.labels[repo]]
            return self.paged(found, query, url)
        if what == "labels":
            if body["name"].casefold() in map(str.casefold, self.labels[repo]):
                return 422, {"message": "Validation Failed", "errors": [{"code": "already_exists"}]}, {}
            self.labels[repo].append(body["name"])
            return 201, body, {}
        return self.changed(repo, body, int(number)) if number and not comments else self.created(repo, body, comments)

    def gitlab(self, method: str, url: str, body: dict[str, Any]) -> tuple[int, Any, dict[str, str]]:
        """Return the answer to a request as GitLab makes it, for the same issues."""
        parts = urlsplit(url)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/users":
            known = [{"id": number} for number, name in enumerate(self.users, 1) if name == query["username"]]
            return 200, known, {}
        match = re.fullmatch(r"/projects/([^/]+)/(issues|labels)(?:/(\d+))?(?:/(notes))?", parts.path)
        if not match or unquote(match[1]) not in self.issues:
            return 404, {"message": "404 Project Not Found"}, {}
        path = f"/repos/{unquote(match[1])}/{match[2]}" + (f"/{match[3]}" if match[3] else "")
        if match[4]:
            return 201, {"id": 1}, {}
        if method == "GET":
            since = f"&since={query['updated_after']}" if "updated_after" in query else ""
            status, data, more = self.answer("GET", f"{path}?{parts.query}&state=all{since}", {})
        elif method == "PUT":
            status, data, more = self.answer("PATCH", path, {"state": "closed", "state_reason": "not_planned"})
        elif match[2] == "issues":
            given = {
                "labels": body["labels"].split(","),
                "assignees": [self.users[one - 1] for one in body["assignee_ids"]],
            }
            status, data, more = self.answer(
                "POST", path, {"title": body["title"], "body": body["description"], **given}
            )
        else:
            status, data, more = self.answer("POST", path, body)
        if match[2] == "issues" and status < 300:
            data = [as_gitlab(one) for one in data] if isinstance(data, list) else as_gitlab(data)
        return status, data, more

    def found(self, repo: str, query: dict[str, str]) -> list[dict[str, Any]]:
        since = query.get("since", "")
        return [
            one
            for one in self.issues[repo]
            if one["updated_at"] >= since
            and (query.get("state") == "all" or one["state"] == "open")
            and ("labels" not in query or query["labels"] in [label["name"] for label in one["labels"]])
        ]

    def paged(self, found: list[Any], query: dict[str, str], url: str) -> tuple[int, Any, dict[str, str]]:
        size, page = int(query.get("per_page", 30)), int(query.get("page", 1))
        more = {"Link": f'<{self.base}{url}&page={page + 1}>; rel="next"'} if len(found) > page * size else {}
        return 200, found[(page - 1) * size : page * size], more

    def created(self, repo: str, body: dict[str, Any], comments: str | None) -> tuple[int, Any, dict[str, str]]:
        if comments:
            return 201, {"id": 1}, {}
        if len(body["body"]) > 65536 or len(body["title"]) > 256:
            return 422, {"message": "Validation Failed", "errors": [{"field": "body", "code": "too_long"}]}, {}
        if any(name not in self.users for name in body["assignees"]):
            return 422, {"message": "Validation Failed", "errors": [{"field": "assignees", "code": "invalid"}]}, {}
        self.labels[repo] += [name for name in body["labels"] if name not in self.labels[repo]]
        number = len(self.issues[repo]) + 1
        one = {
            "number": number,
            "title": body["title"],
            "body": body["body"],
            "state": "open",
            "state_reason": None,
            "labels": [{"name": name} for name in body["labels"]],
            "assignees": [{"login": name} for name in body["assignees"]],
            "created_at": self.stamp(),
            "updated_at": self.stamp(),
            "html_url": f"https://github.com/{repo}/issues/{number}",
        }
        self.issues[repo].append(one)
        return 201, one, {}

    def changed(self, repo: str, body: dict[str, Any], number: int) -> tuple[int, Any, dict[str, str]]:
        one = self.issues[repo][number - 1]
        one.update(body, updated_at=self.stamp())
        return 200, one, {}

    def stamp(self) -> str:
        return f"{self.now:%Y-%m-%dT%H:%M:%SZ}"


def as_gitlab(one: dict[str, Any]) -> dict[str, Any]:
    """Return an issue as GitLab describes it."""
    return {
        "iid": one["number"],
        "title": one["title"],
        "description": one["body"],
        "state": {"open": "opened"}.get(one["state"], one["state"]),
        "labels": [label["name"] for label in one["labels"]],
        "web_url": one["html_url"],
    }


class _Handler(QuietHandler):
    server: _Http

    def handle_any(self) -> None:
        state = self.server.state
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        path = urlsplit(self.path).path
        if TOKEN not in (
            self.headers.get("Authorization", "").removeprefix("Bearer "),
            self.headers.get("PRIVATE-TOKEN"),
        ):
            self.reply(401, {"message": f"Bad credentials: {self.headers.get('Authorization')}"}, {})
            return
        with state.lock:
            state.requests.append((self.command, self.path))
            state.bodies.append(body)
            fault = state.fault(self.command, path)
            answer = (
                (0, None, {})
                if fault in ("drop", "500", "limit", "secondary", "429", "moved")
                else state.answer(self.command, self.path, body)
            )
        self.fail(fault) if fault else self.reply(*answer)

    def fail(self, fault: Fault) -> None:
        reset = str(int(self.server.state.now.timestamp()) + 40)
        match fault:
            case "drop" | "after" | "hang after":
                if fault == "hang after":
                    self.server.release.wait(5)
                self.connection.shutdown(socket.SHUT_RDWR)
            case "limit":
                self.reply(
                    403,
                    {"message": "API rate limit exceeded"},
                    {"x-ratelimit-remaining": "0", "x-ratelimit-reset": reset},
                )
            case "secondary":
                self.reply(403, {"message": "You have exceeded a secondary rate limit"}, {"Retry-After": "7"})
            case "moved":
                self.reply(301, {"message": "Moved Permanently"}, {"Location": f"{self.server.state.base}/elsewhere"})
            case "429":
                self.reply(429, {"message": "Too many requests"}, {})
            case "502 html":
                self.reply(502, None, {}, b"<html>Bad gateway</html>")
            case _:
                self.reply(500, {"message": f"Server error for {self.headers['Authorization']}"}, {})

    def reply(self, status: int, data: Any, headers: dict[str, str], raw: bytes = b"") -> None:
        content = raw or (b"" if data is None else json.dumps(data).encode())
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_PUT = handle_any  # noqa: N815 (names of the library)


class _Http(ThreadingHTTPServer):
    state: IssueServer
    release: Event
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that is gone is no error here."""


@contextmanager
def serving() -> Iterator[IssueServer]:
    """Run a server for a block."""
    http = _Http(("127.0.0.1", 0), _Handler)
    with running(http) as address:
        http.state = IssueServer(address)
        http.release = Event()
        try:
            yield http.state
        finally:
            http.release.set()
