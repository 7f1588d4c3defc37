"""An editor, as far as yaml-language-server can tell: LSP over standard input and output."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

PATIENCE = 60


@dataclass(slots=True)
class Editor:
    """An editor that has a folder open, with the settings of its workspace; `server` is the command that it starts."""

    server: list[str]
    root: Path
    settings: Mapping[str, Any]
    count: int = 0
    answers: dict[int, Any] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)
    inbox: queue.Queue[dict[str, Any]] = field(default_factory=queue.Queue)
    opened: set[str] = field(default_factory=set)
    process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(self.server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self.root)
        try:
            self.begin()
        except BaseException:
            self.stop()
            raise
        return self

    def begin(self) -> None:
        """Tell the server what this editor can do, and wait until it has the settings."""
        assert self.process
        assert self.process.stdout
        threading.Thread(target=receive, args=(self.process.stdout, self.inbox), daemon=True).start()
        folders = [{"uri": self.root.as_uri(), "name": self.root.name}]
        formats = ["markdown", "plaintext"]
        text = {
            "completion": {"completionItem": {"documentationFormat": formats, "snippetSupport": True}},
            "hover": {"contentFormat": formats},
        }
        able = {"textDocument": text, "workspace": {"configuration": True, "workspaceFolders": True}}
        self.ask("initialize", processId=None, rootUri=folders[0]["uri"], capabilities=able, workspaceFolders=folders)
        self.say("initialized")
        self.say("workspace/didChangeConfiguration", settings=self.configuration("yaml"))
        # Who answers this has the settings.
        self.diagnostics("first.yml", "a: 1\n")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the server."""
        assert self.process
        self.process.kill()
        self.process.communicate()

    def open(self, path: str, text: str) -> str:
        """Open a file with a text of its own, and give its URI; one that is open stands for another one in a folder below."""
        target = self.root / path
        if target.as_uri() in self.opened:
            target = target.parent / f"folder-{len(self.opened)}" / target.name
        uri = target.as_uri()
        self.opened.add(uri)
        self.say("textDocument/didOpen", textDocument={"uri": uri, "languageId": "yaml", "version": 1, "text": text})
        return uri

    def at(self, method: str, path: str, text: str) -> Any:
        """Return what the server answers about the place in a text that "|" marks."""
        before, _, after = text.partition("|")
        uri = self.open(path, before + after)
        place = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        return self.ask(f"textDocument/{method}", textDocument={"uri": uri}, position=place)

    def completions(self, path: str, text: str) -> dict[str, str]:
        """Return what is offered at the "|" in a text, each with what is said of it."""
        answer = self.at("completion", path, text) or {"items": []}
        return {item["label"]: plain(item.get("documentation", "")) for item in answer["items"]}

    def hover(self, path: str, text: str) -> str:
        """Return what is said of the place in a text that "|" marks."""
        answer = self.at("hover", path, text)
        return plain(answer["contents"]) if answer else ""

    def diagnostics(self, path: str, text: str) -> list[str]:
        """Return the problems that the server sees in a text, as a file of the same kind as one of the folder."""
        uri = self.open(path, text)
        while uri not in self.problems:
            self.receive()
        return self.problems[uri]

    # --- Messages ---

    def ask(self, method: str, **params: Any) -> Any:
        """Send a request and give its answer."""
        self.count += 1
        self.send({"id": self.count, "method": method, "params": params})
        while self.count not in self.answers:
            self.receive()
        return self.answers[self.count]

    def say(self, method: str, **params: Any) -> None:
        """Send a notification."""
        self.send({"method": method, "params": params})

    def send(self, message: Mapping[str, Any]) -> None:
        assert self.process
        assert self.process.stdin
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self.process.stdin.flush()

    def receive(self) -> None:
        """Take the next message of the server, and answer it if it is a question."""
        message = self.inbox.get(timeout=PATIENCE)
        method, number = message.get("method"), message.get("id")
        if method is None:
            assert "error" not in message, message
            self.answers[message["id"]] = message["result"]
        elif method == "workspace/configuration":
            sections = [item.get("section", "") for item in message["params"]["items"]]
            self.send({"id": number, "result": [self.configuration(section).get(section) for section in sections]})
        elif method == "textDocument/publishDiagnostics":
            found = [
                f"{one['range']['start']['line'] + 1}: {one['message']}" for one in message["params"]["diagnostics"]
            ]
            self.problems[message["params"]["uri"]] = found
        elif number is not None:
            self.send({"id": number, "result": None})

    def configuration(self, section: str) -> dict[str, Any]:
        """Return the settings below a section, nested as editors send them."""
        found: dict[str, Any] = {}
        for key, value in self.settings.items():
            first, _, rest = key.partition(".")
            if first == section:
                found.setdefault(first, {})[rest] = value
        return found


def receive(stream: BinaryIO, inbox: queue.Queue[dict[str, Any]]) -> None:
    """Put the messages of a stream into a queue."""
    while line := stream.readline():
        length = 0
        while line.strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
            line = stream.readline()
        inbox.put(json.loads(stream.read(length)))


def plain(text: Any) -> str:
    """Return the text of documentation, whatever form it has."""
    return str(text["value"] if isinstance(text, dict) else text)
