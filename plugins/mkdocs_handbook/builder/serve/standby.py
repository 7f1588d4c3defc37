"""The standby process: imports what a build needs and reads the cache before the next change, half of a small build's time."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from mkdocs_handbook.project.caching import cache, cache_folder
from mkdocs_handbook.project.caching.content_digest import local_code, versions
from mkdocs_handbook.project.site.configurations import find_config

OPTION = "--standby"
# Without the current folder on the path, whose modules are the checkout's.
COMMAND = (sys.executable, "-P", "-m", "mkdocs_handbook.cli")


class StandbyBuilder:
    """Builds a site each time in a new process; the next one is started ahead if `is_repeated`."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], *, is_repeated: bool = True) -> None:
        self.command = [*command, OPTION]
        self.environment = {**os.environ, **environment}
        self.is_repeated = is_repeated
        self.next: subprocess.Popen[str] | None = self._start()

    def _start(self) -> subprocess.Popen[str]:
        """Return a process that waits for a line before it builds."""
        return subprocess.Popen(  # noqa: S603 (this program itself)
            self.command,
            env=self.environment,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )

    def build(self) -> tuple[int, str]:
        """Build the site; return the exit code and the messages."""
        process = self.next if self.next and self.next.poll() is None else self._start()
        _, messages = process.communicate("build\n")
        self.next = self._start() if self.is_repeated else None
        return process.returncode, messages

    def close(self) -> None:
        """End the waiting process without a build."""
        if self.next:
            self.next.communicate()


def preload(config_file: Path | None) -> dict[str, cache.Entry]:
    """Return the entries of the last build for a server. A build checks of each entry whether it still holds."""
    config = config_file or find_config(Path.cwd())
    folder = cache_folder.trusted_folder(config.absolute().parent) if config else None
    entries = cache.last_entries(folder, cache.SERVED) if folder else {}
    # None of them becomes garbage before the build that waits for them has ended.
    gc.freeze()
    return entries


def wait(code: list[str]) -> None:
    """Wait for a line on standard input, and return; without one, end this process.

    If `code_state` is not `code` any more, what was imported is out of date: another process builds then.
    """
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        line = ""
    if not line:
        sys.exit(0)
    if code_state() != code:
        arguments = [argument for argument in sys.argv[1:] if argument != OPTION]
        sys.exit(subprocess.call([*COMMAND, *arguments]))  # noqa: S603


def code_state() -> list[str]:
    """Return what differs once the code that a build runs has changed."""
    return [*versions(), *local_code()]
