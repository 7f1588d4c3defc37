"""How long it takes from an edit until a served page shows it."""

from __future__ import annotations

import contextlib
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Asking more often would take from what is measured.
PAUSE = 0.02
# What a server does behind a build, before somebody edits again.
REST = 1.0
# Nothing that is measured here takes that long.
MOST = 120.0
PAGE = "content/index.md"


@dataclass(frozen=True, slots=True)
class Served:
    """A handbook that a program serves at an address."""

    root: Path
    address: str

    def shows(self, word: str) -> bool:
        """Return whether the first page holds a word."""
        try:
            with urllib.request.urlopen(self.address, timeout=60) as answer:  # noqa: S310 (our own address)
                return word in answer.read().decode()
        except OSError:
            return False

    def seconds(self, word: str) -> float:
        """Add a word to the first page; give the seconds until the page shows it."""
        path = self.root / PAGE
        text = path.read_bytes()
        start = time.perf_counter()
        path.write_bytes(text + f"\n{word}\n".encode())
        while not self.shows(word):
            if time.perf_counter() - start > MOST:
                sys.exit(f"{path}: the server does not show what was written")
            time.sleep(PAUSE)
        return time.perf_counter() - start


@contextlib.contextmanager
def serving(command: Sequence[str], root: Path, variables: Mapping[str, str]) -> Iterator[Served]:
    """Serve a folder with a command that takes an address at its end, until the first page is there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*command, address], cwd=root, env=variables, stdout=quiet, stderr=quiet) as process:
        try:
            served = Served(root, f"http://{address}/")
            end = time.monotonic() + MOST
            while not served.shows("<html"):
                if process.poll() is not None or time.monotonic() > end:
                    sys.exit(f"{' '.join(command)} serves nothing")
                time.sleep(REST)
            yield served
        finally:
            process.terminate()


def medians(commands: Sequence[tuple[Sequence[str], Path]], runs: int) -> list[float]:
    """Return the median seconds of servers whose pages are edited in turn, after a round that does not count."""
    with contextlib.ExitStack() as stack:
        variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        served = [stack.enter_context(serving(words, root, variables)) for words, root in commands]
        found: list[list[float]] = [[] for _ in served]
        for number in range(runs + 1):
            for times, one in zip(found, served, strict=True):
                time.sleep(REST)
                taken = one.seconds(f"word{time.time_ns()}")
                if number:
                    times.append(taken)
    return [statistics.median(times) for times in found]
