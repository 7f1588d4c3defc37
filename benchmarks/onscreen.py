"""How long it takes from an edit until a served page shows it, and what user CPU that costs. Needs Linux."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import process_times

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
    process: int

    def shows(self, word: str) -> bool:
        """Return whether the first page holds a word."""
        try:
            with urllib.request.urlopen(self.address, timeout=60) as answer:  # noqa: S310 (our own address)
                return word in answer.read().decode()
        except OSError:
            return False

    def edit(self, word: str) -> process_times.Run:
        """Add a word to the first page; give what it takes until the page shows it."""
        path = self.root / PAGE
        text = path.read_bytes()
        used, start = self.user(), time.perf_counter()
        path.write_bytes(text + f"\n{word}\n".encode())
        while not self.shows(word):
            if time.perf_counter() - start > MOST:
                sys.exit(f"{path}: the server does not show what was written")
            time.sleep(PAUSE)
        return process_times.Run(time.perf_counter() - start, self.user() - used)

    def user(self) -> float:
        """Return the seconds of user CPU of the server and of all processes below it, also of those that have ended."""
        ticks = 0
        for pid in process_times.family(self.process):
            with contextlib.suppress(OSError):
                # Behind the name, which may hold blanks: utime and cutime are the 14th and the 16th field of all.
                fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[13])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def serving(command: Sequence[str], root: Path) -> Iterator[Served]:
    """Serve a folder with a command that takes an address at its end, until the first page is there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*command, address], cwd=root, stdout=quiet, stderr=quiet) as process:
        try:
            served = Served(root, f"http://{address}/", process.pid)
            end = time.monotonic() + MOST
            while not served.shows("<html"):
                if process.poll() is not None or time.monotonic() > end:
                    sys.exit(f"{' '.join(command)} serves nothing")
                time.sleep(REST)
            yield served
        finally:
            process.terminate()


def medians(commands: Sequence[tuple[Sequence[str], Path]], runs: int) -> list[Mapping[str, float]]:
    """Return the medians of servers whose pages are edited in turn, after a round that does not count."""
    with contextlib.ExitStack() as stack:
        served = [stack.enter_context(serving(words, root)) for words, root in commands]
        found: list[list[process_times.Run]] = [[] for _ in served]
        for number in range(runs + 1):
            for times, one in zip(found, served, strict=True):
                time.sleep(REST)
                taken = one.edit(f"word{time.time_ns()}")
                if number:
                    times.append(taken)
    return [process_times.of_runs(times) for times in found]
