"""A handbook that `handbook serve` serves, for tests: a process of its own at a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from handbooks import write

RITUAL = "- task: Sync\n  startedOn: 2026-01-07\n  frequency: Weekly\n  description: Talk.\n  dri: {dri}\n"
FILES = {
    "mkdocs.yml": "site_name: Test\ndocs_dir: handbook\ntheme: {name: null, custom_dir: theme}\nplugins: [handbook: {order: 'off'}]\n",
    "handbook/a.md": "# A\n\n[Rituals](../rituals/a.rituals.yml)\n",
    "handbook/b.md": "# B\n\nNo data.\n",
    "rituals/a.rituals.yml": RITUAL.format(dri="ana"),
}


@dataclass(frozen=True, slots=True)
class Served:
    """A handbook that is served: its folder, its address, and how to get a file."""

    root: Path
    address: str

    def get(self, name: str) -> str:
        try:
            with urllib.request.urlopen(f"{self.address}/{name}", timeout=10) as answer:  # noqa: S310
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return error.read().decode()
        except OSError:
            return ""

    def epoch(self, name: str) -> int:
        """Return what a browser that shows a page is told at once: when that page changed last."""
        request = urllib.request.Request(  # noqa: S310
            f"{self.address}/livereload/0/1", headers={"Referer": f"{self.address}/{name}"}
        )
        with urllib.request.urlopen(request, timeout=70) as answer:  # noqa: S310
            return int(answer.read())


def eventually(check: Callable[[], bool], seconds: float = 60) -> bool:
    """Return whether a check holds within a time; asks again until then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if check():
            return True
        pause(0.1)
    return False


def pause(seconds: float) -> None:
    """Wait for a time; `time.sleep` fails under faketime."""
    threading.Event().wait(seconds)


@contextmanager
def serving(root: Path, program: str = "mkdocs_handbook.cli") -> Iterator[Served]:
    """Serve a handbook at a free port, with our program or MkDocs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-P", "-m", program, "serve", "--dev-addr", address]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with (
        (root / "serve.log").open("wb") as log,
        subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            yield Served(root, f"http://{address}")
        finally:
            process.terminate()


def handbook(root: Path) -> Path:
    """Write a small handbook with a table."""
    write(root, FILES)
    (root / "theme/main.html").write_text("<html><body>{{ page.content }}</body></html>\n", encoding="utf-8")
    return root
