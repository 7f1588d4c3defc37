"""The HTTP server of `handbook serve`: shows the last good site, with the findings above it while a build fails."""

from __future__ import annotations

import os
import posixpath
import re
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from mkdocs.livereload import LiveReloadServer

from mkdocs_handbook.builder.output_files import State, list_files
from mkdocs_handbook.builder.serve.file_watcher import Watcher

POLL = re.compile(r"/livereload/([0-9]+)/[0-9]+")
# Files that no page shows. A change of another file, such as a stylesheet, reloads all pages.
NOT_SHOWN = (".gz", ".xml", ".json", ".ics", ".html", ".txt")


class Server(LiveReloadServer):
    """MkDocs' server, which reloads a page in a browser only if that page has changed.

    `build` builds the site and returns the findings, "" if it succeeded; `render_findings` returns their HTML.
    """

    def __init__(self, build: Callable[[], str], render_findings: Callable[[str], str], **options: Any) -> None:
        super().__init__(builder=self.rebuild, **options)
        self.host: str = options["host"]
        self.build, self.render_findings = build, render_findings
        self.observer = Watcher()  # type: ignore[assignment]
        # Seconds, enough for an editor that writes a file in two steps.
        self.build_delay = 0.05
        self.findings = ""
        self.files: dict[str, State] = {}
        # Epochs of the last changes, of each file and of all pages.
        self.changed: dict[str, int] = {}
        self.all_changed = 0
        self.error_handler = self.error_page

    def rebuild(self) -> None:
        """Build the site, and note which files have changed."""
        before, findings = self.files, self.build()
        self.files = dict(list_files(self.root))
        changed = [path for path in {**before, **self.files} if before.get(path) != self.files.get(path)]
        with self._epoch_cond:
            if findings != self.findings or not all(path.endswith(NOT_SHOWN) for path in changed):
                self.all_changed = self._wanted_epoch
            self.changed.update(dict.fromkeys(changed, self._wanted_epoch))
            self.findings = findings

    def serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request for this server; a page of another site whose name leads here may not read the handbook."""
        if not is_own_name(environ.get("HTTP_HOST", ""), self.host):
            start_response("421 Misdirected Request", [("Content-Type", "text/plain")])
            return [b"This server answers to its own names only.\n"]
        return super().serve_request(environ, start_response)

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes] | None:
        if not (poll := POLL.fullmatch(environ["PATH_INFO"])):
            return super()._serve_request(environ, start_response)
        path, epoch = self.path_of(environ.get("HTTP_REFERER", "")), int(poll[1])
        start_response("200 OK", [("Content-Type", "text/plain")])
        with self._epoch_cond:
            self._epoch_cond.wait_for(lambda: self.epoch(path) > epoch, timeout=self.poll_response_timeout)
            return [b"%d" % max(self.epoch(path), epoch)]

    def epoch(self, path: str) -> int:
        """Return the epoch in which the page of a file last changed, or any page if the file is unknown."""
        if self._visible_epoch < self._wanted_epoch:
            # A build is running.
            return 0
        return max(self.all_changed, self.changed.get(path, 0) if path in self.files else self._visible_epoch)

    def path_of(self, url: str) -> str:
        """Return the path of the file that a URL shows."""
        path = unquote(urlsplit(url).path)
        path = path.removeprefix(self.mount_path) if path.startswith(self.mount_path) else path
        return posixpath.normpath(f"{path}index.html" if path.endswith("/") or not path else path).lstrip("/")

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        if self.findings:
            body = re.search(rb"<body[^>]*>", content)
            start = body.end() if body else 0
            content = content[:start] + self.render_findings(self.findings).encode() + content[start:]
        return bytes(super()._inject_js_into_html(content, epoch))  # type: ignore[no-untyped-call]

    def error_page(self, code: int) -> bytes | None:
        """Return the page of an error, with the findings if there are any; None for MkDocs' own."""
        path = Path(self.root, f"{code}.html")
        if not path.is_file() and not self.findings:
            return None
        content = path.read_bytes() if path.is_file() else b"<!doctype html><title>Handbook</title><body></body>"
        return self._inject_js_into_html(content, self._visible_epoch)


def is_own_name(given: str, host: str) -> bool:
    """Return whether the host of a request is this machine: an address, a name that is local, or the one that was chosen."""
    try:
        name = (urlsplit(f"//{given}").hostname or "").rstrip(".")
    except ValueError:
        return False
    with suppress(ValueError):
        ip_address(name)
        return True
    machine = socket.gethostname().lower()
    return name in ("localhost", host.lower(), machine, f"{machine}.local") or name.endswith(".localhost")


def watch(server: Server, paths: Iterable[str | os.PathLike[str]]) -> None:
    """Rebuild when something changes below paths that exist."""
    for path in dict.fromkeys(os.fspath(path) for path in paths):
        if Path(path).exists():
            server.watch(path)
