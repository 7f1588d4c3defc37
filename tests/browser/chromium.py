"""A real browser that never leaves this machine, and built sites on servers of their own."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route

from handbooks import NOON

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OUTSIDE = re.compile(r"^https?://(?!127\.0\.0\.1[:/])")
PATIENCE = 8000  # milliseconds until an expected address or state counts as never reached


class NoBrowserError(Exception):
    """A machine without a browser that the tests could drive."""


def executable(playwright: Playwright) -> str:
    """Return the path of a Chromium: the one of $CHROMIUM, the machine's, or Playwright's own; raise NoBrowserError."""
    own = playwright.chromium.executable_path
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), own if Path(own).is_file() else None]
    path = next(filter(None, found), None)
    if path is None:
        raise NoBrowserError(f"no browser: set CHROMIUM to a Chromium, or install one as {', '.join(NAMES)}")
    return path


@contextlib.contextmanager
def launched(playwright: Playwright) -> Iterator[Browser]:
    """Yield a running browser."""
    # A clock that faketime shifts stops a browser now and then; pages get their date from `kept_local`.
    environment = {name: value for name, value in os.environ.items() if name not in ("LD_PRELOAD", "FAKETIME")}
    browser = playwright.chromium.launch(executable_path=executable(playwright), args=ARGS, env={**environment})
    try:
        yield browser
    finally:
        browser.close()


def kept_local(context: BrowserContext, *, is_fixed: bool = True) -> BrowserContext:
    """Return a context in which the world outside is an empty page, reached at the address that was asked for.

    Its pages stand on the tests' day. Playwright's own clock, for which `is_fixed=False` leaves room, also replaces
    `performance`, which tells how a page was reached.
    """
    context.set_default_timeout(PATIENCE)
    if is_fixed:
        context.add_init_script(FIXED_DATE % int(NOON.timestamp() * 1000))
    context.route(OUTSIDE, outside)
    return context


FIXED_DATE = """
{
  const now = %d;
  globalThis.Date = new Proxy(Date, {
    construct: (date, given) => Reflect.construct(date, given.length ? given : [now]),
    get: (date, name) => (name === "now" ? () => now : Reflect.get(date, name)),
  });
}
"""


def outside(route: Route) -> None:
    """Answer a request for the world outside."""
    kind, body = ANSWERS.get(route.request.resource_type, ("application/json", "{}"))
    route.fulfill(content_type=kind, headers={"Access-Control-Allow-Origin": "*"}, body=body)


# What stands in for the world outside: a page, and the libraries that themes load from there.
ANSWERS = {
    "document": ("text/html", "<!doctype html><title>Outside</title>"),
    "stylesheet": ("text/css", ""),
    "script": (
        "text/javascript",
        "hljs = { highlightAll() {} }; mermaid = { initialize() {}, render: async () => ({ svg: '<svg></svg>' }) };",
    ),
}


def visit(
    page: Page, address: str, until: Literal["commit", "domcontentloaded", "load", "networkidle"] = "load"
) -> None:
    """Open an address as somebody does who comes from elsewhere, even where only its fragment is new."""
    if page.url.partition("#")[0] == address.partition("#")[0]:
        page.goto("about:blank")
    page.goto(address, wait_until=until)


@contextlib.contextmanager
def served(folder: Path, base: str = "/") -> Iterator[str]:
    """Serve a built site below a path of a host, as GitHub Pages does; give its address, which ends in a slash."""
    with _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder), base=base)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{base}"
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """A browser that left before it had everything is no error."""


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: object, base: str, directory: str) -> None:
        self.base = base
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        inside = path.startswith(self.base)
        return super().translate_path("/" + path.removeprefix(self.base)) if inside else "\0"

    def send_head(self) -> object:  # type: ignore[override]
        if not self.path.startswith(self.base):
            self.send_error(404)
            return None
        return super().send_head()

    def log_message(self, *args: object) -> None:
        pass
