"""The server of `handbook serve`: shows the last good site, with the findings over it while something is broken."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from mkdocs.livereload import LiveReloadServer

from mkdocs_handbook.builder.output_files import Stat, walk
from mkdocs_handbook.builder.serve.file_watcher import Watcher

POLL = re.compile(r"/livereload/([0-9]+)/[0-9]+")
# What changes with other files without being part of what a page looks like.
INDEXES = (".gz", ".xml", ".json", ".ics", ".html", ".txt")


class Server(LiveReloadServer):
    """MkDocs' own server, which reloads a page in a browser only if that page has changed."""

    def __init__(self, builder: Callable[[], str], show: Callable[[str], str], **options: Any) -> None:
        super().__init__(builder=self.rebuild, **options)
        self.build, self.show = builder, show
        self.observer = Watcher()  # type: ignore[assignment]
        # Enough for an editor that writes a file in two steps.
        self.build_delay = 0.05
        self.findings = ""
        self.files: dict[str, Stat] = {}
        self.changed: dict[str, int] = {}
        self.everything = 0
        self.error_handler = self.failed

    def rebuild(self) -> None:
        """Build the site, and note what is another now."""
        before, findings = self.files, self.build()
        self.files = dict(walk(self.root))
        changed = [path for path in {**before, **self.files} if before.get(path) != self.files.get(path)]
        with self._epoch_cond:
            if findings != self.findings or not all(path.endswith(INDEXES) for path in changed):
                self.everything = self._wanted_epoch
            self.changed.update(dict.fromkeys(changed, self._wanted_epoch))
            self.findings = findings

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes] | None:
        if not (poll := POLL.fullmatch(environ["PATH_INFO"])):
            return super()._serve_request(environ, start_response)
        page, epoch = self.page(environ.get("HTTP_REFERER", "")), int(poll[1])
        start_response("200 OK", [("Content-Type", "text/plain")])
        with self._epoch_cond:
            self._epoch_cond.wait_for(lambda: self.epoch(page) > epoch, timeout=self.poll_response_timeout)
            return [b"%d" % max(self.epoch(page), epoch)]

    def epoch(self, page: str) -> int:
        """Give when a page changed last, or any page for one that is not known."""
        if self._visible_epoch < self._wanted_epoch:
            # A build is under way.
            return 0
        return max(self.everything, self.changed.get(page, 0) if page in self.files else self._visible_epoch)

    def page(self, address: str) -> str:
        """Give the file of the site that an address shows."""
        path = unquote(urlsplit(address).path)
        path = path.removeprefix(self.mount_path) if path.startswith(self.mount_path) else path
        return posixpath.normpath(f"{path}index.html" if path.endswith("/") or not path else path).lstrip("/")

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        if self.findings:
            shown = self.show(self.findings).encode()
            start = re.search(rb"<body[^>]*>", content)
            at = start.end() if start else 0
            content = content[:at] + shown + content[at:]
        return bytes(super()._inject_js_into_html(content, epoch))  # type: ignore[no-untyped-call]

    def failed(self, code: int) -> bytes | None:
        """Give the page of an error: the site's own, and the findings if there are any."""
        path = Path(self.root, f"{code}.html")
        if not path.is_file() and not self.findings:
            return None
        content = path.read_bytes() if path.is_file() else b"<!doctype html><title>Handbook</title><body></body>"
        return self._inject_js_into_html(content, self._visible_epoch)


def watch(server: Server, paths: Iterable[str | os.PathLike[str]]) -> None:
    """Rebuild when something changes below paths that exist."""
    for path in dict.fromkeys(os.fspath(one) for one in paths):
        if Path(path).exists():
            server.watch(path)
