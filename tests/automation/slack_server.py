"""A workspace of Slack in memory, over real HTTP on the loopback, that answers as Slack's reference says and fails on demand."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from itertools import takewhile
from threading import Event, Lock
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from local_server import QuietHandler, running

# What happens to a request: "after" is carried out, and its answer is lost.
Fault = Literal[
    "", "drop", "after", "500", "500 after", "html after", "429", "hang after", "moved", "fatal_error after"
]
TOKEN = "xoxb-s3cr3t-0000000000000000"  # noqa: S105 (of no account)
BOT = "B0BOT"


@dataclass
class SlackServer:
    """The state of a workspace: channels, user groups, people and messages, the time, and what fails.

    `page` is the most entries of a page, whatever was asked for: Slack may return fewer than it was asked for.
    """

    base: str = ""
    now: float = 1_795_176_000.0
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    users: set[str] = field(default_factory=set)
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    fault: Callable[[str], Fault] = lambda method: ""
    refused: dict[str, dict[str, Any]] = field(default_factory=dict)
    page: int = 1_000
    requests: list[str] = field(default_factory=list)
    updates: list[tuple[str, list[str]]] = field(default_factory=list)
    deleted: list[dict[str, Any]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    count: int = 0

    def add_channel(self, id_: str, name: str, *, is_in: bool = True, **more: Any) -> None:
        self.channels[id_] = {
            "id": id_,
            "name": name,
            "is_archived": False,
            "is_private": False,
            "is_in": is_in,
            **more,
        }
        self.messages[id_] = []

    def add_group(self, id_: str, handle: str, *users: str) -> None:
        self.groups[id_] = {"id": id_, "handle": handle, "users": list(users), "date_delete": 0}
        self.users |= {*users}

    def answer(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        """Return what Slack answers to a method."""
        if method in self.refused:
            return {"ok": False, **self.refused[method]}
        known = getattr(self, method.replace(".", "_").lower(), None)
        return known(given) if known else {"ok": False, "error": "unknown_method"}

    def auth_test(self, _given: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "user_id": "U0BOT", "bot_id": BOT}

    def conversations_list(self, given: dict[str, Any]) -> dict[str, Any]:
        types = given.get("types", "public_channel").split(",")
        found = [
            one
            for one in self.channels.values()
            if ("private_channel" in types and one["is_in"] if one["is_private"] else "public_channel" in types)
            and not (given.get("exclude_archived") in ("true", "1") and one["is_archived"])
        ]
        return self.paged("channels", found, given)

    def conversations_history(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = self.channels.get(given["channel"])
        if channel is None:
            return {"ok": False, "error": "channel_not_found"}
        if not channel["is_in"]:
            return {"ok": False, "error": "not_in_channel"}
        oldest = float(given.get("oldest", 0))
        # Messages stand in the order of time: two years of them are not read for each answer.
        found = [*takewhile(lambda one: float(one["ts"]) > oldest, reversed(self.messages[channel["id"]]))]
        if given.get("include_all_metadata") not in ("true", "1"):
            names = [
                {**one, "metadata": {"event_type": one["metadata"]["event_type"]}} for one in found if "metadata" in one
            ]
            found = [one for one in found if "metadata" not in one] + names
        return self.paged("messages", sorted(found, key=lambda one: -float(one["ts"])), given)

    def chat_postmessage(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = self.channels.get(given["channel"])
        if channel is None:
            return {"ok": False, "error": "channel_not_found"}
        if channel["is_archived"]:
            return {"ok": False, "error": "is_archived"}
        if not given.get("text") and not given.get("blocks"):
            return {"ok": False, "error": "no_text"}
        if len(given.get("blocks", [])) > 50:
            return {"ok": False, "error": "invalid_blocks"}
        self.count += 1
        message = {"type": "message", "ts": f"{self.now + self.count % 1000 / 1e4:.6f}", "bot_id": BOT, **given}
        self.messages[channel["id"]].append(message)
        return {"ok": True, "channel": channel["id"], "ts": message["ts"], "message": message}

    def chat_delete(self, given: dict[str, Any]) -> dict[str, Any]:
        mine = self.messages.get(given["channel"], [])
        found = next((one for one in mine if one["ts"] == given["ts"]), None)
        if found is None:
            return {"ok": False, "error": "message_not_found"}
        if found.get("bot_id") != BOT:
            return {"ok": False, "error": "cant_delete_message"}
        mine.remove(found)
        self.deleted.append(found)
        return {"ok": True}

    def usergroups_list(self, given: dict[str, Any]) -> dict[str, Any]:
        found = [one for one in self.groups.values() if not one["date_delete"]]
        is_full = given.get("include_users") in ("true", "1")
        return {"ok": True, "usergroups": found if is_full else [{**one, "users": None} for one in found]}

    def usergroups_users_update(self, given: dict[str, Any]) -> dict[str, Any]:
        users = (
            given["users"] if isinstance(given["users"], list) else [one for one in given["users"].split(",") if one]
        )
        if not users:
            return {"ok": False, "error": "no_users_provided"}
        if given["usergroup"] not in self.groups:
            return {"ok": False, "error": "no_such_subteam"}
        if not self.users >= {*users}:
            return {"ok": False, "error": "invalid_users"}
        self.groups[given["usergroup"]]["users"] = users
        self.updates.append((given["usergroup"], users))
        return {"ok": True, "usergroup": self.groups[given["usergroup"]]}

    def paged(self, key: str, found: list[Any], given: dict[str, Any]) -> dict[str, Any]:
        start = int(given["cursor"].removeprefix("at")) if given.get("cursor") else 0
        end = start + min(self.page, int(given.get("limit", 100)))
        more = f"at{end}" if end < len(found) else ""
        return {"ok": True, key: found[start:end], "has_more": bool(more), "response_metadata": {"next_cursor": more}}


class _Handler(QuietHandler):
    server: _Http

    def handle_any(self) -> None:
        state = self.server.state
        parts = urlsplit(self.path)
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if (self.headers.get("Content-Type") or "").startswith("application/json"):
            given = json.loads(content or b"{}")
        else:
            given = {key: values[0] for key, values in parse_qs(content.decode() + "&" + parts.query).items()}
        method = parts.path.removeprefix("/api/")
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self.reply(200, {"ok": False, "error": f"invalid_auth {self.headers.get('Authorization')}"}, {})
            return
        with state.lock:
            state.requests.append(method)
            fault = state.fault(method)
            refuses = fault in ("drop", "500", "429", "moved")
            answer = {} if refuses else state.answer(method, given)
        self.fail(fault) if fault else self.reply(200, answer, {})

    def fail(self, fault: Fault) -> None:
        match fault:
            case "drop" | "after" | "hang after":
                if fault == "hang after":
                    self.server.release.wait(5)
                self.connection.shutdown(socket.SHUT_RDWR)
            case "429":
                self.reply(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "7"})
            case "moved":
                self.reply(302, {"ok": False}, {"Location": f"{self.server.state.base}elsewhere"})
            case "html after":
                self.reply(200, None, {}, f"<html>{self.headers['Authorization']}</html>".encode())
            case "fatal_error after":
                self.reply(200, {"ok": False, "error": "fatal_error"}, {})
            case _:
                self.reply(500, {"ok": False, "error": f"for {self.headers['Authorization']}"}, {})

    def reply(self, status: int, data: Any, headers: dict[str, str], raw: bytes = b"") -> None:
        content = raw or json.dumps(data).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = handle_any  # noqa: N815 (names of the library)


class _Http(ThreadingHTTPServer):
    state: SlackServer
    release: Event
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that is gone is no error here."""


@contextmanager
def serving() -> Iterator[SlackServer]:
    """Run a server for a block."""
    http = _Http(("127.0.0.1", 0), _Handler)
    http.release = Event()
    with running(http) as address:
        http.state = SlackServer(f"{address}/api/")
        try:
            yield http.state
        finally:
            http.release.set()
