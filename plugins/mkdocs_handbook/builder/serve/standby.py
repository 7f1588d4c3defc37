"""A process that stands by to build: to import what that takes, and to read the cache, is half of the time of a small change."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from mkdocs_handbook.builder import cache
from mkdocs_handbook.builder.driver import nearest
from mkdocs_handbook.builder.fingerprint import local_code, versions

OPTION = "--standby"


class Builder:
    """Builds a site, each time in another process, of which the next one stands by already if that happens often."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], *, often: bool = True) -> None:
        self.command = [*command, OPTION]
        self.environment = {**os.environ, **environment}
        self.often = often
        self.next: subprocess.Popen[str] | None = self.start()

    def start(self) -> subprocess.Popen[str]:
        """Start a process that stands by."""
        return subprocess.Popen(  # noqa: S603 (this program itself)
            self.command,
            env=self.environment,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )

    def build(self) -> tuple[int, str]:
        """Build the site; give the exit code, and what was told."""
        process = self.next if self.next and self.next.poll() is None else self.start()
        _, told = process.communicate("build\n")
        self.next = self.start() if self.often else None
        return process.returncode, told

    def close(self) -> None:
        """Let go of the process that stands by."""
        if self.next:
            self.next.communicate()


def recent(config_file: Path | None) -> dict[str, cache.Entry]:
    """Give what the last build for a server kept. A build asks of each entry whether it is still true, whoever read it."""
    config = config_file or nearest(Path.cwd())
    found = cache.recent(config.absolute().parent / cache.FOLDER, cache.SERVED) if config else {}
    # Nothing of it becomes garbage before the build that waits for it ends.
    gc.freeze()
    return found


def wait(before: list[str]) -> None:
    """Wait for the word to build; end this process where it never comes.

    It begins anew where code has changed since `before` was asked for: what is imported would be older than it says.
    """
    try:
        word = sys.stdin.readline()
    except KeyboardInterrupt:
        word = ""
    if not word:
        sys.exit(0)
    if code() != before:
        arguments = [one for one in sys.argv[1:] if one != OPTION]
        sys.exit(subprocess.call([sys.executable, "-m", "mkdocs_handbook.cli", *arguments]))  # noqa: S603


def code() -> list[str]:
    """Give what tells the code that a build runs from any other."""
    return [*versions(), *local_code()]
